import Commerce
import Shop
import Terminal

extension ProductCard {
    /// The chosen part; `cell` is the field that is open in it.
    func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext, cell: CellField?) {
        // Below the table the last product stays until the next is read: cleared between, it would flicker.
        guard let detail, detail.id == asked || !hasKeys else { return }
        let cell = cell.flatMap { $0.isInCard && $0.product == detail.id ? $0 : nil }
        switch part {
        case .info: drawInfo(detail, in: rect, of: &frame, context, cell: cell)
        case .variants: drawVariants(detail, in: rect, of: &frame, context, cell: cell)
        case .channels: drawChannels(in: rect, of: &frame, context)
        case .keep: drawKeep(detail, in: rect, of: &frame, context)
        case .images: drawImages(detail, in: rect, of: &frame)
        case .stock: drawStock(detail, shownPast, in: rect, of: &frame, context)
        case .orders: drawOrders(detail, shownPast, in: rect, of: &frame, context)
        case .history: drawHistory(detail, in: rect, of: &frame, context)
        }
        // One cursor on the screen is enough: where the keys go.
        if !hasKeys { frame.fill(rect.cutLeft(1).left) }
    }

    var hasKeys: Bool { isFocused || isOpen }

    private func drawInfo(
        _ detail: ProductDetail, in rect: Rect, of frame: inout Frame, _ context: PaneContext,
        cell: CellField?
    ) {
        let moments = Moments(now: context.now, zone: context.zone)
        let label = 13
        let (lines, text) = infoAreas(rect)
        let list = List(isFocused: hasKeys) { index in
            guard Self.infoFields.indices.contains(index) else {
                let note = index - Self.infoFields.count
                guard detail.notes.indices.contains(note) else { return .empty }
                return StyledLine("+ " + moments.short(detail.notes[note].at) + "  ", .quiet)
                    + StyledLine(detail.notes[note].text)
            }
            let field = Self.infoFields[index]
            let name = field.rawValue.prefix(1).uppercased() + field.rawValue.dropFirst()
            let value = detail.sheet.written(field).split(whereSeparator: \.isNewline).joined(separator: " ")
            return StyledLine(name + String(repeating: " ", count: max(1, label - name.count)), .quiet)
                + (value.isEmpty ? StyledLine("–", .quiet) : StyledLine(value))
        }
        list.draw(into: &frame, in: lines, state: self.list)
        if let cell, let index = Self.infoFields.firstIndex(of: cell.field) {
            let line = index - self.list.visible(rows: lines.rows).lowerBound
            if line >= 0, line < lines.rows {
                let row = lines.line(line).cutLeft(label + 1).rest
                SellPane.draw(cell, in: row, width: 30, of: &frame, context)
            }
        }
        guard !text.isEmpty else { return }
        frame.verticalLine(at: Point(text.column - 2, text.row), length: text.rows)
        for (line, words) in Self.wrapped(detail.sheet.description, to: text.columns).prefix(text.rows)
            .enumerated()
        {
            frame.put(words, at: Point(text.column, text.row + line), width: text.columns)
        }
    }

    /// On a wide screen the description stands beside the fields.
    private func infoAreas(_ rect: Rect) -> (lines: Rect, text: Rect) {
        guard rect.columns >= 100 else {
            return (rect, Rect(column: rect.endColumn, row: rect.row, columns: 0, rows: 0))
        }
        let (left, rest) = rect.cutLeft(rect.columns / 2)
        return (left, rest.cutLeft(3).rest.cutRight(1).rest)
    }

    /// Cut into lines between words.
    static func wrapped(_ text: String, to width: Int) -> [DisplayText] {
        guard width > 0 else { return [] }
        var lines: [DisplayText] = []
        for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                let longer = line.isEmpty ? String(word) : line + " " + word
                if DisplayText.width(of: longer) > width, !line.isEmpty {
                    lines.append(DisplayText(line))
                    line = String(word)
                } else {
                    line = longer
                }
            }
            lines.append(DisplayText(line))
            if lines.count > 200 { break }
        }
        return lines
    }

    private func drawVariants(
        _ detail: ProductDetail, in rect: Rect, of frame: inout Frame, _ context: PaneContext,
        cell: CellField?
    ) {
        let format = MoneyFormat.neutral
        let columns =
            [Column(detail.sheet.options.joined(separator: " / "), minimum: 14, maximum: 40)]
            + Self.variantColumns
        let table = Table(
            columns: columns, cellCursor: hasKeys && cell == nil ? variantColumn + 1 : nil, isFocused: hasKeys
        ) { index in
            guard detail.sheet.variants.indices.contains(index) else { return .note(.empty) }
            let variant = detail.sheet.variants[index]
            var cells = [StyledLine(variant.name == variant.sku ? detail.sheet.title : variant.name)]
            for field in Self.variantFields {
                switch field {
                case .price:
                    cells.append(StyledLine(variant.price.map { format.format($0) } ?? "–", .text, [.bold]))
                case .compareAt:
                    cells.append(StyledLine(variant.compareAt.map { format.format($0) } ?? "", .quiet))
                case .cost: cells.append(StyledLine(variant.cost.map { format.format($0) } ?? "", .quiet))
                case .stock:
                    cells.append(
                        Self.stock(
                            variant, detail.levels.indices.contains(index) ? detail.levels[index] : nil))
                default: cells.append(StyledLine(variant.written(field), .quiet))
                }
            }
            return .cells(cells)
        }
        table.draw(into: &frame, in: rect, state: list)
        guard let cell else { return }
        let places = Column.places(of: columns, in: rect.columns - 2, gap: 2)
        let index = (Self.variantFields.firstIndex(of: cell.field) ?? 0) + 1
        let line = 1 + list.cursor - list.visible(rows: max(1, rect.rows - 1)).lowerBound
        guard let place = places.first(where: { $0.index == index }), line < rect.rows else { return }
        let row = rect.line(line).cutLeft(place.column + 1).rest
        SellPane.draw(cell, in: row, width: place.width + 2, of: &frame, context)
    }

    private static let variantColumns = [
        Column("SKU", minimum: 12, maximum: 16), Column("Price", minimum: 10, align: .right),
        Column("Compare at", minimum: 10, priority: 4, align: .right),
        Column("Cost", minimum: 9, priority: 1, align: .right), Column("Stock", minimum: 12, maximum: 20),
        Column("Low at", minimum: 6, priority: 3, align: .right),
        Column("Weight g", minimum: 8, priority: 5, align: .right),
        Column("Barcode", minimum: 13, priority: 6),
    ]

    private static func stock(_ variant: VariantSheet, _ level: ProductDetail.StockLevel?) -> StyledLine {
        guard variant.isTracked else { return StyledLine("not counted", .quiet) }
        let here = variant.stock ?? 0
        var line = StyledLine("\(here)", here <= 0 ? .bad : .text)
        if here <= 0 { line.append(" out", .bad) }
        if let level, level.reserved > 0 { line.append(" · \(level.reserved) put by", .quiet) }
        if let level, level.short > 0 { line.append(" · short \(level.short)", .care) }
        return line
    }

    /// What is left of the price, step by step; what the file does not know is not guessed.
    private func drawKeep(
        _ detail: ProductDetail, in rect: Rect, of frame: inout Frame, _ context: PaneContext
    ) {
        let rate = Rate(context.settings.taxRate) ?? .zero
        let table = Table(
            columns: [
                Column("Variant", minimum: 12, maximum: 30), Column("Price", minimum: 10, align: .right),
                Column("− tax", minimum: 9, align: .right), Column("− cost", minimum: 9, align: .right),
                Column("= you keep", minimum: 10, align: .right), Column("", minimum: 6, align: .right),
                Column("", minimum: 10, maximum: 60, priority: 1),
            ], isFocused: false
        ) { index in
            guard detail.sheet.variants.indices.contains(index) else { return .note(.empty) }
            let variant = detail.sheet.variants[index]
            let name = StyledLine(variant.name.isEmpty ? detail.sheet.title : variant.name)
            guard let price = variant.price else { return .cells([name, StyledLine("no price", .care)]) }
            let words = MoneyFormat.neutral.format(price)
            guard let keep = Self.keep(price, variant.cost, rate) else {
                return .cells([
                    name, StyledLine(words), "", "", "", "",
                    StyledLine("e on Cost says what it costs you", .care),
                ])
            }
            func money(_ money: Money) -> StyledLine { StyledLine(MoneyFormat.neutral.format(money), .quiet) }
            return .cells([
                name, StyledLine(words), money(keep.tax), money(keep.cost),
                StyledLine(
                    MoneyFormat.neutral.format(keep.kept), keep.kept.isNegative ? .bad : .good, [.bold]),
                StyledLine(keep.percentText ?? ""),
                StyledLine("fees, shipping and returns come with connections", .quiet),
            ])
        }
        table.draw(
            into: &frame, in: rect, state: ListState(count: detail.sheet.variants.count, height: rect.rows))
    }

    private static func keep(_ price: UnitPrice, _ cost: UnitPrice?, _ rate: Rate) -> Keep? {
        // An amount too large to reckon with is shown without what is kept of it.
        let keep = try? cost.flatMap { cost in
            try Keep(
                price: price.money(rounding: .halfUp), cost: cost.money(rounding: .halfUp),
                taxMode: .included, taxRate: rate)
        }
        return keep ?? nil
    }

    private func drawImages(_ detail: ProductDetail, in rect: Rect, of frame: inout Frame) {
        let table = Table(
            columns: [
                Column("#", minimum: 3, align: .right), Column("Shows", minimum: 16, maximum: 40),
                Column("Address", minimum: 20, maximum: 200),
            ], isFocused: hasKeys,
            emptyNote: StyledLine("No images: E adds a line such as “image: https://…”.", .quiet)
        ) { index in
            guard detail.sheet.images.indices.contains(index) else { return .note(.empty) }
            let image = detail.sheet.images[index]
            let alt = image.alt.isEmpty ? StyledLine("no words for it", .care) : StyledLine(image.alt)
            return .cells([StyledLine("\(index + 1)", .quiet), alt, StyledLine(image.url, .quiet)])
        }
        table.draw(into: &frame, in: rect, state: list)
    }

    private func drawStock(
        _ detail: ProductDetail, _ past: ProductPast?, in rect: Rect, of frame: inout Frame,
        _ context: PaneContext
    ) {
        let moments = Moments(now: context.now, zone: context.zone)
        let names = Dictionary(
            detail.sheet.variants.compactMap { variant in variant.id.map { ($0, variant.name) } }
        ) { first, _ in first }
        let table = Table(
            columns: [
                Column("When", minimum: 12, maximum: 16), Column("Pieces", minimum: 7, align: .right),
                Column("Why", minimum: 12, maximum: 20),
                Column("Variant", minimum: 10, maximum: 30, priority: 1),
                Column("Note", minimum: 10, maximum: 60, priority: 2),
            ], isFocused: hasKeys,
            emptyNote: StyledLine(
                past == nil ? "Reading …" : "Nothing was counted yet: e on Stock enters a count.", .quiet)
        ) { index in
            guard let past, past.ledger.indices.contains(index) else { return .note(.empty) }
            let line = past.ledger[index]
            let sign = line.quantity > 0 ? "+" : ""
            return .cells([
                StyledLine(moments.short(line.at), .quiet),
                StyledLine("\(sign)\(line.quantity)", line.quantity < 0 ? .care : .good),
                StyledLine(StockCause(rawValue: line.cause)?.word ?? line.cause),
                StyledLine(names[line.variant] ?? "", .quiet), StyledLine(line.note, .quiet),
            ])
        }
        table.draw(into: &frame, in: rect, state: list)
    }

    private func drawOrders(
        _ detail: ProductDetail, _ past: ProductPast?, in rect: Rect, of frame: inout Frame,
        _ context: PaneContext
    ) {
        let moments = Moments(now: context.now, zone: context.zone)
        let table = Table(
            columns: [
                Column("Order", minimum: 10, maximum: 16), Column("Placed", minimum: 12, maximum: 16),
                Column("Pieces", minimum: 6, align: .right), Column("Customer", minimum: 12, maximum: 60),
            ], isFocused: hasKeys,
            emptyNote: StyledLine(past == nil ? "Reading …" : "It is on no order yet.", .quiet)
        ) { index in
            guard let past, past.orders.indices.contains(index) else { return .note(.empty) }
            let order = past.orders[index]
            return .cells([
                StyledLine(order.number, .strong), StyledLine(moments.short(order.placedAt), .quiet),
                StyledLine("\(order.quantity)"), StyledLine(order.customer),
            ])
        }
        table.draw(into: &frame, in: rect, state: list)
    }

    private func drawHistory(
        _ detail: ProductDetail, in rect: Rect, of frame: inout Frame, _ context: PaneContext
    ) {
        let moments = Moments(now: context.now, zone: context.zone)
        let table = Table(
            columns: [
                Column("When", minimum: 12, maximum: 16), Column("Who", minimum: 6, maximum: 14),
                Column("Field", minimum: 10, maximum: 20), Column("was", minimum: 10, maximum: 40),
                Column("became", minimum: 10, maximum: 60),
                Column("by", minimum: 14, maximum: 50, priority: 1),
            ], isFocused: hasKeys,
            emptyNote: StyledLine("Nobody changed it here yet.", .quiet)
        ) { index in
            guard history.indices.contains(index) else { return .note(.empty) }
            let change = history[index]
            let words = FieldWords(change, currency: context.settings.currency)
            return .cells([
                StyledLine(moments.short(change.entry.at), .quiet), StyledLine(change.entry.author),
                StyledLine(words.field), StyledLine(words.old, .theirs), StyledLine(words.new, .yours),
                StyledLine(change.entry.summary, .quiet),
            ])
        }
        table.draw(into: &frame, in: rect, state: list)
    }
}

/// A column's change in the seller's words.
struct FieldWords {
    let field: String
    let old: String
    let new: String

    init(_ change: FieldChange, currency: Currency) {
        let names = [
            "unit_price": "price", "unit_cost": "cost", "unit_compare_at": "compare-at", "quantity": "stock",
            "low_stock": "low-stock", "weight_grams": "weight", "category_id": "category",
        ]
        let thing =
            switch change.table {
            case "variants": "variant"
            case "images": "image"
            case "stock_entries": "stock"
            case "notes": "note"
            default: "product"
            }
        let isWhole = change.field == "added" || change.field == "removed"
        field = isWhole ? "\(thing) \(change.field)" : names[change.field] ?? change.field
        func words(_ text: String?) -> String {
            guard let text, !isWhole else { return "" }
            guard change.field.hasPrefix("unit_"), let number = Int64(text) else { return text }
            return MoneyFormat.neutral.format(UnitPrice(millionths: number, currency: currency))
        }
        old = words(change.old)
        new = words(change.new)
    }
}
