import Commerce
import GRDB

/// What stock is put by for which order line: the arbiter of who gets the last piece.
///
/// Available is on hand less reserved. What a line wants beyond that becomes its named shortfall, never a negative
/// number (LESSONS 2 and 3). Every step is one guarded statement inside the write transaction, so check and reserve
/// cannot come apart (LESSONS 4).
struct Reservations {
    private let transaction: Transaction
    private var db: Database { transaction.db }

    init(_ transaction: Transaction) { self.transaction = transaction }

    /// Puts by what every line of the order still wants, in the order of the lines. What is put by already stays.
    func reserve(_ order: Int64) throws {
        for line in try OrderLineState.all(of: order, db) where line.movesStock {
            if line.toShip == line.reserved + line.short { continue }
            try set(line, wanted: line.toShip)
        }
    }

    /// Lets go of everything put by for the order, shortfalls included.
    func release(_ order: Int64) throws {
        try transaction.execute(
            """
            DELETE FROM reservations
            WHERE order_line_id IN (SELECT id FROM order_lines WHERE order_id = ?)
            """, [order])
    }

    /// Puts by for one line what it wants, as far as it is there; a shortfall names the rest.
    func set(_ line: OrderLineState, wanted: Int64) throws {
        guard let variant = line.variant else { return }
        var removal = try DirectStatement(db, "DELETE FROM reservations WHERE order_line_id = ?")
        removal.add(line.id)
        try removal.run()
        guard wanted > 0 else { return }
        // Values, not a query: what selects from a table that its own trigger writes to is copied aside first.
        var statement = try DirectStatement(
            db,
            """
            INSERT INTO reservations VALUES (?1, ?2,
                min(?3, max(0, coalesce((SELECT on_hand - reserved FROM stock_levels WHERE variant_id = ?2), 0))),
                ?3 - min(?3, max(0, coalesce(
                    (SELECT on_hand - reserved FROM stock_levels WHERE variant_id = ?2), 0))))
            """)
        statement.add(line.id)
        statement.add(variant)
        statement.add(wanted)
        try statement.run()
    }

    /// Takes what has shipped out of what was put by for the line.
    func use(_ line: Int64, _ quantity: Int64) throws {
        try transaction.execute(
            """
            UPDATE reservations SET short = max(0, short - max(0, ?2 - quantity)), quantity = max(0, quantity - ?2)
            WHERE order_line_id = ?1
            """, [line, quantity])
        try transaction.execute(
            "DELETE FROM reservations WHERE order_line_id = ? AND quantity = 0 AND short = 0", [line])
    }

    /// Brings shortfalls in line with the stock that an Action left: what came in fills the oldest orders first, and
    /// what a count found missing is taken from the newest, those not packed yet before the packed.
    static func settle(in transaction: Transaction) throws {
        let unsettled = try Row.fetchAll(
            transaction.db.cachedStatement(
                sql: """
                    SELECT variant_id, max(on_hand, 0) - reserved FROM stock_levels
                    WHERE (short > 0 AND on_hand > reserved) OR (reserved > 0 AND reserved > on_hand)
                    """))
        for row in unsettled {
            let free: Int64 = row[1]
            if free > 0 {
                try Reservations(transaction).fill(row[0], free)
            } else if free < 0 {
                try Reservations(transaction).take(row[0], -free)
            }
        }
    }

    private func fill(_ variant: Int64, _ free: Int64) throws {
        try share(
            free,
            among: """
                SELECT order_line_id, short FROM reservations
                JOIN order_lines ON order_lines.id = order_line_id JOIN orders ON orders.id = order_id
                WHERE reservations.variant_id = ? AND short > 0 ORDER BY placed_at, order_id, position
                """, of: variant,
            "UPDATE reservations SET quantity = quantity + ?2, short = short - ?2 WHERE order_line_id = ?1")
    }

    private func take(_ variant: Int64, _ missing: Int64) throws {
        try share(
            missing,
            among: """
                SELECT order_line_id, reservations.quantity FROM reservations
                JOIN order_lines ON order_lines.id = order_line_id JOIN orders ON orders.id = order_id
                WHERE reservations.variant_id = ? AND reservations.quantity > 0
                ORDER BY fulfillment <> 'unallocated', placed_at DESC, order_id DESC, position DESC
                """, of: variant,
            "UPDATE reservations SET quantity = quantity - ?2, short = short + ?2 WHERE order_line_id = ?1")
    }

    private func share(_ amount: Int64, among sql: String, of variant: Int64, _ update: String) throws {
        var rest = amount
        for row in try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [variant]) where rest > 0 {
            let part = min(rest, row[1] as Int64)
            try transaction.execute(update, [row[0] as Int64, part])
            rest -= part
        }
    }
}
