/// Columns of cards side by side, each with its own page: what is ready on top, what needs
/// the seller below a rule.
package struct Board {
    package struct Card {
        /// Words at the left and at the right of each of its lines.
        package var lines: [Line]
        package var isMarked: Bool

        package struct Line {
            package var left: StyledLine
            package var right: StyledLine

            package init(_ left: StyledLine, _ right: StyledLine = .empty) {
                self.left = left
                self.right = right
            }
        }

        package init(_ lines: [Line], isMarked: Bool = false) {
            self.lines = lines
            self.isMarked = isMarked
        }
    }

    package struct Section {
        /// Over it as a rule; the first section of a column has none.
        package var title: String?
        package var count: Int
        /// Asked for the cards that show, and no others.
        package var card: (Int) -> Card

        package init(title: String? = nil, count: Int, card: @escaping (Int) -> Card) {
            self.title = title
            self.count = max(0, count)
            self.card = card
        }
    }

    package struct Column {
        package var title: StyledLine
        package var status: StyledLine
        /// Lines of each of its cards.
        package var cardLines: Int
        package var sections: [Section]
        package var emptyNote: StyledLine

        package init(
            title: StyledLine, status: StyledLine = .empty, cardLines: Int = 2, sections: [Section],
            emptyNote: StyledLine = .empty
        ) {
            self.title = title
            self.status = status
            self.cardLines = max(1, cardLines)
            self.sections = sections
            self.emptyNote = emptyNote
        }

        /// Cards of all sections.
        package var count: Int { sections.reduce(0) { $0 + $1.count } }
    }

    package var columns: [Column]
    /// Share of the width each column gets.
    package var weights: [Int]
    package var isFocused: Bool

    package init(columns: [Column], weights: [Int]? = nil, isFocused: Bool = true) {
        self.columns = columns
        self.weights = weights ?? columns.map { _ in 1 }
        self.isFocused = isFocused
    }

    /// Columns narrower than this are not worth showing.
    private static let narrowest = 16

    /// Where the columns stand. When they do not all fit, as many as do, the chosen one among them.
    func places(in rect: Rect, chosen: Int) -> [(column: Int, rect: Rect)] {
        let fits = max(1, min(columns.count, (rect.columns + 3) / (Board.narrowest + 3)))
        let first = min(max(0, chosen - fits + 1), max(0, columns.count - fits))
        let shown = Array(first..<min(columns.count, first + fits))
        let shares = shown.map { weights.indices.contains($0) ? weights[$0] : 1 }
        // A card begins with the cells of cursor and mark, so nothing has to stand between the line and it.
        let rects = Split.columns(rect, weights: shares, gap: 2)
        return zip(shown, rects).map { ($0, $1) }
    }

    /// Where one section of a column stands and which of its cards show.
    struct SectionPlace {
        var title: Int?
        var area: Rect
        /// Rows from one card to the next.
        var pitch: Int
        var capacity: Int
        var hasMoreLine: Bool
    }

    /// The lower sections get what they need up to half of the column, the first one the rest.
    func sectionPlaces(of column: Column, in body: Rect) -> [SectionPlace] {
        func need(_ section: Section) -> Int {
            section.count * column.cardLines + (section.title == nil ? 0 : 1)
        }
        var rows = column.sections.map { _ in 0 }
        var room = body.rows
        let lower = column.sections.indices.dropFirst()
        let upperNeed = column.sections.first.map(need) ?? 0
        let forLower = max(room - upperNeed, room / 2)
        for index in lower.reversed() where column.sections[index].count > 0 {
            rows[index] = min(need(column.sections[index]), forLower / max(1, lower.count))
            room -= rows[index]
        }
        if !rows.isEmpty { rows[0] = room }
        var top = body.row
        return column.sections.indices.map { index in
            let section = column.sections[index]
            let titleRows = section.title == nil || rows[index] == 0 ? 0 : 1
            let area = Rect(
                column: body.column, row: top + titleRows, columns: body.columns,
                rows: rows[index] - titleRows)
            let title = titleRows == 1 ? top : nil
            top += rows[index]
            return place(section, of: column, area: area, title: title)
        }
    }

    private func place(_ section: Section, of column: Column, area: Rect, title: Int?) -> SectionPlace {
        let spaced = section.count * (column.cardLines + 1) <= area.rows
        let pitch = column.cardLines + (spaced ? 1 : 0)
        let isOver = section.count * column.cardLines > area.rows
        let hasMoreLine = isOver && area.rows > column.cardLines
        let capacity = max(area.rows > 0 ? 1 : 0, (area.rows - (hasMoreLine ? 1 : 0)) / pitch)
        return SectionPlace(
            title: title, area: area, pitch: pitch, capacity: capacity, hasMoreLine: hasMoreLine)
    }

    func body(of column: Rect) -> Rect { column.cutTop(column.rows > 1 ? 1 : 0).rest }
}

