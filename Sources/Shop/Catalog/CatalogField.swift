package import Commerce

/// What can be changed about a product or its variants, by the name the seller writes it with.
package enum CatalogField: String, Hashable, Codable, Sendable, CaseIterable {
    case title, handle, kind, status, vendor, category, tags, description, featured
    case sku, barcode, price
    case compareAt = "compare-at"
    case cost, stock, weight
    case lowStock = "low-stock"
    case tracked

    /// Reads `price`, `Compare at`, `compare_at`, `low`.
    package init?(written text: String) {
        let plain = text.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
        let short = ["low": "low-stock", "compare": "compare-at", "gtin": "barcode", "type": "kind"]
        self.init(rawValue: short[plain] ?? plain)
    }

    /// Whether each variant has its own.
    package var isOfVariants: Bool {
        switch self {
        case .title, .handle, .kind, .status, .vendor, .category, .tags, .description, .featured: false
        default: true
        }
    }

    package var isPrice: Bool { self == .price || self == .compareAt || self == .cost }

    /// The column that holds it; nil where it is not one column's text or number.
    var column: String? {
        switch self {
        case .title, .handle, .kind, .status, .vendor, .tags, .description, .featured: rawValue
        case .sku, .barcode, .tracked: rawValue
        case .price: "unit_price"
        case .compareAt: "unit_compare_at"
        case .cost: "unit_cost"
        case .weight: "weight_grams"
        case .lowStock: "low_stock"
        case .category, .stock: nil
        }
    }
}

/// One field of one product, or of one of its variants, and what it is to be, as the seller writes it.
package struct CatalogEdit: Hashable, Codable, Sendable {
    package var product: ProductID
    /// Nil means all variants where the field is one of theirs.
    package var variant: VariantID?
    package var field: CatalogField
    /// Empty clears it, where it may be empty.
    package var value: String
    /// What the one who decided saw there. Where the file has moved on since, the edit is refused.
    package var expected: String?

    package init(
        _ product: ProductID, variant: VariantID? = nil, _ field: CatalogField, _ value: String,
        expected: String? = nil
    ) {
        self.product = product
        self.variant = variant
        self.field = field
        self.value = value
        self.expected = expected
    }
}

/// A field's text read as what it means, or the reason why it means nothing.
enum CatalogValue {
    case text(String)
    case number(Int64?)

    init(_ text: String, for field: CatalogField, currency: Currency) throws(Refusal) {
        let trimmed = Self.trimmed(text)
        switch field {
        case .description: self = .text(text)
        case .title:
            guard !trimmed.isEmpty else { throw Refusal("no-title", "A product needs a title.") }
            self = .text(trimmed)
        case .handle, .vendor, .category, .sku: self = .text(trimmed)
        case .tags: self = .text(Tag.text(Tag.set(text)))
        case .kind: self = try .text(Self.word(trimmed, of: ProductKind.self, field))
        case .status: self = try .text(Self.word(trimmed, of: ProductStatus.self, field))
        case .barcode:
            self = try .text(Self.barcode(trimmed))
        case .price, .compareAt, .cost:
            self = try .number(Self.price(trimmed, field, currency)?.millionths)
        case .stock, .weight, .lowStock, .featured: self = try .number(Self.whole(trimmed, field))
        case .tracked: self = try .number(Self.yesOrNo(trimmed) ? 1 : 0)
        }
    }

    static func price(
        _ text: String, _ field: CatalogField, _ currency: Currency
    ) throws(Refusal) -> UnitPrice? {
        guard !text.isEmpty else { return nil }
        let price: UnitPrice
        do {
            price = try MoneyFormat.parseUnitPrice(text, currency: currency, convention: nil)
        } catch { throw Refusal("bad-price", "\(field.rawValue) “\(text)”: \(error).") }
        guard !price.isNegative else {
            throw Refusal("negative-price", "\(field.rawValue) “\(text)” is below zero.")
        }
        return price
    }

    /// A code of digits in one of the lengths of a GTIN has its check digit; other shops keep codes of their own there.
    static func barcode(_ text: String) throws(Refusal) -> String {
        do {
            _ = try GTIN(text)
        } catch {
            if !text.isEmpty, case .wrongCheckDigit = error {
                throw Refusal("bad-barcode", "The barcode “\(text)”: \(error).")
            }
        }
        return text
    }

    private static func whole(_ text: String, _ field: CatalogField) throws(Refusal) -> Int64? {
        guard !text.isEmpty else {
            if field == .stock { throw Refusal("no-count", "A count is a whole number, such as 12.") }
            return nil
        }
        guard let number = Int64(text), (-1_000_000_000...1_000_000_000).contains(number),
            number >= 0 || field == .stock
        else {
            throw Refusal("bad-number", "\(field.rawValue) “\(text)” is no whole number, such as 12.")
        }
        return number
    }

    private static func yesOrNo(_ text: String) throws(Refusal) -> Bool {
        switch text.lowercased() {
        case "yes", "y", "true", "1", "on": return true
        case "no", "n", "false", "0", "off": return false
        default: throw Refusal("bad-tracked", "tracked “\(text)” is neither yes nor no.")
        }
    }

    private static func word<Words: RawRepresentable & CaseIterable>(
        _ text: String, of: Words.Type, _ field: CatalogField
    ) throws(Refusal) -> String where Words.RawValue == String {
        guard let word = Words(rawValue: text.lowercased()) else {
            let all = Words.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal("bad-\(field.rawValue)", "\(field.rawValue) “\(text)” is none of: \(all).")
        }
        return word.rawValue
    }

    /// One line, without blanks around it.
    static func trimmed(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard let first = line.firstIndex(where: { !$0.isWhitespace }),
            let last = line.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(line[first...last])
    }
}
