import ArgumentParser
import Commerce
import Shop

struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "List what goes out once (notices, refunds, new products), and have a say.",
        subcommands: [
            ListOutbox.self, KeepEffect.self, WakeEffect.self, SendEffect.self, RetryEffect.self,
            DropEffect.self,
            CountEffectAsDone.self,
        ],
        defaultSubcommand: ListOutbox.self)
}

struct ListOutbox: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what is on its way out or needs a word.")

    @Option(name: [.short, .long], help: "At most so many.") var limit = 500
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        let items = try shop.goingOut(limit: try Limit.checked(limit))
        try session.show(OutboxReport(effects: items.map(OutboxReport.Line.init), zone: try shop.zone()))
        return .done
    }
}

private struct OutboxReport: Report {
    static let schema = "mercer.outbox/1"
    let effects: [Line]
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case effects }

    struct Line: Encodable {
        let id: String
        /// `held`, `queued`, `sending`, `blocked`, `in doubt` or `rejected`.
        let state: String
        let isKeptBack: Bool
        let summary: String
        let channel: String
        let movesMoney: Bool
        let madeAt: Instant
        let holdUntil: Instant
        let nextAt: Instant
        let attempts: Int
        let sentAt: Instant?
        let lookedAt: Instant?
        let reason: String
        let entry: String
        let order: String?
        let product: String?

        init(_ item: OutboxItem) {
            id = item.id.description
            state = item.state.word
            isKeptBack = item.isKeptBack
            summary = item.summary
            channel = item.channel
            movesMoney = item.movesMoney
            madeAt = item.madeAt
            holdUntil = item.holdUntil
            nextAt = item.nextAt
            attempts = item.attempts
            sentAt = item.sentAt
            lookedAt = item.lookedAt
            reason = item.reason
            entry = item.entry.description
            order = item.order?.description
            product = item.product?.description
        }
    }

    func text(width: Int?) -> String {
        guard !effects.isEmpty else { return "Nothing waits to go out.\n" }
        var table = TextTable([
            .text("ID"), .text("State"), .long("What"), .text("To"), .text("When"), .long("Why"),
        ])
        for line in effects {
            table.add([
                line.id, line.isKeptBack ? "kept back" : line.state, line.summary, line.channel, when(line),
                line.reason,
            ])
        }
        return table.text(width: width)
    }

    private func when(_ line: Line) -> String {
        if line.isKeptBack { return "until woken" }
        return switch line.state {
        case "held": "held to \(zone.stamp(line.holdUntil))"
        case "queued": "next sync"
        case "in doubt": line.lookedAt.map { "looked up \(zone.stamp($0))" } ?? "looked up first"
        default: line.sentAt.map(zone.stamp) ?? ""
        }
    }
}

struct KeepEffect: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Keep things back until they are woken.")
    @OptionGroup var chosen: ChosenEffects
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome { try chosen.settle(.keepBack, in: session) }
}

struct WakeEffect: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "wake", abstract: "Let go what was kept back.")
    @OptionGroup var chosen: ChosenEffects
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome { try chosen.settle(.wake, in: session) }
}

struct SendEffect: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Do not wait for the end of a hold; the next sync sends it.")
    @OptionGroup var chosen: ChosenEffects
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome { try chosen.settle(.sendNow, in: session) }
}

struct RetryEffect: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try once more what was refused, or looked up and not done.",
        discussion: "What moves money is never sent again by itself: only by this, and it asks.")
    @OptionGroup var chosen: ChosenEffects
    @Flag(name: [.short, .long], help: "Do it without asking.") var yes = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try chosen.settle(.retry, in: session) { shop, ids in
            let money = try ids.compactMap { try shop.effect($0) }.filter(\.movesMoney)
            guard !money.isEmpty else { return }
            try session.needYes(yes, "Send \(money.map(\.summary).joined(separator: ", ")) again?")
        }
    }
}

struct DropEffect: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Let nothing of things go out any more.",
        discussion:
            "What is noted here stays as it is: a dropped notice of shipping leaves the order shipped.")
    @OptionGroup var chosen: ChosenEffects
    @Flag(name: [.short, .long], help: "Do it without asking.") var yes = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try chosen.settle(.drop, in: session) { shop, ids in
            let names = try ids.compactMap { try shop.effect($0)?.summary }
            try session.needYes(yes, "Drop \(names.joined(separator: ", "))?")
        }
    }
}

struct CountEffectAsDone: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Say of what is in doubt that it was done there.")
    @OptionGroup var chosen: ChosenEffects
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome { try chosen.settle(.wasDone, in: session) }
}

/// Which effects, and why.
struct ChosenEffects: ParsableArguments {
    @Argument(help: "Identifiers, as `mercer outbox` shows them.") var ids: [String]
    @Option(help: "Why; the log keeps it.") var reason = ""

    func settle(
        _ word: SettleEffects.Word, in session: Session, ask: (Shop, [EffectID]) throws -> Void = { _, _ in }
    ) throws -> Outcome {
        let effects = try ids.map { text in
            guard let id = EffectID(text) else {
                throw Failure.misused("“\(text)” is no identifier; `mercer outbox` lists them.")
            }
            return id
        }
        let shop = try session.openShop(toWrite: true)
        try ask(shop, effects)
        let receipt = try shop.perform(SettleEffects(effects, word, reason: reason))
        try session.show(ReceiptReport(receipt))
        return session.outcome(refused: receipt.outcome.effects.refused, of: effects.count)
    }
}
