/// Sends requests. The network arrives through this, so that a test can be the network.
package protocol HTTPClient: Sendable {
    /// Sends it and waits for the whole answer. Any status is an answer, not a failure.
    ///
    /// Sends once: whether to try again is its caller's to know. Cancelling the task ends the transfer.
    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse

    /// Sends it and answers once the head is there.
    func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream
}

/// Why there is no answer. The cases say what that means for what was asked, not what the library said.
package enum HTTPFailure: Error, Sendable, Hashable {
    /// It never left: no such host, refused, no route, no network. Nothing was done there.
    case notSent(reason: String)
    /// The other side could not prove who it is. Nothing was sent.
    case untrusted(reason: String)
    /// It left, and no whole answer came: time-out, reset, cut off. It may have been done.
    case unanswered(reason: String)
    /// The answer is larger than the limit. It may have been done.
    case tooLarge(limit: Int)
    /// The request itself cannot be sent: a URL that is none, a file that is not there.
    case malformed(reason: String)
    /// The caller gave up. It may have been done.
    case cancelled

    /// Whether the other side can have acted on the request.
    package var mayHaveBeenDone: Bool {
        switch self {
        case .notSent, .untrusted, .malformed: false
        case .unanswered, .tooLarge, .cancelled: true
        }
    }
}
