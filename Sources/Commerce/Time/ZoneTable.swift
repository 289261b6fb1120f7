/// The offsets of a time zone and the moments they change, as a TZif file (RFC 8536) has them.
struct ZoneTable: Sendable {
    /// Seconds since 1970 at which an offset begins, in order.
    private var changes: [Int64]
    /// The offset that begins there, in seconds east of Greenwich.
    private var offsets: [Int32]
    /// The offset before the first change.
    private let first: Int32

    static func fixed(seconds: Int) -> ZoneTable {
        ZoneTable(changes: [], offsets: [], first: Int32(seconds))
    }

    init(changes: [Int64], offsets: [Int32], first: Int32) {
        self.changes = changes
        self.offsets = offsets
        self.first = first
    }

    func offset(atSecond second: Int64) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return Int(low == 0 ? first : offsets[low - 1])
    }

    /// Nil for bytes that are no TZif file of version 2 or later, or break off.
    init?(tzif bytes: [UInt8]) {
        guard let old = TZifHeader(bytes, at: 0), old.version >= 0x32,
            let header = TZifHeader(bytes, at: TZifHeader.length + old.bodyLength(timeSize: 4))
        else { return nil }
        let body = header.place + TZifHeader.length
        let types = body + header.times * 9
        let footer = body + header.bodyLength(timeSize: 8)
        guard footer <= bytes.count, header.types > 0 else { return nil }
        func offset(ofType type: Int) -> Int32? {
            guard type < header.types else { return nil }
            return Int32(truncatingIfNeeded: Self.number(bytes, at: types + type * 6, size: 4))
        }
        changes = []
        offsets = []
        for index in 0..<header.times {
            guard let offset = offset(ofType: Int(bytes[body + header.times * 8 + index])) else { return nil }
            changes.append(Self.number(bytes, at: body + index * 8, size: 8))
            offsets.append(offset)
        }
        guard let first = offset(ofType: 0), zip(changes, changes.dropFirst()).allSatisfy(<) else {
            return nil
        }
        self.first = first
        let rule = bytes[footer...].dropFirst().prefix { $0 != 0x0A }
        extend(by: PosixZoneRule(String(decoding: rule, as: UTF8.self)))
    }

    /// Files end years ago where nothing but the rule changes the clock; the rule is written out up to 2100.
    private mutating func extend(by rule: PosixZoneRule?) {
        guard let rule else { return }
        let last = changes.last ?? .min
        let firstYear = max(1970, last == .min ? 1970 : Int(1970 + last / 31_556_952))
        for year in firstYear...max(2100, firstYear) {
            for (second, offset) in rule.changes(in: year) where second > (changes.last ?? .min) {
                guard offset != offsets.last ?? first else { continue }
                changes.append(second)
                offsets.append(offset)
            }
        }
    }

    fileprivate static func number(_ bytes: [UInt8], at place: Int, size: Int) -> Int64 {
        bytes[place..<place + size].reduce(0) { $0 << 8 | Int64($1) }
    }
}

/// The counts at the head of one of a TZif file's two halves.
private struct TZifHeader {
    static let length = 44
    let place: Int
    let version: UInt8
    let times: Int
    let types: Int
    private let leapSeconds: Int
    private let letters: Int
    private let standardMarks: Int
    private let utcMarks: Int

    init?(_ bytes: [UInt8], at place: Int) {
        guard place + Self.length <= bytes.count, Array(bytes[place..<place + 4]) == Array("TZif".utf8) else {
            return nil
        }
        func count(_ index: Int) -> Int {
            Int(ZoneTable.number(bytes, at: place + 20 + index * 4, size: 4))
        }
        // No real file comes near; a broken one must not make the sums below run over.
        guard (0..<6).allSatisfy({ count($0) < 100_000 }) else { return nil }
        self.place = place
        version = bytes[place + 4]
        utcMarks = count(0)
        standardMarks = count(1)
        leapSeconds = count(2)
        times = count(3)
        types = count(4)
        letters = count(5)
    }

