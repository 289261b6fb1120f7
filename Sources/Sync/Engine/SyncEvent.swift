package import Commerce

/// What the engine tells while it works.
package enum SyncEvent: Hashable, Sendable {
    /// A connection is being worked on.
    case working(ConnectionID, SyncProgress)
    /// It is done with it, for now.
    case rested(ConnectionID, SyncReport)
    /// Another Mercer syncs this shop.
    case elsewhere
}

/// What is being done, how far it is, and how fast.
package struct SyncProgress: Hashable, Sendable {
    package enum Step: String, Hashable, Sendable {
        case orders, products, customers, listings, stock, effects, counting
    }

    package var step: Step
    package var done: Int
    /// Nil where nobody knows.
    package var total: Int?
    package var perSecond: Double
    /// Nil where nobody knows.
    package var secondsLeft: Double? {
        guard let total, perSecond > 0, total > done else { return nil }
        return Double(total - done) / perSecond
    }

    package init(step: Step, done: Int, total: Int? = nil, perSecond: Double = 0) {
        self.step = step
        self.done = done
        self.total = total
        self.perSecond = perSecond
    }
}

/// What a sync of one connection did.
package struct SyncReport: Hashable, Sendable, Codable {
    package var connection: ConnectionID
    package var handle: String
    package var ordersNew = 0
    package var ordersChanged = 0
    package var productsNew = 0
    package var productsChanged = 0
    /// Fields and counts that went out.
    package var sent = 0
    package var effectsDone = 0
    /// Conflicts that were opened, products to be matched.
    package var questions = 0
    /// What the platform refused, and what could not be read.
    package var refused = 0
    /// In words, where it could not go on; what waits is kept.
    package var failure: String?

    package init(connection: ConnectionID, handle: String) {
        self.connection = connection
        self.handle = handle
    }

    package var words: String {
        let parts = [
            (ordersNew, "order in", "orders in"), (ordersChanged, "order changed", "orders changed"),
            (productsNew, "product in", "products in"),
            (productsChanged, "product changed", "products changed"), (sent, "change out", "changes out"),
            (effectsDone, "done there", "done there"), (questions, "to settle", "to settle"),
            (refused, "refused", "refused"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        let done = parts.isEmpty ? "in step" : parts.joined(separator: ", ")
        return failure.map { parts.isEmpty ? $0 : "\(done); then \($0)" } ?? done
    }
}
