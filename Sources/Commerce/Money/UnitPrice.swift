/// The price of one piece, or a part of a tax: millionths of the currency's unit, as £0.001 is a real price.
///
/// It becomes ``Money`` by a named rounding, once, when it is multiplied by a quantity. In JSON
/// `{"amount":"0.001","currency":"GBP"}`.
package struct UnitPrice: Hashable, Sendable {
    package let millionths: Int64
    package let currency: Currency

    /// Decimals a unit price holds.
    package static let scale = 6

    package init(millionths: Int64, currency: Currency) {
        self.millionths = millionths
        self.currency = currency
    }

    /// An amount as a unit price: exact. Throws `.overflow` above about nine billion units.
    package init(_ money: Money) throws(MoneyError) {
        let factor = DecimalText.powersOfTen[Self.scale - money.currency.exponent]
        let (product, overflow) = money.minorUnits.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .overflow }
        self.init(millionths: product, currency: money.currency)
    }

    package static func zero(_ currency: Currency) -> UnitPrice {
        UnitPrice(millionths: 0, currency: currency)
    }

    package var isZero: Bool { millionths == 0 }
    package var isNegative: Bool { millionths < 0 }

    /// What so many pieces cost, rounded once, to the currency's minor unit.
    package func times(_ quantity: Int, rounding: Rounding) throws(MoneyError) -> Money {
        let product = Int128(millionths) * Int128(quantity)
        let step = Int128(DecimalText.powersOfTen[Self.scale - currency.exponent])
        guard let minorUnits = Int64(exactly: rounding.divide(product, by: step)) else { throw .overflow }
        return Money(minorUnits: minorUnits, currency: currency)
    }

    /// The price on minor units.
    package func money(rounding: Rounding) throws(MoneyError) -> Money {
        try times(1, rounding: rounding)
    }

    /// The price as money where nothing has to be rounded, else nil.
    package var exactMoney: Money? {
        let step = DecimalText.powersOfTen[Self.scale - currency.exponent]
        let (quotient, remainder) = millionths.quotientAndRemainder(dividingBy: step)
        return remainder == 0 ? Money(minorUnits: quotient, currency: currency) : nil
    }

    package func adding(_ other: UnitPrice) throws(MoneyError) -> UnitPrice {
        guard other.currency == currency else { throw .mixed(currency, other.currency) }
        let (sum, overflow) = millionths.addingReportingOverflow(other.millionths)
        guard !overflow else { throw .overflow }
        return UnitPrice(millionths: sum, currency: currency)
    }

    package func subtracting(_ other: UnitPrice) throws(MoneyError) -> UnitPrice {
        guard other.currency == currency else { throw .mixed(currency, other.currency) }
        let (difference, overflow) = millionths.subtractingReportingOverflow(other.millionths)
        guard !overflow else { throw .overflow }
        return UnitPrice(millionths: difference, currency: currency)
    }

    /// So many pieces' worth without rounding, still in millionths.
    package func multiplied(by quantity: Int) throws(MoneyError) -> UnitPrice {
        let (product, overflow) = millionths.multipliedReportingOverflow(by: Int64(quantity))
        guard !overflow else { throw .overflow }
        return UnitPrice(millionths: product, currency: currency)
    }

    /// A part of this by an exact fraction, rounded to millionths.
    package func applying(_ rate: Rate, rounding: Rounding) throws(MoneyError) -> UnitPrice {
        let product = Int128(millionths) * Int128(rate.numerator)
        guard let rounded = Int64(exactly: rounding.divide(product, by: Int128(rate.denominator))) else {
            throw .overflow
        }
        return UnitPrice(millionths: rounded, currency: currency)
    }

    /// A total shared by a quantity: what one piece cost, rounded to millionths. Nil for no pieces.
    package static func each(
        of total: Money, quantity: Int, rounding: Rounding
    ) throws(MoneyError) -> UnitPrice? {
        guard quantity != 0 else { return nil }
        let step = Int128(DecimalText.powersOfTen[scale - total.currency.exponent])
        let rounded = rounding.divide(Int128(total.minorUnits) * step, by: Int128(quantity))
        guard let millionths = Int64(exactly: rounded) else { throw .overflow }
        return UnitPrice(millionths: millionths, currency: total.currency)
    }
}

extension UnitPrice: CustomStringConvertible {
    /// The amount alone: at least the currency's decimals, more only where they say something: `5.00`, `0.001`.
    package var amountText: String {
        DecimalText.format(millionths, scale: Self.scale, keeping: currency.exponent)
    }

    package var description: String { MoneyFormat.neutral.format(self) }
}

extension UnitPrice: Codable {
    private enum CodingKeys: String, CodingKey { case amount, currency }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let currency = try container.decode(Currency.self, forKey: .currency)
        let text = try container.decode(String.self, forKey: .amount)
        do {
            self.init(millionths: try DecimalText.parse(text, scale: Self.scale), currency: currency)
        } catch {
            throw DecodingError.dataCorruptedError(
                forKey: .amount, in: container, debugDescription: "“\(text)” \(error)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(amountText, forKey: .amount)
        try container.encode(currency, forKey: .currency)
    }
}
