import Commerce
import Shop
import Terminal

/// Moving, marking and opening in the table.
extension SellPane {
    mutating func tableEvent(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch event {
        case .move(let move): return moved(move, context)
        case .open: return cursorID.map { open($0) } ?? []
        case .mark:
            guard let id = cursorID else { return [] }
            if marks.remove(id) == nil { marks.insert(id) }
            list.move(by: 1)
            countHiddenMarks()
            return settle(context)
        case .markRange: return markRange(context)
        case .markAll: return markAll(context)
        default: return []
        }
    }

    private mutating func moved(_ move: Move, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch move {
        case .left: turnColumn(by: -1, context)
        case .right: turnColumn(by: 1, context)
        case .nextPart, .previousPart:
            guard cursorID != nil else { return [] }
            card.isFocused = true
            card.enter(last: move == .previousPart)
            return readCursor(SellLayout(context))
        case .nextNeighbour: list.move(by: 1)
        case .previousNeighbour: list.move(by: -1)
        case .end:
            list.moveToEnd()
            wantsEnd = !isComplete
        default: _ = list.take(move)
        }
        return settle(context)
    }

    private mutating func turnColumn(by step: Int, _ context: PaneContext) {
        let shown = SellColumn.places(in: SellLayout(context).table.columns, channels).map(\.column)
        let place = (shown.firstIndex(of: column) ?? 0) + step
        if shown.indices.contains(place) { column = shown[place] }
    }

    /// The first `v` begins a range, the second marks it.
    private mutating func markRange(_ context: PaneContext) -> [PaneEffect<Request>] {
        guard !ids.isEmpty else { return [] }
        guard let start = rangeStart else {
            rangeStart = list.cursor
            return [.toast("v again marks from here to the cursor")]
        }
        rangeStart = nil
        let range = min(start, list.cursor)...max(start, list.cursor)
        marks.formUnion(ids[range.clamped(to: 0...ids.count - 1)])
        countHiddenMarks()
        return []
    }

    private mutating func markAll(_ context: PaneContext) -> [PaneEffect<Request>] {
        guard isComplete else {
            wantsAllMarked = true
            return []
        }
        if marks.count - hiddenMarks == ids.count {
            marks.subtract(ids)
        } else {
            marks.formUnion(ids)
        }
        countHiddenMarks()
        return []
    }

    mutating func clicked(_ mouse: PaneMouse, _ context: PaneContext) -> [PaneEffect<Request>] {
        let layout = SellLayout(context)
        if card.isOpen { return card.clicked(mouse, context, in: layout.whole) }
        switch mouse {
        case .wheel(let lines, let point):
            if layout.panel.contains(point) { return card.clicked(mouse, context, in: layout.panel) }
            list.scroll(by: lines)
            return settle(context)
        case .click(let point), .secondClick(let point):
            guard layout.table.contains(point) else {
                card.isFocused = layout.panel.contains(point) && cursorID != nil
                return card.clicked(mouse, context, in: layout.panel)
            }
            card.isFocused = false
            let row = point.row - layout.table.row - 1
            let shown = list.visible(rows: list.height)
            guard row >= 0, shown.contains(shown.lowerBound + row) else { return [] }
            list.move(to: shown.lowerBound + row)
            let inside = point.column - layout.table.column - 2
            let hit = SellColumn.places(in: layout.table.columns, channels).last { $0.place.column <= inside }
            if let hit { column = hit.column }
            if case .secondClick = mouse, let id = cursorID { return open(id) }
            return settle(context)
        }
    }

    /// The product on the whole screen.
    mutating func open(_ id: ProductID) -> [PaneEffect<Request>] {
        card.show(id)
        return card.loads(id)
    }
}
