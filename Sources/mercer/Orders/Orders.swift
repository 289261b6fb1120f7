import ArgumentParser
import Commerce
import Shop

struct Orders: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, show and move orders.",
        subcommands: [
            ListOrders.self, ShowOrder.self, AdvanceOrdersCommand.self, BackOrders.self, PayOrders.self,
            ShipOrder.self, HoldOrders.self, WakeOrders.self, CancelOrdersCommand.self, RefundOrder.self,
            NoteOrders.self,
        ],
        defaultSubcommand: ListOrders.self)
}

struct ListOrders: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List orders.",
        discussion: """
            --where takes what `/` takes in the command center: late etsy >50 -gift country:DE placed>=2026-11-01
            --view is all, new, processing, shipped, delivered or returns; --sort is placed, shipBy, number, customer
            or total, with a minus before it the other way round.
            """)

    @Option(name: [.short, .long], help: "At most so many.") var limit = 50
    @Option(
        name: .customLong("where"), parsing: .unconditional,
        help: ArgumentHelp("Only what matches.", valueName: "filter"))
    var filter = ""
    @Option(help: "Which view.") var view = "all"
    @Option(parsing: .unconditional, help: "The order.") var sort = "placed"
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let limit = try Limit.checked(limit)
        _ = try Filter.read(filter, OrderFilter.vocabulary)
        let query = OrderQuery(
            try scope(), filter: filter, sort: try Choice.read(Choice.plain(sort), "--sort"),
            isTurned: sort.hasPrefix("-"))
        let shop = try session.openShop()
        let ids = try shop.orders(query, limit: limit)
        let shown = Array((ids.ready + ids.needsYou).prefix(limit))
        let cards = try shop.orderCards(shown)
        try session.show(
            OrdersReport(
                orders: shown.compactMap { cards[$0] }, hasMore: ids.isCut || ids.count > limit,
                zone: try shop.zone()))
        return .done
    }

    private func scope() throws -> OrderQuery.Scope {
        switch view {
        case "all": return .all
        case "returns": return .returns
        default:
            guard let stage = Stage(rawValue: view) else {
                throw Failure.misused(
                    "--view “\(view)” is none of: all, new, processing, shipped, delivered, returns.")
            }
            return .stage(stage)
        }
    }
}

private struct OrdersReport: Report {
    static let schema = "mercer.orders/1"
    let orders: [OrderCard]
    /// Whether the limit cut the list.
    let hasMore: Bool
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case orders, hasMore }

    func text(width: Int?) -> String {
        var table = TextTable([
            .text("Order"), .text("Placed"), .text("Stage"), .long("Customer"), .text(""), .long("Items"),
            .number("Total"), .text("Payment"), .text("Needs you"),
        ])
        for card in orders {
            let stage = card.axes.cancellation == .yes ? "cancelled" : card.stage?.title ?? "–"
            table.add([
                card.number, zone.stamp(card.placed), stage, card.customer, card.country, card.items,
                card.total.description, card.axes.payment.rawValue, card.attention?.rawValue ?? "",
            ])
        }
        return table.text(width: width) + (hasMore ? "… more; --limit shows them\n" : "")
    }
}

struct ShowOrder: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one order with all it has.")

    @Argument(help: "Its number, channel/number or identifier.") var order: String
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        let detail = try shop.order(shop.orderNamed(order))
        try session.show(OrderReport(order: detail, zone: try shop.zone()))
        return .done
    }
}

private struct OrderReport: Report {
    static let schema = "mercer.order/1"
    let order: OrderDetail
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case order }

    func text(width: Int?) -> String {
        [fields.text, lines(width), money.text, story].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var fields: FieldList {
        let card = order.card
        var fields = FieldList()
        fields.add("Order", [card.number, card.channel].filter { !$0.isEmpty }.joined(separator: ", "))
        fields.add("Identifier", card.id.description)
        fields.add("Stage", card.axes.cancellation == .yes ? "cancelled" : card.stage?.title ?? card.kind)
        fields.add("Placed", zone.stamp(card.placed))
        fields.add("Ship by", card.shipBy.map(zone.stamp) ?? "")
        fields.add(
            "Needs you", [card.attention?.rawValue ?? "", card.attentionDetail].joined(separator: " "))
        fields.add("Customer", "\(card.customer), order \(order.nth) of \(order.ofCustomer)")
        fields.add("Mail", order.email)
        fields.add("Ship to", order.address?.lines().joined(separator: ", ") ?? "")
        fields.add("Gift note", order.giftNote)
        for parcel in order.parcels {
            let sent = parcel.shipped.map { ", sent \(zone.stamp($0))" } ?? ""
            fields.add("Parcel", "\(parcel.carrier) \(parcel.tracking)\(sent)")
        }
        for note in order.notes { fields.add("Note", "\(zone.stamp(note.at))  \(note.text)") }
        return fields
    }

    private func lines(_ width: Int?) -> String {
        var table = TextTable([
            .number("Pieces"), .text("SKU"), .long("Title"), .number("Each"), .number("Charged"),
            .number("Shipped"), .number("Short"),
        ])
        for line in order.lines {
            table.add([
                String(line.quantity), line.sku, line.title, line.unitPrice.description,
                line.charged.description, String(line.shipped), String(line.short),
            ])
        }
        return table.text(width: width)
    }

    private var money: FieldList {
        let figures = order.figures
        var fields = FieldList()
        fields.add("Lines", figures.lines.description)
        fields.add("Shipping", figures.shipping.isZero ? "" : figures.shipping.description)
        fields.add("Discounts", figures.discounts.isZero ? "" : figures.discounts.description)
        fields.add("Tax", figures.tax.isZero ? "" : figures.tax.description)
        fields.add("Total", figures.total.description)
        fields.add("Paid", figures.paid.description)
        fields.add("Refunded", figures.refunded.isZero ? "" : figures.refunded.description)
        fields.add("You keep", figures.keep?.description ?? "")
        return fields
    }

    private var story: String {
        order.story.map { Plain.line("\(zone.stamp($0.at))  \($0.what)") + "\n" }.joined()
    }
}
