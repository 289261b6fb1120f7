extension FilterExpression {
    /// How many terms there can be.
    private static let most = 100

    /// Reads what was typed. It is read at every key, so what is only unfinished (`sku:`, `-`, `>`, an open quote) is
    /// passed over or taken as far as it goes, while what is wrong throws and says where.
    package init(_ text: String, vocabulary: FilterVocabulary) throws(FilterError) {
        var scanner = FilterScanner(text)
        var terms: [FilterTerm] = []
        while let piece = scanner.next() {
            if let term = try FilterTermReader(piece: piece, vocabulary: vocabulary).term() {
                // What reads the filter nests one condition into another, and only so deep.
                guard terms.count < Self.most else {
                    throw FilterError(
                        place: piece.place, length: piece.length,
                        description: "a filter has at most \(Self.most) words; take some away")
                }
                terms.append(term)
            }
        }
        self.init(terms: terms)
    }
}

/// One term as it stands in the text.
private struct FilterPiece {
    var place: Int
    var length = 0
    var isNegated = false
    /// What stands before the sign; the whole word where there is none.
    var name = ""
    var comparison: FilterTerm.Comparison?
    var value = ""
    /// Quoted text is never a flag, a field or a number.
    var isQuoted = false
}

/// Cuts the text at blanks, outside of quotes.
private struct FilterScanner {
    private let characters: [Character]
    private var place = 0

    init(_ text: String) { characters = Array(text) }

    mutating func next() -> FilterPiece? {
        while place < characters.count, characters[place].isWhitespace { place += 1 }
        guard place < characters.count else { return nil }
        var piece = FilterPiece(place: place)
        if characters[place] == "-" {
            piece.isNegated = true
            place += 1
        }
        if let quoted = quoted() {
            piece.value = quoted
            piece.isQuoted = true
        } else {
            while place < characters.count, !characters[place].isWhitespace {
                if let comparison = comparison() {
                    piece.comparison = comparison
                    piece.value = quoted() ?? word()
                    break
                }
                piece.name.append(characters[place])
                place += 1
            }
        }
        piece.length = place - piece.place
        return piece
    }

    private mutating func comparison() -> FilterTerm.Comparison? {
        let isFollowed = place + 1 < characters.count && characters[place + 1] == "="
        let found: FilterTerm.Comparison? =
            switch characters[place] {
            case ":": .matches
            case "=": .equal
            case "<": isFollowed ? .lessOrEqual : .less
            case ">": isFollowed ? .greaterOrEqual : .greater
            case "≤": .lessOrEqual
            case "≥": .greaterOrEqual
            default: nil
            }
        guard let found else { return nil }
        place += characters[place].isASCII ? found.rawValue.count : 1
        // `placed:>2026-11-01` is typed as often as `placed>2026-11-01`.
        if found == .matches, place < characters.count, "<>=≤≥".contains(characters[place]) {
            return comparison()
        }
        return found
    }

    /// Quoted text up to its closing quote, or to the end where it is still being typed; `\"` is a quote in it.
    private mutating func quoted() -> String? {
        guard place < characters.count, let closing = Self.closing(for: characters[place]) else { return nil }
        place += 1
        var text = ""
        while place < characters.count, characters[place] != closing {
            if characters[place] == "\\", place + 1 < characters.count { place += 1 }
            text.append(characters[place])
            place += 1
        }
        if place < characters.count { place += 1 }
        return text
    }

    private static func closing(for character: Character) -> Character? {
        switch character {
        case "\"": "\""
        case "“": "”"
        case "„": "“"
        default: nil
        }
    }

    private mutating func word() -> String {
        var text = ""
        while place < characters.count, !characters[place].isWhitespace {
            text.append(characters[place])
            place += 1
        }
        return text
    }
}

/// Makes a term of a piece by what the list knows.
private struct FilterTermReader {
    let piece: FilterPiece
    let vocabulary: FilterVocabulary

