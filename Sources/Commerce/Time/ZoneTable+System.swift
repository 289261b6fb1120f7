import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension ZoneTable {
    /// The zone of that name as the system knows it; nil when it does not.
    ///
    /// The time zone database is read directly: the first `TimeZone` of Foundation loads all of ICU, which takes most
    /// of the time until the first frame. Where the database is not installed, Foundation's own is asked.
    static func ofSystem(named identifier: String) -> ZoneTable? {
        // The name comes from a file or from the network: it must not lead out of the folder.
        let isPlain = identifier.utf8.allSatisfy { byte in
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
                || [0x2F, 0x5F, 0x2B, 0x2D].contains(byte)
        }
        guard isPlain, !identifier.isEmpty, !identifier.hasPrefix("/"), identifier.utf8.count < 64 else {
            return nil
        }
        if let bytes = contents(of: "/usr/share/zoneinfo/" + identifier), let table = ZoneTable(tzif: bytes) {
            return table
        }
        return TimeZone(identifier: identifier).map(fromFoundation)
    }

    /// Zone files are a few kilobytes; whatever is larger is none.
    private static func contents(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        guard count > 0, count < bytes.count else { return nil }
        return Array(bytes.prefix(count))
    }

    private static func fromFoundation(_ zone: TimeZone) -> ZoneTable {
        var changes: [Int64] = []
        var offsets: [Int32] = []
        let end = Date(timeIntervalSince1970: 4_102_444_800)
        var moment = Date(timeIntervalSince1970: 0)
        let first = Int32(zone.secondsFromGMT(for: moment))
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next < end,
            changes.count < 2000
        {
            changes.append(Int64(next.timeIntervalSince1970))
            offsets.append(Int32(zone.secondsFromGMT(for: next)))
            moment = next
        }
        return ZoneTable(changes: changes, offsets: offsets, first: first)
    }
}
