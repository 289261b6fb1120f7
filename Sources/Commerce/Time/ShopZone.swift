/// The shop's time zone: decides what "today" is (ARCHITECTURE, Time).
///
/// It holds its changes of offset as a table, so that a question costs a short search: half a million orders can be
/// put on days in a blink. In JSON it is its IANA name.
package struct ShopZone: Sendable {
    /// The IANA name, as `Asia/Tbilisi`.
    package let identifier: String
    private let table: ZoneTable

    package static let utc = ShopZone(identifier: "UTC", table: .fixed(seconds: 0))

    private init(identifier: String, table: ZoneTable) {
        self.identifier = identifier
        self.table = table
    }

    /// Nil for a name that the system's time zones do not have.
    package init?(identifier: String) {
        if identifier == "UTC" || identifier == "Etc/UTC" || identifier == "GMT" {
            self.init(identifier: identifier, table: .fixed(seconds: 0))
            return
        }
        guard let table = ZoneTable.ofSystem(named: identifier) else { return nil }
        self.init(identifier: identifier, table: table)
    }

    /// A zone from the bytes of a TZif file (RFC 8536); nil when they are none.
    package init?(identifier: String, tzif bytes: [UInt8]) {
        guard let table = ZoneTable(tzif: bytes) else { return nil }
        self.init(identifier: identifier, table: table)
    }

    /// Seconds east of Greenwich at that moment.
    package func offset(at instant: Instant) -> Int {
        table.offset(atSecond: instant.milliseconds.floored(by: 1000).quotient)
    }

    /// The day it is there at that moment.
    package func day(of instant: Instant) -> CalendarDay {
        let second = instant.milliseconds.floored(by: 1000).quotient
        let local = second + Int64(table.offset(atSecond: second))
        return CalendarDay(daysSince1970: Int(local.floored(by: 86_400).quotient))
    }

    /// The hour and minute the clock on the wall shows there.
    package func time(of instant: Instant) -> (hour: Int, minute: Int) {
        let second = instant.milliseconds.floored(by: 1000).quotient
        let local = second + Int64(table.offset(atSecond: second))
        let ofDay = Int(local.floored(by: 86_400).remainder)
        return (ofDay / 3600, ofDay / 60 % 60)
    }

    /// The first moment of that day there.
    package func start(of day: CalendarDay) -> Instant {
        instant(of: day, hour: 0, minute: 0)
    }

    /// The moments of that day there: from its first, up to and without the next day's first.
    package func moments(of day: CalendarDay) -> Range<Instant> {
        let first = start(of: day)
        return first..<max(first, start(of: day.adding(days: 1)))
    }

    /// When the clock on the wall shows that time. A time the clock passes twice is its first; one it jumps over is as
    /// much later as it jumps.
    package func instant(of day: CalendarDay, hour: Int, minute: Int) -> Instant {
        let local = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60)
        let before = Int64(table.offset(atSecond: local - 86_400))
        let after = Int64(table.offset(atSecond: local + 86_400))
        let candidates = [before, after].filter { Int64(table.offset(atSecond: local - $0)) == $0 }
        return Instant(seconds: local - (candidates.max() ?? before))
    }
}

extension ShopZone: Hashable {
    package static func == (left: ShopZone, right: ShopZone) -> Bool { left.identifier == right.identifier }

    package func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}

extension ShopZone: CustomStringConvertible {
    package var description: String { identifier }
}

extension ShopZone: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let zone = ShopZone(identifier: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not a time zone such as Asia/Tbilisi")
        }
        self = zone
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(identifier)
    }
}
