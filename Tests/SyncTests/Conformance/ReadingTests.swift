import Commerce
import Sandbox
import Shop
import Sync
import Testing
import TestSupport

/// What is read from a channel, on every platform there is.
@Suite struct ReadingTests {
    @Test(arguments: ConformingPlatform.allCases)
    func `a first import brings products with price and stock, and changes nothing there`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(
            platform, stocked: [("MUG", "24.00", 7), ("JUG", "12.50", 0)], pushes: false)
        let report = try await trial.sync()
        #expect(report.failure == nil)
        #expect(try trial.level("MUG").available == 7)
        #expect(try trial.level("JUG").available == 0)
        #expect(trial.seller.price("MUG").flatMap { PlainPrice.of($0) } == "24")
        #expect(try trial.service.plan(trial.connection).rows.isEmpty)
        #expect(try trial.shop.conflicts().isEmpty)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `an order comes in once, however often it is read, and puts its stock by`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let bought = trial.seller.buy("MUG", 2)
        for _ in 0..<4 {
            let report = try await trial.sync()
            #expect(report.failure == nil && report.refused == 0, "\(report.words)")
        }
        #expect(try trial.shop.unreadable().map(\.reason) == [])
        let order = try #require(try trial.order(bought))
        let detail = try trial.shop.order(order)
        #expect(detail.lines.count == 1)
        #expect(detail.lines[0].sku == "MUG")
        let level = try trial.level("MUG")
        #expect(level.reserved == 2)
        #expect(level.available == 5)
        #expect(trial.seller.stock("MUG") == 5)
        #expect(try trial.shop.conflicts().isEmpty, "the order explains its own difference")
        #expect(try trial.shop.boundIdentifiers("order", of: trial.connection.id).count == 1)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `an answer that is spoiled on its way loses no order, whichever it is`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 90)])
        for place in 0..<6 {
            trial.clock.advance(seconds: 60)
            let bought = trial.seller.buy("MUG", 1)
            trial.network.course.follow(.script(Array(repeating: nil, count: place) + [.invalidUTF8]))
            try await trial.sync()
            trial.network.course.follow(.calm)
            try await trial.settle(2)
            #expect(try trial.order(bought) != nil, "spoiled at \(place)")
            #expect(try trial.shop.unreadable().isEmpty, "spoiled at \(place)")
        }
        #expect(try trial.shop.boundIdentifiers("order", of: trial.connection.id).count == 6)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `what could not be read is asked for again, and forgotten once it is not there`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 9)])
        let gone = trial.seller.buy("MUG", 1)
        trial.clock.advance(seconds: 60)
        try await trial.settle(2)
        let bought = trial.seller.buy("MUG", 1)
        // The watermark has passed it, as it has passed what was spoiled.
        var state = try trial.shop.pullState("orders", of: trial.connection.id)
        state.watermark = trial.clock.now.adding(days: 1)
        try trial.shop.keep(state, of: trial.connection.id)
        let nobody = gone.replacing(gone.suffix(3), with: "987654")
        try trial.shop.noteUnreadable(
            [bought, nobody].map {
                UnreadableEntry(
                    connection: trial.connection.id, stream: "orders", remoteID: $0, reason: "spoiled",
                    at: trial.clock.now)
            })
        try await trial.sync()
        #expect(try trial.order(bought) != nil)
        #expect(try trial.shop.unreadable().isEmpty)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `an order that was open before the channel was connected can be shipped, and takes no stock twice`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform)
        trial.seller.add("Mug", sku: "MUG", price: "24.00", stock: 7)
        let bought = trial.seller.buy("MUG", 2)
        trial.clock.advance(seconds: 60)
        try await trial.settle(3)
        // Five can be sold, and two more stand on the shelf until they leave.
        let level = try trial.level("MUG")
        #expect(level.available == 5)
        #expect(level.reserved == 2)
        #expect(trial.seller.stock("MUG") == 5)
        let order = try #require(try trial.order(bought))
        try trial.ship(order, number: "RR123456785DE")
        try await trial.settle(3)
        #expect(trial.seller.shipments(bought).count == 1)
        #expect(try trial.level("MUG").onHand == 5)
        #expect(trial.seller.stock("MUG") == 5)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a cancellation there frees the stock on both sides, once`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let bought = trial.seller.buy("MUG", 3)
        try await trial.sync()
        trial.clock.advance(seconds: 5)
        trial.seller.cancel(bought)
        try await trial.settle(3)
        #expect(try trial.level("MUG").available == 7)
        #expect(trial.seller.stock("MUG") == 7)
        #expect(try trial.shop.conflicts().isEmpty)
        let order = try #require(try trial.order(bought))
        #expect(try trial.shop.order(order).card.axes.cancellation == .yes)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `what was deleted there is let go of only after a whole count, and stays here`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7), ("JUG", "9.00", 1)])
        trial.seller.delete("MUG")
        try await trial.sync()
        #expect(try trial.shop.boundIdentifiers("product", of: trial.connection.id).count == 2)
        trial.clock.advance(hours: 25)
        try await trial.sync()
        #expect(try trial.shop.boundIdentifiers("product", of: trial.connection.id).count == 1)
        #expect(try trial.level("MUG").available == 7)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `keys that no longer work keep what waits, and new ones let it go`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let bought = trial.seller.buy("MUG", 1)
        try await trial.sync()
        try trial.ship(try #require(try trial.order(bought)), number: "PARCEL-1")
        try trial.setPrice("MUG", to: "26")
        trial.seller.revokeKeys()
        let report = try await trial.sync()
        #expect(report.failure != nil)
        let condition = try trial.shop.connection(named: trial.connection.handle).condition
        #expect(condition.state == .signIn)
        #expect(try trial.shop.goingOut().count == 1)
        trial.seller.restoreKeys()
        _ = try await trial.service.signIn(trial.connection, values: trial.seller.values)
        try await trial.settle(3)
        #expect(trial.seller.shipments(bought).count == 1)
        #expect(trial.seller.price("MUG").flatMap { PlainPrice.of($0) } == "26")
    }
}
