import Crypto
import Foundation

/// Where a platform gives its tokens, and as whom Mercer asks for them.
package struct OAuth2Provider: Sendable {
    package var authorizeURL: String
    package var tokenURL: String
    package var clientID: String
    /// Nil for a program that cannot keep a secret, which PKCE is for.
    package var clientSecret: String?
    package var scopes: [String]
    package var style: ClientStyle
    /// Between the names of scopes: a blank by the standard, a comma with some.
    package var scopeSeparator: String
    /// Whether it checks who began by RFC 7636. Where it does not, the challenge would only be noise.
    package var usesProofKey: Bool
    /// What the exchange of the code asks for beside, such as a token that is renewed.
    package var exchangeExtra: Query

    /// How the program says who it is (RFC 6749, 2.3.1).
    package enum ClientStyle: Sendable, Hashable {
        case inBody, basicHeader
    }

    package init(
        authorizeURL: String, tokenURL: String, clientID: String, clientSecret: String? = nil,
        scopes: [String] = [], style: ClientStyle = .inBody, scopeSeparator: String = " ",
        usesProofKey: Bool = true, exchangeExtra: Query = [:]
    ) {
        self.authorizeURL = authorizeURL
        self.tokenURL = tokenURL
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scopes = scopes
        self.style = style
        self.scopeSeparator = scopeSeparator
        self.usesProofKey = usesProofKey
        self.exchangeExtra = exchangeExtra
    }

    /// The page to open in a browser.
    package func authorizePage(_ attempt: OAuth2Attempt, extra: Query = [:]) -> String {
        var query: Query = [
            "response_type": "code", "client_id": clientID, "redirect_uri": attempt.redirectURL,
            "state": attempt.state,
        ]
        if usesProofKey {
            query.add("code_challenge", attempt.challenge)
            query.add("code_challenge_method", "S256")
        }
        if !scopes.isEmpty { query.add("scope", scopes.joined(separator: scopeSeparator)) }
        for item in extra.items { query.add(item.name, item.value) }
        return query.appended(to: authorizeURL)
    }

    /// A token for the code that came with the redirect.
    ///
    /// - Parameter now: seconds since 1970, from which the token's life is reckoned.
    package func exchange(
        code: String, of attempt: OAuth2Attempt, over client: any HTTPClient, now: Double
    ) async throws(OAuth2Failure) -> OAuth2Token {
        var grant: Query = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": attempt.redirectURL,
        ]
        if usesProofKey { grant.add("code_verifier", attempt.verifier) }
        for item in exchangeExtra.items { grant.add(item.name, item.value) }
        return try await token(by: grant, over: client, now: now, label: "sign in")
    }

    /// The next token. Where the answer holds no new refresh token, the one that was sent stays good.
    package func refresh(
        _ token: OAuth2Token, over client: any HTTPClient, now: Double
    ) async throws(OAuth2Failure) -> OAuth2Token {
        guard let refresh = token.refresh else {
            throw .needsSignIn(reason: "the permission has ended, and cannot be renewed without the seller")
        }
        var next = try await self.token(
            by: ["grant_type": "refresh_token", "refresh_token": refresh], over: client, now: now,
            label: "renew the permission")
        next.refresh = next.refresh ?? refresh
        // An answer that names no scopes says that they are as before (RFC 6749, 5.1).
        if next.scopes.isEmpty { next.scopes = token.scopes }
        return next
    }

    private func token(
        by grant: Query, over client: any HTTPClient, now: Double, label: String
    ) async throws(OAuth2Failure) -> OAuth2Token {
        var form = grant
        var headers: HTTPHeaders = [
            "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
        ]
        switch (style, clientSecret) {
        case (.basicHeader, let secret?):
            let pair = "\(PercentEncoding.encode(clientID)):\(PercentEncoding.encode(secret))"
            headers.add("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())")
        default:
            form.add("client_id", clientID)
            if let clientSecret { form.add("client_secret", clientSecret) }
        }
        // A code, and with some a refresh token, is good once: what may have been done is not done again.
        let request = HTTPRequest(
            .post, tokenURL, headers: headers, body: .bytes(Data(form.description.utf8)),
            limits: HTTPLimits(whole: .seconds(60), bodyBytes: 1 << 20), isRepeatable: false, label: label)
        let response: HTTPResponse
        do throws(HTTPFailure) {
            response = try await client.send(request)
        } catch {
            throw .network(error)
        }
        return try Self.token(in: response, now: now)
    }

    private static func token(in response: HTTPResponse, now: Double) throws(OAuth2Failure) -> OAuth2Token {
        // No JSON at all is an answer without a token, which is what is thrown below.
        let json = (try? JSON(response.body)) ?? .null
        if let code = json["error"].string, !response.isSuccess || json["access_token"].string == nil {
            let reason = Redaction.line(json["error_description"].string ?? code)
            if code == "invalid_grant" { throw .needsSignIn(reason: reason) }
            throw .refused(code: Redaction.line(code), reason: reason)
        }
        guard response.isSuccess, let access = json["access_token"].string, !access.isEmpty else {
            throw .unreadable(status: response.status)
        }
        let life = json["expires_in"].text.flatMap { Double($0) }
        let isLife = life.map { $0.isFinite && $0 > 0 } ?? false
        return OAuth2Token(
            access: access, refresh: json["refresh_token"].string,
            expiresAt: isLife ? life.map { now + $0 } : nil,
            scopes: (json["scope"].string ?? "").split { $0 == " " || $0 == "," }.map(String.init))
    }
}
