import Foundation
import TestSupport
import Testing

/// What a channel leaves to the seller to say: both sides changed it, or nobody knows which product is meant.
@Suite struct ChannelQuestionTests {
    @Test(arguments: [("yours", "26"), ("theirs", "21"), ("23,50", "23.5")])
    func `a price that both sides changed waits for a word, and the word holds`(
        side: String, price: String
    ) async throws {
        let channel = try await ChannelProcess("shopify")
        try channel.connect()
        try channel.run("sync")
        try channel.run("connections", "set", "shopify", "push=on")
        try await channel.changeThere(#""price":"21.00""#)
        try channel.run("products", "set", "MUG-BLU-L", "price=26")
        #expect(try channel.run("sync").output == "shopify: 1 to settle\n")
        let conflict = try #require(try channel.list("conflicts", "conflicts").first)
        #expect(conflict["yours"] as? String == "26" && conflict["theirs"] as? String == "21")
        #expect(conflict["before"] as? String == "24")
        #expect(try channel.run("plan").status == 3)
        #expect(try channel.run("sync").output == "shopify: in step\n")
        let id = try #require(conflict["id"] as? String)
        #expect(try channel.run("conflicts", "settle", id, "whatever").status == 2)
        #expect(try channel.run("conflicts", "settle", id, side).status == 0)
        #expect(try channel.run("conflicts").output == "Nothing is to be settled.\n")
        let plan = try #require(try channel.list("plans", "plan").first)
        let changes = try #require(plan["changes"] as? [[String: Any]])
        #expect(changes.compactMap { $0["willBe"] as? String } == (side == "theirs" ? [] : [price]))
        #expect(try channel.run("sync").status == 0)
        #expect(try channel.run("conflicts", "settle", id, side).status == 1)
        #expect(try channel.run("sync").output == "shopify: in step\n")
        #expect(try channel.run("plan").output.contains("nothing to send"))
    }

    @Test(arguments: [("MINE", 6), ("new", 7)])
    func `a product that cannot be told apart waits for a word`(answer: String, count: Int) async throws {
        let channel = try await ChannelProcess("shopify")
        try await channel.changeThere(#""inventoryItem":{"sku":""}"#)
        try channel.run(
            "products", "new", "Blue mug, large", "--sku", "MINE", "--price", "24", "--stock", "42")
        try channel.connect()
        #expect(try channel.run("sync").output.contains("1 to settle"))
        let match = try #require(try channel.list("products", "matches").first)
        #expect((match["candidates"] as? [Any])?.count == 1, "\(match)")
        #expect(try channel.list("products", "products").count == 6)
        let remote = try #require(match["remote"] as? String)
        #expect(try channel.run("matches", "settle", "no-such", "MINE").status == 1)
        let settled = try channel.run("matches", "settle", remote, answer)
        #expect(settled.status == 0, "\(settled.error)")
        #expect(try channel.run("matches").output == "All products of the channels are matched.\n")
        #expect(try channel.run("sync").status == 0)
        #expect(try channel.list("products", "products").count == count)
        #expect(try channel.run("check").status == 0)
    }
}
