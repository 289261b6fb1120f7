package import Commerce
import Connectors
import Foundation
package import Sandbox
package import Shop
package import Sync

/// A shop connected to a simulated platform in process: the seller here, the platform there, and a network between
/// them that can be made to fail. Everything is on one made-up clock.
package final class ChannelTrial {
    package let clock: SteppedClock
    package let seller: any SimulatedSeller
    package let network: SandboxClient
    package let killer: KillingClient
    package private(set) var shop: Shop
    package private(set) var service: SyncService
    package private(set) var connection: Connection
    private let folder: ShopFolder

    /// - Parameter stocked: what is there and is read before the trial begins, by SKU: price and count.
    package init(
        _ platform: ConformingPlatform, stocked: [(sku: String, price: String, stock: Int)] = [],
        pushes: Bool = true
    ) async throws {
        clock = SteppedClock()
        seller = platform.seller(clock)
        for item in stocked {
            seller.add("Product \(item.sku)", sku: item.sku, price: item.price, stock: item.stock)
        }
        network = SandboxClient(seller.platform, sleep: clock.sleepClosure)
        killer = KillingClient(network)
        folder = try ShopFolder()
        shop = try Shop.open(at: folder.file, creating: true, world: clock.world)
        try shop.perform(SetUpShop(name: "Kiln", currency: "EUR", country: "DE", timeZone: "Europe/Berlin"))
        let maker = SandboxMaker(killer, clock: clock)
        service = SyncService(
            shop: shop, maker: maker, keyPath: folder.path + "/key",
            clock: SyncClock(now: clock.nowClosure, sleep: clock.sleepClosure))
        clock.advance(seconds: 60)
        let identity = try await service.identify(kind: seller.kind, values: seller.values)
        let made = try service.connect(kind: seller.kind, values: seller.values, as: identity)
        connection = try shop.connection(named: made.handle)
        if pushes { try rule { $0.pushes = true } }
        if !stocked.isEmpty { try await sync() }
    }

    /// Changes what is decided about the channel.
    package func rule(_ change: (inout ConnectionRules) -> Void) throws {
        var rules = connection.rules
        change(&rules)
        try shop.perform(ChangeConnection(connection.id, rules: rules, isPaused: false))
        connection = try shop.connection(named: connection.handle)
    }

    /// Everything once, after the holds are over.
    @discardableResult
    package func sync(after seconds: Double = 60) async throws -> SyncReport {
        clock.advance(seconds: seconds)
        return try await service.sync([connection])[0]
    }

    /// Until nothing is left to do, or so many times.
    package func settle(_ most: Int = 8) async throws {
        for _ in 0..<most { try await sync() }
    }

    /// Ends the program in the middle, as a kill does, and starts it anew on the same file.
    package func restart() throws {
        // A kill has closed it already.
        try? shop.close()
        killer.revive()
        shop = try Shop.open(at: folder.file, world: clock.world)
        service = SyncService(
            shop: shop, maker: SandboxMaker(killer, clock: clock), keyPath: folder.path + "/key",
            clock: SyncClock(now: clock.nowClosure, sleep: clock.sleepClosure))
        connection = try shop.connection(named: connection.handle)
    }

    // MARK: Here

    package func product(_ sku: String) throws -> ProductID { try shop.productNamed(sku) }

    package func variant(_ sku: String) throws -> VariantID {
        guard let found = try shop.variant(of: product(sku), sku: sku) else {
            throw Refusal("no-such-sku", sku)
        }
        return found
    }

    package func setPrice(_ sku: String, to price: String) throws {
        try shop.perform(EditCatalog([CatalogEdit(product(sku), variant: variant(sku), .price, price)]))
    }

    package func setTitle(_ sku: String, to title: String) throws {
        try shop.perform(EditCatalog([CatalogEdit(product(sku), .title, title)]))
    }

    package func count(_ sku: String, _ count: Int) throws {
        try shop.perform(CountStock([.init(variant: variant(sku), counted: count)]))
    }

    package func level(_ sku: String) throws -> StockLevel { try shop.stockLevel(of: variant(sku)) }

    /// The order that came from there under that identifier; nil while it has not.
    package func order(_ remote: String) throws -> OrderID? {
        try shop.order(bound: remote, of: connection.id)
    }
}

extension ChannelTrial {
    /// Packs and ships it, with that number.
    package func ship(_ order: OrderID, number: String) throws {
        try shop.perform(AdvanceOrders(orders: [order]))
        try shop.perform(SetTracking(order: order, carrier: "Own", number: number))
        try shop.perform(AdvanceOrders(orders: [order]))
    }

    package func euros(_ text: String) throws -> UnitPrice {
        UnitPrice(
            millionths: try DecimalText.parse(text, scale: UnitPrice.scale),
            currency: try shop.settings().currency)
    }

    package func money(_ text: String) throws -> Money {
        Money(minorUnits: try DecimalText.parse(text, scale: 2), currency: try shop.settings().currency)
    }

    /// What the address of a refund's request contains, where a platform has one for it.
    package var refundPath: String? { seller.kind == "woo" ? "refunds" : nil }
}

extension ChannelTrial {
    /// The product's pictures here, in their order.
    package func images(_ sku: String) throws -> [ImageSheet] {
        try shop.productSheets([product(sku)]).first?.sheet.images ?? []
    }

    package func setImages(_ sku: String, to images: [ImageSheet]) throws {
        try shop.perform(SetImages(images, of: product(sku)))
    }

    /// The names of the pictures' files without their endings, here.
    package func stems(_ sku: String) throws -> [String] {
        try images(sku).map { SellerImage(id: "", url: $0.url, alt: "").stem }
    }
}

/// Amounts of platforms, brought to one form.
package enum PlainPrice {
    /// `24.00` as `24`; nil for what is no number.
    package static func of(_ text: String) -> String? {
        guard let millionths = try? DecimalText.parse(text, scale: UnitPrice.scale) else { return nil }
        return DecimalText.format(millionths, scale: UnitPrice.scale, keeping: 0)
    }
}
