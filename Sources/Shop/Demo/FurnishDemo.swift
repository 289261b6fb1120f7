import Commerce
import GRDB

/// Puts a part of the demo into the shop: the catalog and the customers, or some of the orders.
struct FurnishDemo: PartAction {
    let opened: Instant
    var products: [ProductSheet] = []
    /// Handles of the featured products, in their order.
    var featured: [String] = []
    var customers: [DemoCustomer] = []
    var orders: [DemoOrder] = []

    var subjectCount: Int { products.count + customers.count + orders.count }

    func perform(in transaction: Transaction) throws -> Int {
        let catalog = try CatalogWriter(transaction)
        for product in products { _ = try catalog.insert(product) }
        for (place, handle) in featured.enumerated() {
            try transaction.execute(
                "UPDATE products SET featured = ? WHERE handle = ?", [place + 1, handle])
        }
        if !products.isEmpty {
            // The shop has been open since its first order; the shelves were filled before that.
            let before = opened.adding(days: -1).milliseconds
            try transaction.execute("UPDATE products SET created_at = ?", [before])
            try transaction.execute("UPDATE stock_entries SET at = ?", [before])
        }
        for customer in customers { try insert(customer, in: transaction) }
        let writer = DemoOrderWriter(transaction)
        for order in orders { try writer.insert(order) }
        return subjectCount
    }

    private func insert(_ customer: DemoCustomer, in transaction: Transaction) throws {
        let id: CustomerID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                id.rawValue, customer.key.lowercased(), customer.name, customer.email, customer.phone,
                customer.company, customer.address, customer.country, customer.tags,
                customer.since.milliseconds,
            ])
    }

    func summary(of count: Int) -> String {
        orders.isEmpty
            ? "\(products.count) products and \(customers.count) customers of the demo shop"
            : "\(orders.count) orders of the demo shop"
    }

    func journaledArguments() throws -> String {
        #"{"customers":\#(customers.count),"orders":\#(orders.count),"products":\#(products.count)}"#
    }
}

/// Writes a demo's order with all that has happened to it.
struct DemoOrderWriter {
    private let transaction: Transaction
    private var db: Database { transaction.db }

    init(_ transaction: Transaction) { self.transaction = transaction }

