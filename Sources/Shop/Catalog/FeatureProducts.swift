package import Commerce
import GRDB

/// Puts products on the featured list, behind the others, or takes them off.
package struct FeatureProducts: Action {
    package let products: [ProductID]
    package let featured: Bool

    package init(_ products: [ProductID], featured: Bool) {
        self.products = products
        self.featured = featured
    }

    package func perform(in transaction: Transaction) throws -> BulkOutcome<ProductID> {
        let writer = try CatalogWriter(transaction)
        var outcome = BulkOutcome<ProductID>()
        var last =
            try Int64.fetchOne(transaction.db, sql: "SELECT max(featured) FROM catalog_lines") ?? 0
        for product in products {
            try outcome.attempt(product) {
                try writer.title(of: product)
                let here = try writer.written(.featured, product: product, variant: nil) ?? ""
                guard featured == here.isEmpty else { return }
                last += 1
                try writer.apply(CatalogEdit(product, .featured, featured ? String(last) : ""))
            }
        }
        return outcome
    }

    package func summary(of outcome: BulkOutcome<ProductID>) -> String {
        let count = outcome.done.count
        let what = count == 1 ? "1 product" : "\(count) products"
        return featured ? "\(what) featured" : "\(what) featured no more"
    }
}

/// Carries a featured product up or down the list by so many places.
package struct ReorderFeatured: Action {
    package let product: ProductID
    /// Places down; negative is up. At an end it stays there.
    package let by: Int

    package init(_ product: ProductID, by: Int) {
        self.product = product
        self.by = by
    }

    package struct Outcome: Codable, Sendable {
        package let title: String
        /// From 1.
        package let place: Int
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        let title = try writer.title(of: product)
        let rows = try Row.fetchAll(
            transaction.db,
            sql: """
                SELECT product_id, featured FROM catalog_lines WHERE featured IS NOT NULL
                ORDER BY featured, product_id
                """)
        var order = rows.map { $0[0] as Int64 }
        guard let place = order.firstIndex(of: product.rawValue) else {
            throw Refusal("not-featured", "“\(title)” is not featured. :feature puts it on the list.")
        }
        let target = place + min(max(-place, by), order.count - 1 - place)
        order.remove(at: place)
        order.insert(product.rawValue, at: target)
        let old = Dictionary(rows.map { ($0[0] as Int64, $0[1] as Int64) }) { first, _ in first }
        for (index, id) in order.enumerated() where old[id] != Int64(index + 1) {
            try transaction.execute("UPDATE products SET featured = ? WHERE id = ?", [index + 1, id])
        }
        return Outcome(title: title, place: target + 1)
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.title): featured place \(outcome.place)"
    }
}