    func bodyLength(timeSize: Int) -> Int {
        times * (timeSize + 1) + types * 6 + letters + leapSeconds * (timeSize + 4) + standardMarks + utcMarks
    }
}

/// A rule such as `CET-1CEST,M3.5.0,M10.5.0/3`: how the clock goes on after the last change a file lists.
///
/// Only the month form of rules is read, the one every zone with a running rule uses.
struct PosixZoneRule {
    private let standard: Int32
    private let summer: Summer?

    private struct Summer {
        let offset: Int32
        let begin: Turn
        let end: Turn
    }

    /// The `week`-th `weekday` of a month (5: the last), at so many seconds of the wall clock.
    private struct Turn {
        let month: Int
        let week: Int
        let weekday: Int
        let seconds: Int
    }

    init?(_ text: String) {
        var reader = RuleReader(text)
        guard reader.name(), let standard = reader.offset() else { return nil }
        self.standard = Int32(-standard)
        guard !reader.isAtEnd else {
            summer = nil
            return
        }
        guard reader.name() else { return nil }
        let summerOffset = reader.offset().map { Int32(-$0) } ?? self.standard + 3600
        guard let begin = Self.turn(&reader), let end = Self.turn(&reader), reader.isAtEnd else { return nil }
        summer = Summer(offset: summerOffset, begin: begin, end: end)
    }

    private static func turn(_ reader: inout RuleReader) -> Turn? {
        guard reader.take(","), reader.take("M"), let month = reader.number(), (1...12).contains(month),
            reader.take("."), let week = reader.number(), (1...5).contains(week),
            reader.take("."), let weekday = reader.number(), (0...6).contains(weekday)
        else { return nil }
        var seconds = 7200
        if reader.take("/") {
            guard let offset = reader.offset() else { return nil }
            seconds = offset
        }
        return Turn(month: month, week: week, weekday: weekday, seconds: seconds)
    }

    /// The year's changes in order: the second and the offset that begins.
    func changes(in year: Int) -> [(second: Int64, offset: Int32)] {
        guard let summer else { return [(Int64.min + 1, standard)] }
        let begin = second(of: summer.begin, year: year) - Int64(standard)
        let end = second(of: summer.end, year: year) - Int64(summer.offset)
        return [(begin, summer.offset), (end, standard)].sorted { $0.second < $1.second }
    }

    private func second(of turn: Turn, year: Int) -> Int64 {
        guard let first = CalendarDay(year: year, month: turn.month, day: 1) else { return 0 }
        let weekday = ((first.daysSince1970 + 4) % 7 + 7) % 7
        var day = (turn.weekday - weekday + 7) % 7 + (turn.week - 1) * 7
        while day >= CalendarDay.length(ofMonth: turn.month, year: year) { day -= 7 }
        return Int64(first.daysSince1970 + day) * 86_400 + Int64(turn.seconds)
    }
}

private struct RuleReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { place == bytes.count }

    mutating func take(_ character: Character) -> Bool {
        guard place < bytes.count, bytes[place] == character.asciiValue else { return false }
        place += 1
        return true
    }

    /// Letters, or anything in angle brackets.
    mutating func name() -> Bool {
        let start = place
        if take("<") {
            while place < bytes.count, bytes[place] != 0x3E { place += 1 }
            return take(">")
        }
        while place < bytes.count, bytes[place] | 0x20 >= 0x61, bytes[place] | 0x20 <= 0x7A { place += 1 }
        return place > start
    }

    mutating func number() -> Int? {
        let start = place
        var value = 0
        while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39, place - start < 4 {
            value = value * 10 + Int(bytes[place] - 0x30)
            place += 1
        }
        return place > start ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func offset() -> Int? {
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard var seconds = number().map({ $0 * 3600 }) else { return nil }
        if take(":") { seconds += (number() ?? 0) * 60 }
        if take(":") { seconds += number() ?? 0 }
        return sign * seconds
    }
}
