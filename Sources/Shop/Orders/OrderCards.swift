import Commerce
import GRDB

/// Keeps `order_cards` and `order_texts`: one row an order with what the board and the list show and sort by, and
/// what the search reads.
///
/// It stands in the way of every import of orders, so it costs a few statements an order and looks for trouble only
/// in orders that are still open.
struct OrderCards {
    private let db: Database
    private let order: Statement
    private let lines: Statement
    private let card: Statement
    private let text: Statement

    init(_ transaction: Transaction) throws {
        db = transaction.db
        order = try db.cachedStatement(
            sql: "SELECT \(Facts.columns) FROM orders WHERE id = ?")
        lines = try db.cachedStatement(
            sql: """
                SELECT order_lines.quantity, title, sku, short FROM order_lines
                LEFT JOIN reservations ON order_line_id = id
                WHERE order_id = ? ORDER BY position
                """)
        card = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO order_cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        text = try db.cachedStatement(
            sql: """
                INSERT INTO order_texts VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (order_id) DO UPDATE SET number = excluded.number, customer = excluded.customer,
                    address = excluded.address, sku = excluded.sku
                WHERE number <> excluded.number OR customer <> excluded.customer OR address <> excluded.address
                    OR sku <> excluded.sku
                """)
    }

    func refresh(_ orders: Set<Int64>) throws {
        var others: Set<Int64> = []
        for order in orders.sorted() { others.formUnion(try refresh(order)) }
        // Whoever was marked as a twin of one of these may be none any more.
        let twins = try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT order_id FROM order_cards WHERE attention = 'twin' AND attention <> ''"))
        for other in others.union(twins) where !orders.contains(other) { _ = try refresh(other) }
    }

    /// - Returns: other orders that may be twins of this one.
    private func refresh(_ id: Int64) throws -> [Int64] {
        guard let row = try Row.fetchOne(order, arguments: [id]) else {
            try remove(id)
            return []
        }
        let facts = try Facts(row, id)
        let lines = try lines(of: id)
        let attention = try facts.isOpen ? Attention(db).first(of: facts, short: lines.short) : nil
        let stage = facts.isOnBoard ? facts.axes.stage?.rawValue ?? "closed" : "closed"
        let place: CardPlace =
            facts.isOnBoard && facts.axes.isUnpaid ? .unpaid : attention == nil ? .ready : .needsYou
        // Open stages run by when they must ship, the delivered ones newest first.
        let isPast = facts.axes.stage == .delivered || stage == "closed"
        let ended = try facts.axes.stage == .delivered ? arrival(of: id) : nil
        try card.execute(arguments: [
            id, facts.kind, stage, place.rawValue, attention?.reason.rawValue ?? "", attention?.detail ?? "",
            facts.shipBy, isPast ? -(ended ?? facts.placed) : facts.shipBy ?? facts.placed, facts.placed,
            facts.number,
            row[11] as String, facts.customer.folded, row[16] as Int64, lines.words,
        ])
        try text.execute(arguments: [
            id, facts.number, "\(facts.customer) \(row[13] as String)", facts.addressText, lines.skus,
        ])
        return facts.isOpen && facts.axes.stage == .new ? try Attention(db).laterLikeIt(facts) : []
    }

    /// What an order's row says, as far as its card needs it.
    struct Facts {
        let id: Int64
        let axes: OrderAxes
        let kind: String
        let past: Bool
        let stands: Bool
        let placed: Int64
        let shipBy: Int64?
        let number: String
        let customer: String
        let country: String
        let shipTo: String
        let total: Int64
        let cancelReason: String
        let holdReason: String
        let customerID: Int64?
        let extra: String

        /// What the initializer reads, in its order.
        static let columns = """
            \(OrderAxes.columns), kind, past, joined_into IS NULL, placed_at, ship_by, number, channel,
            customer_name, email, country, ship_to, coalesce(platform_total, total), cancel_reason, hold_reason,
            customer_id, extra
            """
        static let columnCount = 21

        init(_ row: Row, _ id: Int64) throws {
            self.id = id
            axes = try OrderAxes(row, at: 0)
            kind = row[5]
            past = row[6]
            stands = row[7]
            placed = row[8]
            shipBy = row[9]
            number = row[10]
            customer = row[12]
            country = row[14]
            shipTo = row[15]
            total = row[16]
            cancelReason = row[17]
            holdReason = row[18]
            customerID = row[19]
            extra = row[20]
        }

        /// A sale that was not joined into another.
        var isOnBoard: Bool { kind == "sale" && stands }

        /// Whether something can still be in its way.
        var isOpen: Bool {
            guard isOnBoard, !past, let stage = axes.stage else { return false }
            return stage != .delivered || axes.returning != .none
        }

        var addressText: String {
            guard !shipTo.isEmpty, let address = PostalAddress(columnText: shipTo) else { return country }
            return address.searchText + " " + country
        }
    }

    private struct Lines {
        /// "2 Blue mug, large, 1 Green plate …", the first three.
        var words = ""
        var skus = ""
        var short: String?
    }

    private func lines(of id: Int64) throws -> Lines {
        var found = Lines()
        var seen: Set<String> = []
        var count = 0
        let rows = try Row.fetchCursor(lines, arguments: [id])
        while let row = try rows.next() {
            count += 1
            let sku: String = row[2]
            if count <= 3 {
                if count > 1 { found.words += ", " }
                let title: String = row[1]
                found.words += "\(row[0] as Int64) \(title.isEmpty ? sku : title)"
            } else if count == 4 {
                found.words += " …"
            }
            if !sku.isEmpty, seen.insert(sku).inserted { found.skus += found.skus.isEmpty ? sku : " " + sku }
            if let short: Int64 = row[3], short > 0, found.short == nil {
                found.short = "\(short) \(row[1] as String)"
            }
        }
        return found
    }

    private func arrival(of id: Int64) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT max(delivered_at) FROM parcels WHERE order_id = ?"),
            arguments: [id])
    }

    private func remove(_ id: Int64) throws {
        try db.cachedStatement(sql: "DELETE FROM order_cards WHERE order_id = ?").execute(arguments: [id])
        try db.cachedStatement(sql: "DELETE FROM order_texts WHERE order_id = ?").execute(arguments: [id])
    }
}

/// Where in its stage a card stands.
package enum CardPlace: Int, Codable, Sendable {
    /// Nothing is in the way.
    case ready = 0
    /// Below the line: it needs the seller.
    case needsYou = 1
    /// Counted, not shown: its clock starts with the payment.
    case unpaid = 2
}
