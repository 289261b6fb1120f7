package import Commerce
import GRDB

/// Removes products that nothing stands on; what was sold or is in stock can only be archived.
package struct DeleteProducts: Action {
    package let products: [ProductID]

    package init(_ products: [ProductID]) { self.products = products }

    package struct Outcome: Codable, Sendable {
        package var products: BulkOutcome<ProductID>
        package var name: String
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        // Two variables: `attempt` holds the first while the deletion writes the other.
        var done = BulkOutcome<ProductID>()
        var name = ""
        func delete(_ product: ProductID) throws {
            let title = try writer.title(of: product)
            let listed = try String.fetchOne(
                transaction.db.cachedStatement(
                    sql: """
                        SELECT name FROM listings JOIN connections ON connections.id = connection_id
                        WHERE product_id = ? LIMIT 1
                        """), arguments: [product.rawValue])
            if let listed {
                throw Refusal(
                    "listed",
                    "“\(title)” is on \(listed). Take it off there first (x in its channels), or archive it.")
            }
            let variants = try writer.variants(of: product)
            for variant in variants { try writer.checkRemovable(variant, title) }
            let id = product.rawValue
            try transaction.execute("DELETE FROM images WHERE product_id = ?", [id])
            try transaction.execute("DELETE FROM notes WHERE product_id = ?", [id])
            for variant in variants { try writer.remove(variant) }
            try transaction.execute("DELETE FROM products WHERE id = ?", [id])
            name = title
        }
        if products.count == 1 {
            try delete(products[0])
            done.done = products
        } else {
            for product in products { try done.attempt(product) { try delete(product) } }
        }
        return Outcome(products: done, name: name)
    }

    package func summary(of outcome: Outcome) -> String {
        let count = outcome.products.done.count
        let what = products.count == 1 ? outcome.name : count == 1 ? "1 product" : "\(count) products"
        let refused = outcome.products.refused.count
        return "\(what): deleted" + (refused == 0 ? "" : ", \(refused) refused")
    }
}
