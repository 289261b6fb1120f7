package import Commerce
import GRDB

/// One effect on its way out, as Going out shows it and sync sends it.
package struct OutboxItem: Hashable, Sendable, Codable, Identifiable {
    package let id: EffectID
    package let connection: ConnectionID
    package let channel: String
    package let effect: ChannelEffect
    package let key: String
    package let state: EffectState
    package let entry: EntryID
    package let order: OrderID?
    package let product: ProductID?
    package let summary: String
    package let movesMoney: Bool
    /// Kept back by the seller until it is let go.
    package let isKeptBack: Bool
    package let madeAt: Instant
    package let holdUntil: Instant
    package let nextAt: Instant
    package let attempts: Int
    package let sentAt: Instant?
    package let settledAt: Instant?
    /// When it was last looked for, while it is in doubt.
    package let lookedAt: Instant?
    package let reason: String

    static let columns = """
        SELECT outbox.id, connection_id, name, effect, key, outbox.state, entry_id, order_id, product_id, summary,
            moves_money, kept_back, made_at, hold_until, next_at, attempts, sent_at, settled_at, looked_at,
            outbox.reason
        FROM outbox JOIN connections ON connections.id = connection_id
        """

    init(_ row: Row) throws {
        id = EffectID(rawValue: row[0])
        connection = ConnectionID(rawValue: row[1])
        channel = row[2]
        effect = try JSONText.decode(ChannelEffect.self, from: row[3])
        key = row[4]
        state = EffectState(rawValue: row[5]) ?? .inDoubt
        entry = EntryID(rawValue: row[6])
        order = (row[7] as Int64?).map(OrderID.init(rawValue:))
        product = (row[8] as Int64?).map(ProductID.init(rawValue:))
        summary = row[9]
        movesMoney = row[10]
        isKeptBack = row[11]
        madeAt = Instant(milliseconds: row[12])
        holdUntil = Instant(milliseconds: row[13])
        nextAt = Instant(milliseconds: row[14])
        attempts = row[15]
        sentAt = (row[16] as Int64?).map(Instant.init(milliseconds:))
        settledAt = (row[17] as Int64?).map(Instant.init(milliseconds:))
        lookedAt = (row[18] as Int64?).map(Instant.init(milliseconds:))
        reason = row[19]
    }
}

extension Shop {
    /// What is on its way out or needs a word, in the order in which it was asked for.
    package func goingOut(limit: Int = 500) throws -> [OutboxItem] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: OutboxItem.columns + """

                    WHERE outbox.state IN ('held', 'queued', 'sending', 'blocked', 'inDoubt', 'rejected')
                    ORDER BY outbox.id LIMIT ?
                    """, arguments: [limit]
            ).map(OutboxItem.init)
        }
    }

    /// All effects of an order, newest first.
    package func effects(of order: OrderID) throws -> [OutboxItem] {
        try read { db in
            try Row.fetchAll(
                db, sql: OutboxItem.columns + " WHERE order_id = ? ORDER BY outbox.id DESC",
                arguments: [order.rawValue]
            ).map(OutboxItem.init)
        }
    }

    package func effect(_ id: EffectID) throws -> OutboxItem? {
        try read { db in
            try Row.fetchOne(db, sql: OutboxItem.columns + " WHERE outbox.id = ?", arguments: [id.rawValue])
                .map(OutboxItem.init)
        }
    }
}
