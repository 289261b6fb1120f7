import Foundation

/// Signs requests by OAuth 1.0a (RFC 5849). Without a token it is the "one-legged" form that WooCommerce asks for over
/// plain HTTP.
package struct OAuth1Signer: Sendable {
    package enum Method: String, Sendable, Hashable {
        case hmacSHA1 = "HMAC-SHA1"
        case hmacSHA256 = "HMAC-SHA256"
    }

    /// Where the signature stands.
    package enum Place: Sendable, Hashable {
        case query, header
    }

    private let consumerKey: String
    private let consumerSecret: String
    private let token: String?
    private let tokenSecret: String
    private let method: Method

    package init(
        consumerKey: String, consumerSecret: String, token: String? = nil, tokenSecret: String = "",
        method: Method = .hmacSHA256
    ) {
        self.consumerKey = consumerKey
        self.consumerSecret = consumerSecret
        self.token = token
        self.tokenSecret = tokenSecret
        self.method = method
    }

    /// The request with its signature. A form's fields are signed too, other bodies are not (RFC 5849, 3.4.1.3.1).
    ///
    /// - Parameters:
    ///   - nonce: never used before with this timestamp.
    ///   - timestamp: seconds since 1970.
    package func sign(
        _ request: HTTPRequest, nonce: String, timestamp: Int, place: Place = .query
    ) -> HTTPRequest {
        var protocolItems: Query = [
            "oauth_consumer_key": consumerKey, "oauth_nonce": nonce,
            "oauth_signature_method": method.rawValue,
            "oauth_timestamp": String(timestamp),
        ]
        if let token { protocolItems.add("oauth_token", token) }
        protocolItems.add("oauth_version", "1.0")
        protocolItems.add("oauth_signature", signature(request, with: protocolItems))
        var signed = request
        switch place {
        case .query: signed.url = protocolItems.appended(to: request.url)
        case .header:
            signed.headers["Authorization"] =
                "OAuth "
                + protocolItems.items.map { "\($0.name)=\"\(PercentEncoding.encode($0.value))\"" }
                .joined(separator: ", ")
        }
        return signed
    }

    func signature(_ request: HTTPRequest, with protocolItems: Query) -> String {
        let text = Data(Self.baseText(request, with: protocolItems).utf8)
        let secret = "\(PercentEncoding.encode(consumerSecret))&\(PercentEncoding.encode(tokenSecret))"
        switch method {
        case .hmacSHA1: return MessageSignature.sha1(text, secret: secret).base64EncodedString()
        case .hmacSHA256: return MessageSignature.sha256(text, secret: secret).base64EncodedString()
        }
    }

    /// The signature base string (RFC 5849, 3.4.1).
    package static func baseText(_ request: HTTPRequest, with protocolItems: Query) -> String {
        let noFragment = request.url.prefix { $0 != "#" }
        let parts = noFragment.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var items = protocolItems.items
        if parts.count == 2 { items += Query(parsing: parts[1]).items }
        let type = request.headers["Content-Type"]?.lowercased() ?? ""
        if type.hasPrefix("application/x-www-form-urlencoded") {
            items += Query(parsing: String(decoding: request.body.bytes, as: UTF8.self)).items
        }
        // By encoded name, then by encoded value, byte by byte.
        let pairs =
            items
            .map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { $0.0 == $1.0 ? precedes($0.1, $1.1) : precedes($0.0, $1.0) }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
        return [request.method.rawValue, baseURL(String(parts[0])), pairs]
            .map { PercentEncoding.encode($0) }
            .joined(separator: "&")
    }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Scheme and host in lower case, no user, no port where it is the scheme's own, never an empty path.
    private static func baseURL(_ url: String) -> String {
        guard let mark = url.range(of: "://") else { return url }
        let scheme = url[..<mark.lowerBound].lowercased()
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        var host = (authority.split(separator: "@").last.map(String.init) ?? "").lowercased()
        for usual in [("http", ":80"), ("https", ":443")] where scheme == usual.0 && host.hasSuffix(usual.1) {
            host.removeLast(usual.1.count)
        }
        let path = rest.dropFirst(authority.count)
        return "\(scheme)://\(host)\(path.isEmpty ? "/" : path)"
    }
}
