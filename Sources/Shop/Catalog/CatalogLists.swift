package import Commerce
import GRDB

extension Shop {
    /// The products of a query in its order.
    ///
    /// - Parameter limit: only the first so many, which is quick however many there are; nil for all.
    package func catalogIDs(_ query: CatalogQuery, after: Int = 0, limit: Int? = nil) throws -> [ProductID] {
        try read { db in
            let search = try CatalogSearch(query, after: after, limit: limit, db)
            return try Int64.fetchAll(
                db.cachedStatement(sql: search.sql), arguments: StatementArguments(search.arguments)
            ).map(ProductID.init(rawValue:))
        }
    }

    /// The lines of these products, in their order; those that are gone are left out.
    package func catalogRows(_ products: [ProductID]) throws -> [CatalogRow] {
        try read { db in
            let currency = try ShopSettings.fetch(db).currency
            return try products.compactMap { try CatalogRow.fetch($0, currency, db) }
        }
    }

    /// How many products each view has.
    package func catalogCounts() throws -> CatalogCounts {
        try read { db in
            var counts = CatalogCounts()
            for view in CatalogQuery.View.allCases {
                let condition =
                    switch view {
                    case .active, .draft, .archived: "status = '\(view.rawValue)'"
                    case .low: "low = 1 AND status = 'active'"
                    case .featured: "featured IS NOT NULL"
                    }
                // Left alone, the planner counts what is low by looking at every active line.
                let index = view == .low ? "INDEXED BY catalog_low" : ""
                counts.byView[view] = try Int.fetchOne(
                    db.cachedStatement(sql: "SELECT count(*) FROM catalog_lines \(index) WHERE \(condition)"))
            }
            return counts
        }
    }

    /// Units sold of each product in so many equal parts of the span, the oldest first; those that sold nothing
    /// are left out.
    package func unitsSold(
        of products: [ProductID], from start: Instant, to end: Instant, parts: Int
    ) throws -> [ProductID: [Int]] {
        let length = max(1, (end.milliseconds - start.milliseconds) / Int64(max(1, parts)))
        return try read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT placed_at, quantity FROM variants
                    CROSS JOIN order_lines AS line ON line.variant_id = variants.id
                    JOIN orders ON orders.id = line.order_id
                    WHERE product_id = ? AND placed_at >= ? AND placed_at < ? AND orders.kind = 'sale'
                        AND cancellation <> 'yes' AND joined_into IS NULL
                    """)
            var sold: [ProductID: [Int]] = [:]
            for product in products {
                let rows = try Row.fetchCursor(
                    statement, arguments: [product.rawValue, start.milliseconds, end.milliseconds])
                while let row = try rows.next() {
                    let part = Int((row[0] as Int64 - start.milliseconds) / length)
                    sold[product, default: Array(repeating: 0, count: parts)][min(part, parts - 1)] += row[1]
                }
            }
            return sold
        }
    }
}

extension CatalogRow {
    static func fetch(_ product: ProductID, _ currency: Currency, _ db: Database) throws -> CatalogRow? {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT title, line.status, sku, variant_count, unit_price_low, unit_price_high, unit_cost, keep,
                            on_hand, low, line.featured, changed_at
                        FROM catalog_lines AS line JOIN products ON id = product_id WHERE product_id = ?
                        """), arguments: [product.rawValue])
        else { return nil }
        func price(_ millionths: Int64?) -> UnitPrice? {
            millionths.map { UnitPrice(millionths: $0, currency: currency) }
        }
        return CatalogRow(
            id: product, title: row[0], status: ProductStatus(rawValue: row[1]) ?? .active, sku: row[2],
            variantCount: row[3], priceLow: price(row[4]), priceHigh: price(row[5]), cost: price(row[6]),
            keep: row[7], onHand: row[8], isLow: row[9], featured: row[10],
            changedAt: Instant(milliseconds: row[11]))
    }
}
