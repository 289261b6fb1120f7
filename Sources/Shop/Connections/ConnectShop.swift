package import Commerce
import GRDB

/// Enters a connection whose keys were checked, with its secrets sealed: whoever hears of it can open it.
///
/// It only reads until the seller says otherwise. Past orders that it brings move no stock.
package struct ConnectShop: Action {
    package static let hasUndo = false

    package let kind: String
    package let name: String
    package let prefix: String
    package let shop: String
    package let url: String
    package let currency: String
    package let settings: [String: String]
    /// Nothing of it is in the journal.
    private var access: ConnectionAccess?

    private enum CodingKeys: String, CodingKey { case kind, name, prefix, shop, url, currency, settings }

    package init(
        kind: String, name: String, prefix: String, shop: String, url: String, currency: String,
        settings: [String: String], access: ConnectionAccess? = nil
    ) {
        self.kind = kind
        self.name = name
        self.prefix = prefix
        self.shop = shop
        self.url = url
        self.currency = currency
        self.settings = settings
        self.access = access
    }

    package struct Outcome: Codable, Sendable {
        package let connection: ConnectionID
        package let handle: String
    }

    /// - Throws: a ``Refusal`` for a shop that is connected already, or one in another currency.
    package func perform(in transaction: Transaction) throws -> Outcome {
        let db = transaction.db
        let own = try transaction.settings().currency
        guard Currency(code: currency) == own else {
            throw Refusal(
                "other-currency",
                "\(name) sells in \(currency), this shop in \(own.code). Make a shop in \(currency) for it: mercer init --currency \(currency)."
            )
        }
        let there = try String.fetchOne(
            db, sql: "SELECT handle FROM connections WHERE kind = ? AND shop = ? AND ended_at IS NULL",
            arguments: [kind, shop])
        if let there {
            throw Refusal(
                "connected-already",
                "\(name) is connected already, as \(there). mercer test \(there) tries it.")
        }
        let id: ConnectionID = transaction.nextID()
        let handle = try freeHandle(db)
        let prefix = try freePrefix(db)
        try transaction.execute(
            """
            INSERT INTO connections(id, kind, handle, name, prefix, shop, url, currency, settings, connected_at,
                state_since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)
            """,
            [
                id.rawValue, kind, handle, name, prefix, shop, url, currency, try JSONText.encode(settings),
                transaction.now.milliseconds,
            ])
        try access?.keep(settings, of: id, db)
        return Outcome(connection: id, handle: handle)
    }

    private func freeHandle(_ db: Database) throws -> String {
        let taken = Set(try String.fetchAll(db, sql: "SELECT handle FROM connections"))
        if !taken.contains(kind) { return kind }
        var number = 2
        while taken.contains("\(kind)-\(number)") { number += 1 }
        return "\(kind)-\(number)"
    }

    /// Two shops of one platform count their orders alike: the second's are `W2-13`, so that a number names one order.
    private func freePrefix(_ db: Database) throws -> String {
        let taken = Set(
            try String.fetchAll(db, sql: "SELECT prefix FROM connections WHERE ended_at IS NULL"))
        if prefix.isEmpty || !taken.contains(prefix) { return prefix }
        var number = 2
        while taken.contains("\(prefix)\(number)") { number += 1 }
        return "\(prefix)\(number)"
    }

    package func summary(of outcome: Outcome) -> String { "\(name) connected, as \(outcome.handle)" }
}

