/// The first line of every screen: the shop, the panes, and what is not well.
package struct HeaderBar: Hashable, Sendable {
    package var title: DisplayText
    /// Digit and name, such as "3" and "Fulfill".
    package var panes: [Pane]
    /// The chosen one's index; nil when none of them is open.
    package var chosen: Int?
    package var status: StyledLine

    package struct Pane: Hashable, Sendable {
        package var key: String
        package var name: String

        package init(_ key: String, _ name: String) {
            self.key = key
            self.name = name
        }
    }

    package init(title: String, panes: [Pane], chosen: Int?, status: StyledLine) {
        self.title = DisplayText(title)
        self.panes = panes
        self.chosen = chosen
        self.status = status
    }

    package func draw(into frame: inout Frame, in rect: Rect) {
        let row = rect.line(0)
        guard !row.isEmpty else { return }
        frame.clipped(to: row) { frame in
            for part in parts(in: row) {
                if part.isChosen {
                    frame.put(
                        glyph: frame.look.glyphs.open, at: Point(part.column - 1, row.row), role: .active)
                    let end = frame.put(part.text, at: Point(part.column, row.row), role: .active)
                    frame.put(glyph: frame.look.glyphs.close, at: Point(end, row.row), role: .active)
                } else {
                    frame.put(
                        part.text, at: Point(part.column, row.row), role: part.isTitle ? .strong : .text)
                }
            }
            let end = parts(in: row).map(\.end).max() ?? row.column
            let room = row.endColumn - end - 2
            if room > 0 { frame.put(status, at: Point(end + 2, row.row), width: room - 1, align: .right) }
        }
    }

    /// Which pane a click hit.
    package func pane(at point: Point, in rect: Rect) -> Int? {
        guard rect.line(0).contains(point) else { return nil }
        return parts(in: rect.line(0)).first { point.column >= $0.column && point.column < $0.end }?.pane
    }

    private struct Part {
        var text: DisplayText
        var column: Int
        var pane: Int?
        var isChosen = false
        var isTitle: Bool { pane == nil }
        var end: Int { column + text.width + 1 }
    }

    /// All names where there is room for them and the status; else the chosen one's name only; else that alone.
    private func parts(in row: Rect) -> [Part] {
        let wide = parts(row, title: true, gap: 3) { _ in true }
        if (wide.last?.end ?? 0) + 3 + status.width < row.endColumn { return wide }
        let chosen = chosen
        let narrow = parts(row, title: true, gap: 1) { $0 == chosen }
        if (narrow.last?.end ?? 0) + min(status.width, 12) < row.endColumn { return narrow }
        let bare = parts(row, title: false, gap: 1) { $0 == chosen }
        if (bare.last?.end ?? 0) < row.endColumn { return bare }
        return chosen == nil
            ? []
            : bare.filter(\.isChosen).map { part in
                var part = part
                part.column = row.column + 1
                return part
            }
    }

    private func parts(_ row: Rect, title hasTitle: Bool, gap: Int, isNamed: (Int) -> Bool) -> [Part] {
        var result: [Part] = []
        var column = row.column + 1
        if hasTitle {
            result.append(Part(text: title, column: column, pane: nil))
            column += title.width + gap + (gap == 1 ? 2 : 1)
        }
        for (index, pane) in panes.enumerated() {
            let words = isNamed(index) ? pane.key + " " + pane.name : pane.key
            let part = Part(text: DisplayText(words), column: column, pane: index, isChosen: index == chosen)
            result.append(part)
            column += part.text.width + gap + 1
        }
        return result
    }
}
