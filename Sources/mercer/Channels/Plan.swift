import ArgumentParser
import Commerce
import Connectors
import Foundation
import Shop
import Sync

struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what the next sync would change there, and decide on it.",
        subcommands: [ShowPlan.self, ApprovePlan.self, LeavePlan.self, TakePlan.self],
        defaultSubcommand: ShowPlan.self)
}

struct ShowPlan: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what the next sync would change there.",
        discussion: """
            Reads the shop's file only. Exit status 3 when something will not go out until you do something: each
            such line says why, and what mends it.
            """)

    @Argument(help: "One channel, such as woo; all of them without.") var name: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        let service = try session.syncService(shop)
        let plans = try shop.connections(meant: name).map { PlanReport.Plan(try service.plan($0)) }
        try session.show(PlanReport(plans: plans, zone: try shop.zone()))
        return plans.contains { $0.willNotGoOut.contains(where: \.needsYou) } ? .inPart : .done
    }
}

private struct PlanReport: Report {
    static let schema = "mercer.plan/1"
    let plans: [Plan]
    let zone: ShopZone

    private enum CodingKeys: String, CodingKey { case plans }

    struct Plan: Encodable {
        let connection: String
        let name: String
        /// Whether anything goes out at all, by the connection's rules.
        let pushes: Bool
        let asOf: Instant
        let requests: Int
        let seconds: Int
        let changes: [Change]
        let willNotGoOut: [Blocked]
        let effects: [Effect]
        /// What the channel does not keep at all, in words.
        let remarks: [String]

        init(_ plan: SyncPlan) {
            connection = plan.connection.handle
            name = plan.connection.name
            pushes = plan.connection.rules.pushes
            asOf = plan.asOf
            requests = plan.requests
            seconds = Int(plan.seconds.rounded(.up))
            changes = plan.rows.map(Change.init)
            willNotGoOut = plan.blocked.map { Blocked($0, on: plan.connection.handle) }
            effects = plan.effects.map(Effect.init)
            remarks = plan.remarks
        }
    }

    struct Change: Encodable {
        let product: String
        let title: String
        let field: String
        let there: String
        let willBe: String
        let because: String
        let heldUntil: Instant?

        init(_ row: SyncPlan.Row) {
            product = row.product.description
            title = row.title
            field = row.field.rawValue
            there = row.there
            willBe = row.willBe
            because = row.because
            heldUntil = row.heldUntil
        }
    }

    struct Blocked: Encodable {
        let product: String
        let title: String
        let field: String?
        let there: String
        let willBe: String
        let because: String
        /// A subcommand, or what happens by itself.
        let mend: String
        let needsYou: Bool

        init(_ blocked: SyncPlan.Blocked, on handle: String) {
            product = blocked.product.description
            title = blocked.title
            field = blocked.field?.rawValue
            there = blocked.there
            willBe = blocked.willBe
            because = blocked.words
            needsYou =
                switch blocked.reason {
                case .countInDoubt, .underWay, .leftOut: false
                case .conflict, .guarded, .unfit, .notThere: true
                }
            mend =
                switch blocked.reason {
                case .conflict: "mercer conflicts"
                case .guarded: "mercer plan approve \(handle) \(blocked.product), if it is meant"
                case .leftOut: "mercer plan take \(handle) \(blocked.product)"
                case .unfit: "change it: mercer products set"
                case .countInDoubt, .underWay: "goes on by itself"
                case .notThere: "mercer publish \(blocked.product) --on \(handle)"
                }
        }
    }

    struct Effect: Encodable {
        let id: String
        let summary: String
        let state: String
        let holdUntil: Instant

        init(_ item: OutboxItem) {
            id = item.id.description
            summary = item.summary
            state = item.state.word
            holdUntil = item.holdUntil
        }
    }

    func text(width: Int?) -> String { plans.map { text($0, width) }.joined(separator: "\n") }