    /// Nil for what is not finished.
    func term() throws(FilterError) -> FilterTerm? {
        guard let condition = try condition() else { return nil }
        return FilterTerm(condition, isNegated: piece.isNegated)
    }

    private func condition() throws(FilterError) -> FilterTerm.Condition? {
        if piece.isQuoted { return piece.value.folded.isEmpty ? nil : .phrase(piece.value) }
        guard let comparison = piece.comparison else {
            let word = known(piece.name)
            if vocabulary.flags.contains(word) { return .flag(word) }
            return piece.name.folded.isEmpty ? nil : .word(piece.name)
        }
        guard !piece.value.isEmpty else { return nil }
        if piece.name.isEmpty {
            // A lone `:x` names no field: it is text that begins so.
            guard comparison != .matches else { return .phrase(":" + piece.value) }
            return .amount(comparison, try number())
        }
        return try field(known(piece.name), comparison)
    }

    private func field(
        _ name: String, _ comparison: FilterTerm.Comparison
    ) throws(FilterError) -> FilterTerm.Condition {
        guard let kind = vocabulary.fields[name] else { throw unknownField() }
        switch kind {
        case .text:
            guard comparison == .matches || comparison == .equal else {
                throw wrong("“\(name)” is text and has no more or less; write \(name):\(piece.value)")
            }
            return .field(name, comparison, .text(piece.value))
        case .number:
            return .field(name, comparison == .matches ? .equal : comparison, .number(try number()))
        case .day:
            guard let day = CalendarDay(piece.value) else {
                throw wrong("“\(piece.value)” is not a day; write it such as 2026-11-21")
            }
            return .field(name, comparison == .matches ? .equal : comparison, .day(day))
        }
    }

    private func number() throws(FilterError) -> FilterNumber {
        do {
            let price = try PriceText(piece.value, convention: .neutral)
            let codes = price.mark.map(CurrencyMark.codes(meantBy:)) ?? []
            // A sign of several currencies, as `$`, says nothing more than the number.
            let currency = codes.count == 1 ? Currency(code: codes[0]) : nil
            let millionths = try price.scaled(to: UnitPrice.scale)
            return FilterNumber(millionths: millionths, currency: currency)
        } catch {
            throw wrong("“\(piece.value)” is not a number; write one such as 50 or 12.50")
        }
    }

    private func known(_ name: String) -> String {
        let key = name.folded
        return vocabulary.aliases[key] ?? key
    }

    private func unknownField() -> FilterError {
        let names = Array(vocabulary.fields.keys).sorted()
        let hint = Likeness.closest(to: piece.name, among: names).map { "; did you mean \($0)?" }
        return wrong(
            "there is no field “\(piece.name)” here\(hint ?? "; there are " + names.joined(separator: ", "))"
                + " (to search for the text itself, put it in quotes)")
    }

    private func wrong(_ words: String) -> FilterError {
        FilterError(place: piece.place, length: piece.length, description: words)
    }
}

extension FilterExpression: CustomStringConvertible {
    /// The filter as it can be typed again.
    package var description: String {
        terms.map(\.description).joined(separator: " ")
    }
}

extension FilterTerm: CustomStringConvertible {
    package var description: String {
        let minus = isNegated ? "-" : ""
        switch condition {
        case .word(let text): return minus + text
        case .phrase(let text): return minus + Self.quoted(text, always: true)
        case .flag(let name): return minus + name
        case .amount(let comparison, let number):
            return minus + comparison.rawValue + FilterValue.number(number).text
        case .field(let name, let comparison, .text(let text)):
            return minus + name + comparison.rawValue + Self.quoted(text)
        case .field(let name, let comparison, let value):
            return minus + name + comparison.rawValue + value.text
        }
    }

    private static func quoted(_ text: String, always: Bool = false) -> String {
        let isPlain =
            !always && text.allSatisfy { $0.isLetter || $0.isNumber || "-_./@#".contains($0) }
            && text.first != "-"
        guard !isPlain || text.isEmpty else { return text }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
