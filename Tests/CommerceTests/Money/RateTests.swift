import Commerce
import TestSupport
import Testing

@Suite struct RateTests {
    @Test(
        arguments: [
            ("19 %", 19, 100), ("0.19", 19, 100), ("7.7%", 77, 1000), ("7,7 %", 77, 1000), ("1/3", 1, 3),
            ("-5%", -1, 20),
            ("0", 0, 1), ("100%", 1, 1), ("8.1\u{A0}%", 81, 1000),
        ] as [(String, Int64, Int64)])
    func `a rate is read as an exact fraction`(text: String, top: Int64, bottom: Int64) throws {
        let rate = try #require(Rate(text))
        #expect(rate.numerator == top)
        #expect(rate.denominator == bottom)
    }

    @Test(arguments: ["", "%", "1/0", "abc", "1 % 2", "19%%", "1e99", "1/", "1.2.3"])
    func `what is no rate is refused`(text: String) {
        #expect(Rate(text) == nil)
    }

    @Test func `what is written is read back`() throws {
        // Seed 6.
        var random = SeededRandom(seed: 6)
        for _ in 0..<20_000 {
            guard let rate = Rate(random.anySize(), over: random.anySize()) else { continue }
            #expect(Rate(rate.description) == rate, "\(rate)")
        }
    }

    @Test func `sums and products are exact`() throws {
        let third = try #require(Rate(1, over: 3))
        #expect(try third.adding(third).adding(third) == .one)
        #expect(try third.multiplied(by: Rate(3)) == .one)
        #expect(try third.subtracting(third) == .zero)
        #expect(third < Rate(basisPoints: 3334))
        #expect(Rate(6, over: -4) == Rate(-3, over: 2))
        #expect(Rate(.min, over: -1) == nil)
        #expect(throws: MoneyError.overflow) { try Rate(.max).adding(.one) }
        #expect(Rate.percent(19).includedPart == Rate(19, over: 119))
        #expect(Rate(1, over: 3)?.percentText() == "33.33")
        #expect(Rate.percent(-3).percentText(decimals: 0) == "-3")
    }

    @Test func `net and tax always add up to gross`() throws {
        // Seed 7.
        var random = SeededRandom(seed: 7)
        let euro = try #require(Currency(code: "EUR"))
        for _ in 0..<5000 {
            let amount = Money(minorUnits: random.integer(in: -1_000_000...1_000_000), currency: euro)
            let rate = Rate(basisPoints: random.integer(in: 0...3000))
            for mode in TaxMode.allCases {
                let split = try TaxSplit(
                    of: amount, mode: mode, rate: rate, rounding: random.pick(Rounding.allCases))
                #expect(try split.net.adding(split.tax) == split.gross)
                #expect((mode == .added ? split.net : split.gross) == amount)
            }
        }
    }
}
