/// Why a channel did not do what it was asked. The cases are what Mercer does next.
package enum ChannelFailure: Error, Hashable, Sendable {
    /// No network, no such host, refused: nothing left. Tried again later.
    case offline(reason: String)
    /// The other side is not who it says it is. Tried again only after a person has looked.
    case untrusted(reason: String)
    /// It left and no whole answer came. A write is in doubt.
    case unanswered(reason: String)
    /// Too much at once. Nothing was done.
    case throttled(retryAfterSeconds: Double?)
    /// It is out of order: 5xx, maintenance. Whether a write was done is open unless `surely` says it was not.
    case down(reason: String, retryAfterSeconds: Double?, surelyNotDone: Bool)
    /// The keys are wrong, revoked or run out: `needs sign-in`, with the queue kept.
    case signIn(reason: String)
    /// The keys are right and may not do this.
    case notAllowed(reason: String, scope: String?)
    /// The platform's rules refuse it, in its own words.
    case rejected(reason: String)
    /// There is no such thing there any more.
    case gone(reason: String)
    /// What answered is not the platform, or not in a form that can be read: a login page, HTML, cut-off JSON.
    case unreadable(reason: String)
    case cancelled

    /// Whether a write may have been done all the same.
    package var leavesDoubt: Bool {
        switch self {
        case .unanswered, .unreadable, .cancelled: true
        case .down(_, _, let surelyNotDone): !surelyNotDone
        case .offline, .untrusted, .throttled, .signIn, .notAllowed, .rejected, .gone: false
        }
    }
}
