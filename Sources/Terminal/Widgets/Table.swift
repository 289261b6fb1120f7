/// Rows and columns of which only what shows is asked for.
///
/// Draws as in `▌ MUG-BLU-L  Blue mug   [€24.00]`: the cursor and the mark in the first two cells, then
/// the columns that fit.
package struct Table {
    package enum Row {
        /// One text a column, in the order of the table's columns; missing ones are blank.
        case cells([StyledLine], isMarked: Bool = false)
        /// A rule with words: `── needs you 3 ───`. The cursor passes over it if the app does.
        case section(String)
        /// One line across all columns, such as "… 27 more" or the reason why the list is empty.
        case note(StyledLine)
    }

    package var columns: [Column]
    package var hasHeader: Bool
    package var gap: Int
    /// The column by which it is sorted: its title stands out.
    package var sortedColumn: Int?
    /// Which column has the cell cursor `[ ]`; nil for whole rows.
    package var cellCursor: Int?
    /// Whether keys go to this table; another part's cursor is drawn without its ground.
    package var isFocused: Bool
    /// What stands here when there are no rows: why, and the key that helps.
    package var emptyNote: StyledLine
    package var row: (Int) -> Row

    package init(
        columns: [Column], hasHeader: Bool = true, gap: Int = 2, sortedColumn: Int? = nil,
        cellCursor: Int? = nil,
        isFocused: Bool = true, emptyNote: StyledLine = .empty, row: @escaping (Int) -> Row
    ) {
        self.columns = columns
        self.hasHeader = hasHeader
        self.gap = gap
        self.sortedColumn = sortedColumn
        self.cellCursor = cellCursor
        self.isFocused = isFocused
        self.emptyNote = emptyNote
        self.row = row
    }

    /// Cells of cursor and mark.
    private static let gutter = 2

    /// How many rows of data fit a part of that size; what `ListState.resize` wants.
    package func rows(in rect: Rect) -> Int { max(0, rect.rows - (hasHeader && rect.rows > 1 ? 1 : 0)) }

    /// Which row a click hit; nil outside the rows.
    package func row(at point: Point, in rect: Rect, state: ListState) -> Int? {
        guard rect.contains(point) else { return nil }
        let visible = state.visible(rows: rows(in: rect))
        let index = visible.lowerBound + point.row - rect.row - (rect.rows - rows(in: rect))
        return visible.contains(index) ? index : nil
    }

    package func draw(into frame: inout Frame, in rect: Rect, state: ListState) {
        guard !rect.isEmpty else { return }
        frame.clipped(to: rect) { frame in
            let places = Column.places(of: columns, in: rect.columns - Table.gutter, gap: gap)
            var body = rect
            if hasHeader && rect.rows > 1 {
                drawHeader(into: &frame, row: rect.row, left: rect.column + Table.gutter, places: places)
                body = rect.cutTop(1).rest
            }
            if state.count == 0 && body.rows > 0 {
                frame.put(emptyNote, at: Point(body.column + Table.gutter, body.row), width: body.columns - 2)
            }
            let visible = state.visible(rows: body.rows)
            for (line, index) in visible.enumerated() {
                let area = body.line(line)
                drawRow(row(index), into: &frame, in: area, places: places, isCursor: index == state.cursor)
            }
        }
    }

    private func drawHeader(into frame: inout Frame, row: Int, left: Int, places: [Column.Place]) {
        for place in places {
            frame.put(
                columns[place.index].title, at: Point(left + place.column, row), width: place.width,
                role: place.index == sortedColumn ? .strong : .quiet, align: columns[place.index].align)
        }
    }

    private func drawRow(
        _ row: Row, into frame: inout Frame, in area: Rect, places: [Column.Place], isCursor: Bool
    ) {
        switch row {
        case .section(let title):
            let rule = area.cutLeft(1).rest
            frame.sectionRule(DisplayText(title), in: rule)
            if isCursor { drawGutter(into: &frame, in: area, isMarked: false, isCursor: true) }
        case .note(let line):
            frame.put(
                line, at: Point(area.column + Table.gutter, area.row), width: area.columns - Table.gutter)
            if isCursor { select(area, in: &frame, isMarked: false) }
        case .cells(let cells, let isMarked):
            for place in places where place.index < cells.count {
                frame.put(
                    cells[place.index], at: Point(area.column + Table.gutter + place.column, area.row),
                    width: place.width, align: columns[place.index].align)
            }
            if isCursor {
                select(area, in: &frame, isMarked: isMarked)
                drawCellCursor(into: &frame, in: area, places: places, cells: cells)
            } else {
                drawGutter(into: &frame, in: area, isMarked: isMarked, isCursor: false)
            }
        }
    }

    private func select(_ area: Rect, in frame: inout Frame, isMarked: Bool) {
        if isFocused { frame.restyle(area, emphasis: .selected) }
        drawGutter(into: &frame, in: area, isMarked: isMarked, isCursor: true)
    }

    private func drawGutter(into frame: inout Frame, in area: Rect, isMarked: Bool, isCursor: Bool) {
        let emphasis: Emphasis = isCursor && isFocused ? .selected : []
        if isCursor {
            frame.put(glyph: frame.look.glyphs.cursor, at: area.origin, role: isFocused ? .cursor : .quiet)
            if isFocused { frame.cursor = area.origin }
        }
        if isMarked {
            frame.put(
                glyph: frame.look.glyphs.mark, at: Point(area.column + 1, area.row), role: .mark,
                emphasis: emphasis)
        }
    }

    private func drawCellCursor(
        into frame: inout Frame, in area: Rect, places: [Column.Place], cells: [StyledLine]
    ) {
        guard isFocused, let place = places.first(where: { $0.index == cellCursor }) else { return }
        let width = min(cells.indices.contains(place.index) ? cells[place.index].width : 0, place.width)
        let left = area.column + Table.gutter + place.column
        let start =
            switch columns[place.index].align {
            case .left: left
            case .right: left + place.width - width
            case .center: left + (place.width - width) / 2
            }
        let cell = Rect(column: start - 1, row: area.row, columns: width + 2, rows: 1)
        frame.restyle(cell, role: .cursor, emphasis: .bold)
        frame.put(glyph: frame.look.glyphs.open, at: cell.origin, role: .cursor, emphasis: .bold)
        frame.put(
            glyph: frame.look.glyphs.close, at: Point(cell.endColumn - 1, area.row), role: .cursor,
            emphasis: .bold)
        if area.contains(Point(start, area.row)) { frame.cursor = Point(start, area.row) }
    }
}
