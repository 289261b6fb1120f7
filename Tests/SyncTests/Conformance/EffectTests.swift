import Commerce
import Connectors
import HTTP
import Sandbox
import Shop
import Sync
import Testing
import TestSupport

/// What happens once: shipments, cancellations, refunds. On every platform there is, with answers that are lost.
@Suite struct EffectTests {
    /// Faults that leave open whether a write was done.
    private static let doubts: [Fault] = [.reset(.before), .reset(.after), .truncated(percent: 30)]

    @Test(arguments: ConformingPlatform.allCases, doubts)
    func `a shipment is reported once, whatever becomes of the answer`(
        _ platform: ConformingPlatform, _ fault: Fault
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let bought = trial.seller.buy("MUG", 2)
        try await trial.sync()
        try trial.ship(try #require(try trial.order(bought)), number: "RR123456785DE")
        trial.clock.advance(seconds: 31)
        trial.network.course.follow(FaultPlan.script([fault, fault]))
        try await trial.settle(6)
        #expect(trial.seller.shipments(bought).count == 1)
        #expect(trial.seller.shipments(bought).numbers.contains("RR123456785DE"))
        #expect(try trial.shop.goingOut().isEmpty)
        #expect(try trial.level("MUG").onHand == 5)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a refund whose answer was lost is looked up and never made twice`(
        _ platform: ConformingPlatform
    ) async throws {
        for moment in [Fault.Moment.before, .after] {
            let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
            let bought = trial.seller.buy("MUG", 2)
            try await trial.sync()
            let order = try #require(try trial.order(bought))
            try trial.shop.perform(RecordRefund(order: order, amount: try trial.money("5.00")))
            trial.network.course.follow(
                FaultPlan([
                    FaultRule(.always, method: .post, path: trial.refundPath, limit: 1, .reset(moment))
                ]))
            try await trial.settle(6)
            switch moment {
            case .after:
                #expect(trial.seller.refunds(bought) == (1, 500))
                #expect(try trial.shop.goingOut().isEmpty)
            case .before where trial.seller.refunds(bought).count == 0:
                // It was not done; money is sent again only by a person's word.
                let item = try #require(try trial.shop.goingOut().first)
                #expect(item.state == .inDoubt)
                try trial.shop.perform(SettleEffects([item.id], .retry))
                try await trial.settle(3)
                #expect(trial.seller.refunds(bought) == (1, 500))
            case .before:
                #expect(trial.seller.refunds(bought) == (1, 500))
            }
            #expect(try trial.shop.order(order).refunds.count == 1)
        }
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a cancellation here cancels there and gives the stock back once`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let bought = trial.seller.buy("MUG", 2)
        try await trial.sync()
        let order = try #require(try trial.order(bought))
        try trial.shop.perform(CancelOrders(orders: [order], reason: "out of clay"))
        try await trial.settle(5)
        #expect(trial.seller.isCancelled(bought))
        #expect(try trial.level("MUG").available == 7)
        #expect(trial.seller.stock("MUG") == 7)
        #expect(try trial.shop.conflicts().isEmpty)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `taking a shipment back within its hold tells nobody`(_ platform: ConformingPlatform) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let bought = trial.seller.buy("MUG", 2)
        try await trial.sync()
        let order = try #require(try trial.order(bought))
        try trial.ship(order, number: "PARCEL-1")
        #expect(try trial.shop.goingOut().count == 1)
        _ = try trial.shop.undo()
        #expect(try trial.shop.goingOut().isEmpty)
        try await trial.settle(3)
        #expect(trial.seller.shipments(bought).count == 0)
        // Once it is out, undo says what the opposite is.
        try trial.shop.perform(AdvanceOrders(orders: [order]))
        try await trial.settle(3)
        #expect(trial.seller.shipments(bought).count == 1)
        #expect(throws: Refusal.self) { try trial.shop.undo() }
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a kill while an effect is being sent leaves it in doubt, and it is done once`(
        _ platform: ConformingPlatform
    ) async throws {
        for wasDone in [false, true] {
            let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
            let bought = trial.seller.buy("MUG", 1)
            try await trial.sync()
            try trial.ship(try #require(try trial.order(bought)), number: "PARCEL-2")
            trial.clock.advance(seconds: 60)
            try trial.shop.releaseHeld(of: trial.connection.id)
            let next = try #require(try trial.shop.nextEffect(of: trial.connection.id))
            let claimed = try #require(try trial.shop.claim(next.id))
            if wasDone {
                let channel = try SandboxMaker(trial.network, clock: trial.clock).open(
                    .init(
                        kind: trial.seller.kind, settings: trial.seller.values, secrets: [:])
                ).channel
                _ = try await channel.perform(claimed.effect, key: claimed.key)
            }
            try trial.restart()
            try await trial.settle(4)
            #expect(trial.seller.shipments(bought).count == 1, "was done before the kill: \(wasDone)")
            #expect(try trial.shop.goingOut().isEmpty)
        }
    }
}
