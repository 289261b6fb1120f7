package import Commerce
import GRDB

/// A thing of a channel that could not be taken in, and why.
package struct UnreadableEntry: Hashable, Sendable, Codable {
    package let connection: ConnectionID
    package let stream: String
    package let remoteID: String
    package let reason: String
    package let at: Instant

    package init(connection: ConnectionID, stream: String, remoteID: String, reason: String, at: Instant) {
        self.connection = connection
        self.stream = stream
        self.remoteID = remoteID
        self.reason = reason
        self.at = at
    }
}

enum Unreadable {
    /// The stream under which variants stand that were deleted on a channel, each by its identifier here.
    static let lostVariants = "variants"

    static func isNoted(_ connection: Int64, _ stream: String, _ remote: String, _ db: Database) throws
        -> Bool
    {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM unreadable
                    WHERE connection_id = ? AND stream = ? AND remote_id = ?)
                    """), arguments: [connection, stream, remote]) ?? false
    }

    static func note(_ entry: UnreadableEntry, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO unreadable VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (connection_id, stream, remote_id) DO UPDATE SET reason = excluded.reason, at = excluded.at
                """
        ).execute(arguments: [
            entry.connection.rawValue, entry.stream, entry.remoteID, entry.reason, entry.at.milliseconds,
        ])
    }

    static func identifiers(_ connection: Int64, _ stream: String, _ db: Database) throws -> Set<String> {
        try Set(
            String.fetchAll(
                db.cachedStatement(
                    sql: "SELECT remote_id FROM unreadable WHERE connection_id = ? AND stream = ?"),
                arguments: [connection, stream]))
    }

    static func forget(_ connection: Int64, _ stream: String, _ remote: String, _ db: Database) throws {
        try db.cachedStatement(
            sql: "DELETE FROM unreadable WHERE connection_id = ? AND stream = ? AND remote_id = ?"
        ).execute(arguments: [connection, stream, remote])
    }
}

extension Shop {
    /// Notes what a channel sent and nobody could read; the rest of its page is taken in all the same.
    package func noteUnreadable(_ entries: [UnreadableEntry]) throws {
        guard !entries.isEmpty else { return }
        try sync { db in for entry in entries { try Unreadable.note(entry, db) } }
    }

    /// The identifiers of a stream that could not be taken in, those that have waited longest first.
    package func unreadable(_ stream: String, of connection: ConnectionID, limit: Int) throws -> [String] {
        try read { db in
            try String.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT remote_id FROM unreadable
                        WHERE connection_id = ? AND stream = ? AND remote_id <> '' ORDER BY at LIMIT ?
                        """), arguments: [connection.rawValue, stream, limit])
        }
    }

    /// Forgets what is no longer there.
    package func forgetUnreadable(_ ids: [String], _ stream: String, of connection: ConnectionID) throws {
        guard !ids.isEmpty else { return }
        try sync { db in
            for id in ids { try Unreadable.forget(connection.rawValue, stream, id, db) }
        }
    }

    package func unreadable(of connection: ConnectionID? = nil, limit: Int = 200) throws -> [UnreadableEntry]
    {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT connection_id, stream, remote_id, reason, at FROM unreadable
                    WHERE ?1 IS NULL OR connection_id = ?1 ORDER BY at DESC LIMIT ?2
                    """, arguments: [connection?.rawValue, limit]
            ).map {
                UnreadableEntry(
                    connection: ConnectionID(rawValue: $0[0]), stream: $0[1], remoteID: $0[2], reason: $0[3],
                    at: Instant(milliseconds: $0[4]))
            }
        }
    }
}
