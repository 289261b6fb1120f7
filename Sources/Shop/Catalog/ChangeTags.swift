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
                let tags = Tag.changed(Tag.set(old), adding: adding, removing: removing)
                try writer.apply(CatalogEdit(product, .tags, Tag.text(tags)))
            }
        }
        return outcome
    }

    package func summary(of outcome: BulkOutcome<ProductID>) -> String {
        let changes = Tag.set(adding).map { "+\($0)" } + Tag.set(removing).map { "-\($0)" }
        let count = outcome.done.count
        return "\(count == 1 ? "1 product" : "\(count) products") tagged \(changes.joined(separator: " "))"
    }
}

extension Tag {
    /// The tags with some taken away and then some added.
    static func changed(_ tags: [String], adding: [String], removing: [String]) -> [String] {
        set(removing.reduce(tags) { Tag.removing($1, from: $0) } + adding)
    }
}
