/// One or more lines over a time; in braille dots where the look has and wants them, else in blocks.
package struct LineChart {
    package struct Series {
        /// Oldest first; nil where there was no measurement.
        package var values: [Double?]
        package var role: Role

        package init(_ values: [Double?], role: Role = .chart1) {
            self.values = values
            self.role = role
        }
    }

    package var series: [Series]
    package var label: @Sendable (Double) -> String

    package init(
        _ series: [Series], label: @escaping @Sendable (Double) -> String = { String(Int($0.rounded())) }
    ) {
        self.series = series
        self.label = label
    }

    package func draw(into frame: inout Frame, in rect: Rect) {
        guard !rect.isEmpty else { return }
        frame.clipped(to: rect) { frame in
            let highest = series.flatMap(\.values).compactMap { $0 }.filter(\.isFinite).max() ?? 0
            let plot = Chart.drawScale(
                highest: highest, label: label, hasMarks: false, into: &frame, in: rect)
            guard !plot.area.isEmpty, plot.top > 0, !frame.look.isAccessible else { return }
            for one in series {
                if frame.look.prefersBraille {
                    drawDots(one, top: plot.top, into: &frame, in: plot.area)
                } else {
                    drawBlocks(one, top: plot.top, into: &frame, in: plot.area)
                }
            }
        }
    }

    private func drawBlocks(_ one: Series, top: Double, into frame: inout Frame, in area: Rect) {
        let rises = frame.look.glyphs.rises
        for (place, value) in Chart.fitted(one.values, to: area.columns).enumerated() {
            guard let value, value.isFinite else { continue }
            let steps = min(
                area.rows * rises.count - 1, max(0, Int(value / top * Double(area.rows * rises.count))))
            frame.put(
                glyph: rises[steps % rises.count],
                at: Point(area.column + place, area.endRow - 1 - steps / rises.count), role: one.role)
        }
    }

    /// Two dots across and four down a cell; neighbours are joined so that a steep line stays one line.
    private func drawDots(_ one: Series, top: Double, into frame: inout Frame, in area: Rect) {
        let values = Chart.fitted(one.values, to: area.columns * 2)
        let height = area.rows * 4
        var dots = [UInt32](repeating: 0, count: area.columns * area.rows)
        var last: Int?
        for (x, value) in values.enumerated() {
            guard let value, value.isFinite else {
                last = nil
                continue
            }
            let y = min(height - 1, max(0, Int((value / top * Double(height - 1)).rounded())))
            for step in min(last ?? y, y)...max(last ?? y, y) {
                let row = area.rows - 1 - step / 4
                dots[row * area.columns + x / 2] |= LineChart.dot(x % 2, 3 - step % 4)
            }
            last = y
        }
        for (index, bits) in dots.enumerated() where bits != 0 {
            guard let scalar = Unicode.Scalar(0x2800 + bits) else { continue }
            frame.put(
                glyph: scalar, at: Point(area.column + index % area.columns, area.row + index / area.columns),
                role: one.role)
        }
    }

    private static func dot(_ x: Int, _ y: Int) -> UInt32 {
        let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
        return bits[x][y]
    }
}

enum Chart {
    /// As many values as there is room for: the last ones when a few are too many, else averages of neighbours.
    static func fitted(_ values: [Double?], to width: Int) -> [Double?] {
        guard width > 0 else { return [] }
        let finite = values.map { value in value.flatMap { $0.isFinite ? $0 : nil } }
        guard finite.count > width else { return finite }
        if finite.count < width * 2 { return Array(finite.suffix(width)) }
        return (0..<width).map { place in
            let slice = finite[(place * finite.count / width)..<((place + 1) * finite.count / width)]
                .compactMap { $0 }
            return slice.isEmpty ? nil : slice.reduce(0, +) / Double(slice.count)
        }
    }

    /// A round figure at or over `highest`: 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten.
    static func roundTop(_ highest: Double) -> Double {
        guard highest.isFinite, highest > 0 else { return 0 }
        var power = 1.0
        while power * 10 <= highest && power < 1e300 { power *= 10 }
        while power > highest && power > 1e-300 { power /= 10 }
        let factors = [1, 1.5, 2, 3, 4, 5, 6, 8, 10]
        return (factors.first { $0 * power >= highest } ?? 10) * power
    }

    /// Draws the scale (four labels at most, `600 ┤`) and answers what is left for the figures.
    static func drawScale(
        highest: Double, label: (Double) -> String, hasMarks: Bool, into frame: inout Frame, in rect: Rect
    ) -> (area: Rect, top: Double) {
        let top = roundTop(highest)
        let body = rect.rows > 2 && hasMarks ? rect.cutBottom(1).rest : rect
        let labels = max(DisplayText.width(of: label(top)), DisplayText.width(of: label(top / 2)))
        guard body.columns > labels + 8, body.rows > 1 else { return (body, top) }
        let (scale, area) = body.cutLeft(labels + 2)
        // Quarters of the top are round; each stands in the row whose upper edge it is nearest to.
        let ticks = body.rows < 6 ? 2 : 4
        for tick in 0..<ticks {
            let value = top * Double(ticks - tick) / Double(ticks)
            let row = (body.rows * tick + ticks / 2) / ticks
            frame.put(
                label(value), at: Point(scale.column, scale.row + row), width: labels, role: .quiet,
                align: .right)
            if !frame.look.isAccessible {
                frame.put(
                    glyph: frame.look.glyphs.teeLeft, at: Point(scale.endColumn - 1, scale.row + row),
                    role: .line)
            }
        }
        return (area, top)
    }
}
