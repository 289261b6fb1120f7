package import Commerce
import GRDB

extension Shop {
    /// The order opened.
    ///
    /// - Throws: a ``Refusal`` when there is no such order.
    package func order(_ id: OrderID) throws -> OrderDetail {
        guard let card = try orderCards([id])[id] else {
            throw Refusal("no-such-order", "There is no order \(id) in this shop.")
        }
        return try read { try OrderReading(card: card, db: $0).detail() }
    }
}

/// Reads what belongs to one order.
struct OrderReading {
    let card: OrderCard
    let db: Database
    private var id: Int64 { card.id.rawValue }
    private var currency: Currency { card.total.currency }

    func detail() throws -> OrderDetail {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT orders.customer_id, orders.email, orders.phone, orders.ship_to, orders.gift_note,
                            orders.shipping_method, orders.cancel_reason, orders.paid_at, orders.past,
                            orders.joined_into, target.number, orders.tax_included, orders.tax, orders.total,
                            orders.platform_total, orders.channel
                        FROM orders LEFT JOIN orders AS target ON target.id = orders.joined_into
                        WHERE orders.id = ?
                        """), arguments: [id])
        else { throw Refusal("no-such-order", "There is no order \(card.id) in this shop.") }
        let customer: Int64? = row[0]
        let lines = try lines()
        let payments = try payments()
        let refunds = try refunds()
        let parcels = try parcels()
        let notes = try notes()
        let shipTo: String = row[3]
        let joined: Int64? = row[9]
        return OrderDetail(
            card: card, customer: customer.map(CustomerID.init(rawValue:)), email: row[1], phone: row[2],
            address: PostalAddress(columnText: shipTo), addressProblem: Attention.addressProblem(shipTo),
            giftNote: row[4], shippingMethod: row[5], cancelReason: row[6],
            paidAt: (row[7] as Int64?).map(Instant.init(milliseconds:)), isPast: row[8],
            joinedInto: joined.map { .init(id: OrderID(rawValue: $0), number: row[10]) }, lines: lines,
            figures: try figures(row, lines: lines), parcels: parcels, payments: payments, refunds: refunds,
            notes: notes,
            story: try story(channel: row[15], payments: payments, refunds: refunds, parcels, notes),
            nth: try count(customer, "AND (placed_at, id) <= (?2, ?3)"), ofCustomer: try count(customer, ""),
            twins: try twins())
    }

    private func money(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, currency: currency) }

    private func lines() throws -> [OrderDetail.Line] {
        let states = try OrderLineState.all(of: id, db)
        let more = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT variants.product_id, variants.unit_cost, line.unit_price, line.discount,
                        on_hand - level.reserved
                    FROM order_lines AS line LEFT JOIN variants ON variants.id = line.variant_id
                    LEFT JOIN stock_levels AS level ON level.variant_id = line.variant_id
                    WHERE line.order_id = ? ORDER BY line.position
                    """), arguments: [id])
        let hasOwnCurrency = try ShopSettings.fetch(db).currency == currency
        return try zip(states, more).map { state, row in
            let price = UnitPrice(millionths: row[2], currency: currency)
            let figures = LineFigures(
                unitPrice: price, quantity: Int(state.quantity), discount: money(row[3]))
            let free: Int64 = row[4] ?? 0
            return OrderDetail.Line(
                id: OrderLineID(rawValue: state.id), kind: state.kind,
                product: (row[0] as Int64?).map(ProductID.init(rawValue:)),
                variant: state.variant.map(VariantID.init(rawValue:)), sku: state.sku,
                barcode: state.barcode, title: state.title, quantity: Int(state.quantity),
                here: state.movesStock ? Int(max(0, free) + state.reserved) : nil,
                // What the shop pays is in its own currency: beside an order in another one it says nothing.
                unitCost: hasOwnCurrency
                    ? (row[1] as Int64?).map { UnitPrice(millionths: $0, currency: currency) } : nil,
                unitPrice: price, charged: try figures.charged(), reserved: Int(state.reserved),
                short: Int(state.short), shipped: Int(state.shipped), inParcels: Int(state.inParcels),
                refunded: Int(state.refunded))
        }
    }

    private func figures(_ row: Row, lines: [OrderDetail.Line]) throws -> OrderDetail.Figures {
        let ours = try OrderFigures.fetch(id, currency, db).totals
        let state = try OrderState.fetchAny(card.id, db)
        let settled = try state.settlement(db)
        let platform: Int64? = row[14]
        let tax = money(row[12])
        var cost: Money? = .zero(currency)
        for line in lines where line.kind == "product" {
            guard let known = cost, let unit = line.unitCost else {
                cost = nil
                break
            }
            cost = try known.adding(unit.times(line.quantity, rounding: .halfUp))
        }
        let charged = money(platform ?? row[13])
        let net = try charged.subtracting(tax).subtracting(settled.refunded)
        return OrderDetail.Figures(
            lines: ours.lines, shipping: ours.shipping, discounts: ours.discounts, tax: tax,
            taxIncluded: row[11], total: money(row[13]), platformTotal: platform.map(money),
            paid: settled.captured, refunded: settled.refunded, refundable: try settled.refundable(),
            cost: cost, keep: try cost.map { try net.subtracting($0) })
    }

    private func parcels() throws -> [OrderDetail.Parcel] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, carrier, tracking_number, shipped_at, delivered_at FROM parcels
                    WHERE order_id = ? ORDER BY id
                    """), arguments: [id]
        ).map { row in
            let lines = try Row.fetchAll(
                db.cachedStatement(
                    sql: "SELECT order_line_id, quantity FROM parcel_lines WHERE parcel_id = ? ORDER BY id"),
                arguments: [row[0] as Int64]
            ).map { LineQuantity(line: OrderLineID(rawValue: $0[0]), quantity: $0[1]) }
            return OrderDetail.Parcel(
                id: ParcelID(rawValue: row[0]), carrier: row[1], tracking: row[2],
                shipped: (row[3] as Int64?).map(Instant.init(milliseconds:)),
                delivered: (row[4] as Int64?).map(Instant.init(milliseconds:)), lines: lines)
        }
    }

    private func payments() throws -> [OrderDetail.Payment] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT amount, method, reference, at FROM payments WHERE order_id = ? ORDER BY at, id"),
            arguments: [id]
        ).map {
            .init(
                amount: money($0[0]), method: $0[1], reference: $0[2], at: Instant(milliseconds: $0[3]))
        }
    }

    private func refunds() throws -> [OrderDetail.Refund] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT amount, shipping, reason, at FROM refunds WHERE order_id = ? ORDER BY at, id"),
            arguments: [id]
        ).map {
            .init(
                amount: money($0[0]), shipping: money($0[1]), reason: $0[2], at: Instant(milliseconds: $0[3]))
        }
    }

    private func notes() throws -> [OrderDetail.Note] {
        try Row.fetchAll(
            db.cachedStatement(sql: "SELECT text, at FROM notes WHERE order_id = ? ORDER BY at, id"),
            arguments: [id]
        ).map { .init(text: $0[0], at: Instant(milliseconds: $0[1])) }
    }

    /// Counts the customer's sales; 0 for a guest.
    private func count(_ customer: Int64?, _ condition: String) throws -> Int {
        guard let customer else { return 0 }
        var arguments: StatementArguments = [customer]
        if !condition.isEmpty { arguments += [card.placed.milliseconds, id] }
        return try Int.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT count(*) FROM orders
                    WHERE customer_id = ?1 AND kind = 'sale' AND joined_into IS NULL \(condition)
                    """), arguments: arguments) ?? 0
    }

    private func twins() throws -> [OrderDetail.Neighbour] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT order_id, number FROM order_cards
                        WHERE attention = 'twin' AND attention <> '' AND attention_detail = ?1
                    UNION SELECT other.order_id, other.number FROM order_cards AS card
                        JOIN order_cards AS other ON other.kind = 'sale' AND other.number = card.attention_detail
                        WHERE card.order_id = ?2 AND card.attention = 'twin'
                    """), arguments: [card.number, id]
        ).map { .init(id: OrderID(rawValue: $0[0]), number: $0[1]) }
    }
}
