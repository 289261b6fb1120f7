import Commerce
import Shop
import Terminal

/// The keys of the lower part, and of a product that is open.
extension SellPane {
    mutating func cardEvent(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch event {
        case .back:
            if card.isOpen { card.close() } else { card.isFocused = false }
            return settle(context)
        case .move(.nextPart): card.step(part: 1)
        case .move(.previousPart): card.step(part: -1)
        case .move(.nextNeighbour): return neighbour(1, context)
        case .move(.previousNeighbour): return neighbour(-1, context)
        case .move(let move):
            card.list.resize(count: card.lineCount, height: SellLayout(context).cardLines(card))
            card.take(move)
        case .open: return openLine(context)
        default: return []
        }
        card.list.resize(count: card.lineCount, height: SellLayout(context).cardLines(card))
        return []
    }

    private mutating func neighbour(_ step: Int, _ context: PaneContext) -> [PaneEffect<Request>] {
        list.move(by: step)
        guard let id = cursorID else { return [] }
        if card.isOpen {
            let part = card.part
            let effects = open(id)
            card.show(part)
            return effects
        }
        return settle(context)
    }

    /// Enter: the order of a line, the field of another; from the lower part, the whole product.
    private mutating func openLine(_ context: PaneContext) -> [PaneEffect<Request>] {
        if card.part == .orders, let orders = card.shownPast?.orders,
            orders.indices.contains(card.list.cursor)
        {
            return [.go(.fulfill, .order(orders[card.list.cursor].id))]
        }
        if card.isOpen, card.part == .channels { return compareChannel() }
        if card.isOpen { return card.part == .info || card.part == .variants ? edit(context) : [] }
        guard let id = cursorID else { return [] }
        let part = card.part
        let effects = open(id)
        card.show(part)
        return effects
    }

    /// `e` in the card: the line of Info, the cell of Variants.
    mutating func editCard(_ context: PaneContext) -> [PaneEffect<Request>] {
        guard let detail = card.detail else { return [] }
        switch card.part {
        case .info:
            guard ProductCard.infoFields.indices.contains(card.list.cursor) else {
                return [.error("A note stays as it was written; + writes another.")]
            }
            let field = ProductCard.infoFields[card.list.cursor]
            guard field != .description else { return openEditor(context) }
            cell = CellField(
                detail.id, field, original: detail.sheet.written(field), isInCard: true,
                draft: context.drafts[CellField.draftKey(detail.id, nil, field)])
        case .variants:
            guard let variant = card.cursorVariant else { return [] }
            let field = ProductCard.variantFields[card.variantColumn]
            var cell = CellField(
                detail.id, variant: variant.id, field, original: variant.written(field), isInCard: true,
                draft: context.drafts[CellField.draftKey(detail.id, variant.id, field)])
            cell.cost = variant.cost
            cell.compareAt = variant.compareAt
            self.cell = cell
        case .channels:
            return askForWording(inEditor: false)
        case .keep:
            return [.error("These are reckoned; Variants has the price and the cost.")]
        case .images:
            return openEditor(context)
        case .stock, .orders, .history:
            return [
                .error(
                    "\(card.part.title) is what happened; it is not written over. u takes back the last change."
                )
            ]
        }
        return []
    }

    /// `c`: what is left of the price.
    mutating func showKeep(_ context: PaneContext) -> [PaneEffect<Request>] {
        guard let id = cursorProduct else { return [] }
        if SellLayout(context).panel.isEmpty, !card.isOpen {
            let effects = open(id)
            card.show(.keep)
            return effects
        }
        if card.part == .keep, card.isFocused, !card.isOpen {
            card.isFocused = false
            card.show(.info)
            return []
        }
        card.isFocused = true
        card.show(.keep)
        return readCursor(SellLayout(context))
    }
}
