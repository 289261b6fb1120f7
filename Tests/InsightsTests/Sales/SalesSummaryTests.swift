import Commerce
import Insights
import Shop
import TestSupport
import Testing

@Suite struct SalesSummaryTests {
    private let euro = Currency(code: "EUR")!  // In the ISO table.
    private let berlin = ShopZone(identifier: "Europe/Berlin") ?? .utc
    private let today = CalendarDay(year: 2026, month: 11, day: 21)!  // A real day.

    private func sale(
        _ day: CalendarDay, _ hour: Int, _ minute: Int, _ cents: Int64, _ channel: String = "Woo"
    )
        -> SaleFact
    {
        SaleFact(
            at: berlin.instant(of: day, hour: hour, minute: minute), channel: channel,
            total: Money(minorUnits: cents, currency: euro), isReturn: false)
    }

    private func summary(
        _ span: SalesSpan, _ sales: [SaleFact], refunds: [RefundFact] = [], first: CalendarDay? = nil
    ) throws -> SalesSummary {
        try SalesSummary(
            span: span, today: today, first: first ?? today, zone: berlin, currency: euro, columns: 60,
            sales: sales, refunds: refunds, before: nil, best: [])
    }

    @Test func `thirty days are thirty whole days that end with today`() {
        let days = SalesSpan.month.days(today: today, first: today)
        #expect(days.upperBound == today.adding(days: 1))
        #expect(days.upperBound.days(since: days.lowerBound) == 30)
        let before = SalesSpan.month.daysBefore(today: today, first: today)
        #expect(before?.upperBound == days.lowerBound)
    }

    @Test func `this year is compared with the same days a year ago`() {
        let before = SalesSpan.year.daysBefore(today: today, first: today)
        #expect(before?.lowerBound == CalendarDay(year: 2025, month: 1, day: 1))
        #expect(before?.upperBound == CalendarDay(year: 2025, month: 11, day: 22))
    }

    @Test func `an order just before midnight in the shop's zone belongs to that day`() throws {
        // 23:30 in Berlin is 22:30 in UTC; 0:30 is still the day before there.
        let summary = try summary(
            .week, [sale(today.adding(days: -1), 23, 30, 1_000), sale(today, 0, 30, 2_000)])
        #expect(summary.bars.suffix(2).map(\.minorUnits) == [1_000, 2_000])
    }

    @Test func `a refund lowers revenue and not the count of orders`() throws {
        let refund = RefundFact(
            at: berlin.instant(of: today, hour: 12, minute: 0), channel: "Woo",
            amount: Money(minorUnits: 500, currency: euro))
        let summary = try summary(.today, [sale(today, 9, 0, 2_000)], refunds: [refund])
        #expect(summary.figures.revenue.minorUnits == 1_500)
        #expect(summary.figures.orders == 1)
        #expect(summary.figures.averageOrder?.minorUnits == 1_500)
        #expect(summary.bars.count == 24)
    }

    @Test func `other currencies are told apart and never added up`() throws {
        let pound = Currency(code: "GBP")!  // In the ISO table.
        let abroad = SaleFact(
            at: berlin.instant(of: today, hour: 9, minute: 0), channel: "Woo",
            total: Money(minorUnits: 700, currency: pound), isReturn: false)
        let summary = try summary(.today, [sale(today, 9, 0, 2_000), abroad])
        #expect(summary.figures.revenue.minorUnits == 2_000)
        #expect(summary.others.map(\.revenue.minorUnits) == [700])
        #expect(summary.others.first?.revenue.currency == pound)
    }

    @Test func `change is in whole percent, rounded half away from nothing`() {
        func figures(_ cents: Int64) -> SalesFigures {
            SalesFigures(revenue: Money(minorUnits: cents, currency: euro), orders: 1)
        }
        #expect(figures(11_250).change(since: figures(10_000)) == 13)
        #expect(figures(8_750).change(since: figures(10_000)) == -13)
        #expect(figures(10_000).change(since: figures(0)) == nil)
    }

    @Test func `bars and channels come to the revenue, whatever was sold`() throws {
        for seed in UInt64(1)...40 {
            var random = SeededRandom(seed: seed)
            let span = SalesSpan.allCases.randomElement(using: &random)!  // There are five.
            let first = today.adding(days: -Int.random(in: 0...900, using: &random))
            let days = span.days(today: today, first: first)
            let length = days.upperBound.days(since: days.lowerBound)
            let sales = (0..<200).map { _ in
                sale(
                    days.lowerBound.adding(days: Int.random(in: 0..<length, using: &random)),
                    Int.random(in: 0...23, using: &random), Int.random(in: 0...59, using: &random),
                    Int64.random(in: 1...90_000, using: &random),
                    ["Woo", "Etsy", ""].randomElement(using: &random)!)
            }
            let summary = try summary(span, sales, first: first)
            let revenue = sales.reduce(0) { $0 + $1.total.minorUnits }
            #expect(summary.figures.revenue.minorUnits == revenue, "seed \(seed)")
            #expect(summary.bars.reduce(0) { $0 + $1.minorUnits } == revenue, "seed \(seed)")
            #expect(summary.channels.reduce(0) { $0 + $1.revenue.minorUnits } == revenue, "seed \(seed)")
            #expect(summary.bars.count <= 62, "seed \(seed)")
        }
    }
}
