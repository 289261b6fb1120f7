package import Commerce
import GRDB

/// Joins orders of one buyer into the oldest of them: one parcel, one slip. Lines, payments and totals add up; the
/// others stay as names that lead to it.
package struct JoinOrders: Action {
    package let orders: [OrderID]

    package init(orders: [OrderID]) { self.orders = orders }

    package struct Outcome: Codable, Sendable {
        package let into: OrderID
        package let number: String
        package let others: [String]
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        guard Set(orders).count > 1 else {
            throw Refusal("one-order", "Mark two or more orders of one buyer to join them.")
        }
        let states = try Set(orders).map { try OrderState.fetch($0, transaction.db) }
            .sorted { ($0.facts.placed, $0.id) < ($1.facts.placed, $1.id) }
        let target = states[0]
        for state in states { try check(state, against: target) }
        try writeOut(states, in: transaction)
        for other in states.dropFirst() { try move(other, into: target, in: transaction) }
        return Outcome(into: target.id, number: target.number, others: states.dropFirst().map(\.number))
    }

    /// An order that only says it is paid was paid in full. Beside the payments of another that would no longer be
    /// read so, and its money would be lost: it is written out.
    private func writeOut(_ states: [OrderState], in transaction: Transaction) throws {
        for state in states {
            let isWritten = try Bool.fetchOne(
                transaction.db.cachedStatement(
                    sql: "SELECT EXISTS (SELECT 1 FROM payments WHERE order_id = ?)"),
                arguments: [state.id.rawValue])
            let paid = try state.settlement(transaction.db).captured
            guard isWritten != true, paid.isPositive else { continue }
            let payment: PaymentID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO payments VALUES (?, ?, ?, '', '', ?)",
                [
                    payment.rawValue, state.id.rawValue, paid.minorUnits,
                    state.paidAt ?? state.facts.placed,
                ])
        }
    }

    private func check(_ order: OrderState, against target: OrderState) throws {
        guard order.axes.cancellation != .yes else {
            throw Refusal("cancelled", "\(order.number): it is cancelled; reopen it first.")
        }
        // Joined, neither would be seen again.
        guard order.axes.cancellation == .no else {
            throw Refusal(
                "cancelRequested", "\(order.number): its buyer asks to cancel it; answer that first.")
        }
        guard !order.axes.onHold else {
            throw Refusal("onHold", "\(order.number): it is on hold; wake it first.")
        }
        guard order.axes.fulfillment == .unallocated || order.axes.fulfillment == .allocated else {
            throw Refusal(
                "alreadyShipped", "\(order.number): it is on its way; only what is here can be joined.")
        }
        guard order.currency == target.currency else {
            throw Refusal(
                "currency",
                "\(order.number) is in \(order.currency.code), \(target.number) in \(target.currency.code); they cannot be joined."
            )
        }
        guard order.id == target.id || isOneBuyer(order.facts, target.facts) else {
            throw Refusal(
                "two-buyers",
                "\(order.number) and \(target.number) are of different buyers; they cannot be joined.")
        }
        guard order.facts.addressText.folded == target.facts.addressText.folded else {
            throw Refusal(
                "two-addresses",
                "\(order.number) and \(target.number) go to different addresses; one parcel cannot go to both."
            )
        }
        guard order.axes.payment == target.axes.payment else {
            throw Refusal(
                "payment",
                "\(order.number) and \(target.number) are not paid alike; settle that first.")
        }
    }

    private func isOneBuyer(_ one: OrderCards.Facts, _ other: OrderCards.Facts) -> Bool {
        one.customerID != nil && one.customerID == other.customerID
    }

    private func move(_ other: OrderState, into target: OrderState, in transaction: Transaction) throws {
        let (from, to) = (other.id.rawValue, target.id.rawValue)
        try transaction.execute(
            """
            UPDATE order_lines SET order_id = ?2, position = position + 1
                + (SELECT coalesce(max(position), 0) FROM order_lines WHERE order_id = ?2)
            WHERE order_id = ?1
            """, [from, to])
        for table in ["payments", "refunds", "parcels", "notes"] {
            try transaction.execute("UPDATE \(table) SET order_id = ?2 WHERE order_id = ?1", [from, to])
        }
        try transaction.execute(
            """
            UPDATE orders SET shipping = orders.shipping + other.shipping,
                discount = orders.discount + other.discount, tax = orders.tax + other.tax,
                total = orders.total + other.total,
                platform_total = CASE WHEN orders.platform_total IS NULL AND other.platform_total IS NULL THEN NULL
                    ELSE coalesce(orders.platform_total, orders.total)
                        + coalesce(other.platform_total, other.total) END,
                ship_by = min(coalesce(orders.ship_by, other.ship_by), coalesce(other.ship_by, orders.ship_by)),
                gift = max(orders.gift, other.gift),
                gift_note = trim(orders.gift_note || ' ' || other.gift_note),
                fulfillment = CASE WHEN other.fulfillment = orders.fulfillment THEN orders.fulfillment
                    ELSE 'unallocated' END
            FROM (SELECT * FROM orders WHERE id = ?1) AS other WHERE orders.id = ?2
            """, [from, to])
        try transaction.execute(
            """
            UPDATE orders SET joined_into = ?2, shipping = 0, discount = 0, tax = 0, total = 0, platform_total = NULL
            WHERE id = ?1
            """, [from, to])
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.others.joined(separator: ", ")) joined into \(outcome.number)"
    }
}
