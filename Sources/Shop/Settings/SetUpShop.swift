import GRDB

/// Gives a new shop its name, its currency, its country and its day. What a shop was founded with is not on `u`:
/// each can be changed by ``ChangeSetting``.
package struct SetUpShop: Action {
    package let name: String
    package let currency: String
    package let country: String
    package let timeZone: String

    package init(name: String, currency: String, country: String, timeZone: String) {
        self.name = name
        self.currency = currency
        self.country = country
        self.timeZone = timeZone
    }

    /// - Throws: a ``Refusal`` for a value that is none, and for a shop that has been set up.
    package func perform(in transaction: Transaction) throws -> Bool {
        let values = [
            ("name", name), ("currency", currency), ("country", country), ("timeZone", timeZone),
        ]
        guard try Int.fetchOne(transaction.db, sql: "SELECT count(*) FROM settings") == 0 else {
            throw Refusal("set-up-already", "This shop has been set up. `mercer settings` changes it.")
        }
        for (key, value) in values {
            if let wrong = ShopSettings.checks[key]?(value) {
                throw Refusal("bad-setting", "\(key): \(wrong).")
            }
            try transaction.execute("INSERT INTO settings VALUES (?, ?)", [key, value])
        }
        transaction.settingsChanged()
        return true
    }

    package func summary(of outcome: Bool) -> String { "\(name) opens, in \(currency)" }
}

extension Shop {
    /// Whether nothing was ever done in it, not even its setting up.
    package func isUntouched() throws -> Bool {
        try read { try Int.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM entries)") == 0 }
    }
}
