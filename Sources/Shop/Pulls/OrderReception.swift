import Commerce
import GRDB

/// Takes one order of a channel in: enters a new one, and brings a known one along.
struct OrderReception {
    let connection: Connection
    let transaction: Transaction
    let bindings: Bindings
    let packing = Packing()
    private var customers: [String: Int64] = [:]
    /// Orders that were refused or could not be read before.
    private var unreadable: Set<String>
    private var insertOrder: DirectStatement
    private var insertLine: DirectStatement
    var db: Database { transaction.db }

    init(_ connection: Connection, in transaction: Transaction) throws {
        self.connection = connection
        self.transaction = transaction
        bindings = Bindings(connection.id, transaction.db)
        unreadable = try Unreadable.identifiers(connection.id.rawValue, "orders", transaction.db)
        insertOrder = try DirectStatement(
            transaction.db,
            """
            INSERT INTO orders(id, number, channel, customer_id, customer_name, email, phone, ship_to, bill_to,
                country, currency, placed_at, paid_at, payment, fulfillment, cancellation, on_hold, hold_reason,
                cancel_reason, past, shipping_method, shipping, discount, tax, tax_included, total,
                platform_total, extra)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insertLine = try DirectStatement(
            transaction.db, "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)")
    }

    /// - Returns: whether it was not known before.
    mutating func take(_ order: ChannelOrder, _ counts: inout PullCounts) throws -> Bool {
        if unreadable.remove(order.id) != nil {
            try Unreadable.forget(connection.id.rawValue, "orders", order.id, db)
        }
        if let local = try bindings.local("order", order.id) {
            let isNewer = try OrderView.isNewer(order, local, connection.id.rawValue, db)
            if isNewer {
                try bring(order, to: local)
                counts.changed += 1
            } else {
                counts.same += 1
            }
            return false
        }
        if let local = try ofFile(order) {
            try adopt(order, local)
            counts.changed += 1
            return false
        }
        try enter(order)
        counts.created += 1
        return true
    }

    mutating func noteUnreadable(_ order: ChannelOrder) { unreadable.insert(order.id) }

    // MARK: Known from a file

    /// An order that a file brought before the channel was connected.
    private func ofFile(_ order: ChannelOrder) throws -> Int64? {
        // Of a file, not of a connection, this or another one of the platform: an order that is bound anywhere, or
        // was placed at another moment, is another order. One look a name: a list of them costs a table of its own.
        var statement = try DirectStatement(
            db,
            """
            SELECT id FROM orders WHERE channel = ? AND number = ? AND abs(placed_at - ?) < 120000
                AND NOT EXISTS (SELECT 1 FROM bindings WHERE kind = 'order' AND local_id = orders.id)
            """)
        let channels =
            connection.handle == connection.kind ? [connection.kind] : [connection.handle, connection.kind]
        for name in [number(of: order), order.number, "#\(order.number)"] {
            for channel in channels {
                statement.add(channel)
                statement.add(name)
                statement.add(order.placedAt.milliseconds)
                if let found = try statement.integer() { return found }
            }
        }
        return nil
    }

    /// Binds it; its lines by SKU and place, so that what was sold stays as it was written.
    private func adopt(_ order: ChannelOrder, _ local: Int64) throws {
        try bindings.bind("order", order.id, to: local)
        var free = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT id, sku, quantity FROM order_lines WHERE order_id = ? ORDER BY position"),
            arguments: [local])
        for line in order.lines {
            guard
                let place = free.firstIndex(where: {
                    $0[1] as String == line.sku && $0[2] as Int == line.quantity
                })
            else { continue }
            try bindings.bind("line", line.id, to: free[place][0], parent: order.id)
            free.remove(at: place)
        }
        try OrderView.keep(order, local, connection.id.rawValue, db)
    }

    // MARK: New

    func number(of order: ChannelOrder) -> String { "\(connection.prefix)-\(order.number)" }

    private mutating func enter(_ order: ChannelOrder) throws {
        let id: OrderID = transaction.nextID()
        let isOver =
            order.fulfillment.hasLeft || order.cancellation == .yes || order.payment == .refunded
            || order.payment == .voided
        // What was over before the channel was connected is history: it moves no stock.
        let isPast = isOver && order.placedAt < theirs(connection.connectedAt)
        try insert(order, id.rawValue, isPast: isPast)
        try bindings.bind("order", order.id, to: id.rawValue)
        for (place, line) in order.lines.enumerated() {
            try enter(line, of: order, id: id.rawValue, at: place)
        }
        if !order.note.isEmpty {
            let note: NoteID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO notes VALUES (?, ?, NULL, NULL, ?, ?)",
                [note.rawValue, id.rawValue, order.note, order.placedAt.milliseconds])
        }
        if isPast {
            try OrderPast(self).enter(order, id: id.rawValue)
            try OrderView.keep(order, id.rawValue, connection.id.rawValue, db)
        } else {
            try bring(order, to: id.rawValue, isNew: true)
        }
    }

    private mutating func insert(_ order: ChannelOrder, _ id: Int64, isPast: Bool) throws {
        let customer = try customer(of: order)
        let number = try freeNumber(order)
        let total = try Self.ourTotal(order)
        insertOrder.add(id)
        insertOrder.add(number)
        insertOrder.add(connection.handle)
        insertOrder.add(customer)
        insertOrder.add(Self.name(of: order))
        insertOrder.add(order.email)
        insertOrder.add(order.phone)
        insertOrder.add(Self.text(order.shipTo))
        insertOrder.add(Self.text(order.billTo))
        insertOrder.add((order.shipTo ?? order.billTo)?.country?.code ?? "")
        insertOrder.add(order.currency.code)
        insertOrder.add(order.placedAt.milliseconds)
        insertOrder.add(order.paidAt?.milliseconds)
        insertOrder.add(order.payment.rawValue)
        insertOrder.add((isPast ? order.fulfillment : .unallocated).rawValue)
        insertOrder.add((isPast ? order.cancellation : .no).rawValue)
        insertOrder.add(order.isOnHold)
        insertOrder.add(order.isOnHold ? "held by \(connection.name)" : "")
        insertOrder.add(order.cancelReason)
        insertOrder.add(isPast)
        insertOrder.add(order.shippingMethod)
        insertOrder.add(order.shipping.minorUnits)
        insertOrder.add(order.discount.minorUnits)
        insertOrder.add(order.tax.minorUnits)
        insertOrder.add(order.taxIncluded)
        insertOrder.add(total)
        insertOrder.add(order.total.minorUnits)
        insertOrder.add(Self.extra(of: order))
        try insertOrder.run()
    }

    mutating func enter(_ line: ChannelOrderLine, of order: ChannelOrder, id: Int64, at place: Int) throws {
        let local: OrderLineID = transaction.nextID()
        let variant = try variant(of: line)
        insertLine.add(local.rawValue)
        insertLine.add(id)
        insertLine.add(place)
        insertLine.add(line.kind.rawValue)
        insertLine.add(variant)
        insertLine.add(line.sku)
        insertLine.add(line.title)
        insertLine.add(line.quantity)
        insertLine.add(line.unitPrice.millionths)
        insertLine.add(line.discount.minorUnits)
        insertLine.add(line.taxRate)
        insertLine.add(line.tax.minorUnits)
        try insertLine.run()
        // What it was there, so that an unmatched line can find its product later.
        let there = line.variantID.isEmpty ? line.productID : line.variantID
        try bindings.bind("line", line.id, to: local.rawValue, parent: order.id, extra: there)
    }

    /// By the platform's identifier; a SKU alone says it only where exactly one variant has it.
    private func variant(of line: ChannelOrderLine) throws -> Int64? {
        guard line.kind == .product || line.kind == .exchange else { return nil }
        for id in [line.variantID, line.productID] where !id.isEmpty {
            if let found = try bindings.variant(id) { return found }
        }
        guard !line.sku.isEmpty else { return nil }
        let same = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM variants WHERE sku = ? AND sku <> '' LIMIT 2"),
            arguments: [line.sku])
        return same.count == 1 ? same[0] : nil
    }

    private func freeNumber(_ order: ChannelOrder) throws -> String {
        let wanted = number(of: order)
        var statement = try DirectStatement(
            db, "SELECT EXISTS (SELECT 1 FROM orders WHERE channel = ? AND number = ?)")
        statement.add(connection.handle)
        statement.add(wanted)
        // Two orders of one number there are two orders here.
        return try statement.integer() == 1 ? "\(wanted) (\(order.id))" : wanted
    }

    private mutating func customer(of order: ChannelOrder) throws -> Int64? {
        var draft = CustomerDraft()
        draft.handle = order.customer?.id ?? ""
        draft.name = order.customer?.name ?? Self.name(of: order)
        let email = order.customer?.email ?? order.email
        draft.email = Contact.matchingEmail(email) ?? email
        draft.phone = order.customer?.phone ?? order.phone
        draft.company = order.customer?.company ?? order.shipTo?.company ?? ""
        draft.country = (order.shipTo ?? order.billTo)?.country?.code ?? ""
        if draft.isGuest { return nil }
        return try CustomerWriter.customer(
            draft, channel: connection.handle, memory: &customers, in: transaction)
    }

    // MARK: Words

    /// A moment of ours on the other side's clock.
    func theirs(_ moment: Instant) -> Instant {
        moment.adding(milliseconds: connection.condition.clockOffset)
    }

    static func name(of order: ChannelOrder) -> String {
        for name in [order.shipTo?.name, order.billTo?.name, order.customer?.name, order.email] {
            if let name, !name.trimmed.isEmpty { return name.trimmed }
        }
        return ""
    }

    static func text(_ address: PostalAddress?) -> String {
        address.map { $0.isEmpty ? "" : $0.columnText } ?? ""
    }

    static func extra(of order: ChannelOrder) -> String {
        var extra: [String: String] = [:]
        if !order.status.isEmpty { extra["status"] = order.status }
        if let presentment = order.presentment {
            extra["buyer paid"] = "\(presentment.total)"
            if !presentment.rate.isEmpty { extra["rate"] = presentment.rate }
        }
        return ExtraText.encode(extra)
    }

    /// What our own arithmetic makes of the lines; the platform's total is the fact beside it.
    static func ourTotal(_ order: ChannelOrder) throws -> Int64 {
        var sum = try order.shipping.subtracting(order.discount)
        if !order.taxIncluded { sum = try sum.adding(order.tax) }
        for line in order.lines {
            sum = try sum.adding(
                line.unitPrice.times(line.quantity, rounding: .halfUp).subtracting(line.discount))
        }
        return sum.minorUnits
    }
}

/// The payments, refunds and parcels of an order that was over before the channel was connected.
struct OrderPast {
    private let reception: OrderReception
    private var transaction: Transaction { reception.transaction }

    init(_ reception: OrderReception) { self.reception = reception }

    func enter(_ order: ChannelOrder, id: Int64) throws {
        if order.payment.coversGoods || order.payment == .refunded, order.total.isPositive {
            try reception.enterPayment(of: order, to: id)
        }
        for refund in order.refunds {
            let local: RefundID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO refunds VALUES (?, ?, ?, 0, ?, ?)",
                [
                    local.rawValue, id, max(0, refund.amount.minorUnits), refund.reason,
                    (refund.at ?? order.modifiedAt).milliseconds,
                ])
            try reception.bindings.bind("refund", refund.id, to: local.rawValue, parent: order.id)
            for part in refund.lines {
                guard let line = try reception.bindings.local("line", part.lineID) else { continue }
                let row: RefundLineID = transaction.nextID()
                try transaction.execute(
                    "INSERT INTO refund_lines VALUES (?, ?, ?, ?, ?, ?)",
                    [
                        row.rawValue, local.rawValue, line, part.quantity, part.amount.minorUnits,
                        part.isRestocked,
                    ])
            }
        }
        for parcel in order.parcels {
            let local: ParcelID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO parcels VALUES (?, ?, ?, ?, ?, ?)",
                [
                    local.rawValue, id, parcel.carrier, parcel.number,
                    (parcel.shippedAt ?? order.modifiedAt).milliseconds, parcel.deliveredAt?.milliseconds,
                ])
            try reception.bindings.bind("parcel", parcel.id, to: local.rawValue, parent: order.id)
            for part in parcel.lines {
                guard let line = try reception.bindings.local("line", part.lineID) else { continue }
                let row: ParcelLineID = transaction.nextID()
                try transaction.execute(
                    "INSERT INTO parcel_lines VALUES (?, ?, ?, ?)",
                    [row.rawValue, local.rawValue, line, part.quantity])
            }
        }
    }
}
