import Commerce

/// Whether the day or the month stands first in dates written with numbers. A year that stands first is always read
/// as year, month, day.
package enum DateForm: String, CaseIterable, Codable, Sendable {
    case dayFirst, monthFirst

    /// What one cell says: nil where nothing in it tells.
    package static func evidence(in bytes: UnsafeBufferPointer<UInt8>) -> DateForm? {
        guard let (first, second, sign) = leadingNumbers(bytes) else { return nil }
        if first > 12, second <= 12 { return .dayFirst }
        if second > 12, first <= 12 { return .monthFirst }
        // Nobody writes the month first with points.
        return sign == 0x2E ? .dayFirst : nil
    }

    /// Whether the cell begins with two short numbers, so that the order matters.
    package static func matters(in bytes: UnsafeBufferPointer<UInt8>) -> Bool { leadingNumbers(bytes) != nil }

    private static func leadingNumbers(_ bytes: UnsafeBufferPointer<UInt8>) -> (Int, Int, UInt8)? {
        var numbers = [0, 0]
        var part = 0
        var digits = 0
        var sign: UInt8 = 0
        for byte in bytes {
            if (0x30...0x39).contains(byte) {
                digits += 1
                guard digits <= 2 else { return nil }
                numbers[part] = numbers[part] * 10 + Int(byte - 0x30)
            } else if digits > 0, byte == 0x2F || byte == 0x2E || byte == 0x2D {
                if part == 1 { return (numbers[0], numbers[1], sign) }
                sign = byte
                part = 1
                digits = 0
            } else {
                return nil
            }
        }
        return nil
    }
}

