/// Parts side by side with a line between them.
package enum Split {
    /// Divides a part into columns by weight, each with at least its minimum; columns that find no room are empty, last first.
    /// Between two there are `gap` cells, the second of which is the line's.
    package static func columns(_ rect: Rect, weights: [Int], minimum: Int = 1, gap: Int = 3) -> [Rect] {
        var kept = weights.count
        while kept > 1, rect.columns < kept * minimum + (kept - 1) * gap { kept -= 1 }
        let weights = weights.map { max(1, $0) }
        var room = rect.columns - (kept - 1) * gap
        var left = weights.prefix(kept).reduce(0, +)
        var result: [Rect] = []
        var column = rect.column
        for index in weights.indices {
            guard index < kept else {
                result.append(Rect(column: rect.endColumn, row: rect.row, columns: 0, rows: 0))
                continue
            }
            let after = (kept - index - 1) * minimum
            let width =
                index == kept - 1
                ? room : min(max(minimum, room * weights[index] / left), max(0, room - after))
            result.append(Rect(column: column, row: rect.row, columns: width, rows: rect.rows))
            column += max(0, width) + gap
            room -= width
            left -= weights[index]
        }
        return result
    }

    /// Draws the lines between such columns.
    package static func drawLines(between columns: [Rect], into frame: inout Frame) {
        for (left, right) in zip(columns, columns.dropFirst()) where !left.isEmpty && !right.isEmpty {
            frame.verticalLine(at: Point(left.endColumn + 1, left.row), length: left.rows)
        }
    }

    /// An upper and a lower part with a rule between them; the lower gets `rows`, less when there is no room.
    package static func rows(_ rect: Rect, lower rows: Int, minimum: Int = 3) -> (
        upper: Rect, rule: Rect, lower: Rect
    ) {
        let fits = min(rows, rect.rows - minimum - 1)
        guard fits > 0 else {
            let none = Rect(column: rect.column, row: rect.endRow, columns: 0, rows: 0)
            return (rect, none, none)
        }
        let (rest, lower) = rect.cutBottom(fits)
        let (upper, rule) = rest.cutBottom(1)
        return (upper, rule, lower)
    }
}
