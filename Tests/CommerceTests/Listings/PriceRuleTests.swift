import Commerce
import Testing
import TestSupport

/// What a price becomes on a channel, and which prices do not go out by themselves.
@Suite struct PriceRuleTests {
    private static func price(_ text: String, _ code: String = "EUR") throws -> UnitPrice {
        UnitPrice(
            millionths: try DecimalText.parse(text, scale: UnitPrice.scale),
            currency: try #require(Currency(code: code)))
    }

    @Test(
        arguments: [
            ("24.00", 0, nil, "24"), ("0.001", 0, nil, "0.001"),
            ("24.00", 500, nil, "25.2"), ("24.00", -1000, nil, "21.6"), ("19.99", 333, nil, "20.66"),
            ("24.00", 0, 99, "24.99"), ("24.99", 0, 99, "24.99"), ("25.00", 0, 99, "25.99"),
            ("24.50", 0, 0, "25"), ("24.00", 0, 0, "24"), ("24.995", 0, 99, "25.99"),
            ("0.005", 0, 95, "0.95"), ("24.00", 500, 50, "25.5"), ("0", 500, nil, "0"),
        ] as [(String, Int, Int?, String)])
    func `a rule makes this price of that`(
        _ plain: String, _ markup: Int, _ ending: Int?, _ expected: String
    ) throws {
        let rule = PriceRule(markupBasisPoints: markup, ending: ending)
        #expect(ListingText.price(try rule.price(Self.price(plain))) == expected)
    }

    @Test func `a currency without a minor unit has no ending`() throws {
        let rule = PriceRule(ending: 99)
        #expect(ListingText.price(try rule.price(Self.price("1200", "JPY"))) == "1200")
    }

    @Test func `an ending is never below the plain price, and less than one unit above`() throws {
        var random = SeededRandom(seed: 5)
        for round in 0..<3_000 {
            let code = random.pick(["EUR", "USD", "KWD", "GBP"])
            let currency = try #require(Currency(code: code))
            let millionths = random.integer(in: Int64(0)...50_000_000_000)
            let plain = UnitPrice(millionths: millionths, currency: currency)
            let ending = random.integer(in: 0...120)
            let made = try PriceRule(ending: ending).price(plain)
            let charged = try UnitPrice(plain.money(rounding: .halfUp))
            #expect(made.millionths >= charged.millionths, "round \(round): \(plain), \(ending)")
            #expect(made.millionths < charged.millionths + 1_000_000, "round \(round): \(plain), \(ending)")
        }
    }

    @Test func `no price and no rule overflows without saying so`() throws {
        let currency = try #require(Currency(code: "EUR"))
        for millionths in [Int64.max, .max - 1, .max / 2, 1, 0, -1, .min / 2, .min] {
            for markup in [Int.min, -10_000, -1, 0, 1, 10_000, .max] {
                for ending in [Int?.none, .min, -1, 0, 99, .max] {
                    let plain = UnitPrice(millionths: millionths, currency: currency)
                    // An overflow is thrown; what is tested is that nothing traps.
                    let made = try? PriceRule(markupBasisPoints: markup, ending: ending).price(plain)
                    if let made, markup >= 0, millionths >= 0 {
                        #expect(made.millionths >= 0, "\(millionths) \(markup) \(String(describing: ending))")
                    }
                }
            }
        }
    }

    struct Guarded: Sendable {
        let price: String
        let there: String?
        let cost: String?
        let limit: Int
        let floor: Int?
        let words: String?

        init(
            _ price: String, there: String?, cost: String?, limit: Int = 50, floor: Int? = nil,
            _ words: String?
        ) {
            self.price = price
            self.there = there
            self.cost = cost
            self.limit = limit
            self.floor = floor
            self.words = words
        }
    }

    @Test(arguments: [
        Guarded("24", there: "20", cost: "10", nil),
        Guarded("24", there: nil, cost: nil, nil),
        Guarded("0", there: "20", cost: nil, "it would be given away"),
        Guarded("-1", there: "20", cost: nil, "it would be given away"),
        Guarded("9.99", there: "20", cost: "10", "below its cost of €10.00"),
        Guarded("10", there: "20", cost: "10", nil),
        Guarded("9.99", there: "20", cost: nil, "falls by 50 %"),
        Guarded("9.79", there: "20", cost: nil, "falls by 51 %"),
        Guarded("30", there: "20", cost: nil, nil),
        Guarded("30.20", there: "20", cost: nil, "rises by 51 %"),
        Guarded("2.4", there: "24", cost: nil, "falls by 90 %"),
        Guarded("24", there: "0", cost: nil, nil),
        Guarded("24", there: "20", cost: "20", limit: 50, floor: 20, "keeps 16 %, under your floor"),
        Guarded("25", there: "20", cost: "20", limit: 50, floor: 20, nil),
        Guarded("24", there: "20", cost: nil, limit: 50, floor: 20, nil),
        Guarded("20", there: "20", cost: nil, limit: 0, nil),
        Guarded("21", there: "20", cost: nil, limit: 0, "rises by 5 %"),
    ])
    func `a guard says what is wrong, the worst first`(_ item: Guarded) throws {
        let found = PriceGuard(
            try Self.price(item.price), there: try item.there.map { try Self.price($0) },
            cost: try item.cost.map { try Self.price($0) }, limitPercent: item.limit,
            floorPercent: item.floor)
        #expect(found?.words == item.words)
    }

    @Test func `a guard takes any price and cost`() throws {
        let currency = try #require(Currency(code: "EUR"))
        let ends = [Int64.max, .max - 1, 1, 0, -1, .min]
        for price in ends {
            for there in ends {
                for cost in ends {
                    let found = PriceGuard(
                        UnitPrice(millionths: price, currency: currency),
                        there: UnitPrice(millionths: there, currency: currency),
                        cost: UnitPrice(millionths: cost, currency: currency), limitPercent: .max,
                        floorPercent: .min)
                    if price <= 0 { #expect(found == .zero) }
                    _ = found?.words
                }
            }
        }
    }
}
