package import Commerce
package import Shop

extension Shop {
    /// What the span sold, what it is compared with, its channels and its best products.
    ///
    /// - Parameter columns: how many bars the chart has room for.
    package func salesSummary(_ span: SalesSpan, now: Instant, columns: Int, best: Int = 10) throws
        -> SalesSummary
    {
        let settings = try settings()
        let zone = ShopZone(identifier: settings.timeZone) ?? .utc
        let today = zone.day(of: now)
        let first = try firstSale().map(zone.day(of:)) ?? today
        let days = span.days(today: today, first: first)
        let moments = zone.start(of: days.lowerBound)..<zone.start(of: days.upperBound)
        let before = try span.daysBefore(today: today, first: first).map { days in
            try salesFigures(
                in: zone.start(of: days.lowerBound)..<zone.start(of: days.upperBound),
                currency: settings.currency)
        }
        return try SalesSummary(
            span: span, today: today, first: first, zone: zone, currency: settings.currency, columns: columns,
            sales: saleFacts(in: moments), refunds: refundFacts(in: moments), before: before,
            best: productSales(in: moments, currency: settings.currency, limit: best))
    }

    /// Revenue and orders of any span, in one currency.
    package func salesFigures(in moments: Range<Instant>, currency: Currency) throws -> SalesFigures {
        try SalesSummary.figures(
            sales: saleFacts(in: moments), refunds: refundFacts(in: moments), currency: currency)
    }
}
