import Commerce
import Shop
import Terminal

/// Editing in place: in a cell of the table, or on a line of the card.
extension SellPane {
    /// Opens the field under the cursor.
    mutating func edit(_ context: PaneContext) -> [PaneEffect<Request>] {
        if card.isFocused || card.isOpen { return editCard(context) }
        guard let row = cursorRow else { return [] }
        guard let field = column.field else {
            return [
                .error(
                    column == .keep
                        ? "Keep follows from price and cost: h and l choose one of them, then e."
                        : column == .channels
                            ? "P publishes on channels; Channels below has what each of them says."
                            : "\(column.column(channels).title) cannot be written. h and l choose another cell."
                )
            ]
        }
        if row.variantCount > 1, let refusal = Self.refusal(of: field, for: row) { return [.error(refusal)] }
        var cell = CellField(
            row.id, field, original: Self.written(field, row), isInCard: false,
            draft: context.drafts[CellField.draftKey(row.id, nil, field)])
        cell.cost = row.cost
        cell.variantCount = row.variantCount
        self.cell = cell
        return []
    }

    /// Why one cell cannot stand for several variants.
    private static func refusal(of field: CatalogField, for row: CatalogRow) -> String? {
        switch field {
        case .title: nil
        case .price where row.priceLow == row.priceHigh: nil
        case .price:
            "Its \(row.variantCount) variants have prices of their own: Enter opens them, :price sets all."
        default:
            "Its \(row.variantCount) variants have each a \(field.rawValue) of their own: Enter opens them."
        }
    }

    private static func written(_ field: CatalogField, _ row: CatalogRow) -> String {
        switch field {
        case .title: row.title
        case .sku: row.sku
        case .price: row.priceLow?.amountText ?? ""
        case .cost: row.cost?.amountText ?? ""
        case .stock: String(row.onHand ?? 0)
        default: ""
        }
    }

    mutating func typed(_ key: Key, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard var field = cell else { return [] }
        if field.awaitsYes {
            if key == .character("y") { return save(field, context) }
            field.awaitsYes = false
            cell = field
            if key == .enter || key == .escape { return [] }
        }
        switch field.text.take(key) {
        case .save: return attempt(field, next: 0, context)
        case .next: return attempt(field, next: 1, context)
        case .previous: return attempt(field, next: -1, context)
        case .leave:
            cell = nil
            return [.draft(field.draftKey, nil)]
        case .changed:
            cell = field
            return [.draft(field.draftKey, field.text.text)]
        case .moved, .ignored:
            cell = field
            return []
        }
    }

    mutating func pasted(_ text: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard var field = cell else { return [] }
        _ = field.text.paste(text)
        field.awaitsYes = false
        cell = field
        return [.draft(field.draftKey, field.text.text)]
    }

    /// Enter or Tab: saves what is right, asks about what is odd, stays with what is wrong.
    private mutating func attempt(
        _ field: CellField, next: Int, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        var field = field
        switch field.note(context.settings) {
        case .wrong(let reason):
            cell = field
            return [.error("\(field.field.rawValue): \(reason).")]
        case .odd:
            field.awaitsYes = true
            cell = field
            return []
        case .good, nil: break
        }
        var effects = save(field, context)
        guard next != 0 else { return effects }
        if field.isInCard {
            card.step(by: next)
        } else {
            list.move(by: next)
            effects += settle(context)
        }
        return effects + edit(context)
    }

    private mutating func save(_ field: CellField, _ context: PaneContext) -> [PaneEffect<Request>] {
        cell = nil
        guard field.text.text != field.original else { return [.draft(field.draftKey, nil)] }
        saving = field
        return [.perform(EditCatalog([field.edit]), tag: "cell")]
    }

    /// A field that the rules refused opens again with its text.
    mutating func refused(_ tag: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard tag == "cell", let field = saving, cell == nil else { return [] }
        saving = nil
        cell = field
        return []
    }
}
