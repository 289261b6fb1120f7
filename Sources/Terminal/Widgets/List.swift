/// Lines of which one has the cursor.
package struct List {
    package var isFocused: Bool
    package var emptyNote: StyledLine
    package var line: (Int) -> StyledLine

    package init(isFocused: Bool = true, emptyNote: StyledLine = .empty, line: @escaping (Int) -> StyledLine)
    {
        self.isFocused = isFocused
        self.emptyNote = emptyNote
        self.line = line
    }

    package func draw(into frame: inout Frame, in rect: Rect, state: ListState) {
        let line = line
        let table = Table(
            columns: [Column("", minimum: 1, maximum: max(1, rect.columns))], hasHeader: false,
            isFocused: isFocused,
            emptyNote: emptyNote, row: { .cells([line($0)]) })
        table.draw(into: &frame, in: rect, state: state)
    }
}
