package import Commerce
import GRDB

extension ProductSheet {
    /// The product as the file has it; nil where there is none.
    static func fetch(_ product: ProductID, currency: Currency, _ db: Database) throws -> ProductSheet? {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT title, handle, kind, status, vendor, path, tags, option1, option2, option3, description
                        FROM products LEFT JOIN categories ON categories.id = category_id WHERE products.id = ?
                        """), arguments: [product.rawValue])
        else { return nil }
        let options = [row[7] as String, row[8], row[9]]
        let used = (options.lastIndex { !$0.isEmpty } ?? -1) + 1
        return ProductSheet(
            title: row[0], handle: row[1] ?? "", kind: ProductKind(rawValue: row[2]) ?? .physical,
            status: ProductStatus(rawValue: row[3]) ?? .active, vendor: row[4], category: row[5] ?? "",
            tags: Tag.set(row[6] as String), options: Array(options.prefix(used)), description: row[10],
            images: try images(of: product, db),
            variants: try variants(of: product, options: used, currency, db))
    }

    private static func variants(
        of product: ProductID, options: Int, _ currency: Currency, _ db: Database
    ) throws -> [VariantSheet] {
        func price(_ millionths: Int64?) -> UnitPrice? {
            millionths.map { UnitPrice(millionths: $0, currency: currency) }
        }
        return try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, sku, barcode, option1, option2, option3, unit_price, unit_compare_at, unit_cost,
                        weight_grams, low_stock, tracked, coalesce(on_hand, 0)
                    FROM variants LEFT JOIN stock_levels ON variant_id = id
                    WHERE product_id = ? ORDER BY position, id
                    """), arguments: [product.rawValue]
        ).map { row in
            let values = [row[3] as String, row[4], row[5]]
            let used = max(options, (values.lastIndex { !$0.isEmpty } ?? -1) + 1)
            return VariantSheet(
                id: VariantID(rawValue: row[0]), sku: row[1], barcode: row[2],
                options: Array(values.prefix(used)), price: price(row[6]), compareAt: price(row[7]),
                cost: price(row[8]), weightGrams: row[9], lowStock: row[10], isTracked: row[11],
                stock: row[12])
        }
    }

    private static func images(of product: ProductID, _ db: Database) throws -> [ImageSheet] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT id, url, alt, variant_id FROM images WHERE product_id = ? ORDER BY position, id"),
            arguments: [product.rawValue]
        ).map {
            ImageSheet(
                id: ImageID(rawValue: $0[0]), url: $0[1], alt: $0[2],
                variant: ($0[3] as Int64?).map(VariantID.init(rawValue:)))
        }
    }
}

extension Shop {
    /// Whole products, in the order asked for, for the editor and for new ones made from old; those that are gone
    /// are left out.
    package func productSheets(_ products: [ProductID]) throws -> [(id: ProductID, sheet: ProductSheet)] {
        try read { db in
            let currency = try ShopSettings.fetch(db).currency
            return try products.compactMap { id in
                try ProductSheet.fetch(id, currency: currency, db).map { (id, $0) }
            }
        }
    }
}
