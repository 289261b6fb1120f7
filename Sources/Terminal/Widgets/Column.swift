/// One column of a table and how it makes do with the room there is.
package struct Column: Hashable, Sendable {
    package var title: String
    /// Cells it cannot do without.
    package var minimum: Int
    /// Cells it can use at most.
    package var maximum: Int
    /// Columns with the highest number go first when there is no room; 0 goes last.
    package var priority: Int
    package var align: Alignment
    /// Whether it takes part when room is left over.
    package var grows: Bool

    package init(
        _ title: String, minimum: Int, maximum: Int? = nil, priority: Int = 0, align: Alignment = .left
    ) {
        self.title = title
        self.minimum = max(1, minimum)
        self.maximum = max(maximum ?? minimum, self.minimum)
        self.priority = priority
        self.align = align
        self.grows = self.maximum > self.minimum
    }

    /// Where a column ended up: its index in the table's columns, its place and width.
    package struct Place: Hashable, Sendable {
        package let index: Int
        package let column: Int
        package let width: Int
    }

    /// Fits columns into `width` cells with `gap` between them: drops what has the lowest
    /// rank, the last of equals first, then shares out what is left among those that can grow.
    package static func places(of columns: [Column], in width: Int, gap: Int = 2) -> [Place] {
        var kept = Array(columns.indices)
        func needed() -> Int { kept.reduce(0) { $0 + columns[$1].minimum } + gap * max(0, kept.count - 1) }
        while kept.count > 1, needed() > width {
            let first = kept.max { left, right in
                (columns[left].priority, left) < (columns[right].priority, right)
            }
            kept.removeAll { $0 == first }
        }
        var widths = kept.map { min(columns[$0].minimum, max(0, width)) }
        var spare = width - needed()
        while spare > 0 {
            let growing = kept.indices.filter { widths[$0] < columns[kept[$0]].maximum }
            guard !growing.isEmpty else { break }
            let share = max(1, spare / growing.count)
            for place in growing where spare > 0 {
                let more = min(share, columns[kept[place]].maximum - widths[place], spare)
                widths[place] += more
                spare -= more
            }
        }
        var places: [Place] = []
        var column = 0
        for (place, index) in kept.enumerated() {
            places.append(Place(index: index, column: column, width: widths[place]))
            column += widths[place] + gap
        }
        return places
    }
}
