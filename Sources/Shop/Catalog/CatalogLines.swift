import Commerce
import GRDB

/// Keeps `catalog_lines` and `product_texts`: one row a product with what the catalog's table shows and sorts by,
/// and what the search reads.
struct CatalogLines {
    private let db: Database
    private let now: Int64
    private let settings: ShopSettings

    init(_ transaction: Transaction) throws {
        db = transaction.db
        now = transaction.now.milliseconds
        settings = try transaction.settings()
    }

    /// The settings that the lines depend on.
    static let settingsRead: Set<String> = ["lowStock", "taxRate"]

    static func refreshAll(in transaction: Transaction) throws {
        let lines = try CatalogLines(transaction)
        for id in try Int64.fetchAll(transaction.db, sql: "SELECT id FROM products") {
            try lines.refresh(id, hasChanged: false)
        }
    }

    /// - Parameter hasChanged: false where only a setting did: the product keeps its place among the changed.
    func refresh(_ product: Int64, hasChanged: Bool = true) throws {
        var reading = try DirectStatement(
            db, "SELECT status, title, tags, description, featured FROM products WHERE id = ?")
        reading.add(product)
        let facts = try reading.first { row in
            (
                status: row.text(0), title: row.text(1), tags: row.text(2), description: row.text(3),
                featured: row.optional(4)
            )
        }
        guard let facts else { return try remove(product) }
        let variants = try variantSums(product)
        let tax = Rate(settings.taxRate)
        var line = try DirectStatement(
            db,
            """
            INSERT INTO catalog_lines VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT (product_id) DO UPDATE SET status = excluded.status, title_key = excluded.title_key,
                sku = excluded.sku, variant_count = excluded.variant_count,
                unit_price_low = excluded.unit_price_low, unit_price_high = excluded.unit_price_high,
                unit_cost = excluded.unit_cost, keep = excluded.keep, on_hand = excluded.on_hand,
                low = excluded.low, featured = excluded.featured,
                changed_at = iif(?14, excluded.changed_at, changed_at)
            """)
        line.add(product)
        line.add(facts.status)
        line.add(facts.title.lowercased())
        line.add(variants.sku)
        line.add(variants.count)
        line.add(variants.priceLow)
        line.add(variants.priceHigh)
        line.add(variants.cost)
        line.add(Self.keep(price: variants.priceLow, cost: variants.cost, tax: tax))
        line.add(variants.onHand)
        line.add(variants.low)
        line.add(facts.featured)
        line.add(now)
        line.add(hasChanged)
        try line.run()
        var text = try DirectStatement(
            db,
            """
            INSERT INTO product_texts VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (product_id) DO UPDATE SET title = excluded.title, sku = excluded.sku,
                tags = excluded.tags, description = excluded.description
            WHERE title <> excluded.title OR sku <> excluded.sku OR tags <> excluded.tags
                OR description <> excluded.description
            """)
        text.add(product)
        text.add(facts.title)
        text.add(variants.allSKUs)
        text.add(facts.tags)
        text.add(facts.description)
        try text.run()
    }

    /// What is left of a price, in hundredths of a percent of it without tax; nil where price or cost is not known.
    ///
    /// Tax comes off first (a consumer's price holds it), then the cost. Fees and shipping are not known to the file
    /// yet and are not guessed.
    static func keep(price: Int64?, cost: Int64?, tax: Rate?) -> Int64? {
        guard let price, let cost, price > 0 else { return nil }
        let net: Int64
        if let tax {
            let (scaled, overflow) = price.multipliedReportingOverflow(by: tax.denominator)
            let (whole, isTooLarge) = tax.denominator.addingReportingOverflow(tax.numerator)
            guard !overflow, !isTooLarge, tax.numerator >= 0 else { return nil }
            net = scaled / whole
        } else {
            net = price
        }
        let (left, isTooFar) = net.subtractingReportingOverflow(cost)
        let (scaled, overflow) = left.multipliedReportingOverflow(by: 10_000)
        return overflow || isTooFar || net <= 0 ? nil : scaled / net
    }

    private struct VariantSums {
        var sku = ""
        var allSKUs = ""
        var count = 0
        var priceLow: Int64?
        var priceHigh: Int64?
        var cost: Int64?
        var onHand: Int64?
        var low = false
    }

    private func variantSums(_ product: Int64) throws -> VariantSums {
        var sums = VariantSums()
        var statement = try DirectStatement(
            db,
            """
            SELECT sku, unit_price, unit_cost, tracked, coalesce(on_hand, 0), low_stock, barcode
            FROM variants LEFT JOIN stock_levels ON variant_id = id
            WHERE product_id = ? ORDER BY position, id
            """)
        statement.add(product)
        try statement.each { row in
            let sku = row.text(0)
            if sums.count == 0 {
                sums.sku = sku
                sums.cost = row.optional(2)
            }
            sums.count += 1
            if !sku.isEmpty { sums.allSKUs += sums.allSKUs.isEmpty ? sku : " " + sku }
            let barcode = row.text(6)
            if !barcode.isEmpty { sums.allSKUs += " " + barcode }
            if let price = row.optional(1) {
                sums.priceLow = min(sums.priceLow ?? price, price)
                sums.priceHigh = max(sums.priceHigh ?? price, price)
            }
            if row.isTrue(3) {
                let onHand = row.integer(4)
                sums.onHand = (sums.onHand ?? 0).addingReportingOverflow(onHand).partialValue
                if onHand <= row.optional(5) ?? Int64(settings.lowStock) { sums.low = true }
            }
            return true
        }
        return sums
    }

    private func remove(_ product: Int64) throws {
        try execute("DELETE FROM catalog_lines WHERE product_id = ?", [product])
        try execute("DELETE FROM product_texts WHERE product_id = ?", [product])
    }

    private func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
