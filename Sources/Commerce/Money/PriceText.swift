/// A price as people write it, `1.234,50 €`, taken apart: an exact number and the sign beside it.
///
/// It refuses what it would have to guess. Blanks and apostrophes group digits everywhere; point and comma mean what
/// the convention says, or, without one, what only one reading allows.
package struct PriceText: Hashable, Sendable {
    /// The number without its point.
    package let mantissa: Int64
    /// How many of its digits stand behind the point.
    package let decimals: Int
    /// What stood beside the number, as `€` or `zł`; nil for nothing.
    package let mark: String?

    package init(_ text: String, convention: NumberConvention?) throws(PriceParseError) {
        let characters = text.map(Self.plain)
        guard characters.contains(where: { $0 != " " }) else { throw .empty }
        guard let first = characters.firstIndex(where: Self.isDigit),
            let last = characters.lastIndex(where: Self.isDigit)
        else { throw .noNumber }
        var start = first
        // `.5` begins with its point; after a letter, as in `Rs.5`, the point belongs to the word.
        if start > 0, characters[start - 1] == "." || characters[start - 1] == ",",
            start == 1 || !characters[start - 2].isLetter
        {
            start -= 1
        }
        var end = last + 1
        // `1700.` and `390,–` say that there are no decimals.
        if end < characters.count, characters[end] == "." || characters[end] == "," {
            end += 1
            let dash = characters[end...].firstIndex { $0 != " " }
            if let dash, characters[dash] == "-" { end = dash + 1 }
        }
        let before = try Self.mark(characters[..<start], at: 0)
        let after = try Self.mark(characters[end...], at: end)
        let mark = try Self.one(of: before.text, after.text, at: end)
        // `5-` is five below zero to some and just five to others.
        guard !after.isNegative else { throw .unexpected("-", at: end) }
        self.mark = mark
        var core = NumberCore(characters: characters, range: start..<end, convention: convention)
        let (magnitude, decimals) = try core.read()
        mantissa = before.isNegative ? -magnitude : magnitude
        self.decimals = decimals
    }

    /// Throws where the sign beside the number is clearly another currency's.
    func check(currency: Currency) throws(PriceParseError) {
        guard let mark, !CurrencyMark.codes(meantBy: mark).contains(currency.code) else { return }
        throw .otherCurrency(mark, expected: currency)
    }

    /// The number times 10 to that power; zeros beyond it are passed over, other digits refused.
    func scaled(to scale: Int, currency: Currency? = nil) throws(PriceParseError) -> Int64 {
        var value = mantissa
        var decimals = decimals
        while decimals > scale {
            let (quotient, rest) = value.quotientAndRemainder(dividingBy: 10)
            guard rest == 0 else { throw .tooPrecise(currency, decimals: scale) }
            value = quotient
            decimals -= 1
        }
        let (scaled, overflow) = value.multipliedReportingOverflow(
            by: DecimalText.powersOfTen[scale - decimals])
        guard !overflow else { throw .tooLarge }
        return scaled
    }

    /// Blanks, apostrophes and minus signs in one spelling each;
    private static func plain(_ character: Character) -> Character {
        switch character {
        case "\u{A0}", "\u{202F}", "\u{2009}", "\u{2007}", "\t": " "
        case "’", "‘", "ʼ", "`", "´": "'"
        case "−", "–", "—", "\u{2011}": "-"
        default: character
        }
    }

    static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

    /// `$5 AUD` says one thing twice; `$5 €` says two.
    private static func one(
        of before: String?, _ after: String?, at place: Int
    ) throws(PriceParseError) -> String? {
        guard let before, let after else { return before ?? after }
        let first = CurrencyMark.codes(meantBy: before)
        let second = CurrencyMark.codes(meantBy: after)
        guard first.contains(where: second.contains) else { throw .unexpected(after, at: place) }
        return first.count <= second.count ? before : after
    }

    /// What stands on one side of the number: blanks, at most one minus or plus, and a currency's sign we know.
    private static func mark(
        _ side: ArraySlice<Character>, at place: Int
    ) throws(PriceParseError) -> (text: String?, isNegative: Bool) {
        var text = side
        var isNegative = false
        var sawSign = false
        func trim() {
            while text.first == " " { text.removeFirst() }
            while text.last == " " { text.removeLast() }
        }
        trim()
        // Stars point to a footnote, on nearly every German price.
        while place > 0, text.last == "*" {
            text.removeLast()
            trim()
        }
        for atEnd in [false, true] {
            let sign = atEnd ? text.last : text.first
            guard sign == "-" || sign == "+" else { continue }
            guard !sawSign else { throw .unexpected(String(text), at: place) }
            sawSign = true
            isNegative = sign == "-"
            if atEnd { text.removeLast() } else { text.removeFirst() }
            trim()
        }
        guard !text.isEmpty else { return (nil, isNegative) }
        let word = String(text)
        guard !CurrencyMark.codes(meantBy: word).isEmpty else {
            throw .unexpected(word, at: text.startIndex)
        }
        return (word, isNegative)
    }
}

/// Why a text is no price.
package enum PriceParseError: Error, Hashable, Sendable {
    case empty
    case noNumber
    /// Something beside or inside the number that is no part of it; the place is counted in characters from 0.
    case unexpected(String, at: Int)
    /// Two readings: both, as exact text.
    case ambiguous(String, or: String)
    /// Groups of digits that are not groups of three, as `12.34,5`.
    case malformedGroups
    case tooPrecise(Currency?, decimals: Int)
    case otherCurrency(String, expected: Currency)
    case tooLarge
}

extension PriceParseError: CustomStringConvertible {
    /// What is wrong and what to write instead.
    package var description: String {
        switch self {
        case .empty: "there is no amount; write one such as 12.50"
        case .noNumber: "there is no number in it; write an amount such as 12.50"
        case .unexpected(let text, let place):
            "“\(text)” at character \(place + 1) is not part of an amount; write it such as 12.50"
        case .ambiguous(let one, let other):
            "this can be read as \(one) or as \(other); write the decimals too, such as \(one).00"
        case .malformedGroups: "the digits are not in groups of three; write it without separators"
        case .tooPrecise(let currency, let decimals):
            decimals == 0
                ? "\(currency?.code ?? "this") has no decimals; write a whole amount"
                : "\(currency?.code ?? "this") has at most \(decimals) decimals here; round it to what is meant"
        case .otherCurrency(let mark, let expected):
            "“\(mark)” is not \(expected.code), the currency here; write the amount in \(expected.code)"
        case .tooLarge: "the amount is larger than Mercer can hold"
        }
    }
}
