import Commerce

/// One order of a large shop: the newest ones are open, nearly all others delivered long ago.
struct LargeOrder {
    let order: DemoOrder

    /// How many of all orders the seller still has in hand.
    static func openShare(of orders: Int) -> Int { min(orders, max(20, orders / 55)) }

    /// - Parameter open: how many of the newest are open.
    init(
        _ index: Int, of count: Int, buyers: Int, _ catalog: [LargeProduct], _ currency: Currency,
        _ now: Instant, open: Int, _ chance: inout SeededChance
    ) throws {
        let rank = count - 1 - index
        // The last day was a busy one; before that an order came every twenty minutes.
        var minutes = rank < open / 2 ? rank * 4 : open * 2 + (rank - open / 2) * 21
        let isLate = rank < open / 3 && chance.once(in: 30)
        if isLate { minutes += 4 * 1440 }
        let placed = now.adding(minutes: -minutes - 3)
        let axes = Self.axes(rank, open, &chance)
        let isPaid = axes.payment != .awaiting
        let lines = (0...chance.below(3)).map { _ in
            let product = chance.pick(catalog)
            return DemoOrder.Line(
                sku: product.firstSKU, title: product.title, quantity: 1 + chance.below(3),
                unitPrice: UnitPrice(millionths: product.price * 10_000, currency: currency),
                taxRate: .percent(19))
        }
        let buyer = chance.below(buyers)
        let hasLeft = axes.fulfillment.hasLeft
        let shipped = hasLeft ? placed.adding(hours: 20 + chance.below(20)) : nil
        let zero = Money(minorUnits: 0, currency: currency)
        order = DemoOrder(
            number: String(100_001 + index), channel: chance.pick(["Etsy", "eBay", "Shopify", ""]),
            customer: "b\(buyer)", shipTo: Self.address(of: buyer), placed: placed,
            paid: isPaid ? placed.adding(minutes: 2) : nil, paymentMethod: "card", axes: axes,
            shipped: shipped,
            delivered: axes.fulfillment == .delivered ? shipped?.adding(hours: 60) : nil, carrier: "DHL",
            tracking: hasLeft ? "00340434\(161_000_000_000 + index)" : "",
            cancelReason: axes.cancellation == .yes ? "changed their mind" : "",
            shipping: Money(minorUnits: 490, currency: currency), discount: zero, refund: zero,
            refundOf: .nothing,
            note: chance.once(in: 50) ? "Please leave it with the neighbour" : "", giftNote: "", lines: lines)
    }

    private static func axes(_ rank: Int, _ open: Int, _ chance: inout SeededChance) -> OrderAxes {
        switch rank {
        case ..<(open / 5): OrderAxes(payment: chance.once(in: 12) ? .awaiting : .paid)
        case ..<(open / 3): OrderAxes(payment: .paid, fulfillment: .allocated)
        case ..<open: OrderAxes(payment: .paid, fulfillment: .shipped)
        default:
            OrderAxes(
                payment: .paid, fulfillment: .delivered, returning: chance.once(in: 100) ? .closed : .none,
                cancellation: chance.once(in: 80) ? .yes : .no)
        }
    }

    private static func address(of buyer: Int) -> Commerce.PostalAddress {
        let family = families[buyer % families.count]
        let given = givens[buyer / families.count % givens.count]
        let (city, postcode) = cities[buyer % cities.count]
        return Commerce.PostalAddress(
            name: "\(given) \(family)", street: "\(streets[buyer % streets.count]) \(buyer % 140 + 1)",
            city: city,
            postcode: String(postcode + buyer % 90), country: CountryCode(code: "DE"))
    }

    private static let givens = [
        "Anna", "Ben", "Clara", "David", "Elif", "Finn", "Greta", "Hugo", "Ida", "Jonas", "Karla", "Leon",
        "Mia",
        "Noah", "Olga", "Paul", "Quentin", "Rosa", "Sami", "Tilda", "Ugo", "Vera", "Willi", "Xenia", "Yara",
        "Zoe",
    ]
    private static let families = [
        "Albers", "Becker", "Celik", "Dietz", "Ernst", "Fischer", "Graf", "Huber", "Ibsen", "Jung", "Koch",
        "Lang", "Meyer", "Nowak", "Otto", "Peters", "Quandt", "Richter", "Schulz", "Thiel", "Ulrich", "Vogel",
        "Wagner", "Xander", "Yildiz", "Zimmer", "Berger", "Kraus", "Lorenz", "Sommer", "Winter",
    ]
    private static let streets = [
        "Ahornweg", "Bergstraße", "Gartenstraße", "Hauptstraße", "Lindenallee", "Marktplatz", "Schulstraße",
    ]
    private static let cities = [
        ("Berlin", 10_115), ("Hamburg", 20_095), ("Bremen", 28_195), ("Köln", 50_667), ("Frankfurt", 60_311),
        ("Stuttgart", 70_173), ("München", 80_331), ("Nürnberg", 90_402), ("Leipzig", 14_109),
    ]
}

extension DemoOrder {
    init(
        number: String, channel: String, customer: String, shipTo: Commerce.PostalAddress, placed: Instant,
        paid: Instant?, paymentMethod: String, axes: OrderAxes, shipped: Instant?, delivered: Instant?,
        carrier: String, tracking: String, cancelReason: String, shipping: Money, discount: Money,
        refund: Money,
        refundOf: Refunded, note: String, giftNote: String, lines: [Line]
    ) {
        self.number = number
        self.channel = channel
        self.customer = customer
        self.shipTo = shipTo
        self.placed = placed
        self.paid = paid
        self.paymentMethod = paymentMethod
        self.axes = axes
        self.shipped = shipped
        self.delivered = delivered
        self.carrier = carrier
        self.tracking = tracking
        self.cancelReason = cancelReason
        self.shipping = shipping
        self.discount = discount
        self.refund = refund
        self.refundOf = refundOf
        self.note = note
        self.giftNote = giftNote
        self.lines = lines
    }
}
