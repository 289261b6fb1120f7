import Commerce
import Testing
import TestSupport

@testable import Shop

@Suite struct RecordOrderTests {
    @Test func `an order by hand adds up, takes its number and puts its stock by`() throws {
        let here = try OrderShop(stock: ["MUG": 5])
        let order = try here.order(["MUG": 2])
        let detail = try here.shop.order(order)
        #expect(detail.card.number == "M-1001")
        #expect(detail.card.total == OrderShop.euros(4800))
        #expect(detail.card.axes.payment == .paid)
        #expect(detail.card.shipBy != nil)
        #expect(detail.lines.map(\.reserved) == [2])
        #expect(try here.level("MUG") == StockLevel(onHand: 5, reserved: 2))
        #expect(try here.shop.order(here.order(["MUG": 1])).card.number == "M-1002")
    }

    @Test func `an unpaid order reserves nothing until it is paid`() throws {
        let here = try OrderShop(stock: ["MUG": 5])
        let order = try here.order(["MUG": 2], paid: false)
        #expect(try here.level("MUG").reserved == 0)
        #expect(try here.shop.orderCards([order])[order]?.place == .unpaid)
        try here.shop.perform(RecordPayment(orders: [order], method: "cash"))
        #expect(try here.level("MUG").reserved == 2)
        #expect(try here.shop.orderCards([order])[order]?.place == .ready)
        #expect(throws: Refusal.self) { try here.shop.perform(RecordPayment(orders: [order])) }
    }

    @Test func `what is not there is a named shortfall, never a negative (LESSONS 2)`() throws {
        let here = try OrderShop(stock: ["MUG": 1])
        let order = try here.order(["MUG": 3])
        #expect(try here.level("MUG") == StockLevel(onHand: 1, reserved: 1, short: 2))
        let card = try #require(try here.shop.orderCards([order])[order])
        #expect(card.attention == .short)
        #expect(card.attentionDetail == "2 Goods MUG")
        #expect(card.place == .needsYou)
        let refusal = #expect(throws: Refusal.self) {
            try here.shop.perform(AdvanceOrders(orders: [order]))
        }
        #expect(refusal?.code == "short")
    }

    @Test func `new stock fills the oldest shortfall first`() throws {
        let here = try OrderShop(stock: ["MUG": 0])
        let first = try here.order(["MUG": 2], email: "one@example.com")
        let second = try here.order(["MUG": 2], email: "two@example.com")
        let mug = try #require(here.variants["MUG"])
        try here.shop.perform(CountStock([.init(variant: mug, counted: 3)]))
        #expect(try here.shop.order(first).lines[0].short == 0)
        #expect(try here.shop.order(second).lines[0].short == 1)
        #expect(try here.shop.orderCards([first])[first]?.place == .ready)
        _ = try here.shop.undo()
        #expect(try here.shop.order(first).lines[0].short == 2)
        #expect(try here.level("MUG") == StockLevel(onHand: 0, reserved: 0, short: 4))
    }

    @Test func `a count below what is put by makes the newest order short`() throws {
        let here = try OrderShop(stock: ["MUG": 4])
        let first = try here.order(["MUG": 2], email: "one@example.com")
        let second = try here.order(["MUG": 2], email: "two@example.com")
        let mug = try #require(here.variants["MUG"])
        try here.shop.perform(CountStock([.init(variant: mug, counted: 3)]))
        #expect(try here.shop.order(first).lines[0].short == 0)
        #expect(try here.shop.order(second).lines[0].short == 1)
    }

    @Test func `an unknown SKU, no lines and a foreign currency are refused with the line`() throws {
        let here = try OrderShop(stock: ["MUG": 4])
        let unknown = #expect(throws: Refusal.self) {
            try here.shop.perform(RecordOrder(lines: [.init(sku: "MUG"), .init(sku: "JUG")]))
        }
        #expect(unknown?.reason == "Line 2: there is no product with the SKU “JUG”.")
        #expect(throws: Refusal.self) { try here.shop.perform(RecordOrder(lines: [])) }
        let dollars = UnitPrice(millionths: 1_000_000, currency: try #require(Currency(code: "USD")))
        #expect(throws: Refusal.self) {
            try here.shop.perform(RecordOrder(lines: [.init(title: "Wrapping", unitPrice: dollars)]))
        }
        #expect(try here.shop.orders(OrderQuery(.all)).count == 0)
    }

    @Test func `the same lines of the same buyer within the hour are a twin until it is settled`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let first = try here.order(["MUG": 2])
        let second = try here.order(["MUG": 2])
        #expect(try here.shop.orderCards([second])[second]?.attention == .twin)
        #expect(try here.shop.orderCards([first])[first]?.attention == nil)
        #expect(try here.shop.order(second).twins.map(\.id) == [first])
        try here.shop.perform(CancelOrders(orders: [first]))
        #expect(try here.shop.orderCards([second])[second]?.attention == nil)
        _ = try here.shop.undo()
        #expect(try here.shop.orderCards([second])[second]?.attention == .twin)
        try here.shop.perform(SettleTwin(order: second))
        #expect(try here.shop.orderCards([second])[second]?.attention == nil)
    }

    @Test func `orders of one buyer join, of two do not, and undo parts them again`() throws {
        let here = try OrderShop(stock: ["MUG": 9, "JUG": 9])
        let first = try here.order(["MUG": 2])
        let second = try here.order(["JUG": 1])
        let other = try here.order(["JUG": 1], name: "R. Weiss", email: "weiss@example.com")
        #expect(throws: Refusal.self) { try here.shop.perform(JoinOrders(orders: [first, other])) }
        try here.shop.perform(JoinOrders(orders: [second, first]))
        let joined = try here.shop.order(first)
        #expect(joined.lines.map(\.sku) == ["MUG", "JUG"])
        #expect(joined.card.total == OrderShop.euros(7200))
        #expect(joined.figures.paid == OrderShop.euros(7200))
        #expect(try here.shop.orderCards([second])[second]?.stage == nil)
        #expect(try here.shop.check().isSound)
        _ = try here.shop.undo()
        #expect(try here.shop.order(first).lines.map(\.sku) == ["MUG"])
        #expect(try here.shop.order(second).card.total == OrderShop.euros(2400))
    }
}
