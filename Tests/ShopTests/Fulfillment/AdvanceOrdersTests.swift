import Commerce
import Testing
import TestSupport

@testable import Shop

@Suite struct AdvanceOrdersTests {
    @Test func `an order goes from New over Processing and Shipped to Delivered, and the ledger follows`()
        throws
    {
        let here = try OrderShop(stock: ["MUG": 5])
        let order = try here.order(["MUG": 2])
        #expect(try here.shop.perform(AdvanceOrders(orders: [order])).summary == "M-1001 packed")
        let refusal = #expect(throws: Refusal.self) {
            try here.shop.perform(AdvanceOrders(orders: [order], from: .processing))
        }
        #expect(refusal?.code == "noParcel")
        try here.shop.perform(SetTracking(order: order, number: "1Z999AA10123456784"))
        try here.shop.perform(AdvanceOrders(orders: [order], from: .processing))
        #expect(try here.level("MUG") == StockLevel(onHand: 3))
        #expect(try here.shop.order(order).parcels.map(\.carrier) == ["UPS"])
        let byHand = #expect(throws: Refusal.self) {
            try here.shop.perform(AdvanceOrders(orders: [order], from: .shipped))
        }
        #expect(byHand?.code == "reasonMissing")
        try here.shop.perform(AdvanceOrders(orders: [order], from: .shipped, reason: "she called"))
        #expect(try here.shop.orderCards([order])[order]?.stage == .delivered)
    }

    @Test func `taking back a shipment puts the goods back and by again, and it can ship anew`() throws {
        let here = try OrderShop(stock: ["MUG": 5])
        let order = try here.order(["MUG": 2])
        for _ in 0..<3 {
            try here.shop.perform(AdvanceOrders(orders: [order]))
            try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
            #expect(try here.level("MUG") == StockLevel(onHand: 3))
            try here.shop.perform(TakeBackOrders(orders: [order]))
            #expect(try here.level("MUG") == StockLevel(onHand: 5, reserved: 2))
            try here.shop.perform(TakeBackOrders(orders: [order]))
        }
        #expect(try here.shop.orderCards([order])[order]?.stage == .new)
        #expect(try here.shop.check().isSound)
    }

    @Test func `undo of a shipment leaves everything as it was`() throws {
        let here = try OrderShop(stock: ["MUG": 5])
        let order = try here.order(["MUG": 2])
        try here.shop.perform(AdvanceOrders(orders: [order]))
        try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
        _ = try here.shop.undo()
        #expect(try here.level("MUG") == StockLevel(onHand: 5, reserved: 2))
        #expect(try here.shop.orderCards([order])[order]?.stage == .processing)
        _ = try here.shop.redo()
        #expect(try here.level("MUG") == StockLevel(onHand: 3))
    }

    @Test func `the same goods on two lines ship by line, not by variant (LESSONS 42)`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let order = try here.shop.perform(
            RecordOrder(
                lines: [.init(sku: "MUG", quantity: 2), .init(sku: "MUG", quantity: 3)], name: "Anna",
                paid: true)
        ).outcome.order
        let lines = try here.shop.order(order).lines
        try here.shop.perform(AdvanceOrders(orders: [order]))
        try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true, lines: [lines[1].id]))
        #expect(try here.shop.order(order).lines.map(\.shipped) == [0, 3])
        #expect(try here.shop.orderCards([order])[order]?.stage == .processing)
        #expect(try here.level("MUG") == StockLevel(onHand: 6, reserved: 2))
        try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
        #expect(try here.shop.orderCards([order])[order]?.stage == .shipped)
        #expect(try here.level("MUG") == StockLevel(onHand: 4))
    }

    @Test func `several tracking numbers are several parcels, and no number is used twice (LESSONS 43)`()
        throws
    {
        let here = try OrderShop(stock: ["MUG": 9])
        let order = try here.order(["MUG": 3])
        let line = try here.shop.order(order).lines[0].id
        try here.shop.perform(
            AddParcel(order: order, carrier: "DHL", number: "A-1", lines: [.init(line: line, quantity: 1)]))
        try here.shop.perform(
            AddParcel(order: order, carrier: "DHL", number: "A-2", lines: [.init(line: line, quantity: 2)]))
        #expect(throws: Refusal.self) {
            try here.shop.perform(
                AddParcel(order: order, number: "A-3", lines: [.init(line: line, quantity: 1)]))
        }
        #expect(throws: Refusal.self) { try here.shop.perform(SetTracking(order: order, number: "A-2")) }
        try here.shop.perform(AdvanceOrders(orders: [order]))
        try here.shop.perform(AdvanceOrders(orders: [order]))
        let parcels = try here.shop.order(order).parcels
        #expect(parcels.map(\.tracking) == ["A-1", "A-2"])
        #expect(parcels.map { $0.lines.map(\.quantity) } == [[1], [2]])
        try here.shop.perform(MarkDelivered(parcel: parcels[0].id))
        #expect(try here.shop.orderCards([order])[order]?.axes.fulfillment == .partDelivered)
        try here.shop.perform(MarkDelivered(parcel: parcels[1].id))
        #expect(try here.shop.orderCards([order])[order]?.stage == .delivered)
    }

    @Test func `of many, what the rules refuse has its reason and the rest is done`() throws {
        let here = try OrderShop(stock: ["MUG": 2])
        let one = try here.order(["MUG": 1], email: "one@example.com")
        let unpaid = try here.order(["MUG": 1], email: "two@example.com", paid: false)
        let held = try here.order(["MUG": 1], email: "three@example.com")
        try here.shop.perform(MoveOrders(orders: [held], move: .hold, reason: "asks for blue"))
        let receipt = try here.shop.perform(AdvanceOrders(orders: [one, unpaid, held], from: .new))
        #expect(receipt.outcome.done == [one])
        #expect(receipt.outcome.refused.map(\.refusal.code) == ["unpaid", "onHold"])
        #expect(receipt.summary == "M-1001 packed, 2 refused")
    }

    @Test func `a wrong check digit is refused, with the carrier it looks like`() throws {
        let here = try OrderShop(stock: ["MUG": 2])
        let order = try here.order(["MUG": 1])
        let refusal = #expect(throws: Refusal.self) {
            try here.shop.perform(SetTracking(order: order, number: "1Z999AA10123456785"))
        }
        #expect(refusal?.code == "check-digit")
        #expect(try here.shop.order(order).parcels.isEmpty)
    }

    @Test func `what is here ships apart from what is short, which never ships`() throws {
        let here = try OrderShop(stock: ["MUG": 5, "JUG": 0])
        let order = try here.order(["JUG": 1, "MUG": 2])
        let lines = try here.shop.order(order).lines
        let short = #expect(throws: Refusal.self) {
            try here.shop.perform(
                AdvanceOrders(orders: [order], withoutTracking: true, lines: [lines[0].id]))
        }
        #expect(short?.code == "short")
        try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true, lines: [lines[1].id]))
        #expect(try here.shop.orderCards([order])[order]?.axes.fulfillment == .partShipped)
        #expect(try here.level("MUG") == StockLevel(onHand: 3))
        #expect(throws: Refusal.self) {
            try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
        }
        let jug = try #require(here.variants["JUG"])
        try here.shop.perform(CountStock([.init(variant: jug, counted: 1)]))
        try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
        #expect(try here.shop.orderCards([order])[order]?.stage == .shipped)
        #expect(try here.level("JUG") == StockLevel())
    }
}
