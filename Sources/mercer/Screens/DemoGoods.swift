import Commerce
import Sandbox
import Shop

/// Puts the demo's own products into its simulated channels, so that they are found again by their SKUs: all that are
/// on sale into one, every second into the other.
struct DemoGoods {
    let woo: SimulatedWoo
    let shopify: SimulatedShopify

    func fill(from shop: Shop) throws {
        let ids = try shop.catalogIDs(CatalogQuery(view: .active, sort: .sku), limit: 10_000)
        for (place, id) in ids.enumerated() {
            guard let product = try shop.productDetail(id), isSellable(product.sheet) else { continue }
            addToWoo(product)
            if place % 2 == 0 { addToShopify(product) }
        }
    }

    private func isSellable(_ sheet: ProductSheet) -> Bool {
        sheet.variants.allSatisfy { $0.price != nil && !$0.sku.isEmpty }
    }

    private func addToWoo(_ product: ProductDetail) {
        let sheet = product.sheet
        let only = sheet.options.isEmpty ? sheet.variants.first : nil
        let id = woo.add(
            WooProductDraft(
                sheet.title, type: only == nil ? "variable" : "simple", sku: only?.sku ?? "",
                barcode: only?.barcode ?? "", regularPrice: Self.amount(only?.price),
                stock: only.flatMap { _ in stock(product, 0) },
                description: sheet.description,
                categories: sheet.category.isEmpty ? [] : [sheet.category], tags: sheet.tags))
        guard let id, only == nil else { return }
        for (place, variant) in sheet.variants.enumerated() {
            woo.addVariation(
                to: id, options: zip(sheet.options, variant.options).map { (name: $0, value: $1) },
                sku: variant.sku, barcode: variant.barcode, regularPrice: Self.amount(variant.price),
                stock: stock(product, place))
        }
    }

    private func addToShopify(_ product: ProductDetail) {
        let sheet = product.sheet
        shopify.add(
            ShopifyProductDraft(
                title: sheet.title, descriptionHtml: sheet.description, vendor: sheet.vendor,
                tags: sheet.tags,
                options: sheet.options,
                variants: sheet.variants.enumerated().map { place, variant in
                    .init(
                        sku: variant.sku, barcode: variant.barcode, price: Self.amount(variant.price),
                        options: variant.options, stock: stock(product, place) ?? 0,
                        isTracked: variant.isTracked, grams: variant.weightGrams ?? 0)
                }))
    }

    /// What is free to be sold; nil where it is not counted.
    private func stock(_ product: ProductDetail, _ place: Int) -> Int? {
        guard product.sheet.variants[place].isTracked, product.levels.indices.contains(place) else {
            return nil
        }
        let level = product.levels[place]
        return max(0, level.onHand - level.reserved)
    }

    private static func amount(_ price: UnitPrice?) -> String {
        price.map { ListingText.price($0) } ?? ""
    }
}
