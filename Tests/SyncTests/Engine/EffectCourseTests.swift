import Commerce
import HTTP
import Sandbox
import Shop
import Sync
import Testing
import TestSupport

/// What orders, payments and refunds go through when things here change under them.
@Suite struct EffectCourseTests {
    @Test(arguments: ConformingPlatform.allCases)
    func `an order for a product that was deleted here comes in, with its line as text`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7), ("JUG", "12.50", 3)])
        let product = try trial.product("MUG")
        try trial.count("MUG", 0)
        let bought = trial.seller.buy("MUG", 2)
        try trial.shop.perform(UnlistProducts([product], from: trial.connection.id))
        try trial.shop.perform(DeleteProducts([product]))
        let report = try await trial.sync()
        #expect(report.refused == 0, "\(report.words)")
        #expect(try trial.shop.unreadable().map(\.reason) == [])
        let order = try #require(try trial.order(bought))
        let line = try #require(try trial.shop.order(order).lines.first)
        #expect(line.title == "Product MUG")
        #expect(line.quantity == 2)
        #expect(line.product == nil)
        let later = trial.seller.buy("JUG", 1)
        try await trial.settle(2)
        #expect(try trial.order(later) != nil)
        #expect(trial.seller.isOnSale("MUG") == nil, "it was taken off there")
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `an order for a variant that was removed here comes in`(_ platform: ConformingPlatform) async throws
    {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let (product, variant) = (try trial.product("MUG"), try trial.variant("MUG"))
        try trial.count("MUG", 0)
        let other = VariantSheet(sku: "OTHER", options: ["Other"], price: try trial.euros("30"))
        try trial.shop.perform(AddVariant(other, to: product))
        try trial.shop.perform(RemoveVariant(variant))
        let bought = trial.seller.buy("MUG", 1)
        try await trial.settle(2)
        #expect(try trial.shop.unreadable().map(\.reason) == [])
        let order = try #require(try trial.order(bought))
        #expect(try trial.shop.order(order).lines.map(\.title) == ["Product MUG"])
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a refund in doubt is sent again only after a look that says it was not made`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let bought = trial.seller.buy("MUG", 1)
        try await trial.sync()
        let order = try #require(try trial.order(bought))
        try trial.shop.perform(RecordRefund(order: order, amount: try trial.money("5.00")))
        trial.clock.advance(seconds: 60)
        try trial.shop.releaseHeld(of: trial.connection.id)
        let next = try #require(try trial.shop.nextEffect(of: trial.connection.id))
        _ = try #require(try trial.shop.claim(next.id))
        try trial.restart()
        trial.network.isDead = true
        let report = try await trial.sync()
        #expect(report.failure != nil)
        var item = try #require(try trial.shop.effect(next.id))
        #expect(item.state == .inDoubt)
        #expect(item.lookedAt == nil)
        let refusal = #expect(throws: Refusal.self) {
            try trial.shop.perform(SettleEffects([next.id], .retry))
        }
        #expect(refusal?.reason.contains("looked up first") == true)
        trial.network.isDead = false
        try await trial.sync(after: 3_700)
        item = try #require(try trial.shop.effect(next.id))
        #expect(item.state == .inDoubt, "money is never sent again by itself")
        #expect(item.lookedAt != nil)
        #expect(trial.seller.refunds(bought).count == 0)
        try trial.shop.perform(SettleEffects([next.id], .retry))
        try await trial.settle(4)
        #expect(trial.seller.refunds(bought) == (1, 500))
        #expect(try trial.shop.order(order).refunds.count == 1)
        #expect(try trial.shop.goingOut().isEmpty)
    }

    @Test(arguments: [ConformingPlatform.woo7, .woo9])
    func `a payment booked here survives what is read next`(_ platform: ConformingPlatform) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let seller = try #require(trial.seller as? WooSeller)
        let item = try #require(seller.shop.products.first { $0.sku == "MUG" }?.id)
        let number = seller.shop.place(
            WooCart([.init(item, 1)], paymentMethod: "bacs", status: "on-hold"))
        try await trial.sync()
        let order = try #require(try trial.order(String(number)))
        #expect(try trial.shop.order(order).card.axes.payment != .paid)
        try trial.shop.perform(RecordPayment(orders: [order], method: "transfer", reference: "T-7"))
        for note in ["leave it at the door", "ring twice"] {
            trial.clock.advance(seconds: 5)
            seller.shop.edit(order: number) { $0.customerNote = note }
            try await trial.sync()
        }
        let detail = try trial.shop.order(order)
        #expect(detail.payments.map(\.reference) == ["T-7"])
        #expect(detail.card.axes.payment == .paid)
        #expect(detail.figures.paid == (try trial.money("24.00")))
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `undo after settling a conflict opens its card again, and nothing goes out`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        trial.clock.advance(seconds: 10)
        trial.seller.setTitle("MUG", to: "Theirs")
        try trial.setTitle("MUG", to: "Ours")
        try await trial.settle(2)
        let conflict = try #require(try trial.shop.conflicts().first)
        try trial.shop.perform(SettleConflicts([.init(conflict.id, .ours)]))
        #expect(try trial.shop.conflicts().isEmpty)
        _ = try trial.shop.undo()
        let again = try #require(try trial.shop.conflicts().first)
        #expect((again.ours, again.before, again.theirs) == ("Ours", "Product MUG", "Theirs"))
        try await trial.settle(3)
        #expect(trial.seller.title("MUG") == "Theirs")
        #expect(try trial.shop.conflicts().count == 1)
    }
}
