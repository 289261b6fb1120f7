package import Commerce
import GRDB

/// What an Action on an order has to tell the channel it came from.
struct OrderEffects {
    private let transaction: Transaction
    private var db: Database { transaction.db }

    init(_ transaction: Transaction) { self.transaction = transaction }

    /// Where an order came from, and what it is called there.
    struct Origin {
        let connection: Int64
        let remote: String
    }

    /// Nil for an order of a file, of the counter, or of a channel that is connected no more.
    func origin(of order: Int64) throws -> Origin? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql:
                    "SELECT connection_id, remote_id FROM bindings INDEXED BY bindings_by_local WHERE kind = 'order' AND local_id = ?"
            ),
            arguments: [order])
        return row.map { Origin(connection: $0[0], remote: $0[1]) }
    }

    /// Parcels have left: their lines' channels are told, one notice a parcel and order there (joined orders are two).
    func ship(_ parcels: [Int64], of order: OrderState) throws {
        let hold = try transaction.settings().holdNoticeSeconds
        for parcel in parcels {
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT connection_id, parent_id, remote_id, part.quantity, carrier, tracking_number
                        FROM parcel_lines AS part JOIN parcels ON parcels.id = parcel_id
                        JOIN bindings ON bindings.kind = 'line' AND local_id = order_line_id
                        WHERE parcel_id = ? ORDER BY part.id
                        """), arguments: [parcel])
            var byOrder: [String: [Row]] = [:]
            for row in rows { byOrder["\(row[0] as Int64)\u{1}\(row[1] as String)", default: []].append(row) }
            for (_, rows) in byOrder.sorted(by: { $0.key < $1.key }) {
                let connection: Int64 = rows[0][0]
                let remote: String = rows[0][1]
                let rules = try Connection.fetch(ConnectionID(rawValue: connection), db).rules
                let notice = ShipmentNotice(
                    order: remote,
                    lines: rows.map { ChannelLineQuantity(lineID: $0[2], quantity: Int($0[3] as Int64)) },
                    carrier: rows[0][4], number: rows[0][5], isRest: try isRest(remote, connection),
                    notifiesBuyer: rules.notifiesBuyers)
                let number: String = rows[0][5]
                transaction.effects.append(
                    PendingEffect(
                        connection: ConnectionID(rawValue: connection), effect: .ship(notice),
                        order: order.id.rawValue, local: parcel, chain: Self.chain(connection, remote),
                        summary: "shipped notice for \(order.number)" + (number.isEmpty ? "" : ", \(number)"),
                        hold: hold))
            }
        }
    }

    /// Whether nothing of the channel's order is left to ship.
    private func isRest(_ remote: String, _ connection: Int64) throws -> Bool {
        let orders = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT DISTINCT order_id FROM bindings JOIN order_lines ON order_lines.id = local_id
                    WHERE connection_id = ? AND bindings.kind = 'line' AND parent_id = ?
                    """), arguments: [connection, remote])
        for order in orders {
            let bound = Set(
                try Int64.fetchAll(
                    db.cachedStatement(
                        sql: """
                            SELECT local_id FROM order_lines CROSS JOIN bindings INDEXED BY bindings_by_local ON bindings.kind = 'line' AND local_id = order_lines.id
                            WHERE order_id = ? AND connection_id = ? AND parent_id = ?
                            """), arguments: [order, connection, remote]))
            let lines = try OrderLineState.all(of: order, db)
            if lines.contains(where: { bound.contains($0.id) && $0.toShip > 0 }) { return false }
        }
        return true
    }

    /// Whether a shipped notice of the order is out or on its way.
    func noticeHasLeft(_ order: Int64) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM outbox WHERE order_id = ? AND kind = 'ship'
                    AND state IN ('sending', 'inDoubt', 'confirmed'))
                    """), arguments: [order]) ?? false
    }

    /// A shipment was taken back before anybody was told.
    func takeBackShipment(_ order: Int64) throws {
        try Outbox(transaction).withdraw("order_id = ? AND kind = 'ship'", [order], reason: "taken back")
    }

    /// The order is called off here: the channel is told, and puts the goods back into its own count.
    func cancel(_ order: OrderState, reason: String) throws {
        guard let origin = try origin(of: order.id.rawValue) else { return }
        let notice = CancellationNotice(
            order: origin.remote, reason: reason, refunds: false, restocks: !order.axes.fulfillment.hasLeft)
        transaction.effects.append(
            PendingEffect(
                connection: ConnectionID(rawValue: origin.connection), effect: .cancel(notice),
                order: order.id.rawValue, chain: Self.chain(origin.connection, origin.remote),
                summary: "cancellation of \(order.number)",
                hold: try transaction.settings().holdNoticeSeconds))
    }

    func noticeOfCancellationHasLeft(_ order: Int64) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM outbox WHERE order_id = ? AND kind = 'cancel'
                    AND state IN ('sending', 'inDoubt', 'confirmed'))
                    """), arguments: [order]) ?? false
    }

    /// It is open again before the channel was told.
    func reopen(_ order: OrderState) throws {
        guard try !noticeOfCancellationHasLeft(order.id.rawValue) else {
            throw Refusal(
                "has-left",
                "\(order.number): its channel knows that it is cancelled. Write a new order, or reopen it there."
            )
        }
        try Outbox(transaction).withdraw(
            "order_id = ? AND kind = 'cancel'", [order.id.rawValue], reason: "reopened")
    }

    /// Money goes back: through the channel it came by, where the connection says so. It was asked about, so it is not held.
    func refund(
        _ refund: RefundID, of order: OrderState, amount: Money, shipping: Money,
        lines: [(line: Int64, quantity: Int64, amount: Money)], reason: String
    ) throws {
        guard let origin = try origin(of: order.id.rawValue) else { return }
        let rules = try Connection.fetch(ConnectionID(rawValue: origin.connection), db).rules
        let remoteLines = try lines.compactMap { part -> ChannelRefund.Line? in
            let remote = try String.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT remote_id FROM bindings INDEXED BY bindings_by_local WHERE kind = 'line' AND local_id = ? AND connection_id = ?
                        """), arguments: [part.line, origin.connection])
            // The count is ours to push: the platform puts nothing back by itself.
            return remote.map {
                ChannelRefund.Line(
                    lineID: $0, quantity: Int(part.quantity), amount: part.amount, isRestocked: false)
            }
        }
        let notice = RefundNotice(
            order: origin.remote, amount: amount, shipping: shipping, lines: remoteLines, reason: reason,
            paysBack: rules.paysBack)
        transaction.effects.append(
            PendingEffect(
                connection: ConnectionID(rawValue: origin.connection), effect: .refund(notice),
                order: order.id.rawValue, local: refund.rawValue,
                chain: Self.chain(origin.connection, origin.remote),
                summary: "refund of \(amount) for \(order.number)", hold: 0))
    }

    static func chain(_ connection: Int64, _ remote: String) -> String { "order/\(connection)/\(remote)" }
}

/// Writes a note on an order where its channel keeps notes; for the buyer, it is mailed to them.
package struct SendOrderNote: Action {
    package let order: OrderID
    package let text: String
    package let isForBuyer: Bool

    package init(order: OrderID, text: String, isForBuyer: Bool) {
        self.order = order
        self.text = text
        self.isForBuyer = isForBuyer
    }

    package func perform(in transaction: Transaction) throws -> String {
        let order = try OrderState.fetch(order, transaction.db)
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal("empty-note", "A note needs a word or two.")
        }
        guard let origin = try OrderEffects(transaction).origin(of: order.id.rawValue) else {
            throw Refusal(
                "no-channel", "\(order.number) came by no channel that is connected, so nobody is told there."
            )
        }
        try OrderNotes(transaction).add(text, to: order.id)
        transaction.effects.append(
            PendingEffect(
                connection: ConnectionID(rawValue: origin.connection),
                effect: .note(NoteNotice(order: origin.remote, text: text, isForBuyer: isForBuyer)),
                order: order.id.rawValue, chain: OrderEffects.chain(origin.connection, origin.remote),
                summary: (isForBuyer ? "note to the buyer of " : "note on ") + order.number,
                hold: try transaction.settings().holdNoticeSeconds))
        return order.number
    }

    package func summary(of number: String) -> String {
        "\(number): \(isForBuyer ? "note to the buyer" : "note for the channel"): \(text.prefix(60))"
    }
}
