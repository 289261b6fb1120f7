import Commerce
import Shop
package import Terminal

extension TodayPane {
    package static let verbs = [
        PaneVerb("resolve", help: "settle the conflicts of the product: yours or theirs")
    ]

    package static let commands: [CommandEntry] = problemCommands + outCommands

    private static let problemCommands: [CommandEntry] = [
        CommandEntry(
            "today.propose", keys: [">"], contexts: ["today.problems"], word: "what it takes",
            help: "Goes to what settles the problem, or proposes it.", group: "Problems"),
        CommandEntry(
            "today.takeBack", keys: ["<"], contexts: ["today.problems"], word: "undo it",
            help: "Takes back what a work that was cut off has done.", group: "Problems", asks: true),
        CommandEntry(
            "today.rest", keys: ["z"], contexts: ["today.problems"], word: "until tomorrow",
            help: "Lets the problem rest until tomorrow morning.", group: "Problems"),
        CommandEntry(
            "today.wake", keys: ["z"], contexts: ["today.resting"], word: "wake",
            help: "Shows the problem among the others again.", group: "Problems"),
        CommandEntry(
            "today.dismiss", keys: ["x"], contexts: ["today.problems"], word: "leave it so",
            help: "An import's bad rows or a work that was cut off: keeps what is done, and says no more.",
            group: "Problems", asks: true),
        CommandEntry(
            "today.undo", keys: ["u"], contexts: ["today.activity"], word: "undo this one",
            help: "Takes this entry back, with the run it belongs to.", group: "Activity"),
        CommandEntry(
            "today.copy", keys: ["yy"], contexts: ["today"], word: "copy the line",
            help: "Copies what the cursor is on.", group: "Today"),
        CommandEntry(
            "today.again", keys: ["r"], contexts: ["today"], word: "look again",
            help: "Reads everything here anew.", group: "Today", isQuiet: true),
    ]

    package func hints(_ context: PaneContext) -> [String] {
        switch view {
        case .problems:
            ["today.propose", "today.takeBack", "open", "today.rest", "today.dismiss", "view.next"]
        case .resting: ["today.wake", "open", "view.next"]
        case .goingOut:
            [
                "today.out.undo", "today.out.rest", "today.out.retry", "today.out.send", "open", "sync.now",
                "today.out.drop",
            ]
        case .requests: ["today.copy", "today.again", "view.next"]
        case .activity:
            open == nil ? ["today.undo", "open", "view.next"] : ["today.undo", "back", "neighbour.next"]
        }
    }

    package func word(for command: String, _ context: PaneContext) -> String? {
        switch command {
        case "today.propose": chosenProblem.map(Self.proposal)
        case "open" where view == .activity: "what it changed"
        case let id where id.hasPrefix("today.out."): outWord(id)
        case "view.next": "other views"
        default: nil
        }
    }

    package func availability(of command: String, _ context: PaneContext) -> Availability {
        switch command {
        case "today.propose", "today.rest", "today.wake":
            return chosenProblem == nil ? .no("nothing needs you here") : .yes
        case "today.takeBack":
            if case .run? = chosenProblem?.subject { return .yes }
            return .no("only a work that was cut off is undone here; u undoes the last thing done")
        case "today.dismiss":
            switch chosenProblem?.kind {
            case .importRows?, .cutOff?: return .yes
            default: return .no("only bad rows and what was cut off can be left so")
            }
        case "today.undo":
            guard let entry = chosenEntry else { return .no("nothing was done yet") }
            if entry.undoneBy != nil { return .no("this one is undone already") }
            return entry.byPerson
                ? .yes : .no("\(entry.author) did this: only what a person did can be undone")
        case "today.copy":
            return copyable == nil ? .no("there is nothing to copy") : .yes
        case let id where id.hasPrefix("today.out."): return outAvailability(id)
        default: return .yes
        }
    }

    /// What `>` would do about a problem.
    static func proposal(_ problem: Problem) -> String {
        switch problem.kind {
        case .order(let reason):
            switch reason {
            case .short: "see what is short"
            case .cancelRequested: "what it takes"
            case .addressProblem: "mend it"
            case .twin: "compare"
            case .late: "send it on"
            case .onHold: "see why"
            default: "look at it"
            }
        case .unpaid, .more: "show them"
        case .importRows: "copy the path"
        case .cutOff:
            if case .run(_, canFinish: true) = problem.subject { "finish it" } else { "undo it" }
        case .configuration: "see the line"
        case .signIn: problem.wantsKeys ? "sign in" : "look closer"
        case .conflict: "compare"
        case .inDoubt: "look it up"
        case .rejected: "see why"
        case .unmatched: "match them"
        case .unreadable: "see what"
        }
    }

