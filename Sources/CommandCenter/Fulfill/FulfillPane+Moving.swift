import Commerce
import Shop
import Terminal

extension FulfillPane {
    /// Whether the stages stand side by side.
    func isSideBySide(_ context: PaneContext) -> Bool { view == .board && context.layout == .wide }

    /// The scanner's field takes the top; a cell at the right edge stays free.
    func boardRect(_ context: PaneContext) -> Rect {
        let rect = scan == nil ? context.rect : context.rect.cutTop(min(2, context.rect.rows)).rest
        return rect.cutRight(1).rest
    }

    /// The lane that keys act on.
    var chosenLane: Int {
        switch view {
        case .board: board.column
        case .list: listed
        case .returns: Self.returnsLane
        case .supplier, .services: 0
        }
    }

    func shownLanes(_ context: PaneContext) -> [Int] {
        switch view {
        case .board where isSideBySide(context): Array(Stage.allCases.indices)
        case .board, .list, .returns: [chosenLane]
        case .supplier, .services: []
        }
    }

    func cardCursor(_ lane: Int) -> Int {
        lane < Stage.allCases.count ? board.cards[lane] : lanes[lane].card(at: lists[lane].cursor)
    }

    mutating func setCursor(_ card: Int, in lane: Int) {
        if lane < Stage.allCases.count {
            let chosen = board.column
            board.move(to: card, column: lane)
            board.column = chosen
        } else {
            lists[lane].move(to: lanes[lane].row(of: card))
        }
    }

    /// The order under the cursor, or the one opened.
    var chosen: OrderID? {
        if let opened { return opened.id }
        return view == .supplier || view == .services ? nil : lanes[chosenLane][cardCursor(chosenLane)]
    }

    /// Keeps cursors and pages inside what there is.
    mutating func settle(_ context: PaneContext) {
        if isSideBySide(context) {
            boardWidget(context).settle(&board, in: boardRect(context))
        }
        let height = listRows(context)
        for lane in lanes.indices {
            if lane < Stage.allCases.count {
                setCursor(min(board.cards[lane], max(0, lanes[lane].shown - 1)), in: lane)
            }
            lists[lane].resize(count: lanes[lane].rows, height: height)
            if lane < Stage.allCases.count { lists[lane].move(to: lanes[lane].row(of: board.cards[lane])) }
        }
        opened?.settle(context)
    }

    mutating func moved(_ move: Move, _ context: PaneContext) -> [PaneEffect<Request>] {
        if opened != nil { return movedInOrder(move, context) }
        switch move {
        case .left, .right: return sideways(move == .left ? -1 : 1)
        case .nextPart, .previousPart: return sideways(move == .nextPart ? 1 : -1, around: true)
        case .nextNeighbour, .previousNeighbour: return []
        default: break
        }
        let lane = chosenLane
        if isSideBySide(context) {
            _ = boardWidget(context).take(move.key, &board, in: boardRect(context))
        } else {
            let from = cardCursor(lane)
            _ = lists[lane].take(move)
            var card = lanes[lane].card(at: lists[lane].cursor)
            // The rule between the sections is passed over.
            if card == from, move == .up, card > 0, card == lanes[lane].ids.ready.count { card -= 1 }
            setCursor(min(card, max(0, lanes[lane].shown - 1)), in: lane)
        }
        extendRange()
        return []
    }

    private mutating func sideways(_ step: Int, around: Bool = false) -> [PaneEffect<Request>] {
        anchor = nil
        let count = view == .list ? Self.allLane + 1 : Stage.allCases.count
        guard view == .board || view == .list else { return [] }
        var to = chosenLane + step
        if around { to = (to + count) % count }
        guard (0..<count).contains(to) else { return [] }
        if view == .list {
            listed = to
            if to < Stage.allCases.count { board.column = to }
            return to == Self.allLane ? loadLists() : []
        }
        board.column = to
        listed = to
        return []
    }

    // MARK: Marks

