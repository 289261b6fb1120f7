import Commerce
import Shop
package import Terminal

extension ConnectionsPane {
    private static let here = ["connections"]

    package static let commands: [CommandEntry] = [
        CommandEntry(
            "connections.new", keys: ["n"], contexts: here, word: "connect",
            help:
                "Connects a channel: its keys are tried before they are kept, and it is only read at first.",
            group: "Connections", asks: true),
        CommandEntry(
            "connections.keys", keys: [">"], contexts: here, word: "sign in",
            help: "Takes new keys for the connection, once they are tried; what waits goes on.",
            group: "Connections", asks: true),
        CommandEntry(
            "connections.edit", keys: ["e"], contexts: here, word: "rules",
            help:
                "What goes out there and how: push, price, stock, conflicts; or new keys where it wants them.",
            group: "Connections", asks: true),
        CommandEntry(
            "connections.test", keys: ["r"], contexts: here, word: "test",
            help: "Asks the channel who it is and what the keys may do; changes nothing there.",
            group: "Connections"),
        CommandEntry(
            "connections.rest", keys: ["z"], contexts: here, word: "pause",
            help:
                "Pauses the connection, or lets it go on: nothing is read or sent meanwhile, nothing is lost.",
            group: "Connections"),
        CommandEntry(
            "connections.strike", keys: ["x"], contexts: here, word: "disconnect",
            help:
                "Ends the connection: its keys and what waits for it are dropped, what came through it stays.",
            group: "Connections", asks: true),
        CommandEntry(
            "connections.copy", keys: ["yy"], contexts: here, word: "copy the address",
            help: "Copies the shop's address.", group: "Connections"),
    ]

    package func hints(_ context: PaneContext) -> [String] {
        if choosing != nil { return ["open", "back"] }
        if trying != nil { return ["back"] }
        if attempt?.page != nil { return [] }
        guard chosen(context) != nil else { return ["connections.new"] }
        let needsKeys = chosen(context)?.connection.condition.state == .signIn
        return (needsKeys ? ["connections.keys"] : ["connections.new"]) + [
            "connections.edit", "connections.test", "connections.rest", "open", "sync.now",
            "connections.strike",
        ]
    }

    package func word(for command: String, _ context: PaneContext) -> String? {
        switch command {
        case "connections.rest":
            return chosen(context)?.connection.condition.isPaused == true ? "go on" : nil
        case "connections.edit":
            return chosen(context)?.connection.condition.state == .signIn ? "keys" : nil
        case "open": return choosing == nil ? "look closer" : "choose"
        case "back": return trying == nil ? nil : "do not wait"
        default: return nil
        }
    }

    package func availability(of command: String, _ context: PaneContext) -> Availability {
        switch command {
        case "connections.new":
            guard !context.sync.platforms.isEmpty else { return .no("this Mercer only looks") }
            return trying == nil ? .yes : .no("one is being tried")
        case "connections.keys", "connections.test":
            guard chosen(context) != nil else { return .no("n connects a channel first") }
            guard context.sync.hasService else { return .no("this Mercer only looks") }
            return trying == nil ? .yes : .no("one is being tried")
        case "open" where open != nil: return .no("it is open")
        case let id where id.hasPrefix("connections."):
            return chosen(context) == nil ? .no("n connects a channel first") : .yes
        default: return .yes
        }
    }

    mutating func run(_ id: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        if id == "connections.new" { return beginConnecting(context) }
        guard let standing = chosen(context) else { return [] }
        let connection = standing.connection
        switch id {
        case "connections.keys": return askForKeys(connection, context)
        case "connections.edit":
            return connection.condition.state == .signIn && context.sync.hasService
                ? askForKeys(connection, context) : [RulesForm.effect(connection)]
        case "connections.test": return test(connection)
        case "connections.rest":
            return [
                .perform(
                    ChangeConnection(
                        connection.id, rules: connection.rules, isPaused: !connection.condition.isPaused),
                    tag: "rest")
            ]
        case "connections.strike":
            return [.ask(Self.farewell(standing), tag: "disconnect \(connection.id.rawValue)")]
        case "connections.copy": return [.copy(connection.url, what: "the address")]
        default: return []
        }
    }

    /// What is lost with a connection, before it is ended.
    static func farewell(_ standing: ConnectionStanding) -> Question {
        let name = standing.connection.name
        var items: [Question.Item] = [
            .init(StyledLine("Its keys are forgotten, and nothing is read or sent any more.")),
            .init(StyledLine("Nothing is removed there; its orders and products stay here.")),
        ]
        let waits = standing.effects + standing.dueProducts
        if waits > 0 {
            items.insert(
                .init(
                    StyledLine(
                        "\(waits) \(waits == 1 ? "thing" : "things") that wait to go out are dropped.", .care)
                ),
                at: 0)
        }
        if standing.inDoubt > 0 {
            items.insert(
                .init(StyledLine("\(standing.inDoubt) in doubt: settle that in Going out first.", .bad)),
                at: 0)
        }
        if standing.conflicts > 0 {
            items.append(
                .init(StyledLine("\(standing.conflicts) conflicts are closed with what stands here.")))
        }
        items.append(
            .init(StyledLine("For good: connecting it anew reads all of it again.", .quiet)))
        return Question(title: "Disconnect \(name)", items: items, deed: "disconnect it")
    }

    mutating func confirmed(_ tag: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        let words = tag.split(separator: " ")
        if words.first == "disconnect", words.count == 2, let number = Int64(words[1]) {
            return [.perform(DisconnectShop(ConnectionID(rawValue: number)), tag: "disconnect")]
        }
        return tag == "keep" ? keepConnection() : []
    }
}
