package import Commerce
import Foundation
import GRDB

extension Shop {
    /// Seals a connection's secrets into the file. They are on the disk when this returns.
    package func keepSecrets(_ secrets: [String: String], of id: ConnectionID, sealer: Sealer) throws {
        let sealed = try sealer.seal(Data(JSONText.encode(secrets).utf8), for: Self.purpose(id))
        try sync { db in
            try db.execute(
                sql: """
                    INSERT INTO secrets VALUES (?, ?)
                    ON CONFLICT (connection_id) DO UPDATE SET sealed = excluded.sealed
                    """, arguments: [id.rawValue, sealed])
        }
    }

    /// The connection's secrets; empty where it has none.
    ///
    /// - Throws: ``SealFailure`` where the key is another.
    package func secrets(of id: ConnectionID, sealer: Sealer) throws -> [String: String] {
        let sealed = try read { db in
            try Data.fetchOne(
                db, sql: "SELECT sealed FROM secrets WHERE connection_id = ?", arguments: [id.rawValue])
        }
        guard let sealed else { return [:] }
        let opened = try sealer.open(sealed, for: Self.purpose(id))
        return try JSONText.decode([String: String].self, from: String(decoding: opened, as: UTF8.self))
    }

    private static func purpose(_ id: ConnectionID) -> String { "connection/\(id.rawValue)" }
}
