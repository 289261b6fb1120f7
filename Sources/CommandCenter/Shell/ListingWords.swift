import Commerce
import Shop
import Terminal

/// Canonical values of listings as the seller reads and writes them.
struct ListingWords {
    let currency: Currency

    init(_ settings: ShopSettings) { currency = settings.currency }

    /// `€24.00`, `+gift, winter`, `paused`; `–` for none.
    func value(_ field: ListingField, _ text: String) -> String {
        if text.isEmpty { return "–" }
        switch field {
        case .price, .compareAt:
            // What a platform holds and nobody can read is shown as it is.
            guard let millionths = try? DecimalText.parse(text, scale: UnitPrice.scale) else { return text }
            return MoneyFormat.neutral.format(UnitPrice(millionths: millionths, currency: currency))
        case .state: return text == ListingState.onSale.rawValue ? "on sale" : "paused"
        case .weight: return "\(text) g"
        case .images: return ListingImages.words(text)
        default: return text.split(whereSeparator: \.isNewline).joined(separator: field.isSet ? ", " : " ")
        }
    }

    /// What the seller typed, canonically.
    ///
    /// - Throws: a ``Refusal`` in words.
    func canonical(_ field: ListingField, _ typed: String) throws -> String {
        switch field {
        case .price, .compareAt:
            let price = try MoneyFormat.parseUnitPrice(typed, currency: currency, convention: nil)
            guard !price.isNegative else { throw Refusal("below-zero", "A price is not below zero.") }
            return ListingText.price(price)
        case .tags, .categories:
            return ListingField.setText(typed.split(separator: ",").map { String($0).trimmingBlanks })
        case .state, .stock, .images:
            throw Refusal("no-own-value", "The \(field.word) has two sides only: h and l choose one.")
        case .title, .description, .vendor, .sku, .barcode, .weight: return typed.trimmingBlanks
        }
    }

    /// As a field of the card is opened.
    func written(_ field: ListingField, _ text: String) -> String {
        field.isSet ? text.split(whereSeparator: \.isNewline).joined(separator: ", ") : text
    }

    /// The name of a field as a card lists it.
    static func name(_ field: ListingField) -> String {
        switch field {
        case .compareAt: "Compare-at"
        case .state: "Listing"
        case .sku: "SKU"
        default: field.rawValue.prefix(1).uppercased() + field.rawValue.dropFirst()
        }
    }
}
