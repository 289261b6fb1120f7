import Commerce
import Connectors
import Shop
import Sync
package import Terminal

extension ConnectionsPane {
    package func views(_ context: PaneContext) -> PaneViews {
        if let open, let standing = context.sync.standing(open) {
            return PaneViews(
                [.init("connection", standing.connection.name)], chosen: 0,
                status: ConnectionSign(
                    standing, context.sync.progress[open], Moments(now: context.now, zone: context.zone)
                ).line(context.look))
        }
        let count = standings(context).count
        let views = [
            PaneViews.View("all", "All"),
            PaneViews.View("channels", "Channels", detail: count == 0 ? "" : "\(count)"),
        ]
        let who =
            !context.sync.hasService
            ? "" : context.sync.isElsewhere ? "another Mercer syncs this shop" : "this Mercer syncs"
        return PaneViews(views, chosen: view.rawValue, status: StyledLine(count == 0 ? "" : who, .quiet))
    }

    package func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        if let open {
            drawDetail(open, in: rect, of: &frame, context)
        } else {
            drawList(in: rect, of: &frame, context)
        }
        if let page = attempt?.page, trying == nil { drawPage(page, in: rect, of: &frame) }
        if let trying { drawTrying(trying, in: rect, of: &frame, context) }
        if let choosing { drawChoice(choosing, in: rect, of: &frame, context) }
    }

    private func drawList(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        guard !standings(context).isEmpty else { return drawEmpty(in: rect, of: &frame, context) }
        var list = list
        list.resize(count: standings(context).count, height: max(1, rect.rows - 1))
        table(context).draw(into: &frame, in: rect, state: list)
    }

    func table(_ context: PaneContext) -> Table {
        let all = standings(context)
        let moments = Moments(now: context.now, zone: context.zone)
        return Table(columns: [
            Column("Connection", minimum: 24, maximum: 44),
            Column("State", minimum: 14, maximum: 22),
            Column("What", minimum: 20, maximum: 26, priority: 3),
            Column("Last in", minimum: 9, maximum: 12, priority: 1),
            Column("Waits", minimum: 8, maximum: 14),
            Column("Budget", minimum: 14, maximum: 16, priority: 2),
        ]) { index in
            let standing = all[index]
            let connection = standing.connection
            let sign = ConnectionSign(standing, context.sync.progress[standing.id], moments)
            return .cells([
                StyledLine(connection.name, .strong), sign.line(context.look),
                StyledLine(Self.what(connection), .quiet),
                StyledLine(connection.condition.lastIn.map { moments.short($0) } ?? "not yet", .quiet),
                Self.waits(standing), StyledLine(budgets[standing.id] ?? "", .quiet),
            ])
        }
    }

    /// What is read and sent there.
    static func what(_ connection: Connection) -> String {
        connection.rules.pushes ? "orders, stock, listings" : "orders, products; only read"
    }

    static func waits(_ standing: ConnectionStanding) -> StyledLine {
        let open = standing.conflicts + standing.unmatched + standing.refused + standing.inDoubt
        var line = StyledLine("\(standing.waits)", standing.waits == 0 ? .quiet : .unsent)
        if standing.connection.condition.state == .signIn, standing.waits > 0 {
            line.append(", kept", .quiet)
        }
        if open > 0 { line.append(", \(open) !", .care) }
        return line
    }

    // MARK: Nothing yet

    private func drawEmpty(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        let area = rect.inset(columns: 2, rows: rect.rows >= 14 ? 1 : 0)
        var row = area.row
        func put(_ line: StyledLine, indent: Int = 0) {
            guard row < area.endRow else { return }
            frame.put(line, at: Point(area.column + indent, row), width: area.columns - indent)
            row += 1
        }
        put(StyledLine("Nothing is connected yet.", .strong))
        row += 1
        let key = context.keymap.spelling(of: "connections.new")
        guard !context.sync.platforms.isEmpty else {
            put(
                StyledLine("This Mercer only looks. Opened with `mercer`, it connects channels here.", .quiet)
            )
            return
        }
        for words in PlainPage.wrapped(
            "A channel is read first: its orders and products come here, and nothing changes there until you say so. What you do waits while it is out of reach, and nothing is sent twice.",
            to: min(78, area.columns))
        { put(StyledLine(words)) }
        row += 1
        for platform in context.sync.platforms {
            put(
                StyledLine(key, .strong) + StyledLine("  connects ", .quiet)
                    + StyledLine(platform.name, .text))
        }
    }

    private func drawChoice(_ list: ListState, in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        let ways = Self.ways(context)
        let card = rect.centered(
            Size(columns: min(60, rect.columns), rows: min(rect.rows, max(1, ways.count) + 2)))
        let inside = frame.box(card, title: "Connect", footer: "Enter chooses   Esc leaves")
        var list = list
        list.resize(count: ways.count, height: max(1, inside.rows))
        List { index in
            StyledLine(ways[index].platform.name, .strong)
                + StyledLine(ways[index].isByBrowser ? "   in the browser" : "", .text)
                + StyledLine("   its orders are \(ways[index].platform.numberPrefix)-…", .quiet)
        }.draw(into: &frame, in: inside, state: list)
    }

    private func drawTrying(_ words: String, in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        let lines = PlainPage.wrapped(words + " …", to: min(56, max(10, rect.columns - 8)))
        let card = rect.centered(
            Size(columns: min(62, rect.columns), rows: min(rect.rows, lines.count + 4)))
        let inside = frame.box(card, footer: "Esc does not wait").inset(columns: 1, rows: 1)
        for (index, line) in lines.enumerated() {
            let sign = index == 0 && !context.look.isAccessible ? "\(context.look.glyphs.busy) " : "  "
            frame.put(
                StyledLine(sign, .busy) + StyledLine(line), at: inside.line(index).origin,
                width: inside.columns)
        }
    }
}
