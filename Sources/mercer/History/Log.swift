import ArgumentParser
import Commerce
import Shop

struct Log: ShopCommand {
    static let configuration = CommandConfiguration(abstract: "Show what was done, newest first.")

    @Option(help: ArgumentHelp("Only what touched this product.", valueName: "id or SKU"))
    var product: String?
    @Option(help: ArgumentHelp("Only what touched this order.", valueName: "id or number"))
    var order: String?
    @Option(help: ArgumentHelp("Only what touched this customer.", valueName: "id or email"))
    var customer: String?
    @Flag(help: "Every field that changed, with its old and its new value.") var fields = false
    @Option(name: [.short, .long], help: "At most so many entries.") var limit = 50
    @Option(help: ArgumentHelp("Only entries older than this one.", valueName: "entry")) var before: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let limit = try Limit.checked(limit)
        let before = try before.map(EntryID.read)
        let shop = try session.openShop()
        let subject = try subject(in: shop)
        let zone = ShopZone(identifier: try shop.settings().timeZone) ?? .utc
        if fields {
            guard let subject else {
                throw Failure.misused("--fields needs --product, --order or --customer.")
            }
            let changes = try shop.fieldChanges(of: subject, limit: limit)
            try session.show(FieldsReport(changes: changes, zone: zone))
            return .done
        }
        let entries =
            try subject.map { try shop.entries(of: $0, limit: limit) }
            ?? shop.entries(before: before, limit: limit)
        try session.show(LogReport(entries: entries, zone: zone))
        return .done
    }

    private func subject(in shop: Shop) throws -> HistorySubject? {
        let named = [product, order, customer].compactMap(\.self)
        guard named.count <= 1 else {
            throw Failure.misused("One of --product, --order and --customer at a time.")
        }
        if let product { return .product(try shop.productNamed(product)) }
        if let order { return .order(try shop.orderNamed(order)) }
        return try customer.map { .customer(try shop.customerNamed($0)) }
    }
}

private struct LogReport: Report {
    static let schema = "mercer.log/1"
    let entries: [JournalEntry]
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case entries }

    func text(width: Int?) -> String {
        var table = TextTable([.text("Entry"), .text("When"), .text("Who"), .long("What"), .text("")])
        for entry in entries {
            let state = entry.undoneBy == nil ? "" : "undone"
            table.add([entry.id.description, zone.stamp(entry.at), entry.author, entry.summary, state])
        }
        return table.text(width: width)
    }
}

private struct FieldsReport: Report {
    static let schema = "mercer.fields/1"
    let changes: [FieldChange]
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case changes }

    func text(width: Int?) -> String {
        var table = TextTable([
            .text("When"), .text("Who"), .text("Table"), .text("Field"), .long("Before"), .long("After"),
        ])
        for change in changes {
            table.add([
                zone.stamp(change.entry.at), change.entry.author, change.table, change.field,
                change.old ?? "–", change.new ?? "–",
            ])
        }
        return table.text(width: width)
    }
}

extension ShopZone {
    /// `2026-11-21 09:12`, by the shop's clock.
    func stamp(_ instant: Instant) -> String {
        let time = time(of: instant)
        let hour = time.hour < 10 ? "0\(time.hour)" : "\(time.hour)"
        return "\(day(of: instant)) \(hour):\(time.minute < 10 ? "0" : "")\(time.minute)"
    }
}

/// How many rows a list may show.
enum Limit {
    static func checked(_ limit: Int) throws -> Int {
        guard (1...1_000_000).contains(limit) else {
            throw Failure.misused("--limit is a whole number from 1 to 1000000.")
        }
        return limit
    }
}

extension EntryID {
    /// Reads an entry's identifier as `mercer log` shows it.
    static func read(_ text: String) throws -> EntryID {
        guard let entry = EntryID(text) else {
            throw Failure.misused("“\(text)” is no entry; `mercer log` lists them.")
        }
        return entry
    }
}
