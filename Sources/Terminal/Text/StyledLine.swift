/// One line made of parts that each mean something of their own.
package struct StyledLine: Hashable, Sendable, ExpressibleByStringLiteral {
    package struct Run: Hashable, Sendable {
        package let text: DisplayText
        package let role: Role
        package let emphasis: Emphasis
    }

    package private(set) var runs: [Run]
    /// In cells.
    package private(set) var width: Int

    package init() {
        runs = []
        width = 0
    }

    package init(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) {
        self.init(DisplayText(text), role, emphasis)
    }

    package init(_ text: DisplayText, _ role: Role = .text, _ emphasis: Emphasis = []) {
        runs = text.width == 0 ? [] : [Run(text: text, role: role, emphasis: emphasis)]
        width = text.width
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    package static let empty = StyledLine()

    package mutating func append(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) {
        append(StyledLine(text, role, emphasis))
    }

    package mutating func append(_ other: StyledLine) {
        runs += other.runs
        width += other.width
    }

    package static func + (first: StyledLine, second: StyledLine) -> StyledLine {
        var result = first
        result.append(second)
        return result
    }

    /// Its words alone.
    package var string: String { runs.map(\.text.string).joined() }
}

extension Frame {
    /// Writes a line of several parts as `put` does, with `emphasis` over all of them.
    @discardableResult
    package mutating func put(
        _ line: StyledLine, at point: Point, width: Int? = nil, emphasis: Emphasis = [],
        align: Alignment = .left
    ) -> Int {
        var column = point.column
        var room = width ?? max(line.width, 0)
        switch align {
        case .left: break
        case .right: column += max(0, room - line.width)
        case .center: column += max(0, room - line.width) / 2
        }
        let isCut = line.width > room
        for run in line.runs {
            guard room > 0 else { break }
            let over = emphasis.union(run.emphasis)
            if isCut && run.text.width >= room {
                // The next part may be all that does not fit, so a part that just fits is cut as well.
                let shown = run.text.prefix(cells: room - 1)
                let end = put(shown, at: Point(column, point.row), role: run.role, emphasis: over)
                return put(look.more, at: Point(end, point.row), role: run.role, emphasis: over)
            }
            column = put(run.text, at: Point(column, point.row), role: run.role, emphasis: over)
            room -= run.text.width
        }
        return column
    }
}
