import Commerce
import GRDB

/// Writes the catalog as Shopify's product CSV: the product's columns on its first row, then a row a variant and a
/// row a picture.
struct ShopifyExport {
    private let db: Database
    private let exponent: Int

    init(_ db: Database, _ currency: Currency) {
        self.db = db
        exponent = currency.exponent
    }

    /// What Mercer fills; the catalog's other columns of Shopify follow.
    static let columns = [
        "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published",
        "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
        "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty",
        "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price",
        "Variant Compare At Price",
        "Variant Requires Shipping", "Variant Taxable", "Variant Barcode", "Image Src", "Image Position",
        "Image Alt Text", "Gift Card", "Variant Image", "Variant Weight Unit", "Cost per item", "Status",
    ]

    func write(to sink: any ByteSink, byteOrderMark: Bool) throws -> Int {
        let known = Set(Self.columns)
        // WooCommerce's own columns mean nothing to Shopify.
        let others = try ProductCursor.extraNames(db).filter { !known.contains($0) && !WooExport.isOwn($0) }
        let headers = Self.columns + others
        var writer = DelimitedWriter(to: sink, byteOrderMark: byteOrderMark)
        try writer.row(headers)
        var count = 0
        let products = try ProductCursor(db)
        while let product = try products.next() {
            for place in 0..<max(1, product.variants.count, product.images.count) {
                var cells: [String: String] = ["Handle": handle(product)]
                if place == 0 { fill(&cells, product) }
                if place < product.variants.count { fill(&cells, product.variants[place], of: product) }
                if place < product.images.count {
                    let image = product.images[place]
                    cells["Image Src"] = image.url
                    cells["Image Position"] = String(image.position)
                    cells["Image Alt Text"] = image.alt
                }
                for name in headers { writer.cell(cells[name] ?? "") }
                try writer.endRow()
                count += 1
            }
        }
        try writer.flush()
        return count
    }

    private func handle(_ product: ExportedProduct) -> String {
        if let handle = product.handle { return handle }
        // Two products may have one title; Shopify would take them for one.
        return "\(ProductHandle.made(from: product.title))-\(product.id)"
    }

    private func fill(_ cells: inout [String: String], _ product: ExportedProduct) {
        cells.merge(product.extra) { mine, _ in mine }
        cells["Title"] = product.title
        cells["Body (HTML)"] = product.description
        cells["Vendor"] = product.vendor
        let given = product.extra["Product Category"].map(CatalogWriter.plainPath)
        cells["Type"] = product.extra["Type"] == nil && given == product.category ? "" : product.category
        cells["Tags"] = product.tags
        cells["Published"] = product.extra["Published"] ?? (product.status == "active" ? "true" : "false")
        cells["Status"] = product.status
        for place in 0..<3 { cells["Option\(place + 1) Name"] = product.optionNames[place] }
        if product.optionNames[0].isEmpty, !product.variants.isEmpty { cells["Option1 Name"] = "Title" }
    }

    private func fill(
        _ cells: inout [String: String], _ variant: ExportedProduct.Variant, of product: ExportedProduct
    ) {
        func money(_ millionths: Int64?) -> String {
            millionths.map { DecimalText.format($0, scale: 6, keeping: exponent) } ?? ""
        }
        cells.merge(variant.extra) { mine, _ in mine }
        for place in 0..<3 { cells["Option\(place + 1) Value"] = variant.options[place] }
        if variant.options.allSatisfy(\.isEmpty), product.optionNames[0].isEmpty {
            cells["Option1 Value"] = "Default Title"
        }
        cells["Variant SKU"] = variant.sku
        cells["Variant Barcode"] = variant.barcode
        cells["Variant Grams"] = variant.weight.map { String($0) } ?? ""
        cells["Variant Price"] = money(variant.price)
        cells["Variant Compare At Price"] = money(variant.compareAt)
        cells["Cost per item"] = money(variant.cost)
        cells["Variant Image"] = variant.image
        if variant.tracked {
            cells["Variant Inventory Tracker"] = variant.extra["Variant Inventory Tracker"] ?? "shopify"
            cells["Variant Inventory Qty"] = String(variant.onHand)
        } else {
            cells["Variant Inventory Tracker"] = ""
            cells["Variant Inventory Qty"] = variant.extra["Variant Inventory Qty"] ?? ""
        }
        if product.kind != "physical", variant.extra["Variant Requires Shipping"] == nil,
            product.extra["Gift Card"] == nil
        {
            cells["Variant Requires Shipping"] = "false"
        }
    }
}
