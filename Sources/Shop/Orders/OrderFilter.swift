package import Commerce
import GRDB

/// The words that narrow a list of orders, turned into conditions on `order_cards AS card`.
package struct OrderFilter: Sendable {
    /// What can be typed besides plain words, which look through number, customer, address and SKU.
    package static let vocabulary = FilterVocabulary(
        flags: Set(flags.keys),
        fields: [
            "total": .number, "placed": .day, "number": .text, "customer": .text, "address": .text,
            "sku": .text, "country": .text, "channel": .text, "stage": .text,
        ],
        aliases: [
            "woocommerce": "woo", "hold": "held", "cancel": "cancelled", "name": "customer",
            "city": "address",
            "order": "number", "date": "placed", "overdue": "late",
        ])

    /// One state each, as a condition; `?1` is now.
    private static let flags: [String: String] = [
        "late": "(card.stage IN ('new', 'processing') AND card.place < 2 AND card.ship_by < ?1)",
        "unpaid": "card.place = 2",
        "short": attention("short"),
        "twin": attention("twin"),
        "held": attention("onHold"),
        "attention": "card.attention <> ''",
        "new": "card.stage = 'new'",
        "processing": "card.stage = 'processing'",
        "shipped": "card.stage = 'shipped'",
        "delivered": "card.stage = 'delivered'",
        "open": "card.stage IN ('new', 'processing', 'shipped')",
        "cancelled": axis("cancellation = 'yes'"),
        "returned": axis("return_state <> 'none'"),
        "refunded": axis("payment IN ('refunded', 'partRefunded')"),
        "gift": axis("gift = 1"),
        "noted": "EXISTS (SELECT 1 FROM notes WHERE notes.order_id = card.order_id)",
        "shopify": channel("shopify"), "woo": channel("woo"), "etsy": channel("etsy"),
        "ebay": channel("ebay"), "amazon": channel("amazon"), "mercer": channel("mercer"),
    ]

    /// Said twice, as the index holds only cards with a reason.
    private static func attention(_ reason: String) -> String {
        "(card.attention = '\(reason)' AND card.attention <> '')"
    }

    private static func axis(_ condition: String) -> String {
        "EXISTS (SELECT 1 FROM orders WHERE orders.id = card.order_id AND \(condition))"
    }

    private static func channel(_ name: String) -> String { "lower(card.channel) LIKE '\(name)%'" }

    let conditions: [String]
    /// What the full-text index is asked for words; it is asked once, however many sections a list has.
    let match: String?
    let arguments: [any DatabaseValueConvertible & Sendable]
    /// Whether the seller asked for the unpaid, which are otherwise only counted.
    package let asksForUnpaid: Bool

    /// - Throws: `FilterError`, which points at what is wrong.
    package init(_ text: String, settings: ShopSettings, now: Instant) throws {
        let expression = try FilterExpression(text, vocabulary: Self.vocabulary)
        var conditions: [String] = []
        var arguments: [any DatabaseValueConvertible & Sendable] = [now.milliseconds]
        var wanted: [String] = []
        var asksForUnpaid = false
        let zone = ShopZone(identifier: settings.timeZone) ?? .utc
        for term in expression.terms {
            if case .flag("unpaid") = term.condition, !term.isNegated { asksForUnpaid = true }
            if let match = Self.match(term.condition) {
                if term.isNegated {
                    conditions.append(Self.without(match, &arguments))
                } else {
                    wanted.append(match)
                }
                continue
            }
            guard let sql = Self.sql(term.condition, settings, zone, &arguments) else { continue }
            conditions.append(term.isNegated ? "NOT \(sql)" : sql)
        }
        match = wanted.isEmpty ? nil : wanted.joined(separator: " AND ")
        self.conditions = conditions
        self.arguments = arguments
        self.asksForUnpaid = asksForUnpaid
    }

    /// What the full-text index is asked, for terms it answers.
    private static func match(_ condition: FilterTerm.Condition) -> String? {
        switch condition {
        case .word(let text): return FullText.prefix(text)
        case .phrase(let text): return FullText.phrase(text)
        case .field(let name, .matches, let value)
        where ["number", "customer", "address", "sku"].contains(name):
            return FullText.prefix(value.text).map { "\(name) : \($0)" }
        case .flag, .amount, .field: return nil
        }
    }

    private static func without(
        _ match: String, _ arguments: inout [any DatabaseValueConvertible & Sendable]
    ) -> String {
        arguments.append(match)
        return """
            card.order_id NOT IN
                (SELECT rowid FROM order_search WHERE order_search MATCH ?\(arguments.count))
            """
    }

    private static func sql(
        _ condition: FilterTerm.Condition, _ settings: ShopSettings, _ zone: ShopZone,
        _ arguments: inout [any DatabaseValueConvertible & Sendable]
    ) -> String? {
        switch condition {
        case .word, .phrase: return nil
        case .flag(let name): return flags[name]
        case .amount(let comparison, let number):
            return compare("card.total", comparison, number.minorUnits(in: settings.currency), &arguments)
        case .field(let name, let comparison, let value):
            switch (name, value) {
            case ("total", .number(let number)):
                return compare("card.total", comparison, number.minorUnits(in: settings.currency), &arguments)
            case ("placed", .day(let day)): return compare(day, comparison, zone, &arguments)
            case ("country", _):
                arguments.append(value.text.uppercased())
                return axis("country = ?\(arguments.count)")
            case ("channel", _):
                arguments.append(value.text.lowercased())
                return "lower(card.channel) = ?\(arguments.count)"
            case ("stage", _):
                arguments.append(value.text.lowercased())
                return "card.stage = ?\(arguments.count)"
            default:
                let column = name == "customer" ? "customer_key" : "number"
                return compare("card.\(column)", comparison, value.text, &arguments)
            }
        }
    }

    private static func compare(
        _ column: String, _ comparison: FilterTerm.Comparison,
        _ value: any DatabaseValueConvertible & Sendable,
        _ arguments: inout [any DatabaseValueConvertible & Sendable]
    ) -> String {
        arguments.append(value)
        return "\(column) \(comparison == .matches ? "=" : comparison.rawValue) ?\(arguments.count)"
    }

    /// A day is a span of moments in the shop's zone, half open (LESSONS 24).
    private static func compare(
        _ day: CalendarDay, _ comparison: FilterTerm.Comparison, _ zone: ShopZone,
        _ arguments: inout [any DatabaseValueConvertible & Sendable]
    ) -> String {
        let span = zone.moments(of: day)
        func bound(_ sign: String, _ moment: Instant) -> String {
            arguments.append(moment.milliseconds)
            return "card.placed_at \(sign) ?\(arguments.count)"
        }
        switch comparison {
        case .less: return bound("<", span.lowerBound)
        case .lessOrEqual: return bound("<", span.upperBound)
        case .greater: return bound(">=", span.upperBound)
        case .greaterOrEqual: return bound(">=", span.lowerBound)
        case .equal, .matches:
            return "(\(bound(">=", span.lowerBound)) AND \(bound("<", span.upperBound)))"
        }
    }
}

/// Words as the full-text index reads them: quoted, so that nothing in them is an operator.
enum FullText {
    /// The beginning of words; nil where there is nothing to look for.
    static func prefix(_ text: String) -> String? { quoted(text).map { $0 + "*" } }

    static func phrase(_ text: String) -> String? { quoted(text) }

    private static func quoted(_ text: String) -> String? {
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
        return quote(text)
    }

    /// The text in quotes. Scalar by scalar: a quote with an accent upon it is another character to Swift, and still
    /// ends a phrase to SQLite.
    static func quote(_ text: String) -> String {
        var quoted = "\"".unicodeScalars
        for scalar in text.unicodeScalars where scalar != "\0" {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }
}
