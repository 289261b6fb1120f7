import Commerce
import GRDB

extension OrderReception {
    /// Brings the order here to where it is there. Facts of the platform are theirs; the way of the goods only goes on,
    /// never back; what was decided here and is on its way there stands.
    mutating func bring(_ order: ChannelOrder, to local: Int64, isNew: Bool = false) throws {
        let seen =
            isNew ? OrderView() : try OrderView.fetch(local, connection.id.rawValue, db) ?? OrderView(order)
        var state = try OrderState.fetchAny(OrderID(rawValue: local), db)
        // Joined into another, its lines and its money are there; the platform's word about it would be twice.
        guard state.facts.stands else {
            try takeStock(order, state, reserving: false)
            if order.cancellation == .yes, seen.cancellation != .yes { try tellOfJoined(order, local) }
            return try OrderView.keep(order, local, connection.id.rawValue, db)
        }
        if !isNew {
            try takeFacts(order, seen, local)
            try takeLines(order, local)
        }
        try takePayment(order, seen, &state, isNew: isNew)
        try takeStock(order, state)
        try OrderRefunds(self).take(order, of: &state)
        try takeGoods(order, &state)
        try takeCancellation(order, seen, &state)
        if order.isOnHold != seen.isOnHold, order.isOnHold != state.axes.onHold {
            var axes = state.axes
            axes.onHold = order.isOnHold
            try state.write(axes, in: transaction)
            try transaction.execute(
                "UPDATE orders SET hold_reason = ? WHERE id = ?",
                [order.isOnHold ? "held by \(connection.name)" : "", local])
        }
        try OrderView.keep(order, local, connection.id.rawValue, db)
    }

    /// An order that was joined into another is called off there: the one that stands is held, with the reason.
    private func tellOfJoined(_ order: ChannelOrder, _ local: Int64) throws {
        try transaction.execute(
            """
            UPDATE orders SET on_hold = 1, hold_reason = ?
            WHERE id = (SELECT joined_into FROM orders WHERE id = ?) AND on_hold = 0
            """, ["\(number(of: order)), joined into it, was cancelled on \(connection.name)", local])
    }

    // MARK: Facts

    private func takeFacts(_ order: ChannelOrder, _ seen: OrderView, _ local: Int64) throws {
        try transaction.execute(
            """
            UPDATE orders SET shipping = ?2, discount = ?3, tax = ?4, total = ?5, platform_total = ?6,
                shipping_method = ?7, extra = ?8
            WHERE id = ?1 AND (shipping <> ?2 OR discount <> ?3 OR tax <> ?4 OR total <> ?5
                OR platform_total IS NOT ?6 OR shipping_method <> ?7 OR extra <> ?8)
            """,
            [
                local, order.shipping.minorUnits, order.discount.minorUnits, order.tax.minorUnits,
                try Self.ourTotal(order), order.total.minorUnits, order.shippingMethod, Self.extra(of: order),
            ])
        // Only what moved there: an address that was mended here stays.
        let now = OrderView(order)
        if now.shipTo != seen.shipTo {
            try transaction.execute(
                "UPDATE orders SET ship_to = ?, country = ?, customer_name = ? WHERE id = ?",
                [
                    now.shipTo, (order.shipTo ?? order.billTo)?.country?.code ?? "", Self.name(of: order),
                    local,
                ])
        }
        if now.billTo != seen.billTo {
            try transaction.execute("UPDATE orders SET bill_to = ? WHERE id = ?", [now.billTo, local])
        }
        if now.email != seen.email || now.phone != seen.phone {
            try transaction.execute(
                "UPDATE orders SET email = ?, phone = ? WHERE id = ?", [now.email, now.phone, local])
        }
    }

