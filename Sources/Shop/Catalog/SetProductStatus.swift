package import Commerce

/// Archives products, brings them back, or makes drafts active.
package struct SetProductStatus: Action {
    package let products: [ProductID]
    package let status: ProductStatus

    package init(_ products: [ProductID], to status: ProductStatus) {
        self.products = products
        self.status = status
    }

    package struct Outcome: Codable, Sendable {
        package var products: BulkOutcome<ProductID>
        package var name: String
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        // Two variables: `attempt` holds the first while the change writes the other.
        var done = BulkOutcome<ProductID>()
        var name = ""
        func set(_ product: ProductID) throws {
            name = try writer.title(of: product)
            try writer.apply(CatalogEdit(product, .status, status.rawValue))
        }
        if products.count == 1 {
            try set(products[0])
            done.done = products
        } else {
            for product in products { try done.attempt(product) { try set(product) } }
        }
        return Outcome(products: done, name: name)
    }

    package func summary(of outcome: Outcome) -> String {
        let count = outcome.products.done.count
        let what = products.count == 1 ? outcome.name : count == 1 ? "1 product" : "\(count) products"
        let refused = outcome.products.refused.count
        return "\(what): \(status.rawValue)" + (refused == 0 ? "" : ", \(refused) refused")
    }
}
