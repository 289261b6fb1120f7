import Commerce
import Shop
import Terminal

/// Draws an order opened: what is in the way first, then lines, money, address, parcels and story.
struct OrderDrawing {
    let opened: OpenedOrder
    /// Whether the scanner's field has the keys.
    let isTyping: Bool
    let context: PaneContext
    private var detail: OrderDetail { opened.detail }
    private var card: OrderCard { detail.card }
    private var words: CardWords { CardWords(context) }

    init(opened: OpenedOrder, isTyping: Bool, context: PaneContext) {
        self.opened = opened
        self.isTyping = isTyping
        self.context = context
    }

    func draw(in rect: Rect, of frame: inout Frame) {
        let layout = OrderLayout(rect, detail: detail)
        drawHead(in: layout.head, of: &frame)
        switch opened.view {
        case .story: drawStory(in: layout.body, of: &frame, hasTitle: false)
        case .parcels: drawParcels(in: layout.body, of: &frame, isWhole: true)
        case .order where layout.isWide: drawWide(layout, of: &frame)
        case .order: drawNarrow(layout, of: &frame)
        }
    }

    private func drawWide(_ layout: OrderLayout, of frame: inout Frame) {
        Split.drawLines(between: layout.columns, into: &frame)
        drawLines(in: layout.lines, of: &frame)
        drawParcels(in: layout.parcels.cutTop(1).rest, of: &frame, isWhole: false)
        drawStory(in: layout.story, of: &frame, hasTitle: true)
        drawMoney(in: layout.money, of: &frame)
        drawAddress(in: layout.address, of: &frame)
    }

    /// One part at a time; Tab goes to the next.
    private func drawNarrow(_ layout: OrderLayout, of frame: inout Frame) {
        let tabs = Tabs(
            OpenedOrder.Part.allCases.map { .init($0.title) }, chosen: opened.part.rawValue,
            status: StyledLine("Tab next part", .quiet))
        let (top, body) = layout.body.cutTop(min(2, layout.body.rows))
        tabs.draw(into: &frame, in: top)
        switch opened.part {
        case .lines: drawLines(in: body, of: &frame)
        case .money: drawMoney(in: body, of: &frame)
        case .address: drawAddress(in: body, of: &frame)
        case .story: drawStory(in: body, of: &frame, hasTitle: false)
        }
    }

    // MARK: Head

    private func drawHead(in rect: Rect, of frame: inout Frame) {
        guard rect.rows > 0 else { return }
        let who = customer
        let room = max(0, rect.columns - who.width - 4)
        frame.put(heading, at: Point(rect.column + 1, rect.row), width: room)
        frame.put(
            who, at: Point(rect.endColumn - min(who.width, rect.columns - 2) - 1, rect.row),
            width: min(who.width, rect.columns - 2))
        if rect.rows > 2 {
            frame.put(inTheWay, at: Point(rect.column + 1, rect.row + 1), width: rect.columns - 2)
        }
        if rect.rows > 1 {
            frame.horizontalLine(at: Point(rect.column, rect.endRow - 1), length: rect.columns)
        }
    }

    private var heading: StyledLine {
        var line = StyledLine(card.number, .strong, [.bold])
        line.append("   ")
        line.append(words.state(card))
        line.append("   ")
        line.append(payment)
        if !card.channel.isEmpty { line.append("   \(card.channel)", .quiet) }
        if card.isGift { line.append("   gift", .mark) }
        if card.axes.onHold { line.append("   on hold", .care, [.bold]) }
        return line
    }

    private var payment: StyledLine {
        switch card.axes.payment {
        case .paid:
            var text = "paid"
            if let at = detail.paidAt {
                text += " \(TimeWords.full(at, now: context.now, zone: context.zone))"
            }
            if let method = detail.payments.first?.method, !method.isEmpty { text += " by \(method)" }
            return StyledLine(text)
        case .awaiting: return StyledLine("! not paid", .care)
        case .authorized: return StyledLine("authorized", .care)
        case .partRefunded: return StyledLine("\(detail.figures.refunded) refunded")
        case .refunded: return StyledLine("refunded", .quiet)
        case .voided: return StyledLine("payment voided", .bad)
        }
    }

    private var customer: StyledLine {
        var line = StyledLine(card.customer.isEmpty ? "guest" : card.customer, .strong)
        if detail.nth > 0 { line.append(", \(Self.ordinal(detail.nth)) order", .quiet) }
        return line
    }

    static func ordinal(_ number: Int) -> String {
        switch (number % 10, number % 100) {
        case (_, 11...13): "\(number)th"
        case (1, _): "\(number)st"
        case (2, _): "\(number)nd"
        case (3, _): "\(number)rd"
        default: "\(number)th"
        }
    }

