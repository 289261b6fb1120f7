import ArgumentParser
import Commerce
import Connectors
import Shop
import Sync

struct SetConnection: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set a channel's rules.",
        discussion: "mercer connections set woo push=on buffer=2 markup=5% ending=.99\n\n"
            + ConnectionWords.help)

    @Argument(help: "The connection, such as woo.") var name: String
    @Argument(parsing: .remaining, help: ArgumentHelp("Rules as name=value.", valueName: "name=value"))
    var words: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let connection = try shop.connection(named: name)
        let spelling = ConnectionWords(currency: Currency(code: connection.currency))
        let rules = try words.reduce(connection.rules) { try spelling.taking($1, into: $0) }
        let receipt = try shop.perform(
            ChangeConnection(connection.id, rules: rules, isPaused: connection.condition.isPaused))
        try session.show(DoneReport(entry: receipt.entry.description, summary: receipt.summary))
        return .done
    }
}

struct PauseConnection: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Let a channel rest: nothing is read or sent until it is resumed.")

    @Argument(help: "The connection, such as woo.") var name: String
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome { try session.setPaused(name, true) }
}

struct ResumeConnection: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a paused channel go on.")

    @Argument(help: "The connection, such as woo.") var name: String
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome { try session.setPaused(name, false) }
}

extension Session {
    fileprivate func setPaused(_ name: String, _ isPaused: Bool) throws -> Outcome {
        let shop = try openShop(toWrite: true)
        let connection = try shop.connection(named: name)
        let receipt = try shop.perform(
            ChangeConnection(connection.id, rules: connection.rules, isPaused: isPaused))
        try show(DoneReport(entry: receipt.entry.description, summary: receipt.summary))
        return .done
    }
}

struct Disconnect: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "End a connection: its keys go, what waits for it is dropped, what came through it stays.",
        discussion:
            "Nothing on the channel is changed. Undo does not bring the keys back; connect again instead.")

    @Argument(help: "The connection, such as woo.") var name: String
    @Flag(name: [.short, .long], help: "Do it without asking.") var yes = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let connection = try shop.connection(named: name)
        let waiting = try shop.goingOut().filter { $0.connection == connection.id }
        let drops = waiting.isEmpty ? "" : " What waits for it is dropped: \(waiting.count)."
        try session.needYes(
            yes, "Disconnect \(connection.name)?\(drops) Its keys are removed from this shop.")
        let receipt = try shop.perform(DisconnectShop(connection.id))
        try session.show(ReceiptReport(receipt))
        return .done
    }
}

struct TestConnections: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Ask channels who is there with the keys that are kept. Changes nothing there.")

    @Argument(help: "One of them, such as woo; all of them without.") var name: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let service = try session.syncService(shop)
        var lines: [TestReport.Line] = []
        for connection in try shop.connections(meant: name) {
            session.console.progress("Trying \(Plain.line(connection.name)) …")
            do {
                let identity = try session.wait { try await service.test(connection) }
                // One that was given up for a while has its turn again.
                if connection.condition.state != .ready { try shop.note(.ready, of: connection.id) }
                lines.append(TestReport.Line(connection, identity, failure: nil))
            } catch let failure as ChannelFailure {
                lines.append(TestReport.Line(connection, nil, failure: failure))
            }
        }
        session.console.progress("")
        try session.show(TestReport(connections: lines))
        let failed = lines.count { $0.failure != nil || !$0.missingScopes.isEmpty }
        return failed == 0 ? .done : failed < lines.count ? .inPart : .failed
    }
}

private struct TestReport: Report {
    static let schema = "mercer.test/1"
    let connections: [Line]

    struct Line: Encodable {
        let handle: String
        let name: String
        /// Null where it answered as it should.
        let code: String?
        let failure: String?
        let version: String
        let currency: String
        let grantedScopes: [String]
        let missingScopes: [String]
        let remarks: [String]

        init(_ connection: Connection, _ identity: ChannelIdentity?, failure: ChannelFailure?) {
            handle = connection.handle
            name = identity?.name ?? connection.name
            code = failure?.code
            self.failure = failure?.words(connection.name)
            version = identity?.version ?? ""
            currency = identity?.currency ?? connection.currency
            grantedScopes = identity?.grantedScopes ?? []
            missingScopes = identity?.missingScopes ?? []
            remarks = identity?.remarks ?? []
        }
    }

    func text(width: Int?) -> String {
        connections.map { line in
            var words = line.failure ?? "\(line.name) answers, version \(line.version), \(line.currency)"
            if !line.missingScopes.isEmpty {
                words += "; its keys lack \(line.missingScopes.joined(separator: ", "))"
            }
            return ([line.handle + ": " + words] + line.remarks.map { "  " + $0 }).map(Plain.line)
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
