import Commerce
import Testing
import TestSupport

@testable import Shop

@Suite struct RefundTests {
    @Test func `never more goes back than was paid (LESSONS 39)`() throws {
        let here = try OrderShop(stock: ["MUG": 5])
        let order = try here.order(["MUG": 2])
        try here.shop.perform(RecordRefund(order: order, amount: OrderShop.euros(3000)))
        #expect(try here.shop.orderCards([order])[order]?.axes.payment == .partRefunded)
        let refusal = #expect(throws: Refusal.self) {
            try here.shop.perform(RecordRefund(order: order, amount: OrderShop.euros(1801)))
        }
        #expect(refusal?.reason.contains("€18.00") == true)
        try here.shop.perform(RecordRefund(order: order, whole: true))
        #expect(try here.shop.orderCards([order])[order]?.axes.payment == .refunded)
        #expect(try here.shop.order(order).figures.refunded == OrderShop.euros(4800))
        #expect(throws: Refusal.self) { try here.shop.perform(RecordRefund(order: order, whole: true)) }
    }

    @Test func `stock comes back only where a line says so, and once (LESSONS 40 and 41)`() throws {
        let here = try OrderShop(stock: ["MUG": 5, "JUG": 5])
        let order = try here.order(["JUG": 1, "MUG": 2])
        try here.shop.perform(AdvanceOrders(orders: [order]))
        try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
        let lines = try here.shop.order(order).lines
        try here.shop.perform(
            RecordRefund(
                order: order,
                lines: [
                    .init(line: lines[0].id, quantity: 1),
                    .init(line: lines[1].id, quantity: 1, restock: true),
                ]))
        #expect(try here.level("JUG").onHand == 4)
        #expect(try here.level("MUG").onHand == 4)
        #expect(throws: Refusal.self) {
            try here.shop.perform(
                RecordRefund(order: order, lines: [.init(line: lines[1].id, quantity: 2, restock: true)]))
        }
        #expect(try here.level("MUG").onHand == 4)
    }

    @Test func `a line refunded before it left is no longer put by and does not ship`() throws {
        let here = try OrderShop(stock: ["MUG": 5])
        let order = try here.order(["MUG": 3])
        let line = try here.shop.order(order).lines[0].id
        try here.shop.perform(
            RecordRefund(order: order, lines: [.init(line: line, quantity: 1, restock: true)]))
        #expect(try here.level("MUG") == StockLevel(onHand: 5, reserved: 2))
        try here.shop.perform(AdvanceOrders(orders: [order]))
        try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
        #expect(try here.level("MUG") == StockLevel(onHand: 3))
    }

    @Test func `cancelling frees what was put by and can give the money back`() throws {
        let here = try OrderShop(stock: ["MUG": 5])
        let order = try here.order(["MUG": 3])
        let receipt = try here.shop.perform(
            CancelOrders(orders: [order], reason: "changed her mind", refunding: true))
        #expect(receipt.summary == "M-1001 cancelled, €72.00 refunded: changed her mind")
        #expect(try here.level("MUG") == StockLevel(onHand: 5))
        #expect(try here.shop.orderCards([order])[order]?.stage == nil)
        _ = try here.shop.undo()
        #expect(try here.level("MUG") == StockLevel(onHand: 5, reserved: 3))
        try here.shop.perform(CancelOrders(orders: [order]))
        try here.shop.perform(ReopenOrders(orders: [order]))
        #expect(try here.level("MUG") == StockLevel(onHand: 5, reserved: 3))
    }

    @Test func `pieces refunded one by one come to what the line charged, to the cent`() throws {
        let here = try OrderShop(stock: ["MUG": 7])
        let order = try here.shop.perform(
            RecordOrder(
                lines: [.init(sku: "MUG", quantity: 7)], name: "Anna", discount: OrderShop.euros(1001),
                paid: true)
        ).outcome.order
        let line = try here.shop.order(order).lines[0].id
        for _ in 0..<7 {
            try here.shop.perform(RecordRefund(order: order, lines: [.init(line: line, quantity: 1)]))
        }
        let figures = try here.shop.order(order).figures
        #expect(figures.refunded == figures.paid)
        #expect(figures.paid == OrderShop.euros(16_800 - 1001))
    }

    @Test func `a return goes on step by step and leaves the board when it is closed`() throws {
        let here = try OrderShop(stock: ["MUG": 7])
        let order = try here.order(["MUG": 1])
        #expect(throws: Refusal.self) {
            try here.shop.perform(MoveOrders(orders: [order], move: .requestReturn))
        }
        try here.shop.perform(AdvanceOrders(orders: [order]))
        try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
        try here.shop.perform(MoveOrders(orders: [order], move: .requestReturn, reason: "too big"))
        #expect(try here.shop.orders(OrderQuery(.returns)).ready == [order])
        #expect(try here.shop.orderCards([order])[order]?.attention == .returnWaits)
        for _ in 0..<3 { try here.shop.perform(AdvanceOrders(orders: [order])) }
        #expect(try here.shop.orders(OrderQuery(.returns)).count == 0)
        #expect(try here.shop.orderCards([order])[order]?.stage == nil)
    }
}
