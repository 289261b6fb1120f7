package import Commerce
package import Connectors
package import HTTP
import Synchronization

/// A Shopify shop through its Admin API (GraphQL).
package final class ShopifyChannel: Channel {
    let connection: ShopifyConnection
    /// Waits that many seconds.
    let sleep: @Sendable (Double) async throws -> Void
    /// Found once: where the shop's stock is kept, and in which currency its prices are.
    private let found = Mutex(Found())

    struct Found: Sendable {
        var location: Location?
        var currency: Currency?
    }

    struct Location: Sendable, Hashable {
        var id: String
        var name: String
    }

    package convenience init(
        settings: ShopifySettings, client: any HTTPClient, pacer: Pacer, lane: Pacer.Lane = .background,
        sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.init(
            settings: settings, access: nil, client: client, pacer: pacer, lane: lane, sleep: sleep)
    }

    /// - Parameter access: nil where the settings' token is all there is.
    init(
        settings: ShopifySettings, access: AccessToken?, client: any HTTPClient, pacer: Pacer,
        lane: Pacer.Lane = .background, sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        connection = ShopifyConnection(
            settings: settings, access: access ?? .key(settings.token), client: client, pacer: pacer,
            lane: lane)
        self.sleep = sleep
    }

    package var capabilities: ChannelCapabilities {
        ChannelCapabilities(
            listingBatch: 25, stockBatch: 250, pageSize: 100, stockWriting: .compareAndSet,
            fields: Set(ListingField.allCases), maxTitleCharacters: 255, maxVariants: 2048, maxOptions: 3,
            hasIdempotencyKeys: true, restocksOnCancel: false, takesStockOnOrder: true,
            mergesSimpleProducts: false, pullsCustomersIncrementally: true,
            effects: Set(ChannelCapabilities.EffectKind.allCases))
    }

    package func identify() async throws(ChannelFailure) -> ChannelIdentity {
        let answer = try await connection.run(.identity)
        let shop = answer.data["shop"]
        guard let id = shop["id"].string, let currencyCode = shop["currencyCode"].string else {
            throw .unreadable(reason: "Shopify's answer names no shop.")
        }
        let granted = answer.data["currentAppInstallation"]["accessScopes"].items.compactMap {
            $0["handle"].string
        }
        let missing = ShopifyScopes.missing(from: granted)
        var remarks: [String] = []
        if !granted.contains("read_all_orders") {
            remarks.append("Orders older than 60 days stay hidden: the app lacks the scope read_all_orders.")
        }
        if !granted.contains("write_publications") {
            remarks.append(
                "New products have to be published in Shopify's admin: the app lacks the scope write_publications."
            )
        }
        found.withLock { $0.currency = Currency(code: currencyCode) }
        if !missing.contains("read_locations") {
            let location = try await location()
            remarks.append("Stock is kept in step at the location “\(location.name)”.")
        }
        return ChannelIdentity(
            shop: id, name: shop["name"].string ?? "", url: shop["url"].string ?? "", currency: currencyCode,
            timeZone: shop["ianaTimezone"].string ?? "",
            country: shop["billingAddress"]["countryCodeV2"].string ?? "", version: ShopifyDocument.version,
            grantedScopes: granted.sorted(), missingScopes: missing, serverTime: answer.serverTime,
            remarks: remarks)
    }

    /// The shop's primary location: the one whose stock is read and written.
    func location() async throws(ChannelFailure) -> Location {
        if let known = found.withLock({ $0.location }) { return known }
        let data = try await connection.run(.primaryLocation).data["location"]
        guard let id = data["id"].string else {
            throw .notAllowed(
                reason: "Shopify names no location; the app needs the scope read_locations.",
                scope: "read_locations")
        }
        let location = Location(id: id, name: data["name"].string ?? "")
        found.withLock { $0.location = location }
        return location
    }

    /// The currency of the shop's prices, which the platform says once and not with each price.
    func currency() async throws(ChannelFailure) -> Currency {
        if let known = found.withLock({ $0.currency }) { return known }
        let code = try await connection.run(.identity).data["shop"]["currencyCode"].string ?? ""
        guard let currency = Currency(code: code) else {
            throw .unreadable(reason: "Shopify names “\(code)” as the shop's currency.")
        }
        found.withLock { $0.currency = currency }
        return currency
    }

    package func requestCount(listings: [ListingWrite], stock: Int) -> Int {
        let changes = ListingChangeSet(listings).changes.count
        let batch = capabilities.listingBatch
        // Of pictures what is there is read, then it is changed.
        let images = listings.count { $0.fields[.images] != nil } * 2
        return images + (changes + batch - 1) / batch + (stock + 249) / 250
    }
}
