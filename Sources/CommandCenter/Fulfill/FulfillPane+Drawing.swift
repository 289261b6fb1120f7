import Commerce
import Shop
package import Terminal

extension FulfillPane {
    package func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        var rect = rect
        if let scan {
            let (top, rest) = rect.cutTop(min(2, rect.rows))
            draw(scan, in: top, of: &frame)
            rect = rest
        }
        if let opened {
            OrderDrawing(opened: opened, isTyping: isTyping, context: context).draw(in: rect, of: &frame)
            return
        }
        switch view {
        case .board where isSideBySide(context):
            boardWidget(context).draw(into: &frame, in: rect.cutRight(1).rest, state: board)
        case .board, .list:
            drawStages(in: rect.line(rect.rows > 6 ? 0 : rect.rows), of: &frame, context)
            drawList(chosenLane, in: listRect(context), of: &frame, context)
        case .returns: drawList(Self.returnsLane, in: listRect(context), of: &frame, context)
        case .supplier:
            draw(
                [
                    "No supplier is connected yet.",
                    "Here will stand what was ordered from suppliers for these orders: held, sent, confirmed, on its way.",
                    "Until then a short order waits below the line, and new stock (a count in 2 Sell) fills the oldest first.",
                ], in: rect, of: &frame)
        case .services:
            draw(
                [
                    "No service is sold yet.",
                    "Here will stand appointments and work to be done for orders of the kind “service”.",
                    "Orders without goods to carry already go from New to Delivered in one step.",
                ], in: rect, of: &frame)
        }
    }

    private func draw(_ words: [String], in rect: Rect, of frame: inout Frame) {
        for (row, line) in words.enumerated() where row + 1 < rect.rows {
            frame.put(
                line, at: Point(rect.column + 2, rect.row + row + 1), width: max(0, rect.columns - 4),
                role: row == 0 ? .strong : .quiet)
        }
    }

    private func draw(_ scan: ScanField, in rect: Rect, of frame: inout Frame) {
        guard rect.rows > 0 else { return }
        frame.put("Scan", at: Point(rect.column + 1, rect.row), role: .strong)
        TextField(isFocused: true, note: .empty, placeholder: "order, SKU, parcel")
            .draw(
                scan.field, into: &frame,
                in: Rect(
                    column: rect.column + 7, row: rect.row, columns: min(30, max(0, rect.columns - 8)),
                    rows: 1))
        frame.put(
            scan.said, at: Point(rect.column + 40, rect.row), width: max(0, rect.columns - 41))
    }

    // MARK: Side by side

    func boardWidget(_ context: PaneContext) -> Board {
        let words = CardWords(context)
        let width = max(16, (context.rect.columns - 7) / 4) - 2
        return Board(
            columns: Stage.allCases.indices.map { lane in
                let held = lanes[lane]
                let isLast = held.stage == .delivered
                func section(_ title: String?, _ ids: [OrderID]) -> Board.Section {
                    Board.Section(title: title, count: ids.count) { index in
                        card(ids[index], words, width: width, isShort: isLast)
                    }
                }
                return Board.Column(
                    title: title(held, width: width), status: status(held), cardLines: isLast ? 1 : 2,
                    sections: [
                        section(nil, held.ids.ready),
                        section("needs you \(held.ids.needsYou.count)", held.ids.needsYou),
                    ], emptyNote: StyledLine(emptyNote(held), .quiet))
            })
    }

    private func card(_ id: OrderID, _ words: CardWords, width: Int, isShort: Bool) -> Board.Card {
        guard let card = cards[id] else { return Board.Card([.init(StyledLine("…", .quiet))]) }
        let isMarked = marks.contains(id)
        if isShort {
            let right = words.attention(card) ?? words.when(card)
            return Board.Card(
                [.init(words.heading(card, width: width - max(8, right.width + 1)), right)],
                isMarked: isMarked)
        }
        let total = StyledLine("\(card.total)")
        let below: StyledLine =
            words.attention(card) ?? (card.stage == .shipped ? words.way(card) : words.items(card))
        let right: StyledLine =
            saving.contains(id)
            ? StyledLine("\(words.look.glyphs.busy) saving", .busy) : words.when(card)
        return Board.Card(
            [.init(words.heading(card, width: width - total.width - 1), total), .init(below, right)],
            isMarked: isMarked)
    }

    /// `New 12 · €604.50`; without the cents, or without the sum, where what stands right of it needs the room.
    private func title(_ lane: StageLane, width: Int) -> StyledLine {
        guard let stage = lane.stage else { return "All" }
        let plain = StyledLine("\(stage.title) \(lane.count)")
        guard let sum = lane.sum, lane.count > 0 else { return plain }
        let room = width - plain.width - status(lane).width - 2
        let whole = "\(sum)"
        let short = sum.currency.exponent > 0 ? String(whole.dropLast(sum.currency.exponent + 1)) : whole
        for words in [whole, short] where words.count + 3 <= room { return plain + StyledLine(" · \(words)") }
        return plain
    }

    private func status(_ lane: StageLane) -> StyledLine {
        if lane.late > 0 { return StyledLine("\(lane.late) late", .bad, [.bold]) }
        return lane.unpaid > 0 ? StyledLine("\(lane.unpaid) unpaid", .quiet) : .empty
    }

    private func emptyNote(_ lane: StageLane) -> String {
        if !isLoaded { return "" }
        if !filter.isEmpty { return "none match \(filter)" }
        return switch lane.stage {
        case .new: "No new orders: n writes one, 2 i imports a file"
        case .processing: "Nothing is packed: > packs a new one"
        case .shipped: "Nothing is on its way"
        case .delivered: "Nothing has arrived yet"
        case nil: view == .returns ? "Nothing comes back: R notes a return" : "No orders yet: n writes one"
        }
    }

    // MARK: One stage at a time

    /// Below the stages' line and a blank one where there is room.
    func listRect(_ context: PaneContext) -> Rect {
        let rect = scan == nil ? context.rect : context.rect.cutTop(min(2, context.rect.rows)).rest
        guard view != .returns else { return rect }
        return rect.cutTop(rect.rows > 12 ? 2 : rect.rows > 6 ? 1 : 0).rest
    }

    func listRows(_ context: PaneContext) -> Int {
        max(1, table(chosenLane, context).rows(in: listRect(context)))
    }

    private func drawStages(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        guard !rect.isEmpty else { return }
        var tabs = Stage.allCases.indices.map { lane -> Tabs.Tab in
            let held = lanes[lane]
            let isChosen = lane == chosenLane
            var words = "\(held.stage?.title ?? "") \(held.count)"
            if isChosen, let sum = held.sum, held.count > 0 { words += " · \(sum)" }
            return .init(words, held.late > 0 && !isChosen ? "· \(held.late) late" : "")
        }
        if view == .list { tabs.append(.init("All")) }
        let unpaid = lanes[min(chosenLane, 3)].unpaid
        Tabs(
            tabs, chosen: chosenLane,
            status: unpaid > 0 ? StyledLine("\(unpaid) unpaid", .quiet) : .empty
        ).draw(into: &frame, in: rect)
    }

    private func drawList(_ lane: Int, in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        var state = lists[lane]
        let table = table(lane, context)
        state.resize(count: lanes[lane].rows, height: max(1, table.rows(in: rect)))
        table.draw(into: &frame, in: rect, state: state)
    }

    func table(_ lane: Int, _ context: PaneContext) -> Table {
        let words = CardWords(context)
        let held = lanes[lane]
        let isMixed = held.stage == nil
        var columns = [
            Column("Order", minimum: 7, maximum: context.layout == .wide ? 10 : 7),
            Column("Customer", minimum: 11, maximum: context.layout == .wide ? 26 : 14),
            Column("", minimum: 2, maximum: 2, priority: 2),
            Column("Items", minimum: 12, maximum: 70, priority: 1),
            Column("Total", minimum: 9, maximum: context.layout == .wide ? 12 : 9, align: .right),
            Column(isMixed ? "Placed" : "Ship by", minimum: isMixed ? 8 : 11, priority: 3, align: .right),
        ]
        if isMixed { columns.append(Column("Stage", minimum: 12, maximum: 16, priority: 2)) }
        return Table(
            columns: columns, hasHeader: isMixed || context.layout == .wide,
            emptyNote: StyledLine(emptyNote(held), .quiet)
        ) { row in
            if held.hasRule, row == held.ids.ready.count {
                return .section("needs you \(held.ids.needsYou.count)")
            }
            guard let id = held[held.card(at: row)] else { return .note(.empty) }
            guard let card = cards[id] else { return .note(StyledLine("…", .quiet)) }
            var cells = [
                StyledLine(card.number, .strong, [.bold]),
                StyledLine(card.customer.isEmpty ? "guest" : card.customer),
                StyledLine(card.country, .quiet),
                isMixed && card.attention == .returnWaits
                    ? words.items(card)
                    : words.attention(card)
                        ?? (card.stage == .shipped && !isMixed ? words.way(card) : words.items(card)),
                StyledLine("\(card.total)"),
                saving.contains(id)
                    ? StyledLine("\(words.look.glyphs.busy) saving", .busy)
                    : isMixed
                        ? StyledLine(
                            TimeWords.short(card.placed, now: context.now, zone: context.zone), .quiet)
                        : words.when(card),
            ]
            if isMixed { cells.append(words.state(card)) }
            return .cells(cells, isMarked: marks.contains(id))
        }
    }

    // MARK: The first line and the footer

    package func views(_ context: PaneContext) -> PaneViews {
        if let opened { return orderViews(opened, context) }
        return PaneViews(
            [
                .init("board", "Board"), .init("list", "List"),
                .init("returns", "Returns", detail: returnCount > 0 ? "\(returnCount)" : ""),
                .init("supplier", "Supplier orders"), .init("services", "Services"),
            ], chosen: view.rawValue, isFilterable: view.rawValue <= View.returns.rawValue,
            status: viewStatus(context))
    }

    private func viewStatus(_ context: PaneContext) -> StyledLine {
        var line = StyledLine.empty
        if !filter.isEmpty {
            let shown = view == .board ? lanes.prefix(4).reduce(0) { $0 + $1.shown } : lanes[chosenLane].shown
            line.append("\(shown) match", .strong)
            line.append("   ")
        } else if dueToday > 0, context.layout == .wide, view == .board || view == .list {
            line.append("\(dueToday) to ship today", .strong)
            if let firstDue {
                line.append(
                    firstDue < context.now
                        ? ", some late" : ", first by \(TimeWords.clock(firstDue, zone: context.zone))")
            }
            line.append("   ")
        }
        if view.rawValue < View.returns.rawValue {
            line.append("sort: \(sort.words)\(isTurned ? " turned" : "")", .quiet)
        }
        return line
    }

    private func orderViews(_ opened: OpenedOrder, _ context: PaneContext) -> PaneViews {
        let lane = lanes[chosenLane]
        var line = StyledLine.empty
        if let place = lane.place(of: opened.id, near: cardCursor(chosenLane)) {
            line.append("\(place + 1) of \(lane.shown)")
            line.append(lane.stage.map { " in \($0.title)" } ?? "", .text)
            line.append("   ")
        }
        let card = opened.detail.card
        if let stage = card.stage, stage < .shipped, card.shipBy != nil {
            line.append("ship ")
            line.append(CardWords(context).when(card))
        }
        let parcels = opened.detail.parcels.count
        return PaneViews(
            [
                .init("order", "Order"), .init("parcels", "Parcels", detail: parcels > 0 ? "\(parcels)" : ""),
                .init("story", "Story"),
            ], chosen: opened.view.rawValue, status: line)
    }

    package func hints(_ context: PaneContext) -> [String] {
        if scan != nil { return [] }
        switch view {
        case .supplier, .services: return opened == nil ? [] : orderHints
        case .returns:
            return opened == nil ? ["fulfill.advance", "open", "fulfill.refund", "fulfill.note"] : orderHints
        case .board, .list:
            return opened == nil
                ? [
                    "fulfill.advance", "fulfill.takeBack", "open", "fulfill.track", "fulfill.refund",
                    "fulfill.print", "fulfill.rest", "fulfill.cancel", "fulfill.new", "filter",
                ] : orderHints
        }
    }

    private var orderHints: [String] {
        [
            "fulfill.advance", "fulfill.takeBack", "fulfill.track", "fulfill.refund", "fulfill.cancel",
            "fulfill.rest", "fulfill.note", "fulfill.edit", "part.next", "neighbour.next",
        ]
    }

    package func word(for command: String, _ context: PaneContext) -> String? {
        let card = chosen.flatMap { cards[$0] }
        let isMarked = opened?.marked.isEmpty == false
        switch command {
        case "fulfill.advance":
            guard let card, let stage = card.stage, let move = card.axes.next(in: stage) else { return nil }
            let words: String =
                switch move {
                case .deliver: "deliver"
                case .sendReturn: "agree"
                case .receiveReturn: "it is here"
                case .closeReturn: "close"
                default: move.title
                }
            if card.attention == .twin, card.place == .needsYou { return "it is meant" }
            return isMarked && (move == .ship || move == .pack) ? "ship the marked" : words
        case "fulfill.rest": return card?.axes.onHold == true ? "wake" : "hold"
        case "fulfill.refund": return card?.axes.isUnpaid == true ? "paid" : "refund"
        case "fulfill.cancel": return card?.axes.cancellation == .yes ? "reopen" : "cancel"
        default: return nil
        }
    }

    package func availability(of command: String, _ context: PaneContext) -> Availability {
        guard command.hasPrefix("fulfill.") else { return .yes }
        switch command {
        case "fulfill.new", "fulfill.scan", "fulfill.sort", "fulfill.unpaid", "fulfill.late":
            return .yes
        case "fulfill.join" where marks.count < 2 && opened?.detail.twins.isEmpty != false:
            return .no("mark two or more orders of one buyer first")
        default: break
        }
        guard let card = chosen.flatMap({ cards[$0] }) else { return .no("there is no order here") }
        switch command {
        case "fulfill.advance" where marks.isEmpty:
            guard let stage = card.stage else { return .no("\(card.number) has left the board") }
            return card.axes.next(in: stage) == nil
                ? .no("\(card.number) is delivered; that is its end") : .yes
        case "fulfill.takeBack" where marks.isEmpty:
            guard let stage = card.stage else { return .no("\(card.number) has left the board") }
            return card.axes.previous(in: stage) == nil
                ? .no("\(card.number) is new; there is nothing before") : .yes
        case "fulfill.return" where !card.axes.fulfillment.hasLeft:
            return .no("it has not left yet; x cancels it")
        case "fulfill.edit" where card.axes.fulfillment.hasLeft:
            return .no("it has left already; take the shipment back first")
        default: return .yes
        }
    }

    package func status(_ context: PaneContext) -> StyledLine {
        if let opened {
            let count = opened.marked.count
            return count > 0 ? StyledLine("\(count) marked", .mark) : .empty
        }
        guard !marks.isEmpty else { return .empty }
        return StyledLine(
            "\(marks.count) marked" + (hiddenMarks > 0 ? ", \(hiddenMarks) hidden" : ""), .mark)
    }
}
