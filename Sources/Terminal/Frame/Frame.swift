/// A screenful of cells: what a view composes, and all that a terminal, a test or a picture needs.
///
/// Nothing drawn outside it or outside its clip has any effect, so a layout may ask for more than
/// there is. Writing over half of a wide character blanks its other half.
package struct Frame: Sendable {
    package let size: Size
    package let look: Look
    /// Where the terminal's own cursor stands; nil hides it.
    package var cursor: Point?
    /// Whether the cursor is a caret in a field and is to be seen even outside accessible mode.
    package var showsCaret = false
    /// Row by row.
    package private(set) var cells: [Cell]
    private(set) var marks: [[Unicode.Scalar]] = [[]]
    private var clip: Rect

    package init(_ size: Size, look: Look = .unicode) {
        self.size = size
        self.look = look
        self.cells = [Cell](repeating: .blank, count: size.columns * size.rows)
        self.clip = Rect(size)
    }

    package var bounds: Rect { Rect(size) }

    /// What one place shows; a blank outside the frame.
    package subscript(_ point: Point) -> Cell {
        guard bounds.contains(point) else { return .blank }
        return cells[point.row * size.columns + point.column]
    }

    /// The combining marks of a cell.
    package func marks(of cell: Cell) -> [Unicode.Scalar] {
        marks.indices.contains(Int(cell.marks)) ? marks[Int(cell.marks)] : []
    }

    /// Draws with everything outside `rect` left as it is.
    package mutating func clipped(to rect: Rect, _ draw: (inout Frame) -> Void) {
        let outer = clip
        clip = clip.intersection(rect)
        draw(&self)
        clip = outer
    }

    /// Puts the caret of a field somewhere; outside the clip it is not shown.
    package mutating func showCaret(at point: Point) {
        guard clip.contains(point) else { return }
        cursor = point
        showsCaret = true
    }

    // MARK: Text

    /// Writes on one row and answers the column after it.
    ///
    /// With a `width`, text that is longer is cut with "…" and shorter text is aligned within it;
    /// without one it runs to the edge.
    @discardableResult
    package mutating func put(
        _ text: DisplayText, at point: Point, width: Int? = nil, role: Role = .text, emphasis: Emphasis = [],
        align: Alignment = .left
    ) -> Int {
        var shown = text
        var column = point.column
        if let width {
            if text.width > width { shown = text.truncated(to: max(0, width), mark: look.more) }
            switch align {
            case .left: break
            case .right: column += max(0, width - shown.width)
            case .center: column += max(0, width - shown.width) / 2
            }
        }
        guard point.row >= clip.row, point.row < clip.endRow else { return column + shown.width }
        if shown.isASCII {
            return putBytes(of: shown.string, column: column, row: point.row, role: role, emphasis: emphasis)
        }
        return putScalars(of: shown.string, column: column, row: point.row, role: role, emphasis: emphasis)
    }

    @discardableResult
    package mutating func put(
        _ text: String, at point: Point, width: Int? = nil, role: Role = .text, emphasis: Emphasis = [],
        align: Alignment = .left
    ) -> Int {
        put(DisplayText(text), at: point, width: width, role: role, emphasis: emphasis, align: align)
    }

    /// Writes one sign.
    @discardableResult
    package mutating func put(
        glyph: Unicode.Scalar, at point: Point, role: Role = .text, emphasis: Emphasis = []
    ) -> Int {
        if clip.contains(point) { set(Cell(glyph, role: role, emphasis: emphasis), point.column, point.row) }
        return point.column + 1
    }

    private mutating func putBytes(
        of string: String, column: Int, row: Int, role: Role, emphasis: Emphasis
    ) -> Int {
        var string = string
        let end = column + string.utf8.count
        let first = max(column, clip.column)
        let last = min(end, clip.endColumn)
        guard first < last else { return end }
        let start = row * size.columns
        mendEdges(from: first, to: last, rowStart: start)
        string.withUTF8 { bytes in
            cells.withUnsafeMutableBufferPointer { cells in
                var cell = Cell(role: role, emphasis: emphasis)
                for place in first..<last {
                    cell.scalar = UInt32(bytes[place - column])
                    cells[start + place] = cell
                }
            }
        }
        return end
    }

    private mutating func putScalars(
        of string: String, column: Int, row: Int, role: Role, emphasis: Emphasis
    ) -> Int {
        var place = column
        var lastBase = -1
        for scalar in string.unicodeScalars {
            let cells = CharacterWidth.of(scalar)
            if cells == 0 {
                if lastBase >= 0 { addMark(scalar, toCellAt: row * size.columns + lastBase) }
                continue
            }
            lastBase = -1
            if place >= clip.column && place + cells <= clip.endColumn {
                set(Cell(scalar, role: role, emphasis: emphasis), place, row)
                lastBase = place
                if cells == 2 {
                    set(.wideTail(role: role, emphasis: emphasis), place + 1, row, joining: true)
                }
            } else if cells == 2 {
                // Half of a wide character would show: a blank stands for it.
                for half in place...(place + 1) where half >= clip.column && half < clip.endColumn {
                    set(Cell(role: role, emphasis: emphasis), half, row)
                }
            }
            place += cells
        }
        return place
    }

    private mutating func addMark(_ scalar: Unicode.Scalar, toCellAt index: Int) {
        let all = marks(of: cells[index]) + [scalar]
        if let known = marks.firstIndex(of: all) {
            cells[index].marks = UInt16(known)
        } else if marks.count < Int(UInt16.max) {
            marks.append(all)
            cells[index].marks = UInt16(marks.count - 1)
        }
    }

    // MARK: Cells

    /// Puts one cell, blanking what it tears apart. `joining` says that it is the right half of the cell before it.
    private mutating func set(_ cell: Cell, _ column: Int, _ row: Int, joining: Bool = false) {
        let start = row * size.columns
        if !joining && cells[start + column].isWideTail && column > 0 {
            cells[start + column - 1].scalar = 0x20
        }
        if column + 1 < size.columns && cells[start + column + 1].isWideTail {
            cells[start + column + 1].scalar = 0x20
        }
        cells[start + column] = cell
    }

    private mutating func mendEdges(from first: Int, to last: Int, rowStart: Int) {
        if first > 0 && cells[rowStart + first].isWideTail { cells[rowStart + first - 1].scalar = 0x20 }
        if last < size.columns && cells[rowStart + last].isWideTail { cells[rowStart + last].scalar = 0x20 }
    }

    /// Fills a part with one sign; with no arguments besides the part it blanks it.
    package mutating func fill(
        _ rect: Rect, with glyph: Unicode.Scalar = " ", role: Role = .text, emphasis: Emphasis = []
    ) {
        let area = rect.intersection(clip)
        guard !area.isEmpty else { return }
        let cell = Cell(glyph, role: role, emphasis: emphasis)
        for row in area.row..<area.endRow {
            let start = row * size.columns
            mendEdges(from: area.column, to: area.endColumn, rowStart: start)
            for column in area.column..<area.endColumn { cells[start + column] = cell }
        }
    }

    /// Gives what is already drawn in a part another meaning, keeping its text.
    package mutating func restyle(_ rect: Rect, role: Role? = nil, emphasis: Emphasis? = nil) {
        let area = rect.intersection(clip)
        guard !area.isEmpty else { return }
        for row in area.row..<area.endRow {
            for index in (row * size.columns + area.column)..<(row * size.columns + area.endColumn) {
                if let role { cells[index].role = role }
                if let emphasis { cells[index].emphasis.formUnion(emphasis) }
            }
        }
    }
}

/// Where text that is shorter than its place stands.
package enum Alignment: Hashable, Sendable {
    case left
    case right
    case center
}
