package import Commerce
package import Shop

/// A shop with counted goods in it, for tests of orders.
package struct OrderShop {
    package let folder: ShopFolder
    package let shop: Shop
    package private(set) var variants: [String: VariantID] = [:]

    package static let euro = Currency(code: "EUR")!

    /// - Parameter stock: pieces on the shelf by SKU. Each costs €10.00 and sells at €24.00.
    package init(stock: [String: Int], now: Instant = Instant(milliseconds: 1_795_248_000_000)) throws {
        folder = try ShopFolder(now: now)
        shop = try folder.open()
        for (sku, count) in stock.sorted(by: { $0.key < $1.key }) {
            let product = try shop.perform(
                CreateProduct(
                    ProductSheet(
                        title: "Goods \(sku)",
                        variants: [
                            VariantSheet(
                                sku: sku, price: UnitPrice(millionths: 24_000_000, currency: Self.euro),
                                cost: UnitPrice(millionths: 10_000_000, currency: Self.euro), stock: count)
                        ])), as: .mercer
            ).outcome
            guard let variant = try shop.productSheets([product]).first?.sheet.variants.first?.id else {
                continue
            }
            variants[sku] = variant
        }
    }

    package static func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: euro) }

    /// An order by hand for these SKUs, paid unless said otherwise.
    @discardableResult
    package func order(
        _ lines: [String: Int], name: String = "Anna Keller", email: String = "anna@example.com",
        paid: Bool = true, address: PostalAddress? = OrderShop.berlin
    ) throws -> OrderID {
        folder.wait(milliseconds: 1)
        return try shop.perform(
            RecordOrder(
                lines: lines.sorted { $0.key < $1.key }.map { .init(sku: $0.key, quantity: $0.value) },
                name: name, email: email, address: address, paid: paid)
        ).outcome.order
    }

    package static let berlin = PostalAddress(
        name: "Anna Keller", street: "Lindenstr. 5", city: "Berlin", postcode: "10969",
        country: CountryCode(code: "DE"))

    /// On hand, reserved and short of a SKU.
    package func level(_ sku: String) throws -> StockLevel {
        guard let variant = variants[sku] else { return StockLevel() }
        return try shop.stockLevel(of: variant)
    }
}
