import Connectors
import Foundation
package import HTTP

/// Signing in on Shopify's own page, by an app of the seller's own.
package struct ShopifySignIn: Sendable {
    /// Such as `https://my-shop.myshopify.com`.
    private let base: String
    private let clientSecret: String
    package let provider: OAuth2Provider

    package init(base: String, clientID: String, clientSecret: String) {
        self.base = base
        self.clientSecret = clientSecret
        // Shopify knows no RFC 7636; with `expiring` it gives a token of an hour and what renews it, which new apps
        // must ask for.
        provider = OAuth2Provider(
            authorizeURL: "\(base)/admin/oauth/authorize", tokenURL: "\(base)/admin/oauth/access_token",
            clientID: clientID, clientSecret: clientSecret,
            scopes: ShopifyScopes.needed + ShopifyScopes.forPublishing, scopeSeparator: ",",
            usesProofKey: false, exchangeExtra: ["expiring": "1"])
    }

    /// Whether the redirect came from Shopify: its `hmac` is over the rest of the query, sorted, under our secret.
    package func isGenuine(_ query: Query) -> Bool {
        guard let given = query["hmac"] else { return false }
        let message = query.items.filter { $0.name != "hmac" }.sorted { $0.name < $1.name }
            .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return MessageSignature.isGenuine(given, of: Data(message.utf8), secret: clientSecret, form: .hex)
    }

    /// - Throws: `.rejected` for a redirect that Shopify did not sign, or that is another shop's.
    func check(_ query: Query) throws(ChannelFailure) {
        guard isGenuine(query) else {
            throw .rejected(reason: "What came back is not signed by Shopify with this app's secret.")
        }
        let asked = base.split(separator: "/").last.map(String.init) ?? base
        guard let shop = query["shop"]?.lowercased(), shop == asked else {
            throw .rejected(
                reason:
                    "Another shop answered, \(Redaction.line(query["shop"] ?? "one without a name")), not \(asked)."
            )
        }
    }
}
