/// Moments as a list tells them: short, in the shop's own days.
package enum TimeWords {
    /// `9:12` today, `Tue` within the week before or after, else `3 Nov`, and `3 Nov 2024` in another year.
    package static func short(_ moment: Instant, now: Instant, zone: ShopZone) -> String {
        let day = zone.day(of: moment)
        let today = zone.day(of: now)
        switch day.days(since: today) {
        case 0: return clock(moment, zone: zone)
        case -6 ... -1, 1...6: return day.weekday.short
        default: return date(day, today: today)
        }
    }

    /// `9:12`, or with its day where that is not today: `Tue 9:12`, `3 Nov 9:12`.
    package static func full(_ moment: Instant, now: Instant, zone: ShopZone) -> String {
        let time = clock(moment, zone: zone)
        return zone.day(of: moment) == zone.day(of: now)
            ? time : short(moment, now: now, zone: zone) + " " + time
    }

    /// `3 Nov`; with the year where it is not this one.
    package static func date(_ day: CalendarDay, today: CalendarDay) -> String {
        let (year, _, number) = day.parts
        return "\(number) \(day.monthName)" + (year == today.year ? "" : " \(year)")
    }

    /// The hour without a zero before it, as `9:12`.
    package static func clock(_ moment: Instant, zone: ShopZone) -> String {
        let time = zone.time(of: moment)
        return "\(time.hour):" + Instant.padded(time.minute, to: 2)
    }
}
