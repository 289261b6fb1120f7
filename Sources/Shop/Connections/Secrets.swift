package import Commerce
import Foundation
import GRDB

extension Shop {
    /// Seals a connection's secrets into the file. They are on the disk when this returns.
    package func keepSecrets(_ secrets: [String: String], of id: ConnectionID, sealer: Sealer) throws {
        let sealed = try sealer.seal(Data(JSONText.encode(secrets).utf8), for: Self.purpose(id))
        try sync { db in
            try db.execute(sql: Self.keeping, arguments: [id.rawValue, sealed])
        }
    }

    /// What signing in brought, all of it or nothing: secrets sealed, settings in the open, and what the keys may do.
    /// It is on the disk when this returns.
    package func keep(_ access: ConnectionAccess, settings: [String: String], of id: ConnectionID) throws {
        try sync { db in try access.keep(settings, of: id, db) }
    }

    /// Notes what the keys may do, as they said when they were tried.
    package func noteScopes(_ scopes: ConnectionScopes, of id: ConnectionID) throws {
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE connections SET granted = ?1, missing = ?2
                    WHERE id = ?3 AND (granted IS NOT ?1 OR missing IS NOT ?2)
                    """,
                arguments: [
                    try JSONText.encode(scopes.granted), try JSONText.encode(scopes.missing), id.rawValue,
                ])
        }
    }

    fileprivate static let keeping = """
        INSERT INTO secrets VALUES (?, ?)
        ON CONFLICT (connection_id) DO UPDATE SET sealed = excluded.sealed
        """

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

    static func purpose(_ id: ConnectionID) -> String { "connection/\(id.rawValue)" }
}

/// What opens a channel: its secrets, what they may do, and what seals them.
package struct ConnectionAccess: Sendable {
    private let secrets: [String: String]
    private let scopes: ConnectionScopes
    private let sealer: Sealer

    package init(_ secrets: [String: String], scopes: ConnectionScopes, sealer: Sealer) {
        self.secrets = secrets
        self.scopes = scopes
        self.sealer = sealer
    }

    func keep(_ settings: [String: String], of id: ConnectionID, _ db: Database) throws {
        let sealed = try sealer.seal(Data(JSONText.encode(secrets).utf8), for: Shop.purpose(id))
        try db.execute(sql: Shop.keeping, arguments: [id.rawValue, sealed])
        try db.execute(
            sql: "UPDATE connections SET settings = ?, granted = ?, missing = ? WHERE id = ?",
            arguments: [
                try JSONText.encode(settings), try JSONText.encode(scopes.granted),
                try JSONText.encode(scopes.missing), id.rawValue,
            ])
    }
}
