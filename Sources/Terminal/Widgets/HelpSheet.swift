/// What can be done here and now, from the command list: `/` finds, Enter does it.
package struct HelpSheet {
    package var title: String
    package var keymap: Keymap
    package var contexts: [String]
    package var availability: (CommandEntry) -> Availability
    /// Words the rows must have; empty shows all.
    package var filter: String
    /// Which commands of these contexts are listed at all.
    package var isListed: (CommandEntry) -> Bool = { _ in true }

    package init(
        title: String, keymap: Keymap, contexts: [String], filter: String = "",
        availability: @escaping (CommandEntry) -> Availability
    ) {
        self.title = title
        self.keymap = keymap
        self.contexts = contexts
        self.filter = filter
        self.availability = availability
    }

    package enum Row: Hashable, Sendable {
        case group(String)
        case command(CommandEntry)
    }

    /// The sheet's rows in order; a `ListState` over them is its cursor.
    package var rows: [Row] {
        let words = filter.lowercased()
        let shown = keymap.commands(in: contexts).filter { command in
            guard isListed(command) else { return false }
            return words.isEmpty || "\(command.word) \(command.help)".lowercased().contains(words)
        }
        var groups: [String] = []
        for command in shown where !groups.contains(command.group) { groups.append(command.group) }
        return groups.flatMap { group in
            [.group(group)] + shown.filter { $0.group == group }.map { .command($0) }
        }
    }

    package func draw(into frame: inout Frame, over rect: Rect, state: ListState) {
        let rows = rows
        let card = rect.centered(Size(columns: min(76, rect.columns), rows: min(rows.count + 2, rect.rows)))
        let inside = frame.box(
            card, title: DisplayText(title),
            footer: "Enter does it   / finds   … asks first   – cannot now, and why")
        var list = state
        list.resize(count: rows.count, height: inside.rows)
        for (line, index) in list.visible(rows: inside.rows).enumerated() {
            draw(rows[index], into: &frame, in: inside.line(line), isCursor: index == list.cursor)
        }
        guard rows.isEmpty, !inside.isEmpty else { return }
        frame.put("nothing here has these words", at: inside.origin, width: inside.columns, role: .quiet)
    }

    private func draw(_ row: Row, into frame: inout Frame, in area: Rect, isCursor: Bool) {
        guard !area.isEmpty else { return }
        frame.clipped(to: area) { frame in
            switch row {
            case .group(let name):
                frame.put(name, at: Point(area.column + 1, area.row), width: area.columns - 2, role: .strong)
            case .command(let command):
                let keys = keymap.keys(of: command.id).map(\.description).joined(separator: " ")
                let end = frame.put(keys, at: Point(area.column + 3, area.row), width: 11, role: .strong)
                var line = StyledLine(command.word + (command.asks ? " " + frame.look.more.string : ""))
                switch availability(command) {
                case .yes: line.append("  " + command.help, .quiet)
                case .no(let reason):
                    line = StyledLine("\(frame.look.glyphs.left) \(command.word): \(reason)", .off)
                }
                let column = max(end + 1, area.column + 15)
                frame.put(line, at: Point(column, area.row), width: area.endColumn - column - 1)
            }
            if isCursor {
                frame.restyle(area, emphasis: .selected)
                frame.put(
                    glyph: frame.look.glyphs.cursor, at: area.origin, role: .cursor, emphasis: .selected)
                frame.cursor = area.origin
            }
        }
    }
}
