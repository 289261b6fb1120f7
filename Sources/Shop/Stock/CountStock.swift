package import Commerce
import GRDB

/// What a shelf can hold, so that no sum of counts is ever beyond 64 bits.
enum StockBounds {
    static let pieces = 1_000_000_000

    /// - Throws: a ``Refusal`` for a count that is none. One below zero stands for pieces that are owed.
    static func check(_ count: Int) throws {
        guard (-pieces...pieces).contains(count) else {
            throw Refusal("bad-count", "\(count) pieces is more than a shelf holds.")
        }
    }
}

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
        // Three variables: `attempt` holds the first while the count writes the others.
        var variants = BulkOutcome<VariantID>()
        var names: [String] = []
        var sum: Int64 = 0
        func count(_ count: Count) throws {
            let name = try writer.title(of: writer.product(of: count.variant))
            try StockBounds.check(count.counted)
            let difference = try Int64(count.counted) - writer.onHand(count.variant)
            try writer.move(count.variant, by: difference, cause: .count, note: note ?? "")
            names.append(name)
            sum += difference
        }
        if counts.count == 1 {
            try count(counts[0])
            variants.done = [counts[0].variant]
        } else {
            for one in counts { try variants.attempt(one.variant) { try count(one) } }
        }
        return Outcome(variants: variants, names: names, difference: sum)
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
