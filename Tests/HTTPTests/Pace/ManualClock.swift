import HTTP
import Synchronization

/// Stands still until a test moves it on.
final class ManualClock: Sendable {
    private struct State {
        var now: Double
        var sleepers: [(until: Double, call: AsyncStream<Void>.Continuation)] = []
        var sleeps = 0
    }

    private let state: Mutex<State>

    init(_ now: Double = 0) { state = Mutex(State(now: now)) }

    var now: Double { state.withLock { $0.now } }
    /// How many sleep now.
    var sleepers: Int { state.withLock { $0.sleepers.count } }
    /// How often anybody went to sleep.
    var sleeps: Int { state.withLock { $0.sleeps } }

    var clock: Pacer.Clock {
        Pacer.Clock(now: { self.now }, sleep: { try await self.sleep($0) })
    }

    private func sleep(_ seconds: Double) async throws {
        let (calls, caller) = AsyncStream<Void>.makeStream()
        state.withLock { state in
            state.sleeps += 1
            state.sleepers.append((state.now + seconds, caller))
        }
        for await _ in calls { return }
        throw CancellationError()
    }

    func set(_ now: Double) { state.withLock { $0.now = now } }

    /// To the moment when the next one wakes; nothing where nobody sleeps.
    func moveToNext() {
        let call = state.withLock { state -> AsyncStream<Void>.Continuation? in
            guard
                let place = state.sleepers.indices.min(by: {
                    state.sleepers[$0].until < state.sleepers[$1].until
                })
            else { return nil }
            let sleeper = state.sleepers.remove(at: place)
            state.now = max(state.now, sleeper.until)
            return sleeper.call
        }
        call?.yield()
    }
}
