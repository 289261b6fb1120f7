/// Sends again what may be sent again. A stream is begun again only while it has no head.
package struct RetryingClient: HTTPClient {
    private let base: any HTTPClient
    private let policy: RetryPolicy
    private let now: @Sendable () -> Double
    private let sleep: @Sendable (Double) async throws -> Void
    private let random: @Sendable () -> Double

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - sleep: seconds; throws when its task is cancelled.
    ///   - random: from 0 to 1.
    package init(
        _ base: any HTTPClient, policy: RetryPolicy = RetryPolicy(), now: @escaping @Sendable () -> Double,
        sleep: @escaping @Sendable (Double) async throws -> Void, random: @escaping @Sendable () -> Double
    ) {
        self.base = base
        self.policy = policy
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        var attempt = 1
        while true {
            let outcome: Result<HTTPResponse, HTTPFailure>
            do throws(HTTPFailure) {
                outcome = .success(try await base.send(request))
            } catch {
                outcome = .failure(error)
            }
            guard try await waits(request, outcome, attempt) else { return try outcome.get() }
            attempt += 1
        }
    }

    package func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        var attempt = 1
        while true {
            do throws(HTTPFailure) {
                let stream = try await base.stream(request)
                let head = HTTPResponse(status: stream.status, headers: stream.headers)
                guard try await waits(request, .success(head), attempt) else { return stream }
            } catch {
                guard try await waits(request, .failure(error), attempt) else { throw error }
            }
            attempt += 1
        }
    }

    private func waits(
        _ request: HTTPRequest, _ outcome: Result<HTTPResponse, HTTPFailure>, _ attempt: Int
    ) async throws(HTTPFailure) -> Bool {
        let decision = policy.decision(
            request, outcome: outcome, attempt: attempt, now: now(), random: random())
        guard case .retry(let seconds) = decision else { return false }
        do { try await sleep(seconds) } catch { throw .cancelled }
        return true
    }
}
