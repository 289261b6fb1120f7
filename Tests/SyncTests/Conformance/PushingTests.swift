import Commerce
import HTTP
import Sandbox
import Shop
import Sync
import Testing
import TestSupport

/// What goes out to a channel, on every platform there is.
@Suite struct PushingTests {
    @Test(arguments: ConformingPlatform.allCases)
    func `an edit goes out after its hold, and what did not change costs no request`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7), ("JUG", "12.50", 3)])
        try trial.setPrice("MUG", to: "26.50")
        try await trial.sync(after: 5)
        #expect(trial.seller.price("MUG").flatMap { PlainPrice.of($0) } == "24", "it is still held")
        try await trial.sync(after: 30)
        #expect(trial.seller.price("MUG").flatMap { PlainPrice.of($0) } == "26.5")
        let plan = try trial.service.plan(trial.connection)
        #expect(plan.rows.isEmpty)
        #expect(plan.requests == 0)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `an undo within the hold lets nothing out`(_ platform: ConformingPlatform) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        try trial.setTitle("MUG", to: "Another name")
        _ = try trial.shop.undo()
        try await trial.settle(2)
        #expect(trial.seller.title("MUG") == "Product MUG")
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a price that falls by more than the guard waits until it is meant`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        try trial.setPrice("MUG", to: "2.40")
        try await trial.settle(2)
        #expect(trial.seller.price("MUG").flatMap { PlainPrice.of($0) } == "24")
        let blocked = try #require(try trial.service.plan(trial.connection).blocked.first)
        #expect(blocked.reason == .guarded(.jump(percent: -90, from: try trial.euros("24"))))
        try trial.shop.perform(
            ApproveChanges([
                .init(
                    connection: trial.connection.id, product: blocked.product, local: blocked.local,
                    field: .price, value: blocked.willBe)
            ]))
        try await trial.settle(2)
        #expect(trial.seller.price("MUG").flatMap { PlainPrice.of($0) } == "2.4")
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `both sides changed a title: a card keeps both, and each way of settling ends equal`(
        _ platform: ConformingPlatform
    ) async throws {
        for side in [ConflictSide.ours, .theirs, .other("Third")] {
            let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
            trial.clock.advance(seconds: 10)
            trial.seller.setTitle("MUG", to: "Theirs")
            try trial.setTitle("MUG", to: "Ours")
            try await trial.settle(2)
            let conflict = try #require(try trial.shop.conflicts().first)
            #expect(conflict.ours == "Ours")
            #expect(conflict.theirs == "Theirs")
            #expect(conflict.before == "Product MUG")
            #expect(trial.seller.title("MUG") == "Theirs")
            try trial.shop.perform(SettleConflicts([.init(conflict.id, side)]))
            try await trial.settle(3)
            #expect(try trial.shop.conflicts().isEmpty)
            let expected =
                switch side {
                case .ours: "Ours"
                case .theirs: "Theirs"
                case .other(let text): text
                }
            #expect(trial.seller.title("MUG") == expected)
            #expect(try trial.service.plan(trial.connection).rows.isEmpty)
        }
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `settling a conflict can be taken back until it has gone out`(
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
        let entry = try #require(try trial.shop.entries(limit: 1).first?.id)
        _ = try trial.shop.undo(entry)
        #expect(try trial.shop.conflicts().count == 1)
        try await trial.settle(2)
        #expect(trial.seller.title("MUG") == "Theirs")
        let again = try #require(try trial.shop.conflicts().first)
        let receipt = try trial.shop.perform(SettleConflicts([.init(again.id, .ours)]))
        try await trial.settle(2)
        #expect(trial.seller.title("MUG") == "Ours")
        #expect(throws: Refusal.self) { try trial.shop.undo(receipt.entry) }
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a count goes out as what is available less the buffer`(_ platform: ConformingPlatform) async throws
    {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        try trial.rule { $0.buffer = 2 }
        try await trial.settle(2)
        #expect(trial.seller.stock("MUG") == 5)
        try trial.count("MUG", 20)
        try await trial.settle(2)
        #expect(trial.seller.stock("MUG") == 18)
        _ = trial.seller.buy("MUG", 3)
        try await trial.settle(2)
        #expect(try trial.level("MUG").available == 17)
        #expect(trial.seller.stock("MUG") == 15)
        #expect(try trial.shop.conflicts().isEmpty)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a count that was changed there and no order explains is a card, neither taken nor overwritten`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        trial.clock.advance(seconds: 10)
        trial.seller.setStock("MUG", to: 4)
        try await trial.settle(4)
        let conflict = try #require(try trial.shop.conflicts().first)
        #expect(conflict.field == .stock)
        #expect(trial.seller.stock("MUG") == 4)
        #expect(try trial.level("MUG").available == 7)
        try trial.count("MUG", 9)
        try await trial.settle(2)
        #expect(trial.seller.stock("MUG") == 4, "nothing is pushed while it is open")
        try trial.shop.perform(SettleConflicts([.init(conflict.id, .ours)]))
        try await trial.settle(3)
        #expect(trial.seller.stock("MUG") == 9)
        #expect(try trial.shop.conflicts().isEmpty)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a product is made there once, though the answer was lost`(_ platform: ConformingPlatform)
        async throws
    {
        let trial = try await ChannelTrial(platform, stocked: [("JUG", "12.50", 3)])
        let made = try trial.shop.perform(
            CreateProduct(
                ProductSheet(
                    title: "Vase & “Tall” ვაზა 🏺",
                    variants: [VariantSheet(sku: "VAS", price: try trial.euros("44"), stock: 6)]))
        ).outcome
        try trial.shop.perform(PublishProducts([made], on: trial.connection.id))
        trial.network.course.follow(
            FaultPlan([FaultRule(.always, method: .post, limit: 1, .reset(.after))]))
        try await trial.settle(6)
        #expect(trial.seller.count(of: "VAS") == 1)
        #expect(trial.seller.stock("VAS") == 6)
        #expect(trial.seller.price("VAS").flatMap { PlainPrice.of($0) } == "44")
        #expect(try trial.shop.goingOut().isEmpty)
        #expect(try trial.service.plan(trial.connection).rows.isEmpty)
    }
}
