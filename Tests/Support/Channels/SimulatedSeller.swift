import Commerce

package import Sandbox

/// A simulated platform as the conformance suite sees it: alike for all, in the shop's words. Products have one variant
/// and are found by their SKU; amounts are decimals.
package protocol SimulatedSeller: Sendable {
    /// Such as `woo`.
    var kind: String { get }
    var platform: any SimulatedPlatform { get }
    /// What a seller gives to connect it.
    var values: [String: String] { get }

    func add(_ title: String, sku: String, price: String, stock: Int)
    func setPrice(_ sku: String, to price: String)
    func setTitle(_ sku: String, to title: String)
    func setStock(_ sku: String, to count: Int)
    func setOnSale(_ sku: String, to isOnSale: Bool)
    func delete(_ sku: String)

    func price(_ sku: String) -> String?
    func title(_ sku: String) -> String?
    func stock(_ sku: String) -> Int?
    func isOnSale(_ sku: String) -> Bool?
    /// How many products there have that SKU.
    func count(of sku: String) -> Int

    /// Adds a product whose variants differ by one option.
    func add(_ title: String, option: String, variants: [SellerVariant])
    /// Adds a variant to the product of that title, and deletes the one of that SKU.
    func addVariant(_ variant: SellerVariant, to title: String)
    func deleteVariant(_ sku: String)
    func setVariantSKU(_ sku: String, to other: String)
    /// The variants of the product of that title, by the value of their option.
    func variants(of title: String) -> [String: SellerVariant]

    func barcode(_ sku: String) -> String?
    func setBarcode(_ sku: String, to barcode: String)
    /// The pictures of the product of that SKU, in their order.
    func images(_ sku: String) -> [SellerImage]
    /// Adds one behind the others, as somebody does there: the platform fetches nothing.
    func addImage(_ sku: String, _ url: String, alt: String)
    func removeImage(_ sku: String, at place: Int)
    func moveImage(_ sku: String, from place: Int, to other: Int)
    func setImageAlt(_ sku: String, at place: Int, to alt: String)
    /// How many pictures the platform fetched from the addresses that it was given.
    var imageFetches: Int { get }

    /// Places a paid order of one line; answers its identifier as the channel names it.
    func buy(_ sku: String, _ quantity: Int) -> String
    /// Cancels it there, with its pieces put back.
    func cancel(_ order: String)
    /// Refunds an amount there by hand.
    func refund(_ order: String, _ amount: String)
    func isCancelled(_ order: String) -> Bool
    /// How often it was reported as shipped, and the tracking numbers that are kept there.
    func shipments(_ order: String) -> (count: Int, numbers: [String])
    /// The refunds there: how many, and their sum in minor units.
    func refunds(_ order: String) -> (count: Int, sum: Int64)
    func revokeKeys()
    func restoreKeys()
}

/// A variant there, by the one option of its product.
package struct SellerVariant: Hashable, Sendable {
    package var sku: String
    package var value: String
    package var price: String
    package var stock: Int

    package init(_ sku: String, _ value: String, price: String = "20.00", stock: Int = 5) {
        self.sku = sku
        self.value = value
        self.price = price
        self.stock = stock
    }
}

/// A picture there. The platform keeps the file's name, with figures behind it where it was taken.
package struct SellerImage: Hashable, Sendable {
    package var id: String
    package var url: String
    package var alt: String

    /// Such as `a` of `https://shop.example/uploads/a-1.jpg`.
    package var stem: String {
        let file = url.split(separator: "/").last.map(String.init) ?? ""
        return String(file.prefix { $0 != "." && $0 != "-" })
    }
}

