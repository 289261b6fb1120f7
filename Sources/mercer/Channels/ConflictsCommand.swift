import ArgumentParser
import Commerce
import Shop

struct ConflictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "List fields that both sides changed, and choose.",
        subcommands: [ListConflicts.self, SettleConflict.self], defaultSubcommand: ListConflicts.self)
}

struct ListConflicts: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List fields that both sides changed.")

    @Option(help: "Of one product, by SKU, barcode, handle or identifier.") var product: String?
    @Option(name: [.short, .long], help: "At most so many.") var limit = 500
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        let of = try product.map { try shop.productNamed($0) }
        let conflicts = try shop.conflicts(of: of, limit: try Limit.checked(limit))
        try session.show(
            ConflictsReport(conflicts: conflicts.map(ConflictsReport.Line.init), zone: try shop.zone()))
        return .done
    }
}

private struct ConflictsReport: Report {
    static let schema = "mercer.conflicts/1"
    let conflicts: [Line]
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case conflicts }

    struct Line: Encodable {
        let id: String
        let channel: String
        let product: String
        let title: String
        let variant: String?
        let field: String
        let yours: String
        let before: String
        let theirs: String
        let yoursBy: String
        let yoursAt: Instant?
        let theirsAt: Instant?
        let at: Instant
        /// What is kept of each price, in per cent; null without a cost.
        let keepsYours: Int?
        let keepsBefore: Int?
        let keepsTheirs: Int?

        init(_ conflict: Conflict) {
            id = conflict.id.description
            channel = conflict.channel
            product = conflict.product.description
            title = conflict.title + (conflict.variantName.isEmpty ? "" : ", \(conflict.variantName)")
            variant = conflict.variant?.description
            field = conflict.field.rawValue
            yours = conflict.ours
            before = conflict.before
            theirs = conflict.theirs
            yoursBy = conflict.oursBy
            yoursAt = conflict.oursAt
            theirsAt = conflict.theirsAt
            at = conflict.at
            let keeps = conflict.keeps + [nil, nil, nil]
            keepsYours = keeps[0]
            keepsBefore = keeps[1]
            keepsTheirs = keeps[2]
        }
    }

    func text(width: Int?) -> String {
        guard !conflicts.isEmpty else { return "Nothing is to be settled.\n" }
        var table = TextTable([
            .text("ID"), .text("Channel"), .long("Product"), .text("Field"), .long("Yours"), .long("Before"),
            .long("Theirs"), .text("Since"),
        ])
        for line in conflicts {
            table.add([
                line.id, line.channel, line.title, line.field, Self.value(line.yours, line.keepsYours),
                Self.value(line.before, line.keepsBefore), Self.value(line.theirs, line.keepsTheirs),
                zone.stamp(line.at),
            ])
        }
        return table.text(width: width)
            + "`mercer conflicts settle ID yours`, `theirs` or another value settles one.\n"
    }

    private static func value(_ text: String, _ keep: Int?) -> String {
        Plain.cut(text, to: 40) + (keep.map { " (keeps \($0) %)" } ?? "")
    }
}

struct SettleConflict: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Settle a conflict: yours, theirs, or another value.",
        discussion: """
            mercer conflicts settle 243965952000285 yours
            mercer conflicts settle 243965952000285 23.50
            mercer conflicts settle all theirs
            """)

    @Argument(help: "Its identifier, as `mercer conflicts` shows it; or all.") var id: String
    @Argument(help: "yours, theirs, or another value.") var side: String
    @Flag(name: [.short, .long], help: "Settle all without asking.") var yes = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let side: ConflictSide =
            switch side {
            case "yours", "ours": .ours
            case "theirs": .theirs
            default: .other(side)
            }
        let ids: [ConflictID]
        if id == "all" {
            if case .other = side { throw Failure.misused("All are settled by yours or by theirs.") }
            ids = try shop.conflicts(limit: 100_000).map(\.id)
            guard !ids.isEmpty else { throw Failure("Nothing is to be settled.", code: "settled") }
            try session.needYes(
                yes, "Settle \(ids.count == 1 ? "1 conflict" : "\(ids.count) conflicts") by \(self.side)?")
        } else {
            guard let one = ConflictID(id) else {
                throw Failure.misused("“\(id)” is no identifier; `mercer conflicts` lists them.")
            }
            ids = [one]
        }
        let receipt = try shop.perform(
            SettleConflicts(ids.map { .init($0, try shop.canonical(side, of: $0)) }))
        try session.show(ReceiptReport(receipt))
        return session.outcome(refused: receipt.outcome.conflicts.refused, of: ids.count)
    }
}

extension Shop {
    /// A price as it is compared; other values as they are written.
    fileprivate func canonical(_ side: ConflictSide, of id: ConflictID) throws -> ConflictSide {
        guard case .other(let text) = side,
            let conflict = try conflicts(limit: 100_000).first(where: { $0.id == id }), conflict.field.isPrice
        else { return side }
        do {
            let money = try MoneyFormat.parse(text, currency: try settings().currency, convention: nil)
            return .other(ListingText.price(try UnitPrice(money)))
        } catch { throw Failure.misused("“\(text)” is neither yours nor theirs nor a price: \(error).") }
    }
}
