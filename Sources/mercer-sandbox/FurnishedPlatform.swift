import Commerce
import Sandbox

/// A simulated platform with some goods in it, and a buyer.
struct FurnishedPlatform: Sendable {
    let platform: any SimulatedPlatform
    /// Places a paid order for so many pieces of that SKU.
    ///
    /// - Returns: the order's identifier as the platform names it; nil where there is no such SKU.
    let buy: @Sendable (_ sku: String, _ quantity: Int) -> String?

    /// What is in it beyond the few goods it always has.
    struct Stocking: Sendable {
        var products = 0
        var orders = 0
        /// Points that a Shopify shop's bucket holds, of which one in twenty comes back each second.
        var points = 2000.0
    }

    init(
        platform: any SimulatedPlatform, buy: @escaping @Sendable (_ sku: String, _ quantity: Int) -> String?
    ) {
        self.platform = platform
        self.buy = buy
    }

    private static let goods = [
        (title: "Blue mug, large", sku: "MUG-BLU-L", price: "24.00", stock: 42),
        (title: "Blue mug, small", sku: "MUG-BLU-S", price: "18.00", stock: 3),
        (title: "Green plate, 22 cm", sku: "PLT-GRN-22", price: "22.00", stock: 18),
        (title: "Vase, tall", sku: "VAS-TAL", price: "44.00", stock: 0),
        (title: "Espresso cup", sku: "CUP-ESP", price: "14.50", stock: 64),
        (title: "Beeswax candle", sku: "CND-BEE", price: "9.00", stock: 88),
    ]

    /// Keys: `ck_sandbox` and `cs_sandbox`.
    @Sendable static func woo(
        baseURL: String, world: World, stocking: Stocking
    ) -> FurnishedPlatform {
        let shop = SimulatedWoo(
            configuration: WooConfiguration(
                home: baseURL, name: "Kiln & Clay", zone: ShopZone(identifier: "Europe/Berlin") ?? .utc,
                currency: Currency(code: "EUR") ?? Currency.all[0], country: "DE",
                keys: [.init(consumerKey: "ck_sandbox", secret: "cs_sandbox")]),
            now: world.now)
        for good in goods {
            shop.add(WooProductDraft(good.title, sku: good.sku, regularPrice: good.price, stock: good.stock))
        }
        shop.seedProducts(count: stocking.products)
        shop.seedOrders(count: stocking.orders)
        return FurnishedPlatform(platform: shop) { sku, quantity in
            guard let item = shop.products.first(where: { $0.sku == sku }) else { return nil }
            let buyer = WooAddress(
                first: "Anna", last: "Keller", street: "Lindenstr. 5", city: "Berlin", postcode: "10969",
                country: "DE", email: "anna@example.com")
            return String(shop.place(WooCart([.init(item.id, quantity)], address: buyer)))
        }
    }

    /// The token: `shpat_sandbox`; the app of the page to sign in on: `sandbox-app` with `shpss_sandbox`.
    @Sendable static func shopify(
        baseURL: String, world: World, stocking: Stocking
    ) -> FurnishedPlatform {
        let shop = SimulatedShopify(
            name: "Kiln & Clay", domain: "kiln-clay.myshopify.com",
            currency: Currency(code: "EUR") ?? Currency.all[0], capacity: stocking.points,
            restoreRate: stocking.points / 20, now: world.now)
        for good in goods {
            shop.add(
                ShopifyProductDraft(
                    title: good.title,
                    variants: [.init(sku: good.sku, price: good.price, stock: good.stock)]))
        }
        for number in 0..<stocking.products {
            shop.add(
                ShopifyProductDraft(
                    title: "Mug No. \(number)",
                    variants: [
                        .init(sku: "SEED-\(number)", price: "\(number % 90 + 5).50", stock: number % 40)
                    ]))
        }
        shop.seedOrders(count: stocking.orders)
        return FurnishedPlatform(platform: shop) { sku, quantity in
            let variant = shop.products.flatMap(\.variants).first { $0.sku == sku }
            guard let variant else { return nil }
            return shop.place(
                ShopifySale(
                    items: [(variant.gid, quantity)], buyer: "Anna Keller", email: "anna@example.com")
            ).gid
        }
    }
}
