package import Commerce
import GRDB

/// Takes pieces off the shelf for good: broken, lost, given away.
package struct WriteOffStock: Action {
    package let variant: VariantID
    /// Pieces, above zero.
    package let quantity: Int
    package let reason: String

    package init(variant: VariantID, quantity: Int, reason: String) {
        self.variant = variant
        self.quantity = quantity
        self.reason = reason
    }

    package struct Outcome: Codable, Sendable {
        package let name: String
        package let left: Int64
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        let name = try writer.title(of: writer.product(of: variant))
        guard quantity > 0 else {
            throw Refusal("bad-quantity", "A write-off takes at least 1 piece; a count sets what is there.")
        }
        let here = try writer.onHand(variant)
        guard Int64(quantity) <= here else {
            throw Refusal(
                "not-there",
                "Only \(here) of “\(name)” are here by the ledger, \(quantity) cannot be written off. Count first."
            )
        }
        try writer.move(variant, by: -Int64(quantity), cause: .writeOff, note: reason)
        return Outcome(name: name, left: here - Int64(quantity))
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.name): \(quantity) written off" + (reason.isEmpty ? "" : ", \(reason)")
            + ", \(outcome.left) left"
    }
}
