import Commerce
import Foundation
import HTTP
import Synchronization

/// What was asked of a sandbox and what it answered: the outside's own account, which no client can embellish.
final class RequestBook: Sendable {
    struct Entry: Sendable {
        /// When the request was whole, by this computer's clock.
        let at: Instant
        let method: String
        /// Path and query without signatures, or the name of a GraphQL document.
        let what: String
        /// As it was answered; 429 for GraphQL's way of saying it, 0 for no answer.
        let status: Int
    }

    private let entries = Mutex<[Entry]>([])
    /// Older ones are forgotten, so that a sandbox can run for days.
    private static let most = 100_000

    /// - Parameter answer: nil where none came.
    func note(_ request: HTTPRequest, at moment: Instant, answer: HTTPResponse?) {
        let status = answer.map { Self.isThrottled($0) ? 429 : $0.status } ?? 0
        let entry = Entry(
            at: moment, method: request.method.rawValue, what: Self.what(request), status: status)
        entries.withLock { entries in
            if entries.count >= Self.most { entries.removeFirst(Self.most / 2) }
            entries.append(entry)
        }
    }

    var json: JSON {
        .array(
            entries.withLock { $0 }.map {
                [
                    "at": JSON(Int($0.at.milliseconds)), "method": JSON($0.method), "what": JSON($0.what),
                    "status": JSON($0.status),
                ]
            })
    }

    func forget() { entries.withLock { $0 = [] } }

    /// GraphQL says it with status 200.
    private static func isThrottled(_ answer: HTTPResponse) -> Bool {
        answer.body.count < 2_000 && answer.body.range(of: Data("\"THROTTLED\"".utf8)) != nil
    }

    private static func what(_ request: HTTPRequest) -> String {
        let rest = request.url.dropFirst("http://".count)
        let target = rest.drop { $0 != "/" }
        guard !target.hasSuffix("/graphql.json") else { return document(request) }
        let parts = target.split(separator: "?", maxSplits: 1)
        guard parts.count == 2 else { return String(target) }
        let query = parts[1].split(separator: "&").filter { !$0.hasPrefix("oauth_") }
        return parts[0] + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// Such as `query Orders`.
    private static func document(_ request: HTTPRequest) -> String {
        guard let json = try? JSON(request.body.bytes), let text = json["query"].string else { return "?" }
        return String(text.prefix { $0 != "(" && $0 != "{" }).trimming
    }
}

extension String {
    fileprivate var trimming: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text.drop { $0.isWhitespace })
    }
}

/// What a host bears: so many requests a second, so many at once, and 429 with a second's pause beyond that.
final class HostLimit: Sendable {
    private let perSecond: Double
    private let bucket: Mutex<TokenBucket>

    init(perSecond: Double) {
        self.perSecond = perSecond
        bucket = Mutex(TokenBucket(capacity: max(1, perSecond), refillPerSecond: perSecond))
    }

    /// Nil where it is borne.
    func refusal(at moment: Instant) -> HTTPResponse? {
        let seconds = Double(moment.milliseconds) / 1000
        let isTooMuch = bucket.withLock { bucket in
            bucket.rebase(at: seconds)
            guard bucket.level >= 1 else { return true }
            bucket.level -= 1
            return false
        }
        return isTooMuch
            ? HTTPResponse(
                status: 429, headers: ["Retry-After": "1", "Content-Type": "text/html"],
                body: .init("<h1>429 Too Many Requests</h1>".utf8)) : nil
    }
}
