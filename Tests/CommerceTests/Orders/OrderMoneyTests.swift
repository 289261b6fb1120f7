import Commerce
import TestSupport
import Testing

@Suite struct OrderMoneyTests {
    private let euro = Currency(code: "EUR")!

    private func eur(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: euro) }

    private func line(_ millionths: Int64, _ quantity: Int, discount: Int64 = 0, tax: Int = 0) -> LineFigures
    {
        LineFigures(
            unitPrice: UnitPrice(millionths: millionths, currency: euro), quantity: quantity,
            discount: eur(discount), taxRate: .percent(tax))
    }

    @Test func `the opened order of the screens adds up`() throws {
        let totals = try OrderTotals(
            lines: [line(24_000_000, 2, tax: 19), line(22_000_000, 1, tax: 19)], currency: euro,
            shipping: eur(600), taxMode: .included, shippingTaxRate: .percent(19), platformTotal: eur(7600))
        #expect(totals.lines == eur(7000))
        #expect(totals.total == eur(7600))
        // By line €7.66 + €3.51 and shipping €0.96, each rounded once.
        #expect(totals.tax == eur(1213))
        #expect(try totals.residual == eur(0))
    }

    @Test func `a platform's total is kept and the difference named, LESSONS 27`() throws {
        let totals = try OrderTotals(lines: [line(4_665_000, 1)], currency: euro, platformTotal: eur(466))
        #expect(totals.total == eur(467))
        #expect(totals.charged == eur(466))
        #expect(try totals.residual == eur(-1))
    }

    @Test func `lines, discounts, tax and residual always make up what was charged, LESSONS 26 and 28`()
        throws
    {
        // Seed 14.
        var random = SeededRandom(seed: 14)
        for _ in 0..<3000 {
            let lines = (0..<random.integer(in: 0...6)).map { _ in
                line(
                    random.integer(in: -1_000_000...90_000_000), random.integer(in: -3...9),
                    discount: random.integer(in: 0...500), tax: random.pick([0, 7, 19]))
            }
            let discount = eur(random.integer(in: 0...3000))
            let charged = eur(random.integer(in: 0...100_000))
            let totals = try OrderTotals(
                lines: lines, currency: euro, orderDiscount: discount, shipping: eur(590), extras: eur(100),
                taxMode: random.pick(TaxMode.allCases), shippingTaxRate: .percent(19), platformTotal: charged)
            #expect(try totals.total.adding(totals.residual) == charged)
            guard !lines.isEmpty else { continue }
            let shares = try Money.sum(of: totals.lineShares, in: euro)
            #expect(shares == (try totals.lines.subtracting(totals.discounts)))
        }
    }

    @Test func `amounts in two currencies are refused`() throws {
        let dollar = try #require(Currency(code: "USD"))
        #expect(throws: MoneyError.mixed(euro, dollar)) {
            try OrderTotals(lines: [line(1, 1)], currency: euro, platformTotal: .zero(dollar))
        }
    }

    @Test func `a refund is never more than what was captured and has not gone back, LESSONS 39`() throws {
        var settlement = Settlement(captured: eur(7600), refunded: eur(0))
        settlement = try settlement.refunding(eur(1600))
        #expect(settlement.paymentState == .partRefunded)
        #expect(throws: RefundRefusal.moreThanCaptured(eur(6000))) { try settlement.refunding(eur(6001)) }
        #expect(throws: RefundRefusal.notPositive) { try settlement.refunding(eur(0)) }
        settlement = try settlement.refunding(eur(6000))
        #expect(settlement.paymentState == .refunded)
        #expect(throws: RefundRefusal.moreThanCaptured(eur(0))) { try settlement.refunding(eur(1)) }
    }

    @Test func `pieces taken back one by one give the line's whole amount`() throws {
        // Seed 15.
        var random = SeededRandom(seed: 15)
        for _ in 0..<1000 {
            let whole = eur(random.integer(in: -100_000...100_000))
            let pieces = random.integer(in: 1...40)
            var taken = 0
            var total = eur(0)
            while taken < pieces {
                let count = random.integer(in: 1...(pieces - taken))
                total = try total.adding(try #require(whole.share(of: count, after: taken, pieces: pieces)))
                taken += count
            }
            #expect(total == whole)
            #expect(whole.share(of: 1, after: pieces, pieces: pieces) == nil)
        }
    }

    @Test(arguments: [
        // Friday before and after the cut-off of 17:00 in Tbilisi (13:00 UTC).
        ("2026-11-20T12:59:00Z", "2026-11-23T13:00:00.000Z"),
        ("2026-11-20T13:00:00Z", "2026-11-24T13:00:00.000Z"),
        ("2026-11-21T08:00:00Z", "2026-11-24T13:00:00.000Z"),
        ("2026-11-22T20:30:00Z", "2026-11-24T13:00:00.000Z"),
    ])
    func `ship-by counts working days from the cut-off`(paid: String, due: String) throws {
        let zone = try #require(ShopZone(identifier: "Asia/Tbilisi"))
        let rule = ShipByRule(handlingDays: 1, cutOff: 17 * 60)
        #expect(rule.shipBy(paid: try #require(Instant(paid)), zone: zone).description == due)
    }

    @Test func `only what is paid and still here can be late`() throws {
        let rule = ShipByRule()
        let due = Instant(seconds: 1000)
        let later = due.adding(milliseconds: 1)
        #expect(rule.isLate(OrderAxes(payment: .paid), shipBy: due, now: later))
        #expect(!rule.isLate(OrderAxes(payment: .paid), shipBy: due, now: due))
        for axes in [
            OrderAxes(), OrderAxes(payment: .paid, fulfillment: .shipped),
            OrderAxes(payment: .paid, cancellation: .yes),
        ] {
            #expect(!rule.isLate(axes, shipBy: due, now: later))
        }
        let never = ShipByRule(workingDays: [])
        #expect(never.shipBy(paid: due, zone: .utc) > due)
    }

    @Test func `a ship-by time is told in the words of the day`() throws {
        let zone = ShopZone.utc
        let now = try #require(Instant("2026-11-21T09:00:00Z"))
        func words(_ text: String) throws -> String {
            ShipByWords.words(for: try #require(Instant(text)), now: now, zone: zone)
        }
        #expect(try words("2026-11-21T17:00:00Z") == "by 17:00")
        #expect(try words("2026-11-22T17:00:00Z") == "tomorrow")
        #expect(try words("2026-11-24T17:00:00Z") == "Tue")
        #expect(try words("2026-12-09T17:00:00Z") == "9 Dec")
        #expect(try words("2026-11-21T08:00:00Z") == "late today")
        #expect(try words("2026-11-19T17:00:00Z") == "2 days late")
    }

    @Test func `the same lines of the same buyer within the hour are a twin of the first`() {
        func candidate(_ id: Int64, _ buyer: String?, _ minute: Int, _ goods: [String]) -> TwinCandidate {
            TwinCandidate(
                order: OrderID(rawValue: id), buyer: buyer,
                placed: Instant(seconds: 0).adding(minutes: minute),
                lines: goods.map { TwinCandidate.Line(goods: $0, quantity: 1) })
        }
        let candidates = [
            candidate(1, "anna", 0, ["MUG", "PLT"]), candidate(2, "anna", 4, ["PLT", "MUG"]),
            candidate(3, "anna", 5, ["MUG"]), candidate(4, "bob", 4, ["MUG", "PLT"]),
            candidate(5, nil, 0, ["MUG"]), candidate(6, nil, 1, ["MUG"]), candidate(7, "anna", 70, ["MUG"]),
            candidate(8, "carl", 0, []), candidate(9, "carl", 0, []),
        ]
        let twins = TwinRule(windowMinutes: 60).twins(among: candidates.reversed())
        #expect(twins == [OrderID(rawValue: 2): OrderID(rawValue: 1)])
    }
}
