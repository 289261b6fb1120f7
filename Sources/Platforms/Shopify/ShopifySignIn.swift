package import Connectors
import Foundation
package import HTTP

/// Signing in with Shopify's own page instead of a custom app's token: addresses, requests and answers as values.
package struct ShopifySignIn: Hashable, Sendable {
    /// Such as `https://my-shop.myshopify.com`.
    package var base: String
    package var clientID: String
    private var clientSecret: String

    package init(base: String, clientID: String, clientSecret: String) {
        self.base = base
        self.clientID = clientID
        self.clientSecret = clientSecret
    }

    /// The page on which the seller agrees.
    ///
    /// - Parameter state: of chance, given back by the redirect; another one means that somebody else began it.
    package func authorizeURL(scopes: [String] = ShopifyScopes.needed, redirect: String, state: String)
        -> String
    {
        let query = [
            ("client_id", clientID), ("scope", scopes.joined(separator: ",")), ("redirect_uri", redirect),
            ("state", state),
        ]
        return "\(base)/admin/oauth/authorize?" + Self.form(query)
    }

    /// Whether the redirect came from Shopify: its `hmac` is over the rest of the query, sorted, under our secret.
    ///
    /// - Parameter query: names and values as they are after percent-decoding.
    package func isGenuine(_ query: [(name: String, value: String)]) -> Bool {
        guard let given = query.first(where: { $0.name == "hmac" })?.value else { return false }
        let message = query.filter { $0.name != "hmac" }.sorted { $0.name < $1.name }
            .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let hash = KeyedHash.sha256(message, secret: clientSecret)
        let expected = hash.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }
            .joined()
        // Every byte is looked at, so that the time taken tells nothing.
        guard given.utf8.count == expected.utf8.count else { return false }
        return zip(given.lowercased().utf8, expected.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Asks for a token in exchange for the redirect's code; one that runs out and is renewed, where the app may.
    package func exchange(code: String, expiring: Bool = true) -> HTTPRequest {
        var fields = [("client_id", clientID), ("client_secret", clientSecret), ("code", code)]
        if expiring { fields.append(("expiring", "1")) }
        return tokenRequest(fields, label: "sign-in")
    }

    /// Asks for the next token. The refresh token answered is a new one as well: the old one has had its use.
    package func renewal(refreshToken: String) -> HTTPRequest {
        tokenRequest(
            [
                ("client_id", clientID), ("client_secret", clientSecret), ("grant_type", "refresh_token"),
                ("refresh_token", refreshToken),
            ], label: "token renewal")
    }

    private func tokenRequest(_ fields: [(String, String)], label: String) -> HTTPRequest {
        HTTPRequest(
            .post, "\(base)/admin/oauth/access_token",
            headers: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"],
            body: .bytes(Data(Self.form(fields).utf8)), isRepeatable: false, label: label)
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                result.append(character)
            } else {
                result +=
                    "%" + String(byte >> 4, radix: 16).uppercased()
                    + String(byte & 15, radix: 16).uppercased()
            }
        }
        return result
    }
}

/// Keys that Shopify gave.
package struct ShopifyTokens: Hashable, Sendable, CustomStringConvertible {
    package var access: String
    package var scopes: [String]
    /// Seconds from the answer; nil for a token that never runs out.
    package var expiresInSeconds: Int?
    package var refresh: String?
    package var refreshExpiresInSeconds: Int?

    /// - Throws: ``ChannelFailure`` as Shopify's refusal says.
    package init(_ response: HTTPResponse) throws(ChannelFailure) {
        let json: JSON
        do throws(JSONFailure) { json = try JSON(response.body) } catch {
            throw .unreadable(reason: "Shopify's answer to the sign-in is no JSON (\(response.status)).")
        }
        guard response.isSuccess, let access = json["access_token"].string, !access.isEmpty else {
            let words =
                json["error_description"].string ?? json["error"].string ?? "status \(response.status)"
            if response.status >= 500 {
                throw .down(reason: words, retryAfterSeconds: nil, surelyNotDone: false)
            }
            throw .signIn(reason: "Shopify gives no token: \(words).")
        }
        self.access = access
        scopes = (json["scope"].string ?? "").split(separator: ",").map { String($0) }
        expiresInSeconds = json["expires_in"].integer
        refresh = json["refresh_token"].string
        refreshExpiresInSeconds = json["refresh_token_expires_in"].integer
    }

    /// Never the tokens.
    package var description: String { "Shopify tokens for \(scopes.joined(separator: ", "))" }
}
