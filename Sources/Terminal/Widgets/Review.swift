/// What is about to be done to many, row by row. Space takes or leaves a row, `y` does what is
/// taken, Esc leaves everything as it was.
package struct ReviewState: Hashable, Sendable {
    package var list: ListState
    /// Rows that differ from how they were proposed: left out where they were taken, taken where they were left.
    package private(set) var turned: Set<Int> = []

    package init(count: Int, height: Int) {
        list = ListState(count: count, height: height)
    }

    package enum Outcome: Hashable, Sendable {
        case yes
        case no
        case pending
        /// Not a key of a review: the app's own, such as `e`, `h` and `l`.
        case other
    }

    /// `canTurn` says whether a row may be taken or left at all.
    package mutating func take(_ key: Key, canTurn: (Int) -> Bool) -> Outcome {
        switch key.inLatinPlace {
        case .character("y"): return .yes
        case .escape, .ctrl("c"), .character("q"): return .no
        case .space:
            if list.count > 0, canTurn(list.cursor) { turn(list.cursor) }
            list.move(by: 1)
            return .pending
        default: return list.take(key) ? .pending : .other
        }
    }

    package mutating func turn(_ row: Int) {
        if turned.remove(row) == nil { turned.insert(row) }
    }

    /// Whether a row will be done, given how it was proposed.
    package func isTaken(_ row: Int, proposed: Bool) -> Bool { proposed != turned.contains(row) }
}

package struct Review {
    package enum Mark: Hashable, Sendable {
        case taken
        case left
        /// Refused or doubtful; the row says why.
        case refused
    }

    package enum Row {
        case row(Mark, [StyledLine])
        case section(String)
    }

    package var columns: [Column]
    package var emptyNote: StyledLine
    package var row: (Int) -> Row

    package init(columns: [Column], emptyNote: StyledLine = .empty, row: @escaping (Int) -> Row) {
        self.columns = columns
        self.emptyNote = emptyNote
        self.row = row
    }

    package func draw(_ state: ReviewState, into frame: inout Frame, in rect: Rect) {
        let glyphs = frame.look.glyphs
        let isAccessible = frame.look.isAccessible
        table { mark in
            switch mark {
            case .taken: isAccessible ? StyledLine("take", .yours) : StyledLine(String(glyphs.taken), .yours)
            case .left: isAccessible ? StyledLine("leave", .gone) : StyledLine(String(glyphs.left), .gone)
            case .refused: isAccessible ? StyledLine("look", .care) : StyledLine(String(glyphs.care), .care)
            }
        } width: {
            isAccessible ? 5 : 1
        }.draw(into: &frame, in: rect, state: state.list)
    }

    /// How many rows of data fit, for `ListState.resize`.
    package func rows(in rect: Rect) -> Int { max(0, rect.rows - (rect.rows > 1 ? 1 : 0)) }

    private func table(sign: @escaping (Mark) -> StyledLine, width: () -> Int) -> Table {
        let row = row
        return Table(
            columns: [Column("", minimum: width())] + columns, emptyNote: emptyNote,
            row: { index in
                switch row(index) {
                case .section(let title): .section(title)
                case .row(let mark, let cells): .cells([sign(mark)] + cells)
                }
            })
    }
}
