/// The views of a pane on its first line, and how things stand at the right:
/// `[Board]  List   Returns 2          9 to ship today   sort: ship by`.
package struct Tabs: Hashable, Sendable {
    package struct Tab: Hashable, Sendable {
        package var title: DisplayText
        /// A count or state after the title, such as "2" or "2!".
        package var detail: DisplayText

        package init(_ title: String, _ detail: String = "") {
            self.title = DisplayText(title)
            self.detail = DisplayText(detail)
        }

        var width: Int { title.width + (detail.width > 0 ? 1 + detail.width : 0) }
    }

    package var tabs: [Tab]
    package var chosen: Int
    package var status: StyledLine

    package init(_ tabs: [Tab], chosen: Int, status: StyledLine = .empty) {
        self.tabs = tabs
        self.chosen = chosen
        self.status = status
    }

    package func draw(into frame: inout Frame, in rect: Rect) {
        let row = rect.line(0)
        guard !row.isEmpty else { return }
        frame.clipped(to: row) { frame in
            let end = places(in: row).reduce(row.column) { _, place in
                drawTab(place, into: &frame, row: row.row)
            }
            let room = row.endColumn - end - 2
            guard status.width > 0, room > 4 else { return }
            frame.put(status, at: Point(end + 2, row.row), width: room, align: .right)
        }
    }

    /// Which tab a click hit.
    package func tab(at point: Point, in rect: Rect) -> Int? {
        guard rect.line(0).contains(point) else { return nil }
        return places(in: rect.line(0)).first { point.column >= $0.column && point.column < $0.end }?.index
    }

    private struct Place {
        let index: Int
        let column: Int
        let end: Int
    }

    /// Where each tab stands; when they do not all fit, the row starts late enough to show the chosen one.
    private func places(in row: Rect) -> [Place] {
        var first = 0
        while true {
            var places: [Place] = []
            var column = row.column
            for index in first..<max(first, tabs.count) {
                let end = column + tabs[index].width + 2
                guard end <= row.endColumn || (index == first && index == chosen) else { break }
                places.append(Place(index: index, column: column, end: end))
                column = end + 1
            }
            let showsChosen = places.contains { $0.index == chosen }
            if showsChosen || first >= min(chosen, tabs.count - 1) { return places }
            first += 1
        }
    }

    private func drawTab(_ place: Place, into frame: inout Frame, row: Int) -> Int {
        let tab = tabs[place.index]
        let isChosen = place.index == chosen
        let role: Role = isChosen ? .active : .text
        var line = StyledLine(tab.title, role)
        if tab.detail.width > 0 {
            line.append(" ", role)
            line.append(StyledLine(tab.detail, isChosen ? .active : .quiet))
        }
        if isChosen {
            frame.put(glyph: frame.look.glyphs.open, at: Point(place.column, row), role: .active)
            frame.put(glyph: frame.look.glyphs.close, at: Point(place.end - 1, row), role: .active)
        }
        frame.put(line, at: Point(place.column + 1, row))
        return place.end
    }
}
