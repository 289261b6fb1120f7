import Commerce
import Connectors
import Foundation
import HTTP

/// What proves to a platform who asks: a key that stays as it is, or a token that is renewed while Mercer works.
enum AccessToken: Sendable {
    case key(String)
    case renewed(TokenKeeper)

    /// The token that is good now.
    ///
    /// - Parameter stale: one that the platform has just refused.
    /// - Throws: `.signIn` where only the seller can give another one.
    func current(butNot stale: OAuth2Token? = nil) async throws(ChannelFailure) -> OAuth2Token {
        switch self {
        case .key(let key): return OAuth2Token(access: key)
        case .renewed(let keeper):
            do throws(OAuth2Failure) { return try await keeper.current(butNot: stale) } catch {
                throw ChannelFailure(error)
            }
        }
    }

    /// Whether a refused token may be a matter of time, so that asking once more is worth it.
    var canRenew: Bool { if case .renewed = self { true } else { false } }
}

extension AccessToken {
    /// The token that a sign-in in the browser left among a connection's values, kept fresh; nil where there is none.
    init?(_ tools: PlatformTools, renewing provider: OAuth2Provider) {
        guard let token = OAuth2Token(values: tools.values) else { return nil }
        let now = tools.now
        let seconds: @Sendable () -> Double = { Double(now().milliseconds) / 1000 }
        let renewal = AccessRenewal(
            provider: provider, http: tools.http, vault: tools.vault, now: seconds, sleep: tools.sleep)
        self = .renewed(
            TokenKeeper(
                token: token, now: seconds,
                renew: { old throws(OAuth2Failure) in try await renewal.next(after: old) },
                save: { try await renewal.save($0) }))
    }
}

/// Gets the next token where another Mercer on the same shop may be getting it too.
private struct AccessRenewal: Sendable {
    let provider: OAuth2Provider
    let http: any HTTPClient
    let vault: (any TokenVault)?
    let now: @Sendable () -> Double
    let sleep: @Sendable (Double) async throws -> Void

    func next(after old: OAuth2Token) async throws(OAuth2Failure) -> OAuth2Token {
        // Without a place to keep it a new one would be lost, and with it the one that renews.
        guard vault != nil else { throw .notSaved(reason: "the connection is only tried") }
        if let kept = await kept(otherThan: old) { return kept }
        do throws(OAuth2Failure) {
            return try await provider.refresh(old, over: http, now: now())
        } catch .network(let failure) {
            throw .network(failure)
        } catch {
            // A refresh token that is good once was used by the other Mercer, which may be just about to save the next.
            for pause in [0, 0.5, 1.5] {
                // Cancelled while it waits: then what is kept now decides.
                if pause > 0 { try? await sleep(pause) }
                if let kept = await kept(otherThan: old) { return kept }
            }
            throw error
        }
    }

    /// What another program has put there meanwhile, if it is good.
    private func kept(otherThan old: OAuth2Token) async -> OAuth2Token? {
        // What cannot be read is no newer token; saving the next one will say what is wrong.
        guard let values = try? await vault?.secrets(), let token = OAuth2Token(values: values),
            token.access != old.access, token.isFresh(at: now(), margin: 60)
        else { return nil }
        return token
    }

    func save(_ token: OAuth2Token) async throws {
        guard let vault else { return }
        let all = try await vault.secrets()
        try await vault.save(
            all.filter { !BrowserAccess.secrets.contains($0.key) }.merging(token.values) { $1 })
    }
}

extension OAuth2Token {
    /// As it stands among a connection's secrets.
    init?(values: [String: String]) {
        guard let access = values[BrowserAccess.token], !access.isEmpty else { return nil }
        self.init(
            access: access, refresh: values[BrowserAccess.renewal],
            expiresAt: values[BrowserAccess.end].flatMap(Double.init),
            scopes: (values[BrowserAccess.scopes] ?? "").split(separator: ",").map(String.init))
    }

    var values: [String: String] {
        var values = [BrowserAccess.token: access]
        values[BrowserAccess.renewal] = refresh
        values[BrowserAccess.end] = expiresAt.map { String($0) }
        if !scopes.isEmpty { values[BrowserAccess.scopes] = scopes.joined(separator: ",") }
        return values
    }
}

extension ChannelFailure {
    /// Why there is no token, as what Mercer does next.
    init(_ failure: OAuth2Failure) {
        switch failure {
        case .needsSignIn(let reason): self = .signIn(reason: reason)
        case .denied(let reason): self = .rejected(reason: "It was not allowed there: \(reason).")
        case .wrongState:
            self = .rejected(
                reason: "What came back belongs to another sign-in. Begin again, and use the newest page.")
        case .refused(_, let reason): self = .signIn(reason: reason)
        case .unreadable(let status) where status >= 500:
            self = .down(
                reason: "it gives no token (\(status))", retryAfterSeconds: nil, surelyNotDone: false)
        case .unreadable(429): self = .throttled(retryAfterSeconds: nil)
        case .unreadable(let status):
            self = .unreadable(reason: "What answered the sign-in gives no token (\(status)).")
        case .network(let failure): self.init(failure)
        case .notSaved(let reason):
            self = .rejected(reason: "The renewed permission could not be saved: \(reason).")
        }
    }

    /// Of a request that got no answer.
    init(_ failure: HTTPFailure) {
        switch failure {
        case .notSent(let reason): self = .offline(reason: reason)
        case .untrusted(let reason): self = .untrusted(reason: reason)
        case .unanswered(let reason): self = .unanswered(reason: reason)
        case .tooLarge(let limit): self = .unreadable(reason: "The answer is larger than \(limit) bytes.")
        case .malformed(let reason): self = .rejected(reason: reason)
        case .cancelled: self = .cancelled
        }
    }
}
