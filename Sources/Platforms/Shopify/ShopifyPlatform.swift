package import Connectors
package import HTTP

/// Shopify, as a seller connects it.
package enum ShopifyPlatform {
    package static let description = PlatformDescription(
        kind: "shopify", name: "Shopify", numberPrefix: "S",
        fields: [
            .init(
                "shop", title: "Shop", hint: "my-shop.myshopify.com, or the address of its admin",
                environment: "MERCER_SHOPIFY_SHOP"),
            .init(
                "token", title: "Admin API access token", hint: "begins with shpat_", isSecret: true,
                environment: "MERCER_SHOPIFY_TOKEN"),
        ],
        steps: [
            "In Shopify's admin open Settings, then Apps and sales channels, then Develop apps.",
            "Create an app named Mercer and open Configuration, Admin API integration.",
            "Tick these scopes: " + ShopifyScopes.needed.joined(separator: ", ") + ".",
            "Tick \(ShopifyScopes.forPublishing.joined(separator: " and ")) as well, for new products to be seen.",
            "For orders older than 60 days tick read_all_orders as well.",
            "Install the app and reveal the Admin API access token; Shopify shows it once.",
        ],
        browser: .init(
            fields: [
                .init(
                    "shop", title: "Shop", hint: "my-shop.myshopify.com, or the address of its admin",
                    environment: "MERCER_SHOPIFY_SHOP"),
                .init(
                    "client-id", title: "Client ID of your app", environment: "MERCER_SHOPIFY_CLIENT_ID"),
                .init(
                    "client-secret", title: "Client secret of your app", hint: "begins with shpss_",
                    isSecret: true, environment: "MERCER_SHOPIFY_CLIENT_SECRET"),
            ],
            steps: [
                "Mercer has no app of its own at Shopify: make one at dev.shopify.com (Dev Dashboard, Apps, Create).",
                "As an allowed redirection URL give \(SellersBrowser.address(port: port)) .",
                "Tick these scopes: "
                    + (ShopifyScopes.needed + ShopifyScopes.forPublishing)
                    .joined(separator: ", ") + ".",
                "Release it, let your shop install it, and copy client ID and client secret from its settings.",
            ],
            port: port))

    /// Of the way back from the browser. Any would do that nothing else on the machine uses; it has to be the same
    /// always, since it is registered with the app.
    private static let port: UInt16 = 49_217

    /// How a channel with these values proves who asks.
    static func access(_ tools: PlatformTools) throws(ChannelFailure) -> AccessToken? {
        AccessToken(tools, renewing: try signIn(tools.values).provider)
    }

    /// - Throws: ``ChannelFailure/rejected(reason:)`` for an address that names no shop.
    static func signIn(_ values: [String: String]) throws(ChannelFailure) -> ShopifySignIn {
        ShopifySignIn(
            base: try ShopifySettings.base(of: values["shop"] ?? ""), clientID: values["client-id"] ?? "",
            clientSecret: values["client-secret"] ?? "")
    }

    /// A channel to the shop that the fields name.
    ///
    /// - Parameter sleep: waits that many seconds.
    /// - Throws: ``ChannelFailure/rejected(reason:)`` for an address that names no shop, `.signIn` without a token.
    package static func channel(
        fields: [String: String], client: any HTTPClient, pacer: Pacer,
        sleep: @escaping @Sendable (Double) async throws -> Void
    ) throws(ChannelFailure) -> ShopifyChannel {
        let settings = try ShopifySettings(shop: fields["shop"] ?? "", token: fields["token"] ?? "")
        return ShopifyChannel(settings: settings, client: client, pacer: pacer, sleep: sleep)
    }

    /// The same from a platform's tools, by a key or by a token that is renewed.
    static func channel(_ tools: PlatformTools) throws(ChannelFailure) -> ShopifyChannel {
        let access = try access(tools)
        let settings = try ShopifySettings(
            shop: tools.values["shop"] ?? "",
            token: access == nil
                ? tools.values["token"] ?? "" : tools.values[BrowserAccess.token] ?? "")
        return ShopifyChannel(
            settings: settings, access: access, client: tools.http, pacer: tools.pacer, sleep: tools.sleep)
    }

    /// What is assumed of the budget until the first answer says otherwise: the smallest plan's.
    ///
    /// - Parameter now: seconds on the pacer's clock.
    package static func buckets(now: Double) -> [String: TokenBucket] {
        [ShopifyConnection.operation: TokenBucket(capacity: 2000, refillPerSecond: 100, at: now)]
    }
}

/// What the keys must be able to do.
package enum ShopifyScopes {
    package static let needed = [
        "read_products", "write_products", "read_inventory", "write_inventory", "read_orders",
        "write_orders", "read_customers", "read_locations", "read_merchant_managed_fulfillment_orders",
        "write_merchant_managed_fulfillment_orders",
    ]

    /// Without them a new product has to be published by hand.
    package static let forPublishing = ["read_publications", "write_publications"]

    /// Of the needed ones, those that are not granted. Writing contains reading.
    package static func missing(from granted: [String]) -> [String] {
        let all = Set(granted).union(
            granted.compactMap { $0.hasPrefix("write_") ? "read_" + $0.dropFirst(6) : nil })
        return needed.filter { !all.contains($0) }
    }
}
