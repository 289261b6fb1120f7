package import Commerce
import GRDB

/// How far one stream of a channel has been read.
package struct PullState: Hashable, Sendable, Codable {
    package var stream: String
    /// What changed before this was read, by the other side's clock; nil before the first whole read.
    package var watermark: Instant?
    /// Where a read that was cut off goes on; nil when none is under way.
    package var cursor: String?
    /// What the read under way asks from.
    package var since: Instant?
    /// The watermark once the read under way is whole: taken before its first page.
    package var nextWatermark: Instant?
    package var done: Int
    package var total: Int?
    package var beganAt: Instant?
    package var finishedAt: Instant?
    /// When all identifiers were last compared.
    package var countedAt: Instant?

    package init(stream: String) {
        self.stream = stream
        done = 0
    }

    package var isUnderWay: Bool { beganAt != nil && finishedAt == nil }
    package var isFirst: Bool { watermark == nil }
}

extension Shop {
    package func pullState(_ stream: String, of connection: ConnectionID) throws -> PullState {
        try read { try PullState.fetch(stream, connection.rawValue, $0) }
    }

    package func pullStates(of connection: ConnectionID) throws -> [PullState] {
        try read { db in
            try ["products", "customers", "orders"].map { try PullState.fetch($0, connection.rawValue, db) }
        }
    }

    package func keep(_ state: PullState, of connection: ConnectionID) throws {
        try sync { db in try state.keep(connection.rawValue, db) }
    }

    /// The platform's identifiers of what is bound to the connection, for the enumeration that alone may conclude
    /// that something is gone.
    package func boundIdentifiers(_ kind: String, of connection: ConnectionID) throws -> Set<String> {
        try read { db in
            try Set(
                String.fetchAll(
                    db, sql: "SELECT remote_id FROM bindings WHERE connection_id = ? AND kind = ?",
                    arguments: [connection.rawValue, kind]))
        }
    }

    package func product(bound remote: String, of connection: ConnectionID) throws -> ProductID? {
        try read { try Bindings(connection, $0).local("product", remote).map(ProductID.init(rawValue:)) }
    }
}

extension PullState {
    func keep(_ connection: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO pulls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (connection_id, stream) DO UPDATE SET watermark = excluded.watermark,
                    cursor = excluded.cursor, since = excluded.since, next_watermark = excluded.next_watermark,
                    done = excluded.done, total = excluded.total, began_at = excluded.began_at,
                    finished_at = excluded.finished_at, counted_at = excluded.counted_at
                """
        ).execute(arguments: [
            connection, stream, watermark?.milliseconds, cursor, since?.milliseconds,
            nextWatermark?.milliseconds, done, total, beganAt?.milliseconds, finishedAt?.milliseconds,
            countedAt?.milliseconds,
        ])
    }

    static func fetch(_ stream: String, _ connection: Int64, _ db: Database) throws -> PullState {
        var state = PullState(stream: stream)
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT watermark, cursor, since, next_watermark, done, total, began_at, finished_at, counted_at
                        FROM pulls WHERE connection_id = ? AND stream = ?
                        """), arguments: [connection, stream])
        else { return state }
        func moment(_ place: Int) -> Instant? { (row[place] as Int64?).map(Instant.init(milliseconds:)) }
        state.watermark = moment(0)
        state.cursor = row[1]
        state.since = moment(2)
        state.nextWatermark = moment(3)
        state.done = row[4]
        state.total = row[5]
        state.beganAt = moment(6)
        state.finishedAt = moment(7)
        state.countedAt = moment(8)
        return state
    }
}

extension Shop {
    /// The order that a channel names so; nil where it did not come from there.
    package func order(bound remote: String, of connection: ConnectionID) throws -> OrderID? {
        try read { try Bindings(connection, $0).local("order", remote).map(OrderID.init(rawValue:)) }
    }
}
