/// Keeps a connection within what its platform allows: one bucket an operation, learned from the answers.
///
/// Each operation has two lines of waiters. In a line they go one after the other in the order they came. Whoever is
/// first sleeps until the bucket holds enough; all others sleep until they are first, so that nobody looks in vain.
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
    private var lines: [String: Lines] = [:]
    private let interactiveShare: Double
    private let clock: Clock

    /// No answer can stop an operation for longer than a day: one that says so is mistaken or hostile.
    private static let longestPause: Double = 86_400

    /// - Parameters:
    ///   - buckets: what is remembered, or assumed until an answer says otherwise, by operation.
    ///   - interactiveShare: how much of a bucket background work leaves to what a person does, of 1; whole tokens,
    ///     so that a small bucket has no such share.
    package init(buckets: [String: TokenBucket], interactiveShare: Double = 0.1, clock: Clock) {
        self.buckets = buckets
        self.interactiveShare = min(max(interactiveShare, 0), 1)
        self.clock = clock
    }

    /// Waits until an operation of that cost may be sent, and takes its cost.
    ///
    /// What costs more than the bucket can hold waits until it is full, and leaves a debt.
    ///
    /// - Parameter cost: above zero; a request that costs nothing is one whose cost is not known (LESSONS 52).
    package func take(_ cost: Double, of operation: String, lane: Lane = .background)
        async throws(CancellationError)
    {
        let ticket = Ticket(cost: max(cost.isFinite ? cost : 0.1, 0.1))
        lines[operation, default: Lines()].join(ticket, lane)
        defer { leave(ticket, operation) }
        while true {
            if Task.isCancelled { throw CancellationError() }
            guard lines[operation]?.isFirst(ticket) == true else {
                await ticket.wait()
                continue
            }
            let wait = secondsToWait(for: ticket.cost, of: operation, lane)
            guard wait > 0 else { return pay(ticket.cost, of: operation) }
            let before = clock.now()
            do { try await clock.sleep(wait) } catch { throw CancellationError() }
            // A clock that stands still, or was set back meanwhile, must not keep anybody here for ever: it was waited.
            guard clock.now() > before else { return pay(ticket.cost, of: operation) }
        }
    }

    /// Takes in what an answer said.
    package func learn(_ reading: BudgetReading, of operation: String) {
        let now = clock.now()
        if let pause = reading.retryAfterSeconds, pause.isFinite {
            pausedUntil[operation] = now + min(max(pause, 0), Self.longestPause)
        }
        guard var bucket = buckets[operation] else { return }
        bucket.rebase(at: now)
        if let capacity = reading.capacity, capacity.isFinite, capacity > 0 { bucket.capacity = capacity }
        if let refill = reading.refillPerSecond, refill.isFinite, refill >= 0 {
            bucket.refillPerSecond = refill
        }
        if let remaining = reading.remaining, remaining.isFinite { bucket.level = remaining }
        bucket.level = min(bucket.level, bucket.capacity)
        buckets[operation] = bucket
    }

    /// The buckets as they are, to be remembered.
    package func snapshot() -> [String: TokenBucket] { buckets }

    /// Takes up what was remembered. What has been learned since the start is newer, and stays.
    package func restore(_ remembered: [String: TokenBucket]) {
        buckets.merge(remembered) { known, old in known.at > old.at ? known : old }
    }

    /// How many wait for an operation; for a screen, and for tests.
    package func waiting(for operation: String) -> Int { lines[operation]?.count ?? 0 }

    private func secondsToWait(for cost: Double, of operation: String, _ lane: Lane) -> Double {
        let now = clock.now()
        let pause = max(0, (pausedUntil[operation] ?? 0) - now)
        // A clock that was set back must not make a pause longer than any answer can ask for.
        let rest = min(pause, Self.longestPause)
        guard var bucket = buckets[operation] else { return rest }
        bucket.rebase(at: now)
        buckets[operation] = bucket
        // What does not come back by itself is no pace; its end is told by an answer.
        guard bucket.refillPerSecond > 0 else { return rest }
        let reserve = lane == .background ? (bucket.capacity * interactiveShare).rounded(.down) : 0
        let needed = min(cost + reserve, bucket.capacity)
        let missing = needed - bucket.level
        // Less than a thousandth is the arithmetic's, and a sleep of nothing would go round and round.
        guard missing > bucket.capacity * 1e-9 else { return rest }
        return max(rest, missing / bucket.refillPerSecond)
    }

    private func pay(_ cost: Double, of operation: String) {
        buckets[operation]?.level -= cost
    }

    private func leave(_ ticket: Ticket, _ operation: String) {
        lines[operation]?.remove(ticket)
        guard let line = lines[operation] else { return }
        if line.count == 0 { lines[operation] = nil }
        line.first?.call()
    }
}

extension Pacer {
    /// One who waits.
    private final class Ticket: Sendable {
        let cost: Double
        private let calls: AsyncStream<Void>
        private let caller: AsyncStream<Void>.Continuation

        init(cost: Double) {
            self.cost = cost
            (calls, caller) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        }

        func call() { caller.yield() }

        /// Until it is called, or its task ends. A call that came before is not lost.
        func wait() async {
            for await _ in calls { return }
        }
    }

    /// Who waits for one operation.
    private struct Lines {
        private var interactive: [Ticket] = []
        private var background: [Ticket] = []

        var count: Int { interactive.count + background.count }
        var first: Ticket? { interactive.first ?? background.first }

        mutating func join(_ ticket: Ticket, _ lane: Lane) {
            if lane == .interactive { interactive.append(ticket) } else { background.append(ticket) }
        }

        /// Background work is first only where no person waits.
        func isFirst(_ ticket: Ticket) -> Bool { first === ticket }

        mutating func remove(_ ticket: Ticket) {
            interactive.removeAll { $0 === ticket }
            background.removeAll { $0 === ticket }
        }
    }
}
