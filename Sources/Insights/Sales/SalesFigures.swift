package import Commerce
package import Shop

/// What a span sold, in one currency.
package struct SalesFigures: Hashable, Sendable {
    /// Sales that stand, less refunds made and returns written in the span.
    package var revenue: Money
    /// Sales that stand; returns are not orders.
    package var orders = 0

    package init(revenue: Money, orders: Int) {
        self.revenue = revenue
        self.orders = orders
    }

    /// The average order value: revenue by orders, rounded half to even; nil without an order.
    package var averageOrder: Money? {
        guard orders > 0, let share = Rate(1, over: Int64(orders)) else { return nil }
        return try? revenue.applying(share, rounding: .halfEven)  // A part of what fits fits.
    }

    /// How much more or less than before, in whole percent; nil where there was nothing to compare with.
    package func change(since before: SalesFigures) -> Int? {
        guard before.revenue.minorUnits > 0 else { return nil }
        let more = Int128(revenue.minorUnits) - Int128(before.revenue.minorUnits)
        let (percent, rest) = (more * 100).quotientAndRemainder(dividingBy: Int128(before.revenue.minorUnits))
        let away = Int128(more < 0 ? -1 : 1)
        return Int(clamping: abs(rest) * 2 >= Int128(before.revenue.minorUnits) ? percent + away : percent)
    }
}

/// What one channel sold.
package struct ChannelSales: Hashable, Sendable {
    /// The channel's name; empty for orders written by hand.
    package let channel: String
    package let revenue: Money
    /// Whole percent of the span's revenue.
    package let percent: Int
}

/// Everything the first screen of Analyze says of one span.
package struct SalesSummary: Sendable {
    package let span: SalesSpan
    package let days: Range<CalendarDay>
    package let figures: SalesFigures
    package let before: SalesFigures?
    package let step: SalesStep
    /// One bar a step, oldest first, with none left out: its first day (or hour) and its revenue in minor units.
    package let bars: [(day: CalendarDay, hour: Int, minorUnits: Int64)]
    package let channels: [ChannelSales]
    package let best: [ProductSales]
    /// What was sold in other currencies, which is never added up with the shop's own (LESSONS 32).
    package let others: [SalesFigures]
}

extension SalesSummary {
    /// Adds up one span. Pure: what was sold comes in.
    package init(
        span: SalesSpan, today: CalendarDay, first: CalendarDay, zone: ShopZone, currency: Currency,
        columns: Int,
        sales: [SaleFact], refunds: [RefundFact], before: SalesFigures?, best: [ProductSales]
    ) throws(MoneyError) {
        self.span = span
        self.before = before
        self.best = best
        days = span.days(today: today, first: first)
        step = SalesStep.fitting(days, columns: columns)
        figures = try Self.figures(sales: sales, refunds: refunds, currency: currency)
        let used = Set(sales.map(\.total.currency)).subtracting([currency]).sorted()
        var others: [SalesFigures] = []
        for other in used { others.append(try Self.figures(sales: sales, refunds: refunds, currency: other)) }
        self.others = others

        var byChannel: [String: Money] = [:]
        var byBar: [BarKey: Int64] = [:]
        for (at, channel, amount) in try Self.movements(sales, refunds) where amount.currency == currency {
            byChannel[channel] = try (byChannel[channel] ?? .zero(currency)).adding(amount)
            let key = Self.bar(of: at, step: step, first: days.lowerBound, zone: zone)
            let (sum, overflow) = (byBar[key] ?? 0).addingReportingOverflow(amount.minorUnits)
            guard !overflow else { throw .overflow }
            byBar[key] = sum
        }
        let ordered = byChannel.sorted {
            ($1.value.minorUnits, $0.key) < ($0.value.minorUnits, $1.key)
        }
        // Whole percents that add up to a hundred: the largest remainder, as money is split.
        let weights = ordered.map { max(0, $0.value.minorUnits) }
        let percents =
            weights.contains { $0 > 0 }
            ? try Money(minorUnits: 100, currency: currency).allocated(by: weights).map(\.minorUnits)
            : weights
        channels = zip(ordered, percents).map { one, percent in
            ChannelSales(channel: one.key, revenue: one.value, percent: Int(percent))
        }
        bars = Self.everyBar(days, step: step).map { ($0.day, $0.hour, byBar[$0] ?? 0) }
    }

    /// Revenue and orders of one currency.
    package static func figures(
        sales: [SaleFact], refunds: [RefundFact], currency: Currency
    ) throws(MoneyError) -> SalesFigures {
        var figures = SalesFigures(revenue: .zero(currency), orders: 0)
        for sale in sales where sale.total.currency == currency {
            figures.revenue = try figures.revenue.adding(sale.total)
            if !sale.isReturn { figures.orders += 1 }
        }
        for refund in refunds where refund.amount.currency == currency {
            figures.revenue = try figures.revenue.subtracting(refund.amount)
        }
        return figures
    }

    private static func movements(
        _ sales: [SaleFact], _ refunds: [RefundFact]
    ) throws(MoneyError) -> [(Instant, String, Money)] {
        var movements = sales.map { ($0.at, $0.channel, $0.total) }
        for refund in refunds { movements.append((refund.at, refund.channel, try refund.amount.negated())) }
        return movements
    }

    private struct BarKey: Hashable {
        let day: CalendarDay
        let hour: Int
    }

    private static func bar(of at: Instant, step: SalesStep, first: CalendarDay, zone: ShopZone) -> BarKey {
        let day = zone.day(of: at)
        return BarKey(
            day: step.start(of: day, from: first), hour: step == .hour ? zone.time(of: at).hour : 0)
    }

    private static func everyBar(_ days: Range<CalendarDay>, step: SalesStep) -> [BarKey] {
        if step == .hour { return (0..<24).map { BarKey(day: days.lowerBound, hour: $0) } }
        var bars: [BarKey] = []
        var day = days.lowerBound
        while day < days.upperBound {
            let start = step.start(of: day, from: days.lowerBound)
            if bars.last?.day != start { bars.append(BarKey(day: start, hour: 0)) }
            day = day.adding(days: 1)
        }
        return bars
    }
}
