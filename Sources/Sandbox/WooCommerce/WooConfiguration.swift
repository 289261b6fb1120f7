package import Commerce

/// What kind of WooCommerce shop is simulated.
package struct WooConfiguration: Sendable {
    /// The two versions whose behaviour was observed; they differ where orders are kept.
    package enum Profile: String, Sendable, CaseIterable {
        /// 7.9: orders are posts.
        case v7_9
        /// 9.9: orders have their own tables.
        case v9_9

        package var version: String { self == .v7_9 ? "7.9.0" : "9.9.5" }
        /// Whether orders have their own tables, which keep UTC alone.
        var hasOrderTables: Bool { self == .v9_9 }
    }

    package struct Key: Sendable, Hashable {
        package enum Permission: String, Sendable { case read, write, readWrite }

        package var consumerKey: String
        package var secret: String
        package var permission: Permission

        package init(consumerKey: String, secret: String, permission: Permission = .readWrite) {
            self.consumerKey = consumerKey
            self.secret = secret
            self.permission = permission
        }
    }

    package var profile: Profile
    /// The site's own idea of its address, without a slash at the end; signatures are made over it.
    package var home: String
    package var name: String
    package var zone: ShopZone
    package var currency: Currency
    /// How many decimals the shop shows; amounts of orders are rounded to them.
    package var decimals: Int
    package var weightUnit: String
    /// As the settings have it: country, and a state behind a colon.
    package var country: String
    package var hasPrettyPermalinks: Bool
    /// Whether PHP takes the connection for TLS. Nil: what the request's address says.
    package var believesTLS: Bool?
    package var keys: [Key]
    /// Whether the payment gateway can send money back by itself.
    package var gatewayRefunds: Bool
    package var pricesIncludeTax: Bool
    /// Decides in what order rows of the same date come.
    package var seed: UInt64
    /// Whether WooCommerce is there at all, or only WordPress.
    package var isWooCommerce: Bool

    package init(
        profile: Profile = .v9_9, home: String = "https://shop.example", name: String = "Corner & Mug",
        zone: ShopZone = ShopZone(identifier: "America/New_York") ?? .utc,
        currency: Currency = Currency(code: "USD") ?? Currency.all[0], decimals: Int = 2,
        weightUnit: String = "kg", country: String = "US:NY", hasPrettyPermalinks: Bool = true,
        believesTLS: Bool? = nil, keys: [Key] = [Key(consumerKey: "ck_full", secret: "cs_full")],
        gatewayRefunds: Bool = false, pricesIncludeTax: Bool = false, seed: UInt64 = 1,
        isWooCommerce: Bool = true
    ) {
        self.profile = profile
        self.home = home
        self.name = name
        self.zone = zone
        self.currency = currency
        self.decimals = decimals
        self.weightUnit = weightUnit
        self.country = country
        self.hasPrettyPermalinks = hasPrettyPermalinks
        self.believesTLS = believesTLS
        self.keys = keys
        self.gatewayRefunds = gatewayRefunds
        self.pricesIncludeTax = pricesIncludeTax
        self.seed = seed
        self.isWooCommerce = isWooCommerce
    }
}
