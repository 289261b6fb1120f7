import Commerce
import Foundation
import TestSupport
import Testing

@Suite struct MoneyTests {
    private let euro = Currency(code: "EUR")!
    private let yen = Currency(code: "JPY")!

    private func eur(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: euro) }

    @Test(arguments: [
        ("EUR", 2), ("jpy", 0), ("KWD", 3), ("CLF", 4), ("UYW", 4), ("ISK", 0), ("BHD", 3), ("TND", 3),
        ("IQD", 3),
        ("RSD", 2), ("AFN", 2), ("VND", 0), ("ITL", 0), ("GEL", 2), ("XAD", 2), ("MRU", 2), ("UGX", 0),
    ])
    func `a currency has the exponent of the standard`(code: String, exponent: Int) throws {
        #expect(try #require(Currency(code: code)).exponent == exponent)
    }

    @Test func `all currencies are found by their own code, and other words by none`() {
        #expect(Currency.all.count == 308)
        for currency in Currency.all {
            #expect(Currency(code: currency.code) == currency)
            #expect(!currency.symbol.isEmpty && !currency.name.isEmpty)
        }
        for code in ["", "EU", "EURO", "E1R", "ÄÖÜ", "ZZZ", "eu\u{0}"] {
            #expect(Currency(code: code) == nil)
        }
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `every currency of the reference list is known`() throws {
        let lines = try SharedFolder.text("data/reference/currencies.csv").split(separator: "\n").dropFirst()
        for line in lines {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let currency = try #require(Currency(code: String(fields[0])), "\(fields[0])")
            // The list is CLDR's, where some currencies of the standard have lost their decimals.
            #expect((0...4).contains(currency.exponent))
        }
    }

    @Test func `mixed currencies and overflow throw, LESSONS 30 and 32`() throws {
        #expect(throws: MoneyError.mixed(euro, yen)) { try eur(1).adding(.zero(yen)) }
        #expect(throws: MoneyError.overflow) { try eur(.max).adding(eur(1)) }
        #expect(throws: MoneyError.overflow) { try eur(.min).negated() }
        #expect(throws: MoneyError.overflow) { try eur(.max).multiplied(by: 2) }
        #expect(throws: MoneyError.overflow) { try eur(.max).increased(byPercent: 1, rounding: .halfUp) }
        #expect(throws: MoneyError.mixed(euro, yen)) { try eur(1).isLess(than: .zero(yen)) }
        #expect(try eur(.max).applying(Rate(1, over: 3)!, rounding: .down).minorUnits == Int64.max / 3)
    }

    @Test func `parts add up to the whole, whatever the weights`() throws {
        // Seed 1: 20,000 amounts of every size, both signs, split by up to twelve weights.
        var random = SeededRandom(seed: 1)
        for _ in 0..<20_000 {
            let whole = eur(random.anySize())
            let weights = (0..<random.integer(in: 1...12)).map { _ in
                random.chance(1, in: 4) ? 0 : Int64(random.anySize().magnitude >> 1)
            }
            guard weights.contains(where: { $0 > 0 }) else {
                #expect(throws: MoneyError.noShares) { try whole.allocated(by: weights) }
                continue
            }
            let parts = try whole.allocated(by: weights)
            #expect(parts.reduce(Int128(0)) { $0 + Int128($1.minorUnits) } == Int128(whole.minorUnits))
            for (part, weight) in zip(parts, weights) where weight == 0 { #expect(part.isZero) }
        }
    }

    @Test func `what cannot be split evenly goes to the largest remainders`() throws {
        #expect(try eur(100).allocated(by: [1, 1, 1]).map(\.minorUnits) == [34, 33, 33])
        #expect(try eur(-100).allocated(by: [1, 1, 1]).map(\.minorUnits) == [-34, -33, -33])
        #expect(try eur(5).allocated(by: [3, 7]).map(\.minorUnits) == [2, 3])
        #expect(throws: MoneyError.noShares) { try eur(5).allocated(by: []) }
        #expect(throws: MoneyError.noShares) { try eur(5).allocated(by: [1, -1]) }
    }

    @Test(arguments: [
        (Rounding.halfEven, [-4, -2, -2, 0, 0, 2, 2, 4]), (.halfUp, [-4, -3, -2, -1, 1, 2, 3, 4]),
        (.up, [-3, -2, -1, 0, 1, 2, 3, 4]), (.down, [-4, -3, -2, -1, 0, 1, 2, 3]),
        (.towardZero, [-3, -2, -1, 0, 0, 1, 2, 3]),
    ])
    func `a half is rounded as the rule says`(rounding: Rounding, expected: [Int64]) throws {
        let half = Rate(1, over: 2)!
        let odd: [Int64] = [-7, -5, -3, -1, 1, 3, 5, 7]
        #expect(try odd.map { try eur($0).applying(half, rounding: rounding).minorUnits } == expected)
    }

    @Test func `a unit price below a cent is kept and rounded once`() throws {
        let pound = try #require(Currency(code: "GBP"))
        let price = UnitPrice(millionths: 1000, currency: pound)
        #expect(price.amountText == "0.001")
        #expect(try price.times(1000, rounding: .halfUp).minorUnits == 100)
        #expect(try price.times(5, rounding: .halfUp).minorUnits == 1)
        #expect(try price.times(5, rounding: .halfEven).minorUnits == 0)
        #expect(price.exactMoney == nil)
        #expect(try UnitPrice(eur(1234)).exactMoney == eur(1234))
        #expect(throws: MoneyError.overflow) {
            try UnitPrice(millionths: .max, currency: pound).times(.max, rounding: .up)
        }
    }

    @Test func `money survives JSON as exact text, LESSONS 33`() throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<500 {
            let money = Money(minorUnits: random.anySize(), currency: random.pick(Currency.all))
            let json = try JSONEncoder().encode(money)
            #expect(try JSONDecoder().decode(Money.self, from: json) == money)
        }
        let text = String(decoding: try JSONEncoder().encode([eur(-1206)]), as: UTF8.self)
        #expect(text.contains("\"-12.06\""))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Money.self, from: Data(#"{"amount":"1.234","currency":"EUR"}"#.utf8))
        }
    }
}
