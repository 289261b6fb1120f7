package import Commerce
import GRDB

/// Takes in products as a channel has them: new ones are matched or made, known ones are merged field by field.
///
/// The journal keeps which were read, not what was read: that is in `payloads`.
package struct ApplyProducts: PartAction {
    package static let name = "ApplyProducts"

    package let connection: ConnectionID
    package let channel: String
    /// When the read began, by our clock: what was written since is not to be judged by it.
    package let readAt: Instant
    let items: [PulledItem<ChannelProduct>]
    /// What the channel keeps at all; other fields are not compared.
    let fields: Set<ListingField>
    private let ids: [String]

    private enum CodingKeys: String, CodingKey { case connection, channel, readAt, ids }

    package init(
        _ items: [PulledItem<ChannelProduct>], of connection: Connection, readAt: Instant,
        fields: Set<ListingField>
    ) {
        self.items = items
        self.fields = fields
        self.connection = connection.id
        channel = connection.name
        self.readAt = readAt
        ids = items.map(\.item.id)
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        connection = try values.decode(ConnectionID.self, forKey: .connection)
        channel = try values.decode(String.self, forKey: .channel)
        readAt = try values.decode(Instant.self, forKey: .readAt)
        ids = try values.decode([String].self, forKey: .ids)
        items = []
        fields = []
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(connection, forKey: .connection)
        try values.encode(channel, forKey: .channel)
        try values.encode(readAt, forKey: .readAt)
        try values.encode(ids, forKey: .ids)
    }

    package var subjectCount: Int { items.count }

    package func perform(in transaction: Transaction) throws -> PullCounts {
        let found = try Connection.fetch(connection, transaction.db)
        let reception = try ProductReception(
            found, readAt: readAt, fields: fields, in: transaction)
        let packing = Packing()
        var counts = PullCounts()
        for pulled in items {
            do {
                // One that cannot be taken in never stops the others, and never stays half written.
                try transaction.db.inSavepoint {
                    var counted = counts
                    try reception.take(pulled.item, &counted)
                    try Payloads.keep(
                        pulled.raw, kind: "product", id: pulled.item.id, connection: connection.rawValue,
                        at: readAt, by: packing, transaction.db)
                    counts = counted
                    return .commit
                }
            } catch let refusal as Refusal {
                try refuse(pulled.item, refusal.reason, &counts, transaction.db)
            } catch let error as MoneyError {
                try refuse(pulled.item, "\(error)", &counts, transaction.db)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                try refuse(
                    pulled.item, "it does not fit what is here (\(error.message ?? "a rule of the file"))",
                    &counts,
                    transaction.db)
            }
        }
        return counts
    }

    private func refuse(
        _ product: ChannelProduct, _ reason: String, _ counts: inout PullCounts, _ db: Database
    ) throws {
        counts.refused += 1
        try Unreadable.note(
            .init(
                connection: connection, stream: "products", remoteID: product.id,
                reason: "\(product.title): \(reason)", at: readAt), db)
    }

    package func summary(of counts: PullCounts) -> String {
        "\(channel): \(items.count == 1 ? "1 product" : "\(items.count) products") read, \(counts.words)"
    }
}

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
