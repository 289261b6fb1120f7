import Terminal

/// The card that says what can be done: here and now, everywhere, and with the mouse.
struct HelpLayer: Sendable {
    enum View: Int, CaseIterable {
        case here, everywhere, mouse

        var name: String {
            switch self {
            case .here: "here"
            case .everywhere: "everywhere"
            case .mouse: "mouse"
            }
        }
    }

    let title: String
    var view = View.here
    var field = TextFieldState()
    var isTyping = false
    var list = ListState(count: 1, height: 20)

    static let mouse: [(gesture: String, meaning: String)] = [
        ("click", "puts the cursor there; a second click opens"),
        ("click on a tab", "shows that view"), ("click on a pane", "goes there, as its digit does"),
        ("click on a hint", "runs it, as its key does; no click ever says yes"),
        ("wheel", "scrolls what is under it"), ("Shift-drag", "selects text, as without Mercer"),
        (":mouse", "turns the mouse off, again on"),
    ]
}

extension CommandCenterApp {
    func sheet(_ help: HelpLayer) -> HelpSheet {
        let context = context()
        let views = HelpLayer.View.allCases.map { $0 == help.view ? "[\($0.name)]" : $0.name }
        var sheet = HelpSheet(
            title: "\(place.name) · / finds · \(views.joined(separator: " "))", keymap: keymap,
            contexts: help.view == .here ? pane.contexts : [], filter: help.field.text,
            availability: { command in
                command.contexts.isEmpty ? .yes : pane.availability(of: command.id, context)
            })
        // Moving and going about are the same everywhere, and have a view of their own.
        if help.view == .here { sheet.isListed = { !$0.contexts.isEmpty || !$0.isQuiet } }
        return sheet
    }

    mutating func press(_ key: Key, in help: HelpLayer) -> [ShellEffect] {
        var help = help
        let rows = help.view == .mouse ? [] : sheet(help).rows
        help.list.resize(count: rows.count, height: max(1, min(rows.count, size.rows - 4)))
        skipGroups(&help.list, rows, from: 0)
        if help.isTyping, press(key, inFieldOf: &help) {
            layers.append(.help(help))
            return []
        }
        switch key.inLatinPlace {
        case .escape, .ctrl("c"), .character("q"), .character("?"): return []
        case .character("/"): help.isTyping = true
        case .tab, .character("]"), .character(")"), .character("l"), .right: turn(&help, by: 1)
        case .backTab, .character("["), .character("("), .character("h"), .left: turn(&help, by: -1)
        case .enter:
            guard rows.indices.contains(help.list.cursor), case .command(let command) = rows[help.list.cursor]
            else { break }
            return run(command.id)
        default:
            let before = help.list.cursor
            _ = help.list.take(key)
            skipGroups(&help.list, rows, from: before)
        }
        layers.append(.help(help))
        return []
    }

    private func turn(_ help: inout HelpLayer, by step: Int) {
        let count = HelpLayer.View.allCases.count
        help.view = HelpLayer.View(rawValue: (help.view.rawValue + step + count) % count) ?? .here
        help.list.moveToStart()
    }

    /// Whether the field took the key; Enter and movement are the list's.
    private func press(_ key: Key, inFieldOf help: inout HelpLayer) -> Bool {
        switch key {
        case .escape where !help.field.text.isEmpty:
            help.field.set("")
            return true
        case .escape, .enter, .up, .down, .tab, .backTab:
            help.isTyping = false
            return key == .escape
        default:
            _ = help.field.take(key)
            help.list.moveToStart()
            return true
        }
    }

    /// The cursor passes over headings.
    private func skipGroups(_ list: inout ListState, _ rows: [HelpSheet.Row], from before: Int) {
        guard rows.indices.contains(list.cursor), case .group = rows[list.cursor] else { return }
        list.move(by: list.cursor >= before ? 1 : -1)
    }

    func draw(_ help: HelpLayer, into frame: inout Frame, over area: Rect) {
        guard help.view == .mouse else {
            let sheet = sheet(help)
            var list = help.list
            let rows = sheet.rows
            list.resize(count: rows.count, height: max(1, min(rows.count, area.rows - 2)))
            if list.cursor == 0, rows.count > 1, case .group = rows[0] { list.move(to: 1) }
            sheet.draw(into: &frame, over: area, state: list)
            if help.isTyping || !help.field.text.isEmpty {
                drawField(help, into: &frame, over: area, rows.count)
            }
            return
        }
        let card = area.centered(Size(columns: min(76, area.columns), rows: HelpLayer.mouse.count + 2))
        let inside = frame.box(
            card, title: DisplayText(sheet(help).title), footer: "Tab other views   Esc leaves")
        for (line, row) in HelpLayer.mouse.enumerated() {
            let place = inside.line(line)
            guard !place.isEmpty else { return }
            frame.put(row.gesture, at: Point(place.column + 2, place.row), width: 16, role: .strong)
            frame.put(
                row.meaning, at: Point(place.column + 20, place.row), width: max(0, place.columns - 21))
        }
    }

    private func drawField(_ help: HelpLayer, into frame: inout Frame, over area: Rect, _ rows: Int) {
        let card = area.centered(Size(columns: min(76, area.columns), rows: min(rows + 2, area.rows)))
        let line = card.line(card.rows - 1).inset(columns: 2, rows: 0)
        frame.fill(line)
        frame.put("/", at: line.origin, role: .strong)
        let cursor = frame.cursor
        TextField(isFocused: help.isTyping, isBare: true).draw(
            help.field, into: &frame, in: line.cutLeft(2).rest)
        if !help.isTyping { frame.cursor = cursor }
    }
}
