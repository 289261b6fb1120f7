package import Commerce
import GRDB

/// Adds and takes away tags of products.
package struct ChangeTags: Action {
    package let products: [ProductID]
    package let adding: [String]
    package let removing: [String]

    package init(_ products: [ProductID], adding: [String] = [], removing: [String] = []) {
        self.products = products
        self.adding = adding
        self.removing = removing
    }

    package func perform(in transaction: Transaction) throws -> BulkOutcome<ProductID> {
        let writer = try CatalogWriter(transaction)
        var outcome = BulkOutcome<ProductID>()
        for product in products {
            try outcome.attempt(product) {
                try writer.title(of: product)
                let old = try writer.written(.tags, product: product, variant: nil) ?? ""
                var tags = TagList(text: old)
                tags.remove(removing)
                tags.add(adding)
                try writer.apply(CatalogEdit(product, .tags, tags.text))
            }
        }
        return outcome
    }

    package func summary(of outcome: BulkOutcome<ProductID>) -> String {
        let changes = TagList(adding).tags.map { "+\($0)" } + TagList(removing).tags.map { "-\($0)" }
        let count = outcome.done.count
        return "\(count == 1 ? "1 product" : "\(count) products") tagged \(changes.joined(separator: " "))"
    }
}
