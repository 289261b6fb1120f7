import GRDB
package import Commerce

/// What the shop's rules read: kept in the shop's own file, changed by an Action.
package struct ShopSettings: Hashable, Codable, Sendable {
    package var name: String
    package var currency: Currency
    /// ISO 3166-1 alpha-2 of the shop's seat.
    package var country: String
    /// IANA name of the zone that decides what "today" is.
    package var timeZone: String
    /// Working days from payment to shipping.
    package var handlingDays: Int
    /// Minutes after midnight until which an order still counts for the day, and by which it must ship.
    package var cutOffMinutes: Int
    /// The stock at and below which a variant without a level of its own is low.
    package var lowStock: Int
    /// The tax inside a price when a line does not say, such as `19 %`; empty for none.
    package var taxRate: String
    /// Seconds for which a change of a listing is held, so that `u` still stops it.
    package var holdChangeSeconds: Int
    /// The same for what tells a buyer something, such as a shipped notice.
    package var holdNoticeSeconds: Int

    static func fetch(_ db: Database) throws -> ShopSettings {
        var values: [String: String] = [:]
        let rows = try Row.fetchCursor(db.cachedStatement(sql: "SELECT key, value FROM settings"))
        while let row = try rows.next() { values[row[0]] = row[1] }
        return ShopSettings(values)
    }

    private init(_ values: [String: String]) {
        name = values["name"] ?? "My shop"
        currency = Currency(code: values["currency"] ?? "EUR") ?? Currency(code: "EUR")!
        country = values["country"] ?? ""
        timeZone = values["timeZone"] ?? "UTC"
        handlingDays = values["handlingDays"].flatMap { Int($0) } ?? 1
        cutOffMinutes = values["cutOffMinutes"].flatMap { Int($0) } ?? 17 * 60
        lowStock = values["lowStock"].flatMap { Int($0) } ?? 5
        taxRate = values["taxRate"] ?? ""
        holdChangeSeconds = values["holdChangeSeconds"].flatMap { Int($0) } ?? 10
        holdNoticeSeconds = values["holdNoticeSeconds"].flatMap { Int($0) } ?? 30
    }

    /// The keys a setting can be changed under, with a check that answers what is wrong with a value.
    static let checks: [String: @Sendable (String) -> String?] = [
        "name": { $0.isEmpty ? "a shop needs a name" : nil },
        "currency": { Currency(code: $0) == nil ? "“\($0)” is no ISO 4217 currency, such as EUR" : nil },
        "country": { $0.utf8.count != 2 ? "“\($0)” is no ISO 3166 country, such as DE" : nil },
        "timeZone": {
            ShopZone(identifier: $0) == nil ? "“\($0)” is no time zone, such as Europe/Berlin" : nil
        },
        "handlingDays": { wholeNumber($0, in: 0...60) },
        "cutOffMinutes": { wholeNumber($0, in: 0...1440) },
        "lowStock": { wholeNumber($0, in: 0...1_000_000) },
        "holdChangeSeconds": { wholeNumber($0, in: 0...86_400) },
        "holdNoticeSeconds": { wholeNumber($0, in: 0...86_400) },
        "taxRate": {
            $0.isEmpty || Rate($0).map(isTaxRate) == true ? nil : "“\($0)” is no rate, such as 19 %"
        },
    ]

    /// From nothing to all of the price: what is beyond is a slip of the finger.
    static func isTaxRate(_ rate: Rate) -> Bool { !rate.isNegative && rate <= .one }

    private static func wholeNumber(_ text: String, in range: ClosedRange<Int>) -> String? {
        guard let number = Int(text), range.contains(number) else {
            return "“\(text)” is no whole number from \(range.lowerBound) to \(range.upperBound)"
        }
        return nil
    }
}

/// Changes one of the shop's settings.
package struct ChangeSetting: Action {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    package func perform(in transaction: Transaction) throws -> String? {
        guard let check = ShopSettings.checks[key] else {
            let known = ShopSettings.checks.keys.sorted().joined(separator: ", ")
            throw Refusal("unknown-setting", "There is no setting “\(key)”. There are: \(known).")
        }
        if let wrong = check(value) { throw Refusal("bad-setting", "\(key): \(wrong).") }
        let old = try String.fetchOne(
            transaction.db, sql: "SELECT value FROM settings WHERE key = ?", arguments: [key])
        try transaction.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, value])
        transaction.settingsChanged()
        return old
    }

    package func summary(of old: String?) -> String {
        if let old { "\(key) \(old) → \(value)" } else { "\(key) is \(value)" }
    }
}

extension ShopSettings {
    /// Every setting under the key ``ChangeSetting`` knows it by, as text.
    package var values: [(key: String, value: String)] {
        [
            ("name", name), ("currency", currency.code), ("country", country), ("timeZone", timeZone),
            ("handlingDays", String(handlingDays)), ("cutOffMinutes", String(cutOffMinutes)),
            ("lowStock", String(lowStock)), ("taxRate", taxRate),
            ("holdChangeSeconds", String(holdChangeSeconds)),
            ("holdNoticeSeconds", String(holdNoticeSeconds)),
        ]
    }
}
