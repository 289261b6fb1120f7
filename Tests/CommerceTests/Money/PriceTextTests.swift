import Commerce
import TestSupport
import Testing

@Suite struct PriceTextTests {
    private let euro = Currency(code: "EUR")!

    @Test(
        arguments: [
            ("16.50", 1650), ("€16.50", 1650), ("16.5 €", 1650), ("EUR 1,234.50", 123_450), ("-5", -500),
            ("−€5", -500),
            ("€-5.00", -500), ("1 234.50", 123_450), (".5", 50), ("1700.", 170_000), ("12,-", nil),
            ("12.-", 1200),
            ("1,234", 123_400), ("12,5", nil), ("1.234", nil), ("12,5o", nil), ("", nil), ("€", nil),
            ("1,23,4", nil),
            ("$5", nil), ("12.345", nil), ("12.340", 1234), ("20-30", nil), ("1'234.00", 123_400),
            ("5 €/kg", nil),
            ("99999999999999999999", nil), ("1.2.3", nil), ("--5", nil), ("5 kr", nil), ("١٢", nil),
            ("1e3", nil),
        ] as [(String, Int?)])
    func `an amount in the neutral way is read exactly or refused`(text: String, cents: Int?) {
        let read = try? MoneyFormat.neutral.parse(text, currency: euro)
        #expect(read?.minorUnits == cents.map(Int64.init))
    }

    @Test(
        arguments: [
            ("1.234,50 €", "de", 123_450), ("1.234", "de", 123_400), ("1.23", "de", nil),
            ("12,5", "ka", 1250),
            ("1\u{A0}234,50\u{A0}€", "ru", 123_450), ("CHF 5", "de_CH", nil), ("1’234.50", "de_CH", 123_450),
            ("12,34,567.80", "hi", 123_456_780), ("1\u{202F}234,5", "fr_CH", 123_450), ("1.234,5", "fr", nil),
        ] as [(String, String, Int?)])
    func `an amount in a locale's way is read by that locale`(text: String, locale: String, cents: Int?)
        throws
    {
        let convention = try #require(NumberConvention.locale(locale))
        let read = try? MoneyFormat.parse(text, currency: euro, convention: convention)
        #expect(read?.minorUnits == cents.map(Int64.init))
    }

