package import Commerce

/// The spans that Analyze offers. A span is whole days in the shop's zone, half-open, so that no order is counted
/// twice or falls between two (LESSONS 24).
package enum SalesSpan: String, CaseIterable, Codable, Sendable {
    case today, week, month, year, all

    /// The word in the heading.
    package var title: String {
        switch self {
        case .today: "Today"
        case .week: "7 days"
        case .month: "30 days"
        case .year: "Year"
        case .all: "All time"
        }
    }

    /// The days of the span that ends with today.
    ///
    /// - Parameter first: the day of the first sale, which is where all time begins.
    package func days(today: CalendarDay, first: CalendarDay) -> Range<CalendarDay> {
        let end = today.adding(days: 1)
        return switch self {
        case .today: today..<end
        case .week: today.adding(days: -6)..<end
        case .month: today.adding(days: -29)..<end
        case .year: (CalendarDay(year: today.year, month: 1, day: 1) ?? today)..<end
        case .all: min(first, today)..<end
        }
    }

    /// What it is compared with: as many days just before, and for the year the same days a year ago. Nil for all
    /// time, which has nothing before it.
    package func daysBefore(today: CalendarDay, first: CalendarDay) -> Range<CalendarDay>? {
        let days = days(today: today, first: first)
        switch self {
        case .today, .week, .month:
            let length = days.upperBound.days(since: days.lowerBound)
            return days.lowerBound.adding(days: -length)..<days.lowerBound
        case .year:
            guard let start = CalendarDay(year: today.year - 1, month: 1, day: 1) else { return nil }
            // 29 February has no like a year ago: the day before stands for it.
            let last =
                CalendarDay(year: today.year - 1, month: today.month, day: today.day)
                ?? today.adding(days: -366)
            return start..<last.adding(days: 1)
        case .all: return nil
        }
    }
}

/// How wide one bar of the chart is.
package enum SalesStep: Sendable {
    case hour, day, week, month

    /// The finest step of which a chart of so many columns can show the span.
    package static func fitting(_ days: Range<CalendarDay>, columns: Int) -> SalesStep {
        let length = days.upperBound.days(since: days.lowerBound)
        if length == 1 { return .hour }
        if length <= columns { return .day }
        return length / 7 < columns ? .week : .month
    }

    /// The bar a day falls into, as the bar's first day.
    func start(of day: CalendarDay, from first: CalendarDay) -> CalendarDay {
        switch self {
        case .hour, .day: day
        case .week: first.adding(days: day.days(since: first) / 7 * 7)
        case .month: day.firstOfMonth
        }
    }
}
