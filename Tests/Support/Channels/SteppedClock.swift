package import Commerce
package import HTTP
import Synchronization
import Testing

/// A made-up clock: it moves when it is told to, so that a test of hours takes no time and always sees the same ones.
///
/// One of them gives the shop's, the pacers' and the platforms' time, so that all agree what time it is.
package final class SteppedClock: Sendable {
    /// What sleeping does.
    package enum Sleep: Sendable {
        /// It is at once so much later. For what runs by itself.
        case advances
        /// It lasts until somebody else moves the clock far enough. For what two run side by side.
        case waits
    }

    private let state: Mutex<State>
    private let sleep: Sleep

    /// - Parameter start: 2026-11-21, nine o'clock in UTC, unless told otherwise.
    package init(_ sleep: Sleep = .advances, at start: Instant = Instant(seconds: 1_795_251_600)) {
        self.sleep = sleep
        state = Mutex(State(now: start))
    }

    /// The moment it is.
    package var now: Instant { state.withLock { $0.now } }
    /// The same, in seconds since 1970.
    package var seconds: Double { state.withLock { $0.seconds } }
    /// How many seconds were slept in all, by whomever.
    package var sleptSeconds: Double { state.withLock { $0.slept } }
    /// How many are asleep.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Makes it so much later, and wakes whose time has come, the earliest first.
    package func advance(seconds: Double) {
        let woken = state.withLock { $0.advance(seconds) }
        for sleeper in woken { sleeper.resume() }
    }

    package func advance(minutes: Int) { advance(seconds: Double(minutes) * 60) }
    package func advance(hours: Int) { advance(seconds: Double(hours) * 3600) }
    package func advance(days: Int) { advance(seconds: Double(days) * 86_400) }

    /// Sleeps as the clock was made to.
    ///
    /// - Throws: `CancellationError` when the task is given up, before or during it.
    package func sleep(_ seconds: Double) async throws {
        try Task.checkCancellation()
        guard seconds > 0 else { return }
        switch sleep {
        case .advances:
            state.withLock { $0.slept += seconds }
            advance(seconds: seconds)
        case .waits: try await waitUntilAdvanced(by: seconds)
        }
    }

    /// Returns once so many are asleep, so that a test moves the clock when all have arrived at it, or once the test is
    /// given up.
    package func waitForSleepers(_ count: Int) async {
        let ticket = state.withLock { $0.ticket() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wake in
                let isOver = state.withLock { state in
                    guard state.sleepers.count < count, !Task.isCancelled else { return true }
                    state.watchers[ticket] = State.Watcher(count: count, wake: wake)
                    return false
                }
                if isOver { wake.resume() }
            }
        } onCancel: {
            state.withLock { $0.watchers.removeValue(forKey: ticket) }?.wake.resume()
        }
    }

    private func waitUntilAdvanced(by seconds: Double) async throws {
        let ticket = state.withLock { state in
            state.slept += seconds
            return state.ticket()
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wake in
                let arrived = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
                    // Cancelled between the check and here: the handler found no sleeper to wake.
                    if Task.isCancelled { return nil }
                    state.sleepers[ticket] = State.Sleeper(until: state.seconds + seconds, wake: wake)
                    return state.arrived()
                }
                guard let arrived else { return wake.resume(throwing: CancellationError()) }
                for watcher in arrived { watcher.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: ticket) }
            sleeper?.wake.resume(throwing: CancellationError())
        }
    }
}

extension SteppedClock {
    /// For `World.now`, and for the platforms' clock.
    package var nowClosure: @Sendable () -> Instant { { self.now } }
    /// For whoever waits.
    package var sleepClosure: @Sendable (Double) async throws -> Void { { try await self.sleep($0) } }
    /// For a pacer.
    package var pacer: Pacer.Clock { Pacer.Clock(now: { self.seconds }, sleep: sleepClosure) }

    /// A world with this clock, whose other members fail.
    package var world: World { .test(now: nowClosure) }
}

private struct State {
    var now: Instant
    /// Below a millisecond, in seconds, so that many short sleeps add up.
    var rest = 0.0
    var slept = 0.0
    var lastTicket = 0
    var sleepers: [Int: Sleeper] = [:]
    var watchers: [Int: Watcher] = [:]

    init(now: Instant) { self.now = now }

    struct Sleeper {
        let until: Double
        let wake: CheckedContinuation<Void, any Error>
    }

    struct Watcher {
        let count: Int
        let wake: CheckedContinuation<Void, Never>
    }

    var seconds: Double { Double(now.milliseconds) / 1000 + rest }

    mutating func ticket() -> Int {
        lastTicket += 1
        return lastTicket
    }

    mutating func advance(_ seconds: Double) -> [CheckedContinuation<Void, any Error>] {
        let milliseconds = (rest + max(0, seconds)) * 1000
        // Half a microsecond makes up for sums such as 0.1 + 0.2, which fall a little short.
        let whole = (milliseconds + 0.0005).rounded(.down)
        now = now.adding(milliseconds: Int64(whole))
        rest = max(0, milliseconds - whole) / 1000
        let due = sleepers.filter { $0.value.until <= self.seconds + 0.000_000_5 }
        for ticket in due.keys { sleepers[ticket] = nil }
        return due.sorted { ($0.value.until, $0.key) < ($1.value.until, $1.key) }.map(\.value.wake)
    }

    /// Those who waited for as many sleepers as there are.
    mutating func arrived() -> [CheckedContinuation<Void, Never>] {
        let satisfied = watchers.filter { $0.value.count <= sleepers.count }
        for ticket in satisfied.keys { watchers[ticket] = nil }
        return satisfied.values.map(\.wake)
    }
}
