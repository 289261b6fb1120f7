import Commerce
import Shop
import Terminal

/// What goes back for an order, line by line, before it does. `h l` decides whether the goods go back to the shelf.
struct RefundReview: Sendable {
    private enum Row: Hashable {
        case line(OrderLineID)
        case shipping
    }

    private let detail: OrderDetail
    private let rows: [Row]
    private let marked: Set<OrderLineID>
    /// The amount of each row, as the seller may change it.
    private var amounts: [Money]
    private var restocks: [Bool]

    init(_ detail: OrderDetail, marked: [OrderLineID]) {
        self.detail = detail
        self.marked = Set(marked)
        var rows: [Row] = []
        var amounts: [Money] = []
        for line in detail.lines where line.quantity - line.refunded > 0 {
            rows.append(.line(line.id))
            amounts.append(
                line.charged.share(
                    of: line.quantity - line.refunded, after: line.refunded, pieces: line.quantity)
                    ?? line.charged)
        }
        if detail.figures.shipping.isPositive {
            rows.append(.shipping)
            amounts.append(detail.figures.shipping)
        }
        self.rows = rows
        self.amounts = amounts
        restocks = rows.map { _ in false }
    }

    private func line(_ id: OrderLineID) -> OrderDetail.Line? { detail.lines.first { $0.id == id } }

    func sheet() -> ReviewSheet {
        let items = rows.enumerated().map { place, row -> ReviewSheet.Row in
            switch row {
            case .line(let id):
                guard let line = line(id) else { return .section("") }
                let canRestock = line.shipped > 0
                return .item(
                    .init(
                        [
                            StyledLine("\(line.quantity - line.refunded) \(line.title)"),
                            StyledLine("\(amounts[place])", .strong),
                            StyledLine(
                                !canRestock
                                    ? "has not left"
                                    : restocks[place] ? "back on the shelf" : "does not come back",
                                restocks[place] ? .good : .quiet),
                        ], isTaken: marked.isEmpty || marked.contains(id),
                        editable: amounts[place].amountText,
                        choices: canRestock ? 2 : 1, choice: restocks[place] ? 1 : 0))
            case .shipping:
                return .item(
                    .init(
                        [StyledLine("Shipping"), StyledLine("\(amounts[place])", .strong), .empty],
                        isTaken: marked.isEmpty, editable: amounts[place].amountText))
            }
        }
        return ReviewSheet(
            title: "Refund \(detail.card.number), \(detail.card.customer)",
            columns: [
                Column("What", minimum: 16, maximum: 44),
                Column("Back", minimum: 9, maximum: 12, align: .right),
                Column("Goods, h l", minimum: 12, maximum: 20, priority: 1),
            ], rows: items, deed: "give it back",
            note: StyledLine(
                "\(detail.figures.refundable) of \(detail.figures.paid) can go back. It is noted here; the money itself you send.",
                .quiet))
    }

    /// A new amount for a row; answers what is wrong with it.
    mutating func edit(_ row: Int, _ text: String) -> String? {
        guard amounts.indices.contains(row) else { return nil }
        let currency = amounts[row].currency
        // The reason is dropped: the field says in words what an amount looks like.
        guard
            let units = try? DecimalText.parse(
                text.trimmed.replacing(",", with: "."), scale: currency.exponent), units >= 0
        else { return "“\(text)” is no amount of \(currency.code), such as 12.50" }
        amounts[row] = Money(minorUnits: units, currency: currency)
        return nil
    }

    mutating func choose(_ row: Int, _ choice: Int) {
        if restocks.indices.contains(row) { restocks[row] = choice == 1 }
    }

    /// The Action for what was taken; nil where nothing was.
    func action(_ answer: ReviewAnswer) -> RecordRefund? {
        var lines: [RecordRefund.Line] = []
        var shipping: Money?
        for place in answer.taken where rows.indices.contains(place) {
            switch rows[place] {
            case .line(let id):
                guard let line = line(id) else { continue }
                lines.append(
                    .init(
                        line: id, quantity: line.quantity - line.refunded, amount: amounts[place],
                        restock: (answer.choices[place] ?? (restocks[place] ? 1 : 0)) == 1))
            case .shipping: shipping = amounts[place]
            }
        }
        guard !lines.isEmpty || shipping != nil else { return nil }
        return RecordRefund(order: detail.card.id, lines: lines, shipping: shipping)
    }
}
