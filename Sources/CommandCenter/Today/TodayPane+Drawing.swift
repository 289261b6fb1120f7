import Commerce
import Shop
package import Terminal

extension TodayPane {
    package func views(_ context: PaneContext) -> PaneViews {
        func count(_ number: Int) -> String { number == 0 ? "" : "\(number)" }
        let views = [
            PaneViews.View("problems", "Problems", detail: count(problems.count)),
            .init("goingOut", "Going out", detail: count(goingOut.count)), .init("activity", "Activity"),
            .init("requests", "Requests"), .init("resting", "Resting", detail: count(resting.count)),
        ]
        return PaneViews(views, chosen: view.rawValue, status: toShip(context))
    }

    private func toShip(_ context: PaneContext) -> StyledLine {
        guard let facts, facts.toShip > 0 else { return .empty }
        var line = StyledLine("\(facts.toShip) to ship today", .strong)
        guard let by = facts.firstBy else { return line }
        let moments = Moments(now: context.now, zone: context.zone)
        line.append(
            by < context.now ? ", first was due \(moments.short(by))" : ", first by \(moments.time(by))")
        return line
    }

    package func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        if let open { return draw(open.entry, open.changes, in: rect, of: &frame, context) }
        let layout = TodayLayout(rect)
        if !layout.summary.isEmpty {
            frame.put(
                summary(context), at: Point(layout.summary.column + 1, layout.summary.row),
                width: max(0, rect.columns - 2)
            )
        }
        var list = lists[view] ?? ListState()
        list.resize(count: list.count, height: layout.rows)
        table(context).draw(into: &frame, in: layout.table, state: list)
    }

    /// What happened since the last sitting.
    private func summary(_ context: PaneContext) -> StyledLine {
        guard let facts, let since else { return .empty }
        let moments = Moments(now: context.now, zone: context.zone)
        let isToday = context.zone.day(of: since) == context.today
        var line = StyledLine(isToday ? "today" : "since \(moments.short(since))", .quiet)
        line.append("   ")
        line.append(facts.orders == 1 ? "1 order" : "\(facts.orders) orders", .strong)
        if !facts.sales.isZero { line.append(", \(facts.sales)") }
        if facts.delivered > 0 { line.append(" · \(facts.delivered) delivered") }
        if facts.returnsAsked > 0 {
            line.append(" · \(facts.returnsAsked) \(facts.returnsAsked == 1 ? "return" : "returns") asked")
        }
        if facts.lowCount > 0 { line.append(" · \(low(facts))") }
        return line
    }

    private func low(_ facts: DayFacts) -> String {
        let names = facts.low.joined(separator: " and ")
        return facts.lowCount > facts.low.count
            ? "\(facts.lowCount) products are low" : "\(names) \(facts.lowCount == 1 ? "is" : "are") low"
    }

    // MARK: The lists

    func table(_ context: PaneContext) -> Table {
        switch view {
        case .problems, .resting: problemTable(context)
        case .goingOut: outTable(context)
        case .activity: activity(context)
        case .requests:
            RequestTable.table(
                requests,
                names: Dictionary(
                    context.sync.standings.map { ($0.id, $0.connection.shortName) },
                    uniquingKeysWith: { first, _ in first }), context)
        }
    }

    private func problemTable(_ context: PaneContext) -> Table {
        let moments = Moments(now: context.now, zone: context.zone)
        let shown = shown
        let isResting = view == .resting
        let empty =
            isResting
            ? "Nothing rests. On a problem z lets it rest until tomorrow."
            : isLoaded ? "Nothing needs you. What does appears here by itself." : ""
        return Table(
            columns: [
                Column("", minimum: 7, maximum: 9), Column("What", minimum: 26, maximum: 30),
                Column("Why", minimum: 18, maximum: 80, priority: 1),
                Column("since", minimum: 9, maximum: 10, priority: 2, align: .right),
                Column(
                    isResting ? "" : "\(context.keymap.spelling(of: "today.propose")) proposes", minimum: 16,
                    maximum: 20, priority: 3),
            ],
            emptyNote: StyledLine(empty, .quiet)
        ) { index in
            let problem = shown[index]
            return .cells([
                StyledLine(Self.word(problem), Self.role(problem.kind)), StyledLine(problem.what),
                StyledLine(problem.why, .quiet), StyledLine(moments.short(problem.since), .quiet),
                isResting ? .empty : StyledLine(Self.proposal(problem), .quiet),
            ])
        }
    }

    static func word(_ problem: Problem) -> String {
        switch problem.kind {
        case .order(let reason):
            switch reason {
            case .cancelRequested: "cancel"
            default: reason.word
            }
        case .unpaid: "unpaid"
        case .more: "more"
        case .importRows: "import"
        case .cutOff: "cut off"
        case .configuration: "config"
        case .signIn: problem.wantsKeys ? "sign in" : "failing"
        case .conflict: "conflict"
        case .inDoubt: "in doubt"
        case .rejected: "refused"
        case .unmatched: "match"
        case .unreadable: "unread"
        }
    }

    private static func role(_ kind: Problem.Kind) -> Role {
        switch kind {
        case .order(.late), .cutOff, .signIn, .inDoubt, .rejected: .bad
        case .unpaid, .more, .order(.onHold): .strong
        default: .care
        }
    }

    private func activity(_ context: PaneContext) -> Table {
        let moments = Moments(now: context.now, zone: context.zone)
        let lines = activity
        return Table(
            columns: [
                Column("When", minimum: 9, maximum: 12), Column("Who", minimum: 3, maximum: 10, priority: 2),
                Column("What", minimum: 20, maximum: 120), Column("", minimum: 7, maximum: 7, priority: 1),
            ],
            emptyNote: StyledLine("Nothing was done yet: all you do is listed here, with its undo.", .quiet)
        ) { index in
            guard case .entry(let entry) = lines[index] else {
                guard case .said(let said) = lines[index] else { return .cells([]) }
                return .cells([
                    StyledLine(moments.short(said.at), .quiet), StyledLine("Mercer", .quiet),
                    StyledLine(said.words, .bad), StyledLine("refused", .quiet),
                ])
            }
            let isGone = entry.undoneBy != nil
            return .cells([
                StyledLine(moments.short(entry.at), .quiet), StyledLine(entry.author, .quiet),
                StyledLine(entry.summary, isGone ? .quiet : .text),
                isGone
                    ? StyledLine("undone", .gone) : entry.undoes != nil ? StyledLine("undo", .yours) : .empty,
            ])
        }
    }

    // MARK: An entry, opened

    private func draw(
        _ entry: JournalEntry, _ changes: [EntryChange], in rect: Rect, of frame: inout Frame,
        _ context: PaneContext
    ) {
        let moments = Moments(now: context.now, zone: context.zone)
        let room = max(0, rect.columns - 2)
        frame.put(entry.summary, at: Point(rect.column + 1, rect.row), width: room, role: .strong)
        var line = StyledLine("\(entry.author), \(moments.short(entry.at)) · \(entry.action)", .quiet)
        if entry.undoneBy != nil { line.append(" · undone", .gone) }
        frame.put(line, at: Point(rect.column + 1, rect.row + 1), width: room)
        let empty =
            entry.byPerson
            ? "No row was changed, or its image is no longer kept."
            : "Only what a person did keeps its changes."
        var list = changeList
        let body = rect.cutTop(3).rest
        list.resize(count: changes.count, height: max(1, body.rows - 1))
        Table(
            columns: [
                Column("Of", minimum: 12, maximum: 40), Column("Field", minimum: 8, maximum: 16),
                Column("before", minimum: 8, maximum: 36, priority: 1),
                Column("after", minimum: 8, maximum: 36),
            ], emptyNote: StyledLine(empty, .quiet)
        ) { index in
            let change = changes[index]
            return .cells([
                StyledLine(change.subject), StyledLine(change.field, .quiet), StyledLine(change.old, .gone),
                StyledLine(change.new, .yours),
            ])
        }.draw(into: &frame, in: body, state: list)
    }
}
