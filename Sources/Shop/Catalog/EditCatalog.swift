package import Commerce

/// Changes fields of products and variants, each as the seller writes it: one cell, or the rows of a review.
package struct EditCatalog: PartAction {
    package let edits: [CatalogEdit]
    /// What it is called in the Activity, such as `price +5%`; empty to name what was changed.
    package let title: String

    package init(_ edits: [CatalogEdit], title: String = "") {
        self.edits = edits
        self.title = title
    }

    package var subjectCount: Int { edits.count }

    package struct Outcome: Codable, Sendable {
        package var products: BulkOutcome<ProductID>
        /// Edits that made something another.
        package var changed: Int
        /// The title of the product where it is one.
        package var name: String
    }

    private enum CodingKeys: String, CodingKey { case edits, title }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        edits = try values.decode([CatalogEdit].self, forKey: .edits)
        title = try values.decodeIfPresent(String.self, forKey: .title) ?? ""
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        var outcome = Outcome(products: BulkOutcome(), changed: 0, name: "")
        if edits.count == 1 {
            outcome.changed = try writer.apply(edits[0]) ? 1 : 0
            outcome.products.done = [edits[0].product]
        } else {
            for edit in edits {
                try outcome.products.attempt(edit.product) {
                    if try writer.apply(edit) { outcome.changed += 1 }
                }
            }
        }
        if let first = edits.first, edits.allSatisfy({ $0.product == first.product }) {
            // A name only: the edit itself was refused above.
            outcome.name = (try? writer.title(of: first.product)) ?? ""
        }
        return outcome
    }

    package func summary(of outcome: Outcome) -> String {
        guard let first = edits.first else { return "nothing changed" }
        if edits.count == 1 {
            let value = first.field == .description ? "rewritten" : first.value.isEmpty ? "none" : first.value
            return "\(outcome.name): \(first.field.rawValue) \(value)"
        }
        let count = Set(edits.map(\.product)).count
        let what = title.isEmpty ? Self.fields(edits) : title
        let name = outcome.name.isEmpty ? "\(count) products" : outcome.name
        let refused = outcome.products.refused.count
        return "\(name): \(what)" + (refused == 0 ? "" : ", \(refused) refused")
    }

    private static func fields(_ edits: [CatalogEdit]) -> String {
        let fields = Set(edits.map(\.field)).map(\.rawValue).sorted()
        return fields.prefix(3).joined(separator: ", ") + (fields.count > 3 ? " and more" : "")
    }
}
