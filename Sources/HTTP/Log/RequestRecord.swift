/// One line of the request log. Holds no secret and nothing of a body.
package struct RequestRecord: Sendable, Hashable {
    /// Seconds since 1970, when it was sent.
    package var at: Double
    package var method: HTTPRequest.Method
    /// Redacted.
    package var url: String
    /// What the request calls itself.
    package var label: String
    package var headers: HTTPHeaders
    /// Nil without an answer.
    package var status: Int?
    /// Of the bodies, after decompression. Of a stream, what had come when it ended.
    package var bytesSent: Int
    package var bytesReceived: Int
    /// Seconds, until the body's end.
    package var duration: Double
    package var failure: Failure?

    /// What ``HTTPFailure`` says, without its words, which quote what was asked.
    package enum Failure: String, Sendable, Hashable {
        case notSent, untrusted, unanswered, tooLarge, malformed, cancelled

        init(_ failure: HTTPFailure) {
            self =
                switch failure {
                case .notSent: .notSent
                case .untrusted: .untrusted
                case .unanswered: .unanswered
                case .tooLarge: .tooLarge
                case .malformed: .malformed
                case .cancelled: .cancelled
                }
        }
    }

    package init(_ request: HTTPRequest, at: Double) {
        self.at = at
        method = request.method
        url = Redaction.url(request.url)
        label = Redaction.line(request.label)
        headers = Redaction.headers(request.headers)
        bytesSent = request.body.bytes.count
        bytesReceived = 0
        duration = 0
    }
}