    func insert(_ order: DemoOrder) throws {
        let id: OrderID = transaction.nextID()
        let settings = try transaction.settings()
        let zone = ShopZone(identifier: settings.timeZone) ?? .utc
        let rule = ShipByRule(handlingDays: settings.handlingDays, cutOff: settings.cutOffMinutes)
        let figures = try OrderTotals(
            lines: order.lines.map {
                LineFigures(unitPrice: $0.unitPrice, quantity: $0.quantity, taxRate: $0.taxRate)
            },
            currency: order.shipping.currency, orderDiscount: order.discount, shipping: order.shipping,
            taxMode: .included, shippingTaxRate: order.lines.map(\.taxRate).max() ?? .zero)
        let customer = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, email, phone FROM customers WHERE handle = ?"),
            arguments: [order.customer.lowercased()])
        try transaction.execute(
            """
            INSERT INTO orders(id, number, channel, customer_id, customer_name, email, phone, ship_to, country,
                currency, placed_at, paid_at, ship_by, payment, fulfillment, return_state, cancellation,
                cancel_reason, past, gift, gift_note, shipping_method, shipping, discount, tax, total)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id.rawValue, order.number, order.channel, customer?[0] as Int64?, order.shipTo.name,
                customer?[1] as String? ?? "", customer?[2] as String? ?? "",
                try JSONText.encode(order.shipTo),
                order.shipTo.country?.code ?? "", order.shipping.currency.code, order.placed.milliseconds,
                order.paid?.milliseconds,
                order.paid.map { rule.shipBy(paid: $0, zone: zone).milliseconds },
                order.axes.payment.rawValue, order.axes.fulfillment.rawValue,
                order.axes.returning.rawValue,
                order.axes.cancellation.rawValue, order.cancelReason, order.isPast, !order.giftNote.isEmpty,
                order.giftNote, order.carrier, order.shipping.minorUnits, order.discount.minorUnits,
                figures.tax.minorUnits, figures.total.minorUnits,
            ])
        let lines = try insertLines(of: order, id, shares: figures.lineShares)
        try insertMoney(of: order, id, total: figures.total, lines: lines)
        try insertParcel(of: order, id, lines: lines)
        if !order.note.isEmpty {
            let note: NoteID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO notes(id, order_id, text, at) VALUES (?, ?, ?, ?)",
                [note.rawValue, id.rawValue, order.note, order.placed.milliseconds])
        }
    }

    private struct Line {
        let id: Int64
        let variant: Int64?
        let isCarried: Bool
        let isTracked: Bool
        let quantity: Int
        let charged: Money
    }

    private func insertLines(of order: DemoOrder, _ id: OrderID, shares: [Money]) throws -> [Line] {
        var written: [Line] = []
        for (position, line) in order.lines.enumerated() {
            let lineID: OrderLineID = transaction.nextID()
            let variant = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT variants.id, tracked, kind = 'physical'
                        FROM variants JOIN products ON products.id = product_id WHERE sku = ? AND sku <> ''
                        """), arguments: [line.sku])
            let tax = try TaxSplit(of: shares[position], mode: .included, rate: line.taxRate).tax
            try transaction.execute(
                """
                INSERT INTO order_lines(id, order_id, position, variant_id, sku, title, quantity, unit_price,
                    tax_rate, tax) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    lineID.rawValue, id.rawValue, position, variant?[0] as Int64?, line.sku, line.title,
                    line.quantity, line.unitPrice.millionths,
                    line.taxRate.isZero ? "" : line.taxRate.description,
                    tax.minorUnits,
                ])
            written.append(
                Line(
                    id: lineID.rawValue, variant: variant?[0], isCarried: variant?[2] ?? true,
                    isTracked: variant?[1] ?? false, quantity: line.quantity, charged: shares[position]))
        }
        let isWaiting = order.axes.stage == .new || order.axes.stage == .processing
        if isWaiting, order.axes.payment.coversGoods { try Reservations(transaction).reserve(id.rawValue) }
        return written
    }

    private func insertMoney(of order: DemoOrder, _ id: OrderID, total: Money, lines: [Line]) throws {
        guard let paid = order.paid else { return }
        let payment: PaymentID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO payments VALUES (?, ?, ?, ?, '', ?)",
            [payment.rawValue, id.rawValue, total.minorUnits, order.paymentMethod, paid.milliseconds])
        guard order.refundOf != .nothing else { return }
        let refund: RefundID = transaction.nextID()
        let isWhole = order.refundOf == .everything
        let when = order.delivered?.adding(days: 3) ?? paid.adding(hours: 20)
        let reason =
            !order.cancelReason.isEmpty ? order.cancelReason : isWhole ? "returned" : "a piece was damaged"
        try transaction.execute(
            "INSERT INTO refunds VALUES (?, ?, ?, ?, ?, ?)",
            [
                refund.rawValue, id.rawValue, isWhole ? total.minorUnits : order.refund.minorUnits,
                isWhole ? order.shipping.minorUnits : 0, reason, when.milliseconds,
            ])
        for line in isWhole ? lines[...] : lines.prefix(1) {
            let part: RefundLineID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO refund_lines VALUES (?, ?, ?, ?, ?, 0)",
                [
                    part.rawValue, refund.rawValue, line.id, isWhole ? line.quantity : 1,
                    isWhole ? line.charged.minorUnits : order.refund.minorUnits,
                ])
        }
    }

    private func insertParcel(of order: DemoOrder, _ id: OrderID, lines: [Line]) throws {
        guard let shipped = order.shipped, lines.contains(where: \.isCarried) else { return }
        let parcel: ParcelID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO parcels VALUES (?, ?, ?, ?, ?, ?)",
            [
                parcel.rawValue, id.rawValue, order.carrier, order.tracking, shipped.milliseconds,
                order.delivered?.milliseconds,
            ])
        for line in lines where line.isCarried {
            let part: ParcelLineID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO parcel_lines VALUES (?, ?, ?, ?)",
                [part.rawValue, parcel.rawValue, line.id, line.quantity])
            guard !order.isPast, line.isTracked, let variant = line.variant else { continue }
            let entry: StockChangeID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO stock_entries VALUES (?, ?, ?, 'shipment', ?, ?, '')",
                [entry.rawValue, variant, -line.quantity, part.rawValue, shipped.milliseconds])
        }
    }
}
