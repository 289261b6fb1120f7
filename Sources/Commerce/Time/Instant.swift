/// A moment: whole milliseconds since 1970-01-01 in UTC, as the shop's file keeps it.
///
/// In JSON it is ISO-8601 text with milliseconds, `2026-11-21T09:12:00.000Z`.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Stops at the ends of what can be counted.
    package init(seconds: Int64) {
        self.milliseconds = Self.saturated(seconds, times: 1000)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment so many milliseconds later, or earlier when negative. Stops at the ends of what can be counted.
    package func adding(milliseconds more: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(more)
        return Instant(milliseconds: overflow ? (more > 0 ? .max : .min) : sum)
    }

    package func adding(seconds: Int) -> Instant {
        adding(milliseconds: Self.saturated(Int64(seconds), times: 1000))
    }
    package func adding(minutes: Int) -> Instant {
        adding(milliseconds: Self.saturated(Int64(minutes), times: 60_000))
    }
    package func adding(hours: Int) -> Instant {
        adding(milliseconds: Self.saturated(Int64(hours), times: 3_600_000))
    }

    /// Exactly 24 hours each: a calendar day in a zone can be shorter or longer, see ``ShopZone``.
    package func adding(days: Int) -> Instant {
        adding(milliseconds: Self.saturated(Int64(days), times: 86_400_000))
    }

    private static func saturated(_ count: Int64, times factor: Int64) -> Int64 {
        let (product, overflow) = count.multipliedReportingOverflow(by: factor)
        return overflow ? (count > 0 ? .max : .min) : product
    }

    /// How many milliseconds lie between; negative when `earlier` is later.
    package func milliseconds(since earlier: Instant) -> Int64 {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflow ? (milliseconds > earlier.milliseconds ? .max : .min) : difference
    }
}

extension Instant: LosslessStringConvertible {
    /// ISO-8601 with milliseconds in UTC.
    package var description: String {
        let (day, inDay) = milliseconds.floored(by: 86_400_000)
        guard let number = Int32(exactly: day) else { return "\(milliseconds)ms" }
        let seconds = Int(inDay / 1000)
        var text = CalendarDay(daysSince1970: Int(number)).description
        text.append("T")
        text.append(Self.padded(seconds / 3600, to: 2))
        text.append(":")
        text.append(Self.padded(seconds / 60 % 60, to: 2))
        text.append(":")
        text.append(Self.padded(seconds % 60, to: 2))
        text.append(".")
        text.append(Self.padded(Int(inDay % 1000), to: 3))
        text.append("Z")
        return text
    }

    /// Reads `2026-11-21T09:12:00Z`, with or without a fraction, with `Z` or an offset such as `+04:00`.
    ///
    /// Without a zone the text is refused: the moment would be a guess. A space may stand for the `T`.
    package init?(_ description: String) {
        var reader = DigitReader(description)
        guard let year = reader.number(digits: 4), reader.take("-"), let month = reader.number(digits: 2),
            reader.take("-"), let day = reader.number(digits: 2),
            let date = CalendarDay(year: year, month: month, day: day),
            reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(digits: 2), hour < 24, reader.take(":"),
            let minute = reader.number(digits: 2), minute < 60
        else { return nil }
        var second = 0
        var fraction = 0
        if reader.take(":") {
            // A leap second is read as the second before it: the file's time has none.
            guard let read = reader.number(digits: 2), read <= 60 else { return nil }
            second = min(read, 59)
            if reader.take(".") {
                guard let read = reader.milliseconds() else { return nil }
                fraction = read
            }
        }
        guard let offset = reader.offsetMinutes(), reader.isAtEnd else { return nil }
        let ofDay = (hour * 60 + minute - offset) * 60 + second
        self.init(milliseconds: (Int64(date.daysSince1970) * 86_400 + Int64(ofDay)) * 1000 + Int64(fraction))
    }

    static func padded(_ number: Int, to width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "“\(text)” is not a moment such as 2026-11-21T09:12:00.000Z")
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity, and the remainder, which is never negative.
    func floored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

/// Reads fixed-width digits from text of which nothing is known.
private struct DigitReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { place == bytes.count }

    mutating func take(_ character: Character) -> Bool {
        guard place < bytes.count, bytes[place] == character.asciiValue else { return false }
        place += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard place + digits <= bytes.count else { return nil }
        var value = 0
        for index in place..<place + digits {
            guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        place += digits
        return value
    }

    /// A fraction of a second of one to nine digits, cut to milliseconds.
    mutating func milliseconds() -> Int? {
        var value = 0
        var count = 0
        while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39, count < 10 {
            if count < 3 { value = value * 10 + Int(bytes[place] - 0x30) }
            count += 1
            place += 1
        }
        guard count > 0, count < 10 else { return nil }
        while count < 3 {
            value *= 10
            count += 1
        }
        return value
    }

    mutating func offsetMinutes() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours < 24 else { return nil }
        _ = take(":")
        let minutes = isAtEnd ? 0 : number(digits: 2)
        guard let minutes, minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
