package import Commerce

/// Moments in the words of the screens, in the shop's zone.
package struct Moments: Sendable {
    package let now: Instant
    package let zone: ShopZone

    package init(now: Instant, zone: ShopZone) {
        self.now = now
        self.zone = zone
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// `9:05`.
    package func time(_ instant: Instant) -> String {
        let (hour, minute) = zone.time(of: instant)
        return "\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// `3 Nov`, with the year when it is another.
    package func date(_ instant: Instant) -> String {
        let day = zone.day(of: instant)
        let (year, month, number) = day.parts
        let words = "\(number) \(Self.months[month - 1])"
        return year == zone.day(of: now).year ? words : words + " \(year)"
    }

    /// The shortest that is still clear: `9:05` today, `Tue 9:05` within a week, else the date.
    package func short(_ instant: Instant) -> String {
        let days = zone.day(of: now).days(since: zone.day(of: instant))
        switch days {
        case 0: return time(instant)
        case 1: return "yesterday"
        case 2..<7: return weekday(zone.day(of: instant)) + " " + time(instant)
        default: return date(instant)
        }
    }

    /// `2 min ago`, `3 h ago`, `yesterday`, `3 Nov`.
    package func ago(_ instant: Instant) -> String {
        let seconds = now.milliseconds(since: instant) / 1000
        if seconds < 0 { return short(instant) }
        if seconds < 60 { return "just now" }
        if seconds < 3600 { return "\(seconds / 60) min ago" }
        if zone.day(of: instant) == zone.day(of: now) { return "\(seconds / 3600) h ago" }
        return short(instant)
    }

    /// `Tue`.
    package func weekday(_ day: CalendarDay) -> String {
        let index = (day.daysSince1970 % 7 + 7 + 3) % 7
        return Self.weekdays[index]
    }
}
