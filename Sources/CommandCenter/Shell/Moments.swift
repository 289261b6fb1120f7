package import Commerce

/// Moments as the screens tell them, from the moment it is: with "ago" and "yesterday", where `TimeWords` has dates.
package struct Moments: Sendable {
    package let now: Instant
    package let zone: ShopZone

    package init(now: Instant, zone: ShopZone) {
        self.now = now
        self.zone = zone
    }

    /// `9:05`.
    package func time(_ instant: Instant) -> String { TimeWords.clock(instant, zone: zone) }

    /// `3 Nov`, with the year when it is another.
    package func date(_ instant: Instant) -> String {
        TimeWords.date(zone.day(of: instant), today: zone.day(of: now))
    }

    /// The shortest that is still clear: `9:05` today, `yesterday`, `Tue 9:05` within a week, else the date.
    package func short(_ instant: Instant) -> String {
        switch zone.day(of: now).days(since: zone.day(of: instant)) {
        case 0: time(instant)
        case 1: "yesterday"
        case 2..<7: zone.day(of: instant).weekday.short + " " + time(instant)
        default: date(instant)
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
}
