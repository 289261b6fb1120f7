import Commerce
import Foundation
import GRDB
import Testing
import TestSupport

@testable import Shop

/// Money and goods that an Action on orders could count twice, lose, or take for another currency's.
@Suite struct OrderAccountTests {
    @Test func `a line named twice is neither refunded nor packed twice (LESSONS 39, 40)`() throws {
        let here = try OrderShop(stock: ["MUG": 5])
        let order = try here.order(["MUG": 2])
        let line = try here.shop.order(order).lines[0].id
        #expect(throws: Refusal.self) {
            try here.shop.perform(
                AddParcel(
                    order: order, lines: [.init(line: line, quantity: 2), .init(line: line, quantity: 2)]))
        }
        try here.shop.perform(AdvanceOrders(orders: [order]))
        try here.shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
        #expect(throws: Refusal.self) {
            try here.shop.perform(
                RecordRefund(
                    order: order,
                    lines: Array(
                        repeating: .init(
                            line: line, quantity: 2, amount: OrderShop.euros(100), restock: true),
                        count: 2)))
        }
        #expect(try here.level("MUG").onHand == 3)
        #expect(try here.shop.order(order).figures.refunded.isZero)
    }

    @Test func `what is refunded before it left does not come back to the shelf`() throws {
        let here = try OrderShop(stock: ["JUG": 5, "MUG": 5])
        let order = try here.order(["MUG": 3])
        let line = try here.shop.order(order).lines[0].id
        try here.shop.perform(AdvanceOrders(orders: [order]))
        try here.shop.perform(
            AddParcel(order: order, carrier: "DHL", number: "X1", lines: [.init(line: line, quantity: 1)]))
        try here.shop.pool.write { db in
            // One of three has left: as a channel reports it.
            try db.execute(sql: "UPDATE parcels SET shipped_at = 1")
            try db.execute(sql: "UPDATE orders SET fulfillment = 'partShipped'")
        }
        try here.shop.perform(
            RecordRefund(order: order, lines: [.init(line: line, quantity: 2, restock: true)]))
        #expect(try here.level("MUG").onHand == 5)
        try here.shop.perform(
            RecordRefund(order: order, lines: [.init(line: line, quantity: 1, restock: true)]))
        #expect(try here.level("MUG").onHand == 6)
    }

    @Test func `a number of any length does not end the shop's own sequence`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        for number in ["M-9223372036854775807", "M-99999999999999999999999", "M-12"] {
            try here.shop.perform(RecordOrder(lines: [.init(sku: "MUG")], number: number))
        }
        let next = try here.shop.perform(RecordOrder(lines: [.init(sku: "MUG")])).outcome.number
        #expect(next == "M-1001")
    }

    @Test func `amounts below zero, and beyond what can be added up, are refused`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let minus = OrderShop.euros(-100)
        let price = UnitPrice(millionths: .max / 2, currency: OrderShop.euro)
        for order in [
            RecordOrder(lines: [.init(sku: "MUG", discount: minus)]),
            RecordOrder(lines: [.init(sku: "MUG")], shipping: minus),
            RecordOrder(lines: [.init(sku: "MUG")], discount: minus),
            RecordOrder(lines: [.init(title: "Gold", quantity: 1_000_000, unitPrice: price)]),
            RecordOrder(
                lines: [.init(title: "Debt", unitPrice: UnitPrice(millionths: -1, currency: OrderShop.euro))]
            ),
        ] { #expect(throws: Refusal.self) { try here.shop.perform(order) } }
    }

    @Test func `a buyer is found however the address is written`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let first = try here.order(["MUG": 1], email: "anna@example.com")
        let second = try here.order(["MUG": 2], email: " Anna@Example.com")
        #expect(try here.shop.order(first).customer == here.shop.order(second).customer)
    }

    @Test func `joining loses no money, no wish to cancel, no rest and no gift`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let first = try here.order(["MUG": 1])
        let second = try here.order(["MUG": 2])
        // As an import writes it: paid, without saying how.
        try here.shop.pool.write { db in
            try db.execute(sql: "DELETE FROM payments WHERE order_id = ?", arguments: [second.rawValue])
            try db.execute(
                sql: "UPDATE orders SET gift = 1, gift_note = 'For Ida' WHERE id = ?",
                arguments: [second.rawValue])
        }
        for move in [OrderMove.hold, .requestCancel] {
            let held = try here.order(["MUG": 3])
            try here.shop.perform(MoveOrders(orders: [held], move: move, reason: "wait"))
            #expect(throws: Refusal.self) { try here.shop.perform(JoinOrders(orders: [first, held])) }
        }
        var elsewhere = OrderShop.berlin
        elsewhere.street = "Am Markt 1"
        let other = try here.order(["MUG": 4], address: elsewhere)
        #expect(throws: Refusal.self) { try here.shop.perform(JoinOrders(orders: [first, other])) }
        try here.shop.perform(JoinOrders(orders: [first, second]))
        let joined = try here.shop.order(first)
        #expect(joined.figures.paid == OrderShop.euros(7200))
        #expect(joined.giftNote == "For Ida")
        _ = try here.shop.undo()
        #expect(try here.shop.order(first).figures.paid == OrderShop.euros(2400))
        #expect(try here.shop.order(second).figures.paid == OrderShop.euros(4800))
        #expect(try here.shop.check().findings.isEmpty)
    }

    @Test func `a cost in the shop's currency is not set against an order in another`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let order = try here.order(["MUG": 1])
        #expect(try here.shop.order(order).figures.cost == OrderShop.euros(1000))
        try here.shop.pool.write { try $0.execute(sql: "UPDATE orders SET currency = 'USD'") }
        #expect(try here.shop.order(order).figures.cost == nil)
        #expect(try here.shop.order(order).figures.keep == nil)
        let dollar = try #require(Currency(code: "USD"))
        let span = Instant(milliseconds: 0)..<Instant(milliseconds: 9_000_000_000_000)
        let sales = try here.shop.productSales(in: span, currency: dollar, limit: 5)
        #expect(sales.map(\.units) == [1])
        #expect(sales.map(\.cost) == [nil])
    }

    @Test func `a file on hold is not delivered by the key that would pack it`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        try here.shop.perform(
            EditCatalog([CatalogEdit(here.shop.productNamed("MUG"), .kind, "digital")]))
        let order = try here.order(["MUG": 1])
        try here.shop.perform(MoveOrders(orders: [order], move: .hold, reason: "fraud?"))
        #expect(throws: Refusal.self) { try here.shop.perform(AdvanceOrders(orders: [order])) }
        #expect(try here.shop.orderCards([order])[order]?.stage == .new)
        try here.shop.perform(MoveOrders(orders: [order], move: .wake))
        try here.shop.perform(AdvanceOrders(orders: [order]))
        #expect(try here.shop.orderCards([order])[order]?.stage == .delivered)
    }

    @Test func `what a platform charged is the order's sum wherever it is told`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let order = try here.order(["MUG": 1], paid: false)
        try here.shop.pool.write { try $0.execute(sql: "UPDATE orders SET platform_total = 2399") }
        let customer = try #require(here.shop.order(order).customer)
        #expect(try here.shop.customerDetail(customer)?.totals == [OrderShop.euros(2399)])
        #expect(try here.shop.find("anna").first?.detail.contains("23.99") == true)
        let span = Instant(milliseconds: 0)..<Instant(milliseconds: 9_000_000_000_000)
        #expect(try here.shop.saleFacts(in: span).map(\.total) == [OrderShop.euros(2399)])
    }

    @Test func `many cancelled with their money: what is refused among them keeps nothing of it`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let paid = try here.order(["MUG": 1])
        let half = try here.order(["MUG": 2], paid: false)
        try here.shop.perform(RecordPayment(orders: [half], amount: OrderShop.euros(100)))
        let outcome = try here.shop.perform(
            CancelOrders(orders: [paid, half], reason: "late", refunding: true)
        )
        .outcome
        #expect(outcome.done == [paid])
        #expect(try here.shop.orderCards([half])[half]?.axes.cancellation == .no)
    }
}

