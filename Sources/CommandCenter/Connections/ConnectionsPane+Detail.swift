import Commerce
import Connectors
import Shop
import Sync
import Terminal

/// Where the parts of an opened connection stand: facts and rules side by side where there is room, requests below.
struct DetailLayout {
    let facts: Rect
    /// Empty where there is no room for it.
    let rules: Rect
    let requests: Rect

    init(_ rect: Rect, _ layout: PaneContext.Layout) {
        let upper = min(rect.rows, max(6, min(18, rect.rows * 6 / 10)))
        let (top, below) = rect.cutTop(upper)
        requests = below
        guard layout == .wide else {
            (facts, rules) = (top, Rect(column: rect.endColumn, row: rect.row, columns: 0, rows: 0))
            return
        }
        let (left, right) = top.cutLeft(rect.columns * 6 / 10)
        (facts, rules) = (left, right)
    }
}

extension ConnectionsPane {
    func drawDetail(_ id: ConnectionID, in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        guard let standing = context.sync.standing(id) else {
            frame.put(
                "It is connected no more: Esc goes back.", at: Point(rect.column + 2, rect.row), role: .quiet)
            return
        }
        let layout = DetailLayout(rect, context.layout)
        var facts = facts(standing, context)
        let rules = Self.rules(standing.connection)
        if layout.rules.isEmpty {
            // Rules follow where there is no room beside.
            facts += rules.prefix(max(0, layout.facts.rows - facts.count))
        } else {
            frame.verticalLine(at: layout.rules.origin, length: max(0, layout.rules.rows - 1))
            draw(rules, in: layout.rules.cutLeft(2).rest, of: &frame, label: 17)
        }
        draw(facts, in: layout.facts.cutLeft(1).rest.cutRight(1).rest, of: &frame, label: 13)
        drawRequests(in: layout.requests, of: &frame, context)
    }

    private typealias Fact = (name: String, value: StyledLine)

    private func draw(
        _ facts: [(name: String, value: StyledLine)], in rect: Rect, of frame: inout Frame, label: Int
    ) {
        for (index, fact) in facts.prefix(rect.rows).enumerated() {
            let row = rect.line(index)
            frame.put(fact.name, at: Point(row.column + 1, row.row), width: label, role: .quiet)
            frame.put(
                fact.value, at: Point(row.column + 1 + label, row.row), width: max(0, row.columns - label - 2)
            )
        }
    }

    private func facts(_ standing: ConnectionStanding, _ context: PaneContext) -> [(
        name: String, value: StyledLine
    )] {
        let connection = standing.connection
        let condition = connection.condition
        let moments = Moments(now: context.now, zone: context.zone)
        let sign = ConnectionSign(standing, context.sync.progress[standing.id], moments)
        var facts: [(name: String, value: StyledLine)] = [("State", sign.line(context.look))]
        if !condition.reason.isEmpty, condition.state != .ready {
            facts.append(("", StyledLine(condition.reason, .care)))
        }
        if let retry = condition.retryAt, retry > context.now {
            facts.append(("", StyledLine("tried again at \(moments.short(retry))", .quiet)))
        }
        facts.append(("Address", StyledLine(connection.url)))
        facts.append(
            (
                "Connected",
                StyledLine(
                    "\(moments.date(connection.connectedAt)), as \(connection.handle); orders \(connection.prefix)-…",
                    .quiet)
            ))
        facts.append(("Keys", keys(connection, context)))
        facts.append(
            (
                "Last",
                StyledLine(
                    "in \(condition.lastIn.map { moments.short($0) } ?? "never"), out \(condition.lastOut.map { moments.short($0) } ?? "never")",
                    .quiet)
            ))
        var waits = StyledLine("\(standing.waits)", standing.waits > 0 ? .unsent : .text)
        for (count, words) in [
            (standing.conflicts, "in conflict"), (standing.unmatched, "to match"),
            (standing.refused, "refused"),
            (standing.inDoubt, "in doubt"),
        ] where count > 0 { waits.append(" · \(count) \(words)", .care) }
        facts.append(("Waits", waits))
        for (index, budget) in (detail?.budgets ?? []).prefix(3).enumerated() {
            let operation = budget.operation.isEmpty || budget.operation == "*" ? "" : "  \(budget.operation)"
            facts.append(
                (index == 0 ? "Budget" : "", StyledLine(budget.words) + StyledLine(operation, .quiet)))
        }
        for pull in detail?.pulls ?? [] {
            facts.append((Self.title(pull.stream), stream(pull, standing.id, context)))
        }
        if let unreadable = detail?.unreadable, !unreadable.isEmpty {
            facts.append(("Unreadable", StyledLine("\(unreadable.count): \(unreadable[0].reason)", .care)))
        }
        return facts
    }

    /// What they may do, as they said when they were last tried.
    private func keys(_ connection: Connection, _ context: PaneContext) -> StyledLine {
        guard let scopes = connection.scopes else {
            return StyledLine(
                "\(context.keymap.spelling(of: "connections.test")) asks what they may do", .quiet)
        }
        guard scopes.missing.isEmpty else {
            return StyledLine("may not \(scopes.missing.joined(separator: ", "))", .care)
        }
        let granted = scopes.granted.joined(separator: ", ")
        return StyledLine(granted.isEmpty ? "may do all that is needed" : granted, .good)
    }

    private static func title(_ stream: String) -> String {
        stream.prefix(1).uppercased() + stream.dropFirst()
    }

