/// Work that takes over half a second: how far, how fast, how long still.
package struct Progress: Hashable, Sendable {
    package var words: String
    package var done: Int
    /// nil while it is not known.
    package var total: Int?
    /// Since the work began.
    package var elapsed: Duration

    package init(_ words: String, done: Int, total: Int?, elapsed: Duration) {
        self.words = words
        self.done = max(0, done)
        self.total = total
        self.elapsed = elapsed
    }

    /// "1,240 of 8,000, 900 a second, 8 s left".
    package var figures: String {
        var parts = [
            total.map { "\(Progress.grouped(done)) of \(Progress.grouped($0))" } ?? Progress.grouped(done)
        ]
        let seconds = Int(elapsed.components.seconds)
        if seconds > 0 {
            let rate = done / seconds
            parts.append("\(Progress.grouped(rate)) a second")
            if let total, rate > 0, total > done {
                parts.append(Progress.left(seconds: (total - done) / rate))
            }
        }
        return parts.joined(separator: ", ")
    }

    package func draw(into frame: inout Frame, in rect: Rect) {
        let row = rect.line(0)
        guard !row.isEmpty else { return }
        frame.clipped(to: row) { frame in
            let busy = StyledLine(String(frame.look.glyphs.busy) + " ", .busy)
            let line =
                (frame.look.isAccessible ? .empty : busy) + StyledLine(words + "  ")
                + StyledLine(figures, .quiet)
            let end = frame.put(line, at: row.origin, width: row.columns)
            guard let total, total > 0, !frame.look.isAccessible else { return }
            let bar = Rect(column: end + 2, row: row.row, columns: min(30, row.endColumn - end - 3), rows: 1)
            guard bar.columns >= 5 else { return }
            let share = min(Double(done) / Double(total), 1)
            frame.horizontalBar(share: share, in: bar, role: .chart1, ground: true)
        }
    }

    private static func left(seconds: Int) -> String {
        if seconds < 90 { return "\(max(1, seconds)) s left" }
        if seconds < 90 * 60 { return "\((seconds + 30) / 60) min left" }
        return "\((seconds + 1800) / 3600) h left"
    }

    static func grouped(_ number: Int) -> String {
        var result = ""
        for (place, digit) in String(number.magnitude).reversed().enumerated() {
            if place > 0 && place % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return (number < 0 ? "-" : "") + String(result.reversed())
    }
}
