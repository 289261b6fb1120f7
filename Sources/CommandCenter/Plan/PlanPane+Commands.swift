import Commerce
import Shop
import Sync
package import Terminal

extension PlanPane {
    private static let here = ["plan"]

    package static let commands: [CommandEntry] = [
        CommandEntry(
            "plan.send", keys: ["y"], contexts: here, word: "send what is taken",
            help: "Sends the taken changes; the others stay here until tomorrow.", group: "Plan"),
        CommandEntry(
            "plan.rest", keys: ["z"], contexts: here, word: "leave until tomorrow",
            help: "Leaves the product out of what goes to this channel until tomorrow, or takes it in again.",
            group: "Plan"),
        CommandEntry(
            "plan.edit", keys: ["e"], contexts: here, word: "edit",
            help: "Goes to the product, to change what is sent.", group: "Plan"),
        CommandEntry(
            "plan.again", keys: ["r"], contexts: here, word: "look again",
            help: "Works the plan out anew.", group: "Plan", isQuiet: true),
    ]

    package func hints(_ context: PaneContext) -> [String] {
        ["plan.send", "mark", "plan.rest", "plan.edit", "open", "sync.now"]
    }

    package func word(for command: String, _ context: PaneContext) -> String? {
        switch command {
        case "mark":
            if case .blocked(let blocked)? = line, case .guarded = blocked.reason { return "it is meant" }
            return "take or leave"
        case "open":
            if case .blocked(let blocked)? = line, blocked.reason == .conflict { return "compare" }
            return "open"
        case "plan.rest":
            if case .blocked(let blocked)? = line, case .leftOut = blocked.reason { return "take in again" }
            return nil
        default: return nil
        }
    }

    package func availability(of command: String, _ context: PaneContext) -> Availability {
        switch command {
        case "plan.send":
            guard plan != nil else { return .no("no channel is connected yet: 0 connects one") }
            return lines.contains(where: isTaken) || !left.isEmpty
                ? .yes : .no("nothing waits to go out")
        case "plan.rest", "plan.edit":
            return line?.product == nil ? .no("there is no product here") : .yes
        default: return .yes
        }
    }

    mutating func run(_ id: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch id {
        case "plan.send": return send(context)
        case "plan.rest":
            guard let product = line?.product, let chosen else { return [] }
            var until: Instant? = tomorrow(context)
            if case .blocked(let blocked)? = line, case .leftOut = blocked.reason { until = nil }
            return [.perform(LeaveOut([product], of: chosen, until: until), tag: "rest")]
        case "plan.edit": return line?.product.map { [.go(.sell, .product($0))] } ?? []
        default:
            isAsking = false
            return ask(context)
        }
    }

    private func tomorrow(_ context: PaneContext) -> Instant {
        context.zone.instant(of: context.today.adding(days: 1), hour: 8, minute: 0)
    }

    /// A channel that is only read is asked about first: from then on changes go out there.
    private mutating func send(_ context: PaneContext) -> [PaneEffect<Request>] {
        guard let plan else { return [] }
        let connection = plan.connection
        guard !connection.rules.pushes else { return sendTaken(context) }
        let taken = lines.count(where: isTaken)
        return [
            .ask(
                Question(
                    title: "Send to \(connection.name)",
                    items: [
                        .init(StyledLine("\(connection.name) is only read until now.", .strong)),
                        .init(
                            StyledLine(
                                "\(taken) \(taken == 1 ? "line" : "lines") of this plan go out there, with every later change."
                            )),
                        .init(StyledLine("0 turns it off again: then it is only read", .quiet)),
                    ], deed: "send, from now on"), tag: "push")
        ]
    }

    mutating func confirmed(_ tag: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard tag == "push", let connection = plan?.connection else { return [] }
        var rules = connection.rules
        rules.pushes = true
        return [
            .perform(
                ChangeConnection(connection.id, rules: rules, isPaused: connection.condition.isPaused),
                tag: "pushes")
        ] + sendTaken(context)
    }

    private mutating func sendTaken(_ context: PaneContext) -> [PaneEffect<Request>] {
        guard let chosen else { return [] }
        var effects: [PaneEffect<Request>] = []
        if !left.isEmpty {
            effects.append(
                .perform(LeaveOut(left.sorted(), of: chosen, until: tomorrow(context)), tag: "left"))
        }
        let meant = approved.compactMap { blocked in
            blocked.field.map {
                ApproveChanges.Approved(
                    connection: chosen, product: blocked.product, local: blocked.local, field: $0,
                    value: blocked.willBe)
            }
        }
        if !meant.isEmpty { effects.append(.perform(ApproveChanges(meant), tag: "meant")) }
        left = []
        approved = []
        return effects + [.syncNow]
    }
}
