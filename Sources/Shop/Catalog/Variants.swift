package import Commerce
import GRDB

/// Adds a variant to a product, behind the others.
package struct AddVariant: Action {
    package let product: ProductID
    package let variant: VariantSheet

    package init(_ variant: VariantSheet, to product: ProductID) {
        self.product = product
        self.variant = variant
    }

    package struct Outcome: Codable, Sendable {
        package let variant: VariantID
        package let title: String
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        let title = try writer.title(of: product)
        let count = try Int.fetchOne(
            transaction.db, sql: "SELECT coalesce(max(position) + 1, 0) FROM variants WHERE product_id = ?",
            arguments: [product.rawValue])
        return Outcome(variant: try writer.insert(variant, of: product, at: count ?? 0), title: title)
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.title): variant \(variant.name.isEmpty ? "without a name" : variant.name) added"
    }
}

/// Removes a variant that nothing stands on.
package struct RemoveVariant: Action {
    package let variant: VariantID

    package init(_ variant: VariantID) { self.variant = variant }

    package struct Outcome: Codable, Sendable {
        package let title: String
        package let name: String
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        let product = try writer.product(of: variant)
        let title = try writer.title(of: product)
        guard try writer.variants(of: product).count > 1 else {
            throw Refusal(
                "last-variant", "It is the only variant of “\(title)”; archive or delete the product instead."
            )
        }
        return Outcome(title: title, name: try writer.remove(variant))
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.title): variant \(outcome.name) removed"
    }
}

extension CatalogWriter {
    /// Refuses to remove what orders or stock stand on.
    func checkRemovable(_ variant: VariantID, _ title: String) throws {
        let orders =
            try Int.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT count(*) FROM (SELECT DISTINCT order_id FROM order_lines WHERE variant_id = ? LIMIT 1000)
                        """), arguments: [variant.rawValue]) ?? 0
        guard orders == 0 else {
            let some = orders == 1 ? "an order" : orders == 1000 ? "1,000 orders or more" : "\(orders) orders"
            throw Refusal(
                "sold", "“\(title)” is on \(some), whose lines lead to it. x archives it instead.")
        }
        let here = try onHand(variant)
        guard here == 0 else {
            throw Refusal(
                "in-stock",
                "\(here) of “\(title)” are here by the ledger. Count or write them off first, or archive it.")
        }
    }

    /// - Returns: the variant's name.
    @discardableResult
    func remove(_ variant: VariantID) throws -> String {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT sku, option1, option2, option3 FROM variants WHERE id = ?"),
            arguments: [variant.rawValue])
        let sheet = VariantSheet(
            sku: row?[0] ?? "", options: [row?[1] ?? "", row?[2] ?? "", row?[3] ?? ""])
        try checkRemovable(variant, sheet.name)
        let id = variant.rawValue
        try VariantEffects.checkNotBeingMade(id, of: product(of: variant).rawValue, sheet.name, db)
        try Gone.forget(variant: id, transaction.db)
        try transaction.execute("DELETE FROM overrides WHERE variant_id = ?", [id])
        try transaction.execute("UPDATE images SET variant_id = NULL WHERE variant_id = ?", [id])
        try transaction.execute("DELETE FROM stock_entries WHERE variant_id = ?", [id])
        try transaction.execute("DELETE FROM variants WHERE id = ?", [id])
        return sheet.name
    }

    private var db: Database { transaction.db }
}
