/// How large something on a terminal is, in cells; never negative.
package struct Size: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    package init(_ columns: Int, _ rows: Int) {
        self.init(columns: columns, rows: rows)
    }

    package var isEmpty: Bool { columns == 0 || rows == 0 }

    /// Reads "120x36"; nil for anything else, and for what is larger than 1,000 either way.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
            (1...1000).contains(columns), (1...1000).contains(rows)
        else { return nil }
        self.init(columns: columns, rows: rows)
    }
}

/// One cell's place; the top left is (0, 0).
package struct Point: Hashable, Sendable {
    package var column: Int
    package var row: Int

    package init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    package init(_ column: Int, _ row: Int) {
        self.init(column: column, row: row)
    }
}

/// A part of a frame. Every way to make one gives a width and height of zero or more,
/// so a layout that runs out of room ends in an empty part and not in a trap.
package struct Rect: Hashable, Sendable {
    package let column: Int
    package let row: Int
    package let columns: Int
    package let rows: Int

    package init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    package init(_ size: Size) {
        self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
    }

    package var size: Size { Size(columns: columns, rows: rows) }
    package var origin: Point { Point(column: column, row: row) }
    package var isEmpty: Bool { columns == 0 || rows == 0 }
    /// The first column to the right of it.
    package var endColumn: Int { column + columns }
    /// The first row below it.
    package var endRow: Int { row + rows }

    package func contains(_ point: Point) -> Bool {
        point.column >= column && point.column < endColumn && point.row >= row && point.row < endRow
    }

    package func intersection(_ other: Rect) -> Rect {
        let left = max(column, other.column)
        let top = max(row, other.row)
        return Rect(
            column: left, row: top,
            columns: min(endColumn, other.endColumn) - left, rows: min(endRow, other.endRow) - top)
    }

    package func inset(columns horizontal: Int, rows vertical: Int) -> Rect {
        Rect(
            column: column + min(horizontal, columns), row: row + min(vertical, rows),
            columns: columns - 2 * horizontal, rows: rows - 2 * vertical)
    }

    /// The upper `count` rows and what is left below them.
    package func cutTop(_ count: Int) -> (top: Rect, rest: Rect) {
        let taken = min(max(0, count), rows)
        return (
            Rect(column: column, row: row, columns: columns, rows: taken),
            Rect(column: column, row: row + taken, columns: columns, rows: rows - taken)
        )
    }

    /// The lower `count` rows and what is left above them.
    package func cutBottom(_ count: Int) -> (rest: Rect, bottom: Rect) {
        let taken = min(max(0, count), rows)
        let (rest, bottom) = cutTop(rows - taken)
        return (rest, bottom)
    }

    /// The left `count` columns and what is left beside them.
    package func cutLeft(_ count: Int) -> (left: Rect, rest: Rect) {
        let taken = min(max(0, count), columns)
        return (
            Rect(column: column, row: row, columns: taken, rows: rows),
            Rect(column: column + taken, row: row, columns: columns - taken, rows: rows)
        )
    }

    package func cutRight(_ count: Int) -> (rest: Rect, right: Rect) {
        let taken = min(max(0, count), columns)
        let (rest, right) = cutLeft(columns - taken)
        return (rest, right)
    }

    /// The row `index` counted from its top, one row high; empty when there is none.
    package func line(_ index: Int) -> Rect {
        guard index >= 0, index < rows else { return Rect(column: column, row: row, columns: 0, rows: 0) }
        return Rect(column: column, row: row + index, columns: columns, rows: 1)
    }

    /// A part of at most `size` in its middle.
    package func centered(_ size: Size) -> Rect {
        let width = min(size.columns, columns)
        let height = min(size.rows, rows)
        return Rect(
            column: column + (columns - width) / 2, row: row + (rows - height) / 2,
            columns: width, rows: height)
    }
}
