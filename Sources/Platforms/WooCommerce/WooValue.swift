import Commerce
import Connectors
import Foundation
import HTTP

/// Reads single values of WooCommerce's JSON, whose types wobble (OBSERVED 12 to 14).
enum WooValue {
    /// A moment from a `…_gmt` field, which names no zone and means UTC.
    static func instant(_ json: JSON) -> Instant? {
        guard let text = json.string, !text.isEmpty else { return nil }
        return Instant(text.hasSuffix("Z") ? text : text + "Z")
    }

    /// Whole seconds of UTC without a zone, the one form that every version understands together with
    /// `dates_are_gmt` (OBSERVED 2).
    static func text(_ instant: Instant) -> String { String(instant.description.prefix(19)) }

    /// An amount. What is finer than the currency is rounded, half up, as the shop itself does.
    static func money(_ json: JSON, _ currency: Currency, _ name: String) throws(UnreadableItem) -> Money {
        guard let text = json.text, !text.isEmpty else { return .zero(currency) }
        do throws(DecimalTextError) {
            return Money(
                minorUnits: try DecimalText.parse(text, scale: currency.exponent), currency: currency)
        } catch {
            guard case .tooPrecise = error, let price = price(cut(text), currency),
                let money = try? price.money(rounding: .halfUp)  // Too large is said below.
            else { throw UnreadableItem(reason: "its \(name) “\(text.prefix(40))” \(error)") }
            return money
        }
    }

    /// A price of one piece; nil for none, and for what is no number.
    static func price(_ text: String, _ currency: Currency) -> UnitPrice? {
        guard !text.isEmpty,
            let millionths = try? DecimalText.parse(cut(text), scale: UnitPrice.scale)  // Nil says it.
        else { return nil }
        return UnitPrice(millionths: millionths, currency: currency)
    }

    /// Digits beyond the sixth decimal say nothing about money.
    private static func cut(_ text: String) -> String {
        guard let point = text.firstIndex(of: "."), !text.contains("e"), !text.contains("E") else {
            return text
        }
        return String(text[..<point]) + String(text[point...].prefix(7))
    }

    /// The canonical text of a price: its shortest decimal.
    static func canonical(_ price: UnitPrice?) -> String {
        price.map { DecimalText.format($0.millionths, scale: UnitPrice.scale, keeping: 0) } ?? ""
    }

    static func address(_ json: JSON) -> PostalAddress? {
        let first = json["first_name"].string ?? ""
        let last = json["last_name"].string ?? ""
        let country = json["country"].string ?? ""
        let address = PostalAddress(
            name: [first, last].filter { !$0.isEmpty }.joined(separator: " "),
            company: json["company"].string ?? "", street: json["address_1"].string ?? "",
            extra: json["address_2"].string ?? "", city: json["city"].string ?? "",
            province: json["state"].string ?? "", postcode: json["postcode"].string ?? "",
            country: CountryCode(code: country), countryText: country.isEmpty ? nil : country,
            phone: json["phone"].string ?? "")
        // A country alone is the shop's default, not an address.
        let isBlank =
            address.name.isEmpty && address.company.isEmpty && address.street.isEmpty && address.city.isEmpty
            && address.postcode.isEmpty
        return isBlank ? nil : address
    }

    /// The value of the last entry of that key.
    static func meta(_ key: String, in rows: JSON) -> JSON {
        rows.items.last { $0["key"].string == key }?["value"] ?? .null
    }

    /// Grams in each of the units that the shop can be set to.
    static func grams(_ text: String, unit: String) -> Int? {
        guard let micro = try? DecimalText.parse(text, scale: 6),  // Empty is no weight.
            let factor = milligrams(unit)
        else { return nil }
        return Int(exactly: (Int128(micro) * Int128(factor) + 500_000_000) / 1_000_000_000)
    }

    /// Milligrams of one unit.
    static func milligrams(_ unit: String) -> Int64? {
        switch unit {
        case "kg": 1_000_000
        case "g": 1000
        case "lbs": 453_592
        case "oz": 28_350
        default: nil
        }
    }

    /// A weight in the shop's unit, as short as it can be written.
    static func weight(grams: Int, unit: String) -> String? {
        guard let factor = milligrams(unit),
            let micro = Int64(exactly: (Int128(grams) * 1_000_000_000 + Int128(factor) / 2) / Int128(factor))
        else { return nil }
        return DecimalText.format(micro, scale: 6, keeping: 0)
    }
}
