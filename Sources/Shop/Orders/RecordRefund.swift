package import Commerce
import GRDB

/// Notes that money went back: for whole lines or pieces of them, for the shipping, or an amount of its own.
///
/// Never more than was paid and has not gone back (LESSONS 39). Stock comes back only where a line says so
/// (LESSONS 41), and once (LESSONS 40).
package struct RecordRefund: Action {
    package struct Line: Codable, Hashable, Sendable {
        package let line: OrderLineID
        package let quantity: Int
        /// Nil for the line's share of what it charged.
        package let amount: Money?
        /// Whether the pieces go back to the shelf.
        package let restock: Bool

        package init(line: OrderLineID, quantity: Int, amount: Money? = nil, restock: Bool = false) {
            self.line = line
            self.quantity = quantity
            self.amount = amount
            self.restock = restock
        }
    }

    package let order: OrderID
    package let lines: [Line]
    /// Of the shipping charge.
    package let shipping: Money?
    /// Beside lines and shipping.
    package let amount: Money?
    /// All that is left to refund, whatever lines and amounts come to.
    package let whole: Bool
    package let reason: String

    package init(
        order: OrderID, lines: [Line] = [], shipping: Money? = nil, amount: Money? = nil,
        whole: Bool = false, reason: String = ""
    ) {
        self.order = order
        self.lines = lines
        self.shipping = shipping
        self.amount = amount
        self.whole = whole
        self.reason = reason
    }

    package struct Outcome: Codable, Sendable {
        package let number: String
        package let refunded: Money
        package let isAll: Bool
        package let restocked: Int
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let order = try OrderState.fetch(order, transaction.db)
        let states = try OrderLineState.all(of: order.id.rawValue, transaction.db)
        let book = RefundBook(transaction)
        guard Set(lines.map(\.line)).count == lines.count else {
            throw Refusal(
                "twice", "\(order.number): a line is named twice; name it once with all its pieces.")
        }
        let parts = try lines.map { try book.part($0, of: order, among: states) }
        let left = try order.settlement(transaction.db).refundable()
        var sum = try book.inCurrency { try Money.sum(of: parts.map(\.amount), in: order.currency) }
        for more in [shipping, amount].compactMap({ $0 }) {
            guard !more.isNegative else {
                throw Refusal("notPositive", "\(order.number): a refund is an amount above zero.")
            }
            sum = try book.inCurrency { try sum.adding(more) }
        }
        let refunded = whole ? left : sum
        try book.record(
            order, amount: refunded, shipping: shipping ?? .zero(order.currency), lines: parts, reason: reason
        )
        return Outcome(
            number: order.number, refunded: refunded, isAll: refunded == left,
            restocked: parts.filter(\.restock).reduce(0) { $0 + Int($1.quantity) })
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.number): \(outcome.refunded) refunded"
            + (outcome.restocked > 0 ? ", \(outcome.restocked) back in stock" : "")
            + (reason.isEmpty ? "" : ": \(reason.prefix(60))")
    }
}