    private func text(_ plan: Plan, _ width: Int?) -> String {
        var parts = [heading(plan)]
        var table = TextTable([
            .long("Product"), .text("Field"), .long("There now"), .long("Will be"), .long("Because"),
            .text("Goes out"),
        ])
        for change in plan.changes {
            table.add([
                change.title, change.field, Self.short(change.there), Self.short(change.willBe),
                change.because,
                change.heldUntil.map { "held to \(zone.stamp($0))" } ?? "next sync",
            ])
        }
        parts.append(table.text(width: width))
        parts += plan.effects.map {
            Plain.line(
                "\($0.state)  \($0.summary)" + ($0.state == "held" ? " to \(zone.stamp($0.holdUntil))" : ""))
                + "\n"
        }
        if !plan.willNotGoOut.isEmpty {
            parts.append("Will not go out now:\n")
            var table = TextTable([
                .long("Product"), .text("Field"), .long("There now"), .long("Would be"), .long("Because"),
                .text("What mends it"),
            ])
            for blocked in plan.willNotGoOut {
                table.add([
                    blocked.title, blocked.field ?? "listing", Self.short(blocked.there),
                    Self.short(blocked.willBe), blocked.because, blocked.mend,
                ])
            }
            parts.append(table.text(width: width))
        }
        parts += plan.remarks.map { Plain.line("Note: \($0).") + "\n" }
        return parts.joined()
    }

    private func heading(_ plan: Plan) -> String {
        let count = plan.changes.count + plan.effects.count
        let what =
            count == 0
            ? "nothing to send"
            : "\(count == 1 ? "1 change" : "\(count) changes"), "
                + "\(plan.requests == 1 ? "1 request" : "\(plan.requests) requests"), about \(plan.seconds) s"
        let reads =
            plan.pushes || count == 0
            ? "" : "; it only reads: `mercer connections set \(plan.connection) push=on`"
        return Plain.line("\(plan.connection): \(what), as of \(zone.stamp(plan.asOf))\(reads)") + "\n"
    }

    /// Of a long text its beginning; the JSON has all of it.
    private static func short(_ text: String) -> String { Plain.cut(text, to: 40) }
}

struct ApprovePlan: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Let prices out that a guard holds back: exactly these, once.")

    @Argument(help: "The channel, such as woo.") var name: String
    @Argument(help: "Products by SKU, barcode, handle or identifier.") var products: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let connection = try shop.connection(named: name)
        let wanted = Set(try products.map { try shop.productNamed($0) })
        let plan = try session.syncService(shop).plan(connection)
        let changes = plan.blocked.compactMap { blocked -> ApproveChanges.Approved? in
            guard case .guarded = blocked.reason, wanted.contains(blocked.product), let field = blocked.field
            else { return nil }
            return ApproveChanges.Approved(
                connection: connection.id, product: blocked.product, local: blocked.local, field: field,
                value: blocked.willBe)
        }
        guard !changes.isEmpty else {
            throw Failure("No price of these is held back on \(connection.name).", code: "not-guarded")
        }
        try session.show(ReceiptReport(try shop.perform(ApproveChanges(changes))))
        return .done
    }
}

struct LeavePlan: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave", abstract: "Leave products out of what goes to a channel, for some days.")

    @Argument(help: "The channel, such as woo.") var name: String
    @Argument(help: "Products by SKU, barcode, handle or identifier.") var products: [String]
    @Option(help: "For how many days.") var days = 7
    @Option(help: "Why.") var reason = ""
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        guard (1...3650).contains(days) else { throw Failure.misused("--days is 1 to 3650.") }
        return try session.leaveOut(
            products, name, until: session.world.now().adding(seconds: days * 86_400), reason)
    }
}

struct TakePlan: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "take", abstract: "Take products in again that were left out.")

    @Argument(help: "The channel, such as woo.") var name: String
    @Argument(help: "Products by SKU, barcode, handle or identifier.") var products: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try session.leaveOut(products, name, until: nil, "")
    }
}

extension Session {
    fileprivate func leaveOut(
        _ products: [String], _ name: String, until moment: Instant?, _ reason: String
    ) throws -> Outcome {
        let shop = try openShop(toWrite: true)
        let connection = try shop.connection(named: name)
        let receipt = try shop.perform(
            LeaveOut(
                try products.map { try shop.productNamed($0) }, of: connection.id, until: moment,
                reason: reason))
        try show(DoneReport(entry: receipt.entry.description, summary: receipt.summary))
        return .done
    }
}
