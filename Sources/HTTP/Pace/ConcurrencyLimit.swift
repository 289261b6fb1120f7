/// So many at once and no more, for a platform that counts open requests. Who waits goes in the order of coming, what a
/// person does before what runs by itself.
package actor ConcurrencyLimit {
    private let most: Int
    private var running = 0
    private var interactive: [Place] = []
    private var background: [Place] = []

    package init(_ most: Int) {
        self.most = max(1, most)
    }

    /// Does it when there is room.
    package func run<Value: Sendable>(
        lane: Pacer.Lane = .background, _ body: @Sendable () async throws(HTTPFailure) -> Value
    ) async throws(HTTPFailure) -> Value {
        try await enter(lane)
        defer { leave() }
        return try await body()
    }

    private func enter(_ lane: Pacer.Lane) async throws(HTTPFailure) {
        if running < most, interactive.isEmpty, background.isEmpty {
            running += 1
            return
        }
        let place = Place()
        if lane == .interactive { interactive.append(place) } else { background.append(place) }
        for await _ in place.calls { break }
        guard !isWaiting(place) else {
            // Its task has ended before its turn came.
            interactive.removeAll { $0 === place }
            background.removeAll { $0 === place }
            throw .cancelled
        }
        // Its turn came, with the room of one that left, even if the task has ended by now.
        if Task.isCancelled {
            leave()
            throw .cancelled
        }
    }

    private func isWaiting(_ place: Place) -> Bool {
        interactive.contains { $0 === place } || background.contains { $0 === place }
    }

    private func leave() {
        let next = interactive.isEmpty ? background.first : interactive.first
        guard let next else {
            running -= 1
            return
        }
        if interactive.isEmpty { background.removeFirst() } else { interactive.removeFirst() }
        next.caller.yield()
    }

    private final class Place: Sendable {
        let calls: AsyncStream<Void>
        let caller: AsyncStream<Void>.Continuation

        init() { (calls, caller) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }
    }
}
