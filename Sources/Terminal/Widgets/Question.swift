/// A card that asks before something that costs money, tells someone or is for good. It shows all that will happen;
/// doing nothing is the default, and only `y` does it.
package struct Question: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package var line: StyledLine
        /// Whether Space may leave it out.
        package var isOptional: Bool

        package init(_ line: StyledLine, isOptional: Bool = false) {
            self.line = line
            self.isOptional = isOptional
        }
    }

    package var title: String
    package var items: [Item]
    /// What `y` does, such as "cancel the order".
    package var deed: String
    /// What must be typed before `y` works, such as the number of refunds; nil for none.
    package var mustType: String?

    package init(title: String, items: [Item], deed: String, mustType: String? = nil) {
        self.title = title
        self.items = items
        self.deed = deed
        self.mustType = mustType
    }
}

package struct QuestionState: Hashable, Sendable {
    package private(set) var list: ListState
    /// Items that are left out, by index.
    package private(set) var leftOut: Set<Int> = []
    package private(set) var typed = TextFieldState()

    package init(_ question: Question) {
        list = ListState(count: question.items.count, height: max(1, question.items.count))
    }

    package enum Outcome: Hashable, Sendable {
        /// Do it, but for the items left out.
        case yes(leftOut: Set<Int>)
        case no
        case pending
    }

    package mutating func take(_ key: Key, in question: Question) -> Outcome {
        switch key.inLatinPlace {
        case .enter, .escape, .ctrl("c"), .character("q"): return .no
        case .character("y"):
            guard question.mustType.map({ $0 == typed.text }) ?? true else { return .pending }
            return .yes(leftOut: leftOut)
        case .space
        where question.items.indices.contains(list.cursor) && question.items[list.cursor].isOptional:
            if leftOut.remove(list.cursor) == nil { leftOut.insert(list.cursor) }
            list.move(by: 1)
            return .pending
        default: break
        }
        if question.mustType != nil {
            if key == .backspace { _ = typed.take(key) }
            if let digit = key.typed, digit.isASCII, digit.isNumber, typed.text.count < 12 {
                _ = typed.take(key)
            }
        }
        _ = list.take(key)
        return .pending
    }
}

extension Question {
    /// Largest card; a smaller terminal gets a smaller one.
    private static let largest = Size(76, 20)

    package func draw(_ state: QuestionState, into frame: inout Frame, over rect: Rect) {
        let hasOptional = items.contains(where: \.isOptional)
        let answer =
            StyledLine("[ Enter  do nothing ]", .active) + StyledLine("      ") + StyledLine("y", .strong)
            + StyledLine("  " + deed)
        let widest = items.map { $0.line.width + 4 }.max() ?? 0
        let wanted = Size(
            columns: max(widest + 4, answer.width + 4, DisplayText.width(of: title) + 8, 40),
            rows: items.count + (mustType == nil ? 4 : 6))
        let size = Size(
            columns: min(wanted.columns, Question.largest.columns),
            rows: min(wanted.rows, Question.largest.rows))
        let card = rect.centered(size)
        let inside = frame.box(
            card, title: DisplayText(title), footer: hasOptional ? "Space leaves a line out" : .empty)
        frame.clipped(to: inside) { frame in
            let (body, foot) = inside.cutBottom(mustType == nil ? 1 : 2)
            drawItems(state, into: &frame, in: body)
            if let mustType {
                let prompt =
                    StyledLine("Type \(mustType) to allow it: ") + StyledLine(state.typed.text, .strong)
                let end = frame.put(prompt, at: Point(foot.column + 1, foot.row), width: foot.columns - 2)
                frame.showCaret(at: Point(end, foot.row))
            }
            frame.put(answer, at: Point(foot.column + 1, foot.endRow - 1), width: foot.columns - 2)
        }
    }

    private func drawItems(_ state: QuestionState, into frame: inout Frame, in body: Rect) {
        let glyphs = frame.look.glyphs
        // All lines begin in one column, whether or not they can be left out.
        let indent = items.contains(where: \.isOptional) ? 3 : 1
        for (line, index) in state.list.visible(rows: body.rows).enumerated() {
            let row = body.line(line)
            let item = items[index]
            let isOut = state.leftOut.contains(index)
            if item.isOptional {
                if index == state.list.cursor {
                    frame.put(glyph: glyphs.cursor, at: row.origin, role: .cursor)
                }
                frame.put(
                    glyph: isOut ? glyphs.left : glyphs.taken, at: Point(row.column + 1, row.row),
                    role: isOut ? .gone : .yours)
            }
            let text = isOut ? StyledLine(item.line.string, .quiet) : item.line
            frame.put(
                text, at: Point(row.column + indent, row.row),
                width: row.columns - indent - 1)
        }
    }
}
