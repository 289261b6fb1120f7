/// What is typed at `/`, as a value: `late etsy >50 -word sku:MUG tag:x country:DE "two words"`.
///
/// All terms have to hold. What a field or a flag means is the business of who filters; this only knows the language.
package struct FilterExpression: Hashable, Codable, Sendable {
    package var terms: [FilterTerm]

    package init(terms: [FilterTerm] = []) {
        self.terms = terms
    }

    package var isEmpty: Bool { terms.isEmpty }

    /// The words and phrases without a field, that search goes by, in order; negated ones are left out.
    package var words: [String] {
        terms.compactMap { term in
            guard !term.isNegated else { return nil }
            switch term.condition {
            case .word(let text), .phrase(let text): return text
            case .flag, .amount, .field: return nil
            }
        }
    }
}

/// One condition of a filter.
package struct FilterTerm: Hashable, Codable, Sendable {
    /// Written with a `-` before it: what does not match is shown.
    package var isNegated: Bool
    package var condition: Condition

    package enum Condition: Hashable, Codable, Sendable {
        /// A word as typed; compare it folded. It matches the beginning of words.
        case word(String)
        /// What stood in quotes; it matches as it stands, and never is a flag.
        case phrase(String)
        /// A state such as `late`, by its name in the vocabulary.
        case flag(String)
        /// `>50`: the list's own amount, as total or price.
        case amount(Comparison, FilterNumber)
        /// `stock<5`, `placed>=2026-11-01`, `sku:MUG`; the name is the vocabulary's.
        case field(String, Comparison, FilterValue)
    }

    package enum Comparison: String, Codable, Sendable, CaseIterable {
        /// For text: contains or begins, as the field likes.
        case matches = ":"
        case equal = "="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    package init(_ condition: Condition, isNegated: Bool = false) {
        self.condition = condition
        self.isNegated = isNegated
    }
}

/// A number in a filter, exact, in millionths of a unit: whatever it is compared with has at most that many decimals.
package struct FilterNumber: Hashable, Codable, Sendable {
    package let millionths: Int64
    /// The currency, where one was written beside it.
    package let currency: Currency?

    package init(millionths: Int64, currency: Currency? = nil) {
        self.millionths = millionths
        self.currency = currency
    }

    /// In minor units of a currency, rounded down: `total > 50.005` begins at 50.01.
    package func minorUnits(in currency: Currency) -> Int64 {
        let step = Int128(DecimalText.powersOfTen[UnitPrice.scale - currency.exponent])
        return Int64(truncatingIfNeeded: Rounding.down.divide(Int128(millionths), by: step))
    }
}

/// The right side of a field.
package enum FilterValue: Hashable, Codable, Sendable {
    case text(String)
    case number(FilterNumber)
    case day(CalendarDay)

    /// As it is typed.
    package var text: String {
        switch self {
        case .text(let text): text
        case .number(let number):
            (number.currency.map { $0.code } ?? "")
                + DecimalText.format(number.millionths, scale: UnitPrice.scale, keeping: 0)
        case .day(let day): day.description
        }
    }
}

/// What the list that is filtered knows.
package struct FilterVocabulary: Sendable {
    package enum FieldKind: Sendable {
        case text, number, day
    }

    /// States, by the words that mean them: `late`, `unpaid`.
    package let flags: Set<String>
    package let fields: [String: FieldKind]
    /// Other names of fields and flags.
    package let aliases: [String: String]

    package init(flags: Set<String> = [], fields: [String: FieldKind] = [:], aliases: [String: String] = [:])
    {
        self.flags = flags
        self.fields = fields
        self.aliases = aliases
    }
}

/// What is wrong with a filter, and where: characters from `place`, so many.
package struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
    package let place: Int
    package let length: Int
    package let description: String

    /// The filter with a line of `^` under what is wrong.
    package func pointing(into text: String) -> String {
        text + "\n" + String(repeating: " ", count: place) + String(repeating: "^", count: max(1, length))
            + "\n"
            + description
    }
}