package struct WooSeller: SimulatedSeller {
    package let shop: SimulatedWoo

    package init(profile: WooConfiguration.Profile, clock: SteppedClock) {
        shop = SimulatedWoo(
            configuration: WooConfiguration(
                profile: profile, home: "https://shop.example", name: "Woo \(profile.version)",
                currency: Currency(code: "EUR") ?? Currency.all[0], gatewayRefunds: true),
            now: clock.nowClosure)
    }

    package var kind: String { "woo" }
    package var platform: any SimulatedPlatform { shop }
    package var values: [String: String] {
        ["url": "https://shop.example", "key": "ck_full", "secret": "cs_full"]
    }

    fileprivate func item(_ sku: String) -> WooItem? {
        shop.products.first { $0.sku == sku && $0.status != "trash" }
    }

    fileprivate func edit(_ sku: String, _ act: (inout WooItem) -> Void) {
        if let id = item(sku)?.id { shop.edit(id, act) }
    }

    package func add(_ title: String, sku: String, price: String, stock: Int) {
        shop.add(WooProductDraft(title, sku: sku, regularPrice: price, stock: stock))
    }
    package func setPrice(_ sku: String, to price: String) { edit(sku) { $0.regularPrice = price } }
    package func setTitle(_ sku: String, to title: String) { edit(sku) { $0.name = title } }
    package func setStock(_ sku: String, to count: Int) { edit(sku) { $0.stock = count } }
    package func setOnSale(_ sku: String, to isOnSale: Bool) {
        edit(sku) { $0.status = isOnSale ? "publish" : "draft" }
    }
    package func delete(_ sku: String) {
        if let id = item(sku)?.id { shop.remove(product: id, forGood: true) }
    }

    package func price(_ sku: String) -> String? { item(sku)?.regularPrice }
    package func title(_ sku: String) -> String? { item(sku)?.name }
    package func stock(_ sku: String) -> Int? { item(sku)?.stock }
    package func isOnSale(_ sku: String) -> Bool? { item(sku).map { $0.status == "publish" } }
    package func count(of sku: String) -> Int { shop.products.filter { $0.sku == sku }.count }

    package func buy(_ sku: String, _ quantity: Int) -> String {
        let address = WooAddress(
            first: "Nino", last: "Beridze", street: "Rustaveli Ave 12", city: "Tbilisi", postcode: "0108",
            country: "GE")
        return String(shop.place(WooCart([.init(item(sku)?.id ?? 0, quantity)], address: address)))
    }
    package func cancel(_ order: String) { shop.cancel(order: Int(order) ?? 0) }
    package func refund(_ order: String, _ amount: String) {
        shop.refund(order: Int(order) ?? 0, amount: amount)
    }
    private func order(_ id: String) -> WooOrder? { Int(id).flatMap { shop.order($0) } }
    package func isCancelled(_ id: String) -> Bool { order(id)?.status == "cancelled" }
    package func shipments(_ id: String) -> (count: Int, numbers: [String]) {
        let meta = order(id)?.meta.map { "\($0)" }.joined() ?? ""
        let numbers = ["RR123456785DE", "PARCEL-1", "PARCEL-2"].filter { meta.contains($0) }
        return (order(id)?.completions ?? 0, numbers)
    }
    package func refunds(_ id: String) -> (count: Int, sum: Int64) {
        let refunds = order(id)?.refunds ?? []
        return (refunds.count, refunds.reduce(0) { $0 + $1.amount })
    }
    package func revokeKeys() { shop.configure { $0.keys = [] } }
    package func restoreKeys() {
        shop.configure { $0.keys = [.init(consumerKey: "ck_full", secret: "cs_full")] }
    }
}

extension WooSeller {
    package func barcode(_ sku: String) -> String? { item(sku)?.barcode }
    package func setBarcode(_ sku: String, to barcode: String) { edit(sku) { $0.barcode = barcode } }
    package func images(_ sku: String) -> [SellerImage] {
        (item(sku)?.images ?? []).map { SellerImage(id: String($0.id), url: $0.source, alt: $0.alt) }
    }
    package func addImage(_ sku: String, _ url: String, alt: String) {
        if let id = item(sku)?.id { shop.addImage(to: id, source: url, alt: alt) }
    }
    package func removeImage(_ sku: String, at place: Int) { edit(sku) { $0.images.remove(at: place) } }
    package func moveImage(_ sku: String, from place: Int, to other: Int) {
        edit(sku) { $0.images.insert($0.images.remove(at: place), at: other) }
    }
    package func setImageAlt(_ sku: String, at place: Int, to alt: String) {
        if let id = item(sku)?.id { shop.setImageAlt(of: id, at: place, to: alt) }
    }
    package var imageFetches: Int { shop.imageFetches }

