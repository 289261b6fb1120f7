/// A row of small columns that shows how a figure went.
package struct Sparkline: Hashable, Sendable {
    /// Oldest first; nil where there was no measurement.
    package var values: [Double?]
    package var role: Role

    package init(_ values: [Double?], role: Role = .chart1) {
        self.values = values
        self.role = role
    }

    /// As words to put into a cell of a table; the last `width` values, or averages when they are more than twice that.
    package func line(width: Int, look: Look) -> StyledLine {
        guard width > 0, !look.isAccessible else { return .empty }
        let shown = Chart.fitted(values, to: width)
        let known = shown.compactMap { $0 }
        guard let highest = known.max() else { return .empty }
        let lowest = min(0, known.min() ?? 0)
        // Without the full block, so that the sparks of two rows do not grow together.
        let rises = look.glyphs.rises.count > 4 ? look.glyphs.rises.dropLast() : look.glyphs.rises
        let signs = shown.map { value -> Unicode.Scalar in
            guard let value else { return " " }
            let share = highest > lowest ? (value - lowest) / (highest - lowest) : 0
            return rises[min(rises.count - 1, max(0, Int(share * Double(rises.count))))]
        }
        return StyledLine(String(String.UnicodeScalarView(signs)), role)
    }
}

/// Upright bars over a time, with a scale at the left.
package struct BarChart: Hashable, Sendable {
    package struct Bar: Hashable, Sendable {
        package var value: Double
        package var role: Role
        /// Not measured but expected: drawn as shade.
        package var isForecast: Bool

        package init(_ value: Double, role: Role = .chart1, isForecast: Bool = false) {
            self.value = value
            self.role = role
            self.isForecast = isForecast
        }
    }

    package var bars: [Bar]
    /// Words for a value of the scale, such as "€600".
    package var label: @Sendable (Double) -> String = { String(Int($0.rounded())) }
    /// What stands under the bars: the index of a bar and its words.
    package var marks: [Mark] = []

    package struct Mark: Hashable, Sendable {
        package var bar: Int
        package var words: String

        package init(_ bar: Int, _ words: String) {
            self.bar = bar
            self.words = words
        }
    }

    package init(_ bars: [Bar]) {
        self.bars = bars
    }

    package static func == (left: BarChart, right: BarChart) -> Bool {
        left.bars == right.bars && left.marks == right.marks
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(bars)
        hasher.combine(marks)
    }

    package func draw(into frame: inout Frame, in rect: Rect) {
        guard !rect.isEmpty else { return }
        frame.clipped(to: rect) { frame in
            let plot = Chart.drawScale(
                highest: bars.map(\.value).filter(\.isFinite).max() ?? 0, label: label,
                hasMarks: !marks.isEmpty, into: &frame,
                in: rect)
            guard !plot.area.isEmpty, plot.top > 0, !frame.look.isAccessible else { return }
            let each = max(1, plot.area.columns / max(1, bars.count))
            let shown = bars.suffix(plot.area.columns / each)
            for (place, bar) in shown.enumerated() {
                let column = Rect(
                    column: plot.area.column + place * each, row: plot.area.row,
                    columns: max(1, each - (each > 2 ? 1 : 0)),
                    rows: plot.area.rows)
                drawBar(bar, share: bar.value / plot.top, into: &frame, in: column)
            }
            for mark in marks {
                let place = mark.bar - (bars.count - shown.count)
                guard place >= 0, rect.rows > plot.area.rows else { continue }
                frame.put(
                    mark.words, at: Point(plot.area.column + place * each, plot.area.endRow), role: .quiet)
            }
        }
    }

    private func drawBar(_ bar: Bar, share: Double, into frame: inout Frame, in column: Rect) {
        guard share.isFinite, share > 0 else { return }
        let rises = frame.look.glyphs.rises
        let steps = Int((min(share, 1) * Double(column.rows * rises.count)).rounded())
        let full = steps / rises.count
        let whole = bar.isForecast ? frame.look.glyphs.barShade : rises[rises.count - 1]
        let role = bar.isForecast ? Role.chart3 : bar.role
        frame.fill(column.cutBottom(full).bottom, with: whole, role: role)
        let part = steps % rises.count
        if part > 0 && full < column.rows {
            frame.fill(
                column.line(column.rows - full - 1), with: bar.isForecast ? whole : rises[part - 1],
                role: role)
        }
    }
}

/// Names with a bar and a share each, the longest bar for the largest.
package struct ShareBars: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var name: String
        package var value: Double
        package var words: String

        package init(_ name: String, _ value: Double, _ words: String) {
            self.name = name
            self.value = value
            self.words = words
        }
    }

    package var entries: [Entry]
    package var role: Role

    package init(_ entries: [Entry], role: Role = .chart1) {
        self.entries = entries
        self.role = role
    }

    package func draw(into frame: inout Frame, in rect: Rect) {
        let names = min(entries.map { DisplayText.width(of: $0.name) }.max() ?? 0, max(4, rect.columns / 3))
        let words = min(entries.map { DisplayText.width(of: $0.words) }.max() ?? 0, rect.columns / 3)
        let highest = entries.map(\.value).filter(\.isFinite).max() ?? 0
        for (line, entry) in entries.prefix(rect.rows).enumerated() {
            let row = rect.line(line)
            frame.clipped(to: row) { frame in
                frame.put(entry.name, at: row.origin, width: names)
                frame.put(entry.words, at: Point(row.endColumn - words, row.row), width: words, align: .right)
                let bar = row.cutLeft(names + 2).rest.cutRight(words + 2).rest
                let share = highest > 0 ? entry.value / highest : 0
                if !frame.look.isAccessible {
                    frame.horizontalBar(share: share, in: bar, role: role, ground: false)
                }
            }
        }
    }
}

extension Frame {
    /// A bar from the left, to an eighth of a cell where the glyphs can.
    package mutating func horizontalBar(share: Double, in rect: Rect, role: Role, ground: Bool) {
        let row = rect.line(0)
        guard share.isFinite, !row.isEmpty else { return }
        let fills = look.glyphs.fills
        let parts = fills.count + 1
        let steps = Int((min(max(share, 0), 1) * Double(row.columns * parts)).rounded())
        if ground { fill(row, with: look.glyphs.barShade, role: .line) }
        fill(row.cutLeft(steps / parts).left, with: look.glyphs.barFull, role: role)
        if steps % parts > 0 && steps / parts < row.columns {
            put(glyph: fills[steps % parts - 1], at: Point(row.column + steps / parts, row.row), role: role)
        }
    }
}
