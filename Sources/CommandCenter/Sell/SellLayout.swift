import Terminal

/// Where the parts of Sell stand.
struct SellLayout {
    let whole: Rect
    let table: Rect
    /// The line between the table and the lower part, with the lower part's tabs where there is no room for more.
    let rule: Rect
    /// Empty where there is no room for it.
    let panel: Rect

    init(_ context: PaneContext) { self.init(context.rect, context.layout) }

    init(_ rect: Rect, _ layout: PaneContext.Layout) {
        whole = rect
        guard layout != .list, rect.rows >= 14 else {
            let none = Rect(column: rect.column, row: rect.endRow, columns: 0, rows: 0)
            (table, rule, panel) = (rect, none, none)
            return
        }
        let lower = layout == .narrow && rect.rows < 24 ? 4 : min(14, max(5, rect.rows * 3 / 10))
        (table, rule, panel) = Split.rows(rect, lower: lower, minimum: 6)
    }

    /// Rows of the card's list: one line for the tabs, and one for a table's head.
    func cardLines(_ card: ProductCard) -> Int {
        let rect = card.isOpen ? whole : panel
        let hasTabs = !card.isOpen
        let hasHead = card.part != .info && card.part != .channels
        return max(1, rect.rows - (hasTabs ? 1 : 0) - (hasHead ? 1 : 0))
    }
}
