package import Commerce
package import Shop
import Terminal

/// The orders: a board, a list, one of them opened, and what comes back.
package struct FulfillPane: Pane {
    package static let place = Place.fulfill

    enum View: Int, CaseIterable {
        case board, list, returns, supplier, services

        var id: String { String(describing: self) }
    }

    package enum Request: Hashable, Sendable {
        /// The stages, at most so many cards a section; nil for all.
        case board(filter: String, sort: OrderQuery.Sort, isTurned: Bool, limit: Int?)
        /// Counts and sums of the stages, which no filter changes.
        case figures
        case list(OrderQuery, limit: Int?)
        case cards([OrderID])
        /// An order, for what is to be done with it.
        case order(OrderID, purpose: Purpose)
        case returnCount
        /// What the scanner read.
        case scanned(String)
    }

    /// Why an order is read.
    package enum Purpose: Hashable, Sendable {
        case open, refund, cancel, newFrom, copyAddress, copyTracking, address, print
    }

    package enum Answer: Sendable {
        case board([OrderIDs])
        case figures([StageFigures])
        case list(OrderIDs)
        case cards([OrderID: OrderCard])
        case order(OrderDetail)
        case returnCount(Int)
        case scanned(OrderID?)
    }

    var view = View.board
    /// The four stages, then all orders, then the returns.
    var lanes: [StageLane] =
        Stage.allCases.map(StageLane.init(stage:)) + [StageLane(stage: nil), StageLane(stage: nil)]
    var lists: [ListState] = Array(repeating: ListState(), count: 6)
    var board = BoardState(columns: Stage.allCases.count)
    /// The lane that the list shows: a stage, or 4 for all.
    var listed = 0
    var cards: [OrderID: OrderCard] = [:]
    /// Cards that have changed in the file since they were read.
    var stale: Set<OrderID> = []
    /// Moved here and not saved yet.
    var saving: Set<OrderID> = []
    var marks: Set<OrderID> = []
    /// Where a range of marks began: a lane and a card.
    var anchor: (lane: Int, card: Int)?
    /// How many of the marks the filter hides.
    var hiddenMarks = 0
    var filter = ""
    var sort = OrderQuery.Sort.shipBy
    var isTurned = false
    var returnCount = 0
    var dueToday = 0
    var firstDue: Instant?
    var isLoaded = false
    var opened: OpenedOrder?
    /// An order asked for by another pane, opened as soon as it is read.
    var scan: ScanField?
    /// What waits for the seller's answer: the orders a question or a field is about.
    var asked: [OrderID] = []
    var askedLines: [OrderLineID] = []
    var refund: RefundReview?
    /// The texts of the order that is being written.
    var written: [String] = []
    /// The order whose address is being mended.
    var purposeDetail: OrderDetail?

    package init() {}

    package var isAtTop: Bool { opened == nil && scan == nil }
    package var isTyping: Bool { scan != nil }
    package var contexts: [String] {
        opened != nil ? ["fulfill.order", "fulfill"] : ["fulfill"]
    }

    // MARK: Events

    package mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        var effects = handle(event, context)
        settle(context)
        effects += missingCards(context)
        return effects
    }

    private mutating func handle(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch event {
        case .opened(let target): return arrive(target, context)
        case .view(let index): return turn(to: index, context)
        case .filter(let words):
            guard words != filter || !isLoaded else { return [] }
            filter = words
            return loadLists() + (isLoaded ? [] : loadFigures())
        case .move(let move): return moved(move, context)
        case .open: return openChosen()
        case .back:
            if scan != nil { scan = nil } else { opened = nil }
            return []
        case .mark: return mark(context)
        case .markRange: return markRange()
        case .markAll: return markAll()
        case .command(let id): return run(id, context)
        case .key(let key): return scanned(key, context)
        case .paste(let text):
            _ = scan?.field.paste(text)
            return []
        case .mouse(let mouse): return point(mouse, context)
        case .changed(let notice): return changed(notice)
        case .performed(let tag, _, let outcome): return performed(tag, outcome, context)
        case .refused(let tag, _): return refused(tag, context)
        case .confirmed(let tag, let leftOut): return confirmed(tag, leftOut, context)
        case .filled(let tag, let texts): return filled(tag, texts, context)
        case .reviewed(let tag, let answer): return reviewed(tag, answer)
        case .reviewEdited(let tag, let row, let text): return reviewEdited(tag, row, text)
        case .reviewChose(let tag, let row, let choice): return reviewChose(tag, row, choice)
        case .left: refund = nil
        case .settingsChanged, .resized, .rested, .verb, .edited, .kept, .called, .postponed,
            .connectionsChanged:
            break
        }
        return []
    }

    private mutating func arrive(_ target: Target?, _ context: PaneContext) -> [PaneEffect<Request>] {
        if !isLoaded, let kept = context.memory["fulfill.sort"] {
            let words = kept.split(separator: " ")
            sort = words.first.flatMap { OrderQuery.Sort(rawValue: String($0)) } ?? .shipBy
            isTurned = words.count > 1
        }
        var effects: [PaneEffect<Request>] = []
        switch target {
        case .order(let id): effects.append(.load(.order(id, purpose: .open), slot: "order"))
        case .filter(let words):
            opened = nil
            view = .list
            listed = Self.allLane
            effects.append(.filter(words))
        case .view(let id): view = View.allCases.first { $0.id == id } ?? view
        case .product, .customer, .importFile, .connect, .connection, .none: break
        }
        return effects + loadLists() + loadFigures()
    }

    private mutating func turn(to index: Int, _ context: PaneContext) -> [PaneEffect<Request>] {
        if opened != nil {
            opened?.view = OpenedOrder.View(rawValue: index) ?? .order
            return []
        }
        view = View(rawValue: index) ?? .board
        anchor = nil
        return loadLists()
    }

    // MARK: Reading

    static let allLane = 4
    static let returnsLane = 5
    private static let page = 200

    /// The lists this view shows; the first pages at once, whole ones may follow.
    func loadLists(whole: Bool = false) -> [PaneEffect<Request>] {
        let limit = whole ? nil : Self.page
        var effects: [PaneEffect<Request>] = []
        let board = Request.board(filter: filter, sort: sort, isTurned: isTurned, limit: limit)
        effects.append(whole ? .loadBehind(board, slot: "board") : .load(board, slot: "board"))
        if view == .list, listed == Self.allLane {
            let list = Request.list(allQuery, limit: limit)
            effects.append(whole ? .loadBehind(list, slot: "all") : .load(list, slot: "all"))
        }
        if view == .returns { effects.append(.load(.list(returnsQuery, limit: nil), slot: "returns")) }
        return effects
    }

    private func loadFigures() -> [PaneEffect<Request>] {
        [.load(.figures, slot: "figures"), .loadBehind(.returnCount, slot: "count")]
    }

    private var allQuery: OrderQuery { OrderQuery(.all, filter: filter, sort: sort, isTurned: isTurned) }
    private var returnsQuery: OrderQuery { OrderQuery(.returns, filter: filter, sort: .placed) }

    package static func answer(_ request: Request, from shop: Shop) throws -> Answer {
        switch request {
        case .board(let filter, let sort, let isTurned, let limit):
            .board(try shop.stages(filter: filter, sort: sort, isTurned: isTurned, limit: limit))
        case .figures: .figures(try shop.stageFigures())
        case .list(let query, let limit): .list(try shop.orders(query, limit: limit))
        case .cards(let ids): .cards(try shop.orderCards(ids))
        case .order(let id, _): .order(try shop.order(id))
        case .returnCount: .returnCount(try shop.returnCount())
        case .scanned(let text): .scanned(try shop.orderScanned(text))
        }
    }

    package mutating func receive(
        _ answer: Answer, to request: Request, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        var effects: [PaneEffect<Request>] = []
        switch (answer, request) {
        case (.board(let columns), .board(let filter, let sort, let isTurned, let limit)):
            guard filter == self.filter, sort == self.sort, isTurned == self.isTurned else { break }
            take(columns)
            if limit != nil, columns.contains(where: \.isCut) { effects += loadLists(whole: true) }
        case (.figures(let figures), _): take(figures)
        case (.list(let ids), .list(let query, let limit)):
            guard query == allQuery || query == returnsQuery else { break }
            let lane = query.scope == .returns ? Self.returnsLane : Self.allLane
            take(ids, into: lane)
            if limit != nil, ids.isCut { effects.append(.loadBehind(.list(query, limit: nil), slot: "all")) }
        case (.cards(let found), .cards(let wanted)):
            for id in wanted {
                cards[id] = found[id]
                stale.remove(id)
            }
        case (.order(let detail), .order(_, let purpose)):
            cards[detail.card.id] = detail.card
            effects += use(detail, for: purpose, context)
        case (.returnCount(let count), _): returnCount = count
        case (.scanned(let id), .scanned(let text)): effects += scanned(text, found: id, context)
        default: break
        }
        settle(context)
        return effects + missingCards(context)
    }

    package mutating func miss(
        _ request: Request, reason: String, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        // A filter that is half typed is often none: what was shown stays, and the words say why.
        [.error(reason)]
    }

    private mutating func take(_ columns: [OrderIDs]) {
        for (lane, ids) in columns.enumerated() where lane < Stage.allCases.count {
            let kept = lanes[lane][cardCursor(lane)]
            lanes[lane].ids = ids
            follow(kept, in: lane)
        }
        saving = []
        isLoaded = true
        countHidden()
    }

    private mutating func take(_ figures: [StageFigures]) {
        for (lane, figure) in figures.enumerated() where lane < Stage.allCases.count {
            lanes[lane].count = figure.count
            lanes[lane].unpaid = figure.unpaid
            lanes[lane].late = figure.late
            lanes[lane].sum = figure.sum
        }
        dueToday = figures.reduce(0) { $0 + $1.dueToday }
        firstDue = figures.compactMap(\.firstDue).min()
    }

    private mutating func take(_ ids: OrderIDs, into lane: Int) {
        let kept = lanes[lane][cardCursor(lane)]
        lanes[lane].ids = ids
        lanes[lane].count = ids.count
        follow(kept, in: lane)
    }

    /// The cursor belongs to the order it was on, as long as that is in the lane.
    private mutating func follow(_ id: OrderID?, in lane: Int) {
        guard let id, let place = lanes[lane].place(of: id, near: cardCursor(lane)) else { return }
        setCursor(place, in: lane)
    }

    private mutating func changed(_ notice: ChangeNotice) -> [PaneEffect<Request>] {
        if notice.entries.count > 50 { stale.formUnion(cards.keys) } else { stale.formUnion(notice.orders) }
        // A change of a product shows in shortfalls, titles and costs.
        var effects = loadLists(whole: isLoaded && lanes.contains { $0.shown > Self.page }) + loadFigures()
        if let opened { effects.append(.load(.order(opened.id, purpose: .open), slot: "order")) }
        return effects
    }

    /// The cards around what is on the screen that are not known, or known to be old.
    private mutating func missingCards(_ context: PaneContext) -> [PaneEffect<Request>] {
        let reach = max(8, context.rect.rows)
        var near: [OrderID] = []
        var isMissing = false
        for lane in shownLanes(context) {
            let cursor = cardCursor(lane)
            func add(_ ids: [OrderID], around place: Int, _ reach: Int) {
                let span = max(0, place - reach)..<min(ids.count, max(0, place + reach))
                guard span.lowerBound < span.upperBound else { return }
                near += ids[span]
            }
            add(lanes[lane].ids.ready, around: min(cursor, lanes[lane].ids.ready.count), reach)
            add(lanes[lane].ids.needsYou, around: max(0, cursor - lanes[lane].ids.ready.count), reach)
        }
        if let opened, cards[opened.id] == nil { near.append(opened.id) }
        let wanted = near.filter { cards[$0] == nil || stale.contains($0) }
        isMissing = !wanted.isEmpty
        if cards.count > 4000 { cards = cards.filter { near.contains($0.key) || marks.contains($0.key) } }
        return isMissing ? [.load(.cards(wanted), slot: "cards")] : []
    }
}
