import Terminal
import TestSupport
import Testing

struct WidgetTests {
    @Test func `the list keeps its cursor on the page and scrolls no farther than it must`() {
        var list = ListState(count: 100, height: 10)
        list.move(by: 12)
        #expect((list.cursor, list.top) == (12, 3))
        list.move(by: -1)
        #expect((list.cursor, list.top) == (11, 3))
        list.moveToEnd()
        #expect((list.cursor, list.top) == (99, 90))
        list.resize(count: 50, height: 10)
        #expect((list.cursor, list.top) == (49, 40))
        list.resize(count: 0, height: 10)
        #expect((list.cursor, list.top) == (0, 0))
        list.move(by: .max)
        #expect(list.cursor == 0)
    }

    @Test func `columns that matter least go first, and those that grow share what is left`() {
        let columns = [
            Column("SKU", minimum: 8), Column("Product", minimum: 10, maximum: 40),
            Column("Cost", minimum: 6, priority: 3),
            Column("30 days", minimum: 8, priority: 2),
        ]
        #expect(Column.places(of: columns, in: 60).map(\.width) == [8, 32, 6, 8])
        #expect(Column.places(of: columns, in: 33).map(\.index) == [0, 1, 3])
        #expect(Column.places(of: columns, in: 20).map(\.index) == [0, 1])
        #expect(Column.places(of: columns, in: 4).map(\.index) == [0])
        #expect(Column.places(of: columns, in: 0).map(\.width) == [0])
    }

    @Test func `a table of a million rows asks only for those it shows`() {
        var asked = 0
        var frame = Frame(Size(40, 12))
        let table = Table(columns: [Column("Product", minimum: 10, maximum: 30)]) { index in
            asked += 1
            return .cells([StyledLine("Product \(index)")])
        }
        let list = ListState(count: 1_000_000, height: table.rows(in: frame.bounds), cursor: 500_000)
        table.draw(into: &frame, in: frame.bounds, state: list)
        #expect(asked == 11)
        #expect(frame.text.contains("▌ Product 500000"))
    }

    @Test func `a field edits as a shell does`() {
        var field = TextFieldState("blue mug")
        #expect(field.take(.ctrl("w")) == .changed)
        #expect(field.text == "blue ")
        _ = field.take(.ctrl("a"))
        _ = field.take(.character("x"))
        #expect((field.text, field.caret) == ("xblue ", 1))
        _ = field.take(.ctrl("k"))
        #expect(field.text == "x")
        _ = field.take(.ctrl("u"))
        #expect(field.text == "")
        _ = field.paste("one\r\ntwo")
        #expect(field.text == "one two")
        #expect(field.take(.enter) == .save)
        #expect(field.take(.escape) == .leave)
        #expect(field.take(.tab) == .next)
        #expect(field.take(Key(.function(3))) == .ignored)
    }

    @Test func `a mark typed after a letter joins it`() {
        var field = TextFieldState("e")
        _ = field.take(.character("\u{301}"))
        #expect((field.text, field.caret) == ("e\u{301}", 1))
        _ = field.take(.backspace)
        #expect(field.text == "")
    }

    @Test func `only y does what a question asks, Enter and Esc do nothing`() {
        let question = Question(
            title: "Cancel W-1031",
            items: [.init("€64.00 goes back"), .init("Aurora is asked", isOptional: true)],
            deed: "cancel the order")
        for key in [Key.enter, .escape, .ctrl("c"), .character("q")] {
            var state = QuestionState(question)
            #expect(state.take(key, in: question) == .no)
        }
        var state = QuestionState(question)
        for key in ["Y", "n", "x", "d", " ", "1"] {
            #expect(state.take(.character(Character(key)), in: question) == .pending)
        }
        _ = state.take(.character("j"), in: question)
        _ = state.take(.space, in: question)
        #expect(state.take(.character("y"), in: question) == .yes(leftOut: [1]))
    }

    @Test func `many refunds want their number typed before y works`() {
        let question = Question(
            title: "Refund 12 orders", items: [.init("12 refunds")], deed: "refund", mustType: "12")
        var state = QuestionState(question)
        #expect(state.take(.character("y"), in: question) == .pending)
        _ = state.take(.character("1"), in: question)
        _ = state.take(.character("2"), in: question)
        #expect(state.take(.character("y"), in: question) == .yes(leftOut: []))
    }

    @Test func `tabs always show the chosen one`() {
        let tabs = Tabs(["Board", "List", "Returns", "Services"].map { .init($0) }, chosen: 3)
        for columns in 10...60 {
            var frame = Frame(Size(columns, 1))
            tabs.draw(into: &frame, in: frame.bounds)
            #expect(frame.text.contains("[Services]"), "\(columns)")
        }
    }

