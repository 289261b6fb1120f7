/// One line of text being written, with its caret.
package struct TextFieldState: Hashable, Sendable {
    /// What was typed, as it was typed; it is cleaned for drawing only.
    package private(set) var text: String
    /// Characters before the caret.
    package private(set) var caret: Int

    package init(_ text: String = "") {
        self.text = text
        self.caret = text.count
    }

    package enum Outcome: Hashable, Sendable {
        /// The text is another now.
        case changed
        /// Only the caret moved.
        case moved
        case save
        case leave
        /// Save and go to the next field, or to the one before.
        case next, previous
        /// Not a key of a field.
        case ignored
    }

    package mutating func take(_ key: Key) -> Outcome {
        switch key {
        case .enter: return .save
        case .escape, .ctrl("c"): return .leave
        case .tab: return .next
        case .backTab: return .previous
        case .left, .ctrl("b"): return move(to: caret - 1)
        case .right, .ctrl("f"): return move(to: caret + 1)
        case .home, .ctrl("a"): return move(to: 0)
        case .end, .ctrl("e"): return move(to: text.count)
        case .backspace: return replace(max(0, caret - 1)..<caret, with: "")
        case .delete, .ctrl("d"): return replace(caret..<min(text.count, caret + 1), with: "")
        case .ctrl("u"): return replace(0..<caret, with: "")
        case .ctrl("k"): return replace(caret..<text.count, with: "")
        case .ctrl("w"): return replace(startOfWord..<caret, with: "")
        default:
            guard let typed = key.typed else { return .ignored }
            return replace(caret..<caret, with: String(typed))
        }
    }

    /// Puts pasted text at the caret; line ends become blanks, since this is one line.
    package mutating func paste(_ pasted: String) -> Outcome {
        let line = pasted.split(whereSeparator: \.isNewline).joined(separator: " ")
        return replace(caret..<caret, with: line)
    }

    package mutating func set(_ text: String) {
        self.text = text
        caret = text.count
    }

    private var startOfWord: Int {
        let before = Array(text.prefix(caret))
        var start = before.count
        while start > 0, before[start - 1].isWhitespace { start -= 1 }
        while start > 0, !before[start - 1].isWhitespace { start -= 1 }
        return start
    }

    private mutating func move(to position: Int) -> Outcome {
        caret = min(max(0, position), text.count)
        return .moved
    }

    private mutating func replace(_ range: Range<Int>, with new: String) -> Outcome {
        guard !range.isEmpty || !new.isEmpty else { return .moved }
        let start = text.index(text.startIndex, offsetBy: range.lowerBound)
        let end = text.index(start, offsetBy: range.count)
        let head = text[..<start] + new
        // Counted once joined: a mark typed after a letter becomes one character with it.
        caret = head.count
        text = String(head + text[end...])
        caret = min(caret, text.count)
        return .changed
    }
}

/// How a field looks. `text` is drawn between brackets while it has the keys.
package struct TextField: Hashable, Sendable {
    package var isFocused: Bool
    /// What is odd about the text, said while it is typed; and how bad that is.
    package var note: StyledLine
    /// What stands in an empty field.
    package var placeholder: String
    /// Without brackets, as in the palette.
    package var isBare: Bool

    package init(
        isFocused: Bool = true, note: StyledLine = .empty, placeholder: String = "", isBare: Bool = false
    ) {
        self.isFocused = isFocused
        self.note = note
        self.placeholder = placeholder
        self.isBare = isBare
    }

    package func draw(_ state: TextFieldState, into frame: inout Frame, in rect: Rect) {
        let row = rect.line(0)
        guard !row.isEmpty else { return }
        frame.clipped(to: row) { frame in
            let noteWidth = note.width > 0 ? min(note.width + 2, row.columns / 2) : 0
            let box = row.cutRight(noteWidth).rest
            let inside = isBare ? box : box.inset(columns: 1, rows: 0)
            if !isBare {
                frame.put(glyph: frame.look.glyphs.open, at: box.origin, role: isFocused ? .cursor : .line)
                frame.put(
                    glyph: frame.look.glyphs.close, at: Point(box.endColumn - 1, row.row),
                    role: isFocused ? .cursor : .line)
            }
            frame.fill(inside)
            drawText(state, into: &frame, in: inside)
            if noteWidth > 0 { frame.put(note, at: Point(box.endColumn + 2, row.row), width: noteWidth - 2) }
        }
    }

    private func drawText(_ state: TextFieldState, into frame: inout Frame, in inside: Rect) {
        guard !inside.isEmpty else { return }
        if state.text.isEmpty {
            frame.put(placeholder, at: inside.origin, width: inside.columns, role: .quiet)
            if isFocused { frame.showCaret(at: inside.origin) }
            return
        }
        let text = DisplayText(state.text)
        guard isFocused else {
            frame.put(text, at: inside.origin, width: inside.columns)
            return
        }
        // As far to the left as the caret allows, with a cell for the caret after the last letter.
        let before = DisplayText(state.text.prefix(state.caret)).width
        let hidden = max(0, before - inside.columns + 1)
        frame.clipped(to: inside) { frame in
            frame.put(text, at: Point(inside.column - hidden, inside.row))
            frame.showCaret(at: Point(inside.column + before - hidden, inside.row))
        }
    }

}
