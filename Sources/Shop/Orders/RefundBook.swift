import Commerce
import GRDB

/// Writes refunds: the amounts against what was paid, the pieces against their lines, the stock against the ledger.
struct RefundBook {
    private let transaction: Transaction
    private var db: Database { transaction.db }

    init(_ transaction: Transaction) { self.transaction = transaction }

    struct Part {
        let line: OrderLineState
        let quantity: Int64
        let amount: Money
        let restock: Bool
    }

    /// Checks one line of a refund and finds its amount.
    func part(
        _ wanted: RecordRefund.Line, of order: OrderState, among states: [OrderLineState]
    ) throws -> Part {
        guard let line = states.first(where: { $0.id == wanted.line.rawValue }) else {
            throw Refusal("no-such-line", "\(order.number) has no such line.")
        }
        let left = line.quantity - line.refunded
        guard wanted.quantity > 0, wanted.quantity <= left else {
            throw Refusal(
                "too-many",
                left > 0
                    ? "\(order.number): of \(line.name), \(left) can still be refunded."
                    : "\(order.number): \(line.name) has been refunded already.")
        }
        let amount: Money
        if let named = wanted.amount {
            guard !named.isNegative else {
                throw Refusal("notPositive", "\(order.number): a refund is an amount above zero.")
            }
            amount = named
        } else {
            amount = try share(of: wanted.quantity, line: line, order: order)
        }
        return Part(
            line: line, quantity: Int64(wanted.quantity), amount: amount,
            restock: wanted.restock && line.movesStock && order.movesStock)
    }

    /// The line's share of what the order charged, its part of the order's own discount included; the shares of all
    /// pieces add up to the line's charge exactly.
    private func share(of count: Int, line: OrderLineState, order: OrderState) throws -> Money {
        let figures = try OrderFigures.fetch(order.id.rawValue, order.currency, db)
        guard let place = figures.lines.firstIndex(where: { $0.id == line.id }) else {
            return .zero(order.currency)
        }
        let charge = figures.totals.lineShares[place]
        return charge.share(of: count, after: Int(line.refunded), pieces: Int(line.quantity))
            ?? .zero(order.currency)
    }

    /// Writes the refund.
    ///
    /// - Throws: a ``Refusal`` when it is nothing, or more than is left of what was paid.
    func record(
        _ order: OrderState, amount: Money, shipping: Money, lines: [Part], reason: String
    ) throws {
        var order = order
        let settled = try order.settlement(db)
        let after: Settlement
        do { after = try settled.refunding(amount) } catch {
            throw Refusal("refund", "\(order.number): \(error).")
        }
        let move: OrderMove = after.paymentState == .refunded ? .refund : .refundPart
        try order.make(move, facts: OrderFacts(hasRefundable: true), in: transaction)
        let refund: RefundID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO refunds VALUES (?, ?, ?, ?, ?, ?)",
            [
                refund.rawValue, order.id.rawValue, amount.minorUnits, shipping.minorUnits, reason,
                transaction.now.milliseconds,
            ])
        for part in lines { try write(part, refund: refund, order: order) }
        if order.movesStock { try letGo(lines) }
        try OrderEffects(transaction).refund(
            refund, of: order, amount: amount, shipping: shipping,
            lines: lines.map { ($0.line.id, $0.quantity, $0.amount) }, reason: reason)
    }

    private func write(_ part: Part, refund: RefundID, order: OrderState) throws {
        let id: RefundLineID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO refund_lines VALUES (?, ?, ?, ?, ?, ?)",
            [
                id.rawValue, refund.rawValue, part.line.id, part.quantity, part.amount.minorUnits,
                part.restock,
            ])
        // What never left the shelf is there already, and is refunded first; only what has left can come back.
        let cameBack = max(0, part.quantity - part.line.toShip)
        guard part.restock, cameBack > 0, let variant = part.line.variant else { return }
        try Shipping(transaction).enter(cameBack, of: variant, cause: "restock", id.rawValue)
    }

    /// What is refunded before it left is no longer put by.
    private func letGo(_ parts: [Part]) throws {
        for part in parts where part.line.movesStock && part.line.reserved + part.line.short > 0 {
            try Reservations(transaction).set(part.line, wanted: max(0, part.line.toShip - part.quantity))
        }
    }

    /// Says a mixture of currencies as a refusal.
    func inCurrency<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as MoneyError {
            throw Refusal("currency", "The refund cannot be added up: \(error).")
        }
    }
}
