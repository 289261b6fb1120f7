package import Commerce

/// A change of many products in one line, as the palette takes it: `price +5%`, `tag winter -gift`,
/// `set vendor=Kiln`, `replace mug cup`.
package enum BulkCommand: Hashable, Sendable {
    case price(CatalogField, PriceChange)
    case tag(adding: [String], removing: [String])
    case set(CatalogField, String)
    case replace(CatalogField, String, with: String)

    /// What becomes of a price.
    package enum PriceChange: Hashable, Sendable {
        case percent(Rate)
        case by(UnitPrice)
        /// The second is the cost, where it is set with the price: `24:9.99`.
        case to(UnitPrice, cost: UnitPrice?)
    }

    /// The words that begin such a line.
    package static let names = ["price", "cost", "tag", "set", "replace"]

    /// What to write after each word.
    package static let usage: [String: String] = [
        "price": "price +5%, price -2, price 24, or price 24:9.99 for price and cost",
        "cost": "cost +5%, cost -2 or cost 9.99",
        "tag": "tag winter gift adds two tags, tag -gift takes one away",
        "set": "set vendor=Kiln, set low-stock=5, set kind=digital",
        "replace": "replace old new, in titles; replace description old new elsewhere; quote what has blanks",
    ]

    /// Reads one line.
    ///
    /// - Throws: a ``Refusal`` that says what to write instead.
    package init(_ name: String, _ arguments: String, currency: Currency) throws(Refusal) {
        let text = CatalogValue.trimmed(arguments)
        guard !text.isEmpty else { throw Self.unclear(name) }
        switch name {
        case "price": self = .price(.price, try PriceChange(text, currency))
        case "cost": self = .price(.cost, try PriceChange(text, currency))
        case "tag":
            let words = Self.words(text.replacing(",", with: " "))
            self = .tag(
                adding: words.filter { !$0.hasPrefix("-") }.map {
                    $0.hasPrefix("+") ? String($0.dropFirst()) : $0
                },
                removing: words.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
        case "set":
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Self.unclear(name) }
            let field = CatalogValue.trimmed(String(parts[0]))
            guard let known = CatalogField(written: field) else {
                let all = CatalogField.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal("no-such-field", "There is no field “\(field)”. There are: \(all).")
            }
            let value = CatalogValue.trimmed(String(parts[1]))
            _ = try CatalogValue(value, for: known, currency: currency)
            self = .set(known, value)
        case "replace":
            let words = Self.words(text)
            if words.count == 3, let field = CatalogField(written: words[0]), !field.isPrice, field != .stock
            {
                self = .replace(field, words[1], with: words[2])
            } else {
                guard words.count == 2, !words[0].isEmpty else { throw Self.unclear(name) }
                self = .replace(.title, words[0], with: words[1])
            }
        default: throw Refusal("no-such-command", "There is no “\(name)” for many products.")
        }
    }

    /// What it is called in the Activity.
    package var title: String {
        switch self {
        case .price(let field, let change): "\(field.rawValue) \(change.words)"
        case .tag(let adding, let removing):
            "tags " + (adding.map { "+\($0)" } + removing.map { "-\($0)" }).joined(separator: " ")
        case .set(let field, let value): value.isEmpty ? "no \(field.rawValue)" : "\(field.rawValue) \(value)"
        case .replace(let field, let old, let new): "\(field.rawValue) “\(old)” → “\(new)”"
        }
    }

    private static func unclear(_ name: String) -> Refusal {
        Refusal("unclear", "Write " + (usage[name] ?? name) + ".")
    }

    /// Cuts at blanks outside of quotes.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        var hasWord = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
                hasWord = true
            } else if character.isWhitespace, !isQuoted {
                if hasWord { words.append(word) }
                (word, hasWord) = ("", false)
            } else {
                word.append(character)
                hasWord = true
            }
        }
        return hasWord ? words + [word] : words
    }
}

extension BulkCommand.PriceChange {
    init(_ text: String, _ currency: Currency) throws(Refusal) {
        if text.hasSuffix("%") {
            guard let rate = Rate(text.hasPrefix("+") ? String(text.dropFirst()) : text), rate > Rate(-1)
            else {
                throw Refusal("bad-percentage", "“\(text)” is no percentage above -100 %; write such as +5%.")
            }
            self = .percent(rate)
            return
        }
        if let sign = text.first, sign == "+" || sign == "-" {
            let amount = try Self.price(String(text.dropFirst()), currency)
            self = .by(
                sign == "+" ? amount : UnitPrice(millionths: -amount.millionths, currency: currency))
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2 else {
            throw Refusal("bad-price", "“\(text)” is not one price, or a price and a cost such as 24:9.99.")
        }
        self = .to(
            try Self.price(parts[0], currency),
            cost: parts.count == 2 ? try Self.price(parts[1], currency) : nil)
    }

    private static func price(_ text: String, _ currency: Currency) throws(Refusal) -> UnitPrice {
        guard let price = try CatalogValue.price(CatalogValue.trimmed(text), .price, currency) else {
            throw Refusal("bad-price", "There is no amount; write such as 24 or +5%.")
        }
        return price
    }

    var words: String {
        switch self {
        case .percent(let rate):
            (rate.isNegative ? "" : "+") + rate.percentText() + " %"
        case .by(let amount): (amount.isNegative ? "-" : "+") + String(amount.amountText.drop { $0 == "-" })
        case .to(let price, let cost): price.amountText + (cost.map { ", cost \($0.amountText)" } ?? "")
        }
    }

    /// The new price, on the currency's minor unit where it is computed; nil where there is none to compute from.
    func applied(to old: UnitPrice?) throws(MoneyError) -> UnitPrice? {
        switch self {
        case .to(let price, _): return price
        case .by(let amount):
            guard let old else { return nil }
            return try old.adding(amount)
        case .percent(let rate):
            guard let old else { return nil }
            let raised = try old.adding(old.applying(rate, rounding: .halfUp))
            return try UnitPrice(raised.money(rounding: .halfUp))
        }
    }
}
