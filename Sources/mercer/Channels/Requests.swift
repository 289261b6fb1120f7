import ArgumentParser
import Commerce
import Shop

struct Requests: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what was asked of channels: address, answer, time; never a key.",
        discussion: "The newest first; the shop's file keeps the last 2,000.")

    @Argument(help: "One channel, such as woo; all of them without.") var name: String?
    @Option(name: [.short, .long], help: "At most so many.") var limit = 50
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        let connection = try name.map { try shop.connection(named: $0) }
        let names = Dictionary(
            try shop.connections().map { ($0.id, $0.handle) }, uniquingKeysWith: { first, _ in first })
        let requests = try shop.requests(of: connection?.id, limit: try Limit.checked(limit))
        try session.show(
            RequestsReport(
                requests: requests.map { .init($0, names[$0.connection] ?? "") }, zone: try shop.zone()))
        return .done
    }
}

private struct RequestsReport: Report {
    static let schema = "mercer.requests/1"
    let requests: [Line]
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case requests }

    struct Line: Encodable {
        let connection: String
        let at: Instant
        let method: String
        let url: String
        let label: String
        let status: Int?
        let bytes: Int
        let milliseconds: Int
        let failure: String

        init(_ entry: RequestEntry, _ handle: String) {
            connection = handle
            at = entry.at
            method = entry.method
            url = entry.url
            label = entry.label
            status = entry.status
            bytes = entry.bytes
            milliseconds = entry.milliseconds
            failure = entry.failure
        }
    }

    func text(width: Int?) -> String {
        guard !requests.isEmpty else { return "Nothing was asked of a channel yet.\n" }
        var table = TextTable([
            .text("When"), .text("Channel"), .text("What"), .number("Answer"), .number("ms"),
            .number("Bytes"),
            .long("Address"),
        ])
        for line in requests {
            table.add([
                zone.stamp(line.at), line.connection, line.label,
                line.status.map(String.init) ?? line.failure,
                String(line.milliseconds), String(line.bytes), "\(line.method) \(line.url)",
            ])
        }
        return table.text(width: width)
    }
}
