import ArgumentParser
import Commerce
import Shop

struct Customers: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, show and change customers.",
        subcommands: [
            ListCustomers.self, ShowCustomer.self, AddCustomer.self, SetCustomer.self, NoteCustomer.self,
            MergeCustomersCommand.self,
        ],
        defaultSubcommand: ListCustomers.self)
}

struct ListCustomers: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List customers.",
        discussion: """
            --where takes words, country:DE, tag:wholesale, orders>=3, repeat, never; a minus before a word turns it.
            --sort is name, created, orders or last, with a minus before it the other way round.
            """)

    @Option(name: [.short, .long], help: "At most so many.") var limit = 50
    @Option(
        name: .customLong("where"), parsing: .unconditional,
        help: ArgumentHelp("Only who matches.", valueName: "filter"))
    var filter = ""
    @Option(parsing: .unconditional, help: "The order.") var sort = "name"
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let limit = try Limit.checked(limit)
        let query = CustomerQuery(
            filter: try Filter.read(filter, CustomerQuery.vocabulary),
            sort: try Choice.read(Choice.plain(sort), "--sort"), isDescending: sort.hasPrefix("-"))
        let shop = try session.openShop()
        let rows = try shop.customers(query, limit: limit + 1)
        try session.show(
            CustomersReport(
                customers: Array(rows.prefix(limit)), hasMore: rows.count > limit, zone: try shop.zone()))
        return .done
    }
}

private struct CustomersReport: Report {
    static let schema = "mercer.customers/1"
    let customers: [CustomerRow]
    /// Whether the limit cut the list.
    let hasMore: Bool
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case customers, hasMore }

    func text(width: Int?) -> String {
        var table = TextTable([
            .long("Name"), .long("Mail"), .text("Country"), .number("Orders"), .text("Last"),
        ])
        for row in customers {
            table.add([
                [row.name, row.company].first { !$0.isEmpty } ?? "–", row.email, row.country,
                String(row.orderCount), row.lastOrderAt.map { zone.day(of: $0).description } ?? "–",
            ])
        }
        return table.text(width: width) + (hasMore ? "… more; --limit shows them\n" : "")
    }
}

struct ShowCustomer: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one customer with what they bought.")

    @Argument(help: "The mail address, name or identifier.") var customer: String
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        guard let detail = try shop.customerDetail(shop.customerNamed(customer)) else {
            throw Refusal("no-such-customer", "There is no customer “\(customer)”.")
        }
        try session.show(CustomerReport(customer: detail, zone: try shop.zone()))
        return .done
    }
}

private struct CustomerReport: Report {
    static let schema = "mercer.customer/1"
    let customer: CustomerDetail
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case customer }

    func text(width: Int?) -> String {
        let sheet = customer.sheet
        var fields = FieldList()
        fields.add("Name", sheet.name)
        fields.add("Company", sheet.company)
        fields.add("Identifier", customer.id.description)
        fields.add("Mail", sheet.email)
        fields.add("Phone", sheet.phone)
        fields.add("Address", sheet.address.replacing("\n", with: ", "))
        fields.add("Country", sheet.country)
        fields.add("Tags", sheet.tags.joined(separator: ", "))
        fields.add("Orders", "\(customer.orderCount)")
        fields.add("Spent", customer.totals.map(\.description).joined(separator: " and "))
        for note in customer.notes { fields.add("Note", "\(zone.stamp(note.at))  \(note.text)") }
        var table = TextTable([
            .text("Order"), .text("Placed"), .text("Channel"), .number("Total"), .text(""),
        ])
        for order in customer.orders {
            let state = order.isCancelled ? "cancelled" : order.kind == "sale" ? "" : order.kind
            table.add([
                order.number, zone.stamp(order.placedAt), order.channel, order.total.description, state,
            ])
        }
        return fields.text + (customer.orders.isEmpty ? "" : "\n") + table.text(width: width)
    }
}

extension Shop {
    /// The zone that decides what day it is in the shop.
    func zone() throws -> ShopZone { ShopZone(identifier: try settings().timeZone) ?? .utc }
}
