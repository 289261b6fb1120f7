package import Commerce
import GRDB

/// Writes a note on a product.
package struct NoteProduct: Action {
    package let product: ProductID
    package let text: String

    package init(_ product: ProductID, text: String) {
        self.product = product
        self.text = text
    }

    package func perform(in transaction: Transaction) throws -> String {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal("empty-note", "A note needs a word or two.")
        }
        let title = try CatalogWriter(transaction).title(of: product)
        let id: NoteID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO notes VALUES (?, NULL, ?, NULL, ?, ?)",
            [id.rawValue, product.rawValue, text, transaction.now.milliseconds])
        return title
    }

    package func summary(of title: String) -> String { "\(title): note, \(text.prefix(60))" }
}
