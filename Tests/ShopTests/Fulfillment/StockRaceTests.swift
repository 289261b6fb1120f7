import Commerce
import Foundation
import GRDB
import Synchronization
import Testing
import TestSupport

@testable import Shop

@Suite struct StockRaceTests {
    @Test func `two writers on one file end exact (LESSONS 1)`() throws {
        let here = try OrderShop(stock: ["MUG": 60])
        let other = try here.folder.open()
        let failures = Mutex<[String]>([])
        let done = DispatchGroup()
        for (writer, shop) in [here.shop, other].enumerated() {
            done.enter()
            Thread.detachNewThread {
                for round in 0..<40 {
                    do {
                        let order = try shop.perform(
                            RecordOrder(
                                lines: [.init(sku: "MUG", quantity: 1)], name: "Buyer",
                                email: "b\(writer)-\(round)@example.com", paid: true,
                                number: "R-\(writer)-\(round)")
                        ).outcome.order
                        if round % 2 == 0 {
                            // Refused where it is short: that is what is tested.
                            _ = try? shop.perform(AdvanceOrders(orders: [order]))
                            _ = try? shop.perform(AdvanceOrders(orders: [order], withoutTracking: true))
                        }
                    } catch { failures.withLock { $0.append("\(error)") } }
                }
                done.leave()
            }
        }
        done.wait()
        #expect(failures.withLock { $0 } == [])
        let level = try here.level("MUG")
        let shipped = try here.shop.stageFigures()[2].count
        #expect(level.onHand == 60 - shipped)
        #expect(level.available == 0)
        #expect(shipped + level.reserved + level.short == 80)
        #expect(try here.shop.check().isSound)
    }

    /// Seed 24: ten thousand steps of six kinds in any order over three shelves (LESSONS 3).
    @Test func `whatever happens in whatever order, nothing is sold twice`() throws {
        var random = SeededRandom(seed: 24)
        let here = try OrderShop(stock: ["A": 4, "B": 1, "C": 0])
        // What is tested is the order of things, not the disk.
        try here.shop.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        var orders: [OrderID] = []
        for step in 0..<10_000 {
            // What the rules refuse changes nothing; the invariants below are the test.
            _ = try? Self.step(step, &random, here, &orders)
            guard step % 20 == 0 else { continue }
            for sku in ["A", "B", "C"] {
                let level = try here.level(sku)
                #expect(level.reserved >= 0 && level.short >= 0 && level.onHand >= 0, "step \(step)")
                #expect(level.available >= 0, "step \(step): \(sku) is over-committed")
                #expect(
                    level.short == 0 || level.available == 0, "step \(step): \(sku) lies there while short")
            }
        }
        #expect(try here.shop.check().isSound)
    }

    private static func step(
        _ step: Int, _ random: inout SeededRandom, _ here: OrderShop, _ orders: inout [OrderID]
    ) throws {
        let sku = random.pick(["A", "B", "C"])
        switch orders.isEmpty ? 0 : random.integer(in: 0...11) {
        case 0, 1:
            orders.append(
                try here.order(
                    [sku: random.integer(in: 1...3)], email: "e\(step)@example.com",
                    paid: random.chance(4, in: 5)))
            if orders.count > 12 { orders.removeFirst() }
        case 2:
            guard let variant = here.variants[sku] else { return }
            try here.shop.perform(
                CountStock([.init(variant: variant, counted: random.integer(in: 0...6))]))
        case 3: _ = try here.shop.undo()
        case 4: _ = try here.shop.redo()
        case 5: try here.shop.perform(TakeBackOrders(orders: [random.pick(orders)]))
        case 6: try here.shop.perform(CancelOrders(orders: [random.pick(orders)]))
        case 7: try here.shop.perform(ReopenOrders(orders: [random.pick(orders)]))
        case 8: try here.shop.perform(RecordPayment(orders: [random.pick(orders)]))
        case 9:
            let order = random.pick(orders)
            let line = try here.shop.order(order).lines[0].id
            try here.shop.perform(
                RecordRefund(order: order, lines: [.init(line: line, quantity: 1, restock: true)]))
        default: try here.shop.perform(AdvanceOrders(orders: [random.pick(orders)], withoutTracking: true))
        }
    }
}
