package import Commerce
import GRDB

/// Enters what was counted on the shelf: the ledger gets the difference, so that a sale made meanwhile stays, and
/// undo takes back the difference.
package struct CountStock: Action {
    package struct Count: Codable, Hashable, Sendable {
        package let variant: VariantID
        package let counted: Int

        package init(variant: VariantID, counted: Int) {
            self.variant = variant
            self.counted = counted
        }
    }

    package let counts: [Count]
    package let note: String?

    package init(_ counts: [Count], note: String? = nil) {
        self.counts = counts
        self.note = note
    }

    package struct Outcome: Codable, Sendable {
        package var variants: BulkOutcome<VariantID>
        package var names: [String]
        /// The sum of the differences.
        package var difference: Int64
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        var outcome = Outcome(variants: BulkOutcome(), names: [], difference: 0)
        func count(_ count: Count) throws {
            let name = try writer.title(of: writer.product(of: count.variant))
            guard abs(count.counted) <= 1_000_000_000 else {
                throw Refusal("bad-count", "\(count.counted) pieces is more than a shelf holds.")
            }
            let difference = try Int64(count.counted) - writer.onHand(count.variant)
            try writer.move(count.variant, by: difference, cause: .count, note: note ?? "")
            outcome.names.append(name)
            outcome.difference += difference
        }
        if counts.count == 1 {
            try count(counts[0])
            outcome.variants.done = [counts[0].variant]
        } else {
            for one in counts { try outcome.variants.attempt(one.variant) { try count(one) } }
        }
        return outcome
    }

    package func summary(of outcome: Outcome) -> String {
        let sign = outcome.difference > 0 ? "+" : ""
        let difference = outcome.difference == 0 ? "as the ledger said" : "\(sign)\(outcome.difference)"
        guard counts.count == 1, let name = outcome.names.first else {
            return "\(outcome.names.count) variants counted, \(difference)"
        }
        return "\(name): counted \(counts[0].counted), \(difference)"
    }
}
