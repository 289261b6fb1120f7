/// What was taken for an order and what has gone back.
package struct Settlement: Hashable, Codable, Sendable {
    package let captured: Money
    package let refunded: Money

    package init(captured: Money, refunded: Money) {
        self.captured = captured
        self.refunded = refunded
    }

    /// What can still be refunded: captured − refunded, never below zero (LESSONS 39).
    package func refundable() throws(MoneyError) -> Money {
        let rest = try captured.subtracting(refunded)
        return rest.isNegative ? .zero(rest.currency) : rest
    }

    /// The settlement after a refund, or why it is refused.
    package func refunding(_ amount: Money) throws(RefundRefusal) -> Settlement {
        guard amount.isPositive else { throw .notPositive }
        do {
            let rest = try refundable()
            guard try !rest.isLess(than: amount) else { throw RefundRefusal.moreThanCaptured(rest) }
            return Settlement(captured: captured, refunded: try refunded.adding(amount))
        } catch let refusal as RefundRefusal {
            throw refusal
        } catch let error as MoneyError {
            throw .money(error)
        } catch {
            preconditionFailure("nothing else is thrown above")
        }
    }

    /// The payment axis that follows from the amounts; for something paid of which nothing went back, `paid`.
    package var paymentState: PaymentState {
        if !captured.isPositive { return .awaiting }
        if refunded.isZero { return .paid }
        return refunded.minorUnits >= captured.minorUnits ? .refunded : .partRefunded
    }
}

/// Why a refund is refused.
package enum RefundRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// It would be more than was paid and has not gone back: that much is left.
    case moreThanCaptured(Money)
    case notPositive
    case money(MoneyError)

    package var description: String {
        switch self {
        case .moreThanCaptured(let rest):
            rest.isZero
                ? "nothing that was paid is left to refund"
                : "only \(rest) of what was paid is left to refund; refund that much or less"
        case .notPositive: "a refund is an amount above zero"
        case .money(let error): error.description
        }
    }
}

extension Money {
    /// The share of this that belongs to pieces `alreadyTaken ..< alreadyTaken + count` out of `pieces`.
    ///
    /// However the pieces are taken, one by one or at once, the shares add up to this exactly. Nil when there are not
    /// that many pieces.
    package func share(of count: Int, after alreadyTaken: Int, pieces: Int) -> Money? {
        guard pieces > 0, count >= 0, alreadyTaken >= 0, count <= pieces - alreadyTaken else { return nil }
        func upTo(_ taken: Int) -> Int128 {
            Rounding.towardZero.divide(Int128(minorUnits) * Int128(taken), by: Int128(pieces))
        }
        let share = upTo(alreadyTaken + count) - upTo(alreadyTaken)
        return Money(minorUnits: Int64(truncatingIfNeeded: share), currency: currency)
    }
}
