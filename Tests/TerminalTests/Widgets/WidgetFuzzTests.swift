import Terminal
import TestSupport
import Testing

/// Every widget at every size: nothing traps, nothing leaves its part, no row holds half a character.
struct WidgetFuzzTests {
    private let looks: [Look] = [.unicode, .ascii, .accessible, Look(prefersBraille: true)]

    @Test func `widgets draw at any size and only within their part`() {
        // 1,500 draws, seed 17; sizes from nothing to 200×60, most of them small.
        var random = SeededRandom(seed: 17)
        for round in 0..<1_500 {
            let isLarge = random.chance(1, in: 20)
            let size = Size(
                random.integer(in: 0...(isLarge ? 200 : 24)), random.integer(in: 0...(isLarge ? 60 : 10)))
            var frame = Frame(size, look: random.pick(looks))
            let part = Rect(
                column: random.integer(in: 0...3), row: random.integer(in: 0...2),
                columns: size.columns - random.integer(in: 0...5), rows: size.rows - random.integer(in: 0...4)
            )
            let area = part.intersection(frame.bounds)
            frame.fill(frame.bounds, with: "~")
            draw(round % 14, into: &frame, in: area, &random)
            expectInside(frame, area, kind: round % 14)
        }
    }

    private func expectInside(_ frame: Frame, _ area: Rect, kind: Int) {
        for row in 0..<frame.size.rows {
            for column in 0..<frame.size.columns {
                let point = Point(column, row)
                let cell = frame[point]
                if !area.contains(point) {
                    #expect(cell.scalar == 0x7E, "widget \(kind) in \(area) at \(point)")
                }
                let isWide = Unicode.Scalar(cell.scalar).map { CharacterWidth.of($0) == 2 } ?? false
                if isWide { #expect(frame[Point(column + 1, row)].isWideTail) }
            }
        }
        if let cursor = frame.cursor, !area.isEmpty {
            #expect(area.contains(cursor), "widget \(kind) in \(area)")
        }
    }

    private func line(_ random: inout SeededRandom) -> StyledLine {
        StyledLine(random.nastyText(), random.pick(Role.allCases))
            + StyledLine(random.pick(["კათხა", "漢字", "mug", ""]))
    }

    private func draw(_ kind: Int, into frame: inout Frame, in area: Rect, _ random: inout SeededRandom) {
        let lines = (0..<8).map { _ in line(&random) }
        let count = random.integer(in: 0...40)
        var list = ListState(
            count: count, height: random.integer(in: -1...20), cursor: random.integer(in: -5...50))
        for _ in 0..<5 { _ = list.take(anyKey(&random)) }
        switch kind {
        case 0: drawTable(lines, list, into: &frame, in: area, &random)
        case 1: drawBoard(lines, into: &frame, in: area, &random)
        case 2:
            Tabs(lines.map { .init($0.string, "2") }, chosen: random.integer(in: -1...9), status: lines[0])
                .draw(into: &frame, in: area)
        case 3:
            HeaderBar(
                title: lines[0].string, panes: (1...5).map { .init("\($0)", lines[$0].string) },
                chosen: random.chance(1, in: 4) ? nil : random.integer(in: 0...4), status: lines[6]
            ).draw(into: &frame, in: area)
        case 4:
            FooterBar(
                hints: lines.map { .init("k", $0.string, isKept: random.chance(1, in: 4)) }, status: lines[1],
                toast: random.chance(1, in: 3) ? Toast(lines[2].string) : nil
            ).draw(into: &frame, in: area)
        case 5: drawField(into: &frame, in: area, &random)
        case 6: drawForm(lines, into: &frame, in: area, &random)
        case 7: drawQuestion(lines, into: &frame, in: area, &random)
        case 8:
            var state = ReviewState(count: count, height: area.rows)
            for _ in 0..<5 { _ = state.take(anyKey(&random), canTurn: { $0 % 2 == 0 }) }
            Review(columns: columns(&random)) {
                $0 % 5 == 0 ? .section("will not go out") : .row(.left, lines)
            }
            .draw(state, into: &frame, in: area)
        case 9:
            var state = PaletteState(history: ["one", "two"])
            for _ in 0..<8 { _ = state.take(anyKey(&random)) }
            state.show(count: count)
            Palette { .init(lines[$0 % 8], detail: lines[($0 + 1) % 8], key: "e") }.draw(
                state, into: &frame, over: area)
        case 10:
            let commands = lines.enumerated().map { index, line in
                CommandEntry(
                    "a.\(index)", keys: ["g", "Ctrl-d"], word: line.string, help: line.string,
                    group: "g\(index % 3)")
            }
            HelpSheet(title: lines[0].string, keymap: Keymap(commands), contexts: []) { _ in .no("why") }
                .draw(into: &frame, over: area, state: list)
        case 11: drawCharts(into: &frame, in: area, &random)
        case 12:
            Progress(
                lines[0].string, done: Int(random.anySize()),
                total: random.chance(1, in: 3) ? nil : Int(random.anySize()),
                elapsed: .seconds(random.integer(in: 0...100_000))
            ).draw(into: &frame, in: area)
        default:
            let parts = Split.columns(
                area, weights: (0..<random.integer(in: 0...6)).map { _ in random.integer(in: -1...9) },
                minimum: random.integer(in: 0...9))
            Split.drawLines(between: parts, into: &frame)
            for part in parts { frame.fill(part, with: "x") }
            let (upper, rule, lower) = Split.rows(area, lower: random.integer(in: -2...20))
            #expect(upper.rows + rule.rows + lower.rows == area.rows)
        }
    }

    private func anyKey(_ random: inout SeededRandom) -> Key {
        random.pick(
            [
                "j", "k", "h", "l", "g", "G", "Ctrl-d", "Ctrl-u", "Ctrl-f", "Ctrl-b", "Up", "Down", "Home",
                "End", "Space", "y",
                "Tab", "Shift-Tab", "Backspace", "Delete", "Ctrl-w", "Ctrl-k", "ქ", "漢", "\u{301}", "a", "7",
            ].compactMap { Key($0) })
    }

    private func columns(_ random: inout SeededRandom) -> [Column] {
        (0..<random.integer(in: 0...8)).map { index in
            Column(
                "C\(index)", minimum: random.integer(in: -1...20),
                maximum: random.chance(1, in: 2) ? nil : 30,
                priority: random.integer(in: 0...4), align: random.pick([.left, .right, .center]))
        }
    }

    private func drawTable(
        _ lines: [StyledLine], _ list: ListState, into frame: inout Frame, in area: Rect,
        _ random: inout SeededRandom
    ) {
        let table = Table(
            columns: columns(&random), hasHeader: random.chance(1, in: 2), gap: random.integer(in: 0...3),
            cellCursor: random.integer(in: -1...8), isFocused: random.chance(3, in: 4), emptyNote: lines[0]
        ) { index in
            index % 7 == 3
                ? .section("needs you")
                : index % 7 == 5 ? .note(lines[1]) : .cells(lines, isMarked: index % 2 == 0)
        }
        table.draw(into: &frame, in: area, state: list)
        if let hit = table.row(at: area.origin, in: area, state: list) {
            #expect((0..<list.count).contains(hit))
        }
    }

    private func drawBoard(
        _ lines: [StyledLine], into frame: inout Frame, in area: Rect, _ random: inout SeededRandom
    ) {
        let board = Board(
            columns: (0..<random.integer(in: 0...5)).map { _ in
                Board.Column(
                    title: lines[0], status: lines[1], cardLines: random.integer(in: 0...3),
                    sections: (0..<random.integer(in: 0...3)).map { section in
                        .init(title: section == 0 ? nil : "needs you", count: random.integer(in: 0...9)) {
                            index in
                            Board.Card(
                                [.init(lines[index % 8], lines[2]), .init(lines[3])], isMarked: index % 3 == 0
                            )
                        }
                    }, emptyNote: lines[4])
            })
        var state = BoardState(columns: random.integer(in: 0...5))
        board.settle(&state, in: area)
        for _ in 0..<10 { _ = board.take(anyKey(&random), &state, in: area) }
        board.draw(into: &frame, in: area, state: state)
        if board.columns.indices.contains(state.column), board.columns[state.column].count > 0 {
            #expect(board.locate(state.card, in: state.column) != nil)
        }
        _ = board.card(at: area.origin, in: area, state: state)
    }

    private func drawField(into frame: inout Frame, in area: Rect, _ random: inout SeededRandom) {
        var state = TextFieldState(random.nastyText())
        for _ in 0..<12 { _ = state.take(anyKey(&random)) }
        _ = state.paste("two\nlines \u{1B}[31m")
        #expect((0...state.text.count).contains(state.caret))
        TextField(isFocused: random.chance(3, in: 4), note: "odd", placeholder: "none").draw(
            state, into: &frame, in: area)
    }

    private func drawForm(
        _ lines: [StyledLine], into frame: inout Frame, in area: Rect, _ random: inout SeededRandom
    ) {
        var state = FormState((0..<random.integer(in: 0...6)).map { lines[$0].string })
        for _ in 0..<9 { _ = state.take(anyKey(&random)) }
        Form(lines.map { .init($0.string, note: $0) }).draw(state, into: &frame, in: area)
    }

    private func drawQuestion(
        _ lines: [StyledLine], into frame: inout Frame, in area: Rect, _ random: inout SeededRandom
    ) {
        let question = Question(
            title: lines[0].string,
            items: lines.prefix(random.integer(in: 0...8)).map {
                .init($0, isOptional: random.chance(1, in: 2))
            },
            deed: lines[1].string, mustType: random.chance(1, in: 3) ? "12" : nil)
        var state = QuestionState(question)
        for _ in 0..<5 { _ = state.take(anyKey(&random), in: question) }
        question.draw(state, into: &frame, over: area)
    }

    private func drawCharts(into frame: inout Frame, in area: Rect, _ random: inout SeededRandom) {
        let values: [Double?] = (0..<random.integer(in: 0...60)).map { _ in
            random.pick([0, 1, -5, 12.5, 1e9, 1e300, .infinity, .nan, nil])
        }
        guard !area.isEmpty else { return }
        frame.put(
            Sparkline(values).line(width: area.columns, look: frame.look), at: area.origin,
            width: area.columns)
        var bars = BarChart(values.compactMap { $0 }.map { .init($0, isForecast: random.chance(1, in: 4)) })
        bars.label = { $0.isFinite ? "\(Int(max(-1e15, min(1e15, $0))))" : "?" }
        bars.marks = [.init(0, "13 Oct"), .init(99, "far")]
        bars.draw(into: &frame, in: area)
        LineChart([.init(values), .init(values.reversed(), role: .chart2)], label: bars.label).draw(
            into: &frame, in: area)
        ShareBars(values.compactMap { $0 }.map { .init("name", $0, "48 %") }).draw(into: &frame, in: area)
    }
}
