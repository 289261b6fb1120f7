/// What lets a program act for a seller (RFC 6749). Its words never appear in a description.
package struct OAuth2Token: Hashable, Sendable, Codable, CustomStringConvertible,
    CustomDebugStringConvertible,
    CustomReflectable
{
    package var access: String
    /// Nil where the platform gives none; then the seller signs in again when it ends.
    package var refresh: String?
    /// Seconds since 1970; nil for a token that does not end.
    package var expiresAt: Double?
    /// What it may do; empty where the platform does not say.
    package var scopes: [String]

    package init(access: String, refresh: String? = nil, expiresAt: Double? = nil, scopes: [String] = []) {
        self.access = access
        self.refresh = refresh
        self.expiresAt = expiresAt
        self.scopes = scopes
    }

    package func isFresh(at now: Double, margin: Double) -> Bool {
        expiresAt.map { now < $0 - margin } ?? true
    }

    package var description: String {
        let end = expiresAt.map { "until \(Int(exactly: $0.rounded()) ?? 0)" } ?? "without end"
        return "OAuth2Token(\(end))"
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why there is no token.
package enum OAuth2Failure: Error, Sendable, Hashable {
    /// The platform does not take it any more, or the seller took the permission back: sign in again.
    case needsSignIn(reason: String)
    /// The seller, or the platform for them, said no on the page.
    case denied(reason: String)
    /// What came back does not belong to what was asked: another page may have sent it.
    case wrongState
    /// The platform refused the program itself, such as a client secret that is wrong.
    case refused(code: String, reason: String)
    /// It answered with something that holds no token.
    case unreadable(status: Int)
    /// No answer; what was there before is still good for what it is.
    case network(HTTPFailure)
    /// The new token could not be kept, and so is not used: it would be lost at the next start.
    case notSaved(reason: String)
}
