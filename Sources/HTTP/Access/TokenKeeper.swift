/// Holds a connection's token and renews it a little before it ends, once for all who wait (LESSONS 50).
package actor TokenKeeper {
    private var token: OAuth2Token
    private var renewal: Task<Result<OAuth2Token, OAuth2Failure>, Never>?
    /// Said once by the platform, it stays so until the seller has signed in.
    private var refusal: OAuth2Failure?
    /// Given by the platform and not kept yet. Where a refresh token is good once, asking anew would find the old one
    /// used up.
    private var unsaved: OAuth2Token?
    private let renew: @Sendable (OAuth2Token) async throws(OAuth2Failure) -> OAuth2Token
    private let save: @Sendable (OAuth2Token) async throws -> Void
    private let now: @Sendable () -> Double
    private let margin: Double

    /// - Parameters:
    ///   - margin: seconds before its end from which on a token is not used any more.
    ///   - now: seconds since 1970.
    ///   - renew: asks the platform, as ``OAuth2Provider/refresh(_:over:now:)`` does.
    ///   - save: keeps the new token. Nobody gets it before this has returned: where refresh tokens are good once, a
    ///     crash in between would lose the connection.
    package init(
        token: OAuth2Token, margin: Double = 120, now: @escaping @Sendable () -> Double,
        renew: @escaping @Sendable (OAuth2Token) async throws(OAuth2Failure) -> OAuth2Token,
        save: @escaping @Sendable (OAuth2Token) async throws -> Void
    ) {
        self.token = token
        self.margin = margin
        self.now = now
        self.renew = renew
        self.save = save
    }

    /// A token that is good now.
    ///
    /// - Parameter stale: one that the platform has just refused although it should be good: if it is still the one
    ///   held, it is renewed.
    package func current(butNot stale: OAuth2Token? = nil) async throws(OAuth2Failure) -> OAuth2Token {
        if let refusal { throw refusal }
        if token != stale, token.isFresh(at: now(), margin: margin) { return token }
        let result = await (renewal ?? begin()).value
        do throws(OAuth2Failure) {
            return try result.get()
        } catch {
            // Its margin is not its end: while the platform cannot be reached, the old one may do.
            if case .network = error, token != stale, token.isFresh(at: now(), margin: 0) { return token }
            throw error
        }
    }

    /// The seller has signed in again. The token is saved already.
    package func replace(_ token: OAuth2Token) {
        self.token = token
        unsaved = nil
        refusal = nil
    }

    /// A task of its own, so that one caller who gives up does not end it for the others; it ends by the request's own
    /// limits.
    private func begin() -> Task<Result<OAuth2Token, OAuth2Failure>, Never> {
        let old = token
        let task = Task { await self.finish(old) }
        renewal = task
        return task
    }

    private func finish(_ old: OAuth2Token) async -> Result<OAuth2Token, OAuth2Failure> {
        let result: Result<OAuth2Token, OAuth2Failure>
        do throws(OAuth2Failure) {
            result = .success(try await renewed(old))
        } catch {
            result = .failure(error)
        }
        renewal = nil
        // The seller may have signed in meanwhile, and then what became of the old one is no matter.
        guard token == old else { return .success(token) }
        switch result {
        case .success(let new): token = new
        case .failure(.needsSignIn(let reason)): refusal = .needsSignIn(reason: reason)
        case .failure: break
        }
        return result
    }

    private func renewed(_ old: OAuth2Token) async throws(OAuth2Failure) -> OAuth2Token {
        let new: OAuth2Token
        if let unsaved { new = unsaved } else { new = try await renew(old) }
        do {
            try await save(new)
        } catch {
            unsaved = new
            throw .notSaved(reason: Redaction.line("\(type(of: error))"))
        }
        unsaved = nil
        return new
    }
}