    /// Lines that were added there, and counts that were changed before anything left.
    private mutating func takeLines(_ order: ChannelOrder, _ local: Int64) throws {
        for line in order.lines {
            guard let own = try bindings.local("line", line.id) else {
                let place =
                    try Int.fetchOne(
                        db.cachedStatement(
                            sql: "SELECT coalesce(max(position) + 1, 0) FROM order_lines WHERE order_id = ?"),
                        arguments: [local]) ?? 0
                try enter(line, of: order, id: local, at: place)
                continue
            }
            try transaction.execute(
                """
                UPDATE order_lines SET quantity = ?2, unit_price = ?3, discount = ?4, tax = ?5
                WHERE id = ?1 AND (quantity <> ?2 OR unit_price <> ?3 OR discount <> ?4 OR tax <> ?5)
                """,
                [
                    own, line.quantity, line.unitPrice.millionths, line.discount.minorUnits,
                    line.tax.minorUnits,
                ])
        }
        // A line that is gone there is kept with nothing in it: what stood on it still has a place.
        let there = Set(order.lines.map(\.id))
        let bound = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT remote_id, local_id FROM order_lines
                    CROSS JOIN bindings INDEXED BY bindings_by_local ON bindings.kind = 'line' AND local_id = order_lines.id
                    WHERE order_id = ? AND connection_id = ? AND parent_id = ? AND quantity <> 0
                    """), arguments: [local, connection.id.rawValue, order.id])
        for row in bound where !there.contains(row[0]) {
            try transaction.execute(
                "UPDATE order_lines SET quantity = 0, discount = 0, tax = 0 WHERE id = ?", [row[1] as Int64])
            try transaction.execute("DELETE FROM reservations WHERE order_line_id = ?", [row[1] as Int64])
            try StockTakes(connection, in: transaction).forget(row[1], order)
        }
    }

    // MARK: Money

    private func takePayment(
        _ order: ChannelOrder, _ seen: OrderView, _ state: inout OrderState, isNew: Bool
    ) throws {
        let isPaid = order.payment == .paid || order.payment == .partRefunded || order.payment == .refunded
        if isPaid, order.total.isPositive {
            let captured =
                isNew
                ? nil
                : try Int64.fetchOne(
                    db.cachedStatement(sql: "SELECT sum(amount) FROM payments WHERE order_id = ?"),
                    arguments: [state.id.rawValue])
            if captured == nil { try enterPayment(of: order, to: state.id.rawValue) }
        }
        // A refund of ours that is still on its way makes us the newer ones.
        // Only what moved there: a transfer that was booked here stays booked.
        if order.payment != seen.payment, order.payment != state.axes.payment,
            try !isRefundOnItsWay(state.id.rawValue)
        {
            var axes = state.axes
            axes.payment = order.payment
            try state.write(axes, in: transaction)
        }
        if order.payment.coversGoods, !state.facts.past, !order.fulfillment.hasLeft {
            try state.startClock(in: transaction, paid: order.paidAt ?? order.placedAt)
        }
    }

    /// What was paid, in one sum, as the platform says it.
    func enterPayment(of order: ChannelOrder, to local: Int64) throws {
        let payment: PaymentID = transaction.nextID()
        var statement = try DirectStatement(db, "INSERT INTO payments VALUES (?, ?, ?, ?, ?, ?)")
        statement.add(payment.rawValue)
        statement.add(local)
        statement.add(order.total.minorUnits)
        statement.add(order.paymentMethod)
        statement.add(order.paymentReference)
        statement.add((order.paidAt ?? order.placedAt).milliseconds)
        try statement.run()
    }

    private func isRefundOnItsWay(_ order: Int64) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM outbox WHERE order_id = ? AND kind = 'refund'
                    AND state IN ('held', 'queued', 'sending', 'inDoubt', 'blocked'))
                    """), arguments: [order]) ?? false
    }

    // MARK: Stock

    /// What the platform took off its count moves the base; what is still to leave is put by here.
    private func takeStock(_ order: ChannelOrder, _ state: OrderState, reserving: Bool = true) throws {
        guard state.movesStock else { return }
        let takes = StockTakes(connection, in: transaction)
        for line in order.lines {
            try takes.note(line, of: order, theirs: theirs(transaction.now))
        }
        guard reserving else { return }
        let isOpen = state.axes.cancellation != .yes && order.cancellation != .yes
        guard isOpen, order.hasTakenStock || order.payment.coversGoods else { return }
        try Reservations(transaction).reserve(state.id.rawValue)
    }

    // MARK: Goods

    private func takeGoods(_ order: ChannelOrder, _ state: inout OrderState) throws {
        for parcel in order.parcels where try bindings.local("parcel", parcel.id) == nil {
            if let own = try OrderParcels(self).own(parcel, of: state.id.rawValue) {
                try bindings.bind("parcel", parcel.id, to: own, parent: order.id)
            } else {
                try OrderParcels(self).ship(parcel, of: order, &state)
            }
        }
        if order.fulfillment.hasLeft, order.fulfillment != .partShipped, !state.axes.fulfillment.hasLeft,
            order.parcels.isEmpty
        {
            try OrderParcels(self).shipRest(order, &state)
        }
        for parcel in order.parcels {
            guard let delivered = parcel.deliveredAt, let own = try bindings.local("parcel", parcel.id) else {
                continue
            }
            try transaction.execute(
                "UPDATE parcels SET delivered_at = ? WHERE id = ? AND delivered_at IS NULL AND shipped_at IS NOT NULL",
                [delivered.milliseconds, own])
        }
        guard order.fulfillment == .delivered || order.fulfillment == .partDelivered,
            state.axes.fulfillment == .shipped || state.axes.fulfillment == .partDelivered
        else { return }
        var axes = state.axes
        axes.fulfillment = order.fulfillment
        try state.write(axes, in: transaction)
    }

    // MARK: Cancellation

    private func takeCancellation(
        _ order: ChannelOrder, _ seen: OrderView, _ state: inout OrderState
    ) throws {
        guard order.cancellation != seen.cancellation, order.cancellation != state.axes.cancellation else {
            return
        }
        // Ours is on its way there: what it says there is from before.
        if order.cancellation == .no,
            try OrderEffects(transaction).noticeOfCancellationHasLeft(state.id.rawValue)
        {
            return
        }
        var axes = state.axes
        axes.cancellation = order.cancellation
        try state.write(axes, in: transaction)
        if order.cancellation == .yes {
            try transaction.execute(
                "UPDATE orders SET cancel_reason = ? WHERE id = ?", [order.cancelReason, state.id.rawValue])
            if state.movesStock { try Reservations(transaction).release(state.id.rawValue) }
            try Outbox(transaction).withdraw(
                "order_id = ? AND kind IN ('ship', 'cancel')", [state.id.rawValue],
                reason: "cancelled on the channel")
        } else if order.cancellation == .no, state.movesStock, order.hasTakenStock,
            !state.axes.fulfillment.hasLeft
        {
            try Reservations(transaction).reserve(state.id.rawValue)
        }
    }
}

