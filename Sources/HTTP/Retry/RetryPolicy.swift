/// Whether a request is sent once more, and when. Decides only; whoever sends it waits.
package struct RetryPolicy: Sendable, Hashable {
    /// How often it is sent at most, the first time included.
    package var maxAttempts: Int
    /// The wait before the second attempt; each further one is twice as long, up to `longestDelay`.
    package var firstDelay: Double
    package var longestDelay: Double
    /// A server that asks for more patience than this is left to whoever plans the work.
    package var longestRetryAfter: Double

    package init(
        maxAttempts: Int = 4, firstDelay: Double = 0.5, longestDelay: Double = 30,
        longestRetryAfter: Double = 120
    ) {
        self.maxAttempts = maxAttempts
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.longestRetryAfter = longestRetryAfter
    }

    package enum Decision: Sendable, Hashable {
        case retry(afterSeconds: Double)
        case giveUp
    }

    /// - Parameters:
    ///   - attempt: how often it has been sent, from 1.
    ///   - now: seconds since 1970, for a Retry-After that is a date.
    ///   - random: from 0 to 1; spreads the waits of many that failed together between half and the whole.
    package func decision(
        _ request: HTTPRequest, outcome: Result<HTTPResponse, HTTPFailure>, attempt: Int, now: Double,
        random: Double
    ) -> Decision {
        guard attempt < maxAttempts, Self.isWorthwhile(outcome, of: request) else { return .giveUp }
        var delay = backoff(attempt: attempt, random: random)
        if case .success(let response) = outcome, let asked = RetryAfter.seconds(in: response, now: now) {
            guard asked <= longestRetryAfter else { return .giveUp }
            delay = max(delay, asked)
        }
        return .retry(afterSeconds: delay)
    }

    private func backoff(attempt: Int, random: Double) -> Double {
        var delay = max(0, firstDelay)
        for _ in 1..<max(1, min(attempt, 64)) { delay = min(delay * 2, longestDelay) }
        return min(delay, longestDelay) * (0.5 + 0.5 * min(max(random, 0), 1))
    }

    private static func isWorthwhile(
        _ outcome: Result<HTTPResponse, HTTPFailure>, of request: HTTPRequest
    ) -> Bool {
        let isRepeatable = request.isRepeatable ?? request.method.isIdempotent
        switch outcome {
        case .failure(.notSent): return true
        case .failure(.unanswered): return isRepeatable
        case .failure: return false
        case .success(let response):
            switch response.status {
            // Too many requests: turned away at the door, so surely not done.
            case 429: return true
            case 408, 502, 503, 504: return isRepeatable
            default: return false
            }
        }
    }
}
