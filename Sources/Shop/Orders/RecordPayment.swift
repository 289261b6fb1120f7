package import Commerce
import GRDB

/// Notes that orders were paid: the clock to ship starts, and their stock is put by.
package struct RecordPayment: Action {
    package let orders: [OrderID]
    /// Nil for what is still open of each; an amount of its own goes with one order only.
    package let amount: Money?
    package let method: String
    package let reference: String

    package init(orders: [OrderID], amount: Money? = nil, method: String = "", reference: String = "") {
        self.orders = orders
        self.amount = amount
        self.method = method
        self.reference = reference
    }

    package func perform(in transaction: Transaction) throws -> OrdersOutcome {
        guard amount == nil || orders.count == 1 else {
            throw Refusal("one-amount", "An amount goes with one order; leave it out to mark many as paid.")
        }
        var outcome = OrdersOutcome()
        for id in orders { try outcome.attempt(id) { try pay(id, in: transaction) } }
        return try outcome.refusingAlone()
    }

    private func pay(_ id: OrderID, in transaction: Transaction) throws -> (number: String, done: String) {
        var order = try OrderState.fetch(id, transaction.db)
        let settled = try order.settlement(transaction.db)
        let open = try order.charged.subtracting(settled.captured)
        let paid = amount ?? open
        guard paid.currency == order.currency else {
            throw Refusal(
                "currency", "\(order.number) is in \(order.currency.code), not \(paid.currency.code).")
        }
        // A free order is paid with nothing.
        guard paid.isPositive || order.charged.isZero else {
            throw Refusal("alreadyDone", "\(order.number): it is paid already; there is nothing to do.")
        }
        let isWhole = try !settled.captured.adding(paid).isLess(than: order.charged)
        if isWhole { try order.check(.pay, facts: OrderFacts()) }
        if paid.isPositive {
            let payment: PaymentID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO payments VALUES (?, ?, ?, ?, ?, ?)",
                [
                    payment.rawValue, id.rawValue, paid.minorUnits, method, reference,
                    transaction.now.milliseconds,
                ])
        }
        guard isWhole else { return (order.number, "paid \(paid) of \(order.charged)") }
        try order.make(.pay, facts: OrderFacts(), in: transaction)
        try order.startClock(in: transaction)
        if order.movesStock, order.axes.cancellation != .yes {
            try Reservations(transaction).reserve(id.rawValue)
        }
        return (order.number, "paid")
    }

    package func summary(of outcome: OrdersOutcome) -> String {
        method.isEmpty ? outcome.summary : "\(outcome.summary), \(method)"
    }
}

extension OrderState {
    /// The payment starts the clock: when it has to leave, by the shop's own promise.
    func startClock(in transaction: Transaction, paid: Instant? = nil) throws {
        let paid = paid ?? transaction.now
        let settings = try transaction.settings()
        let rule = ShipByRule(handlingDays: settings.handlingDays, cutOff: settings.cutOffMinutes)
        var statement = try DirectStatement(
            transaction.db,
            "UPDATE orders SET paid_at = coalesce(paid_at, ?), ship_by = coalesce(ship_by, ?) WHERE id = ?")
        statement.add(paid.milliseconds)
        statement.add(rule.shipBy(paid: paid, zone: try transaction.zone()).milliseconds)
        statement.add(id.rawValue)
        try statement.run()
    }

    /// An open order that a file or a platform brought, paid already: its clock runs and its stock is put by.
    static func takeUp(_ id: OrderID, paid: Instant, in transaction: Transaction) throws {
        let order = try fetch(id, transaction.db)
        guard order.movesStock, order.axes.stage == .new, order.axes.payment.coversGoods else { return }
        try order.startClock(in: transaction, paid: paid)
        try Reservations(transaction).reserve(id.rawValue)
    }
}

/// Sets by when orders have to leave; nil takes the promise away.
package struct SetShipBy: Action {
    package let orders: [OrderID]
    package let shipBy: Instant?

    package init(orders: [OrderID], shipBy: Instant?) {
        self.orders = orders
        self.shipBy = shipBy
    }

    package func perform(in transaction: Transaction) throws -> OrdersOutcome {
        var outcome = OrdersOutcome()
        for id in orders {
            try outcome.attempt(id) {
                let order = try OrderState.fetch(id, transaction.db)
                try transaction.execute(
                    "UPDATE orders SET ship_by = ? WHERE id = ?", [shipBy?.milliseconds, id.rawValue])
                return (order.number, "promised anew")
            }
        }
        return try outcome.refusingAlone()
    }

    package func summary(of outcome: OrdersOutcome) -> String { outcome.summary }
}