/// Undo of an entry that is not the last.
@Suite struct OlderUndoTests {
    @Test func `a refund under a later refund is not taken back to an order that is paid and refunded`()
        throws
    {
        let here = try OrderShop(stock: ["MUG": 9])
        let order = try here.order(["MUG": 2])
        let first = try here.shop.perform(RecordRefund(order: order, amount: OrderShop.euros(100))).entry
        try here.shop.perform(RecordRefund(order: order, amount: OrderShop.euros(200)))
        for leavingMoved in [false, true] {
            let refusal = #expect(throws: Refusal.self) {
                try here.shop.undo(first, leavingMoved: leavingMoved)
            }
            #expect(refusal?.code == "moved-on")
        }
        #expect(try here.shop.order(order).figures.refunded == OrderShop.euros(300))
        _ = try here.shop.undo()
        _ = try here.shop.undo(first)
        #expect(try here.shop.order(order).card.axes.payment == .paid)
    }

    @Test func `a part of a payment is not taken from under an order that counts as paid`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let order = try here.order(["MUG": 2], paid: false)
        let first = try here.shop.perform(RecordPayment(orders: [order], amount: OrderShop.euros(100))).entry
        try here.shop.perform(RecordPayment(orders: [order]))
        #expect(throws: Refusal.self) { try here.shop.undo(first) }
        #expect(try here.shop.order(order).figures.paid == OrderShop.euros(4800))
    }

    @Test func `what another did between two parts of a run stops its undo before the first part`() throws {
        let here = try OrderShop(stock: ["CUP": 1, "MUG": 1])
        let products = try ["CUP", "MUG"].map { try here.shop.productNamed($0) }
        var parts = products[...]
        let report = try here.shop.run("vendor Kiln") { _ in
            let part = parts.popFirst().map { EditCatalog([CatalogEdit($0, .vendor, "Kiln")]) }
            if part?.edits.first?.product == products[1] {
                try here.shop.perform(EditCatalog([CatalogEdit(products[0], .vendor, "Other")]))
            }
            return part
        }
        let last = try #require(try here.shop.entries(limit: 1).first)
        #expect(last.run == report.run)
        #expect(throws: Refusal.self) { try here.shop.undo(last.id) }
        #expect(try here.shop.productSheets(products).map(\.sheet.vendor) == ["Other", "Kiln"])
        #expect(try here.shop.unfinishedRuns().isEmpty)
        let left = try here.shop.undo(last.id, leavingMoved: true)
        #expect(left.left.count == 1)
        #expect(try here.shop.productSheets(products).map(\.sheet.vendor) == ["Other", ""])
    }

    @Test func `a shop from somebody else cannot have files of ours removed`() throws {
        let here = try OrderShop(stock: ["MUG": 9])
        let mine = here.folder.path + "/mine.txt"
        #expect(FileManager.default.createFile(atPath: mine, contents: nil))
        try here.shop.pool.write { db in
            for number in 0..<20 {
                try db.execute(
                    sql: "INSERT INTO backups VALUES (?, ?)",
                    arguments: [number == 0 ? mine : "\(mine)-\(number)", number])
            }
        }
        #expect(try here.shop.backUpWhenDue() != nil)
        #expect(FileManager.default.fileExists(atPath: mine))
    }
}
