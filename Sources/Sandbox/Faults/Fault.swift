/// One thing that goes wrong between a request and its answer.
package enum Fault: Hashable, Sendable {
    /// The answer comes so much later. What was asked is done at once.
    case delay(seconds: Double)
    /// No connection; nothing is done. On a real port it can only be closed right away.
    case refused
    /// The connection is closed without an answer.
    case reset(Moment)
    /// The connection stays open, and nothing ever comes.
    case silence(Moment)
    /// Done, and only so much of the body arrives. An answer without a body is a reset instead.
    case truncated(percent: Int)
    /// Something on the way, or the platform itself, answers with an error.
    case status(Int, Moment = .before, retryAfterSeconds: Int? = nil, body: ErrorBody = .json)
    /// Done, and the answer is no JSON: a warning of the host's own stands before it.
    case garbage
    /// Not done: a page that asks to sign in, with status 200.
    case loginPage
    /// Done, and the first string in the body holds bytes that are no UTF-8.
    case invalidUTF8
    /// Not asked of the platform: what the same path answered last comes again. Nothing where it has answered nothing.
    case duplicatePage
    /// Done, and the items of an answer that is a JSON array stand in another order. Nothing for other answers.
    case reordered
    /// The answer's `Date` is so many seconds ahead; behind when negative. Nothing where there is no `Date`.
    case clockSkew(seconds: Int)
    /// The token ends before its time, and can be renewed. Nothing where the platform gave none on a sign-in page.
    case tokenExpired
    /// The token ends and what renews it too: only the seller can give another one.
    case tokenRevoked
    /// The body comes in pieces of so many bytes with a pause before each.
    case drip(bytes: Int, pauseSeconds: Double)

    /// Whether the platform has acted when it goes wrong.
    package enum Moment: String, Hashable, Sendable, CaseIterable {
        case before, after
    }

    /// What stands in an error's body: what a platform writes, the web server's own page, or nothing.
    package enum ErrorBody: String, Hashable, Sendable, CaseIterable {
        case json, html, empty
    }

    /// Whether it goes together with others: it slows the answer or changes its clock, and leaves it an answer.
    var isCompanion: Bool {
        switch self {
        case .delay, .clockSkew, .drip: true
        default: false
        }
    }

    /// Whether it is the platform itself that forgets a token; its answer is its own then.
    var endsToken: Bool { self == .tokenExpired || self == .tokenRevoked }
}
