import Commerce
import Sandbox
import Shop
import Sync
import Synchronization

/// A morning of trade on the demo's channels, for a picture: read once, then edited on both sides.
enum DemoTrade {
    /// Its own clock goes on from the demo's morning by hand, so that the picture is the same each time.
    static func run(_ place: DemoPlace, _ shop: Shop, in session: Session) throws {
        let clock = TradeClock(place.morning)
        var world = place.world
        world.now = { clock.now }
        let network = try DemoNetwork(shop, world: world)
        let service = network.service(on: shop, keyPath: place.keyPath)
        try session.wait {
            try await network.connect(service)
            clock.step()
            _ = try await service.sync(shop.connections())
            clock.step()
            try Self.trade(shop, network)
            clock.step()
            _ = try await service.sync(shop.connections(), readOnly: true)
        }
    }

    /// The seller raises two prices and renames a vase; on Shopify somebody has changed one of the prices, too.
    private static func trade(_ shop: Shop, _ network: DemoNetwork) throws {
        func set(_ sku: String, _ field: CatalogField, _ value: String) throws {
            let product = try shop.productNamed(sku)
            let variant = field.isOfVariants ? try shop.variant(of: product, sku: sku) : nil
            try shop.perform(EditCatalog([CatalogEdit(product, variant: variant, field, value)]))
        }
        try set("MUG-BLU-L", .price, "26.00")
        try set("VAS-TAL", .price, "4.40")
        try set("TPT-RND-CEL", .title, "Round teapot, celadon")
        let mug = network.shopify.products.flatMap(\.variants).first { $0.sku == "MUG-BLU-L" }
        if let mug { network.shopify.setPrice(variant: mug.gid, to: "21.00") }
    }
}

/// A clock that goes on a second at a time.
private final class TradeClock: Sendable {
    private let moment: Mutex<Instant>

    init(_ start: Instant) { moment = Mutex(start) }

    var now: Instant { moment.withLock { $0 } }

    func step() { moment.withLock { $0 = $0.adding(seconds: 2) } }
}
