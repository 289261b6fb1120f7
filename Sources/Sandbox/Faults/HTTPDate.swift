package import Commerce

/// A moment as HTTP writes it (RFC 9110, 5.6.7), such as `Sat, 21 Nov 2026 09:12:00 GMT`.
package struct HTTPDate: Hashable, Sendable, LosslessStringConvertible {
    package let instant: Instant

    package init(_ instant: Instant) { self.instant = instant }

    /// Reads the one form that is written today; the two older ones are refused.
    package init?(_ description: String) {
        let parts = description.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[0].hasSuffix(","),
            let day = Int(parts[1]), let month = Self.months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3]), let date = CalendarDay(year: year, month: month + 1, day: day)
        else { return nil }
        guard let instant = Instant("\(date)T\(parts[4])Z") else { return nil }
        self.instant = instant
    }

    package var description: String {
        let text = instant.description
        // 2026-11-21T09:12:00.000Z
        let parts = text.split(separator: "T")
        guard parts.count == 2, let date = CalendarDay(String(parts[0])) else { return text }
        let (_, month, day) = date.parts
        let weekday = date.weekday.rawValue.prefix(3)
        let padded = day < 10 ? "0\(day)" : String(day)
        return
            "\(weekday.prefix(1).uppercased())\(weekday.dropFirst()), \(padded) \(Self.months[month - 1]) \(parts[0].prefix(4)) \(parts[1].prefix(8)) GMT"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
