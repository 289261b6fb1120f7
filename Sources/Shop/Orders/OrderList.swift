package import Commerce
import GRDB

/// A list of orders as the seller asked for it.
package struct OrderQuery: Hashable, Sendable, Codable {
    package enum Scope: Hashable, Sendable, Codable {
        case stage(Stage)
        /// Every sale, cancelled ones included.
        case all
        /// Orders whose goods come back.
        case returns
    }

    package enum Sort: String, CaseIterable, Hashable, Sendable, Codable {
        case shipBy, placed, number, customer, total

        /// For the view's line: `sort: ship by`.
        package var words: String { self == .shipBy ? "ship by" : rawValue }
    }

    package var scope: Scope
    /// As typed after `/`.
    package var filter: String
    package var sort: Sort
    /// The other way round than the sort usually goes.
    package var isTurned: Bool

    package init(_ scope: Scope, filter: String = "", sort: Sort = .shipBy, isTurned: Bool = false) {
        self.scope = scope
        self.filter = filter
        self.sort = sort
        self.isTurned = isTurned
    }
}

/// The identifiers of a list, in order: what is ready above the line, what needs the seller below.
package struct OrderIDs: Hashable, Sendable {
    package var ready: [OrderID] = []
    package var needsYou: [OrderID] = []
    /// Whether there is more than was asked for.
    package var isCut = false

    package init(ready: [OrderID] = [], needsYou: [OrderID] = [], isCut: Bool = false) {
        self.ready = ready
        self.needsYou = needsYou
        self.isCut = isCut
    }

    package var count: Int { ready.count + needsYou.count }
}

extension Shop {
    /// The list's identifiers.
    ///
    /// - Parameter limit: at most so many above the line and as many below, for the first screen; nil for all.
    /// - Throws: `FilterError` for words that cannot be read.
    package func orders(_ query: OrderQuery, limit: Int? = nil) throws -> OrderIDs {
        let now = world.now()
        return try read { db in
            let filter = try OrderFilter(query.filter, settings: ShopSettings.fetch(db), now: now)
            return try OrderListSQL(query: query, filter: filter, hits: OrderHits(filter, db))
                .fetch(limit: limit, db)
        }
    }
}

/// The statements behind ``Shop/orders(_:limit:)``.
struct OrderListSQL {
    let query: OrderQuery
    let filter: OrderFilter
    let hits: OrderHits?

    init(query: OrderQuery, filter: OrderFilter, hits: OrderHits?) {
        self.query = query
        self.filter = filter
        self.hits = hits
    }

    func fetch(limit: Int?, _ db: Database) throws -> OrderIDs {
        var found = OrderIDs()
        switch query.scope {
        case .stage:
            found.ready = try ids(place: filter.asksForUnpaid ? .unpaid : .ready, limit, &found.isCut, db)
            found.needsYou = filter.asksForUnpaid ? [] : try ids(place: .needsYou, limit, &found.isCut, db)
        case .all, .returns: found.ready = try ids(place: nil, limit, &found.isCut, db)
        }
        return found
    }

    private func ids(
        place: CardPlace?, _ limit: Int?, _ isCut: inout Bool, _ db: Database
    ) throws -> [OrderID] {
        // With words, the list is walked in its order until enough of the hits have come by.
        let sql = sql(place: place, limit: hits == nil ? limit : nil)
        let statement = try hits?.isFew == true ? db.makeStatement(sql: sql) : db.cachedStatement(sql: sql)
        var values = filter.arguments.map { $0.databaseValue }
        // The moment is bound to ?1 also where only a later parameter is named; where none is, nothing can be.
        if values.count == 1, !statement.sql.contains("?1") { values = [] }
        var ids: [OrderID] = []
        let cursor = try Int64.fetchCursor(statement, arguments: StatementArguments(values))
        while let id = try cursor.next() {
            if let hits, !hits.contains(id) { continue }
            if let limit, ids.count == limit {
                isCut = true
                break
            }
            ids.append(OrderID(rawValue: id))
        }
        return ids
    }

    func sql(place: CardPlace?, limit: Int?) -> String {
        var conditions: [String] = []
        if let hits, hits.isFew { conditions.append("card.order_id IN (\(hits.list))") }
        switch query.scope {
        case .stage(let stage):
            // Where few cards are in a stage they are cheaper sorted than looked for along another index.
            let along = query.sort != .shipBy && stage == .delivered && place == .ready
            if along { conditions.append("card.kind = 'sale'") }
            let plus = along || hits?.isFew == true ? "+" : ""
            conditions.append("\(plus)card.stage = '\(stage.rawValue)'")
            if let place { conditions.append("\(plus)card.place = \(place.rawValue)") }
        case .all: conditions.append("\(hits?.isFew == true ? "+" : "")card.kind = 'sale'")
        case .returns:
            conditions.append(
                """
                card.order_id IN (SELECT id FROM orders
                    WHERE return_state <> 'none' AND return_state <> 'closed')
                """)
        }
        conditions += filter.conditions
        return """
            SELECT card.order_id FROM order_cards AS card
            WHERE \(conditions.joined(separator: "\n    AND "))
            ORDER BY \(order)\(limit.map { " LIMIT \($0 + 1)" } ?? "")
            """
    }

    private var order: String {
        let turned = query.isTurned
        // Times and amounts run from the newest and largest; names and what is due from the first.
        let (column, isDown): (String, Bool) =
            switch query.sort {
            case .shipBy:
                if case .stage = query.scope { ("sort_at", turned) } else { ("placed_at", !turned) }
            case .placed: ("placed_at", !turned)
            case .number: ("number", turned)
            case .customer: ("customer_key", turned)
            case .total: ("total", !turned)
            }
        let way = isDown ? " DESC" : ""
        return "card.\(column)\(way), card.order_id\(way)"
    }
}

/// The orders that the full-text index found, in order of identifier as it gives them.
struct OrderHits {
    let ids: [Int64]

    init?(_ filter: OrderFilter, _ db: Database) throws {
        guard let match = filter.match else { return nil }
        ids = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT rowid FROM order_search WHERE order_search MATCH ?"),
            arguments: [match])
    }

    /// So few that looking each up costs less than walking a list past all others.
    var isFew: Bool { ids.count <= 1000 }
    var list: String { ids.map(String.init).joined(separator: ",") }

    func contains(_ id: Int64) -> Bool {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == id
    }
}
