import Synchronization

/// Wakes a sleeper: rung by whoever has something to do, heard by the one loop that waits.
final class Signal: Sendable {
    private struct State {
        var number = 0
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// How often it was rung.
    var number: Int { state.withLock { $0.number } }

    func ring() {
        let waiting = state.withLock { state in
            state.number += 1
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Waits until it is rung after that number, for so many seconds at most, or until the task is cancelled.
    func wait(
        after number: Int, atMost seconds: Double, sleep: @escaping @Sendable (Double) async throws -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                await withTaskCancellationHandler {
                    await withCheckedContinuation { continuation in
                        let isDue = state.withLock { state -> Bool in
                            guard state.number == number, !Task.isCancelled else { return true }
                            state.waiting = continuation
                            return false
                        }
                        if isDue { continuation.resume() }
                    }
                } onCancel: {
                    let waiting = state.withLock { state in
                        defer { state.waiting = nil }
                        return state.waiting
                    }
                    waiting?.resume()
                }
            }
            group.addTask {
                // Being cancelled is being woken.
                try? await sleep(seconds)
            }
            await group.next()
            group.cancelAll()
        }
    }
}