    /// `1,204 of 3,000, 40 a second, 45 s left`, or when it was whole.
    private func stream(_ pull: PullState, _ id: ConnectionID, _ context: PaneContext) -> StyledLine {
        let moments = Moments(now: context.now, zone: context.zone)
        if let progress = context.sync.progress[id], progress.step.rawValue == pull.stream {
            return StyledLine("\(context.look.glyphs.busy) ", .busy) + StyledLine(Self.figures(progress))
        }
        guard pull.beganAt != nil else { return StyledLine("not read yet", .quiet) }
        if pull.isUnderWay {
            let total = pull.total.map { " of \(SellPane.grouped($0))" } ?? ""
            return StyledLine("\(SellPane.grouped(pull.done))\(total), goes on where it was cut off", .unsent)
        }
        let when = pull.finishedAt.map { moments.short($0) } ?? ""
        let counted = pull.countedAt.map { ", all counted \(moments.short($0))" } ?? ""
        return StyledLine("read \(when)\(counted)", .text)
    }

    static func figures(_ progress: SyncProgress) -> String {
        var parts = [
            progress.total.map { "\(SellPane.grouped(progress.done)) of \(SellPane.grouped($0))" }
                ?? SellPane.grouped(progress.done)
        ]
        if progress.perSecond >= 1 { parts.append("\(SellPane.grouped(Int(progress.perSecond))) a second") }
        if let left = progress.secondsLeft { parts.append("\(Seconds.about(left)) left") }
        return parts.joined(separator: ", ")
    }

    private static func rules(_ connection: Connection) -> [(name: String, value: StyledLine)] {
        let texts = RulesForm.texts(connection.rules)
        func line(_ text: String, _ empty: String) -> StyledLine {
            text.isEmpty ? StyledLine(empty, .quiet) : StyledLine(text)
        }
        let rules = connection.rules
        return [
            (
                "Changes go out",
                rules.pushes ? StyledLine("yes", .good) : StyledLine("no, it is only read", .care)
            ),
            ("Price", line(texts[1], "as here")), ("Ends with", line(texts[2], "as it comes")),
            ("Kept back", line(rules.buffer == 0 ? "" : "\(rules.buffer) pieces", "no pieces")),
            (
                "At zero",
                StyledLine(rules.pausesAtZero ? "the listing is paused" : "the listing stays", .quiet)
            ),
            ("Both changed it", StyledLine(texts[5])),
            ("Price guard", StyledLine("asks from \(texts[6])")),
            ("Floor", line(texts[7].isEmpty ? "" : "keeps at least \(texts[7])", "none")),
            ("Refunds", StyledLine(rules.paysBack ? "pay back there" : "are only noted there", .quiet)),
            (
                "Buyers",
                StyledLine(rules.notifiesBuyers ? "are mailed by the platform" : "are not mailed", .quiet)
            ),
            ("Looked at", StyledLine("every \(texts[10])", .quiet)),
        ]
    }

    private func drawRequests(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        guard rect.rows >= 3, let detail else { return }
        frame.sectionRule(DisplayText("Requests"), in: rect.cutTop(1).top)
        var list = detailList
        let body = rect.cutTop(1).rest
        list.resize(count: detail.requests.count, height: max(1, body.rows - 1))
        RequestTable.table(detail.requests, names: [:], context).draw(into: &frame, in: body, state: list)
    }
}

/// Requests as lines: what was asked, and what came of it. Their secrets were taken out when they were kept.
enum RequestTable {
    /// - Parameter names: of the connections; empty where all are one's.
    static func table(_ requests: [RequestEntry], names: [ConnectionID: String], _ context: PaneContext)
        -> Table
    {
        let moments = Moments(now: context.now, zone: context.zone)
        var columns = [Column("When", minimum: 9, maximum: 11)]
        if !names.isEmpty { columns.append(Column("Channel", minimum: 8, maximum: 14, priority: 3)) }
        columns += [
            Column("What", minimum: 10, maximum: 14, priority: 1),
            Column("Request", minimum: 20, maximum: 90),
            Column("Answer", minimum: 8, maximum: 24),
            Column("took", minimum: 9, align: .right),
            Column("size", minimum: 8, priority: 2, align: .right),
        ]
        return Table(
            columns: columns,
            emptyNote: StyledLine(
                "No request was made yet: each is listed here, without its secrets.", .quiet)
        ) { index in
            let request = requests[index]
            var cells = [StyledLine(moments.short(request.at), .quiet)]
            if !names.isEmpty { cells.append(StyledLine(names[request.connection] ?? "", .quiet)) }
            cells += [
                StyledLine(request.label), StyledLine("\(request.method) \(request.url)", .quiet),
                answer(request), StyledLine("\(SellPane.grouped(request.milliseconds)) ms", .quiet),
                StyledLine(size(request.bytes), .quiet),
            ]
            return .cells(cells)
        }
    }

    private static func answer(_ request: RequestEntry) -> StyledLine {
        guard let status = request.status else {
            return StyledLine(request.failure.isEmpty ? "no answer" : request.failure, .bad)
        }
        let isWell = (200..<400).contains(status) && request.failure.isEmpty
        return StyledLine(
            "\(status)" + (request.failure.isEmpty ? "" : " \(request.failure)"), isWell ? .good : .bad)
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 1_000 ? "\(bytes) B" : bytes < 1_000_000 ? "\(bytes / 1_000) kB" : "\(bytes / 1_000_000) MB"
    }
}
