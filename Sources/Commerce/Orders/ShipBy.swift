/// When orders have to leave, by the shop's own promise.
///
/// An order paid before the day's cut-off counts from that day, a later one from the next working day; it is due at
/// the cut-off of the day that lies `handlingDays` working days after.
package struct ShipByRule: Hashable, Codable, Sendable {
    package var handlingDays: Int
    /// Minutes after midnight in the shop's zone, as 17 × 60.
    package var cutOff: Int
    package var workingDays: Set<Weekday>
    /// Days on which nothing is sent.
    package var holidays: Set<CalendarDay>

    package init(
        handlingDays: Int = 1, cutOff: Int = 17 * 60,
        workingDays: Set<Weekday> = Self.mondayToFriday,
        holidays: Set<CalendarDay> = []
    ) {
        self.handlingDays = min(max(handlingDays, 0), 365)
        self.cutOff = min(max(cutOff, 0), 24 * 60)
        self.workingDays = workingDays
        self.holidays = holidays
    }

    /// Made once: a rule is made for every order.
    package static let mondayToFriday: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]

    /// The moment an order paid then has to leave.
    package func shipBy(paid: Instant, zone: ShopZone) -> Instant {
        let time = zone.time(of: paid)
        var day = zone.day(of: paid)
        if time.hour * 60 + time.minute >= cutOff { day = day.adding(days: 1) }
        day = working(from: day)
        for _ in 0..<handlingDays { day = working(from: day.adding(days: 1)) }
        return zone.instant(of: day, hour: cutOff / 60, minute: cutOff % 60)
    }

    /// Whether it should have left by now; what has left, is cancelled or is not paid is never late.
    package func isLate(_ axes: OrderAxes, shipBy: Instant, now: Instant) -> Bool {
        guard let stage = axes.stage, stage < .shipped, axes.payment.coversGoods else { return false }
        return now > shipBy
    }

    private func working(from day: CalendarDay) -> CalendarDay {
        var day = day
        // A shop without working days, or with a year of holidays, still has to name a day.
        for _ in 0..<366 {
            let isWorked = workingDays.contains(day.weekday)
            if isWorked, holidays.isEmpty || !holidays.contains(day) { break }
            day = day.adding(days: 1)
        }
        return day
    }
}

/// The words for a ship-by time in a list: `by 17:00`, `tomorrow`, `Tue`, `2 days late`.
package enum ShipByWords {
    package static func words(for shipBy: Instant, now: Instant, zone: ShopZone) -> String {
        let due = zone.day(of: shipBy)
        let days = due.days(since: zone.day(of: now))
        if now > shipBy {
            return days == 0 ? "late today" : days == -1 ? "1 day late" : "\(-days) days late"
        }
        switch days {
        case 0:
            let time = zone.time(of: shipBy)
            return "by \(Instant.padded(time.hour, to: 2)):\(Instant.padded(time.minute, to: 2))"
        case 1: return "tomorrow"
        case 2...6: return due.weekday.short
        default: return "\(due.day) \(due.monthName)"
        }
    }
}

extension Weekday {
    /// `Mon`.
    package var short: String { String(rawValue.prefix(1).uppercased() + rawValue.dropFirst().prefix(2)) }
}

extension CalendarDay {
    /// `Nov`.
    package var monthName: String {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return names[month - 1]
    }
}
