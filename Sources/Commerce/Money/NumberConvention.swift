/// How a place writes amounts: decimal sign, grouping, and where the currency's sign stands.
package struct NumberConvention: Hashable, Sendable {
    /// As `de_CH`; empty for the neutral one.
    package let locale: String
    package let decimal: Character
    package let group: Character
    /// Indian grouping: 12,34,567.
    package let groupsByHundred: Bool
    package let symbolPlace: SymbolPlace

    package enum SymbolPlace: String, Hashable, Sendable {
        /// €1.00, minus before the sign.
        case before
        /// CHF 1.00 with a blank.
        case beforeWithBlank
        /// CHF-1.00: a blank, but none when the minus stands between.
        case beforeMinusInside
        /// 1,00 €
        case after
    }

    /// `€1,234.50`: the program's own way, where nothing else was chosen.
    package static let neutral = NumberConvention(
        locale: "", decimal: ".", group: ",", groupsByHundred: false, symbolPlace: .before)

    /// The convention of a locale, as `fr_CH`, `fr-CH` or `fr_CH.UTF-8`; the language's where the region has none of
    /// its own; nil for a language that is not in the table.
    package static func locale(_ identifier: String) -> NumberConvention? {
        let name = identifier.prefix { $0 != "." && $0 != "@" }.replacing("-", with: "_")
        if let exact = table.first(where: { $0.locale.lowercased() == name.lowercased() }) { return exact }
        let language = name.prefix { $0 != "_" }.lowercased()
        return table.first { $0.locale == language } ?? table.first { $0.locale.hasPrefix(language + "_") }
    }

    /// Every locale there is a convention for.
    package static let table: [NumberConvention] = [
        row("en", ".", ",", .before),
        row("en_GB", ".", ",", .before),
        row("ka", ",", "\u{A0}", .after),
        row("ka_GE", ",", "\u{A0}", .after),
        row("ru", ",", "\u{A0}", .after),
        row("ru_RU", ",", "\u{A0}", .after),
        row("de", ",", ".", .after),
        row("fr", ",", "\u{202F}", .after),
        row("fr_CH", ",", "\u{202F}", .after),
        row("de_CH", ".", "’", .beforeMinusInside),
        row("tr", ",", ".", .before),
        row("hy", ",", "\u{A0}", .after),
        row("az", ",", ".", .after),
        row("uk", ",", "\u{A0}", .after),
        row("pl", ",", "\u{A0}", .after),
        // Its direction marks are left out: a terminal has no use for them.
        row("ar_EG", ".", ",", .after),
        row("hi", ".", ",", .before, groupsByHundred: true),
        row("ja", ".", ",", .before),
        row("pt_BR", ",", ".", .beforeWithBlank),
        row("es_MX", ".", ",", .before),
    ]

    private static func row(
        _ locale: String, _ decimal: Character, _ group: Character, _ place: SymbolPlace,
        groupsByHundred: Bool = false
    ) -> NumberConvention {
        NumberConvention(
            locale: locale, decimal: decimal, group: group, groupsByHundred: groupsByHundred,
            symbolPlace: place)
    }
}

extension NumberConvention {
    /// Digits in groups: `1234567` as `1,234,567`.
    func grouped(_ digits: some StringProtocol) -> String {
        let digits = Array(digits)
        guard digits.count > 3 else { return String(digits) }
        var result: [Character] = []
        for (place, digit) in digits.enumerated() {
            let left = digits.count - place
            let isBreak = groupsByHundred ? left == 3 || (left > 3 && (left - 3) % 2 == 0) : left % 3 == 0
            if place > 0, isBreak { result.append(group) }
            result.append(digit)
        }
        return String(result)
    }
}
