import Commerce
import GRDB

/// Parcels that a channel knows of: those we told it of, and those that somebody sent there.
struct OrderParcels {
    private let reception: OrderReception
    private var transaction: Transaction { reception.transaction }
    private var db: Database { reception.db }

    init(_ reception: OrderReception) { self.reception = reception }

    /// The parcel here that this is: by our reference, by its number, or the one whose notice is on its way.
    func own(_ parcel: ChannelParcel, of order: Int64) throws -> Int64? {
        if !parcel.reference.isEmpty,
            let found = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT local_id FROM outbox WHERE key = ?"),
                arguments: [parcel.reference])
        {
            return found
        }
        if !parcel.number.isEmpty {
            let same = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT id FROM parcels WHERE tracking_number = ? AND tracking_number <> '' AND order_id = ?
                        """), arguments: [parcel.number, order])
            if let same { return same }
        }
        return try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT outbox.local_id FROM outbox JOIN parcels ON parcels.id = outbox.local_id
                    WHERE outbox.order_id = ? AND outbox.kind = 'ship' AND state IN ('sending', 'inDoubt', 'confirmed')
                        AND tracking_number = ? AND NOT EXISTS (SELECT 1 FROM bindings
                            WHERE kind = 'parcel' AND bindings.local_id = outbox.local_id)
                    ORDER BY outbox.id LIMIT 1
                    """), arguments: [order, parcel.number])
    }

    /// Somebody sent it there: it leaves here too, and nobody is told.
    func ship(_ parcel: ChannelParcel, of order: ChannelOrder, _ state: inout OrderState) throws {
        let shipping = Shipping(transaction)
        let waiting = Set(try shipping.waitingParcels(of: state.id))
        let id = try shipping.add(to: state.id, carrier: parcel.carrier, number: parcel.number).rawValue
        try reception.bindings.bind("parcel", parcel.id, to: id, parent: order.id)
        let lines = try OrderLineState.all(of: state.id.rawValue, db)
        var load = Shipping.Load(lines: [], isRest: true)
        for part in parcel.lines {
            guard let own = try reception.bindings.local("line", part.lineID),
                let line = lines.first(where: { $0.id == own })
            else { continue }
            let quantity = min(Int64(part.quantity), line.toShip)
            if quantity > 0 {
                load.lines.append((line, quantity))
                try shipping.put(quantity, of: line.id, into: id)
            }
        }
        if parcel.lines.isEmpty {
            for line in lines where line.toShip > 0 {
                load.lines.append((line, line.toShip))
                try shipping.put(line.toShip, of: line.id, into: id)
            }
        }
        try leave(id, at: parcel.shippedAt ?? order.modifiedAt, state)
        // What waited to leave in a parcel of ours has left in this one.
        for parcel in waiting where !load.lines.isEmpty {
            try transaction.execute("DELETE FROM parcel_lines WHERE parcel_id = ?", [parcel])
            try transaction.execute("DELETE FROM parcels WHERE id = ?", [parcel])
        }
        try goOn(&state)
    }

    /// It says that all has left, and names no parcel.
    func shipRest(_ order: ChannelOrder, _ state: inout OrderState) throws {
        let shipping = Shipping(transaction)
        let lines = try OrderLineState.all(of: state.id.rawValue, db)
        try shipping.ship(shipping.load(lines, marked: []), of: state, telling: false)
        try goOn(&state)
    }

    private func leave(_ parcel: Int64, at moment: Instant, _ state: OrderState) throws {
        try transaction.execute(
            "UPDATE parcels SET shipped_at = ? WHERE id = ?", [moment.milliseconds, parcel])
        if state.movesStock { try Shipping(transaction).takeOffAll(of: parcel) }
    }

    private func goOn(_ state: inout OrderState) throws {
        let rest = try OrderLineState.all(of: state.id.rawValue, db).contains {
            $0.toShip > 0 && $0.isCarried
        }
        var axes = state.axes
        switch axes.fulfillment {
        case .unallocated, .allocated, .sentToSupplier, .partShipped:
            axes.fulfillment = rest ? .partShipped : .shipped
        case .shipped, .partDelivered, .delivered, .exception: return
        }
        try state.write(axes, in: transaction)
    }
}

/// Refunds that a channel knows of: ours that came back, and those that somebody made there.
struct OrderRefunds {
    private let reception: OrderReception
    private var transaction: Transaction { reception.transaction }
    private var db: Database { reception.db }

    init(_ reception: OrderReception) { self.reception = reception }

    func take(_ order: ChannelOrder, of state: inout OrderState) throws {
        for refund in order.refunds where try reception.bindings.local("refund", refund.id) == nil {
            if let own = try own(refund, of: state.id.rawValue) {
                try reception.bindings.bind("refund", refund.id, to: own, parent: order.id)
            } else if refund.amount.isPositive || order.cancellation != .yes {
                // One of nothing is how a platform notes what a cancellation put back.
                try enter(refund, of: order, state)
            }
        }
    }

    /// By our reference; else the one of that amount whose effect is on its way.
    private func own(_ refund: ChannelRefund, of order: Int64) throws -> Int64? {
        if !refund.reference.isEmpty,
            let found = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT local_id FROM outbox WHERE key = ?"),
                arguments: [refund.reference])
        {
            return found
        }
        return try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT outbox.local_id FROM outbox JOIN refunds ON refunds.id = outbox.local_id
                    WHERE outbox.order_id = ? AND outbox.kind = 'refund' AND state IN ('sending', 'inDoubt', 'confirmed')
                        AND amount = ? AND NOT EXISTS (SELECT 1 FROM bindings
                            WHERE kind = 'refund' AND bindings.local_id = outbox.local_id)
                    ORDER BY outbox.id LIMIT 1
                    """), arguments: [order, refund.amount.minorUnits])
    }

    /// The pieces come back into stock only where the platform says so, line by line (LESSONS 41).
    private func enter(_ refund: ChannelRefund, of order: ChannelOrder, _ state: OrderState) throws {
        let id: RefundID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO refunds VALUES (?, ?, ?, 0, ?, ?)",
            [
                id.rawValue, state.id.rawValue, max(0, refund.amount.minorUnits), refund.reason,
                (refund.at ?? order.modifiedAt).milliseconds,
            ])
        try reception.bindings.bind("refund", refund.id, to: id.rawValue, parent: order.id)
        for part in refund.lines where part.quantity > 0 {
            // Each time anew: a refund can name one line of the order twice.
            let lines = try OrderLineState.all(of: state.id.rawValue, db)
            guard let own = try reception.bindings.local("line", part.lineID),
                let line = lines.first(where: { $0.id == own })
            else { continue }
            let row: RefundLineID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO refund_lines VALUES (?, ?, ?, ?, ?, ?)",
                [row.rawValue, id.rawValue, own, part.quantity, part.amount.minorUnits, part.isRestocked])
            guard state.movesStock, line.movesStock else { continue }
            let cameBack = max(0, Int64(part.quantity) - line.toShip)
            if part.isRestocked, cameBack > 0, let variant = line.variant {
                try Shipping(transaction).enter(cameBack, of: variant, cause: "restock", row.rawValue)
            }
            if line.reserved + line.short > 0 {
                try Reservations(transaction).set(
                    line, wanted: max(0, line.toShip - Int64(part.quantity)))
            }
        }
    }
}
