package import HTTP

/// How an answer reaches the one who asked, or does not.
package struct Delivery: Hashable, Sendable {
    package var end: End
    /// What passes before the first byte.
    package var delaySeconds: Double = 0
    package var drip: Drip?

    package enum End: Hashable, Sendable {
        case whole(HTTPResponse)
        /// No connection; nothing was done.
        case refused
        /// The connection closes without an answer.
        case reset
        /// Nothing ever comes.
        case silence
        /// The head says the whole length, and the connection closes after so many bytes of the body.
        case cutOff(HTTPResponse, afterBytes: Int)
    }

    package struct Drip: Hashable, Sendable {
        package let bytes: Int
        package let pauseSeconds: Double
    }

    package init(_ end: End) { self.end = end }

    /// The head and body that begin to arrive; nil where none do.
    package var response: HTTPResponse? {
        switch end {
        case .whole(let response), .cutOff(let response, _): response
        case .refused, .reset, .silence: nil
        }
    }

    /// How many bytes of the body arrive.
    package var arrivingBytes: Int {
        switch end {
        case .whole(let response): response.body.count
        case .cutOff(_, let count): count
        case .refused, .reset, .silence: 0
        }
    }
}

extension Fault {
    /// Where the platform is not asked at all; nil where it is.
    func endInsteadOfPlatform(lastPage: HTTPResponse?) -> Delivery.End? {
        switch self {
        case .refused: .refused
        case .reset(.before): .reset
        case .silence(.before): .silence
        case .status(let code, .before, let retryAfter, let body):
            .whole(.error(code, retryAfterSeconds: retryAfter, body: body))
        case .loginPage: .whole(.loginPage)
        case .duplicatePage: lastPage.map { .whole($0) }
        default: nil
        }
    }

    /// What becomes of what the platform answered; nil where the fault changes nothing.
    func end(of answer: HTTPResponse, roll: UInt64) -> Delivery.End? {
        switch self {
        case .reset(.after): .reset
        case .silence(.after): .silence
        case .truncated(let percent):
            answer.body.isEmpty
                ? .reset
                : .cutOff(
                    answer,
                    afterBytes: min(answer.body.count - 1, answer.body.count * max(0, percent) / 100))
        case .status(let code, .after, let retryAfter, let body):
            .whole(.error(code, retryAfterSeconds: retryAfter, body: body))
        case .garbage: .whole(answer.withWarningBefore)
        case .invalidUTF8: answer.withInvalidUTF8.map { .whole($0) }
        case .reordered: answer.reordered(roll: roll).map { .whole($0) }
        default: nil
        }
    }

    /// Adds a companion; false where there is nothing to add it to.
    func joins(_ delivery: inout Delivery) -> Bool {
        switch self {
        case .delay(let seconds):
            delivery.delaySeconds += max(0, seconds)
            return true
        case .drip(let bytes, let pause):
            guard delivery.response != nil else { return false }
            delivery.drip = Delivery.Drip(bytes: max(1, bytes), pauseSeconds: max(0, pause))
            return true
        case .clockSkew(let seconds):
            guard let answer = delivery.response, let skewed = answer.skewed(bySeconds: seconds) else {
                return false
            }
            if case .cutOff(_, let count) = delivery.end {
                delivery.end = .cutOff(skewed, afterBytes: count)
            } else {
                delivery.end = .whole(skewed)
            }
            return true
        default: return false
        }
    }
}
