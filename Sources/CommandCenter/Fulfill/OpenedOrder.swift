import Commerce
import Shop
import Terminal

/// An order opened: what stands on the screen of it, and where the keys go.
struct OpenedOrder: Sendable {
    enum View: Int, CaseIterable { case order, parcels, story }
    /// What Tab goes round.
    enum Part: Int, CaseIterable {
        case lines, money, address, story

        var title: String {
            switch self {
            case .lines: "Lines"
            case .money: "Money"
            case .address: "Ship to"
            case .story: "Story"
            }
        }
    }

    private(set) var detail: OrderDetail
    var view = View.order
    var part = Part.lines
    var lines = ListState()
    var story = ListState()
    var parcels = ListState()
    private var markedLines: Set<OrderLineID> = []
    /// Pieces that the scanner saw, by line.
    var seen: [OrderLineID: Int] = [:]

    init(_ detail: OrderDetail) { self.detail = detail }

    var id: OrderID { detail.card.id }

    /// The marked lines, in their order.
    var marked: [OrderLineID] { detail.lines.map(\.id).filter(markedLines.contains) }
    func isMarked(_ line: OrderLineID) -> Bool { markedLines.contains(line) }

    /// The same order, read again.
    mutating func take(_ detail: OrderDetail) {
        self.detail = detail
        markedLines.formIntersection(
            detail.lines.filter { $0.toShip > 0 || $0.refunded < $0.quantity }.map(\.id))
    }

    mutating func settle(_ context: PaneContext) {
        let layout = OrderLayout(context.rect, detail: detail)
        lines.resize(count: detail.lines.count, height: max(1, layout.lines.rows - 1))
        story.resize(
            count: detail.story.count, height: max(1, view == .story ? layout.body.rows : layout.story.rows))
        parcels.resize(count: detail.parcels.count, height: max(1, layout.body.rows - 1))
    }

    mutating func markLine() {
        guard view == .order, detail.lines.indices.contains(lines.cursor) else { return }
        let id = detail.lines[lines.cursor].id
        if markedLines.remove(id) == nil { markedLines.insert(id) }
        lines.move(by: 1)
    }

    mutating func markAllLines() {
        let all = Set(detail.lines.map(\.id))
        markedLines = markedLines == all ? [] : all
    }

    mutating func take(_ move: Move) {
        switch move {
        case .nextPart, .previousPart:
            let count = Part.allCases.count
            part = Part(rawValue: (part.rawValue + (move == .nextPart ? 1 : count - 1)) % count) ?? .lines
        default:
            switch (view, part) {
            case (.story, _), (.order, .story): _ = story.take(move)
            case (.parcels, _): _ = parcels.take(move)
            case (.order, _): _ = lines.take(move)
            }
        }
    }
}

extension FulfillPane {
    mutating func movedInOrder(_ move: Move, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard move == .nextNeighbour || move == .previousNeighbour else {
            opened?.take(move)
            return []
        }
        let lane = chosenLane
        guard let id = opened?.id,
            let place = lanes[lane].place(of: id, near: cardCursor(lane)) ?? Optional(cardCursor(lane)),
            let next = lanes[lane][place + (move == .nextNeighbour ? 1 : -1)]
        else { return [.error("That is the last one here.")] }
        setCursor(place + (move == .nextNeighbour ? 1 : -1), in: lane)
        return [.load(.order(next, purpose: .open), slot: "order")]
    }

    /// Enter in the opened order: the product of the line, or where the story came from.
    mutating func openPart() -> [PaneEffect<Request>] {
        guard let opened, opened.view == .order, opened.part == .lines,
            opened.detail.lines.indices.contains(opened.lines.cursor),
            let product = opened.detail.lines[opened.lines.cursor].product
        else { return [] }
        return [.go(.sell, .product(product))]
    }
}

/// Where the parts of an opened order stand.
struct OrderLayout {
    let head: Rect
    let rule: Int?
    let body: Rect
    /// Side by side from 100 columns; else all are the body, one at a time.
    let isWide: Bool
    let left: Rect
    let lines: Rect
    let parcels: Rect
    let story: Rect
    let money: Rect
    let address: Rect
    let columns: [Rect]

    init(_ rect: Rect, detail: OrderDetail) {
        let headRows = min(rect.rows, 2 + (detail.card.place == .needsYou || !detail.twins.isEmpty ? 1 : 0))
        let (head, below) = rect.cutTop(headRows)
        self.head = head
        rule = below.rows > 2 ? head.endRow - 1 + (headRows > 0 ? 0 : 1) : nil
        isWide = rect.columns >= 100
        body = below
        guard isWide else {
            columns = []
            left = below
            (lines, parcels, story, money, address) = (below, below, below, below, below)
            return
        }
        columns = Split.columns(below, weights: [64, 26, 30], gap: 3)
        left = columns[0]
        let lineRows = min(detail.lines.count + 1, max(2, left.rows - 8))
        let (upper, rest) = left.cutTop(lineRows)
        lines = upper
        let parcelRows = min(max(1, detail.parcels.count) + 2, max(0, rest.rows - 3))
        let (middle, lower) = rest.cutTop(parcelRows)
        parcels = middle
        story = lower.cutTop(min(1, lower.rows)).rest
        money = columns[1]
        address = columns.count > 2 ? columns[2] : columns[1]
    }
}