    @Test func `without a convention what has two readings is refused, and both are named`() {
        #expect(throws: PriceParseError.ambiguous("1234", or: "1.234")) {
            try MoneyFormat.parse("1.234", currency: euro, convention: nil)
        }
        for (text, cents) in [
            ("0.125", nil), ("1234,56", 123_456), ("1.234,56", 123_456), ("1,234,567", 123_456_700),
        ]
            as [(String, Int64?)]
        {
            #expect((try? MoneyFormat.parse(text, currency: euro, convention: nil))?.minorUnits == cents)
        }
    }

    @Test func `what is written is read back, in every locale and currency`() throws {
        // Seed 3: 200 amounts in each of 21 conventions.
        var random = SeededRandom(seed: 3)
        for convention in NumberConvention.table + [.neutral] {
            let format = MoneyFormat(convention: convention)
            for _ in 0..<200 {
                let currency = random.pick(Currency.all)
                let money = Money(minorUnits: random.anySize(), currency: currency)
                guard money.minorUnits != .min else { continue }
                for sign in [MoneyFormat.Sign.symbol, .code, .none] {
                    let text = format.format(money, sign: sign)
                    #expect(try format.parse(text, currency: currency) == money, "\(text)")
                }
            }
        }
    }

    @Test func `amounts stand as a locale writes them`() throws {
        let money = Money(minorUnits: -123_450_75, currency: euro)
        func text(_ locale: String) throws -> String {
            MoneyFormat(convention: try #require(NumberConvention.locale(locale))).format(money)
                .replacing("\u{A0}", with: " ").replacing("\u{202F}", with: "_")
        }
        #expect(MoneyFormat.neutral.format(money) == "-€123,450.75")
        #expect(try text("de") == "-123.450,75 €")
        #expect(try text("fr") == "-123_450,75 €")
        #expect(try text("hi") == "-€1,23,450.75")
        #expect(try text("de_CH") == "€-123’450.75")
        #expect(try text("pt_BR.UTF-8") == "-€ 123.450,75")
        #expect(try text("en-US") == "-€123,450.75")
        #expect(NumberConvention.locale("xx") == nil)
        let dinar = Money(minorUnits: 1_234_500, currency: Currency(code: "KWD")!)
        #expect(MoneyFormat.neutral.format(dinar) == "KWD 1,234.500")
        let low = Money(minorUnits: 1600, currency: euro)
        let high = Money(minorUnits: 2200, currency: euro)
        #expect(try MoneyFormat.neutral.format(from: low, to: high) == "€16.00–22.00")
        #expect(try MoneyFormat.neutral.format(from: low, to: low) == "€16.00")
    }

    @Test func `nasty text is refused or read, never a trap`() {
        // Seed 4: 20,000 texts of digits, signs and odd characters.
        var random = SeededRandom(seed: 4)
        for _ in 0..<20_000 {
            let digits = String((0..<random.integer(in: 0...4)).map { _ in random.pick("0123456789., '-€") })
            let text = random.nastyText(upTo: 3) + digits + random.nastyText(upTo: 3)
            _ = try? PriceText(text, convention: random.chance(1, in: 2) ? .neutral : nil)
            _ = Rate(text)
            _ = try? DecimalText.parse(text, scale: random.integer(in: 0...6))
        }
    }

    @Test(
        arguments: [
            ("12.50", 2, 1250), (".5", 2, 50), ("5.", 0, 5), ("1e-3", 6, 1000), ("1.5E+2", 2, 15000),
            ("-11062.06", 2, -1_106_206), (" 7 ", 0, 7), ("+3", 0, 3), ("0.001", 6, 1000), ("1e30", 2, nil),
            ("0e99999999", 2, 0), ("1.005", 2, nil), ("1.50000", 1, 15),
            ("-9223372036854775808", 0, Int64.min),
            ("9223372036854775808", 0, nil), ("", 2, nil), ("1,5", 2, nil), ("0x1", 2, nil), ("nan", 2, nil),
            ("1e", 2, nil), ("100000000000000000000e-20", 2, 100), ("--1", 0, nil), ("1.2.3", 3, nil),
        ] as [(String, Int, Int64?)])
    func `machine text is read exactly or refused`(text: String, scale: Int, value: Int64?) {
        #expect((try? DecimalText.parse(text, scale: scale)) == value)
    }

    @Test func `machine text is written so that it is read back`() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<20_000 {
            let value = random.anySize()
            let scale = random.integer(in: 0...6)
            #expect(try DecimalText.parse(DecimalText.format(value, scale: scale), scale: scale) == value)
            #expect(
                try DecimalText.parse(DecimalText.format(value, scale: scale, keeping: 0), scale: scale)
                    == value)
        }
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `prices of real pages are read right or refused`() throws {
        var right = 0
        var refused = 0
        var wrong: [String] = []
        let rows = csvRows(try SharedFolder.text("data/price-strings/prices.csv")).dropFirst()
        for row in rows where row.count >= 6 {
            let expected = row[5].isEmpty ? nil : try DecimalText.parse(row[5], scale: 6)
            let sign = row.count > 6 ? row[6] : ""
            let convention: NumberConvention? = sign == "," ? .locale("de") : sign == "." ? .neutral : nil
            do {
                let price = try PriceText(row[2], convention: convention)
                let value = price.mantissa * power(of: 6 - price.decimals)
                if value == expected {
                    right += 1
                } else {
                    wrong.append("\(row[2]) read as \(value), is \(row[5])")
                }
            } catch {
                if expected == nil { right += 1 } else { refused += 1 }
            }
        }
        print("price strings: \(right) right, \(refused) refused, \(wrong.count) wrong of \(rows.count)")
        #expect(wrong.isEmpty, "\(wrong)")
        #expect(right * 100 >= rows.count * 80)
    }

    private func power(of exponent: Int) -> Int64 {
        (0..<max(0, exponent)).reduce(1) { power, _ in power * 10 }
    }

    /// Enough of CSV for that file.
    private func csvRows(_ text: String) -> [[String]] {
        var rows: [[String]] = [[""]]
        var isQuoted = false
        for character in text {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: rows[rows.count - 1].append("")
            case "\n" where !isQuoted, "\r\n" where !isQuoted: rows.append([""])
            default: rows[rows.count - 1][rows[rows.count - 1].count - 1].append(character)
            }
        }
        return rows.filter { $0.count > 1 }
    }
}