/// A date and time as written in a file: on some calendar's wall, at some zone's offset where it says so.
package struct WrittenMoment: Hashable, Sendable {
    /// Days since 1970-01-01.
    package var day: Int
    /// Milliseconds since midnight.
    package var time: Int64
    /// Minutes east of UTC; nil where the file does not say.
    package var offset: Int?

    package init(day: Int, time: Int64, offset: Int?) {
        self.day = day
        self.time = time
        self.offset = offset
    }

    /// Reads ISO 8601 with a blank or a `T`, `3/14/2018 9:05 PM`, `14.03.2018`, `14 Mar 2018`, `Mar-14-18`, `20180314`.
    package static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, form: DateForm?
    ) throws(CellFault) -> WrittenMoment {
        if let quick = isoMoment(bytes) { return quick }
        var reader = MomentReader(bytes)
        return try reader.read(form: form)
    }

    /// `2010-12-01 08:26:00` and `2010-12-01`, byte for byte.
    private static func isoMoment(_ bytes: UnsafeBufferPointer<UInt8>) -> WrittenMoment? {
        guard bytes.count == 19 || bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func number(_ places: Range<Int>) -> Int? {
            var value = 0
            for place in places {
                guard bytes[place] >= 0x30, bytes[place] <= 0x39 else { return nil }
                value = value * 10 + Int(bytes[place] - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let date = CalendarDay(year: year, month: month, day: day)
        else { return nil }
        guard bytes.count == 19 else {
            return WrittenMoment(day: date.daysSince1970, time: 0, offset: nil)
        }
        guard bytes[10] == 0x20 || bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A,
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            hour < 24, minute < 60, second < 60
        else { return nil }
        return WrittenMoment(
            day: date.daysSince1970, time: Int64((hour * 60 + minute) * 60 + second) * 1000, offset: nil)
    }
}

/// Takes a written date apart, piece by piece.
private struct MomentReader {
    private let text: String
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        text = String(decoding: bytes, as: UTF8.self)
        self.bytes = Array(bytes)
    }

    mutating func read(form: DateForm?) throws(CellFault) -> WrittenMoment {
        guard bytes.count >= 6, bytes.count <= 40 else { throw .notADate(text) }
        let date = try date(form: form)
        skip(while: { $0 == 0x20 || $0 == 0x54 || $0 == 0x2C })
        var moment = WrittenMoment(day: date.daysSince1970, time: 0, offset: nil)
        guard place < bytes.count else { return moment }
        moment.time = try time()
        skip(while: { $0 == 0x20 })
        moment.offset = try offset()
        guard place == bytes.count else { throw .notADate(text) }
        return moment
    }

    private mutating func date(form: DateForm?) throws(CellFault) -> CalendarDay {
        var numbers: [(value: Int, digits: Int)] = []
        var month: Int?
        var monthPlace = 0
        while place < bytes.count, numbers.count + (month == nil ? 0 : 1) < 3 {
            if let number = number() {
                numbers.append(number)
            } else if let name = word() {
                guard month == nil, let index = Self.months.firstIndex(of: String(name.prefix(3))) else {
                    // Days of the week are passed over.
                    if Self.weekdays.contains(String(name.prefix(3))) {
                        skip(while: { $0 == 0x20 || $0 == 0x2C || $0 == 0x2E })
                        continue
                    }
                    throw .notADate(text)
                }
                month = index + 1
                monthPlace = numbers.count
            } else {
                throw .notADate(text)
            }
            let isWhole = numbers.count == 1 && numbers[0].digits == 8
            if isWhole { break }
            if numbers.count + (month == nil ? 0 : 1) < 3 {
                skip(while: { $0 == 0x2F || $0 == 0x2D || $0 == 0x2E || $0 == 0x20 || $0 == 0x2C })
            }
        }
        return try assembled(numbers, month: month, monthPlace: monthPlace, form: form)
    }

    private func assembled(
        _ numbers: [(value: Int, digits: Int)], month: Int?, monthPlace: Int, form: DateForm?
    ) throws(CellFault) -> CalendarDay {
        var found: CalendarDay?
        if let month, numbers.count == 2 {
            let yearFirst = numbers[0].digits == 4
            let year = yearFirst ? numbers[0] : numbers[1]
            let day = yearFirst ? numbers[1] : numbers[0]
            found = CalendarDay(year: Self.year(year), month: month, day: day.value)
        } else if numbers.count == 1, numbers[0].digits == 8 {
            let value = numbers[0].value
            found = CalendarDay(year: value / 10_000, month: value / 100 % 100, day: value % 100)
        } else if numbers.count == 3, numbers[0].digits == 4 {
            found = CalendarDay(year: numbers[0].value, month: numbers[1].value, day: numbers[2].value)
        } else if numbers.count == 3 {
            let year = Self.year(numbers[2])
            let first = numbers[0].value
            let second = numbers[1].value
            switch form {
            case .dayFirst: found = CalendarDay(year: year, month: second, day: first)
            case .monthFirst: found = CalendarDay(year: year, month: first, day: second)
            case nil:
                guard first != second, first <= 12, second <= 12 else {
                    found =
                        first > 12
                        ? CalendarDay(year: year, month: second, day: first)
                        : CalendarDay(year: year, month: first, day: second)
                    break
                }
                throw .ambiguousDate(text)
            }
        }
        guard let found else { throw .notADate(text) }
        return found
    }

    private mutating func time() throws(CellFault) -> Int64 {
        guard var hour = number()?.value, take(0x3A), let minute = number()?.value else {
            throw .notADate(text)
        }
        var second = 0
        var fraction: Int64 = 0
        if take(0x3A) {
            guard let read = number() else { throw .notADate(text) }
            second = min(read.value, 59)
            guard read.value <= 60 else { throw .notADate(text) }
            if take(0x2E), let read = number(), read.digits <= 9 {
                var value = Int64(read.value)
                for _ in min(read.digits, 3)..<3 { value *= 10 }
                for _ in 3..<max(3, read.digits) { value /= 10 }
                fraction = value
            }
        }
        skip(while: { $0 == 0x20 })
        let mark = place
        if let half = word() {
            switch half {
            case "am" where hour <= 12: hour %= 12
            case "pm" where hour <= 12: hour = hour % 12 + 12
            default: place = mark
            }
        }
        guard hour < 24, minute < 60 else { throw .notADate(text) }
        return Int64((hour * 60 + minute) * 60 + second) * 1000 + fraction
    }

    private mutating func offset() throws(CellFault) -> Int? {
        guard place < bytes.count else { return nil }
        if let zone = word() {
            guard zone == "z" || zone == "utc" || zone == "gmt" else { throw .notADate(text) }
            return 0
        }
        let sign: Int
        if take(0x2B) { sign = 1 } else if take(0x2D) { sign = -1 } else { throw .notADate(text) }
        guard let hours = number() else { throw .notADate(text) }
        if hours.digits == 4, hours.value < 2400, hours.value % 100 < 60 {
            return sign * (hours.value / 100 * 60 + hours.value % 100)
        }
        guard hours.value < 24 else { throw .notADate(text) }
        guard take(0x3A) else { return sign * hours.value * 60 }
        guard let minutes = number(), minutes.value < 60 else { throw .notADate(text) }
        return sign * (hours.value * 60 + minutes.value)
    }

    // MARK: Pieces

    private mutating func number() -> (value: Int, digits: Int)? {
        var value = 0
        var digits = 0
        while place < bytes.count, (0x30...0x39).contains(bytes[place]), digits < 9 {
            value = value * 10 + Int(bytes[place] - 0x30)
            digits += 1
            place += 1
        }
        return digits == 0 ? nil : (value, digits)
    }

    private mutating func word() -> String? {
        let from = place
        while place < bytes.count, (0x41...0x5A).contains(bytes[place] & 0xDF) { place += 1 }
        return from == place ? nil : String(decoding: bytes[from..<place].map { $0 | 0x20 }, as: UTF8.self)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skip(while matches: (UInt8) -> Bool) {
        while place < bytes.count, matches(bytes[place]) { place += 1 }
    }

    /// Two digits mean 1970 to 2069.
    private static func year(_ number: (value: Int, digits: Int)) -> Int {
        number.digits > 2 ? number.value : number.value < 70 ? 2000 + number.value : 1900 + number.value
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let weekdays: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}
