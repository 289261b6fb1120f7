/// A budget that refills by itself: what a platform allows per time, for one kind of operation.
///
/// Times are seconds on the caller's clock.
package struct TokenBucket: Hashable, Sendable, Codable {
    /// The most it holds.
    package var capacity: Double
    /// What comes back each second.
    package var refillPerSecond: Double
    /// What it held at `at`.
    package var level: Double
    package var at: Double

    package init(capacity: Double, refillPerSecond: Double, level: Double? = nil, at: Double = 0) {
        self.capacity = capacity
        self.refillPerSecond = refillPerSecond
        self.level = level ?? capacity
        self.at = at
    }

    package func level(at now: Double) -> Double {
        min(capacity, level + max(0, now - at) * refillPerSecond)
    }

    /// The same bucket, reckoned from now on. A clock that was set back begins anew, instead of standing still until it
    /// has caught up.
    package mutating func rebase(at now: Double) {
        level = level(at: now)
        at = now
    }

    /// Takes the cost, into debt if need be.
    ///
    /// - Returns: how many seconds to wait before doing what was paid for; 0 for at once.
    package mutating func take(_ cost: Double, at now: Double) -> Double {
        level = level(at: now) - cost
        at = now
        return level >= 0 || refillPerSecond <= 0 ? 0 : -level / refillPerSecond
    }
}

/// What an answer said of the budget. Nil for what it did not say.
package struct BudgetReading: Hashable, Sendable {
    package var capacity: Double?
    package var remaining: Double?
    package var refillPerSecond: Double?
    /// Do nothing more of the kind for so many seconds.
    package var retryAfterSeconds: Double?

    package init(
        capacity: Double? = nil, remaining: Double? = nil, refillPerSecond: Double? = nil,
        retryAfterSeconds: Double? = nil
    ) {
        self.capacity = capacity
        self.remaining = remaining
        self.refillPerSecond = refillPerSecond
        self.retryAfterSeconds = retryAfterSeconds
    }
}