    /// What is in the way stands first, with its key.
    private var inTheWay: StyledLine {
        var line = StyledLine.empty
        if let attention = words.attention(card) {
            line.append(attention)
            switch card.attention {
            case .short: line.append("   new stock fills it; > on marked lines ships what is here", .quiet)
            case .addressProblem: line.append("   e mends it", .quiet)
            case .twin: line.append("   & joins them, x cancels one, > says it is meant", .quiet)
            case .cancelRequested: line.append("   x cancels it, > keeps it", .quiet)
            case .onHold: line.append("   z wakes it", .quiet)
            case .returnWaits: line.append("   > goes on with it, $ refunds", .quiet)
            default: break
            }
        }
        for twin in detail.twins where card.attention != .twin {
            line.append("   ! \(twin.number) has the same lines: & joins them", .care)
        }
        return line
    }

    // MARK: Lines

    private func drawLines(in rect: Rect, of frame: inout Frame) {
        let hasScan = isTyping
        let table = Table(
            columns: [
                Column("Lines", minimum: 16, maximum: 60),
                Column("SKU", minimum: 9, maximum: 10, priority: 3),
                Column(hasScan ? "seen" : "here", minimum: 4, maximum: 5, priority: 1, align: .right),
                Column("cost", minimum: 7, maximum: 8, priority: 2, align: .right),
                Column("price", minimum: 8, maximum: 9, align: .right),
            ], isFocused: opened.part == .lines && opened.view == .order,
            emptyNote: "No lines."
        ) { row in
            let line = detail.lines[row]
            var name = StyledLine("\(line.quantity) ", .strong)
            name.append(line.title.isEmpty ? line.sku : line.title)
            if line.short > 0 { name.append("  ! short \(line.short)", .care, [.bold]) }
            if line.refunded > 0 { name.append("  \(line.refunded) refunded", .quiet) }
            if line.shipped > 0, line.shipped < line.quantity {
                name.append("  \(line.shipped) shipped", .quiet)
            }
            let count =
                hasScan
                ? StyledLine("\(opened.seen[line.id] ?? 0)/\(line.toShip)", .good)
                : StyledLine(line.here.map { "\($0)" } ?? "", line.short > 0 ? .care : .text)
            return .cells(
                [
                    name, StyledLine(line.sku, .quiet), count,
                    StyledLine(line.unitCost.map { "\($0)" } ?? "", .quiet), StyledLine("\(line.charged)"),
                ], isMarked: opened.isMarked(line.id))
        }
        table.draw(into: &frame, in: rect, state: opened.lines)
    }

    // MARK: Parcels and story

    private func drawParcels(in rect: Rect, of frame: inout Frame, isWhole: Bool) {
        guard rect.rows > 0 else { return }
        if detail.parcels.isEmpty {
            var line = StyledLine(isWhole ? "" : "Parcels   ", .quiet)
            line.append("none yet: t enters a number, > ships", .quiet)
            frame.put(line, at: Point(rect.column + 2, rect.row), width: rect.columns - 2)
            return
        }
        for (row, parcel) in detail.parcels.enumerated() where row < rect.rows {
            var line = StyledLine(row == 0 && !isWhole ? "Parcels   " : isWhole ? "" : "          ", .quiet)
            line.append(parcel.carrier.isEmpty ? "parcel" : parcel.carrier, .strong)
            line.append("  \(parcel.tracking.isEmpty ? "no number" : parcel.tracking)")
            let pieces = parcel.lines.reduce(0) { $0 + $1.quantity }
            if pieces > 0 { line.append("  \(pieces) pieces", .quiet) }
            line.append("  \(state(of: parcel))", .quiet)
            frame.put(line, at: Point(rect.column + 2, rect.row + row), width: rect.columns - 2)
        }
    }

    private func state(of parcel: OrderDetail.Parcel) -> String {
        func at(_ moment: Instant) -> String {
            TimeWords.full(moment, now: context.now, zone: context.zone)
        }
        if let delivered = parcel.delivered { return "delivered \(at(delivered))" }
        if let shipped = parcel.shipped { return "shipped \(at(shipped))" }
        return "waits to leave"
    }

    private func drawStory(in rect: Rect, of frame: inout Frame, hasTitle: Bool) {
        let isChosen = opened.part == .story || opened.view == .story
        let visible = opened.story.visible(rows: rect.rows)
        for (row, index) in visible.enumerated() {
            let event = detail.story[index]
            var line = StyledLine(hasTitle ? row == 0 ? "Story   " : "        " : "", .quiet)
            let at = TimeWords.full(event.at, now: context.now, zone: context.zone)
            line.append(at + String(repeating: " ", count: max(1, 12 - DisplayText.width(of: at))), .quiet)
            line.append(event.what)
            let area = rect.line(row)
            frame.put(line, at: Point(area.column + 2, area.row), width: area.columns - 2)
            if isChosen, index == opened.story.cursor {
                frame.put(glyph: frame.look.glyphs.cursor, at: area.origin, role: .cursor)
                frame.restyle(area, emphasis: .selected)
            }
        }
    }

