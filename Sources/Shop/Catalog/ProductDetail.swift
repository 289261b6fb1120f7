package import Commerce
import GRDB

/// One product as it is now: cheap enough to be read at every step of the cursor.
package struct ProductDetail: Sendable {
    package let id: ProductID
    package let sheet: ProductSheet
    package let createdAt: Instant
    package let featured: Int?
    /// One for each variant, in their order.
    package let levels: [StockLevel]
    package let notes: [Note]

    package struct StockLevel: Hashable, Sendable {
        package let onHand: Int
        package let reserved: Int
        package let short: Int
    }

    package struct Note: Hashable, Sendable {
        package let text: String
        package let at: Instant
    }

}

/// What happened with a product: as much to read as it has a past.
package struct ProductPast: Sendable {
    package let id: ProductID
    /// The newest first, at most fifty.
    package let orders: [Order]
    package let orderCount: Int
    /// The ledger of its variants, the newest first, at most a hundred.
    package let ledger: [LedgerLine]

    package struct Order: Hashable, Sendable {
        package let id: OrderID
        package let number: String
        package let placedAt: Instant
        package let customer: String
        package let quantity: Int
    }

    package struct LedgerLine: Hashable, Sendable {
        package let variant: VariantID
        package let quantity: Int
        package let cause: String
        package let note: String
        package let at: Instant
    }
}

extension Shop {
    /// The product as it is now; nil where it is gone.
    package func productDetail(_ product: ProductID) throws -> ProductDetail? {
        try read { db in
            let currency = try ShopSettings.fetch(db).currency
            guard let sheet = try ProductSheet.fetch(product, currency: currency, db),
                let row = try Row.fetchOne(
                    db.cachedStatement(sql: "SELECT created_at, featured FROM products WHERE id = ?"),
                    arguments: [product.rawValue])
            else { return nil }
            return ProductDetail(
                id: product, sheet: sheet, createdAt: Instant(milliseconds: row[0]), featured: row[1],
                levels: try sheet.variants.map { try ProductDetail.level(of: $0, db) },
                notes: try ProductDetail.notes(of: product, db))
        }
    }

    /// The orders that have it, and its ledger.
    package func productPast(_ product: ProductID) throws -> ProductPast {
        try read { db in
            let orders = try ProductPast.orders(of: product, db)
            return ProductPast(
                id: product, orders: Array(orders.prefix(50)), orderCount: orders.count,
                ledger: try ProductPast.ledger(of: product, db))
        }
    }
}

extension ProductDetail {
    fileprivate static func level(of variant: VariantSheet, _ db: Database) throws -> StockLevel {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT on_hand, reserved, short FROM stock_levels WHERE variant_id = ?"),
            arguments: [variant.id?.rawValue])
        return StockLevel(onHand: row?[0] ?? 0, reserved: row?[1] ?? 0, short: row?[2] ?? 0)
    }

    fileprivate static func notes(of product: ProductID, _ db: Database) throws -> [Note] {
        try Row.fetchAll(
            db.cachedStatement(sql: "SELECT text, at FROM notes WHERE product_id = ? ORDER BY at DESC"),
            arguments: [product.rawValue]
        ).map { Note(text: $0[0], at: Instant(milliseconds: $0[1])) }
    }

}

extension ProductPast {
    fileprivate static func orders(of product: ProductID, _ db: Database) throws -> [Order] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT orders.id, number, placed_at, customer_name, sum(quantity) FROM variants
                    CROSS JOIN order_lines AS line ON line.variant_id = variants.id
                    JOIN orders ON orders.id = line.order_id
                    WHERE product_id = ? GROUP BY orders.id ORDER BY placed_at DESC
                    """), arguments: [product.rawValue]
        ).map {
            Order(
                id: OrderID(rawValue: $0[0]), number: $0[1], placedAt: Instant(milliseconds: $0[2]),
                customer: $0[3], quantity: $0[4])
        }
    }

    fileprivate static func ledger(of product: ProductID, _ db: Database) throws -> [LedgerLine] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT variant_id, quantity, cause, note, at FROM stock_entries
                    WHERE variant_id IN (SELECT id FROM variants WHERE product_id = ?)
                    ORDER BY at DESC, id DESC LIMIT 100
                    """), arguments: [product.rawValue]
        ).map {
            LedgerLine(
                variant: VariantID(rawValue: $0[0]), quantity: $0[1], cause: $0[2], note: $0[3],
                at: Instant(milliseconds: $0[4]))
        }
    }
}
