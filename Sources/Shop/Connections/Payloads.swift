import CZlib
package import Commerce
package import Foundation
import GRDB

/// A platform's own bytes, kept as evidence: what it said of an order or a product, each time it said something else.
enum Payloads {
    /// Keeps the bytes unless they are what was kept last.
    ///
    /// - Parameter isFirst: whether nothing can be kept of it yet: it was not known before.
    static func keep(
        _ raw: Data, kind: String, id: String, connection: Int64, at: Instant, isFirst: Bool = false,
        by packing: Packing, _ db: Database
    ) throws {
        guard !raw.isEmpty, let packed = packing.packed(raw) else { return }
        if !isFirst {
            let last = try Data.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT body FROM payloads WHERE connection_id = ? AND kind = ? AND remote_id = ?
                        ORDER BY at DESC LIMIT 1
                        """), arguments: [connection, kind, id])
            if last == packed { return }
        }
        var statement = try DirectStatement(db, "INSERT INTO payloads VALUES (?, ?, ?, ?, ?, ?)")
        statement.add(connection)
        statement.add(kind)
        statement.add(id)
        statement.add(at.milliseconds)
        statement.add(raw.count)
        statement.add(packed)
        try statement.run()
    }
}

extension Shop {
    /// What the platform last said of an order, as it said it; nil where nothing is kept.
    package func payload(kind: String, of remoteID: String, connection: ConnectionID) throws -> Data? {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT body, size FROM payloads WHERE connection_id = ? AND kind = ? AND remote_id = ?
                    ORDER BY at DESC LIMIT 1
                    """, arguments: [connection.rawValue, kind, remoteID])
            return row.flatMap { Packing.unpacked($0[0], size: $0[1]) }
        }
    }
}

/// zlib's format (RFC 1950), at its quickest level: a platform's JSON shrinks to a fifth all the same.
///
/// One is kept for many: setting its tables up costs more than an order's bytes do.
final class Packing {
    /// zlib remembers where it stands, so that it may not move.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let isReady: Bool

    init() {
        stream.initialize(to: z_stream())
        // A window of 8 KB: an order is smaller, and what is larger takes longer to clear for each of them.
        isReady =
            deflateInit2_(
                stream, 1, Z_DEFLATED, 13, 6, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if isReady { deflateEnd(stream) }
        stream.deallocate()
    }

    /// Nil where the system gives no memory for it.
    func packed(_ data: Data) -> Data? {
        guard isReady, deflateReset(stream) == Z_OK, data.count < 1 << 30 else { return nil }
        var packed = Data(count: Int(deflateBound(stream, uLong(data.count))))
        let room = packed.count
        let result = packed.withUnsafeMutableBytes { target in
            data.withUnsafeBytes { source in
                stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: source.bindMemory(to: UInt8.self).baseAddress)
                stream.pointee.avail_in = uInt(data.count)
                stream.pointee.next_out = target.bindMemory(to: UInt8.self).baseAddress
                stream.pointee.avail_out = uInt(room)
                return deflate(stream, Z_FINISH)
            }
        }
        guard result == Z_STREAM_END else { return nil }
        packed.count = room - Int(stream.pointee.avail_out)
        return packed
    }

    /// Nil where the bytes are damaged or are not of that size.
    static func unpacked(_ data: Data, size: Int) -> Data? {
        guard (0...(1 << 30)).contains(size) else { return nil }
        var length = uLong(size)
        var whole = Data(count: size)
        let result = whole.withUnsafeMutableBytes { target in
            data.withUnsafeBytes { source in
                uncompress(
                    target.bindMemory(to: UInt8.self).baseAddress, &length,
                    source.bindMemory(to: UInt8.self).baseAddress, uLong(data.count))
            }
        }
        return result == Z_OK && Int(length) == size ? whole : nil
    }
}
