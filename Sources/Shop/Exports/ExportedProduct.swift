import Commerce
import GRDB

/// A product with all that an export of the catalog writes.
struct ExportedProduct {
    struct Variant {
        let sku, barcode: String
        let options: [String]
        let price, compareAt, cost, weight, lowStock: Int64?
        let tracked: Bool
        let onHand: Int64
        let extra: [String: String]
        let image: String
    }

    let id: Int64
    let handle: String?
    let title, kind, status, description, vendor, category, tags: String
    let optionNames: [String]
    let extra: [String: String]
    let variants: [Variant]
    let images: [ImageDraft]
}

/// Goes through the catalog product by product, in the order they were made.
struct ProductCursor {
    private let products: RowCursor
    private let variants: Statement
    private let images: Statement

    init(_ db: Database) throws {
        products = try Row.fetchCursor(
            db,
            sql: """
                SELECT products.id, handle, title, kind, status, description, vendor, coalesce(path, ''), tags,
                    option1, option2, option3, extra
                FROM products LEFT JOIN categories ON categories.id = category_id ORDER BY products.id
                """)
        variants = try db.makeStatement(
            sql: """
                SELECT id, sku, barcode, option1, option2, option3, unit_price, unit_compare_at, unit_cost,
                    weight_grams, low_stock, tracked, coalesce(on_hand, 0), extra
                FROM variants LEFT JOIN stock_levels ON variant_id = id
                WHERE product_id = ? ORDER BY position, id
                """)
        images = try db.makeStatement(
            sql:
                "SELECT url, alt, position, variant_id FROM images WHERE product_id = ? ORDER BY position, id"
        )
    }

    func next() throws -> ExportedProduct? {
        guard let row = try products.next() else { return nil }
        let id: Int64 = row[0]
        var pictures: [Int64: String] = [:]
        var shared: [ImageDraft] = []
        for image in try Row.fetchAll(images, arguments: [id]) {
            if let variant: Int64 = image[3] {
                pictures[variant] = pictures[variant] ?? image[0]
            } else {
                shared.append(ImageDraft(url: image[0], alt: image[1], position: image[2]))
            }
        }
        let found = try Row.fetchAll(variants, arguments: [id]).map { row in
            ExportedProduct.Variant(
                sku: row[1], barcode: row[2], options: [row[3], row[4], row[5]], price: row[6],
                compareAt: row[7], cost: row[8], weight: row[9], lowStock: row[10], tracked: row[11],
                onHand: row[12], extra: ExtraText.decode(row[13]) ?? [:], image: pictures[row[0]] ?? "")
        }
        return ExportedProduct(
            id: id, handle: row[1], title: row[2], kind: row[3], status: row[4], description: row[5],
            vendor: row[6], category: row[7], tags: row[8], optionNames: [row[9], row[10], row[11]],
            extra: ExtraText.decode(row[12]) ?? [:], variants: found, images: shared)
    }

    /// The names of other programs' columns that the catalog keeps, in alphabetical order.
    static func extraNames(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT name FROM (
                    SELECT key AS name FROM products, json_each(products.extra) WHERE products.extra <> ''
                    UNION SELECT key FROM variants, json_each(variants.extra) WHERE variants.extra <> '')
                ORDER BY name
                """)
    }
}

/// Mercer's own columns of the catalog: one row a variant.
struct ProductExport {
    private let db: Database
    private let exponent: Int

    init(_ db: Database, _ currency: Currency) {
        self.db = db
        exponent = currency.exponent
    }

    private static let roles: [ColumnRole] = [
        .handle, .title, .kind, .status, .description, .vendor, .category, .tags, .option1Name, .option1,
        .option2Name, .option2, .option3Name, .option3, .sku, .barcode, .price, .compareAt, .cost, .weight,
        .stock, .lowStock, .tracked, .images, .variantImage, .extra, .variantExtra,
    ]

    func write(_ form: ExportForm, to sink: any ByteSink, byteOrderMark: Bool) throws -> Int {
        var writer = try ExportWriter(
            Self.roles.map(\.rawValue), form: form, to: sink, byteOrderMark: byteOrderMark)
        let products = try ProductCursor(db)
        while let product = try products.next() {
            for (place, variant) in product.variants.enumerated() {
                try writer.row(cells(product, variant, isFirst: place == 0))
            }
            if product.variants.isEmpty { try writer.row(cells(product, nil, isFirst: true)) }
        }
        try writer.finish()
        return writer.count
    }

    private func cells(
        _ product: ExportedProduct, _ variant: ExportedProduct.Variant?, isFirst: Bool
    ) -> [ExportCell] {
        func money(_ millionths: Int64?) -> ExportCell {
            millionths.map { .decimal(DecimalText.format($0, scale: 6, keeping: exponent)) } ?? .none
        }
        func whole(_ value: Int64?) -> ExportCell { value.map { .whole($0) } ?? .none }
        let options = variant?.options ?? ["", "", ""]
        return [
            .text(handle(of: product)), .text(product.title), .text(product.kind), .text(product.status),
            .text(product.description), .text(product.vendor), .text(product.category), .text(product.tags),
            .text(product.optionNames[0]), .text(options[0]), .text(product.optionNames[1]),
            .text(options[1]),
            .text(product.optionNames[2]), .text(options[2]), .text(variant?.sku ?? ""),
            .text(variant?.barcode ?? ""), money(variant?.price), money(variant?.compareAt),
            money(variant?.cost), whole(variant?.weight),
            variant.map { $0.tracked || $0.onHand != 0 ? .whole($0.onHand) : .none } ?? .none,
            whole(variant?.lowStock), variant.map { .flag($0.tracked) } ?? .none,
            .text(isFirst ? product.images.map(\.url).joined(separator: " ") : ""),
            .text(variant?.image ?? ""), .text(isFirst ? ExtraText.encode(product.extra) : ""),
            .text(ExtraText.encode(variant?.extra ?? [:])),
        ]
    }

    /// Rows of one product are known by its handle; one that has none and needs one goes by its identifier.
    private func handle(of product: ExportedProduct) -> String {
        if let handle = product.handle { return handle }
        let needsOne = product.variants.count != 1 || product.variants[0].sku.isEmpty
        return needsOne ? "#\(product.id)" : ""
    }
}
