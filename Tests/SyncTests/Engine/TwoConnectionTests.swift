import Commerce
import Sandbox
import Shop
import Sync
import Testing
import TestSupport

/// Two connections of one platform beside each other.
@Suite struct TwoConnectionTests {
    @Test func `orders of one number from two shops are two orders`() async throws {
        let here = try await TwoShops()
        try await here.sync()
        let (first, second) = (here.buy(0, 1, by: "Ana"), here.buy(1, 2, by: "Ben"))
        try #require(first == second, "both count their orders alike")
        for _ in 0..<3 { try await here.sync() }
        let one = try #require(try here.order(first, 0))
        let two = try #require(try here.order(second, 1))
        #expect(one != two)
        #expect(try here.shop.order(one).lines.map(\.quantity) == [1])
        #expect(try here.shop.order(two).lines.map(\.quantity) == [2])
        #expect(try here.shop.order(one).card.number != here.shop.order(two).card.number)
        for place in 0..<2 {
            #expect(try here.shop.boundIdentifiers("order", of: here.connections[place].id) == [first])
        }
        // What one sold is off the other as well.
        let product = try here.shop.productNamed("MUG")
        let variant = try #require(try here.shop.variant(of: product, sku: "MUG"))
        #expect(try here.shop.stockLevel(of: variant).available == 4)
        for site in here.sites { #expect(site.products.first { $0.sku == "MUG" }?.stock == 4) }
        // A shipment reaches the shop that it was sold in.
        try here.shop.perform(AdvanceOrders(orders: [two]))
        try here.shop.perform(SetTracking(order: two, carrier: "Own", number: "PARCEL-2"))
        try here.shop.perform(AdvanceOrders(orders: [two]))
        for _ in 0..<3 { try await here.sync() }
        #expect(here.sites[1].order(Int(second) ?? 0)?.completions == 1)
        #expect(here.sites[0].order(Int(first) ?? 0)?.completions == 0)
        #expect(try here.shop.conflicts().isEmpty)
    }

    @Test func `what may be sold twice stands on what was sold elsewhere and how long nobody looked`()
        async throws
    {
        let here = try await TwoShops()
        try await here.sync()
        _ = here.buy(0, 1, by: "Ana")
        _ = here.buy(1, 2, by: "Ben")
        for _ in 0..<3 { try await here.sync() }
        let product = try here.shop.productNamed("MUG")
        let standings = try here.shop.listingStandings(of: product)
        let (one, two) = (try #require(standings[0].oversell), try #require(standings[1].oversell))
        func risk(_ mine: Int, _ others: Int, window: Double) -> OversellRisk {
            OversellRisk(
                available: 4, buffer: 0, soldHere: mine, soldElsewhere: others, days: 28,
                windowSeconds: window)
        }
        #expect(one.risk == risk(1, 2, window: 300), "each is looked at every five minutes")
        #expect(two.risk == risk(2, 1, window: 300))
        // The second cannot be reached for a day: what it sells is unheard of for as long.
        here.ways[1].isDead = true
        try await here.sync(after: 86_400)
        let later = try #require(try here.shop.listingStandings(of: product)[0].oversell)
        #expect(later.risk.windowSeconds >= 86_400 && later.risk.chance > one.risk.chance)
        let heard = try #require(try here.shop.listingStandings(of: product)[1].oversell)
        #expect(heard.risk.windowSeconds == 300)
    }

    @Test func `a short pause that a platform asks for is waited out by a sync that somebody waits for`()
        async throws
    {
        let here = try await TwoShops()
        try await here.sync()
        let bought = here.buy(0, 1, by: "Ana")
        let busy = Fault.status(429, retryAfterSeconds: 20)
        here.ways[0].course.follow(.script(Array(repeating: busy, count: 4)))
        let before = here.clock.seconds
        let reports = try await here.sync(after: 1)
        #expect(reports[0].failure == nil, "\(reports[0])")
        #expect(try here.order(bought, 0) != nil)
        #expect(here.clock.seconds - before >= 20 && here.clock.seconds - before < 600)
        // One of an hour is not.
        here.ways[0].course.follow(.script([.status(429, retryAfterSeconds: 3_600)]))
        #expect(try await here.sync(after: 1)[0].failure != nil)
    }
}
