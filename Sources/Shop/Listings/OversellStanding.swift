package import Commerce
import GRDB

/// The variant of a product that a channel is likeliest to sell twice.
package struct OversellStanding: Hashable, Sendable {
    package let variantName: String
    package let risk: OversellRisk

    /// Days of sales that a pace is taken from: four weeks, so that no weekday counts more than another.
    package static let days = 28

    /// Nil where no other channel sells it, or no stock is counted.
    ///
    /// A sale elsewhere is unheard of here at most until that channel is looked at next: its interval, or the time since
    /// it was last read where it cannot be reached.
    static func fetch(
        _ product: ProductID, on connection: Connection, among all: [Connection], now: Instant,
        _ db: Database
    ) throws -> OversellStanding? {
        let others = all.filter { $0.id != connection.id }
        guard !others.isEmpty else { return nil }
        let window = others.map { other in
            let unread = other.condition.lastIn.map { now.milliseconds - $0.milliseconds } ?? 0
            return max(Double(other.rules.everyMinutes) * 60, Double(unread) / 1000)
        }.max()
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: sold),
            arguments: [
                product.rawValue, now.adding(minutes: -days * 1_440).milliseconds, connection.handle,
            ])
        return rows.map { row in
            OversellStanding(
                variantName: [row[0] as String, row[1], row[2]].filter { !$0.isEmpty }.joined(
                    separator: ", "),
                risk: OversellRisk(
                    available: row[3], buffer: connection.rules.buffer, soldHere: row[4],
                    soldElsewhere: row[5], days: days, windowSeconds: window ?? 0))
        }.max { $0.risk.chance < $1.risk.chance }
    }

    /// By counted variant: its options, what could be promised, and what was sold here and on other channels. What the
    /// seller enters by hand is known at once.
    static let sold = """
        SELECT option1, option2, option3, coalesce(on_hand, 0) - coalesce(reserved, 0),
            (SELECT coalesce(sum(quantity), 0) FROM order_lines AS line JOIN orders ON orders.id = line.order_id
                WHERE line.variant_id = variants.id AND placed_at >= ?2 AND orders.kind = 'sale'
                    AND cancellation <> 'yes' AND joined_into IS NULL AND channel = ?3),
            (SELECT coalesce(sum(quantity), 0) FROM order_lines AS line JOIN orders ON orders.id = line.order_id
                WHERE line.variant_id = variants.id AND placed_at >= ?2 AND orders.kind = 'sale'
                    AND cancellation <> 'yes' AND joined_into IS NULL AND channel <> ?3 AND channel <> '')
        FROM variants LEFT JOIN stock_levels ON stock_levels.variant_id = variants.id
        WHERE product_id = ?1 AND tracked = 1
        """
}
