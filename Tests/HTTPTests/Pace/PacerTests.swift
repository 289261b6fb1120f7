import HTTP
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct PacerTests {
    private struct Taken {
        let lane: Pacer.Lane
        let cost: Double
        let at: Double
        let number: Int
    }

    private final class Log: Sendable {
        private let taken = Mutex([Taken]())

        var all: [Taken] { taken.withLock { $0 } }
        var count: Int { taken.withLock { $0.count } }
        func append(_ one: Taken) { taken.withLock { $0.append(one) } }
    }

    private final class Crowd: Sendable {
        let state = Mutex((running: 0, most: 0, order: [Int]()))

        func enter(_ number: Int) {
            state.withLock { state in
                state.running += 1
                state.most = max(state.most, state.running)
                state.order.append(number)
            }
        }
        func leave() { state.withLock { $0.running -= 1 } }
    }

    /// Moves the clock whenever everybody waits, until all have been served.
    private func drive(_ clock: ManualClock, _ pacer: Pacer, _ started: Int, _ taken: @Sendable () -> Int)
        async
    {
        while taken() < started {
            let waiting = await pacer.waiting(for: "orders")
            if taken() + waiting == started, clock.sleepers > 0 { clock.moveToNext() }
            await Task.yield()
        }
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `no window holds more than the bucket and what came back in it, and each lane keeps its order`(
        _ seed: UInt64
    ) async throws {
        var random = SeededRandom(seed: seed)
        let capacity = Double(random.integer(in: 1...40))
        let refill = Double(random.integer(in: 1...50)) / 4
        let clock = ManualClock(Double(random.integer(in: 0...1000)))
        let bucket = TokenBucket(capacity: capacity, refillPerSecond: refill, at: clock.now)
        let pacer = Pacer(buckets: ["orders": bucket], clock: clock.clock)
        let log = Log()
        try await withThrowingTaskGroup(of: Void.self) { group in
            var started = 0
            for _ in 0..<random.integer(in: 1...6) {
                for _ in 0..<random.integer(in: 1...12) {
                    let lane: Pacer.Lane = random.chance(1, in: 4) ? .interactive : .background
                    let cost = Double(random.integer(in: 1...Int(capacity)))
                    let number = started
                    started += 1
                    group.addTask {
                        try await pacer.take(cost, of: "orders", lane: lane)
                        let taken = Taken(lane: lane, cost: cost, at: clock.now, number: number)
                        log.append(taken)
                    }
                    // Each is in its line before the next, so that the order of coming is known.
                    while await pacer.waiting(for: "orders") + log.count < started {
                        await Task.yield()
                    }
                }
                for _ in 0..<random.integer(in: 0...5) {
                    clock.moveToNext()
                    for _ in 0..<random.integer(in: 0...30) { await Task.yield() }
                    while await pacer.waiting(for: "orders") + log.count < started {
                        await Task.yield()
                    }
                }
            }
            let all = started
            await drive(clock, pacer, all) { log.count }
            try await group.waitForAll()
        }
        let taken = log.all
        for (first, begin) in taken.enumerated() {
            var cost = 0.0
            for one in taken[first...] {
                cost += one.cost
                let allowed = capacity + refill * (one.at - begin.at)
                #expect(cost <= allowed + 1e-6, "seed \(seed)")
            }
        }
        for lane in [Pacer.Lane.interactive, .background] {
            let numbers = taken.filter { $0.lane == lane }.map(\.number)
            #expect(numbers == numbers.sorted(), "seed \(seed)")
        }
    }

    @Test func `what a person does goes before all that waits in the background`() async throws {
        let clock = ManualClock()
        let pacer = Pacer(
            buckets: ["orders": TokenBucket(capacity: 1, refillPerSecond: 1, level: 0)], clock: clock.clock)
        let log = Log()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let lane: Pacer.Lane = number < 35 ? .background : .interactive
                group.addTask {
                    try await pacer.take(1, of: "orders", lane: lane)
                    log.append(Taken(lane: lane, cost: 1, at: clock.now, number: number))
                }
                while await pacer.waiting(for: "orders") <= number { await Task.yield() }
            }
            await drive(clock, pacer, 40) { log.count }
            try await group.waitForAll()
        }
        let taken = log.all
        #expect(taken.prefix(5).map(\.number) == [35, 36, 37, 38, 39])
        #expect(taken.dropFirst(5).map(\.number) == Array(0..<35))
        #expect(abs(clock.now - 40) < 1e-6, "not a second is lost")
        #expect(clock.sleeps < 100, "nobody looks in vain")
    }

    @Test func `background work leaves a share for a person, who then need not wait`() async throws {
        let clock = ManualClock()
        let pacer = Pacer(
            buckets: ["orders": TokenBucket(capacity: 40, refillPerSecond: 2)], clock: clock.clock)
        for _ in 0..<36 { try await pacer.take(1, of: "orders") }
        #expect(clock.now == 0)
        let waiter = Task { try await pacer.take(1, of: "orders") }
        while clock.sleepers == 0 { await Task.yield() }
        for _ in 0..<4 { try await pacer.take(1, of: "orders", lane: .interactive) }
        #expect(clock.now == 0)
        waiter.cancel()
        _ = await waiter.result
        #expect(await pacer.waiting(for: "orders") == 0)
    }

    @Test func `who gives up takes nothing, and the next one moves up`() async throws {
        let clock = ManualClock()
        let pacer = Pacer(
            buckets: ["orders": TokenBucket(capacity: 1, refillPerSecond: 1, level: 0)], clock: clock.clock)
        let first = Task { try await pacer.take(1, of: "orders") }
        while await pacer.waiting(for: "orders") < 1 { await Task.yield() }
        let second = Task { try await pacer.take(1, of: "orders") }
        while await pacer.waiting(for: "orders") < 2 { await Task.yield() }
        let third = Task { try await pacer.take(1, of: "orders") }
        while await pacer.waiting(for: "orders") < 3 { await Task.yield() }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        while clock.sleepers == 0 { await Task.yield() }
        // The sleeper of the first, whose task has ended, and the one that is first now.
        while await pacer.waiting(for: "orders") > 0 {
            clock.moveToNext()
            await Task.yield()
        }
        try await third.value
        #expect(abs(clock.now - 1) < 1e-6)
    }

    @Test func `a pause holds everybody, and an answer's figures replace what was assumed`() async throws {
        let clock = ManualClock(100)
        let pacer = Pacer(
            buckets: ["orders": TokenBucket(capacity: 10, refillPerSecond: 1, at: 100)], clock: clock.clock)
        await pacer.learn(BudgetReading(retryAfterSeconds: 30), of: "orders")
        await pacer.learn(BudgetReading(retryAfterSeconds: 5), of: "unpaced")
        let paused = Task { try await pacer.take(1, of: "orders", lane: .interactive) }
        while clock.sleepers == 0 { await Task.yield() }
        clock.moveToNext()
        try await paused.value
        #expect(clock.now == 130)
        try await pacer.take(5, of: "unpaced")
        #expect(clock.now == 130)
        await pacer.learn(
            BudgetReading(capacity: 100, remaining: 0, refillPerSecond: 50, retryAfterSeconds: .nan),
            of: "orders")
        let next = Task { try await pacer.take(75, of: "orders", lane: .interactive) }
        while clock.sleepers == 0 { await Task.yield() }
        clock.moveToNext()
        try await next.value
        #expect(abs(clock.now - 131.5) < 1e-6)
        await pacer.learn(
            BudgetReading(capacity: -1, remaining: .infinity, refillPerSecond: -.infinity), of: "orders")
        let bucket = try #require(await pacer.snapshot()["orders"])
        #expect(bucket.capacity == 100)
        #expect(bucket.refillPerSecond == 50)
        #expect(bucket.level <= 100)
    }

    @Test func `what is remembered goes on where it stood, unless something newer is known`() async throws {
        let clock = ManualClock(1000)
        let old = TokenBucket(capacity: 40, refillPerSecond: 2, level: 0, at: 990)
        let pacer = Pacer(
            buckets: [
                "orders": TokenBucket(capacity: 1, refillPerSecond: 1, at: 0),
                "stock": TokenBucket(capacity: 7, refillPerSecond: 1, at: 0),
            ], clock: clock.clock)
        try await pacer.take(1, of: "stock")
        await pacer.restore(["orders": old, "stock": old])
        #expect(await pacer.snapshot()["orders"] == old)
        #expect(await pacer.snapshot()["stock"]?.capacity == 7)
        // Twenty have come back since; a clock that was set back does not freeze the bucket.
        for _ in 0..<20 { try await pacer.take(1, of: "orders", lane: .interactive) }
        #expect(clock.now == 1000)
        clock.set(10)
        let late = Task { try await pacer.take(1, of: "orders", lane: .interactive) }
        while clock.sleepers == 0 { await Task.yield() }
        clock.moveToNext()
        try await late.value
        #expect(abs(clock.now - 10.5) < 1e-6)
    }

    @Test func `what costs more than the bucket holds waits until it is full, and leaves a debt`()
        async throws
    {
        let clock = ManualClock()
        let pacer = Pacer(
            buckets: ["orders": TokenBucket(capacity: 10, refillPerSecond: 1)], clock: clock.clock)
        try await pacer.take(25, of: "orders")
        #expect(clock.now == 0)
        let next = Task { try await pacer.take(1, of: "orders", lane: .interactive) }
        while clock.sleepers == 0 { await Task.yield() }
        clock.moveToNext()
        try await next.value
        #expect(abs(clock.now - 16) < 1e-6)
    }

    @Test func `never more at once than the limit, a person first, and nobody lost`() async throws {
        let limit = ConcurrencyLimit(3)
        let crowd = Crowd()
        let gates = (0..<3).map { _ in AsyncStream<Void>.makeStream() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for gate in gates {
                group.addTask {
                    try await limit.run { () async throws(HTTPFailure) in
                        for await _ in gate.stream { return }
                    }
                }
            }
            for _ in 0..<200 { await Task.yield() }
            for number in 0..<30 {
                group.addTask {
                    try await limit.run(lane: number % 3 == 0 ? .interactive : .background) {
                        () async throws(HTTPFailure) in
                        crowd.enter(number)
                        for _ in 0..<10 { await Task.yield() }
                        crowd.leave()
                    }
                }
            }
            let abandoned = Task { try await limit.run { () async throws(HTTPFailure) in } }
            abandoned.cancel()
            _ = await abandoned.result
            for gate in gates { gate.continuation.yield() }
            try await group.waitForAll()
        }
        let (running, most, order) = crowd.state.withLock { $0 }
        #expect(running == 0)
        #expect(most <= 3)
        #expect(order.sorted() == Array(0..<30))
        try await limit.run { () async throws(HTTPFailure) in }
    }
}
