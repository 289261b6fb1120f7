import CZlib
package import Commerce
package import Foundation
import GRDB

/// A platform's own bytes, kept as evidence: what it said of an order or a product, each time it said something else.
enum Payloads {
    /// Keeps the bytes unless they are what was kept last.
    static func keep(
        _ raw: Data, kind: String, id: String, connection: Int64, at: Instant, _ db: Database
    ) throws {
        guard !raw.isEmpty, let packed = Packing.packed(raw) else { return }
        let last = try Data.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT body FROM payloads WHERE connection_id = ? AND kind = ? AND remote_id = ?
                    ORDER BY at DESC LIMIT 1
                    """), arguments: [connection, kind, id])
        guard last != packed else { return }
        try db.cachedStatement(sql: "INSERT INTO payloads VALUES (?, ?, ?, ?, ?, ?)").execute(arguments: [
            connection, kind, id, at.milliseconds, raw.count, packed,
        ])
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
enum Packing {
    static func packed(_ data: Data) -> Data? {
        var size = compressBound(uLong(data.count))
        var packed = Data(count: Int(size))
        let result = packed.withUnsafeMutableBytes { target in
            data.withUnsafeBytes { source in
                compress2(
                    target.bindMemory(to: UInt8.self).baseAddress, &size,
                    source.bindMemory(to: UInt8.self).baseAddress, uLong(data.count), 1)
            }
        }
        guard result == Z_OK else { return nil }
        packed.count = Int(size)
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