/// Where the cursor of a board stands: a column, and in each column a card counted through all its sections.
package struct BoardState: Hashable, Sendable {
    package var column: Int
    /// By column.
    package private(set) var cards: [Int]
    /// First card shown, by column and section.
    fileprivate var tops: [[Int]]

    package init(columns: Int) {
        column = 0
        cards = Array(repeating: 0, count: max(0, columns))
        tops = Array(repeating: [], count: max(0, columns))
    }

    /// The card that keys act on, counted through the sections of its column.
    package var card: Int { cards.indices.contains(column) ? cards[column] : 0 }

    package mutating func move(to card: Int, column: Int) {
        guard cards.indices.contains(column) else { return }
        self.column = column
        cards[column] = max(0, card)
    }
}

extension Board {
    /// Which section and which card of it a count through the column means; nil when the column has fewer.
    package func locate(_ card: Int, in column: Int) -> (section: Int, card: Int)? {
        guard columns.indices.contains(column), card >= 0 else { return nil }
        var rest = card
        for (index, section) in columns[column].sections.enumerated() {
            if rest < section.count { return (index, rest) }
            rest -= section.count
        }
        return nil
    }

    /// Moves the cursor as the key says; answers whether it was a movement key.
    package func take(_ key: Key, _ state: inout BoardState, in rect: Rect) -> Bool {
        guard columns.indices.contains(state.column) else { return false }
        let page = max(1, body(of: rect).rows / columns[state.column].cardLines)
        switch key.inLatinPlace {
        case .down, .character("j"): move(&state, by: 1)
        case .up, .character("k"): move(&state, by: -1)
        case .right, .character("l"): state.column += 1
        case .left, .character("h"): state.column -= 1
        case .home, .character("g"): move(&state, by: -state.card)
        case .end, .character("G"): move(&state, by: columns[state.column].count)
        case .ctrl("d"): move(&state, by: max(1, page / 2))
        case .ctrl("u"): move(&state, by: -max(1, page / 2))
        case .ctrl("f"), .pageDown: move(&state, by: page)
        case .ctrl("b"), .pageUp: move(&state, by: -page)
        default: return false
        }
        settle(&state, in: rect)
        return true
    }

    private func move(_ state: inout BoardState, by steps: Int) {
        let last = max(0, columns[state.column].count - 1)
        state.move(to: min(max(0, state.card + steps), last), column: state.column)
    }

    /// Keeps cursor and pages inside what there is; call it after the cards or the size changed.
    package func settle(_ state: inout BoardState, in rect: Rect) {
        if state.cards.count != columns.count {
            var fitted = BoardState(columns: columns.count)
            for (index, card) in state.cards.prefix(columns.count).enumerated() {
                fitted.move(to: card, column: index)
            }
            fitted.column = state.column
            state = fitted
        }
        state.column = min(max(0, state.column), max(0, columns.count - 1))
        for index in columns.indices {
            let chosen = state.column
            state.move(to: min(state.cards[index], max(0, columns[index].count - 1)), column: index)
            state.column = chosen
            settlePages(&state, column: index, in: rect)
        }
    }

    private func settlePages(_ state: inout BoardState, column index: Int, in rect: Rect) {
        let column = columns[index]
        let places = sectionPlaces(of: column, in: body(of: rect))
        var tops = state.tops[index]
        while tops.count < column.sections.count { tops.append(0) }
        tops = Array(tops.prefix(column.sections.count))
        let cursor = locate(state.cards[index], in: index)
        for (section, place) in places.enumerated() {
            let capacity = max(1, place.capacity)
            tops[section] = min(max(0, tops[section]), max(0, column.sections[section].count - capacity))
            guard let cursor, cursor.section == section else { continue }
            tops[section] = min(max(tops[section], cursor.card - capacity + 1), cursor.card)
        }
        state.tops[index] = tops
    }

