import Commerce
import Shop
package import Terminal

extension SellPane {
    package func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        if importSheet != nil { return drawImport(in: rect, of: &frame, context) }
        if card.isOpen {
            card.draw(in: rect, of: &frame, context, cell: cell)
            return
        }
        let layout = SellLayout(rect, context.layout)
        drawTable(in: layout.table, of: &frame, context)
        guard !layout.panel.isEmpty else { return }
        frame.horizontalLine(at: layout.rule.origin, length: layout.rule.columns)
        let (tabs, body) = layout.panel.cutTop(1)
        drawTabs(in: tabs, of: &frame)
        guard cursorID != nil else { return }
        card.draw(in: body, of: &frame, context, cell: cell)
    }

    private func drawTabs(in rect: Rect, of frame: inout Frame) {
        guard cursorID != nil else { return }
        let tabs = ProductCard.Part.allCases.map { Tabs.Tab($0.title, card.count($0)) }
        let hint = card.isFocused ? "Tab next part   Esc back" : "Tab goes in"
        Tabs(tabs, chosen: card.part.rawValue, status: StyledLine(hint, .quiet)).draw(
            into: &frame, in: rect.inset(columns: 1, rows: 0))
    }

    private func drawTable(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        let words = CatalogWords(context, channels, width: rect.columns)
        let isFocused = !card.isFocused
        let sorted = SellColumn.allCases.firstIndex { $0.sort == query.sort }
        let table = Table(
            columns: SellColumn.allCases.map { $0.column(channels) }, sortedColumn: sorted,
            cellCursor: isFocused && cell == nil ? column.rawValue : nil, isFocused: isFocused,
            emptyNote: StyledLine(emptyWords, .quiet)
        ) { index in
            guard ids.indices.contains(index) else { return .note(.empty) }
            let id = ids[index]
            guard let row = rows[id] else { return .cells([], isMarked: marks.contains(id)) }
            let cells = SellColumn.allCases.map { $0.cell(row, sold: sold[id], listed: listed[id], words) }
            return .cells(cells, isMarked: marks.contains(id))
        }
        table.draw(into: &frame, in: rect, state: list)
        if let cell, !cell.isInCard { drawCell(cell, in: rect, of: &frame, context) }
    }

    /// Why there is nothing, and the key that helps.
    private var emptyWords: String {
        if !isComplete, counts[query.view] > 0 { return "Reading …" }
        if !query.filter.isEmpty {
            return "0 of \(Self.grouped(counts[query.view])) match: Esc shows all."
        }
        switch query.view {
        case .active: return "No products yet: i imports a file, n makes one."
        case .draft: return "No drafts. N makes one like another product."
        case .low: return "Nothing is low: the level is each variant's own, or the shop's setting."
        case .featured: return "Nothing is featured yet: :feature puts a product here, J and K carry it."
        case .archived: return "Nothing is archived. x in Active takes a product out of the catalog."
        }
    }

    /// The field over its cell, as wide as what is written, and what there is to say to the right of it.
    private func drawCell(_ cell: CellField, in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        let places = SellColumn.places(in: rect.columns, channels)
        guard let place = places.first(where: { $0.column == column })?.place else { return }
        let line = 1 + list.cursor - list.visible(rows: max(1, rect.rows - 1)).lowerBound
        guard line < rect.rows else { return }
        let left = rect.column + 2 + place.column
        let row = Rect(
            column: left - 1, row: rect.row + line, columns: max(0, rect.endColumn - left + 1), rows: 1)
        Self.draw(cell, in: row, width: max(place.width, 12) + 2, of: &frame, context)
    }

    /// On the line under the field, or above it on the last one, where there is no room beside it.
    private static func drawBelow(
        _ note: StyledLine, _ row: Rect, of frame: inout Frame, _ context: PaneContext
    ) {
        let whole = context.rect
        let line = row.row + 1 < whole.endRow ? row.row + 1 : row.row - 1
        let column = max(whole.column + 2, min(row.column + 1, whole.endColumn - note.width - 1))
        frame.fill(Rect(column: whole.column, row: line, columns: whole.columns, rows: 1))
        frame.put(note, at: Point(column, line), width: whole.endColumn - column)
    }

    static func draw(
        _ cell: CellField, in row: Rect, width: Int, of frame: inout Frame, _ context: PaneContext
    ) {
        var note = StyledLine()
        if cell.awaitsYes, case .odd(let words) = cell.note(context.settings) {
            note = StyledLine("! \(words) · y saves", .care, [.bold])
        } else {
            switch cell.note(context.settings) {
            case .good(let words): note = StyledLine(words, .quiet)
            case .odd(let words): note = StyledLine("! \(words)", .care)
            case .wrong(let words): note = StyledLine("\(words)", .bad)
            case nil:
                note = StyledLine(cell.variantCount > 1 ? "all \(cell.variantCount) variants" : "", .quiet)
            }
        }
        let needed = max(width, DisplayText.width(of: cell.text.text) + 3)
        let (box, rest) = row.cutLeft(min(needed, row.columns))
        frame.fill(row)
        TextField().draw(cell.text, into: &frame, in: box)
        guard note.width > 0 else { return }
        if note.width < rest.columns {
            frame.put(note, at: Point(rest.column + 1, rest.row), width: rest.columns - 1)
        } else {
            drawBelow(note, row, of: &frame, context)
        }
    }
}
