/// Where the cursor stands in rows of which only some fit. Each change keeps the cursor inside
/// and on the page, scrolling no farther than it must.
package struct ListState: Hashable, Sendable {
    /// The row keys act on, from 0; 0 as well when there are no rows.
    package private(set) var cursor = 0
    /// The first row shown.
    package private(set) var top = 0
    package private(set) var count: Int
    /// How many rows fit.
    package private(set) var height: Int

    package init(count: Int = 0, height: Int = 1, cursor: Int = 0) {
        self.count = max(0, count)
        self.height = max(1, height)
        self.cursor = cursor
        settle()
    }

    package mutating func resize(count: Int, height: Int) {
        self.count = max(0, count)
        self.height = max(1, height)
        settle()
    }

    package mutating func move(by steps: Int) {
        let (target, overflow) = cursor.addingReportingOverflow(steps)
        cursor = overflow ? (steps > 0 ? count - 1 : 0) : target
        settle()
    }

    package mutating func move(to row: Int) {
        cursor = row
        settle()
    }

    package mutating func moveToStart() { move(to: 0) }
    package mutating func moveToEnd() { move(to: count - 1) }

    /// Half pages and pages, as Ctrl-d/u and Ctrl-f/b do: the page moves with the cursor.
    package mutating func movePage(_ direction: Int, half: Bool = false) {
        let step = max(1, half ? height / 2 : height - 1) * direction
        top += step
        move(by: step)
    }

    /// Moves the page and leaves the cursor, unless it would leave the page: the mouse wheel.
    package mutating func scroll(by rows: Int) {
        top = min(max(0, top + rows), max(0, count - height))
        cursor = min(max(cursor, top), top + height - 1)
        settle()
    }

    private mutating func settle() {
        cursor = min(max(0, cursor), max(0, count - 1))
        top = min(max(0, top), max(0, count - height))
        if cursor < top { top = cursor }
        if cursor >= top + height { top = cursor - height + 1 }
    }

    /// The rows shown on a page of `rows`, the cursor among them whatever was stored.
    package func visible(rows: Int) -> Range<Int> {
        var copy = self
        copy.resize(count: count, height: rows)
        return copy.top..<min(count, copy.top + max(0, rows))
    }

    /// Moves as the key says and answers whether it was a movement key: arrows, `j k g G`, Ctrl-d/u/f/b, Home, End, pages.
    package mutating func take(_ key: Key) -> Bool {
        switch key.inLatinPlace {
        case .down, .character("j"): move(by: 1)
        case .up, .character("k"): move(by: -1)
        case .home, .character("g"): moveToStart()
        case .end, .character("G"): moveToEnd()
        case .ctrl("d"): movePage(1, half: true)
        case .ctrl("u"): movePage(-1, half: true)
        case .ctrl("f"), .pageDown: movePage(1)
        case .ctrl("b"), .pageUp: movePage(-1)
        default: return false
        }
        return true
    }
}