    /// Which column and card a click hit.
    package func card(at point: Point, in rect: Rect, state: BoardState) -> (column: Int, card: Int)? {
        var state = state
        settle(&state, in: rect)
        for (index, area) in places(in: rect, chosen: state.column) where area.contains(point) {
            var before = 0
            for (section, place) in sectionPlaces(of: columns[index], in: body(of: area)).enumerated() {
                let count = columns[index].sections[section].count
                if place.area.contains(point) {
                    let slot = (point.row - place.area.row) / place.pitch
                    let card = state.tops[index][section] + slot
                    return slot < place.capacity && card < count ? (index, before + card) : nil
                }
                before += count
            }
        }
        return nil
    }

    package func draw(into frame: inout Frame, in rect: Rect, state: BoardState) {
        guard !rect.isEmpty, !columns.isEmpty else { return }
        var state = state
        settle(&state, in: rect)
        let places = places(in: rect, chosen: state.column)
        Split.drawLines(between: places.map(\.rect), into: &frame)
        for (index, area) in places {
            frame.clipped(to: area) { draw(column: index, into: &$0, in: area, state: state) }
        }
    }

    private func draw(column index: Int, into frame: inout Frame, in area: Rect, state: BoardState) {
        let column = columns[index]
        if area.rows > 1 {
            let statusWidth = min(column.status.width, max(0, area.columns - column.title.width - 3))
            frame.put(column.title, at: Point(area.column + 1, area.row), width: area.columns - 1)
            if statusWidth > 3 {
                frame.put(
                    column.status, at: Point(area.endColumn - statusWidth, area.row), width: statusWidth,
                    align: .right)
            }
            if index == state.column && isFocused { frame.restyle(area.line(0), role: nil, emphasis: .bold) }
        }
        let body = body(of: area)
        if column.count == 0 {
            frame.put(column.emptyNote, at: Point(body.column + 1, body.row), width: body.columns - 1)
        }
        var before = 0
        for (section, place) in sectionPlaces(of: column, in: body).enumerated() {
            let cursor = index == state.column ? state.card - before : -1
            draw(
                column.sections[section], at: place, from: state.tops[index][section],
                lines: column.cardLines,
                cursor: cursor, into: &frame)
            before += column.sections[section].count
        }
    }

    private func draw(
        _ section: Section, at place: SectionPlace, from top: Int, lines: Int, cursor: Int,
        into frame: inout Frame
    ) {
        if let row = place.title, let title = section.title {
            frame.sectionRule(
                DisplayText(title),
                in: Rect(column: place.area.column + 1, row: row, columns: place.area.columns - 1, rows: 1))
        }
        let end = min(section.count, top + place.capacity)
        frame.clipped(to: place.area) { frame in
            for index in top..<max(top, end) {
                let rows = Rect(
                    column: place.area.column, row: place.area.row + (index - top) * place.pitch,
                    columns: place.area.columns, rows: lines)
                draw(section.card(index), into: &frame, in: rows, isCursor: index == cursor)
            }
            if place.hasMoreLine && section.count > end {
                frame.put(
                    frame.look.more.string + " \(section.count - end) more",
                    at: Point(place.area.column + 2, place.area.endRow - 1), width: place.area.columns - 2,
                    role: .quiet)
            }
        }
    }

    private func draw(_ card: Card, into frame: inout Frame, in area: Rect, isCursor: Bool) {
        for (line, words) in card.lines.prefix(area.rows).enumerated() {
            let row = area.line(line)
            let right = min(words.right.width, max(0, row.columns - 6))
            let room = row.columns - 2 - (right > 0 ? right + 1 : 0)
            frame.put(words.left, at: Point(row.column + 2, row.row), width: room)
            frame.put(words.right, at: Point(row.endColumn - right, row.row), width: right, align: .right)
        }
        let isChosen = isCursor && isFocused
        if isChosen { frame.restyle(area, emphasis: .selected) }
        for row in area.row..<area.endRow where isCursor {
            frame.put(
                glyph: frame.look.glyphs.cursor, at: Point(area.column, row),
                role: isFocused ? .cursor : .quiet,
                emphasis: isChosen ? .selected : [])
        }
        if card.isMarked {
            frame.put(
                glyph: frame.look.glyphs.mark, at: Point(area.column + 1, area.row), role: .mark,
                emphasis: isChosen ? .selected : [])
        }
        if isChosen { frame.cursor = area.origin }
    }
}
