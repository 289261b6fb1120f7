package import Commerce

/// Something that waits for the seller, found from what the file knows. Never stored: it is gone when its cause is.
package struct Problem: Hashable, Sendable, Codable {
    package enum Kind: Hashable, Sendable, Codable {
        /// An order's own, such as short or twin.
        case order(AttentionReason)
        /// Orders that were not paid yet, counted together.
        case unpaid
        /// More of a kind than a list should hold, counted together.
        case more
        /// Rows of an import that could not be read.
        case importRows
        /// A work in parts that a kill cut off.
        case cutOff
        /// A wrong line of the configuration.
        case configuration
        /// A connection whose keys no longer work, or that fails.
        case signIn
        /// Both sides changed a field of a product.
        case conflict
        /// An effect that left and has no answer.
        case inDoubt
        /// An effect that its channel refused.
        case rejected
        /// A product of a channel that could not be matched by itself.
        case unmatched
        /// What a channel sent and could not be taken in.
        case unreadable
    }

    /// What it is about, to be opened.
    package enum Subject: Hashable, Sendable, Codable {
        case order(OrderID)
        /// The orders that these words of a filter find.
        case orders(String)
        case importFile(ImportID, badRows: String)
        /// Whether it can be finished too, and not only undone.
        case run(RunID, canFinish: Bool)
        case connection(ConnectionID)
        case product(ProductID)
        case effect(EffectID)
        /// A product of a channel, by its identifier there.
        case match(ConnectionID, String)
        case none
    }

    /// Stable as long as it is the same problem: what a snooze remembers.
    package let key: String
    package let kind: Kind
    package let subject: Subject
    /// Such as "W-1042 Anna Keller, €76.00".
    package let what: String
    /// Such as "1 Green plate: not enough in stock".
    package let why: String
    package let since: Instant

    package init(key: String, kind: Kind, subject: Subject, what: String, why: String, since: Instant) {
        self.key = key
        self.kind = kind
        self.subject = subject
        self.what = what
        self.why = why
        self.since = since
    }
}
