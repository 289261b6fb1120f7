package import Commerce
import GRDB

/// A connection, and how much waits for it: what the header and the list of connections show.
package struct ConnectionStanding: Hashable, Sendable, Identifiable {
    package let connection: Connection
    /// Products whose changes or counts are to go out.
    package let dueProducts: Int
    /// Effects on their way out, those that are kept back or refused left out.
    package let effects: Int
    /// How many of both still wait for the end of their hold, and when the first of them goes.
    package let held: Int
    package let nextHold: Instant?
    package let inDoubt: Int
    package let refused: Int
    package let conflicts: Int
    package let unmatched: Int

    package var id: ConnectionID { connection.id }

    /// The same once its holds are over, until it is read again.
    package var withoutHold: ConnectionStanding {
        ConnectionStanding(
            connection: connection, dueProducts: dueProducts, effects: effects, held: 0, nextHold: nil,
            inDoubt: inDoubt, refused: refused, conflicts: conflicts, unmatched: unmatched)
    }

    /// What would go out; nothing goes to a channel that is only read.
    package var waits: Int { effects + (connection.rules.pushes ? dueProducts : 0) }
}

extension Shop {
    /// All connections with what waits for each: a few counts by index, for the header.
    package func connectionStandings(at now: Instant) throws -> [ConnectionStanding] {
        try read { db in
            try Connection.fetchAll(db).map { connection in
                try Self.standing(connection, now.milliseconds, db)
            }
        }
    }

    private static func standing(
        _ connection: Connection, _ now: Int64, _ db: Database
    ) throws -> ConnectionStanding {
        let id = connection.id.rawValue
        let due = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(DISTINCT product_id),
                        count(DISTINCT iif(not_before > ?2 AND not_before <= ?2 + 3600000, product_id, NULL)),
                        min(iif(not_before > ?2 AND not_before <= ?2 + 3600000, not_before, NULL))
                    FROM due WHERE connection_id = ?1 AND kind IN ('fields', 'stock')
                    """), arguments: [id, now])
        let out = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(iif(state IN ('held', 'queued', 'sending', 'blocked') AND kept_back = 0, 1, NULL)),
                        count(iif(state = 'held' AND kept_back = 0 AND hold_until > ?2, 1, NULL)),
                        min(iif(state = 'held' AND kept_back = 0 AND hold_until > ?2, hold_until, NULL)),
                        count(iif(state = 'inDoubt', 1, NULL)), count(iif(state = 'rejected', 1, NULL))
                    FROM outbox WHERE connection_id = ?1
                        AND state IN ('held', 'queued', 'sending', 'blocked', 'inDoubt', 'rejected')
                    """), arguments: [id, now])
        func count(_ sql: String) throws -> Int {
            try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [id]) ?? 0
        }
        // Nothing is about to go where it is paused or wants keys, and no change where it is only read.
        let goes = !connection.condition.isPaused && connection.condition.state == .ready
        let pushes = goes && connection.rules.pushes
        let firsts = [pushes ? due?[2] as Int64? : nil, goes ? out?[2] as Int64? : nil].compactMap { $0 }
        return ConnectionStanding(
            connection: connection, dueProducts: due?[0] ?? 0, effects: out?[0] ?? 0,
            held: (pushes ? due?[1] ?? 0 : 0) + (goes ? out?[1] ?? 0 : 0),
            nextHold: firsts.min().map(Instant.init(milliseconds:)), inDoubt: out?[3] ?? 0,
            refused: out?[4] ?? 0,
            conflicts: try count(
                "SELECT count(*) FROM conflicts WHERE connection_id = ? AND settled_by IS NULL"),
            unmatched: try count(
                "SELECT count(*) FROM unmatched WHERE connection_id = ? AND candidates <> 'new'"))
    }
}