/// Ends a connection: its keys go, what waits for it is dropped, what came through it stays.
package struct DisconnectShop: Action {
    package static let hasUndo = false

    package let connection: ConnectionID

    package init(_ connection: ConnectionID) { self.connection = connection }

    package struct Outcome: Codable, Sendable {
        package let name: String
        package let dropped: Int
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let found = try Connection.fetch(connection, transaction.db)
        let id = connection.rawValue
        let busy =
            try Int.fetchOne(
                transaction.db,
                sql:
                    "SELECT count(*) FROM outbox WHERE connection_id = ? AND state IN ('sending', 'inDoubt')",
                arguments: [id]) ?? 0
        guard busy == 0 else {
            throw Refusal(
                "in-doubt",
                "\(found.name): \(busy == 1 ? "one thing that was sent has" : "\(busy) things that were sent have") no answer yet. Let it be looked up first, or settle it in Going out."
            )
        }
        try transaction.execute(
            """
            UPDATE outbox SET state = 'withdrawn', reason = 'the channel was disconnected', settled_at = ?
            WHERE connection_id = ? AND state IN ('held', 'queued', 'blocked', 'rejected')
            """, [transaction.now.milliseconds, id])
        let dropped = transaction.db.changesCount
        for table in [
            "secrets", "due", "conflicts", "stock_doubts", "approvals", "refusals", "left_out", "unmatched",
            "buckets",
        ] {
            try transaction.execute("DELETE FROM \(table) WHERE connection_id = ?", [id])
        }
        try transaction.execute(
            "DELETE FROM overrides WHERE listing_id IN (SELECT id FROM listings WHERE connection_id = ?)",
            [id])
        try transaction.execute("DELETE FROM listings WHERE connection_id = ?", [id])
        for table in ["bases", "bindings"] {
            try transaction.execute("DELETE FROM \(table) WHERE connection_id = ?", [id])
        }
        // The handle stays on its orders, so that another connection never takes it for its own.
        try transaction.execute(
            "UPDATE connections SET ended_at = ?, shop = '' WHERE id = ?", [transaction.now.milliseconds, id])
        return Outcome(name: found.name, dropped: dropped)
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.name) disconnected"
            + (outcome.dropped == 0 ? "" : ", \(outcome.dropped) that waited for it dropped")
    }
}

/// Changes what the seller decided about a channel.
package struct ChangeConnection: Action {
    package let connection: ConnectionID
    package let rules: ConnectionRules
    package let isPaused: Bool

    package init(_ connection: ConnectionID, rules: ConnectionRules, isPaused: Bool) {
        self.connection = connection
        self.rules = rules
        self.isPaused = isPaused
    }

    package struct Outcome: Codable, Sendable {
        package let name: String
        package let words: [String]
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let found = try Connection.fetch(connection, transaction.db)
        guard rules.buffer >= 0, rules.buffer <= StockBounds.pieces else {
            throw Refusal("bad-buffer", "A buffer is a whole number of pieces from 0.")
        }
        guard (1...1_000_000).contains(rules.guardPercent) else {
            throw Refusal("bad-guard", "A price guard is a number of per cent above 0, such as 50.")
        }
        guard (-10_000..<1_000_000).contains(rules.price.markupBasisPoints) else {
            throw Refusal("bad-markup", "A price rule takes off at most 100 %.")
        }
        guard (1...1_440).contains(rules.everyMinutes) else {
            throw Refusal("bad-interval", "A channel is looked at every 1 to 1,440 minutes.")
        }
        try transaction.execute(
            """
            INSERT INTO connection_rules VALUES (?1, ?2)
            ON CONFLICT (id) DO UPDATE SET rules = excluded.rules WHERE rules <> excluded.rules
            """,
            [connection.rawValue, try JSONText.encode(KeptRules(rules: rules, isPaused: isPaused))])
        return Outcome(name: found.name, words: words(since: found))
    }

    private func words(since old: Connection) -> [String] {
        var words: [String] = []
        if isPaused != old.condition.isPaused { words.append(isPaused ? "paused" : "goes on") }
        let before = old.rules
        if rules.pushes != before.pushes { words.append(rules.pushes ? "changes go out" : "only reads") }
        if rules.price != before.price { words.append("price rule") }
        if rules.buffer != before.buffer { words.append("buffer \(rules.buffer)") }
        if rules.pausesAtZero != before.pausesAtZero {
            words.append(rules.pausesAtZero ? "pauses at zero" : "does not pause at zero")
        }
        if rules.conflicts != before.conflicts { words.append("conflicts") }
        if rules.guardPercent != before.guardPercent { words.append("guard \(rules.guardPercent) %") }
        if rules.floorPercent != before.floorPercent {
            words.append(rules.floorPercent.map { "floor \($0) %" } ?? "no floor")
        }
        if words.isEmpty { words.append(rules == before ? "as it was" : "rules changed") }
        return words
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.name): \(outcome.words.joined(separator: ", "))"
    }
}
