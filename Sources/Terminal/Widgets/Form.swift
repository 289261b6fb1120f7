/// Fields one under the other, of which one has the keys.
package struct FormState: Hashable, Sendable {
    package var fields: [TextFieldState]
    package private(set) var focus = 0

    package init(_ texts: [String]) {
        fields = texts.map { TextFieldState($0) }
    }

    package enum Outcome: Hashable, Sendable {
        case changed(field: Int)
        case moved
        /// Enter: all of it.
        case save
        case leave
        case ignored
    }

    /// Tab, Shift-Tab and the arrows go from field to field; the rest is the field's.
    package mutating func take(_ key: Key) -> Outcome {
        guard fields.indices.contains(focus) else { return .ignored }
        switch key {
        case .down: return go(to: focus + 1)
        case .up: return go(to: focus - 1)
        default: break
        }
        switch fields[focus].take(key) {
        case .changed: return .changed(field: focus)
        case .moved: return .moved
        case .save: return .save
        case .leave: return .leave
        case .next: return go(to: focus + 1)
        case .previous: return go(to: focus - 1)
        case .ignored: return .ignored
        }
    }

    package mutating func paste(_ text: String) -> Outcome {
        guard fields.indices.contains(focus) else { return .ignored }
        _ = fields[focus].paste(text)
        return .changed(field: focus)
    }

    package mutating func go(to field: Int) -> Outcome {
        guard !fields.isEmpty else { return .moved }
        focus = (field % fields.count + fields.count) % fields.count
        return .moved
    }
}

package struct Form: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        package var label: String
        package var note: StyledLine
        package var placeholder: String

        package init(_ label: String, note: StyledLine = .empty, placeholder: String = "") {
            self.label = label
            self.note = note
            self.placeholder = placeholder
        }
    }

    package var fields: [Field]

    package init(_ fields: [Field]) {
        self.fields = fields
    }

    package func draw(_ state: FormState, into frame: inout Frame, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let labels = min(fields.map { DisplayText.width(of: $0.label) }.max() ?? 0, rect.columns / 3)
        let shown = min(fields.count, state.fields.count)
        let first = min(max(0, state.focus - rect.rows + 1), max(0, shown - rect.rows))
        for (line, index) in (first..<max(first, min(shown, first + rect.rows))).enumerated() {
            let row = rect.line(line)
            let isFocused = index == state.focus
            if isFocused { frame.put(glyph: frame.look.glyphs.cursor, at: row.origin, role: .cursor) }
            frame.put(
                fields[index].label, at: Point(row.column + 2, row.row), width: min(labels, row.columns - 2),
                role: isFocused ? .strong : .quiet)
            let field = TextField(
                isFocused: isFocused, note: fields[index].note, placeholder: fields[index].placeholder)
            field.draw(state.fields[index], into: &frame, in: row.cutLeft(labels + 4).rest)
        }
    }
}
