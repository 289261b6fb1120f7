import Synchronization

/// Wakes sleepers: rung by whoever has something to do, heard by all the loops that wait.
final class Signal: Sendable {
    private struct State {
        var number = 0
        var lastTicket = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// How often it was rung.
    var number: Int { state.withLock { $0.number } }

    func ring() {
        let waiting = state.withLock { state in
            state.number += 1
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until it is rung after that number, for so many seconds at most, or until the task is cancelled.
    func wait(
        after number: Int, atMost seconds: Double, sleep: @escaping @Sendable (Double) async throws -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in await listen(after: number) }
            group.addTask {
                // Being cancelled is being woken.
                try? await sleep(seconds)
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func listen(after number: Int) async {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state -> Bool in
                    guard state.number == number, !Task.isCancelled else { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { $0.waiting.removeValue(forKey: ticket) }
            waiting?.resume()
        }
    }
}