/// What a platform took off its own count for an order: it moves what we believe stands there, so that an order read
/// explains its own difference (ARCHITECTURE: stock is a ledger of causes).
struct StockTakes {
    private let connection: Connection
    private let transaction: Transaction
    private var db: Database { transaction.db }

    init(_ connection: Connection, in transaction: Transaction) {
        self.connection = connection
        self.transaction = transaction
    }

    func note(_ line: ChannelOrderLine, of order: ChannelOrder, theirs now: Instant) throws {
        let id = connection.id.rawValue
        guard line.kind == .product, let (local, variant) = try place(of: line),
            let bound = try Bindings(connection.id, db).remote("variant", variant)
        else { return }
        let restocked = order.refunds.flatMap(\.lines).filter { $0.lineID == line.id && $0.isRestocked }
            .reduce(0) { $0 + $1.quantity }
        let taken = order.hasTakenStock ? max(0, line.quantity - restocked) : 0
        var known = try DirectStatement(
            db, "SELECT quantity FROM stock_takes WHERE connection_id = ? AND order_line_id = ?")
        known.add(id)
        known.add(local)
        let before = try known.integer().map { Int($0) }
        if before == taken { return }
        var keeping = try DirectStatement(
            db,
            """
            INSERT INTO stock_takes VALUES (?, ?, ?, ?)
            ON CONFLICT (connection_id, order_line_id) DO UPDATE SET quantity = excluded.quantity
            """)
        keeping.add(id)
        keeping.add(local)
        keeping.add(variant)
        keeping.add(taken)
        try keeping.run()
        let binding = try VariantBinding(bound.extra)
        // Platforms tell seconds: one of the very second of the count came after it, as far as anybody can tell.
        let isInFirstCount = before == nil && order.placedAt.milliseconds / 1000 < binding.firstSeen / 1000
        if isInFirstCount {
            // The count that we took over was without these pieces; they are on the shelf all the same until they leave.
            guard binding.isImported, taken > 0, !order.fulfillment.hasLeft else { return }
            try enter(Int64(taken), of: variant, cause: local)
            return
        }
        let moved = taken - (before ?? 0)
        try moveBase(of: variant, by: moved, order)
    }

