package import Commerce
import GRDB

/// What happened since a moment and what the day still asks for, for the line at the top of Today.
package struct DayFacts: Hashable, Sendable {
    /// Orders placed since then, and what they came to in the shop's own currency.
    package var orders: Int
    package var sales: Money
    package var delivered: Int
    package var returnsAsked: Int
    /// The names of a few products that are low, and how many there are.
    package var low: [String]
    package var lowCount: Int
    /// Ready orders that must ship before the day ends, and the first moment of them.
    package var toShip: Int
    package var firstBy: Instant?
}

extension Shop {
    /// - Parameter dayEnds: the first moment of tomorrow in the shop's zone.
    package func dayFacts(since: Instant, dayEnds: Instant) throws -> DayFacts {
        try read { db in
            let settings = try ShopSettings.fetch(db)
            let sales = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*), coalesce(sum(CASE currency WHEN ? THEN total ELSE 0 END), 0)
                    FROM orders WHERE placed_at >= ? AND kind = 'sale' AND cancellation <> 'yes'
                    """, arguments: [settings.currency.code, since.milliseconds])
            let open = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*), min(ship_by) FROM order_cards
                    WHERE stage IN ('new', 'processing') AND place = 0 AND sort_at < ? AND ship_by IS NOT NULL
                    """, arguments: [dayEnds.milliseconds])
            let low = try String.fetchAll(
                db,
                sql: """
                    SELECT title FROM (SELECT product_id, on_hand FROM catalog_lines
                        WHERE low = 1 AND status = 'active' ORDER BY on_hand, product_id LIMIT 2)
                    JOIN product_texts USING (product_id)
                    """)
            return DayFacts(
                orders: sales?[0] ?? 0,
                sales: Money(minorUnits: sales?[1] ?? 0, currency: settings.currency),
                delivered: try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM parcels WHERE delivered_at >= ?",
                    arguments: [since.milliseconds]) ?? 0,
                returnsAsked: try Int.fetchOne(
                    db,
                    sql:
                        "SELECT count(*) FROM order_cards WHERE attention = 'returnWaits' AND attention <> ''"
                ) ?? 0,
                low: low,
                lowCount: try Int.fetchOne(
                    db,
                    // Left alone, the planner looks at every active line.
                    sql: """
                        SELECT count(*) FROM catalog_lines INDEXED BY catalog_low
                        WHERE low = 1 AND status = 'active'
                        """) ?? 0,
                toShip: open?[0] ?? 0, firstBy: (open?[1] as Int64?).map(Instant.init(milliseconds:)))
        }
    }
}
