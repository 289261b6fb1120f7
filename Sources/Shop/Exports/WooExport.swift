import Commerce
import GRDB

/// Writes the catalog as WooCommerce's product CSV: a product with options as a `variable` row and a `variation` row a
/// variant.
struct WooExport {
    private let db: Database
    private let exponent: Int

    init(_ db: Database, _ currency: Currency) {
        self.db = db
        exponent = currency.exponent
    }

    static let columns = [
        "ID", "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Is featured?",
        "Visibility in catalog", "Short description", "Description", "Tax status", "Tax class", "In stock?",
        "Stock", "Low stock amount", "Weight (kg)", "Sale price", "Regular price", "Categories", "Tags",
        "Images",
        "Parent", "Brands", "Cost of goods", "Attribute 1 name", "Attribute 1 value(s)", "Attribute 2 name",
        "Attribute 2 value(s)", "Attribute 3 name", "Attribute 3 value(s)",
    ]

    /// Whether a column the catalog keeps is one of WooCommerce's that no other program has.
    static func isOwn(_ name: String) -> Bool {
        let own: Set<String> = [
            "ID", "Type", "SKU", "Name", "Categories", "Is featured?", "Visibility in catalog",
            "Short description",
            "Tax status", "Tax class", "In stock?", "Backorders allowed?", "Sold individually?",
            "Allow customer reviews?", "Purchase note", "Shipping class", "Download limit",
            "Download expiry days", "Grouped products", "Upsells", "Cross-sells", "External URL",
            "Button text",
        ]
        return own.contains(name) || name.hasPrefix("Attribute ") || name.hasPrefix("Meta: ")
            || name.hasPrefix("Download ") || name.hasPrefix("Date sale price")
    }

    func write(to sink: any ByteSink, byteOrderMark: Bool) throws -> Int {
        let known = Set(Self.columns)
        let shopify = Set(ShopifyExport.columns)
        let others = try ProductCursor.extraNames(db).filter {
            !known.contains($0) && !shopify.contains($0) && !$0.hasPrefix("Variant ")
                && !$0.hasPrefix("Google Shopping") && !$0.hasPrefix("SEO ")
        }
        let headers = Self.columns + others
        var writer = DelimitedWriter(to: sink, byteOrderMark: byteOrderMark)
        try writer.row(headers)
        var count = 0
        func put(_ cells: [String: String]) throws {
            for name in headers { writer.cell(cells[name] ?? "") }
            try writer.endRow()
            count += 1
        }
        let products = try ProductCursor(db)
        while let product = try products.next() {
            try put(row(product))
            guard Self.isVariable(product) else { continue }
            for variant in product.variants { try put(row(variant, of: product)) }
        }
        try writer.flush()
        return count
    }

    private static func isVariable(_ product: ExportedProduct) -> Bool {
        product.extra["Type"]?.lowercased().contains("variable") == true || product.variants.count > 1
            || product.optionNames.contains { !$0.isEmpty }
    }

    private func row(_ product: ExportedProduct) -> [String: String] {
        var cells = product.extra
        let isVariable = Self.isVariable(product)
        cells["Type"] = type(of: product, isVariable: isVariable)
        cells["Name"] = product.title
        cells["Description"] = product.description
        cells["Published"] = published(product)
        let listed = product.extra["Categories"].flatMap { WooProducts.list($0).first }.map(
            CatalogWriter.plainPath)
        if listed != product.category { cells["Categories"] = Self.item(product.category) }
        cells["Tags"] = product.tags
        cells["Images"] = product.images.map { Self.item($0.url) }.joined(separator: ", ")
        cells["Brands"] = product.vendor
        if isVariable {
            cells["SKU"] = reference(product).sku
            for place in 0..<3 where !product.optionNames[place].isEmpty {
                cells["Attribute \(place + 1) name"] = product.optionNames[place]
                let values = product.variants.map { $0.options[place] }.filter { !$0.isEmpty }
                let key = "Attribute \(place + 1) value(s)"
                var seen: Set<String> = []
                cells[key] =
                    cells[key]
                    ?? values.filter { seen.insert($0).inserted }.map(Self.item).joined(separator: ", ")
            }
        } else if let variant = product.variants.first {
            fill(&cells, variant)
        }
        return cells
    }

    private func row(_ variant: ExportedProduct.Variant, of product: ExportedProduct) -> [String: String] {
        var cells = variant.extra
        let (sku, id) = reference(product)
        cells["Type"] = variant.extra["Type"] ?? "variation"
        cells["Parent"] = sku.isEmpty ? "id:\(id)" : sku
        let options = variant.options.filter { !$0.isEmpty }.joined(separator: ", ")
        cells["Name"] =
            variant.extra["Name"] ?? (options.isEmpty ? product.title : "\(product.title) - \(options)")
        cells["Published"] = variant.extra["Published"] ?? "1"
        cells["Images"] = Self.item(variant.image)
        for place in 0..<3 {
            cells["Attribute \(place + 1) name"] = product.optionNames[place]
            cells["Attribute \(place + 1) value(s)"] = variant.options[place]
        }
        fill(&cells, variant)
        return cells
    }

    /// What variations name their product by: its SKU, else its number.
    private func reference(_ product: ExportedProduct) -> (sku: String, id: String) {
        let id = product.extra["ID"] ?? String(product.id)
        if let sku = product.extra["SKU"] { return (sku, id) }
        guard let handle = product.handle, !handle.hasPrefix("id:") else {
            return (product.extra["ID"] == nil ? "mercer-\(product.id)" : "", id)
        }
        return (handle, id)
    }

    private func type(of product: ExportedProduct, isVariable: Bool) -> String {
        if let type = product.extra["Type"], Self.isWooType(type) { return type }
        let type = isVariable ? "variable" : "simple"
        switch product.kind {
        case "digital": return type + ", downloadable, virtual"
        case "service": return type + ", virtual"
        default: return type
        }
    }

    /// Shopify has a column of the same name with another meaning.
    private static func isWooType(_ text: String) -> Bool {
        ["simple", "variable", "variation", "grouped", "external"].contains {
            text.lowercased().hasPrefix($0)
        }
    }

    private func published(_ product: ExportedProduct) -> String {
        if product.status == "active" { return "1" }
        let given = product.extra["Published"]
        return given == "-1" ? "-1" : "0"
    }

    private func fill(_ cells: inout [String: String], _ variant: ExportedProduct.Variant) {
        func money(_ millionths: Int64?) -> String {
            millionths.map { DecimalText.format($0, scale: 6, keeping: exponent) } ?? ""
        }
        cells["SKU"] = variant.sku
        cells["GTIN, UPC, EAN, or ISBN"] = variant.barcode
        cells["Regular price"] = money(variant.compareAt ?? variant.price)
        cells["Sale price"] = variant.compareAt == nil ? "" : money(variant.price)
        cells["Cost of goods"] = money(variant.cost)
        cells["Weight (kg)"] = variant.weight.map { DecimalText.format($0, scale: 3, keeping: 0) } ?? ""
        cells["Stock"] = variant.tracked ? String(variant.onHand) : ""
        cells["Low stock amount"] = variant.lowStock.map { String($0) } ?? ""
    }

    /// One item of a list that commas part.
    private static func item(_ text: String) -> String { text.replacing(",", with: "\\,") }
}