    private func product(titled title: String) -> WooItem? {
        shop.products.first { $0.name == title && $0.status != "trash" }
    }
    private func variation(_ sku: String) -> WooItem? {
        shop.products.flatMap(\.variations).compactMap { shop.item($0) }.first { $0.sku == sku }
    }
    package func add(_ title: String, option: String, variants: [SellerVariant]) {
        guard let id = shop.add(WooProductDraft(title, type: "variable")) else { return }
        for variant in variants { add(variant, to: id, option) }
    }
    private func add(_ variant: SellerVariant, to product: Int, _ option: String) {
        shop.addVariation(
            to: product, options: [(option, variant.value)], sku: variant.sku, regularPrice: variant.price,
            stock: variant.stock)
        shop.edit(product) { _ in }
    }
    package func addVariant(_ variant: SellerVariant, to title: String) {
        guard let product = product(titled: title) else { return }
        add(variant, to: product.id, product.attributes.first?.name ?? "")
    }
    package func deleteVariant(_ sku: String) {
        if let id = variation(sku)?.id { shop.remove(product: id, forGood: true) }
    }
    package func setVariantSKU(_ sku: String, to other: String) {
        if let id = variation(sku)?.id { shop.edit(id) { $0.sku = other } }
    }
    package func variants(of title: String) -> [String: SellerVariant] {
        var found: [String: SellerVariant] = [:]
        for id in product(titled: title)?.variations ?? [] {
            guard let item = shop.item(id) else { continue }
            let value = item.attributes.first?.options.first ?? ""
            // Two of one value would hide each other.
            let key = found[value] == nil ? value : value + "#\(id)"
            found[key] = SellerVariant(item.sku, value, price: item.regularPrice, stock: item.stock ?? 0)
        }
        return found
    }
}

package struct ShopifySeller: SimulatedSeller {
    package let shop: SimulatedShopify

    package init(clock: SteppedClock) {
        shop = SimulatedShopify(
            currency: Currency(code: "EUR") ?? Currency.all[0], capacity: 20_000, restoreRate: 1_000,
            now: clock.nowClosure)
    }

    package var kind: String { "shopify" }
    package var platform: any SimulatedPlatform { shop }
    package var values: [String: String] { ["shop": "mtkvari", "token": "shpat_sandbox"] }

    fileprivate func product(_ sku: String) -> ShopifyProductRecord? {
        shop.products.first { $0.variants.contains { $0.sku == sku } && $0.status != "ARCHIVED" }
    }
    fileprivate func variant(_ sku: String) -> ShopifyVariantRecord? {
        product(sku)?.variants.first { $0.sku == sku }
    }

    package func add(_ title: String, sku: String, price: String, stock: Int) {
        shop.add(
            ShopifyProductDraft(title: title, variants: [.init(sku: sku, price: price, stock: stock)]))
    }
    package func setPrice(_ sku: String, to price: String) {
        if let variant = variant(sku) { shop.setPrice(variant: variant.gid, to: price) }
    }
    package func setTitle(_ sku: String, to title: String) {
        if let product = product(sku) { shop.change(product: product.gid) { $0.title = title } }
    }
    package func setStock(_ sku: String, to count: Int) {
        if let variant = variant(sku) { shop.setStock(variant: variant.gid, to: count) }
    }
    package func setOnSale(_ sku: String, to isOnSale: Bool) {
        if let product = product(sku) {
            shop.change(product: product.gid) { $0.status = isOnSale ? "ACTIVE" : "DRAFT" }
        }
    }
    package func delete(_ sku: String) {
        if let product = product(sku) { shop.delete(product: product.gid) }
    }

    package func price(_ sku: String) -> String? { variant(sku)?.price.amountText }
    package func title(_ sku: String) -> String? { product(sku)?.title }
    package func stock(_ sku: String) -> Int? { variant(sku)?.available }
    package func isOnSale(_ sku: String) -> Bool? { product(sku).map { $0.status == "ACTIVE" } }
    package func count(of sku: String) -> Int {
        shop.products.flatMap(\.variants).filter { $0.sku == sku }.count
    }

    package func buy(_ sku: String, _ quantity: Int) -> String {
        shop.place(ShopifySale(items: [(variant(sku)?.gid ?? "", quantity)])).gid
    }
    package func cancel(_ order: String) { shop.cancel(order: order) }
    package func refund(_ order: String, _ amount: String) { shop.refund(order: order, amount: amount) }
    package func isCancelled(_ order: String) -> Bool { shop.order(order)?.cancelledAt != nil }
    package func shipments(_ order: String) -> (count: Int, numbers: [String]) {
        let made = shop.order(order)?.fulfillments ?? []
        return (made.count, made.flatMap(\.tracking).map(\.number))
    }
    package func refunds(_ order: String) -> (count: Int, sum: Int64) {
        let refunds = shop.order(order)?.refunds ?? []
        return (refunds.count, refunds.reduce(0) { $0 + $1.amount.minorUnits })
    }
    package func revokeKeys() { shop.revokeToken() }
    package func restoreKeys() { shop.restore(token: "shpat_sandbox") }
}