    /// The line here that it is, and its variant; nil where either is not known.
    private func place(of line: ChannelOrderLine) throws -> (line: Int64, variant: Int64)? {
        var statement = try DirectStatement(
            db,
            """
            SELECT local_id, order_lines.variant_id FROM bindings
            JOIN order_lines ON order_lines.id = local_id
            WHERE connection_id = ? AND bindings.kind = 'line' AND remote_id = ?
            """)
        statement.add(connection.id.rawValue)
        statement.add(line.id)
        return try statement.first { row in row.optional(1).map { (row.integer(0), $0) } } ?? nil
    }

    /// - Parameter moved: how many pieces more the platform has taken.
    private func moveBase(of variant: Int64, by moved: Int, _ order: ChannelOrder) throws {
        let id = connection.id.rawValue
        try transaction.execute(
            """
            UPDATE conflicts SET theirs = CAST(CAST(theirs AS INTEGER) - ?3 AS TEXT)
            WHERE connection_id = ?1 AND subject = 2 AND local_id = ?2 AND field = 'stock'
                AND settled_by IS NULL AND coalesce(theirs_at, 0) < ?4
            """, [id, variant, moved, transaction.now.milliseconds])
        let product = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT product_id FROM variants WHERE id = ?"), arguments: [variant])
        if moved < 0, let product {
            try DueMarks.mark(product, on: id, .stock, at: transaction.now, mark: transaction.mark, db)
        }
        // A count that was taken at about the moment of the order may hold it already: it is looked at again, as a card
        // too many is better than a piece sold twice.
        let isClose = try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT at + ?3 >= ?4 - 5000 FROM bases
                    WHERE connection_id = ?1 AND subject = 2 AND local_id = ?2 AND field = 'stock'
                    """),
            arguments: [id, variant, connection.condition.clockOffset, order.placedAt.milliseconds])
        if isClose == true, let product {
            try DueMarks.mark(product, on: id, .read, at: transaction.now, mark: transaction.mark, db)
        }
        // A count that was sent and never answered stands there or not: what was sold since is missing from it as well.
        try transaction.execute(
            """
            UPDATE bases SET ours = CAST(CAST(ours AS INTEGER) - ?3 AS TEXT),
                theirs = CAST(CAST(theirs AS INTEGER) - ?3 AS TEXT),
                sent = CAST(CAST(sent AS INTEGER) - ?3 AS TEXT)
            WHERE connection_id = ?1 AND subject = 2 AND local_id = ?2 AND field = 'stock'
            """, [id, variant, moved])
    }

    /// A line that is gone there: its pieces are back in the platform's count.
    func forget(_ line: Int64, _ order: ChannelOrder) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT variant_id, quantity FROM stock_takes
                    WHERE connection_id = ? AND order_line_id = ? AND quantity > 0
                    """), arguments: [connection.id.rawValue, line])
        guard let row else { return }
        try transaction.execute(
            "UPDATE stock_takes SET quantity = 0 WHERE connection_id = ? AND order_line_id = ?",
            [connection.id.rawValue, line])
        try moveBase(of: row[0], by: -(row[1] as Int), order)
    }

    private func enter(_ quantity: Int64, of variant: Int64, cause line: Int64) throws {
        let id: StockChangeID = transaction.nextID()
        // Once for each line, whatever is read again.
        var entry = try DirectStatement(
            db,
            """
            INSERT INTO stock_entries VALUES (?, ?, ?, 'imported', ?, ?, 'sold there and still here')
            ON CONFLICT (cause, cause_id, variant_id) DO NOTHING
            """)
        entry.add(id.rawValue)
        entry.add(variant)
        entry.add(quantity)
        entry.add(line)
        entry.add(transaction.now.milliseconds)
        try entry.run()
    }
}
