import Commerce
import GRDB
import Testing
import TestSupport

@testable import Shop

@Suite struct TakeUpTests {
    /// Writes an open, paid order as an import does.
    private struct Arrive: Action {
        let variant: VariantID
        let past: Bool

        func perform(in transaction: Transaction) throws -> OrderID {
            let id: OrderID = transaction.nextID()
            try transaction.execute(
                """
                INSERT INTO orders(id, number, channel, currency, placed_at, payment, fulfillment, total, past)
                VALUES (?, 'S-1', 'Shopify', 'EUR', ?, 'paid', 'unallocated', 4800, ?)
                """, [id.rawValue, transaction.now.milliseconds, past])
            try transaction.execute(
                "INSERT INTO order_lines(id, order_id, position, variant_id, quantity, unit_price) VALUES (?, ?, 0, ?, 2, 24000000)",
                [transaction.nextID(Subject.OrderLine.self).rawValue, id.rawValue, variant.rawValue])
            try OrderState.takeUp(id, paid: transaction.now, in: transaction)
            return id
        }

        func summary(of outcome: OrderID) -> String { "an order arrived" }
    }

    @Test func `an open order from a file puts its stock by and has a day to leave, a past one moves none`()
        throws
    {
        let here = try OrderShop(stock: ["MUG": 3])
        let mug = try #require(here.variants["MUG"])
        let order = try here.shop.perform(Arrive(variant: mug, past: false), as: .mercer).outcome
        #expect(try here.level("MUG").reserved == 2)
        #expect(try here.shop.orderCards([order])[order]?.shipBy != nil)

        let other = try OrderShop(stock: ["MUG": 3])
        try other.shop.perform(Arrive(variant: #require(other.variants["MUG"]), past: true), as: .mercer)
        #expect(try other.level("MUG") == StockLevel(onHand: 3))
    }
}
