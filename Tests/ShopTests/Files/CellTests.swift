import Commerce
import Shop
import Testing

@Suite struct CellTests {
    static func number(_ text: String, _ form: DecimalForm = .point, scale: Int = 6) throws(CellFault)
        -> Int64
    {
        let result: Result<Int64, CellFault> = Array(text.utf8).withUnsafeBufferPointer { bytes in
            do throws(CellFault) {
                return .success(try FileNumber.parse(bytes, form: form, scale: scale, currency: "EUR"))
            } catch { return .failure(error) }
        }
        return try result.get()
    }

    static func moment(_ text: String, _ form: DateForm? = nil) throws(CellFault) -> WrittenMoment {
        let result: Result<WrittenMoment, CellFault> = Array(text.utf8).withUnsafeBufferPointer { bytes in
            do throws(CellFault) {
                return .success(try WrittenMoment.parse(bytes, form: form))
            } catch { return .failure(error) }
        }
        return try result.get()
    }

    @Test(arguments: [
        ("12.50", 12_500_000), (".5", 500_000), ("0.001", 1_000), ("-11062.06", -11_062_060_000),
        ("€90,000 ", 90_000_000_000), ("€24.00", 24_000_000), ("EUR 5", 5_000_000), ("(3.20)", -3_200_000),
        ("1 234 567.5", 1_234_567_500_000), ("2.5000000000", 2_500_000), ("3-", -3_000_000),
        ("+7", 7_000_000),
    ])
    func `an amount is read to the millionth`(text: String, millionths: Int64) throws {
        #expect(try Self.number(text) == millionths)
    }

    @Test(arguments: ["$90,000 ", "£5", "12.50 ¥", "USD 5"])
    func `an amount in another currency is never taken for the shop's (LESSONS 32)`(text: String) {
        #expect(throws: CellFault.otherCurrency(text, expected: "EUR")) { try Self.number(text) }
    }

    @Test(arguments: [("1.234,50", 1_234_500_000), ("12,5", 12_500_000), ("1.234", 1_234_000_000)])
    func `the comma can be the decimal sign`(text: String, millionths: Int64) throws {
        #expect(try Self.number(text, .comma) == millionths)
    }

    @Test(arguments: [
        "12,5o", "12,50", "1,23,456", "abc", "", "1.2.3", "--", "1.0000001", "99999999999999999999", "5 USD",
    ])
    func `an amount that would have to be guessed at is refused`(text: String) {
        #expect(throws: CellFault.self) { try Self.number(text) }
    }

    @Test func `decimal sign and group sign are told from cells`() {
        func evidence(_ text: String) -> DecimalForm? {
            Array(text.utf8).withUnsafeBufferPointer { DecimalForm.evidence(in: $0) }
        }
        #expect(evidence("1,234.50") == .point)
        #expect(evidence("1.234,50") == .comma)
        #expect(evidence("12,5") == .comma)
        #expect(evidence("1.234") == nil)
        #expect(evidence("1.234.567") == .comma)
        #expect(evidence("7") == nil)
        #expect(evidence(".125") == .point)
    }

    @Test func `dates are read in the forms shops write`() throws {
        let day = CalendarDay(year: 2018, month: 3, day: 14)!.daysSince1970
        for text in [
            "2018-03-14", "2018/03/14", "20180314", "14 Mar 2018", "Mar-14-18", "March 14, 2018", "14.3.2018",
            "3/14/2018", "Wed, 14 Mar 2018",
        ] {
            #expect(try Self.moment(text).day == day, "\(text)")
        }
        #expect(
            try Self.moment("2018-03-14 15:51:23 -0800")
                == WrittenMoment(day: day, time: 57_083_000, offset: -480))
        #expect(
            try Self.moment("2018-03-14T15:51:23.250Z")
                == WrittenMoment(day: day, time: 57_083_250, offset: 0))
        #expect(try Self.moment("3/14/2018 3:51 PM", .monthFirst).time == 57_060_000)
        #expect(try Self.moment("2007-12-31T19:00:00-05:00").offset == -300)
    }

    @Test func `a date with two readings is not guessed at`() throws {
        #expect(throws: CellFault.ambiguousDate("03/04/2018")) { try Self.moment("03/04/2018") }
        #expect(try Self.moment("03/04/2018", .dayFirst) == Self.moment("2018-04-03"))
        #expect(try Self.moment("03/04/2018", .monthFirst) == Self.moment("2018-03-04"))
        #expect(throws: CellFault.notADate("13/13/2018")) { try Self.moment("13/13/2018", .dayFirst) }
        for text in ["2018-02-30", "yesterday", "14", "2018-03-14 25:00", "//////", "2018-03-14 x"] {
            #expect(throws: CellFault.self) { try Self.moment(text) }
        }
    }

    static func utf16(_ text: String, lowFirst: Bool, mark: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        for unit in (mark ? "\u{FEFF}" + text : text).utf16 {
            let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            bytes += lowFirst ? pair : pair.reversed()
        }
        return bytes
    }

    static let encoded: [(TextEncoding, [UInt8])] = [
        (.utf8, Array("Ünï,1\n".utf8)),
        (.utf8, Array("\u{FEFF}Ünï,1\n".utf8)),
        (.windows1252, [0xDC, 0x6E, 0xEF, 0x2C, 0x31, 0x0A]),
        (.utf16LittleEndian, utf16("Ünï,1\n", lowFirst: true)),
        (.utf16BigEndian, utf16("Ünï,1\n", lowFirst: false)),
        (.utf16LittleEndian, utf16("Ünï,1\n", lowFirst: true, mark: false)),
    ]

    @Test(arguments: encoded)
    func `the encoding is told from the bytes`(encoding: TextEncoding, bytes: [UInt8]) throws {
        let dialect = try Dialect.sniff(bytes, path: "x.csv")
        #expect(dialect.encoding == encoding)
        for piece in [1, 3, 100] {
            let reader = dialect.reader(MemoryBytes(bytes, piece: piece))
            #expect(try reader.next())
            #expect(reader.texts == ["Ünï", "1"])
        }
    }

    @Test func `pairs of UTF-16 make one character`() throws {
        let bytes = Self.utf16("a🫖,b\n", lowFirst: true)
        let reader = try Dialect.sniff(bytes, path: "x.csv").reader(MemoryBytes(bytes, piece: 1))
        #expect(try reader.next())
        #expect(reader.texts == ["a🫖", "b"])
    }

    @Test(arguments: [
        ("a,b;c,d\n1,2;3,4\n", Delimiter.comma), ("a;b\n1,5;2,5\n", .semicolon), ("a\tb\n1,5\t2\n", .tab),
        ("a|b|c\n1|2|3\n", .bar), ("\"a;b;c\",d\n\"1;2\",3\n", .comma),
    ])
    func `the delimiter is the one that splits every row alike`(text: String, delimiter: Delimiter) throws {
        #expect(try Dialect.sniff(Array(text.utf8), path: "x.csv").delimiter == delimiter)
    }

    @Test func `what is no table is refused with what to do`() {
        #expect(throws: FileFailure.empty(path: "x")) { try Dialect.sniff([], path: "x") }
        #expect(throws: FileFailure.notText(path: "x", kind: "a spreadsheet or a zip archive")) {
            try Dialect.sniff([0x50, 0x4B, 0x03, 0x04, 0x14], path: "x")
        }
        #expect(throws: FileFailure.notText(path: "x", kind: nil)) {
            try Dialect.sniff([UInt8](repeating: 0, count: 100), path: "x")
        }
    }
}
