import Commerce
import HTTP
import Sandbox
import Shop
import Sync
import Testing
import TestSupport

/// Variants that come and go while their product is listed: made and taken off once each, on every platform there is.
@Suite struct VariantTests {
    private static let title = "Bowl"

    /// A product with two variants, read in.
    private func trial(_ platform: ConformingPlatform) async throws -> ChannelTrial {
        let trial = try await ChannelTrial(platform)
        trial.seller.add(
            Self.title, option: "Glaze",
            variants: [SellerVariant("BOWL-RED", "Red"), SellerVariant("BOWL-BLU", "Blue", stock: 3)])
        trial.clock.advance(seconds: 60)
        try await trial.sync()
        return trial
    }

    private func add(_ sku: String, _ value: String, to trial: ChannelTrial, stock: Int = 4) throws {
        try trial.shop.perform(
            AddVariant(
                VariantSheet(sku: sku, options: [value], price: trial.euros("22.50"), stock: stock),
                to: trial.product("BOWL-RED")))
    }

    private func remove(_ sku: String, from trial: ChannelTrial) throws {
        try trial.count(sku, 0)
        try trial.shop.perform(RemoveVariant(trial.variant(sku)))
    }

    /// Both sides have the same variants, and nothing is left to do.
    private func expectEqual(_ trial: ChannelTrial, _ comment: Comment? = nil) throws {
        let here = try trial.shop.productSheets([trial.product("BOWL-RED")])[0].sheet.variants
        let there = trial.seller.variants(of: Self.title)
        #expect(here.map(\.sku).sorted() == there.values.map(\.sku).sorted(), comment)
        for variant in here {
            let other = there[variant.options.first ?? ""]
            #expect(other?.sku == variant.sku, comment)
            #expect(try other?.stock == trial.level(variant.sku).available, comment)
        }
        let open = try trial.shop.goingOut().map { "\($0.summary) \($0.state) \($0.reason)" }
        #expect(open == [], comment)
        #expect(try trial.service.plan(trial.connection).rows.isEmpty, comment)
        #expect(try trial.service.plan(trial.connection).blocked.isEmpty, comment)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a variant added here is made there after its hold, with its price and its count`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        try add("BOWL-GRN", "Green", to: trial)
        let waiting = try trial.shop.goingOut()
        #expect(waiting.map(\.summary) == ["new variant on \(trial.connection.name): Bowl, Green"])
        #expect(try trial.service.plan(trial.connection).effects.count == 1)
        try await trial.sync(after: 2)
        #expect(trial.seller.variants(of: Self.title).count == 2, "it is still held")
        try await trial.settle(3)
        let made = try #require(trial.seller.variants(of: Self.title)["Green"])
        #expect(made.sku == "BOWL-GRN")
        #expect(PlainPrice.of(made.price) == "22.5")
        #expect(made.stock == 4)
        try expectEqual(trial)
        // It is a listing like the others from now on.
        try trial.shop.perform(
            EditCatalog([
                CatalogEdit(
                    trial.product("BOWL-RED"), variant: trial.variant("BOWL-GRN"), .price, "23.00")
            ]))
        try await trial.settle(2)
        #expect(trial.seller.variants(of: Self.title)["Green"].flatMap { PlainPrice.of($0.price) } == "23")
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `an undo within the hold makes no variant, and one afterwards names the opposite`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        try add("BOWL-GRN", "Green", to: trial, stock: 0)
        _ = try trial.shop.undo()
        #expect(try trial.shop.goingOut().isEmpty)
        try await trial.settle(2)
        #expect(trial.seller.variants(of: Self.title).count == 2)
        _ = try trial.shop.redo()
        #expect(try trial.shop.goingOut().count == 1)
        try await trial.settle(2)
        try expectEqual(trial)
        #expect(trial.seller.variants(of: Self.title).count == 3)
    }

