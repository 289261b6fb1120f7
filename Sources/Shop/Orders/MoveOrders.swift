package import Commerce
import GRDB

/// Makes a move that changes nothing but where the order stands: hold, wake, a return's steps, a wish to cancel.
package struct MoveOrders: Action {
    package let orders: [OrderID]
    package let move: OrderMove
    package let reason: String

    /// The moves that have Actions of their own, as goods or money go with them.
    private static let withTheirOwn: Set<OrderMove> = [
        .pay, .refund, .refundPart, .pack, .unpack, .ship, .shipPart, .takeBackShipment, .deliver,
        .deliverPart, .takeBackDelivery, .cancel, .reopen,
    ]

    package init(orders: [OrderID], move: OrderMove, reason: String = "") {
        self.orders = orders
        self.move = move
        self.reason = reason
    }

    package func perform(in transaction: Transaction) throws -> OrdersOutcome {
        guard !Self.withTheirOwn.contains(move) else {
            throw Refusal("another-action", "“\(move.title)” has an Action of its own; use that.")
        }
        var outcome = OrdersOutcome()
        for id in orders {
            try outcome.attempt(id) {
                var order = try OrderState.fetch(id, transaction.db)
                try order.make(move, facts: OrderFacts(reason: reason), in: transaction)
                try writeReason(order.id, in: transaction)
                return (order.number, OrderSteps.words[move] ?? move.title)
            }
        }
        return try outcome.refusingAlone()
    }

    private func writeReason(_ id: OrderID, in transaction: Transaction) throws {
        switch move {
        case .hold, .wake:
            try transaction.execute(
                "UPDATE orders SET hold_reason = ? WHERE id = ?", [move == .hold ? reason : "", id.rawValue])
        case .requestCancel, .declineCancel:
            try transaction.execute(
                "UPDATE orders SET cancel_reason = ? WHERE id = ?",
                [move == .requestCancel ? reason : "", id.rawValue])
        default:
            if !reason.isEmpty { try OrderNotes(transaction).add(reason, to: id) }
        }
    }

    package func summary(of outcome: OrdersOutcome) -> String {
        reason.isEmpty ? outcome.summary : "\(outcome.summary): \(reason.prefix(60))"
    }
}