    mutating func run(_ id: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch id {
        case "today.propose":
            guard let problem = chosenProblem else { return [] }
            return propose(problem)
        case "today.takeBack": return chosenProblem.map(takeBack) ?? []
        case "today.rest":
            guard let problem = chosenProblem else { return [] }
            let tomorrow = context.zone.instant(of: context.today.adding(days: 1), hour: 8, minute: 0)
            return [
                .keep("rest") { try $0.rest(problem.key, until: tomorrow) },
                .toast("\(problem.what) rests until tomorrow 8:00"),
            ]
        case "today.wake":
            guard let problem = chosenProblem else { return [] }
            return [.keep("wake") { try $0.rest(problem.key, until: nil) }]
        case "today.dismiss": return chosenProblem.map(dismiss) ?? []
        case "today.undo": return chosenEntry.map { [.undo($0.id)] } ?? []
        case "today.copy":
            return copyable.map { [.copy($0, what: "the line")] } ?? []
        case let id where id.hasPrefix("today.out."): return runOut(id, context)
        default: return update(.settingsChanged, context)
        }
    }

    /// The line under the cursor, as it is copied.
    private var copyable: String? {
        if view == .requests, requests.indices.contains(cursor) {
            let request = requests[cursor]
            return "\(request.method) \(request.url): \(request.status.map(String.init) ?? request.failure)"
        }
        if let line = chosenOut { return "\(line.what), \(line.to)" }
        return chosenProblem.map { "\($0.what): \($0.why)" } ?? chosenEntry?.summary
    }

    mutating func propose(_ problem: Problem) -> [PaneEffect<Request>] {
        switch problem.subject {
        case .order(let id): [.go(.fulfill, .order(id))]
        case .orders(let words): [.go(.fulfill, .filter(words))]
        case .importFile(_, let badRows):
            badRows.isEmpty ? [.toast(problem.why)] : [.copy(badRows, what: "the path \(badRows)")]
        case .run(let run, canFinish: true):
            [
                .ask(
                    Question(
                        title: "Finish “\(problem.what)”",
                        items: [
                            .init(StyledLine("\(problem.what) was \(problem.why.split(separator: ":")[0])")),
                            .init(StyledLine("the file is read again; what is in already stays as it is")),
                            .init(StyledLine("u then undoes all of it as one", .quiet)),
                        ], deed: "finish it"), tag: "finish run \(run)")
            ]
        case .run: takeBack(problem)
        case .connection(let id): proposeFor(id, problem)
        case .product(let id): compare(id, problem)
        case .effect(let id): showOut(id)
        case .match(let connection, _): [.load(.unmatched(connection), slot: "matches")]
        case .none: [.toast(problem.why)]
        }
    }

    private func takeBack(_ problem: Problem) -> [PaneEffect<Request>] {
        guard case .run(let run, _) = problem.subject else { return [] }
        return [
            .ask(
                Question(
                    title: "Undo “\(problem.what)”",
                    items: [
                        .init(StyledLine("\(problem.what) was \(problem.why.split(separator: ":")[0])")),
                        .init(StyledLine("all that it did is taken back, part by part")),
                        .init(StyledLine("what you changed since then is left, and named", .quiet)),
                    ], deed: "undo it"), tag: "undo run \(run)")
        ]
    }

    private func dismiss(_ problem: Problem) -> [PaneEffect<Request>] {
        let tag: String
        switch problem.subject {
        case .importFile(let id, _): tag = "settle import \(id)"
        case .run(let run, _): tag = "settle run \(run)"
        default: return []
        }
        return [
            .ask(
                Question(
                    title: "Leave it so",
                    items: [
                        .init(StyledLine(problem.what, .strong)), .init(StyledLine(problem.why)),
                        .init(StyledLine("what is done stays, and can be undone in Activity")),
                    ], deed: "leave it so"), tag: tag)
        ]
    }

    func confirmed(_ tag: String) -> [PaneEffect<Request>] {
        let words = tag.split(separator: " ")
        guard words.count == 3, let number = Int64(words[2]) else { return [] }
        switch (words[0], words[1]) {
        case ("undo", _):
            return [
                .work("Undo", tag: tag) { shop, proceed in
                    try shop.undoRun(RunID(rawValue: number), proceed: proceed)
                }
            ]
        case ("finish", _):
            return [
                .work("Import", tag: tag) { shop, proceed in
                    try shop.finishImport(RunID(rawValue: number), proceed: proceed)
                }
            ]
        case (_, "import"): return [.keep(tag) { try $0.settleImport(ImportID(rawValue: number)) }]
        default: return [.keep(tag) { try $0.settle(RunID(rawValue: number)) }]
        }
    }
}