    // MARK: Money and address

    private func drawMoney(in rect: Rect, of frame: inout Frame) {
        let figures = detail.figures
        var rows: [(String, StyledLine, Bool)] = [("Lines", StyledLine("\(figures.lines)"), false)]
        if !figures.discounts.isZero { rows.append(("Discount", StyledLine("−\(figures.discounts)"), false)) }
        if !figures.shipping.isZero { rows.append(("Shipping", StyledLine("\(figures.shipping)"), false)) }
        let charged = figures.platformTotal ?? figures.total
        let source = figures.platformTotal == nil ? "Total" : "Total, from \(card.channel)"
        rows.append((source, StyledLine("\(charged)", .strong, [.bold]), false))
        if let platform = figures.platformTotal, platform != figures.total,
            let rest = try? platform.subtracting(figures.total)
        {
            rows.append(("  not in our sum", StyledLine("\(rest)", .care), false))
        }
        if !figures.tax.isZero {
            rows.append(
                (
                    figures.taxIncluded ? "of it tax" : "tax on top", StyledLine("\(figures.tax)", .quiet),
                    false
                ))
        }
        rows.append(("Paid", StyledLine("\(figures.paid)", figures.paid.isZero ? .care : .text), false))
        if !figures.refunded.isZero {
            rows.append(("Refunded", StyledLine("\(figures.refunded)"), false))
            rows.append(("Left to refund", StyledLine("\(figures.refundable)", .quiet), false))
        }
        if let cost = figures.cost, !cost.isZero {
            rows.append(("Cost of goods", StyledLine("\(cost)", .quiet), true))
            if let keep = figures.keep {
                var line = StyledLine("\(keep)", keep.isNegative ? .bad : .good)
                if let part = try? Rate.of(keep, in: charged) {
                    line.append("  \(part.percentText(decimals: 0)) %", .quiet)
                }
                rows.append(("You keep", line, false))
            }
        }
        frame.put("Money", at: Point(rect.column + 1, rect.row), role: .quiet)
        var row = rect.row + 1
        for (name, amount, isApart) in rows {
            if isApart { row += 1 }
            guard row < rect.endRow else { return }
            frame.put(
                name, at: Point(rect.column + 1, row), width: max(0, rect.columns - amount.width - 3),
                role: .text)
            let width = min(amount.width, max(0, rect.columns - 2), 40)
            frame.put(amount, at: Point(rect.column + min(rect.columns, 34) - width - 1, row), width: width)
            row += 1
        }
        if opened.part == .money, opened.view == .order {
            frame.put(glyph: frame.look.glyphs.cursor, at: rect.origin, role: .cursor)
        }
    }

    private func drawAddress(in rect: Rect, of frame: inout Frame) {
        frame.put("Ship to", at: Point(rect.column + 1, rect.row), role: .quiet)
        var lines: [StyledLine] = []
        if let address = detail.address {
            let origin = CountryCode(code: context.settings.country)
            lines += address.lines(from: origin).enumerated().map {
                StyledLine($0.element, $0.offset == 0 ? .strong : .text)
            }
        } else {
            lines.append(StyledLine("no address: handed over", .quiet))
        }
        if let problem = detail.addressProblem { lines.append(StyledLine("! \(problem)", .care)) }
        for contact in [detail.phone.isEmpty ? detail.address?.phone ?? "" : detail.phone, detail.email]
        where !contact.isEmpty { lines.append(StyledLine(contact, .quiet)) }
        if !detail.shippingMethod.isEmpty { lines.append(StyledLine("by \(detail.shippingMethod)", .quiet)) }
        if !detail.giftNote.isEmpty {
            lines += [.empty, StyledLine("Gift note “\(detail.giftNote)”", .mark)]
        }
        if !detail.notes.isEmpty {
            lines += [.empty, StyledLine("Notes", .quiet)]
            lines += detail.notes.suffix(4).map { StyledLine($0.text) }
        }
        for (row, line) in lines.enumerated() where rect.row + 1 + row < rect.endRow {
            frame.put(line, at: Point(rect.column + 1, rect.row + 1 + row), width: max(0, rect.columns - 2))
        }
        if opened.part == .address, opened.view == .order {
            frame.put(glyph: frame.look.glyphs.cursor, at: rect.origin, role: .cursor)
        }
    }
}
