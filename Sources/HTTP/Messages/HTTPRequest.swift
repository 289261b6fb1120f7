package import Foundation

/// What is asked of a server.
package struct HTTPRequest: Sendable, Hashable {
    package enum Method: String, Sendable, Hashable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether doing it twice is doing it once (RFC 9110, 9.2.2). A platform may break that; then its channel says so.
        package var isIdempotent: Bool { self != .post && self != .patch }
    }

    package var method: Method
    /// Absolute, and percent-encoded already.
    package var url: String
    package var headers: HTTPHeaders
    package var body: HTTPBody
    package var limits: HTTPLimits
    /// Redirects are answers, not followed, unless asked for; credentials never cross to another host.
    package var followsRedirects: Bool
    /// Whether sending it again after a failure that leaves its fate open cannot do harm. Nil: what the method says.
    package var isRepeatable: Bool?
    /// What the request log calls it, such as "orders, page 3"; never a secret.
    package var label: String

    package init(
        _ method: Method, _ url: String, headers: HTTPHeaders = [:], body: HTTPBody = .none,
        limits: HTTPLimits = HTTPLimits(), followsRedirects: Bool = false, isRepeatable: Bool? = nil,
        label: String = ""
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.followsRedirects = followsRedirects
        self.isRepeatable = isRepeatable
        self.label = label
    }
}

package enum HTTPBody: Sendable, Hashable {
    case none
    case bytes(Data)
    /// Read from the file while it is sent, so that it is never in memory whole.
    case file(path: String)

    package var bytes: Data {
        if case .bytes(let data) = self { return data }
        return Data()
    }
}

/// How long each part of a request may take, and how much may come back.
package struct HTTPLimits: Sendable, Hashable {
    /// Until there is a connection, TLS included.
    package var connect: Duration
    /// Without a byte coming or going.
    package var idle: Duration
    /// From beginning to end.
    package var whole: Duration
    /// Of the answer's body after decompression; more is a failure, not a shorter body.
    package var bodyBytes: Int

    package init(
        connect: Duration = .seconds(10), idle: Duration = .seconds(30), whole: Duration = .seconds(120),
        bodyBytes: Int = 64 << 20
    ) {
        self.connect = connect
        self.idle = idle
        self.whole = whole
        self.bodyBytes = bodyBytes
    }
}
