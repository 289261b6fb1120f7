import Commerce
import Shop
import Terminal

/// One field of one product or variant while it is being written.
struct CellField: Sendable {
    let product: ProductID
    /// Nil for the product's own fields, and where all variants get the same.
    let variant: VariantID?
    let field: CatalogField
    /// What is there now, as the seller writes it.
    let original: String
    var text: TextFieldState
    /// Whether Enter said that something is odd, and waits for `y`.
    var awaitsYes = false
    /// Beside a price: what it is judged by.
    var cost: UnitPrice?
    var compareAt: UnitPrice?
    /// How many variants get it.
    var variantCount = 1
    /// Whether it stands in the card and not in the table.
    let isInCard: Bool

    init(
        _ product: ProductID, variant: VariantID? = nil, _ field: CatalogField, original: String,
        isInCard: Bool, draft: String?
    ) {
        self.product = product
        self.variant = variant
        self.field = field
        self.original = original
        self.isInCard = isInCard
        text = TextFieldState(draft ?? original)
    }

    var draftKey: String {
        Self.draftKey(product, variant, field)
    }

    static func draftKey(_ product: ProductID, _ variant: VariantID?, _ field: CatalogField) -> String {
        "sell.cell.\(product).\(variant.map { "\($0)" } ?? "all").\(field.rawValue)"
    }

    var edit: CatalogEdit {
        CatalogEdit(product, variant: variant, field, text.text, expected: original)
    }

    /// What there is to say about the text.
    func note(_ settings: ShopSettings) -> FieldNote? {
        let written = text.text
        guard written != original else { return nil }
        switch field {
        case .price, .cost, .compareAt:
            guard !written.allSatisfy(\.isWhitespace) else { return .odd("no \(field.rawValue) at all") }
            do {
                let price = try MoneyFormat.parseUnitPrice(
                    written, currency: settings.currency, convention: nil)
                guard !price.isNegative else { return .wrong("below zero") }
                return field == .price ? note(on: price, settings) : .good("\(price)")
            } catch { return .wrong(error.description) }
        case .stock:
            guard let count = Int(written.filter { $0 != " " }) else {
                return .wrong("a whole number, such as 12")
            }
            let difference = count - (Int(original) ?? 0)
            return .good("\(difference > 0 ? "+" : "")\(difference) in the ledger")
        case .title where written.allSatisfy(\.isWhitespace): return .wrong("a product needs a title")
        case .barcode: return barcodeNote(written)
        default: return nil
        }
    }

    private func note(on price: UnitPrice, _ settings: ShopSettings) -> FieldNote {
        let old = try? MoneyFormat.parseUnitPrice(  // No old price is none to compare with.
            original, currency: settings.currency, convention: .neutral)
        let doubts = PriceDoubt.about(price, old: old, cost: cost, compareAt: compareAt)
        guard doubts.isEmpty else { return .odd(doubts.map(\.words).joined(separator: ", ")) }
        return .good(Self.keeps(price, cost, settings) ?? "\(price)")
    }

    /// `keeps 62 %`; nil where the cost is not known or the amounts are not payable ones.
    static func keeps(_ price: UnitPrice, _ cost: UnitPrice?, _ settings: ShopSettings) -> String? {
        let rate = Rate(settings.taxRate) ?? .zero
        // What cannot be reckoned (an overflow) is left out: it is only a remark beside the field.
        let keep = try? cost.flatMap { cost in
            try Keep(
                price: price.money(rounding: .halfUp), cost: cost.money(rounding: .halfUp),
                taxMode: .included, taxRate: rate)
        }
        return (keep ?? nil)?.percentText.map { "keeps \($0)" }
    }

    private func barcodeNote(_ written: String) -> FieldNote? {
        do {
            return .good("GTIN, \(try GTIN(written).digits.count) digits")
        } catch {
            if case .wrongCheckDigit = error { return .wrong(error.description) }
            return written.isEmpty ? nil : .good("a code of your own")
        }
    }
}
