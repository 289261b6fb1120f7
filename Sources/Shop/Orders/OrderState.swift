import Commerce
import GRDB

/// An order as an Action finds it, and the one way its axes are written.
struct OrderState {
    let id: OrderID
    let facts: OrderCards.Facts
    let currency: Currency
    /// What was charged: the platform's word where there is one.
    let charged: Money
    let paidAt: Int64?
    private(set) var axes: OrderAxes

    var number: String { facts.number }
    /// Imported past orders move no stock.
    var movesStock: Bool { !facts.past && facts.kind == "sale" }

    /// - Throws: a ``Refusal`` when there is no such order, or it was joined into another.
    static func fetch(_ id: OrderID, _ db: Database) throws -> OrderState {
        let state = try fetchAny(id, db)
        guard state.facts.stands else {
            throw Refusal(
                "joined", "\(state.number) was joined into another order; work on that one.")
        }
        return state
    }

    /// The order, also one that was joined into another.
    static func fetchAny(_ id: OrderID, _ db: Database) throws -> OrderState {
        var statement = try DirectStatement(db, sql)
        statement.add(id.rawValue)
        let state = try statement.first { row in
            let facts = try OrderCards.Facts(row, id.rawValue)
            let code = row.text(OrderCards.Facts.columnCount)
            guard let currency = Currency(code: code) else {
                throw ShopError.damaged(reason: "order \(facts.number) is in the unknown currency “\(code)”")
            }
            return OrderState(
                id: id, facts: facts, currency: currency,
                charged: Money(
                    minorUnits: row.integer(OrderCards.Facts.columnCount + 1), currency: currency),
                paidAt: row.optional(OrderCards.Facts.columnCount + 2), axes: facts.axes)
        }
        guard let state else { throw Refusal("no-such-order", "There is no order \(id) in this shop.") }
        return state
    }

    private static let sql = """
        SELECT \(OrderCards.Facts.columns), currency, coalesce(platform_total, total), paid_at
        FROM orders WHERE id = ?
        """

    private init(
        id: OrderID, facts: OrderCards.Facts, currency: Currency, charged: Money, paidAt: Int64?,
        axes: OrderAxes
    ) {
        self.id = id
        self.facts = facts
        self.currency = currency
        self.charged = charged
        self.paidAt = paidAt
        self.axes = axes
    }

    /// What was taken and what went back. An imported order that says it is paid but brings no payments was paid in
    /// full.
    func settlement(_ db: Database) throws -> Settlement {
        let paid = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT sum(amount) FROM payments WHERE order_id = ?"),
            arguments: [id.rawValue])
        let refunded = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT coalesce(sum(amount), 0) FROM refunds WHERE order_id = ?"),
            arguments: [id.rawValue])
        let said = axes.payment.coversGoods && axes.payment != .authorized || axes.payment == .refunded
        return Settlement(
            captured: Money(minorUnits: paid ?? (said ? charged.minorUnits : 0), currency: currency),
            refunded: Money(minorUnits: refunded ?? 0, currency: currency))
    }

    /// Makes the move on the axes and writes them.
    ///
    /// - Throws: a ``Refusal`` with the rule's own words.
    mutating func make(_ move: OrderMove, facts: OrderFacts, in transaction: Transaction) throws {
        try check(move, facts: facts)
        if case .success(let moved) = axes.applying(move, facts: facts) { try write(moved, in: transaction) }
    }

    /// Throws the rule's reason where the move may not be made; changes nothing.
    func check(_ move: OrderMove, facts: OrderFacts) throws {
        if case .failure(let refusal) = axes.applying(move, facts: facts) {
            throw Refusal(refusal.code.rawValue, "\(number): \(refusal.sentence).")
        }
    }

    mutating func write(_ moved: OrderAxes, in transaction: Transaction) throws {
        try transaction.execute(
            """
            UPDATE orders SET payment = ?, fulfillment = ?, return_state = ?, cancellation = ?, on_hold = ?
            WHERE id = ?
            """,
            [
                moved.payment.rawValue, moved.fulfillment.rawValue, moved.returning.rawValue,
                moved.cancellation.rawValue, moved.onHold, id.rawValue,
            ])
        axes = moved
    }
}
