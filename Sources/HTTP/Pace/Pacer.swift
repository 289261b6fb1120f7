/// Keeps a connection within what its platform allows: one bucket an operation, learned from the answers.
package actor Pacer {
    /// Who waits for it: what a person does goes before what runs by itself.
    package enum Lane: Hashable, Sendable {
        case interactive, background
    }

    /// Time as the pacer sees it; a test makes its own.
    package struct Clock: Sendable {
        /// Seconds, from any beginning that survives a restart.
        package var now: @Sendable () -> Double
        package var sleep: @Sendable (Double) async throws -> Void

        package init(
            now: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Double) async throws -> Void
        ) {
            self.now = now
            self.sleep = sleep
        }
    }

    private var buckets: [String: TokenBucket]
    private var pausedUntil: [String: Double] = [:]
    private let clock: Clock

    /// - Parameter buckets: what is remembered, or assumed until an answer says otherwise, by operation.
    package init(buckets: [String: TokenBucket], clock: Clock) {
        self.buckets = buckets
        self.clock = clock
    }

    /// Waits until an operation of that cost may be sent, and takes its cost.
    ///
    /// - Parameter cost: above zero; a request that costs nothing is one whose cost is not known (LESSONS 52).
    package func take(_ cost: Double, of operation: String, lane: Lane = .background)
        async throws(CancellationError)
    {
        var wait = max(0, (pausedUntil[operation] ?? 0) - clock.now())
        if var bucket = buckets[operation] {
            wait = max(wait, bucket.take(max(cost, 0.1), at: clock.now()))
            buckets[operation] = bucket
        }
        guard wait > 0 else { return }
        do { try await clock.sleep(wait) } catch { throw CancellationError() }
    }

    /// Takes in what an answer said.
    package func learn(_ reading: BudgetReading, of operation: String) {
        let now = clock.now()
        if let pause = reading.retryAfterSeconds { pausedUntil[operation] = now + pause }
        guard var bucket = buckets[operation] else { return }
        if let capacity = reading.capacity { bucket.capacity = capacity }
        if let refill = reading.refillPerSecond { bucket.refillPerSecond = refill }
        if let remaining = reading.remaining {
            bucket.level = remaining
            bucket.at = now
        }
        buckets[operation] = bucket
    }

    /// The buckets as they are, to be remembered.
    package func snapshot() -> [String: TokenBucket] { buckets }
}
