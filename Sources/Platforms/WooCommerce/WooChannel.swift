package import Commerce
package import Connectors
package import HTTP

/// A WooCommerce shop as a place to sell.
///
/// Reads go by identifier, never by date: lists ordered by date lose rows (OBSERVED 11). Counts are absolute: read
/// just before they are written, and taken back from the answer. There are no idempotency keys, so each effect leaves
/// our reference in the shop's `meta_data`, where it can be looked up.
package struct WooChannel: Channel {
    let client: WooClient
    /// As it was when the shop was last asked who it is, such as `9.9.5`; empty where nobody knows.
    private let version: String

    /// - Parameters:
    ///   - url: As the seller pasted it: with or without a scheme, a folder, `/wp-admin`.
    ///   - key: The consumer key, `ck_…`.
    ///   - secret: The consumer secret, `cs_…`.
    ///   - pacer: With a bucket for ``WooChannel/operation``; ``WooChannel/startingBuckets`` is a careful beginning.
    ///   - now: For signatures where the shop has no TLS.
    ///   - random: For the same.
    ///   - version: The shop's, as far as it is known.
    package init(
        url: String, key: String, secret: String, http: any HTTPClient, pacer: Pacer,
        now: @escaping @Sendable () -> Instant, random: @escaping @Sendable () -> UInt64,
        version: String = ""
    ) {
        self.version = version
        client = WooClient(
            pasted: url, key: key, secret: secret, http: http, pacer: pacer, now: now, random: random,
            memory: WooMemory(), keepsBarcodes: Self.keepsBarcodes(version))
    }

    /// The pacer's name for what the shop's host allows.
    package static var operation: String { WooClient.operation }

    /// Sixty requests a minute; answers teach the pacer more, or less.
    package static var startingBuckets: [String: TokenBucket] {
        [operation: TokenBucket(capacity: 60, refillPerSecond: 1)]
    }

    package var capabilities: ChannelCapabilities {
        var capabilities = Self.capabilities
        if client.keepsBarcodes {
            capabilities.fields.insert(.barcode)
        } else {
            let shop = version.isEmpty ? "this WooCommerce" : "WooCommerce \(version)"
            capabilities.remarks = ["\(shop) keeps no barcodes, 9.2 does: they stay here"]
        }
        return capabilities
    }

    /// Since 9.2.
    private static func keepsBarcodes(_ version: String) -> Bool {
        let parts = version.split(separator: ".").prefix(2).map { Int($0.prefix { $0.isNumber }) ?? 0 }
        return parts.count == 2 && (parts[0] > 9 || parts[0] == 9 && parts[1] >= 2)
    }

    static let capabilities = ChannelCapabilities(
        listingBatch: 100, stockBatch: 100, pageSize: 100, stockWriting: .absolute,
        fields: [
            .title, .description, .state, .tags, .categories, .price, .compareAt, .sku, .weight, .stock,
            .images,
        ],
        // WordPress keeps titles in a text column; this is what admin pages bear.
        maxTitleCharacters: 1000, maxVariants: 2000, maxOptions: 10, hasIdempotencyKeys: false,
        restocksOnCancel: true, takesStockOnOrder: true, mergesSimpleProducts: true,
        pullsCustomersIncrementally: false, effects: Set(ChannelCapabilities.EffectKind.allCases))

    package func requestCount(listings: [ListingWrite], stock: Int) -> Int {
        let products = Set(listings.map(\.address).filter { $0.isProducts }.map(\.product))
        let parents = Dictionary(grouping: listings.filter { !$0.address.isProducts }, by: \.address.product)
        let batches = { (count: Int) in (count + 99) / 100 }
        // A price is written as one of a pair, whose other half is read first where it does not come along.
        let reads =
            listings.contains { ($0.fields[.price] == nil) != ($0.fields[.compareAt] == nil) } ? 2 : 1
        // A product whose pictures the shop fetches goes by itself.
        let slow = listings.count { $0.fields[.images] != nil && $0.images.contains(where: \.id.isEmpty) }
        let writes =
            batches(products.count - slow) + slow + parents.values.reduce(0) { $0 + batches($1.count) }
        return writes * reads + batches(stock) * 2
    }
}

extension ChannelAddress {
    /// Whether it is the product itself, which in WooCommerce also is its own only variant.
    var isProducts: Bool { variant.isEmpty || variant == product }
}

/// What a seller has to know and give to connect a WooCommerce shop.
package enum WooCommercePlatform {
    package static let description = PlatformDescription(
        kind: "woo", name: "WooCommerce", numberPrefix: "W",
        fields: [
            .init(
                "url", title: "Shop's address", hint: "https://shop.example", environment: "MERCER_WOO_URL"),
            .init(
                "key", title: "Consumer key", hint: "ck_…", isSecret: true, environment: "MERCER_WOO_KEY"),
            .init(
                "secret", title: "Consumer secret", hint: "cs_…", isSecret: true,
                environment: "MERCER_WOO_SECRET"),
        ],
        steps: [
            "In the shop's admin open WooCommerce, Settings, Advanced, REST API.",
            "Choose Add key. Describe it as Mercer, as a user who may manage the shop.",
            "Set its permissions to Read/Write and choose Generate API key.",
            "Copy the consumer key and the consumer secret: the shop shows them only once.",
        ])
}

extension WooChannel: CustomStringConvertible, CustomReflectable {
    /// Without its keys, as it may end up in a log.
    package var description: String { "WooCommerce shop at \(client.pasted.prefix { $0 != "?" })" }

    package var customMirror: Mirror { Mirror(self, children: ["shop": description]) }
}
