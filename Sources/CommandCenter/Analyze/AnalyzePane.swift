import Commerce
package import Insights
package import Shop
package import Terminal

/// What the shop's numbers say: its first screen, Sales.
package struct AnalyzePane: Pane {
    package static let place = Place.analyze
    package static let commands: [CommandEntry] = []

    package enum Request: Hashable, Sendable {
        /// Every span's revenue and what it is compared with.
        case headline
        /// The chosen span whole, for a chart of so many columns.
        case span(SalesSpan, columns: Int)
    }

    package enum Answer: Sendable {
        case headline([SalesSpan: Headline])
        case span(SalesSummary)
    }

    /// One span's part of the first lines.
    package struct Headline: Sendable {
        let figures: SalesFigures
        let before: SalesFigures?
    }

    var span = SalesSpan.month
    var headlines: [SalesSpan: Headline] = [:]
    var summary: SalesSummary?
    var best = ListState(count: 0, height: 1)
    var asOf: Instant?

    package init() {}

    package mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch event {
        case .opened, .settingsChanged:
            if let kept = context.memory["analyze.span"].flatMap(SalesSpan.init(rawValue:)) { span = kept }
            return reload(context)
        case .resized: return [loadSpan(context)]
        case .changed(let notice) where !notice.orders.isEmpty: return reload(context)
        case .move(.left): return choose(-1, context)
        case .move(.right): return choose(1, context)
        case .move(let move):
            _ = best.take(move)
            return []
        case .open: return openBest()
        case .mouse(.wheel(let lines, _)):
            best.scroll(by: lines)
            return []
        default: return []
        }
    }

    package mutating func receive(
        _ answer: Answer, to request: Request, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        switch answer {
        case .headline(let headlines):
            self.headlines = headlines
            asOf = context.now
        case .span(let summary) where summary.span == span:
            self.summary = summary
            best.resize(count: summary.best.count, height: best.height)
        case .span: break
        }
        return []
    }

    package static func answer(_ request: Request, from shop: Shop) throws -> Answer {
        switch request {
        case .headline:
            var headlines: [SalesSpan: Headline] = [:]
            for span in SalesSpan.allCases {
                let (figures, before) = try shop.salesHeadline(span)
                headlines[span] = Headline(figures: figures, before: before)
            }
            return .headline(headlines)
        case .span(let span, let columns):
            return .span(try shop.salesSummary(span, columns: columns))
        }
    }

    package func views(_ context: PaneContext) -> PaneViews {
        var status = StyledLine.empty
        if let asOf {
            let time = context.zone.time(of: asOf)
            let minute = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
            status = StyledLine("all channels   as of \(time.hour):\(minute)", .quiet)
        }
        return PaneViews([.init("sales", "Sales")], chosen: 0, status: status)
    }

    package func hints(_ context: PaneContext) -> [String] { ["move.right", "open"] }

    package func word(for command: String, _ context: PaneContext) -> String? {
        switch command {
        case "move.right": "other spans"
        case "open": "the product"
        default: nil
        }
    }

    private mutating func choose(_ step: Int, _ context: PaneContext) -> [PaneEffect<Request>] {
        let all = SalesSpan.allCases
        guard let here = all.firstIndex(of: span), all.indices.contains(here + step) else { return [] }
        span = all[here + step]
        return chosen(context)
    }

    private mutating func chosen(_ context: PaneContext) -> [PaneEffect<Request>] {
        summary = nil
        return [loadSpan(context), .remember("analyze.span", span.rawValue)]
    }

    private func reload(_ context: PaneContext) -> [PaneEffect<Request>] {
        [loadSpan(context), .loadBehind(.headline, slot: "analyze.headline")]
    }

    private func loadSpan(_ context: PaneContext) -> PaneEffect<Request> {
        .loadBehind(
            .span(span, columns: AnalyzeLayout(context.rect, context.layout).chartColumns),
            slot: "analyze.span")
    }

    /// The product of the line under the cursor, in Sell.
    private func openBest() -> [PaneEffect<Request>] {
        guard let summary, summary.best.indices.contains(best.cursor) else { return [] }
        let product = summary.best[best.cursor]
        return [.go(.sell, .filter(product.sku.isEmpty ? product.title : product.sku))]
    }
}

/// Where the parts of the screen stand.
struct AnalyzeLayout {
    let spans: Rect
    let chart: Rect
    let channels: Rect
    let best: Rect
    let isWide: Bool

    init(_ rect: Rect, _ layout: PaneContext.Layout) {
        let inside = rect.cutRight(1).rest
        let (spans, rest) = inside.cutTop(min(5, rect.rows))
        self.spans = spans
        isWide = layout == .wide
        if isWide {
            let parts = Split.columns(rest, weights: [46, 26, 42], minimum: 20)
            (chart, channels, best) = (parts[0], parts[1], parts[2])
        } else {
            let upper = rest.cutTop(max(0, min(rest.rows / 2, 12)))
            let lower = Split.columns(upper.rest, weights: [1, 1], minimum: 20)
            (chart, channels, best) = (upper.top.cutBottom(1).rest, lower[0], lower[1])
        }
    }

    /// How many bars the chart has room for, beside its scale.
    var chartColumns: Int { max(12, chart.columns - 10) }
}
