import Commerce
import Shop
import Sync
import Terminal
import TestSupport
import Testing

@testable import CommandCenter

/// The plan of the demo's shop, from the file alone.
struct PlanScreenTests {
    static let sizes = [Size(80, 24), Size(120, 36), Size(200, 60)]

    private func planned(size: Size = Size(120, 36)) throws -> Driven {
        var driven = try Driven(.plan, isConnected: true, size: size)
        driven.press("]")
        try answerPlan(&driven)
        return driven
    }

    /// What the service would answer, worked out from the file.
    private func answerPlan(_ driven: inout Driven) throws {
        let id = try driven.temporary.shop.connection(named: "shopify").id
        guard case .plan(let plan?) = try PlanPane.answer(.plan(id), from: driven.temporary.shop) else {
            Issue.record("there is no plan")
            return
        }
        let asked = driven.answer(
            SyncPlan(
                connection: plan.connection, differences: plan.differences, effects: plan.effects,
                requests: 2,
                seconds: 1, asOf: plan.asOf))
        #expect(asked)
    }

    @Test(arguments: sizes) func `what the next sync would change, and what will not go out`(size: Size)
        throws
    {
        try expectSnapshot(planned(size: size).text, named: "plan-\(size.columns)x\(size.rows)")
    }

    @Test func `D goes to the plan, 0 to the connections, and S says what it does`() throws {
        var driven = try Driven(.today, isConnected: true)
        driven.press("D")
        #expect(driven.lines[2].contains("[WooCommerce"))
        driven.press("0")
        #expect(driven.text.contains("58 of 60 a min"))
        driven.press("S")
        #expect(driven.footer.contains("looking at all channels"))
    }

    @Test func `a product that is left stays here until tomorrow when the rest is sent`() throws {
        var driven = try planned()
        let shop = driven.temporary.shop
        let shopify = try shop.connection(named: "shopify")
        let before = try shop.allDifferences(of: shopify, limits: .open).flatMap(\.changes).count
        driven.press("g Space y")
        let after = try shop.allDifferences(of: shopify, limits: .open).flatMap(\.changes).count
        #expect(after < before)
        #expect(driven.footer.contains("left out on Shopify"))
    }

    @Test func `a guarded price goes out once it is meant`() throws {
        var driven = try planned()
        let shop = driven.temporary.shop
        let shopify = try shop.connection(named: "shopify")
        func guarded() throws -> Int {
            try shop.allDifferences(of: shopify, limits: .open).flatMap(\.waits).count {
                if case .guarded = $0.reason { true } else { false }
            }
        }
        let before = try guarded()
        #expect(before > 0)
        driven.press("G")
        for _ in 0..<12 {
            if driven.text.contains("it is meant") { break }
            driven.press("k")
        }
        driven.press("Space y")
        #expect(try guarded() < before)
    }

    @Test func `a channel that is only read is asked about before anything is sent`() throws {
        var driven = try planned()
        let shop = driven.temporary.shop
        let shopify = try shop.connection(named: "shopify")
        var rules = shopify.rules
        rules.pushes = false
        try shop.perform(ChangeConnection(shopify.id, rules: rules, isPaused: false))
        driven.app.settle(.message(.changed(.ofSync)), on: shop)
        try answerPlan(&driven)
        driven.press("y")
        #expect(driven.text.contains("is only read until now"))
        driven.press("Enter")
        #expect(try !shop.connection(named: "shopify").rules.pushes)
        driven.press("y y")
        #expect(try shop.connection(named: "shopify").rules.pushes)
    }
}
