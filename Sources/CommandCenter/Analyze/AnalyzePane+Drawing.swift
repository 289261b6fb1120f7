import Commerce
import Insights
import Shop
package import Terminal

extension AnalyzePane {
    package func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        let layout = AnalyzeLayout(rect, context.layout)
        drawSpans(in: layout.spans, of: &frame)
        guard let summary else {
            frame.put("Adding up …", at: layout.chart.origin, width: layout.chart.columns, role: .quiet)
            return
        }
        guard summary.figures.orders > 0 || summary.figures.revenue.minorUnits != 0 else {
            let none = "No sales in this span. h and l choose another; i in Sell imports orders."
            frame.put(none, at: layout.chart.origin, width: rect.columns, role: .quiet)
            return
        }
        drawChart(summary, in: layout.chart, of: &frame)
        if layout.isWide {
            Split.drawLines(between: [layout.chart, layout.channels, layout.best], into: &frame)
        }
        drawChannels(summary, in: layout.channels, of: &frame)
        drawBest(summary, in: layout.best, of: &frame)
    }

    /// The five spans side by side with revenue and change, and what the chosen one is made of.
    private func drawSpans(in rect: Rect, of frame: inout Frame) {
        let columns = Split.columns(rect, weights: [1, 1, 1, 1, 1], minimum: 12, gap: 2)
        for (span, part) in zip(SalesSpan.allCases, columns) where !part.isEmpty {
            let isChosen = span == self.span
            let title = isChosen ? "[\(span.title)]" : " \(span.title)"
            frame.put(
                title, at: part.line(0).origin, width: part.columns, role: isChosen ? .active : .quiet)
            guard part.rows > 1, let headline = headlines[span] else { continue }
            frame.put(
                " " + Self.whole(headline.figures.revenue), at: part.line(1).origin, width: part.columns,
                role: isChosen ? .strong : .text)
            guard let before = headline.before, let change = headline.figures.change(since: before) else {
                continue
            }
            frame.put(
                " \(change < 0 ? "−" : "+")\(abs(change)) %", at: part.line(2).origin, width: part.columns,
                role: change < 0 ? .bad : .good)
        }
        guard rect.rows > 3, let summary else { return }
        frame.put(words(of: summary), at: Point(rect.column + 1, rect.row + 3), width: rect.columns - 1)
    }

    /// The amount without its minor units, cut and not rounded: "€11,230".
    @Sendable private static func whole(_ money: Money) -> String {
        let text = MoneyFormat.neutral.format(money)
        return money.currency.exponent == 0 ? text : String(text.dropLast(money.currency.exponent + 1))
    }

    private func words(of summary: SalesSummary) -> StyledLine {
        let orders = summary.figures.orders
        var line = StyledLine("\(orders) \(orders == 1 ? "order" : "orders")", .text)
        if let average = summary.figures.averageOrder {
            line.append(" · \(MoneyFormat.neutral.format(average)) each", .text)
        }
        for other in summary.others {
            line.append(
                "   besides \(MoneyFormat.neutral.format(other.revenue)), \(other.orders) orders", .quiet)
        }
        return line
    }

    private func drawChart(_ summary: SalesSummary, in rect: Rect, of frame: inout Frame) {
        // A chart's heights are shares of the highest bar, not money: a Double loses nothing that a cell shows.
        var chart = BarChart(summary.bars.map { BarChart.Bar(Double(max(0, $0.minorUnits))) })
        let currency = summary.figures.revenue.currency
        let whole = Self.whole
        chart.label = { value in
            whole(Money(minorUnits: Int64(value), currency: currency))
        }
        chart.marks = marks(summary)
        chart.draw(into: &frame, in: rect)
    }

    /// Some days under the bars: the first, the last, and between them where there is room.
    private func marks(_ summary: SalesSummary) -> [BarChart.Mark] {
        let count = summary.bars.count
        guard count > 1 else { return [] }
        let every = max(1, count / 3)
        return stride(from: 0, to: count, by: every).map { index in
            let bar = summary.bars[index]
            return BarChart.Mark(
                index, summary.step == .hour ? "\(bar.hour):00" : Self.short(bar.day, in: summary))
        }
    }

    private static func short(_ day: CalendarDay, in summary: SalesSummary) -> String {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = names[day.month - 1]
        return summary.step == .month ? "\(month) \(day.year)" : "\(day.day) \(month)"
    }

    private func drawChannels(_ summary: SalesSummary, in rect: Rect, of frame: inout Frame) {
        guard rect.rows > 1 else { return }
        frame.put("Channels", at: rect.origin, width: rect.columns, role: .quiet)
        ShareBars(
            summary.channels.prefix(rect.rows - 1).map { channel in
                ShareBars.Entry(
                    channel.channel.isEmpty ? "by hand" : channel.channel, Double(max(0, channel.percent)),
                    "\(channel.percent) %")
            }
        ).draw(into: &frame, in: rect.cutTop(1).rest)
    }

    private func drawBest(_ summary: SalesSummary, in rect: Rect, of frame: inout Frame) {
        guard rect.rows > 1 else { return }
        frame.put("Best", at: rect.origin, width: rect.columns, role: .quiet)
        let lines = rect.cutTop(1).rest
        for index in 0..<lines.rows where summary.best.indices.contains(index + best.top) {
            let product = summary.best[index + best.top]
            let row = lines.line(index)
            let isHere = index + best.top == best.cursor
            let money = MoneyFormat.neutral.format(product.revenue)
            let room = DisplayText.width(of: money)
            if isHere { frame.put(glyph: frame.look.glyphs.cursor, at: row.origin, role: .cursor) }
            frame.put(
                product.title, at: Point(row.column + 2, row.row), width: max(0, row.columns - room - 3),
                role: isHere ? .strong : .text)
            frame.put(money, at: Point(max(row.column, row.endColumn - room), row.row), width: room)
        }
        if lines.rows > 0, summary.best.indices.contains(best.cursor) {
            frame.cursor = Point(lines.column, lines.row + max(0, best.cursor - best.top))
        }
    }
}
