package import Commerce
import GRDB

/// Calls orders off: what was put by for them is free again, and the money that was taken goes back where asked.
package struct CancelOrders: Action {
    package let orders: [OrderID]
    package let reason: String
    /// Whether what was paid and has not gone back is refunded with it.
    package let refunding: Bool

    package init(orders: [OrderID], reason: String = "", refunding: Bool = false) {
        self.orders = orders
        self.reason = reason
        self.refunding = refunding
    }

    package func perform(in transaction: Transaction) throws -> OrdersOutcome {
        var outcome = OrdersOutcome()
        for id in orders {
            try outcome.attempt(id) {
                var order = try OrderState.fetch(id, transaction.db)
                let due = try order.settlement(transaction.db).refundable()
                // Before the first write: what is refused after it would stay half done among many.
                if refunding, due.isPositive {
                    try order.check(.refund, facts: OrderFacts(hasRefundable: true))
                }
                try order.make(.cancel, facts: OrderFacts(reason: reason), in: transaction)
                try transaction.execute(
                    "UPDATE orders SET cancel_reason = ? WHERE id = ?", [reason, id.rawValue])
                if order.movesStock { try Reservations(transaction).release(id.rawValue) }
                try OrderEffects(transaction).cancel(order, reason: reason)
                guard refunding, due.isPositive else {
                    return (order.number, due.isPositive ? "cancelled, \(due) to refund" : "cancelled")
                }
                try RefundBook(transaction).record(
                    order, amount: due, shipping: .zero(order.currency), lines: [], reason: reason)
                return (order.number, "cancelled, \(due) refunded")
            }
        }
        return try outcome.refusingAlone()
    }

    package func summary(of outcome: OrdersOutcome) -> String {
        reason.isEmpty ? outcome.summary : "\(outcome.summary): \(reason.prefix(60))"
    }
}

/// Brings cancelled orders back to where they stood; what was refunded stays refunded.
package struct ReopenOrders: Action {
    package let orders: [OrderID]

    package init(orders: [OrderID]) { self.orders = orders }

    package func perform(in transaction: Transaction) throws -> OrdersOutcome {
        var outcome = OrdersOutcome()
        for id in orders {
            try outcome.attempt(id) {
                var order = try OrderState.fetch(id, transaction.db)
                try OrderEffects(transaction).reopen(order)
                try order.make(.reopen, facts: OrderFacts(), in: transaction)
                try transaction.execute("UPDATE orders SET cancel_reason = '' WHERE id = ?", [id.rawValue])
                if order.movesStock, order.axes.payment.coversGoods, !order.axes.fulfillment.hasLeft {
                    try Reservations(transaction).reserve(id.rawValue)
                }
                return (order.number, "reopened")
            }
        }
        return try outcome.refusingAlone()
    }

    package func summary(of outcome: OrdersOutcome) -> String { outcome.summary }
}
