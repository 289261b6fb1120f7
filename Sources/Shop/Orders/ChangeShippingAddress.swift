package import Commerce
import GRDB

/// Mends where an order goes.
package struct ChangeShippingAddress: Action {
    package let order: OrderID
    package let address: PostalAddress

    package init(order: OrderID, address: PostalAddress) {
        self.order = order
        self.address = address
    }

    package struct Outcome: Codable, Sendable {
        package let number: String
        /// What still keeps a parcel from it.
        package let problem: String?
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let order = try OrderState.fetch(order, transaction.db)
        guard !order.axes.fulfillment.hasLeft else {
            throw Refusal(
                "has-left", "\(order.number): it has left already; take the shipment back first.")
        }
        guard !address.isEmpty else { throw Refusal("no-address", "An address needs a name and a place.") }
        try transaction.execute(
            "UPDATE orders SET ship_to = ?, country = ? WHERE id = ?",
            [
                address.columnText, address.country?.code ?? order.facts.country, order.id.rawValue,
            ])
        return Outcome(number: order.number, problem: address.problemWords)
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.number): address changed" + (outcome.problem.map { "; still \($0)" } ?? "")
    }
}

/// Says that an order is meant, though it looks like a twin.
package struct SettleTwin: Action {
    package let order: OrderID

    package init(order: OrderID) { self.order = order }

    package func perform(in transaction: Transaction) throws -> String {
        let order = try OrderState.fetch(order, transaction.db)
        try transaction.execute(
            """
            UPDATE orders SET extra = json_set(CASE json_valid(extra) WHEN 1 THEN extra ELSE '{}' END, '$.notTwin', 1)
            WHERE id = ?
            """, [order.id.rawValue])
        return order.number
    }

    package func summary(of number: String) -> String { "\(number) is no twin" }
}
