import Commerce
import TestSupport
import Testing

@Suite struct FilterTests {
    private let orders = FilterVocabulary(
        flags: ["late", "unpaid", "etsy"],
        fields: ["sku": .text, "tag": .text, "country": .text, "total": .number, "placed": .day],
        aliases: ["overdue": "late", "land": "country"])

    private func filter(_ text: String) throws -> FilterExpression {
        try FilterExpression(text, vocabulary: orders)
    }

    @Test func `the filter of the manual is read`() throws {
        let expression = try filter("late etsy >50 -word sku:MUG tag:x country:DE \"two words\"")
        let euro50 = FilterNumber(millionths: 50_000_000)
        #expect(
            expression.terms == [
                FilterTerm(.flag("late")), FilterTerm(.flag("etsy")), FilterTerm(.amount(.greater, euro50)),
                FilterTerm(.word("word"), isNegated: true), FilterTerm(.field("sku", .matches, .text("MUG"))),
                FilterTerm(.field("tag", .matches, .text("x"))),
                FilterTerm(.field("country", .matches, .text("DE"))), FilterTerm(.phrase("two words")),
            ])
        #expect(expression.words == ["two words"])
    }

    @Test func `fields compare numbers and days, and have other names`() throws {
        let day = try #require(CalendarDay("2026-11-01"))
        #expect(
            try filter("total<=12.50 placed>=2026-11-01 Placed:<2026-11-01 -overdue LAND:de").terms == [
                FilterTerm(.field("total", .lessOrEqual, .number(FilterNumber(millionths: 12_500_000)))),
                FilterTerm(.field("placed", .greaterOrEqual, .day(day))),
                FilterTerm(.field("placed", .less, .day(day))), FilterTerm(.flag("late"), isNegated: true),
                FilterTerm(.field("country", .matches, .text("de"))),
            ])
        let euro = try #require(Currency(code: "EUR"))
        #expect(
            try filter(">€1,250").terms
                == [FilterTerm(.amount(.greater, FilterNumber(millionths: 1_250_000_000, currency: euro)))])
        #expect(FilterNumber(millionths: 50_005_000).minorUnits(in: euro) == 5000)
    }

    @Test(arguments: ["", "  ", "-", "sku:", ">", "-sku:", "\"", "-\"\"", "total>="])
    func `what is still being typed filters nothing`(text: String) throws {
        #expect(try filter(text).isEmpty)
    }

    @Test func `an open quote is taken as far as it goes, and quotes make words of flags`() throws {
        #expect(try filter("\"blue m").terms == [FilterTerm(.phrase("blue m"))])
        #expect(
            try filter("\"late\" sku:\"a b\"").terms
                == [FilterTerm(.phrase("late")), FilterTerm(.field("sku", .matches, .text("a b")))])
    }

    @Test(arguments: [
        ("mug contry:DE", 4, 9, "did you mean country?"), ("xyzzy:1", 0, 7, "there are country"),
        ("a total>cheap", 2, 11, "not a number"), ("placed:yesterday", 0, 16, "2026-11-21"),
        ("sku>5", 0, 5, "sku:5"), (">12,5o", 0, 6, "not a number"),
    ])
    func `what is wrong is shown where it stands`(text: String, place: Int, length: Int, words: String) {
        do {
            let expression = try filter(text)
            Issue.record("read as \(expression)")
        } catch let error as FilterError {
            #expect(error.place == place)
            #expect(error.length == length)
            #expect(error.description.contains(words), "\(error)")
            #expect(error.pointing(into: text).contains("\n" + String(repeating: " ", count: place) + "^"))
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `what is printed is read back the same`() throws {
        // Seed 18: texts of pieces that mean something and of odd characters.
        var random = SeededRandom(seed: 18)
        let pieces = [
            "late", "-", "sku:", ">", "50", " ", "\"", "total", "<=", "€", "x", ":", "placed:", "2026-11-01",
            "\\",
        ]
        var read = 0
        for _ in 0..<30_000 {
            var text = ""
            for _ in 0..<random.integer(in: 0...8) {
                text += random.chance(1, in: 8) ? random.nastyText(upTo: 2) : random.pick(pieces)
            }
            guard let expression = try? filter(text) else { continue }
            read += 1
            #expect(try filter(expression.description) == expression, "\(text) → \(expression)")
        }
        #expect(read > 10_000)
    }
}
