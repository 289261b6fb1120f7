package import HTTP
import Synchronization

/// A network in which the program dies: at the request of that number everything it wanted to write afterwards is lost,
/// as a kill would lose it, whether the other side has done what it was asked or not.
package final class KillingClient: HTTPClient {
    private let client: any HTTPClient
    private let state = Mutex(State())

    private struct State {
        var countdown: Int?
        var isAfter = false
        var die: (@Sendable () -> Void)?
        var isDead = false
    }

    package init(_ client: any HTTPClient) { self.client = client }

    /// Kills at the next request but so many, before it arrives there or after it was done.
    package func kill(afterRequests count: Int, whenDone isAfter: Bool, _ die: @escaping @Sendable () -> Void)
    {
        state.withLock { $0 = State(countdown: count, isAfter: isAfter, die: die) }
    }

    /// The program runs again.
    package func revive() { state.withLock { $0 = State() } }

    package var isDead: Bool { state.withLock { $0.isDead } }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let (isTurn, isAfter) = state.withLock { state -> (Bool, Bool) in
            guard let countdown = state.countdown else { return (false, false) }
            state.countdown = countdown > 0 ? countdown - 1 : nil
            return (countdown == 0, state.isAfter)
        }
        if isDead { throw .cancelled }
        guard isTurn else { return try await client.send(request) }
        if isAfter { _ = try? await client.send(request) }
        let die = state.withLock { state in
            state.isDead = true
            return state.die
        }
        die?()
        throw .cancelled
    }

    package func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        try await client.stream(request)
    }
}
