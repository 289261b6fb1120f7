import Commerce
import HTTP
import TestSupport
import Testing

struct SteppedClockTests {
    @Test func `one clock gives the shop's, the pacer's and the platform's time`() async throws {
        let clock = SteppedClock()
        #expect(clock.world.now() == Instant("2026-11-21T09:00:00Z"))

        try await clock.pacer.sleep(1.5)

        #expect(clock.nowClosure() == Instant("2026-11-21T09:00:01.500Z"))
        #expect(clock.pacer.now() == clock.seconds)
        #expect(clock.seconds - Double(clock.world.now().milliseconds) / 1000 == 0)
    }

    @Test func `many short sleeps add up`() async throws {
        let clock = SteppedClock()
        for _ in 0..<10_000 { try await clock.sleep(0.0001) }
        #expect(clock.now.milliseconds(since: SteppedClock().now) == 1000)
    }

    @Test func `a pacer on it waits as long as its budget asks and no real time`() async throws {
        let clock = SteppedClock()
        let pacer = Pacer(
            buckets: ["orders": TokenBucket(capacity: 2, refillPerSecond: 0.5, at: clock.seconds)],
            clock: clock.pacer)
        for _ in 0..<6 { try await pacer.take(1, of: "orders") }
        #expect(clock.now.milliseconds(since: SteppedClock().now) == 8000)
    }

    @Test func `sleepers wake when their time has come, the earliest first`() async throws {
        let clock = SteppedClock(.waits)
        let sleepers = [30, 10, 20].map { seconds in
            Task { try await clock.sleep(Double(seconds)) }
        }
        await clock.waitForSleepers(3)

        clock.advance(seconds: 10)
        try await sleepers[1].value
        #expect(clock.sleeperCount == 2)

        clock.advance(seconds: 10)
        try await sleepers[2].value
        #expect(clock.sleeperCount == 1)

        clock.advance(minutes: 1)
        try await sleepers[0].value
        #expect(clock.sleptSeconds == 60)
    }

    @Test func `a sleeper who is given up wakes at once`() async {
        for sleep in [SteppedClock.Sleep.waits, .advances] {
            let clock = SteppedClock(sleep)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await clock.sleep(10)
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(clock.sleptSeconds == 0)
        }
    }
}
