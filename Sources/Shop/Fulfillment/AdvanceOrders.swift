package import Commerce

/// Takes orders one step on: pack, ship, deliver, or the next step of a return under way.
package struct AdvanceOrders: PartAction {
    package let orders: [OrderID]
    /// The stage the seller sees them in; an order that has moved on meanwhile is refused. Nil for wherever it is.
    package let from: Stage?
    /// Ships without a tracking number.
    package let withoutTracking: Bool
    /// Why it counts as delivered though no carrier says so.
    package let reason: String
    /// Only these lines leave; empty for all.
    package let lines: [OrderLineID]

    package init(
        orders: [OrderID], from: Stage? = nil, withoutTracking: Bool = false, reason: String = "",
        lines: [OrderLineID] = []
    ) {
        self.orders = orders
        self.from = from
        self.withoutTracking = withoutTracking
        self.reason = reason
        self.lines = lines
    }

    package var subjectCount: Int { orders.count }

    package func perform(in transaction: Transaction) throws -> OrdersOutcome {
        let steps = OrderSteps(transaction: transaction)
        let say = OrderSteps.Say(
            withoutTracking: withoutTracking, reason: reason, lines: Set(lines.map(\.rawValue)))
        var outcome = OrdersOutcome()
        for id in orders {
            try outcome.attempt(id) { try steps.advance(id, from: from, say: say) }
        }
        return try outcome.refusingAlone()
    }

    package func summary(of outcome: OrdersOutcome) -> String { outcome.summary }
}

/// Takes orders one step back: what has not gone out returns to the stage before.
package struct TakeBackOrders: PartAction {
    package let orders: [OrderID]
    package let from: Stage?

    package init(orders: [OrderID], from: Stage? = nil) {
        self.orders = orders
        self.from = from
    }

    package var subjectCount: Int { orders.count }

    package func perform(in transaction: Transaction) throws -> OrdersOutcome {
        let steps = OrderSteps(transaction: transaction)
        var outcome = OrdersOutcome()
        for id in orders {
            try outcome.attempt(id) { try steps.takeBack(id, from: from) }
        }
        return try outcome.refusingAlone()
    }

    package func summary(of outcome: OrdersOutcome) -> String { outcome.summary }
}
