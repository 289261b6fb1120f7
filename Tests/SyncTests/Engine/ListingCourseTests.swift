import Commerce
import Sandbox
import Shop
import Sync
import Testing
import TestSupport

/// What becomes of listings: matched, taken off, put back, deleted.
@Suite struct ListingCourseTests {
    /// A product here and one of the same name there, which has no SKU to prove that they are one.
    private func twins(_ platform: ConformingPlatform) async throws -> (
        ChannelTrial, ProductID, UnmatchedEntry
    ) {
        let trial = try await ChannelTrial(platform)
        let sheet = ProductSheet(
            title: "Clay mug", variants: [VariantSheet(sku: "CLAY", price: try trial.euros("20"), stock: 5)])
        let product = try trial.shop.perform(CreateProduct(sheet)).outcome
        trial.seller.add("Clay mug", sku: "", price: "24.00", stock: 3)
        trial.clock.advance(seconds: 60)
        try await trial.settle(2)
        let waiting = try trial.shop.unmatched()
        try #require(waiting.count == 1)
        #expect(waiting[0].candidates.map(\.product) == [product])
        #expect(try trial.shop.boundIdentifiers("product", of: trial.connection.id).isEmpty)
        return (trial, product, waiting[0])
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a product without a SKU is bound by the seller's word, and brings no variant and no stock`(
        _ platform: ConformingPlatform
    ) async throws {
        let (trial, product, entry) = try await twins(platform)
        try trial.shop.perform(SettleMatch(entry.remoteID, of: trial.connection.id, is: product))
        try await trial.settle(2)
        #expect(try trial.shop.unmatched().isEmpty)
        #expect(
            try trial.shop.boundIdentifiers("product", of: trial.connection.id) == [entry.remoteID])
        #expect(try trial.shop.productSheets([product]).first?.sheet.variants.map(\.sku) == ["CLAY"])
        #expect(try trial.level("CLAY").onHand == 5)
        #expect(try trial.shop.catalogIDs(CatalogQuery()).count == 1)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a product without a SKU is made anew by the seller's word`(
        _ platform: ConformingPlatform
    ) async throws {
        let (trial, product, entry) = try await twins(platform)
        try trial.shop.perform(SettleMatch(entry.remoteID, of: trial.connection.id, is: nil))
        try await trial.settle(2)
        #expect(try trial.shop.unmatched().isEmpty)
        #expect(
            try trial.shop.boundIdentifiers("product", of: trial.connection.id) == [entry.remoteID])
        let all = try trial.shop.catalogIDs(CatalogQuery())
        #expect(all.count == 2)
        let made = try #require(all.first { $0 != product })
        let variant = try #require(try trial.shop.productSheets([made]).first?.sheet.variants.first)
        #expect(try trial.shop.stockLevel(of: #require(variant.id)).onHand == 3)
        #expect(try trial.level("CLAY").onHand == 5)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a listed product is not deleted, and a bulk deletes the rest`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 0)])
        let mug = try trial.product("MUG")
        let spares = try (0..<2).map { number in
            try trial.shop.perform(CreateProduct(ProductSheet(title: "Spare \(number)"))).outcome
        }
        let refusal = #expect(throws: Refusal.self) { try trial.shop.perform(DeleteProducts([mug])) }
        #expect(refusal?.code == "listed")
        #expect(refusal?.reason.contains("“Product MUG” is on \(trial.connection.name)") == true)
        let done = try trial.shop.perform(DeleteProducts([spares[0], mug, spares[1]])).outcome.products
        #expect(done.done == spares)
        #expect(done.refused.count == 1)
        try await trial.settle(2)
        #expect(trial.seller.count(of: "MUG") == 1)
        #expect(try trial.shop.catalogIDs(CatalogQuery()) == [mug])
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `listed again before its removal left, it is still there`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let (mug, bound) = (
            try trial.product("MUG"), try trial.shop.boundIdentifiers("product", of: trial.connection.id)
        )
        try trial.shop.perform(UnlistProducts([mug], from: trial.connection.id))
        #expect(try trial.shop.goingOut().count == 1)
        try trial.shop.perform(PublishProducts([mug], on: trial.connection.id))
        #expect(try trial.shop.goingOut().isEmpty)
        try await trial.settle(3)
        #expect(trial.seller.count(of: "MUG") == 1)
        #expect(trial.seller.isOnSale("MUG") == true)
        #expect(try trial.shop.boundIdentifiers("product", of: trial.connection.id) == bound)
        // It is the same listing: an edit reaches it.
        try trial.setPrice("MUG", to: "25")
        try await trial.settle(2)
        #expect(trial.seller.price("MUG").flatMap { PlainPrice.of($0) } == "25")
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `what is just being made is not taken off until it is known to be there`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("JUG", "12.50", 3)])
        let sheet = ProductSheet(
            title: "Vase", variants: [VariantSheet(sku: "VAS", price: try trial.euros("44"), stock: 6)])
        let vase = try trial.shop.perform(CreateProduct(sheet)).outcome
        try trial.shop.perform(PublishProducts([vase], on: trial.connection.id))
        trial.clock.advance(seconds: 60)
        try trial.shop.releaseHeld(of: trial.connection.id)
        let next = try #require(try trial.shop.nextEffect(of: trial.connection.id))
        _ = try #require(try trial.shop.claim(next.id))
        let refusal = #expect(throws: Refusal.self) {
            try trial.shop.perform(UnlistProducts([vase], from: trial.connection.id))
        }
        #expect(refusal?.code == "being-made")
        try trial.restart()
        try await trial.settle(4)
        #expect(trial.seller.count(of: "VAS") == 1)
        try trial.shop.perform(UnlistProducts([vase], from: trial.connection.id))
        try await trial.settle(3)
        #expect(trial.seller.isOnSale("VAS") == nil)
        #expect(try trial.level("VAS").onHand == 6)
    }
}
