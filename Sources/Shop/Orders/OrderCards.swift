import Commerce
import GRDB

/// Keeps `order_cards` and `order_texts`: one row an order with what the board and the list show and sort by, and
/// what the search reads.
///
/// It stands in the way of every import of orders, so it costs a few statements an order and looks for trouble only
/// in orders that are still open.
struct OrderCards {
    private let db: Database
    private var order: DirectStatement
    private var lines: DirectStatement
    private var card: DirectStatement
    private var texts = OrderTexts()

    init(_ transaction: Transaction) throws {
        db = transaction.db
        order = try DirectStatement(db, Self.orderSQL)
        lines = try DirectStatement(
            db,
            """
            SELECT order_lines.quantity, title, sku, short FROM order_lines
            LEFT JOIN reservations ON order_line_id = id
            WHERE order_id = ? ORDER BY position
            """)
        card = try DirectStatement(
            db, "INSERT OR REPLACE INTO order_cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    }

    private static let orderSQL = "SELECT \(Facts.columns) FROM orders WHERE id = ?"

    func refresh(_ orders: Set<Int64>) throws {
        var cards = self
        try cards.make(orders)
    }

    private mutating func make(_ orders: Set<Int64>) throws {
        var others: Set<Int64> = []
        for order in orders.sorted() { others.formUnion(try refresh(order)) }
        // Whoever was marked as a twin of one of these may be none any more.
        let twins = try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT order_id FROM order_cards WHERE attention = 'twin' AND attention <> ''"))
        for other in others.union(twins) where !orders.contains(other) { _ = try refresh(other) }
        try texts.write(db)
    }

    /// - Returns: other orders that may be twins of this one.
    private mutating func refresh(_ id: Int64) throws -> [Int64] {
        order.add(id)
        guard let facts = try order.first({ try Facts($0, id) }) else {
            try remove(id)
            return []
        }
        let lines = try lines(of: id)
        let attention = try facts.isOpen ? Attention(db).first(of: facts, short: lines.short) : nil
        let stage = facts.isOnBoard ? facts.axes.stage?.rawValue ?? "closed" : "closed"
        let place: CardPlace =
            facts.isOnBoard && facts.axes.isUnpaid ? .unpaid : attention == nil ? .ready : .needsYou
        // Open stages run by when they must ship, the delivered ones newest first.
        let isPast = facts.axes.stage == .delivered || stage == "closed"
        let ended = try facts.axes.stage == .delivered ? arrival(of: id) : nil
        card.add(id)
        card.add(facts.kind)
        card.add(stage)
        card.add(place.rawValue)
        card.add(attention?.reason.rawValue ?? "")
        card.add(attention?.detail ?? "")
        card.add(facts.shipBy)
        card.add(isPast ? -(ended ?? facts.placed) : facts.shipBy ?? facts.placed)
        card.add(facts.placed)
        card.add(facts.number)
        card.add(facts.channel)
        card.add(facts.customer.folded)
        card.add(facts.total)
        card.add(lines.words)
        try card.run()
        texts.add(
            OrderTexts.Row(
                order: id, number: facts.number, customer: "\(facts.customer) \(facts.email)",
                address: facts.addressText, sku: lines.skus))
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
        let channel: String
        let customer: String
        let email: String
        let country: String
        let shipTo: String
        /// Nil for none, and for one that cannot be read.
        let address: PostalAddress?
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
        static let columnCount: Int32 = 21

        init(_ row: DirectRow, _ id: Int64) throws {
            self.id = id
            axes = try OrderAxes(row, at: 0)
            kind = row.text(5)
            past = row.isTrue(6)
            stands = row.isTrue(7)
            placed = row.integer(8)
            shipBy = row.optional(9)
            number = row.text(10)
            channel = row.text(11)
            customer = row.text(12)
            email = row.text(13)
            country = row.text(14)
            shipTo = row.text(15)
            address = shipTo.isEmpty ? nil : PostalAddress(columnText: shipTo)
            total = row.integer(16)
            cancelReason = row.text(17)
            holdReason = row.text(18)
            customerID = row.optional(19)
            extra = row.text(20)
        }

        /// A sale that was not joined into another.
        var isOnBoard: Bool { kind == "sale" && stands }

        /// Whether something can still be in its way.
        var isOpen: Bool {
            guard isOnBoard, !past, let stage = axes.stage else { return false }
            return stage != .delivered || axes.returning != .none
        }

        var addressProblem: String? { shipTo.isEmpty ? nil : Attention.problem(address) }

        var addressText: String {
            address.map { $0.searchText + " " + country } ?? country
        }
    }

    private struct Lines {
        /// "2 Blue mug, large, 1 Green plate …", the first three.
        var words = ""
        var skus = ""
        var short: String?
    }

    private mutating func lines(of id: Int64) throws -> Lines {
        var found = Lines()
        var seen: Set<String> = []
        var count = 0
        lines.add(id)
        try lines.each { row in
            count += 1
            let title = row.text(1)
            let sku = row.text(2)
            if count <= 3 {
                if count > 1 { found.words += ", " }
                found.words += "\(row.integer(0)) \(title.isEmpty ? sku : title)"
            } else if count == 4 {
                found.words += " …"
            }
            if !sku.isEmpty, seen.insert(sku).inserted { found.skus += found.skus.isEmpty ? sku : " " + sku }
            let short = row.integer(3)
            if short > 0, found.short == nil { found.short = "\(short) \(title)" }
            return true
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
