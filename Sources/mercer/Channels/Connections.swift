import ArgumentParser
import Commerce
import Connectors
import Platforms
import Shop
import Sync

struct Connections: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List channels, and set what holds for each.",
        subcommands: [
            ShowConnections.self, SetConnection.self, PauseConnection.self, ResumeConnection.self,
            ChangePassphrase.self,
        ],
        defaultSubcommand: ShowConnections.self)
}

struct ShowConnections: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List connections, or show one with its rules.",
        discussion: "Reads the shop's file only; `mercer test` asks the channel itself.")

    @Argument(help: "One of them, such as woo.") var name: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        let meant = try name.map { [try shop.connection(named: $0)] } ?? shop.connections()
        let lines = try meant.map { try ConnectionLine($0, shop, at: session.world.now()) }
        try session.show(ConnectionsReport(connections: lines, zone: try shop.zone(), isOne: name != nil))
        return .done
    }
}

/// A connection as it is shown.
struct ConnectionLine: Encodable {
    let id: String
    let handle: String
    let name: String
    let platform: String
    let url: String
    let currency: String
    /// `in step`, `not read yet`, `paused`, `sign in`, `failing` or `offline`.
    let state: String
    let reason: String
    let since: Instant
    let retryAt: Instant?
    let lastIn: Instant?
    let lastOut: Instant?
    /// What is on its way out or needs a word, effects only; `mercer plan` counts fields.
    let waits: Int
    let clockOffsetMilliseconds: Int64
    /// What the keys may do, and of what Mercer needs what they may not, when they were last tried.
    let grantedScopes: [String]
    let missingScopes: [String]
    let budgets: [Budget]
    let streams: [Stream]
    /// In the words that `mercer connections set` takes.
    let rules: [String: String]

    struct Budget: Encodable {
        let operation: String
        let left: Int
        let of: Int
        let perMinute: Int
    }

    struct Stream: Encodable {
        let stream: String
        let readUpTo: Instant?
        let isUnderWay: Bool
        let done: Int
        let total: Int?
        let finishedAt: Instant?
    }

    init(_ connection: Connection, _ shop: Shop, at now: Instant) throws {
        id = connection.id.description
        handle = connection.handle
        name = connection.name
        platform = connection.kind
        url = connection.url
        currency = connection.currency
        let condition = connection.condition
        state = Self.word(condition)
        reason = condition.reason
        since = condition.since
        retryAt = condition.retryAt
        lastIn = condition.lastIn
        lastOut = condition.lastOut
        waits = try shop.goingOut().count { $0.connection == connection.id }
        clockOffsetMilliseconds = condition.clockOffset
        grantedScopes = connection.scopes?.granted ?? []
        missingScopes = connection.scopes?.missing ?? []
        budgets = try shop.buckets(of: connection.id).sorted { $0.key < $1.key }.compactMap {
            operation, text in
            PlatformMaker.budget(text, at: now).map {
                Budget(
                    operation: operation, left: Int($0.level.rounded(.down)), of: Int($0.capacity),
                    perMinute: Int($0.refillPerSecond * 60))
            }
        }
        streams = try shop.pullStates(of: connection.id).map {
            Stream(
                stream: $0.stream, readUpTo: $0.watermark, isUnderWay: $0.isUnderWay, done: $0.done,
                total: $0.total, finishedAt: $0.finishedAt)
        }
        rules = Dictionary(
            uniqueKeysWithValues: ConnectionWords(currency: Currency(code: connection.currency)).words(
                of: connection.rules))
    }

    private static func word(_ condition: ConnectionCondition) -> String {
        if condition.isPaused { return "paused" }
        return switch condition.state {
        case .ready: condition.lastIn == nil ? "not read yet" : "in step"
        case .signIn: "sign in"
        case .failing: "failing"
        case .offline: "offline"
        }
    }
}

private struct ConnectionsReport: Report {
    static let schema = "mercer.connections/1"
    let connections: [ConnectionLine]
    let zone: ShopZone
    let isOne: Bool

    private enum CodingKeys: String, CodingKey { case connections }

    func text(width: Int?) -> String {
        if isOne, let line = connections.first { return one(line) }
        guard !connections.isEmpty else {
            return "No channel is connected yet: `mercer connect` makes one.\n"
        }
        var table = TextTable([
            .text("Name"), .long("Connection"), .text("State"), .text("Last in"), .number("Waits"),
            .text("Budget"),
            .text("Changes"),
        ])
        for line in connections {
            table.add([
                line.handle, line.name, line.state, line.lastIn.map(zone.stamp) ?? "never",
                String(line.waits),
                line.budgets.first.map { "\($0.left) of \($0.of)" } ?? "–",
                line.rules["push"] == "on" ? "go out" : "only read",
            ])
        }
        let reasons = connections.filter { !$0.reason.isEmpty }.map {
            Plain.line("\($0.handle): \($0.reason)") + "\n"
        }
        let missing = connections.filter { !$0.missingScopes.isEmpty }.map {
            Plain.line("\($0.handle): its keys lack \($0.missingScopes.joined(separator: ", "))") + "\n"
        }
        return table.text(width: width) + (reasons + missing).joined()
    }

    private func one(_ line: ConnectionLine) -> String {
        var fields = FieldList()
        fields.add("Connection", "\(line.name) (\(line.handle))")
        fields.add("Address", line.url)
        fields.add("State", "\(line.state), since \(zone.stamp(line.since))")
        fields.add("Why", line.reason)
        fields.add("Tried again", line.retryAt.map(zone.stamp) ?? "")
        fields.add("Last in", line.lastIn.map(zone.stamp) ?? "never")
        fields.add("Last out", line.lastOut.map(zone.stamp) ?? "never")
        fields.add("Waits", String(line.waits))
        fields.add("Keys may", line.grantedScopes.joined(separator: ", "))
        fields.add("Keys lack", line.missingScopes.joined(separator: ", "))
        for budget in line.budgets {
            fields.add(
                "Budget",
                "\(budget.operation): \(budget.left) of \(budget.of), \(budget.perMinute) come back a minute")
        }
        for stream in line.streams { fields.add("Reads", words(stream)) }
        if line.clockOffsetMilliseconds.magnitude > 30_000 {
            fields.add(
                "Clock", "theirs is \(line.clockOffsetMilliseconds / 1000) s ahead of this machine's")
        }
        for (name, value) in line.rules.sorted(by: { $0.key < $1.key }) {
            fields.add("Rule", "\(name)=\(value)")
        }
        return fields.text
    }

    private func words(_ stream: ConnectionLine.Stream) -> String {
        if stream.isUnderWay {
            return "\(stream.stream): \(stream.done)\(stream.total.map { " of \($0)" } ?? ""), not whole yet"
        }
        return "\(stream.stream): "
            + (stream.readUpTo.map { "what changed up to \(zone.stamp($0))" } ?? "not read yet")
    }
}
