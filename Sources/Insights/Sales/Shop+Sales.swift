package import Commerce
package import Shop

extension Shop {
    /// What the span sold, what it is compared with, its channels and its best products.
    ///
    /// - Parameter columns: how many bars the chart has room for.
    package func salesSummary(_ span: SalesSpan, columns: Int, best: Int = 10) throws -> SalesSummary {
        let frame = try timeFrame(span)
        return try SalesSummary(
            span: span, today: frame.today, first: frame.first, zone: frame.zone, currency: frame.currency,
            columns: columns, sales: saleFacts(in: frame.moments), refunds: refundFacts(in: frame.moments),
            before: frame.momentsBefore.map { try salesFigures(in: $0, currency: frame.currency) },
            best: productSales(in: frame.moments, currency: frame.currency, limit: best))
    }

    /// The span's figures and those it is compared with, without the rest.
    package func salesHeadline(_ span: SalesSpan) throws -> (figures: SalesFigures, before: SalesFigures?) {
        let frame = try timeFrame(span)
        return (
            try salesFigures(in: frame.moments, currency: frame.currency),
            try frame.momentsBefore.map { try salesFigures(in: $0, currency: frame.currency) }
        )
    }

    /// Revenue and orders of any span, in one currency.
    package func salesFigures(in moments: Range<Instant>, currency: Currency) throws -> SalesFigures {
        try SalesSummary.figures(
            sales: saleFacts(in: moments), refunds: refundFacts(in: moments), currency: currency)
    }

    private func timeFrame(_ span: SalesSpan) throws -> TimeFrame {
        let settings = try settings()
        let zone = ShopZone(identifier: settings.timeZone) ?? .utc
        let today = zone.day(of: now)
        let first = try firstSale().map(zone.day(of:)) ?? today
        func moments(_ days: Range<CalendarDay>) -> Range<Instant> {
            zone.start(of: days.lowerBound)..<zone.start(of: days.upperBound)
        }
        return TimeFrame(
            zone: zone, currency: settings.currency, today: today, first: first,
            moments: moments(span.days(today: today, first: first)),
            momentsBefore: span.daysBefore(today: today, first: first).map(moments))
    }
}

/// A span as moments, in the shop's own zone and currency.
private struct TimeFrame {
    let zone: ShopZone
    let currency: Currency
    let today: CalendarDay
    let first: CalendarDay
    let moments: Range<Instant>
    let momentsBefore: Range<Instant>?
}
