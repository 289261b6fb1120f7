import Commerce

/// An order of the demo with the moments it happened at, counted back from the day the demo is opened.
struct DemoOrder: Codable, Sendable {
    struct Line: Codable, Sendable {
        let sku: String
        let title: String
        let quantity: Int
        let unitPrice: UnitPrice
        let taxRate: Rate
    }

    enum Refunded: String, Codable, Sendable {
        case nothing, firstPiece, everything
    }

    let number: String
    let channel: String
    let customer: String
    let shipTo: Commerce.PostalAddress
    let placed: Instant
    let paid: Instant?
    let paymentMethod: String
    let axes: OrderAxes
    let shipped: Instant?
    let delivered: Instant?
    let carrier: String
    let tracking: String
    let cancelReason: String
    let shipping: Money
    let discount: Money
    let refund: Money
    let refundOf: Refunded
    let note: String
    let giftNote: String
    let lines: [Line]

    /// Done with before the demo is opened: it moves no stock.
    var isPast: Bool {
        axes.cancellation == .yes
            || (axes.fulfillment == .delivered && [.none, .closed].contains(axes.returning))
    }

    static let columns = [
        "order", "channel", "customer", "days_back", "minute", "payment", "paid_after_min", "method",
        "fulfillment", "shipped_after_h", "delivered_after_h", "carrier", "tracking", "return",
        "cancel_reason", "currency", "shipping", "discount", "refund", "note", "gift_note", "ship_name",
        "ship_address", "ship_city", "ship_region", "ship_postcode", "ship_country",
    ]
    static let lineColumns = ["order", "sku", "title", "quantity", "unit_price", "tax_percent"]

    init(_ row: DemoRow, lines: [Line], customer: DemoCustomer, today: CalendarDay, zone: ShopZone) throws {
        guard let currency = Currency(code: row["currency"]) else {
            throw row.fault("currency", "“\(row["currency"])” is no currency")
        }
        guard !lines.isEmpty else { throw row.fault("order", "“\(row["order"])” has no lines") }
        number = row["order"]
        channel = row["channel"]
        self.customer = row["customer"]
        guard let country = CountryCode(code: row["ship_country"]) else {
            throw row.fault("ship_country", "“\(row["ship_country"])” is no country")
        }
        shipTo = Commerce.PostalAddress(
            name: row["ship_name"], company: customer.company, street: row["ship_address"],
            city: row["ship_city"], province: row["ship_region"], postcode: row["ship_postcode"],
            country: country, phone: customer.phone)
        let minute = try row.number("minute", or: 0)
        let placed = zone.instant(
            of: today.adding(days: -(try row.number("days_back", or: 0))), hour: minute / 60,
            minute: minute % 60)
        self.placed = placed
        paid = try row.number("paid_after_min").map(placed.adding(minutes:))
        paymentMethod = row["method"]
        shipped = try row.number("shipped_after_h").map(placed.adding(hours:))
        delivered = try row.number("delivered_after_h").map(placed.adding(hours:))
        carrier = row["carrier"]
        tracking = row["tracking"]
        cancelReason = row["cancel_reason"]
        axes = OrderAxes(
            payment: try row.word(
                "payment",
                [
                    "paid": .paid, "unpaid": .awaiting, "refunded": .refunded,
                    "partly refunded": .partRefunded,
                ]),
            fulfillment: try row.word(
                "fulfillment",
                [
                    "new": .unallocated, "processing": .allocated, "shipped": .shipped,
                    "delivered": .delivered,
                ]),
            returning: try row.word(
                "return",
                ["none": .none, "asked": .requested, "on its way": .inTransit, "closed": .closed]),
            cancellation: row["cancel_reason"].isEmpty ? .no : .yes)
        shipping = try row.money("shipping", currency)
        discount = try row.money("discount", currency)
        refund = try row.money("refund", currency)
        refundOf = refund.isZero ? .nothing : axes.payment == .partRefunded ? .firstPiece : .everything
        note = row["note"]
        giftNote = row["gift_note"]
        self.lines = lines
    }

    /// The lines of every order, by its number.
    static func lines(_ table: DemoTable, _ currency: Currency) throws -> [String: [Line]] {
        var lines: [String: [Line]] = [:]
        for row in table.rows {
            guard let price = try row.price("unit_price", currency) else {
                throw row.fault("unit_price", "is empty")
            }
            lines[row["order"], default: []].append(
                Line(
                    sku: row["sku"], title: row["title"], quantity: try row.number("quantity", or: 1),
                    unitPrice: price, taxRate: .percent(try row.number("tax_percent", or: 0))))
        }
        return lines
    }
}

/// A customer of the demo.
struct DemoCustomer: Codable, Sendable {
    let key: String
    let name: String
    let email: String
    let phone: String
    let company: String
    let address: String
    let country: String
    let tags: String
    let since: Instant

    static let columns = [
        "customer", "name", "company", "email", "phone", "address", "city", "region", "postcode", "country",
        "since_days", "tags",
    ]

    init(_ row: DemoRow, today: CalendarDay, zone: ShopZone) throws {
        key = row["customer"]
        name = row["name"]
        email = row["email"]
        phone = row["phone"]
        company = row["company"]
        let place = [row["postcode"], row["city"], row["region"]].filter { !$0.isEmpty }
        address = row["address"] + "\n" + place.joined(separator: " ")
        country = row["country"]
        tags = row["tags"]
        since = zone.start(of: today.adding(days: -(try row.number("since_days", or: 0))))
    }
}
