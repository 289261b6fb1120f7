import Commerce
import Foundation
import TestSupport
import Testing

@Suite struct TimeTests {
    @Test(
        arguments: [
            ("2026-11-21T09:12:00.000Z", 1_795_252_320_000), ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2026-11-21T13:12:00+04:00", 1_795_252_320_000), ("2026-11-21 09:12Z", 1_795_252_320_000),
            ("2026-11-21T09:12:00", nil), ("2026-02-30T00:00:00Z", nil), ("2026-11-21T24:00:00Z", nil),
            ("", nil),
            ("2026-11-21T09:12:00.Z", nil), ("2016-12-31T23:59:60Z", 1_483_228_799_000),
            ("2026-11-21T09:12:00Zx", nil),
        ] as [(String, Int64?)])
    func `a moment is read from ISO text with a zone`(text: String, milliseconds: Int64?) {
        #expect(Instant(text)?.milliseconds == milliseconds)
    }

    @Test func `moments and days are written so that they are read back`() throws {
        // Seed 8: moments of the years 1 to 9999.
        var random = SeededRandom(seed: 8)
        for _ in 0..<20_000 {
            let instant = Instant(milliseconds: random.integer(in: -62_135_596_800_000...253_402_300_799_999))
            #expect(Instant(instant.description) == instant)
            let day = ShopZone.utc.day(of: instant)
            #expect(CalendarDay(day.description) == day)
            #expect(CalendarDay(year: day.year, month: day.month, day: day.day) == day)
        }
        for text in [Instant(milliseconds: .max), Instant(milliseconds: .min)].map(\.description) {
            #expect(!text.isEmpty)
        }
        #expect(CalendarDay("2026-02-29") == nil)
        #expect(CalendarDay("2026-11-21")?.weekday == .saturday)
    }

    @Test(arguments: [
        "Europe/Berlin", "Asia/Tbilisi", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
        "Africa/Casablanca", "Pacific/Apia", "America/Sao_Paulo", "Europe/Dublin",
    ])
    func `a zone's days are those of the system's calendar`(name: String) throws {
        let zone = try #require(ShopZone(identifier: name))
        let reference = try #require(TimeZone(identifier: name))
        // Seed 9: moments from 1970 to 2037.
        var random = SeededRandom(seed: 9)
        for _ in 0..<3000 {
            let instant = Instant(seconds: random.integer(in: 0...2_140_000_000))
            let seconds = reference.secondsFromGMT(
                for: Date(timeIntervalSince1970: Double(instant.milliseconds / 1000)))
            #expect(zone.offset(at: instant) == seconds, "\(instant)")
            let day = zone.day(of: instant)
            #expect(zone.moments(of: day).contains(instant))
        }
    }

    @Test func `days are of 23 and 25 hours where the clock is changed, LESSONS 23`() throws {
        let berlin = try #require(ShopZone(identifier: "Europe/Berlin"))
        func hours(_ text: String) throws -> Int64 {
            let moments = berlin.moments(of: try #require(CalendarDay(text)))
            return moments.upperBound.milliseconds(since: moments.lowerBound) / 3_600_000
        }
        #expect(try hours("2026-03-29") == 23)
        #expect(try hours("2026-10-25") == 25)
        #expect(try hours("2090-03-26") == 23)
        let gap = berlin.instant(of: try #require(CalendarDay("2026-03-29")), hour: 2, minute: 30)
        #expect(gap.description == "2026-03-29T01:30:00.000Z")
        let twice = berlin.instant(of: try #require(CalendarDay("2026-10-25")), hour: 2, minute: 30)
        #expect(twice.description == "2026-10-25T00:30:00.000Z")
    }

    @Test(arguments: [
        "", "Nowhere/City", "../../etc/passwd", "/etc/localtime", "Europe/Berlin\u{0}", "posixrules x",
    ])
    func `what is no zone is refused`(name: String) {
        #expect(ShopZone(identifier: name) == nil)
    }

    @Test func `broken zone files are refused`() throws {
        // Seed 10: a real file, cut and changed anywhere.
        var random = SeededRandom(seed: 10)
        let real = [UInt8](
            FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Berlin") ?? Data())
        guard !real.isEmpty else { return }
        #expect(ShopZone(identifier: "x", tzif: real) != nil)
        for _ in 0..<2000 {
            var bytes = Array(real.prefix(random.integer(in: 0...real.count)))
            for _ in 0..<random.integer(in: 0...4) where !bytes.isEmpty {
                bytes[random.integer(in: 0...bytes.count - 1)] = random.integer(in: 0...255)
            }
            if let zone = ShopZone(identifier: "x", tzif: bytes) { _ = zone.day(of: Instant(seconds: 1)) }
        }
    }

    @Test(arguments: [
        ("2026-11-21T09:12:00Z", "9:12", "9:12"), ("2026-11-18T09:05:00Z", "Wed", "Wed 9:05"),
        ("2026-11-03T19:40:00Z", "3 Nov", "3 Nov 19:40"),
        ("2024-11-03T00:00:00Z", "3 Nov 2024", "3 Nov 2024 0:00"),
    ])
    func `a moment is told in short words`(text: String, short: String, full: String) throws {
        let now = try #require(Instant("2026-11-21T13:00:00Z"))
        let moment = try #require(Instant(text))
        #expect(TimeWords.short(moment, now: now, zone: .utc) == short)
        #expect(TimeWords.full(moment, now: now, zone: .utc) == full)
    }

    @Test func `moments stop at the ends of what can be counted`() {
        #expect(Instant(seconds: .max).milliseconds == .max)
        #expect(Instant(milliseconds: 0).adding(days: .min).milliseconds == .min)
        #expect(Instant(milliseconds: .max).milliseconds(since: Instant(milliseconds: .min)) == .max)
    }

    @Test func `identifiers of one seat rise, also when the clock is set back`() {
        // Seed 11.
        var random = SeededRandom(seed: 11)
        var clock = IdentifierClock(seat: 3)
        var newest: Int64 = 0
        var now = IdentifierClock.epoch
        for _ in 0..<20_000 {
            now = now.adding(milliseconds: random.integer(in: -50...100))
            let count = random.chance(1, in: 50) ? 20_000 : random.integer(in: 1...5)
            var run = clock.next(count: count, at: now)
            let first: OrderID = run.take()
            #expect(first.rawValue > newest)
            #expect(first.rawValue >> 53 == 3)
            #expect(run.remaining == count - 1)
            newest = run.first + Int64(count) - 1
        }
        let later = IdentifierClock(seat: 3, after: OrderID(rawValue: newest))
        #expect(later == clock)
    }

    @Test func `an identifier is a string in JSON and tells when it was made`() throws {
        var clock = IdentifierClock()
        let now = try #require(Instant("2026-11-21T09:12:00.123Z"))
        let order: OrderID = clock.next(at: now).identifier(at: 0)
        #expect(order.made == now)
        let json = try JSONEncoder().encode([order])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(order.rawValue)\"]")
        #expect(try JSONDecoder().decode([OrderID].self, from: json) == [order])
        #expect(OrderID("-1") == nil && OrderID("x") == nil)
    }
}
