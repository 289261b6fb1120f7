package import Commerce
import GRDB

/// How a stage stands as a whole, whatever filter is on.
package struct StageFigures: Hashable, Sendable {
    package let stage: Stage
    /// Cards that are shown, above the line and below it.
    package let count: Int
    package let needsYou: Int
    /// Counted, not shown.
    package let unpaid: Int
    package let late: Int
    /// To ship before the day ends, late ones included, and the first of them; of the open stages.
    package let dueToday: Int
    package let firstDue: Instant?
    /// What the shown ones come to, where all are in the shop's currency; nil for the stages that are done.
    package let sum: Money?
}

extension Shop {
    /// The identifiers of the board, by stage, in the order of the stages.
    ///
    /// - Parameter limit: at most so many cards a section; nil for all.
    /// - Throws: `FilterError` for words that cannot be read.
    package func stages(
        filter: String = "", sort: OrderQuery.Sort = .shipBy, isTurned: Bool = false, limit: Int? = nil
    ) throws -> [OrderIDs] {
        let now = world.now()
        return try read { db in
            let filter = try OrderFilter(filter, settings: ShopSettings.fetch(db), now: now)
            let hits = try OrderHits(filter, db)
            return try Stage.allCases.map { stage in
                let query = OrderQuery(.stage(stage), sort: sort, isTurned: isTurned)
                return try OrderListSQL(query: query, filter: filter, hits: hits).fetch(limit: limit, db)
            }
        }
    }

    /// How many cards are in each stage, what they come to, and how many are late.
    package func stageFigures() throws -> [StageFigures] {
        let now = world.now()
        return try read { db in
            let settings = try ShopSettings.fetch(db)
            return try Stage.allCases.map { try Self.figures($0, settings, now, db) }
        }
    }

    /// How many orders are in a return that is not closed.
    package func returnCount() throws -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM orders WHERE return_state <> 'none' AND return_state <> 'closed'")
                ?? 0
        }
    }

    private static func figures(
        _ stage: Stage, _ settings: ShopSettings, _ now: Instant, _ db: Database
    ) throws -> StageFigures {
        var counts: [Int: Int] = [:]
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: countSQL), arguments: [stage.rawValue])
        while let row = try rows.next() { counts[row[0]] = row[1] }
        let isOpen = stage == .new || stage == .processing
        let zone = ShopZone(identifier: settings.timeZone) ?? .utc
        let dayEnds = zone.moments(of: zone.day(of: now)).upperBound
        let due: Row? =
            try isOpen
            ? Row.fetchOne(
                db.cachedStatement(sql: dueSQL),
                arguments: [stage.rawValue, now.milliseconds, dayEnds.milliseconds]) : nil
        return StageFigures(
            stage: stage, count: (counts[0] ?? 0) + (counts[1] ?? 0), needsYou: counts[1] ?? 0,
            unpaid: counts[2] ?? 0, late: due?[0] ?? 0, dueToday: due?[1] ?? 0,
            firstDue: (due?[2] as Int64?).map(Instant.init(milliseconds:)),
            sum: isOpen ? try sum(stage, settings.currency, db) : nil)
    }

    static let countSQL = "SELECT place, count(*) FROM order_cards WHERE stage = ? GROUP BY place"
    static let dueSQL = """
        SELECT coalesce(sum(ship_by < ?2), 0), count(ship_by), min(ship_by) FROM order_cards
        WHERE stage = ?1 AND place IN (0, 1) AND sort_at < ?3 AND ship_by < ?3
        """
    static let sumSQL = """
        SELECT sum(card.total), min(currency), max(currency)
        FROM order_cards AS card JOIN orders ON orders.id = card.order_id
        WHERE card.stage = ? AND card.place IN (0, 1)
        """

    /// Amounts of two currencies are never added (LESSONS 32).
    private static func sum(_ stage: Stage, _ currency: Currency, _ db: Database) throws -> Money? {
        let row = try Row.fetchOne(db.cachedStatement(sql: sumSQL), arguments: [stage.rawValue])
        guard let row, let sum: Int64 = row[0] else { return .zero(currency) }
        let codes: (String, String) = (row[1], row[2])
        return codes.0 == currency.code && codes.1 == currency.code
            ? Money(minorUnits: sum, currency: currency) : nil
    }
}
