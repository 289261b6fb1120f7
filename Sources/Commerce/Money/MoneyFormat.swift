/// Writes and reads amounts as people do, by a convention, without a `Double` on the way.
package struct MoneyFormat: Hashable, Sendable {
    package let convention: NumberConvention

    package init(convention: NumberConvention) {
        self.convention = convention
    }

    /// `€1,234.50`.
    package static let neutral = MoneyFormat(convention: .neutral)

    /// What stands beside the number.
    package enum Sign: Sendable {
        /// `€1,234.50`
        case symbol
        /// `EUR 1,234.50`
        case code
        /// `1,234.50`
        case none
    }

    package func format(_ money: Money, sign: Sign = .symbol) -> String {
        place(
            sign, of: money.currency, isNegative: money.isNegative,
            number: number(DecimalText.format(money.minorUnits, scale: money.currency.exponent)))
    }

    package func format(_ price: UnitPrice, sign: Sign = .symbol) -> String {
        place(sign, of: price.currency, isNegative: price.isNegative, number: number(price.amountText))
    }

    /// Two amounts of one currency as a span, `€16.00–22.00`; one amount where they are equal.
    package func format(from low: Money, to high: Money) throws(MoneyError) -> String {
        guard try low.isLess(than: high) else { return format(low) }
        return convention.symbolPlace == .after
            ? format(low, sign: .none) + "–" + format(high) : format(low) + "–" + format(high, sign: .none)
    }

    /// Reads an amount of that currency, written by this convention.
    package func parse(_ text: String, currency: Currency) throws(PriceParseError) -> Money {
        try Self.parse(text, currency: currency, convention: convention)
    }

    /// Reads an amount of that currency. With no convention, what can be read two ways is refused: `1.234` is.
    ///
    /// The currency's own sign or code may stand beside the number; another's is refused.
    package static func parse(
        _ text: String, currency: Currency, convention: NumberConvention?
    ) throws(PriceParseError) -> Money {
        let price = try PriceText(text, convention: convention)
        try price.check(currency: currency)
        return Money(
            minorUnits: try price.scaled(to: currency.exponent, currency: currency), currency: currency)
    }

    /// The same for a unit price, which may have six decimals.
    package static func parseUnitPrice(
        _ text: String, currency: Currency, convention: NumberConvention?
    ) throws(PriceParseError) -> UnitPrice {
        let price = try PriceText(text, convention: convention)
        try price.check(currency: currency)
        return UnitPrice(
            millionths: try price.scaled(to: UnitPrice.scale, currency: currency), currency: currency)
    }

    /// Exact text, its sign dropped, in this convention.
    private func number(_ exact: String) -> String {
        let parts = exact.drop { $0 == "-" }.split(separator: ".")
        let whole = convention.grouped(parts[0])
        return parts.count > 1 ? "\(whole)\(convention.decimal)\(parts[1])" : whole
    }

    private func place(_ sign: Sign, of currency: Currency, isNegative: Bool, number: String) -> String {
        let minus = isNegative ? "-" : ""
        let symbol: String
        switch sign {
        case .none: return minus + number
        case .code: symbol = currency.code
        case .symbol: symbol = currency.symbol
        }
        let blank = convention.locale.isEmpty ? " " : "\u{A0}"
        // Letters beside digits run together: CLDR puts a blank between, so do we.
        let gap = symbol.last?.isLetter == true ? blank : ""
        switch convention.symbolPlace {
        case .before: return minus + symbol + gap + number
        case .beforeWithBlank: return minus + symbol + blank + number
        case .beforeMinusInside: return symbol + (isNegative ? minus : blank) + number
        case .after: return minus + number + blank + symbol
        }
    }
}
