/// A part of something as an exact fraction: a tax of 19 %, a discount of a third, an exchange rate.
///
/// Always in lowest terms, the denominator above zero. In JSON it is text: `0.19`, or `1/3` where no decimal is exact.
package struct Rate: Hashable, Sendable {
    package let numerator: Int64
    package let denominator: Int64

    package static let zero = Rate(0)
    package static let one = Rate(1)

    package init(_ whole: Int64) {
        numerator = whole
        denominator = 1
    }

    /// Nil when the denominator is zero, or the lowest terms do not fit.
    package init?(_ numerator: Int64, over denominator: Int64) {
        self.init(reducing: Int128(numerator), over: Int128(denominator))
    }

    /// So many percent: `.percent(19)`.
    package static func percent(_ percent: Int) -> Rate {
        Rate(reducing: Int128(percent), over: 100) ?? .zero
    }

    /// Hundredths of a percent: 770 is 7.7 %.
    package init(basisPoints: Int) {
        self = Rate(reducing: Int128(basisPoints), over: 10_000) ?? .zero
    }

    private init?(reducing numerator: Int128, over denominator: Int128) {
        guard denominator != 0 else { return nil }
        let divisor = Int128(Self.commonDivisor(numerator.magnitude, denominator.magnitude))
        let sign: Int128 = denominator < 0 ? -1 : 1
        guard let top = Int64(exactly: numerator / divisor * sign),
            let bottom = Int64(exactly: denominator / divisor * sign)
        else { return nil }
        self.numerator = top
        self.denominator = bottom
    }

    private static func commonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return max(left, 1)
    }

    package var isZero: Bool { numerator == 0 }
    package var isNegative: Bool { numerator < 0 }

    /// Throws `.overflow` where the lowest terms of the result do not fit.
    package func adding(_ other: Rate) throws(MoneyError) -> Rate {
        let left = Int128(numerator) * Int128(other.denominator)
        let right = Int128(other.numerator) * Int128(denominator)
        let (sum, overflow) = left.addingReportingOverflow(right)
        let product = Int128(denominator) * Int128(other.denominator)
        guard !overflow, let rate = Rate(reducing: sum, over: product) else { throw .overflow }
        return rate
    }

    package func subtracting(_ other: Rate) throws(MoneyError) -> Rate {
        try adding(other.negated())
    }

    package func negated() throws(MoneyError) -> Rate {
        guard let rate = Rate(reducing: -Int128(numerator), over: Int128(denominator)) else {
            throw .overflow
        }
        return rate
    }

    package func multiplied(by other: Rate) throws(MoneyError) -> Rate {
        guard
            let rate = Rate(
                reducing: Int128(numerator) * Int128(other.numerator),
                over: Int128(denominator) * Int128(other.denominator))
        else { throw .overflow }
        return rate
    }

    /// What part the first is of the second; nil where the second is zero. Throws when currencies are mixed.
    package static func of(_ part: Money, in whole: Money) throws(MoneyError) -> Rate? {
        guard part.currency == whole.currency else { throw .mixed(part.currency, whole.currency) }
        return Rate(part.minorUnits, over: whole.minorUnits)
    }

    /// For a price that includes this tax: which part of the price is the tax. 19 % becomes 19/119.
    ///
    /// Nil for -100 %, which no price can include.
    package var includedPart: Rate? {
        Rate(reducing: Int128(numerator), over: Int128(denominator) + Int128(numerator))
    }

    /// In percent, rounded to that many decimals: `59`, `7.7`. Zeros at the end go.
    package func percentText(decimals: Int = 2, rounding: Rounding = .halfUp) -> String {
        let decimals = min(max(decimals, 0), 6)
        let scaled = Int128(numerator) * 100 * Int128(DecimalText.powersOfTen[decimals])
        let rounded = rounding.divide(scaled, by: Int128(denominator))
        guard let value = Int64(exactly: rounded) else { return isNegative ? "-∞" : "∞" }
        return DecimalText.format(value, scale: decimals, keeping: 0)
    }
}

extension Rate: Comparable {
    package static func < (left: Rate, right: Rate) -> Bool {
        Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator)
            * Int128(left.denominator)
    }
}

extension Rate: LosslessStringConvertible {
    /// Decimals a rate may have as text: more than every published rate has.
    private static let textScale = 12

    /// A decimal where one is exact, else a fraction.
    package var description: String {
        var scale = 0
        var factor: Int128 = 1
        // Only what the reader below takes back: twelve decimals, and within 64 bits at that scale.
        while scale <= Self.textScale {
            let (value, rest) = (Int128(numerator) * factor).quotientAndRemainder(
                dividingBy: Int128(denominator))
            if rest == 0 {
                let rescaled = value * Int128(DecimalText.powersOfTen[Self.textScale - scale])
                guard Int64(exactly: rescaled) != nil, let fitting = Int64(exactly: value) else { break }
                return DecimalText.format(fitting, scale: scale)
            }
            scale += 1
            factor *= 10
        }
        return "\(numerator)/\(denominator)"
    }

    /// Reads `0.19`, `19 %`, `7.7%`, `7,7 %` and `1/3`.
    ///
    /// A comma counts as the decimal sign: rates are never grouped by thousands. Anything else is refused.
    package init?(_ description: String) {
        var text = description.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }
        if let slash = text.firstIndex(of: "/") {
            guard let top = Int64(text[..<slash]), let bottom = Int64(text[text.index(after: slash)...])
            else {
                return nil
            }
            self.init(top, over: bottom)
            return
        }
        let isPercent = text.hasSuffix("%")
        if isPercent { text.removeLast() }
        if text.contains(","), !text.contains(".") { text.replace(",", with: ".") }
        // The reason is dropped: a text that is no rate is nil, as this kind of initializer has it.
        guard let value = try? DecimalText.parse(text, scale: Self.textScale) else { return nil }
        self.init(
            reducing: Int128(value),
            over: Int128(DecimalText.powersOfTen[Self.textScale]) * (isPercent ? 100 : 1))
    }
}

extension Rate: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let rate = Rate(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not a rate such as 0.19, 19 % or 1/3")
        }
        self = rate
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
