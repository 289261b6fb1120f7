package import Commerce
import GRDB

extension Shop {
    /// What waits for the seller, in the order of what waiting costs; what rests until later is not among it.
    ///
    /// - Parameter resting: whether to answer what rests instead.
    package func problems(at now: Instant, resting: Bool = false) throws -> [Problem] {
        let all = try allProblems(at: now)
        return resting ? all.resting : all.waiting
    }

    /// What waits for the seller, and what rests until later.
    package func allProblems(at now: Instant) throws -> (waiting: [Problem], resting: [Problem]) {
        try read { db in
            let all =
                try ChannelProblems.urgent(db) + Self.orderProblems(now, db) + Self.late(now, db)
                + ChannelProblems.others(db) + Self.unpaid(db) + Self.badRows(db) + Self.cutOff(now, db)
            let snoozed = try Self.snoozed(now, db)
            guard !snoozed.isEmpty else { return (all, []) }
            return (
                all.filter { !snoozed.contains($0.key) }, all.filter { snoozed.contains($0.key) }
            )
        }
    }

    /// Whether anything waits for the seller: what every start asks before its first frame.
    package func hasProblems(at now: Instant) throws -> Bool {
        let known = try read { db -> Bool? in
            // What rests has to be told from what does not, one by one.
            guard try Self.snoozed(now, db).isEmpty else { return nil }
            let found = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM order_cards WHERE attention <> '')
                        OR EXISTS (SELECT 1 FROM order_cards WHERE \(Self.lateCards))
                        OR EXISTS (SELECT 1 FROM order_cards WHERE stage IN ('new', 'processing') AND place = 2)
                        OR EXISTS (SELECT 1 FROM imports WHERE bad > 0 AND settled = 0)
                        OR \(ChannelProblems.exist)
                    """, arguments: [now.milliseconds, now.milliseconds])
            return try found == true || !Self.cutOff(now, db).isEmpty
        }
        return try known ?? !problems(at: now).isEmpty
    }

    private static func snoozed(_ now: Instant, _ db: Database) throws -> Set<String> {
        try Set(
            String.fetchAll(
                db, sql: "SELECT problem FROM snoozes WHERE until > ?", arguments: [now.milliseconds]))
    }

    /// Ready orders of the open stages past their time: two moments, both now.
    private static let lateCards =
        "stage IN ('new', 'processing') AND place = 0 AND sort_at < ? AND ship_by < ?"

    /// Lets a problem rest until a moment; nil wakes it. Bookkeeping, never undone by `u`.
    package func rest(_ problem: String, until moment: Instant?) throws {
        try bookkeeping { db in
            guard let moment else {
                return try db.execute(sql: "DELETE FROM snoozes WHERE problem = ?", arguments: [problem])
            }
            try db.execute(
                sql: """
                    INSERT INTO snoozes VALUES (?, ?) ON CONFLICT (problem) DO UPDATE SET until = excluded.until
                    """, arguments: [problem, moment.milliseconds])
        }
    }

    /// The bad rows of an import have been mended, or are left.
    package func settleImport(_ id: ImportID) throws {
        try bookkeeping { db in
            try db.execute(sql: "UPDATE imports SET settled = 1 WHERE id = ?", arguments: [id.rawValue])
        }
    }

    // MARK: Orders

    /// No list of problems is longer than this a kind: the rest is counted.
    private static let most = 100

    private static func orderProblems(_ now: Instant, _ db: Database) throws -> [Problem] {
        var found: [Problem] = []
        for reason in AttentionReason.allCases where reason != .late && reason != .unpaid {
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT order_id, attention_detail FROM order_cards
                        WHERE attention = ? AND attention <> '' ORDER BY sort_at, order_id LIMIT ?
                        """), arguments: [reason.rawValue, most + 1])
            for row in rows.prefix(most) {
                guard let order = try named(row[0], db) else { continue }
                found.append(problem(order, reason, detail: row[1]))
            }
            if rows.count > most {
                let count =
                    try Int.fetchOne(
                        db, sql: "SELECT count(*) FROM order_cards WHERE attention = ? AND attention <> ''",
                        arguments: [reason.rawValue]) ?? 0
                found.append(more(reason.word, reason.rawValue, count - most, now))
            }
        }
        return found
    }

    /// Lateness is the clock's doing, so no card knows it: ready orders of the open stages past their time.
    private static func late(_ now: Instant, _ db: Database) throws -> [Problem] {
        let condition = lateCards
        let arguments: StatementArguments = [now.milliseconds, now.milliseconds]
        let ids = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT order_id FROM order_cards WHERE \(condition) ORDER BY sort_at, order_id LIMIT \(most + 1)
                    """), arguments: arguments)
        var found = try ids.prefix(most).compactMap { try named($0, db) }.map {
            problem($0, .late, detail: "")
        }
        if ids.count > most {
            let count =
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM order_cards WHERE \(condition)", arguments: arguments) ?? 0
            found.append(more(AttentionReason.late.word, "late", count - most, now))
        }
        return found
    }

    private static func unpaid(_ db: Database) throws -> [Problem] {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*), min(placed_at) FROM order_cards WHERE stage IN ('new', 'processing') AND place = 2
                    """))
        guard let row, let since: Int64 = row[1] else { return [] }
        let count: Int = row[0]
        return [
            Problem(
                key: "unpaid/\(count)/\(since)", kind: .unpaid, subject: .orders("unpaid"),
                what: count == 1 ? "1 order is not paid" : "\(count) orders are not paid",
                why: "their time to ship starts with the payment", since: Instant(milliseconds: since))
        ]
    }

    private struct Named {
        let id: Int64
        let words: String
        /// Such as "2 Blue mug, large, 1 Candle".
        let items: String
        let placed: Instant
        let shipBy: Instant?
    }

    private static func named(_ id: Int64, _ db: Database) throws -> Named? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT number, customer_name, coalesce(platform_total, total), currency, placed_at, ship_by,
                        (SELECT items FROM order_cards WHERE order_id = orders.id)
                    FROM orders WHERE id = ?
                    """), arguments: [id])
        guard let row else { return nil }
        let amount = Currency(code: row[3]).map { Money(minorUnits: row[2], currency: $0).description } ?? ""
        let number: String = row[0]
        let customer: String = row[1]
        return Named(
            id: id, words: customer.isEmpty ? "\(number), \(amount)" : "\(number) \(customer), \(amount)",
            items: row[6] ?? "", placed: Instant(milliseconds: row[4]),
            shipBy: (row[5] as Int64?).map(Instant.init(milliseconds:))
        )
    }

    private static func problem(_ order: Named, _ reason: AttentionReason, detail: String) -> Problem {
        let why =
            switch reason {
            case .short: "\(detail): not enough here"
            case .twin: "the lines of \(detail) again, shortly after"
            case .late: order.items
            default: detail.isEmpty ? reason.sentence : detail
            }
        return Problem(
            key: "order/\(order.id)/\(reason.rawValue)", kind: .order(reason),
            subject: .order(OrderID(rawValue: order.id)), what: order.words, why: why,
            since: reason == .late ? order.shipBy ?? order.placed : order.placed)
    }

    private static func more(_ word: String, _ filter: String, _ count: Int, _ now: Instant) -> Problem {
        Problem(
            key: "more/\(filter)", kind: .more, subject: .orders(filter),
            what: "\(count) more orders: \(word)",
            why: "the list shows all of them", since: now)
    }

    // MARK: Work

    private static func badRows(_ db: Database) throws -> [Problem] {
        try Row.fetchAll(
            db,
            sql: "SELECT id, file, bad, bad_file, at FROM imports WHERE bad > 0 AND settled = 0 ORDER BY id"
        ).map { row in
            let file: String = row[1]
            let bad: Int = row[2]
            let badFile: String = row[3]
            return Problem(
                key: "import/\(row[0] as Int64)", kind: .importRows,
                subject: .importFile(ImportID(rawValue: row[0]), badRows: badFile),
                what:
                    "\(file.split(separator: "/").last.map(String.init) ?? file): \(bad) bad row\(bad == 1 ? "" : "s")",
                why: badFile.isEmpty ? "could not be read; the rest is in" : "kept in \(badFile)",
                since: Instant(milliseconds: row[4]))
        }
    }

    /// A work that still writes, in another Mercer, is none that was cut off.
    private static func cutOff(_ now: Instant, _ db: Database) throws -> [Problem] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, title, done, total, started_at,
                    (SELECT max(at) FROM entries WHERE run_id = runs.id), resume <> ''
                FROM runs WHERE state = 'running' ORDER BY id
                """
        ).compactMap { row in
            let last: Int64 = row[5] ?? row[4]
            guard now.milliseconds - last > 60_000 else { return nil }
            let done: Int = row[2]
            let total: Int? = row[3]
            let canFinish: Bool = row[6]
            return Problem(
                key: "run/\(row[0] as Int64)", kind: .cutOff,
                subject: .run(RunID(rawValue: row[0]), canFinish: canFinish), what: row[1],
                why: "cut off after \(done)\(total.map { " of \($0)" } ?? ""): "
                    + (canFinish ? "finish it, undo it, or leave it" : "undo it, or leave it"),
                since: Instant(milliseconds: last))
        }
    }
}

extension Shop {
    /// Takes back all that a work in parts has done, and lets it be; what changed since is left.
    ///
    /// - Returns: what to say about it.
    package func undoRun(_ run: RunID, proceed: (RunProgress) -> Bool = { _ in true }) throws -> String {
        let last = try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT max(id) FROM entries WHERE run_id = ? AND undone_by IS NULL",
                arguments: [run.rawValue])
        }
        guard let last else {
            try settle(run)
            return "nothing of it was done"
        }
        let report = try undo(EntryID(rawValue: last), leavingMoved: true, proceed: proceed)
        try settle(run)
        return report.left.isEmpty
            ? report.summary : "\(report.summary); \(report.left.count) left, changed since"
    }
}