    @Test func `work says how far, how fast and how long still`() {
        #expect(
            Progress("Import", done: 9_000, total: 18_000, elapsed: .seconds(10)).figures
                == "9,000 of 18,000, 900 a second, 10 s left")
        #expect(Progress("Import", done: 5, total: nil, elapsed: .zero).figures == "5")
    }

    @Test func `a spark is drawn from its lowest to its highest`() {
        #expect(Sparkline([0, 1, 2, 3, 4, 5, 6]).line(width: 8, look: .unicode).string == "▁▂▃▄▅▆▇")
        #expect(Sparkline([0, nil, 3]).line(width: 8, look: .ascii).string == "_ #")
        #expect(Sparkline([]).line(width: 8, look: .unicode).string == "")
    }

    @Test func `accessible mode draws no lines, bars or boxes`() {
        var frame = Frame(Size(40, 12), look: .accessible)
        frame.box(frame.bounds, title: "Title", footer: "Footer")
        frame.sectionRule("needs you 3", in: frame.bounds.line(2))
        BarChart([.init(3), .init(5)]).draw(into: &frame, in: frame.bounds.inset(columns: 1, rows: 3))
        #expect(!frame.text.contains { "─│┌┐└┘-|+#█▁_=".contains($0) })
        #expect(frame.text.contains("needs you 3"))
    }

    @Test(arguments: ["118x26", "80x24", "40x10"])
    func `the board looks as drawn`(size: String) throws {
        var frame = Frame(try #require(Size(size)))
        try BoardScene().draw(into: &frame)
        try expectSnapshot(frame.text + "\n" + frame.roleMap, named: "board-\(size)")
    }
}

/// The board of the design's drawing, as far as the toolkit draws it.
private struct BoardScene {
    func draw(into frame: inout Frame) throws {
        let (head, rest) = frame.bounds.cutTop(1)
        HeaderBar(
            title: "Kiln & Clay",
            panes: ["Discover", "Sell", "Fulfill", "Market", "Analyze"].enumerated().map {
                .init("\($0 + 1)", $1)
            },
            chosen: 2,
            status: StyledLine("! 10", .care) + StyledLine("    ") + StyledLine("●", .good) + " 3   Shopify "
                + StyledLine("◐ 3", .unsent) + "   Etsy " + StyledLine("✗", .bad)
        ).draw(into: &frame, in: head)
        frame.horizontalLine(at: Point(0, 1), length: frame.size.columns)
        Tabs(
            [.init("Board"), .init("List"), .init("Returns", "2"), .init("Supplier orders", "4")], chosen: 0,
            status: "9 to ship today, first by 17:00   sort: ship by"
        ).draw(into: &frame, in: rest.line(1))
        let (body, foot) = rest.cutTop(2).rest.cutBottom(1)
        let main = body.cutBottom(1).rest
        var state = BoardState(columns: 4)
        _ = board.take(.down, &state, in: main)
        board.draw(into: &frame, in: main, state: state)
        frame.horizontalLine(at: Point(0, foot.row - 1), length: frame.size.columns)
        FooterBar(
            hints: [
                .init(">", "pack"), .init("<", "back"), .init("Enter", "open"),
                .init("?", "keys", isKept: true),
            ],
            status: "2 marked   ◐ 12 go in 8 s"
        ).draw(into: &frame, in: foot)
    }

    private var board: Board {
        Board(
            columns: [
                column("New 12 · €604.50", "3 unpaid", ready: 9, caring: 3, lines: 2),
                column("Processing 5", "", ready: 4, caring: 1, lines: 2),
                column("Shipped 31", "2 late", ready: 29, caring: 2, lines: 2),
                column("Delivered 204", "", ready: 204, caring: 0, lines: 1),
            ], weights: [11, 10, 10, 7])
    }

    private func column(_ title: String, _ status: String, ready: Int, caring: Int, lines: Int)
        -> Board.Column
    {
        Board.Column(
            title: StyledLine(title, .strong), status: StyledLine(status, .quiet), cardLines: lines,
            sections: [
                .init(count: ready) { index in
                    Board.Card(
                        [
                            .init(StyledLine("S-\(2214 + index)", .strong) + " Giorgi ბერიძე GE", "€18.00"),
                            .init(StyledLine("1 Blue mug, small 青", .quiet), StyledLine("by 17:00", .quiet)),
                        ], isMarked: index % 3 == 1)
                },
                .init(title: "needs you \(caring)", count: caring) { index in
                    Board.Card([
                        .init(StyledLine("W-\(1042 + index)", .strong) + " Anna Keller DE", "€76.00"),
                        .init(StyledLine("! short 1 Green plate", .care), StyledLine("by 17:00", .quiet)),
                    ])
                },
            ])
    }
}
