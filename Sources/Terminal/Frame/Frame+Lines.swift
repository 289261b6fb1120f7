extension Frame {
    /// A rule. Accessible mode has none.
    package mutating func horizontalLine(at point: Point, length: Int, role: Role = .line) {
        guard !look.isAccessible else { return }
        fill(
            Rect(column: point.column, row: point.row, columns: length, rows: 1),
            with: look.glyphs.horizontal, role: role)
    }

    package mutating func verticalLine(at point: Point, length: Int, role: Role = .line) {
        guard !look.isAccessible else { return }
        fill(
            Rect(column: point.column, row: point.row, columns: 1, rows: length), with: look.glyphs.vertical,
            role: role)
    }

    /// A box with an empty inside and words in its upper and lower edge; answers the inside.
    /// Accessible mode draws the words alone.
    @discardableResult
    package mutating func box(
        _ rect: Rect, title: DisplayText = .empty, footer: DisplayText = .empty, role: Role = .line
    ) -> Rect {
        fill(rect)
        let inside = rect.inset(columns: 1, rows: 1)
        guard rect.columns >= 2, rect.rows >= 2 else { return inside }
        let right = rect.endColumn - 1
        let bottom = rect.endRow - 1
        if !look.isAccessible {
            let glyphs = look.glyphs
            horizontalLine(at: rect.origin, length: rect.columns, role: role)
            horizontalLine(at: Point(rect.column, bottom), length: rect.columns, role: role)
            verticalLine(at: rect.origin, length: rect.rows, role: role)
            verticalLine(at: Point(right, rect.row), length: rect.rows, role: role)
            put(glyph: glyphs.topLeft, at: rect.origin, role: role)
            put(glyph: glyphs.topRight, at: Point(right, rect.row), role: role)
            put(glyph: glyphs.bottomLeft, at: Point(rect.column, bottom), role: role)
            put(glyph: glyphs.bottomRight, at: Point(right, bottom), role: role)
        }
        edge(title, row: rect.row, in: rect, role: .strong)
        edge(footer, row: bottom, in: rect, role: .quiet)
        return inside
    }

    private mutating func edge(_ words: DisplayText, row: Int, in rect: Rect, role: Role) {
        let room = rect.columns - 4
        guard words.width > 0, room > 0 else { return }
        let shown = words.truncated(to: room, mark: look.more)
        put(" ", at: Point(rect.column + 1, row))
        let end = put(shown, at: Point(rect.column + 2, row), role: role)
        put(" ", at: Point(end, row))
    }

    /// A section's rule with its name: `── needs you 3 ─────`.
    package mutating func sectionRule(_ title: DisplayText, in rect: Rect, role: Role = .line) {
        let row = rect.line(0)
        guard !row.isEmpty else { return }
        clipped(to: row) { frame in
            guard !frame.look.isAccessible else {
                frame.put(title, at: row.origin, width: row.columns, role: .strong)
                return
            }
            frame.horizontalLine(at: row.origin, length: row.columns, role: role)
            guard title.width > 0 else { return }
            let end = frame.put(
                title, at: Point(row.column + 3, row.row), width: row.columns - 4, role: .strong)
            if row.columns > 3 { frame.put(" ", at: Point(row.column + 2, row.row)) }
            frame.put(" ", at: Point(end, row.row))
        }
    }
}