extension ShopifySeller {
    package func barcode(_ sku: String) -> String? { variant(sku)?.barcode }
    package func setBarcode(_ sku: String, to barcode: String) {
        guard let owner = product(sku) else { return }
        shop.change(product: owner.gid) { $0.variants[0].barcode = barcode }
    }
    package func images(_ sku: String) -> [SellerImage] {
        (product(sku)?.images ?? []).map { SellerImage(id: $0.gid, url: $0.url, alt: $0.alt) }
    }
    package func addImage(_ sku: String, _ url: String, alt: String) {
        if let gid = product(sku)?.gid { shop.addImage(to: gid, url: url, alt: alt) }
    }
    private func change(_ sku: String, _ act: @Sendable (inout [ShopifyProductRecord.Image]) -> Void) {
        if let gid = product(sku)?.gid { shop.change(product: gid) { act(&$0.images) } }
    }
    package func removeImage(_ sku: String, at place: Int) { change(sku) { $0.remove(at: place) } }
    package func moveImage(_ sku: String, from place: Int, to other: Int) {
        change(sku) { $0.insert($0.remove(at: place), at: other) }
    }
    package func setImageAlt(_ sku: String, at place: Int, to alt: String) {
        change(sku) { $0[place].alt = alt }
    }
    package var imageFetches: Int { shop.mediaFetchCount }

    private func product(titled title: String) -> ShopifyProductRecord? {
        shop.products.first { $0.title == title && $0.status != "ARCHIVED" }
    }
    package func add(_ title: String, option: String, variants: [SellerVariant]) {
        shop.add(
            ShopifyProductDraft(title: title, options: [option], variants: variants.map(Self.draft)))
    }
    private static func draft(_ variant: SellerVariant) -> ShopifyProductDraft.Variant {
        .init(sku: variant.sku, price: variant.price, options: [variant.value], stock: variant.stock)
    }
    package func addVariant(_ variant: SellerVariant, to title: String) {
        if let gid = product(titled: title)?.gid { shop.addVariant(Self.draft(variant), to: gid) }
    }
    package func deleteVariant(_ sku: String) {
        if let found = variant(sku) { shop.deleteVariant(found.gid) }
    }
    package func setVariantSKU(_ sku: String, to other: String) {
        guard let owner = product(sku) else { return }
        shop.change(product: owner.gid) { product in
            for place in product.variants.indices where product.variants[place].sku == sku {
                product.variants[place].sku = other
            }
        }
    }
    package func variants(of title: String) -> [String: SellerVariant] {
        var found: [String: SellerVariant] = [:]
        for variant in product(titled: title)?.variants ?? [] {
            let value = variant.options.first ?? ""
            let key = found[value] == nil ? value : value + "#\(variant.id)"
            found[key] = SellerVariant(
                variant.sku, value, price: variant.price.amountText, stock: variant.available)
        }
        return found
    }
}

/// Every platform there is, for `arguments:`. A new one is a line here, and the whole suite runs on it.
package enum ConformingPlatform: String, CaseIterable, Sendable {
    case woo7 = "WooCommerce 7.9"
    case woo9 = "WooCommerce 9.9"
    case shopify = "Shopify"

    package func seller(_ clock: SteppedClock) -> any SimulatedSeller {
        switch self {
        case .woo7: WooSeller(profile: .v7_9, clock: clock)
        case .woo9: WooSeller(profile: .v9_9, clock: clock)
        case .shopify: ShopifySeller(clock: clock)
        }
    }

}
