package import Commerce
import GRDB

/// Sets the price, or the cost, of variants.
package struct SetPrice: Action {
    package let variants: [VariantID]
    /// Nil where it is to have none.
    package let price: UnitPrice?

    package init(_ variants: [VariantID], to price: UnitPrice?) {
        self.variants = variants
        self.price = price
    }

    package func perform(in transaction: Transaction) throws -> VariantFigures.Outcome {
        try VariantFigures(variants: variants, field: .price, value: price).set(in: transaction)
    }

    package func summary(of outcome: VariantFigures.Outcome) -> String { outcome.summary }
}

/// Sets what variants cost the shop.
package struct SetCost: Action {
    package let variants: [VariantID]
    /// Nil where it is not known.
    package let cost: UnitPrice?

    package init(_ variants: [VariantID], to cost: UnitPrice?) {
        self.variants = variants
        self.cost = cost
    }

    package func perform(in transaction: Transaction) throws -> VariantFigures.Outcome {
        try VariantFigures(variants: variants, field: .cost, value: cost).set(in: transaction)
    }

    package func summary(of outcome: VariantFigures.Outcome) -> String { outcome.summary }
}

/// One price for some variants.
package struct VariantFigures {
    let variants: [VariantID]
    let field: CatalogField
    let value: UnitPrice?

    package struct Outcome: Codable, Sendable {
        package var variants: BulkOutcome<VariantID>
        package var summary: String
    }

    func set(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        try writer.check(value, field)
        var outcome = Outcome(variants: BulkOutcome(), summary: "")
        var names: [String] = []
        var was: String?
        func set(_ variant: VariantID) throws {
            let product = try writer.product(of: variant)
            let name = try writer.title(of: product)
            was = try writer.written(field, product: product, variant: variant)
            try writer.apply(CatalogEdit(product, variant: variant, field, value?.amountText ?? ""))
            if !names.contains(name) { names.append(name) }
        }
        if variants.count == 1 {
            try set(variants[0])
            outcome.variants.done = variants
        } else {
            for variant in variants { try outcome.variants.attempt(variant) { try set(variant) } }
        }
        let new = value?.amountText ?? "none"
        let change = variants.count == 1 ? "\(was.flatMap { $0.isEmpty ? nil : $0 } ?? "none") → \(new)" : new
        let what = names.count == 1 ? names[0] : "\(names.count) products"
        outcome.summary = "\(what): \(field.rawValue) \(change)"
        return outcome
    }
}
