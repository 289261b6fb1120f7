import Commerce
import Shop
import Terminal

/// What each key does in Going out: take back, keep back, send now, drop, once more.
extension TodayPane {
    static let outCommands: [CommandEntry] = [
        CommandEntry(
            "today.out.undo", keys: ["u"], contexts: ["today.out"], word: "take back",
            help: "Takes the Action back that asks for it; nothing goes out.", group: "Going out"),
        CommandEntry(
            "today.out.rest", keys: ["z"], contexts: ["today.out"], word: "keep back",
            help: "Keeps it back until it is let go; of changes, until tomorrow.", group: "Going out"),
        CommandEntry(
            "today.out.send", keys: [">"], contexts: ["today.out"], word: "send now",
            help:
                "Sends it without waiting for the end of its hold; of what is in doubt, says that it was done.",
            group: "Going out", asks: true),
        CommandEntry(
            "today.out.retry", keys: ["r"], contexts: ["today.out"], word: "once more",
            help: "Tries again what was refused, or what was looked up and not done.", group: "Going out"),
        CommandEntry(
            "today.out.drop", keys: ["x"], contexts: ["today.out"], word: "drop",
            help: "Drops it: it does not go out, and what was done here stays.", group: "Going out",
            asks: true),
    ]

    var chosenOut: GoingOutLine? {
        view == .goingOut && goingOut.indices.contains(cursor) ? goingOut[cursor] : nil
    }

    func outWord(_ command: String) -> String? {
        switch command {
        case "today.out.rest": chosenOut?.first?.isKeptBack == true ? "let it go" : nil
        case "today.out.send": chosenOut?.first?.state == .inDoubt ? "it was done" : nil
        default: nil
        }
    }

    func outAvailability(_ command: String) -> Availability {
        guard let line = chosenOut else { return .no("nothing goes out") }
        guard let item = line.first else {
            switch command {
            case "today.out.undo", "today.out.rest": return .yes
            case "today.out.send": return .no("changes go by themselves; S looks at all channels now")
            default: return .no("a change goes while it differs: u takes your edit back, D leaves it out")
            }
        }
        switch command {
        case "today.out.undo":
            return item.state.isHere || item.state == .inDoubt
                ? .yes : .no("it is on its way")
        case "today.out.rest": return item.state.isHere ? .yes : .no("it has left already")
        case "today.out.send":
            return item.state == .held || item.state == .queued || item.state == .inDoubt
                ? .yes
                : .no(
                    item.state == .rejected ? "it was refused: r tries it again" : "it does not wait for this"
                )
        case "today.out.retry":
            return item.state == .rejected || item.state == .inDoubt || item.state == .blocked
                ? .yes : .no("it needs no second try")
        case "today.out.drop":
            return item.state.isHere || item.state == .inDoubt ? .yes : .no("it is on its way")
        default: return .yes
        }
    }

    mutating func runOut(_ id: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard let line = chosenOut else { return [] }
        let ids = line.items.map(\.id)
        switch id {
        case "today.out.undo": return line.first.map { [.undo($0.entry)] } ?? [.run("undo")]
        case "today.out.rest":
            guard let item = line.first else { return leaveOut(line, context) }
            return [.perform(SettleEffects(ids, item.isKeptBack ? .wake : .keepBack), tag: "out")]
        case "today.out.retry": return [.perform(SettleEffects(ids, .retry), tag: "out"), .syncNow]
        case "today.out.send": return [.ask(sending(line), tag: "out send \(Self.list(ids))")]
        case "today.out.drop": return [.ask(dropping(line), tag: "out drop \(Self.list(ids))")]
        default: return []
        }
    }

    /// Changes are kept back with their products, until tomorrow morning.
    private func leaveOut(_ line: GoingOutLine, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard let changes = line.changes else { return [] }
        let tomorrow = context.zone.instant(of: context.today.adding(days: 1), hour: 8, minute: 0)
        return [.perform(LeaveOut(changes.products, of: changes.connection, until: tomorrow), tag: "out")]
    }

    private static func list(_ ids: [EffectID]) -> String {
        ids.map { "\($0.rawValue)" }.joined(separator: ",")
    }

    private func sending(_ line: GoingOutLine) -> Question {
        if line.first?.state == .inDoubt {
            return Question(
                title: "\(line.what): it was done",
                items: line.items.map {
                    .init(StyledLine("\($0.summary), \(GoingOutLine.short($0.channel))"))
                } + [
                    .init(StyledLine("It counts as done by your word, and is never sent again.", .quiet))
                ], deed: "it was done")
        }
        let items = line.items.prefix(12).map { item in
            Question.Item(
                StyledLine(item.summary) + StyledLine("  \(GoingOutLine.short(item.channel))", .quiet))
        }
        let more =
            line.items.count > 12
            ? [Question.Item(StyledLine("and \(line.items.count - 12) more", .quiet))] : []
        return Question(
            title: "Send now",
            items: items + more + [.init(StyledLine("u no longer stops what has left", .quiet))],
            deed: "send \(line.items.count == 1 ? "it" : "all \(line.items.count)") now")
    }

    private func dropping(_ line: GoingOutLine) -> Question {
        let items = line.items.prefix(12).map { item in
            Question.Item(
                StyledLine(item.summary) + StyledLine("  \(GoingOutLine.short(item.channel))", .quiet))
        }
        return Question(
            title: "Drop \(line.what)",
            items: items + [
                .init(StyledLine("It does not go out; what was done here stays as it is.")),
                .init(StyledLine("Nobody there is told. For good.", .quiet)),
            ], deed: "drop it", mustType: line.items.count > 10 ? "\(line.items.count)" : nil)
    }

    /// `y` on a question of Going out; nil for another's.
    func confirmedOut(_ tag: String) -> [PaneEffect<Request>]? {
        let words = tag.split(separator: " ")
        guard words.first == "out", words.count == 3 else { return nil }
        let ids = words[2].split(separator: ",").compactMap { Int64($0) }.map(EffectID.init(rawValue:))
        if words[1] == "drop" { return [.perform(SettleEffects(ids, .drop), tag: "out")] }
        let isInDoubt = goingOut.contains { $0.first?.state == .inDoubt && $0.items.map(\.id) == ids }
        return [.perform(SettleEffects(ids, isInDoubt ? .wasDone : .sendNow), tag: "out"), .syncNow]
    }

    // MARK: Drawing

    func outTable(_ context: PaneContext) -> Table {
        let lines = goingOut
        return Table(
            columns: [
                Column("", minimum: 9), Column("What", minimum: 26, maximum: 46),
                Column("To", minimum: 8, maximum: 22, priority: 1),
                Column("When", minimum: 12, maximum: 18),
                Column("Why", minimum: 16, maximum: 60, priority: 2),
            ],
            emptyNote: StyledLine(
                "Nothing waits to go out. What you do here stands here first, for a moment.", .quiet)
        ) { index in
            let line = lines[index]
            return .cells([
                line.state(context), StyledLine(line.what), StyledLine(line.to), line.when(context),
                StyledLine(line.why(context), .quiet),
            ])
        }
    }
}