    mutating func mark(_ context: PaneContext) -> [PaneEffect<Request>] {
        if opened != nil {
            opened?.markLine()
            return []
        }
        guard let id = chosen else { return [] }
        if marks.remove(id) == nil { marks.insert(id) }
        anchor = nil
        return moved(.down, context)
    }

    /// The first press begins a range that follows the cursor, the second ends it.
    mutating func markRange() -> [PaneEffect<Request>] {
        guard opened == nil, let id = chosen else { return [] }
        if anchor != nil {
            anchor = nil
        } else {
            anchor = (chosenLane, cardCursor(chosenLane))
            marks.insert(id)
        }
        return []
    }

    private mutating func extendRange() {
        guard let anchor, anchor.lane == chosenLane else { return }
        let cursor = cardCursor(anchor.lane)
        for card in min(anchor.card, cursor)...max(anchor.card, cursor) {
            if let id = lanes[anchor.lane][card] { marks.insert(id) }
        }
    }

    /// All that match in the section of the cursor; again none.
    mutating func markAll() -> [PaneEffect<Request>] {
        anchor = nil
        if opened != nil {
            opened?.markAllLines()
            return []
        }
        let lane = lanes[chosenLane]
        let isBelow = cardCursor(chosenLane) >= lane.ids.ready.count && lane.hasRule
        let section = isBelow ? lane.ids.needsYou : lane.ids.ready
        if section.allSatisfy(marks.contains) {
            marks.subtract(section)
        } else {
            marks.formUnion(section)
        }
        return []
    }

    /// How many marks the filter hides: they are counted, and left out of every command.
    mutating func countHidden() {
        guard !marks.isEmpty else {
            hiddenMarks = 0
            return
        }
        hiddenMarks = marks.count - visibleMarks.count
    }

    /// The marked orders that are in the lists, in their order.
    var visibleMarks: [OrderID] {
        guard !marks.isEmpty else { return [] }
        var seen: Set<OrderID> = []
        let lanesHere =
            view == .list && listed == Self.allLane
            ? [Self.allLane] : view == .returns ? [Self.returnsLane] : Array(Stage.allCases.indices)
        return lanesHere.flatMap { lane in
            (lanes[lane].ids.ready + lanes[lane].ids.needsYou).filter {
                marks.contains($0) && seen.insert($0).inserted
            }
        }
    }

    /// What a command is about: the marked, else the one under the cursor.
    var targets: [OrderID] {
        if let opened { return [opened.id] }
        let marked = visibleMarks
        return marked.isEmpty ? chosen.map { [$0] } ?? [] : marked
    }

    // MARK: Mouse

    mutating func point(_ mouse: PaneMouse, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard opened == nil else { return [] }
        switch mouse {
        case .wheel(let rows, _):
            return (0..<abs(rows)).reduce([]) { effects, _ in
                effects + moved(rows > 0 ? .down : .up, context)
            }
        case .click(let point): putCursor(at: point, context)
        case .secondClick(let point):
            putCursor(at: point, context)
            return openChosen()
        }
        return []
    }

    private mutating func putCursor(at point: Point, _ context: PaneContext) {
        if isSideBySide(context) {
            if let hit = boardWidget(context).card(at: point, in: boardRect(context), state: board) {
                board.move(to: hit.card, column: hit.column)
            }
            return
        }
        let lane = chosenLane
        if let row = table(lane, context).row(at: point, in: listRect(context), state: lists[lane]) {
            setCursor(lanes[lane].card(at: row), in: lane)
        }
    }
}

extension Move {
    /// The key that the board's own movement knows it by.
    var key: Key {
        switch self {
        case .up: .up
        case .down: .down
        case .left: .left
        case .right: .right
        case .start: .home
        case .end: .end
        case .halfPageUp: .ctrl("u")
        case .halfPageDown: .ctrl("d")
        case .pageUp: .pageUp
        case .pageDown: .pageDown
        case .nextPart, .previousPart, .nextNeighbour, .previousNeighbour: .tab
        }
    }
}
