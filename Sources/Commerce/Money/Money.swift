/// An amount charged or paid: whole minor units of one currency.
///
/// Mixed currencies and overflow throw, as both arrive in data. In JSON it is `{"amount":"12.34","currency":"EUR"}`,
/// the amount as exact text.
package struct Money: Hashable, Sendable {
    package let minorUnits: Int64
    package let currency: Currency

    package init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    package static func zero(_ currency: Currency) -> Money {
        Money(minorUnits: 0, currency: currency)
    }

    package var isZero: Bool { minorUnits == 0 }
    package var isNegative: Bool { minorUnits < 0 }
    package var isPositive: Bool { minorUnits > 0 }

    package func adding(_ other: Money) throws(MoneyError) -> Money {
        try check(other)
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: sum, currency: currency)
    }

    package func subtracting(_ other: Money) throws(MoneyError) -> Money {
        try check(other)
        let (difference, overflow) = minorUnits.subtractingReportingOverflow(other.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: difference, currency: currency)
    }

    package func negated() throws(MoneyError) -> Money {
        guard minorUnits != .min else { throw .overflow }
        return Money(minorUnits: -minorUnits, currency: currency)
    }

    package func multiplied(by count: Int) throws(MoneyError) -> Money {
        let (product, overflow) = minorUnits.multipliedReportingOverflow(by: Int64(count))
        guard !overflow else { throw .overflow }
        return Money(minorUnits: product, currency: currency)
    }

    /// Whether this is the smaller. There is no `<`: between currencies the question has no answer.
    package func isLess(than other: Money) throws(MoneyError) -> Bool {
        try check(other)
        return minorUnits < other.minorUnits
    }

    /// The smaller of the two.
    package func smaller(_ other: Money) throws(MoneyError) -> Money {
        try isLess(than: other) ? self : other
    }

    /// A part of this, as a tax or a fee, by an exact fraction.
    package func applying(_ rate: Rate, rounding: Rounding) throws(MoneyError) -> Money {
        let product = Int128(minorUnits) * Int128(rate.numerator)
        guard let rounded = Int64(exactly: rounding.divide(product, by: Int128(rate.denominator))) else {
            throw .overflow
        }
        return Money(minorUnits: rounded, currency: currency)
    }

    /// This and so many percent of it; less when negative.
    package func increased(byPercent percent: Int, rounding: Rounding) throws(MoneyError) -> Money {
        let product = Int128(minorUnits) * (100 + Int128(percent))
        guard let rounded = Int64(exactly: rounding.divide(product, by: 100)) else { throw .overflow }
        return Money(minorUnits: rounded, currency: currency)
    }

    /// This and a part of it.
    package func increased(by rate: Rate, rounding: Rounding) throws(MoneyError) -> Money {
        let factor = Int128(rate.denominator) + Int128(rate.numerator)
        let (product, overflow) = Int128(minorUnits).multipliedReportingOverflow(by: factor)
        guard !overflow, let rounded = Int64(exactly: rounding.divide(product, by: Int128(rate.denominator)))
        else { throw .overflow }
        return Money(minorUnits: rounded, currency: currency)
    }

    /// The sum; zero of that currency when there is none.
    package static func sum(of amounts: some Sequence<Money>, in currency: Currency) throws(MoneyError)
        -> Money
    {
        var total = Money.zero(currency)
        for amount in amounts { total = try total.adding(amount) }
        return total
    }

    private func check(_ other: Money) throws(MoneyError) {
        guard other.currency == currency else { throw .mixed(currency, other.currency) }
    }
}

/// What can be wrong with arithmetic on amounts.
package enum MoneyError: Error, Hashable, Sendable {
    /// Two currencies in one sum. A rate with its date has to be named first.
    case mixed(Currency, Currency)
    /// The result is beyond what 64 bits hold.
    case overflow
    /// There is nothing to share by: no weights, all of them zero, or one below zero.
    case noShares
}

extension MoneyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .mixed(let left, let right):
            "\(left.code) and \(right.code) cannot be added; convert one at a dated rate first"
        case .overflow: "the amount is larger than Mercer can hold"
        case .noShares: "there is nothing to share the amount by"
        }
    }
}

extension Money {
    /// Splits this by weights so that the parts add up to it exactly: each gets its share cut to minor units, what is
    /// left goes one by one to the largest remainders, the earlier first where two are equal.
    ///
    /// A negative amount is split as its opposite is. Throws `.noShares` when the weights hold nothing to share by.
    package func allocated(by weights: [Int64]) throws(MoneyError) -> [Money] {
        var whole: Int128 = 0
        for weight in weights {
            guard weight >= 0 else { throw .noShares }
            whole += Int128(weight)
        }
        guard whole > 0 else { throw .noShares }
        let amount = Int128(minorUnits.magnitude)
        var parts: [Int128] = []
        var remainders: [(place: Int, rest: Int128)] = []
        parts.reserveCapacity(weights.count)
        remainders.reserveCapacity(weights.count)
        var given: Int128 = 0
        for (place, weight) in weights.enumerated() {
            let (part, rest) = (amount * Int128(weight)).quotientAndRemainder(dividingBy: whole)
            parts.append(part)
            remainders.append((place, rest))
            given += part
        }
        remainders.sort { $0.rest != $1.rest ? $0.rest > $1.rest : $0.place < $1.place }
        for entry in remainders.prefix(Int(amount - given)) { parts[entry.place] += 1 }
        return parts.map { part in
            Money(minorUnits: Int64(truncatingIfNeeded: isNegative ? -part : part), currency: currency)
        }
    }
}

extension Money: CustomStringConvertible {
    /// The neutral writing, as `€1,234.50`.
    package var description: String { MoneyFormat.neutral.format(self) }

    /// The amount alone as exact text with the currency's decimals: `1234.50`. For CSV, JSON and SQL text.
    package var amountText: String { DecimalText.format(minorUnits, scale: currency.exponent) }
}

extension Money: Codable {
    private enum CodingKeys: String, CodingKey { case amount, currency }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let currency = try container.decode(Currency.self, forKey: .currency)
        let text = try container.decode(String.self, forKey: .amount)
        do {
            self.init(
                minorUnits: try DecimalText.parse(text, scale: currency.exponent), currency: currency)
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
