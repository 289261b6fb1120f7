import ArgumentParser
import Commerce
import Shop

struct Matches: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List a channel's products that could not be told apart, and say which is which.",
        subcommands: [ListMatches.self, SettleMatchCommand.self], defaultSubcommand: ListMatches.self)
}

struct ListMatches: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a channel's products that wait for your word.")

    @Option(name: [.short, .long], help: "At most so many.") var limit = 200
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        let entries = try shop.unmatched(limit: try Limit.checked(limit))
        try session.show(MatchesReport(products: entries.map(MatchesReport.Line.init)))
        return .done
    }
}

private struct MatchesReport: Report {
    static let schema = "mercer.matches/1"
    let products: [Line]

    struct Line: Encodable {
        let remote: String
        let channel: String
        let title: String
        let skus: String
        let reason: String
        let candidates: [Candidate]
        let at: Instant

        init(_ entry: UnmatchedEntry) {
            remote = entry.remoteID
            channel = entry.channel
            title = entry.title
            skus = entry.skus
            reason = entry.reason
            candidates = entry.candidates.map { Candidate(product: $0.product.description, title: $0.title) }
            at = entry.at
        }
    }

    struct Candidate: Encodable {
        let product: String
        let title: String
    }

    func text(width: Int?) -> String {
        guard !products.isEmpty else { return "All products of the channels are matched.\n" }
        var table = TextTable([
            .text("Remote"), .text("Channel"), .long("Title there"), .text("SKUs"), .long("Why"),
            .long("May be"),
        ])
        for line in products {
            table.add([
                line.remote, line.channel, line.title, line.skus, line.reason,
                line.candidates.map { "\($0.product) \($0.title)" }.joined(separator: ", "),
            ])
        }
        return table.text(width: width)
            + "`mercer matches settle REMOTE PRODUCT` says which one it is, `mercer matches settle REMOTE new` that it is none.\n"
    }
}

struct SettleMatchCommand: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Say which product here one of a channel is, or that it is a new one.")

    @Argument(help: "The channel's identifier, as `mercer matches` shows it.") var remote: String
    @Argument(help: "The product by SKU, barcode, handle or identifier; or new.") var product: String
    @Option(help: "The channel, where two have that identifier.") var on: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let channel = try on.map { try shop.connection(named: $0).id }
        let found = try shop.unmatched(limit: 100_000).filter {
            $0.remoteID == remote && (channel == nil || $0.connection == channel)
        }
        guard let entry = found.first else {
            throw Failure("“\(remote)” waits for no word; `mercer matches` lists what does.", code: "settled")
        }
        guard found.count == 1 else { throw Failure.misused("Two channels have \(remote): say --on NAME.") }
        let mine = product == "new" ? nil : try shop.productNamed(product)
        let receipt = try shop.perform(SettleMatch(remote, of: entry.connection, is: mine))
        try session.show(DoneReport(entry: receipt.entry.description, summary: receipt.summary))
        return .done
    }
}
