/// The `:` line: what is typed, and what it may mean.
package struct PaletteState: Hashable, Sendable {
    package private(set) var field = TextFieldState()
    package private(set) var list = ListState(count: 0, height: Palette.rows)
    /// Earlier lines, oldest first, and which of them is shown.
    package private(set) var history: [String]
    private var place: Int?

    package init(history: [String] = []) {
        self.history = history
    }

    package enum Outcome: Hashable, Sendable {
        /// The words are others: look for what fits, then `show(count:)`.
        case changed
        /// Run the chosen item, or the line as typed when there is none.
        case run(item: Int?)
        /// Put the chosen item's words in the line (`complete(with:)`).
        case complete(item: Int)
        case leave
        case pending
    }

    package mutating func take(_ key: Key) -> Outcome {
        switch key {
        case .enter: return .run(item: list.count > 0 ? list.cursor : nil)
        case .tab: return list.count > 0 ? .complete(item: list.cursor) : .pending
        case .down, .ctrl("n"):
            list.move(by: 1)
            return .pending
        case .up where list.cursor == 0, .ctrl("p"): return recall()
        case .up:
            list.move(by: -1)
            return .pending
        case .backspace where field.text.isEmpty: return .leave
        default: break
        }
        switch field.take(key) {
        case .changed:
            place = nil
            list.moveToStart()
            return .changed
        case .leave: return .leave
        default: return .pending
        }
    }

    package mutating func paste(_ text: String) -> Outcome {
        _ = field.paste(text)
        return .changed
    }

    package mutating func complete(with words: String) { field.set(words) }

    /// How many items fit the words now.
    package mutating func show(count: Int) { list.resize(count: count, height: Palette.rows) }

    private mutating func recall() -> Outcome {
        let earlier = (place ?? history.count) - 1
        guard history.indices.contains(earlier) else { return .pending }
        place = earlier
        field.set(history[earlier])
        return .changed
    }
}

package struct Palette {
    package struct Item: Hashable, Sendable {
        package var name: StyledLine
        package var detail: StyledLine
        package var key: String

        package init(_ name: StyledLine, detail: StyledLine = .empty, key: String = "") {
            self.name = name
            self.detail = detail
            self.key = key
        }
    }

    static let rows = 12
    package var item: (Int) -> Item

    package init(item: @escaping (Int) -> Item) {
        self.item = item
    }

    package func draw(_ state: PaletteState, into frame: inout Frame, over rect: Rect) {
        let card = rect.centered(
            Size(columns: min(72, rect.columns), rows: min(Palette.rows, max(1, state.list.count)) + 2))
        let inside = frame.box(card, footer: "Enter run   Tab complete   ↑ history")
        let top = card.cutTop(1).top.cutLeft(2).rest
        frame.clipped(to: top) { _ = $0.put(" : ", at: top.origin, role: .strong) }
        let line = top.cutLeft(3).rest.cutRight(3).rest
        TextField(isBare: true).draw(state.field, into: &frame, in: line)
        let caret = frame.cursor
        if state.list.count == 0 {
            frame.put(
                "nothing has this name", at: Point(inside.column + 3, inside.row), width: inside.columns - 4,
                role: .quiet)
        }
        for (row, index) in state.list.visible(rows: inside.rows).enumerated() {
            draw(item(index), into: &frame, in: inside.line(row), isCursor: index == state.list.cursor)
        }
        frame.cursor = caret
    }

    private func draw(_ item: Item, into frame: inout Frame, in row: Rect, isCursor: Bool) {
        guard !row.isEmpty else { return }
        frame.clipped(to: row) { frame in
            let keyWidth = DisplayText.width(of: item.key)
            let nameWidth = min(max(18, row.columns / 4), row.columns)
            frame.put(item.name, at: Point(row.column + 3, row.row), width: nameWidth)
            let details = row.columns - nameWidth - keyWidth - 8
            frame.put(item.detail, at: Point(row.column + nameWidth + 5, row.row), width: max(0, details))
            frame.put(item.key, at: Point(row.endColumn - keyWidth - 2, row.row), role: .strong)
            if isCursor {
                frame.restyle(row, emphasis: .selected)
                frame.put(
                    glyph: frame.look.glyphs.cursor, at: Point(row.column + 1, row.row), role: .cursor,
                    emphasis: .selected)
            }
        }
    }
}