    @Test(
        arguments: ConformingPlatform.allCases,
        [Fault.reset(.before), .reset(.after), .truncated(percent: 30)])
    func `a variant is made once, whatever becomes of the answer`(
        _ platform: ConformingPlatform, _ fault: Fault
    ) async throws {
        let trial = try await trial(platform)
        try add("BOWL-GRN", "Green", to: trial)
        trial.network.course.follow(FaultPlan([FaultRule(.always, method: .post, limit: 3, fault)]))
        try await trial.settle(8)
        #expect(trial.seller.variants(of: Self.title).count == 3)
        try expectEqual(trial)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a kill while a variant is being made or taken off leaves one doing`(
        _ platform: ConformingPlatform
    ) async throws {
        for whenDone in [false, true] {
            for requests in 0..<8 {
                let trial = try await trial(platform)
                try add("BOWL-GRN", "Green", to: trial)
                try remove("BOWL-BLU", from: trial)
                let shop = trial.shop
                trial.killer.kill(afterRequests: requests, whenDone: whenDone) { try? shop.close() }
                // What it says about its end is nobody's any more.
                _ = try? await trial.sync()
                try trial.restart()
                try await trial.settle(5)
                #expect(trial.seller.variants(of: Self.title).keys.sorted() == ["Green", "Red"])
                try expectEqual(trial, "killed after \(requests) requests, done: \(whenDone)")
            }
        }
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a variant removed here is taken off there, and is not read in again meanwhile`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        try remove("BOWL-BLU", from: trial)
        try await trial.sync(after: 2)
        #expect(trial.seller.variants(of: Self.title).count == 2, "it is still held")
        #expect(try trial.shop.productSheets([trial.product("BOWL-RED")])[0].sheet.variants.count == 1)
        _ = try trial.shop.undo()
        try await trial.settle(2)
        #expect(trial.seller.variants(of: Self.title).count == 2)
        try expectEqual(trial)
        try trial.shop.perform(RemoveVariant(trial.variant("BOWL-BLU")))
        trial.network.course.follow(
            FaultPlan([
                FaultRule(
                    .always, method: trial.seller.kind == "woo" ? .delete : .post, limit: 1, .reset(.after))
            ]))
        try await trial.settle(5)
        #expect(trial.seller.variants(of: Self.title).keys.sorted() == ["Red"])
        try expectEqual(trial)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `what has another SKU there by now is not taken off`(_ platform: ConformingPlatform) async throws {
        let trial = try await trial(platform)
        try trial.count("BOWL-BLU", 0)
        try await trial.settle(2)
        try trial.shop.perform(RemoveVariant(trial.variant("BOWL-BLU")))
        trial.seller.setVariantSKU("BOWL-BLU", to: "SOMEBODYS")
        try await trial.settle(3)
        #expect(trial.seller.variants(of: Self.title)["Blue"]?.sku == "SOMEBODYS")
        let refused = try #require(try trial.shop.goingOut().first)
        #expect(refused.state == .rejected)
        #expect(refused.reason.contains("SOMEBODYS"))
        #expect(try trial.shop.productSheets([trial.product("BOWL-RED")])[0].sheet.variants.count == 1)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a variant deleted there is a problem, not made anew by itself, and made anew by the seller's word`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        trial.clock.advance(seconds: 10)
        trial.seller.deleteVariant("BOWL-BLU")
        try await trial.settle(3)
        #expect(trial.seller.variants(of: Self.title).keys.sorted() == ["Red"])
        let blocked = try #require(try trial.service.plan(trial.connection).blocked.first)
        #expect(blocked.words.contains("was deleted on"))
        let problem = try #require(try trial.shop.problems(at: trial.clock.now).first)
        #expect(problem.what.contains("a variant was deleted there"))
        #expect(problem.why.contains("Bowl, Blue"))
        try trial.shop.perform(PublishProducts([trial.product("BOWL-RED")], on: trial.connection.id))
        try await trial.settle(3)
        #expect(trial.seller.variants(of: Self.title)["Blue"]?.sku == "BOWL-BLU")
        #expect(try trial.shop.problems(at: trial.clock.now).isEmpty)
        try expectEqual(trial)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a variant without a price is not given away`(_ platform: ConformingPlatform) async throws {
        let trial = try await trial(platform)
        try trial.shop.perform(
            AddVariant(VariantSheet(sku: "BOWL-GRN", options: ["Green"]), to: trial.product("BOWL-RED")))
        try await trial.settle(2)
        #expect(trial.seller.variants(of: Self.title).count == 2)
        let refused = try #require(try trial.shop.goingOut().first)
        #expect(refused.state == .rejected)
        #expect(refused.reason.contains("no price"))
        try trial.setPrice("BOWL-GRN", to: "9.00")
        try trial.shop.perform(SettleEffects([refused.id], .retry))
        try await trial.settle(2)
        #expect(trial.seller.variants(of: Self.title)["Green"].flatMap { PlainPrice.of($0.price) } == "9")
        try expectEqual(trial)
    }
}
