import Commerce
import HTTP
import Sandbox
import Shop
import Sync
import Testing
import TestSupport

/// Pictures in step, one by one, on every platform there is. None is fetched a second time.
@Suite struct ImageTests {
    private func image(_ name: String, _ alt: String = "") -> ImageSheet {
        ImageSheet(url: "https://pictures.example/mug/\(name).jpg", alt: alt)
    }

    /// A product with three pictures that were sent there.
    private func trial(_ platform: ConformingPlatform) async throws -> ChannelTrial {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        try trial.setImages("MUG", to: [image("a", "Front"), image("b"), image("c")])
        try await trial.settle(2)
        return trial
    }

    /// Both sides show the same, nothing is left to do, and each picture was fetched once.
    private func expectEqual(
        _ trial: ChannelTrial, _ stems: [String], fetches: Int, _ comment: Comment? = nil
    ) throws {
        #expect(try trial.stems("MUG") == stems, comment)
        #expect(trial.seller.images("MUG").map(\.stem) == stems, comment)
        #expect(try trial.images("MUG").map(\.alt) == trial.seller.images("MUG").map(\.alt), comment)
        #expect(trial.seller.imageFetches == fetches, comment)
        let plan = try trial.service.plan(trial.connection)
        #expect(plan.rows.isEmpty, comment)
        #expect(plan.blocked.isEmpty, comment)
        #expect(try trial.shop.conflicts().isEmpty, comment)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `pictures go out in their order after the hold, and once`(_ platform: ConformingPlatform)
        async throws
    {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        try trial.setImages("MUG", to: [image("a", "Front"), image("b"), image("c")])
        let row = try #require(try trial.service.plan(trial.connection).rows.first)
        #expect(row.field == .images)
        #expect(row.willBe == "a.jpg added, b.jpg added, c.jpg added")
        try await trial.sync(after: 2)
        #expect(trial.seller.images("MUG").isEmpty, "they are still held")
        try await trial.settle(4)
        try expectEqual(trial, ["a", "b", "c"], fetches: 3)
        try trial.setTitle("MUG", to: "Another name")
        try await trial.settle(2)
        try expectEqual(trial, ["a", "b", "c"], fetches: 3)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `adding, removing, another order and another text here go out`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        var images = try trial.images("MUG")
        let ids = trial.seller.images("MUG").map(\.id)
        images[1].alt = "From the side"
        try trial.setImages("MUG", to: [images[2], images[1], image("d")])
        let row = try #require(try trial.service.plan(trial.connection).rows.first)
        #expect(row.willBe.contains("d.jpg added, a.jpg removed"))
        try await trial.settle(3)
        try expectEqual(trial, ["c", "b", "d"], fetches: 4)
        #expect(trial.seller.images("MUG").map(\.id).prefix(2) == [ids[2], ids[1]], "they are the same ones")
        // Another address is another picture.
        var again = try trial.images("MUG")
        again[0].url = "https://pictures.example/mug/e.jpg"
        try trial.setImages("MUG", to: again)
        try await trial.settle(3)
        try expectEqual(trial, ["e", "b", "d"], fetches: 5)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `an undo within the hold lets no picture out`(_ platform: ConformingPlatform) async throws {
        let trial = try await trial(platform)
        try trial.setImages("MUG", to: [image("z")])
        _ = try trial.shop.undo()
        try await trial.settle(2)
        try expectEqual(trial, ["a", "b", "c"], fetches: 3)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `what is changed there comes in, with the rest left as it is`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        let before = try trial.images("MUG")
        trial.clock.advance(seconds: 10)
        trial.seller.addImage("MUG", "https://shop.example/own/d.jpg", alt: "Theirs")
        trial.seller.moveImage("MUG", from: 3, to: 0)
        trial.seller.removeImage("MUG", at: 2)
        trial.seller.setImageAlt("MUG", at: 1, to: "Front view")
        try await trial.settle(2)
        try expectEqual(trial, ["d", "a", "c"], fetches: 3)
        #expect(try trial.images("MUG").map(\.id).suffix(2) == [before[0].id, before[2].id])
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `changes on both sides are brought together picture by picture`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        trial.clock.advance(seconds: 10)
        trial.seller.addImage("MUG", "https://shop.example/own/d.jpg", alt: "")
        trial.seller.setImageAlt("MUG", at: 0, to: "Front view")
        let images = try trial.images("MUG")
        try trial.setImages("MUG", to: [images[2], images[0], image("e")])
        try await trial.settle(4)
        try expectEqual(trial, ["c", "d", "a", "e"], fetches: 4)
        #expect(trial.seller.images("MUG")[2].alt == "Front view")
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `both sides changed one picture's text: a card keeps both`(
        _ platform: ConformingPlatform
    ) async throws {
        for side in [ConflictSide.ours, .theirs] {
            let trial = try await trial(platform)
            trial.clock.advance(seconds: 10)
            trial.seller.setImageAlt("MUG", at: 0, to: "Theirs")
            var images = try trial.images("MUG")
            images[0].alt = "Ours"
            try trial.setImages("MUG", to: images)
            try await trial.settle(2)
            let conflict = try #require(try trial.shop.conflicts().first)
            #expect(conflict.field == .images)
            #expect(trial.seller.images("MUG")[0].alt == "Theirs")
            #expect(try trial.images("MUG")[0].alt == "Ours")
            try trial.shop.perform(SettleConflicts([.init(conflict.id, side)]))
            try await trial.settle(3)
            try expectEqual(trial, ["a", "b", "c"], fetches: 3)
            #expect(trial.seller.images("MUG")[0].alt == (side == .ours ? "Ours" : "Theirs"))
        }
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a shop that lost all its pictures does not take them from here`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        trial.clock.advance(seconds: 10)
        for _ in 0..<3 { trial.seller.removeImage("MUG", at: 0) }
        try await trial.settle(2)
        #expect(try trial.stems("MUG") == ["a", "b", "c"])
        let conflict = try #require(try trial.shop.conflicts().first)
        try trial.shop.perform(SettleConflicts([.init(conflict.id, .ours)]))
        try await trial.settle(3)
        try expectEqual(trial, ["a", "b", "c"], fetches: 6)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `what stood there when it was matched stays, beside what is added here`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform)
        let sheet = ProductSheet(
            title: "Mug", images: [image("a"), image("mine")],
            variants: [VariantSheet(sku: "MUG", price: try trial.euros("20"), stock: 5)])
        try trial.shop.perform(CreateProduct(sheet))
        trial.seller.add("Mug", sku: "MUG", price: "20.00", stock: 5)
        trial.seller.addImage("MUG", "https://shop.example/own/a-1.jpg", alt: "")
        trial.seller.addImage("MUG", "https://shop.example/own/theirs.jpg", alt: "")
        try await trial.settle(2)
        #expect(try trial.stems("MUG") == ["a", "mine"])
        #expect(trial.seller.images("MUG").map(\.stem) == ["a", "theirs"])
        try trial.setImages("MUG", to: trial.images("MUG") + [image("new")])
        try await trial.settle(3)
        #expect(trial.seller.images("MUG").map(\.stem) == ["a", "new", "theirs"])
        #expect(trial.seller.imageFetches == 1)
        #expect(try trial.service.plan(trial.connection).rows.isEmpty)
    }

    @Test(
        arguments: ConformingPlatform.allCases,
        [Fault.reset(.before), .reset(.after), .truncated(percent: 30)])
    func `a picture is fetched once, whatever becomes of the answer`(
        _ platform: ConformingPlatform, _ fault: Fault
    ) async throws {
        for count in 1...3 {
            let trial = try await trial(platform)
            let images = try trial.images("MUG")
            trial.network.course.follow(FaultPlan([FaultRule(.always, method: .post, limit: count, fault)]))
            try trial.setImages("MUG", to: [image("d"), images[0], image("e"), images[2]])
            try await trial.settle(8)
            try expectEqual(trial, ["d", "a", "e", "c"], fetches: 5, "\(count) faults")
        }
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a kill while pictures are being sent makes no second one`(
        _ platform: ConformingPlatform
    ) async throws {
        for whenDone in [false, true] {
            for requests in 0..<7 {
                let trial = try await trial(platform)
                let images = try trial.images("MUG")
                try trial.setImages("MUG", to: [images[2], image("d"), images[0]])
                let shop = trial.shop
                trial.killer.kill(afterRequests: requests, whenDone: whenDone) { try? shop.close() }
                // What it says about its end is nobody's any more.
                _ = try? await trial.sync()
                try trial.restart()
                try await trial.settle(5)
                try expectEqual(
                    trial, ["c", "d", "a"], fetches: 4, "after \(requests) requests, done: \(whenDone)")
            }
        }
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a picture that cannot be fetched is named in the plan and stops nothing else`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        let images = try trial.images("MUG")
        let broken = ImageSheet(url: "https://pictures.example/missing/x.jpg")
        try trial.setImages("MUG", to: images + [broken])
        try trial.setTitle("MUG", to: "Another name")
        try await trial.settle(4)
        #expect(trial.seller.title("MUG") == "Another name")
        #expect(try trial.stems("MUG") == ["a", "b", "c", "x"])
        let blocked = try #require(try trial.service.plan(trial.connection).blocked.first)
        #expect(blocked.field == .images)
        #expect(blocked.words.contains("x.jpg"))
        let fetches = trial.seller.imageFetches
        try await trial.settle(2)
        #expect(trial.seller.imageFetches == fetches, "it is not tried again by itself")
        try trial.setImages("MUG", to: images + [image("y")])
        try await trial.settle(3)
        #expect(trial.seller.images("MUG").map(\.stem) == ["a", "b", "c", "y"])
        #expect(try trial.service.plan(trial.connection).blocked.isEmpty)
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a picture that lies on this machine is named in the plan`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await trial(platform)
        try trial.setImages("MUG", to: trial.images("MUG") + [ImageSheet(url: "/home/nino/mug.jpg")])
        try await trial.settle(2)
        #expect(trial.seller.images("MUG").count == 3)
        let blocked = try #require(try trial.service.plan(trial.connection).blocked.first)
        #expect(blocked.words.contains("lies on this machine"))
        trial.clock.advance(seconds: 10)
        trial.seller.moveImage("MUG", from: 2, to: 0)
        try await trial.settle(2)
        #expect(try trial.stems("MUG") == ["c", "a", "b", "mug"], "it is kept")
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `a product that is made there has its pictures, and keeps them`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform)
        let sheet = ProductSheet(
            title: "Mug", images: [image("a", "Front"), image("b")],
            variants: [VariantSheet(sku: "MUG", price: try trial.euros("20"), stock: 5)])
        let made = try trial.shop.perform(CreateProduct(sheet)).outcome
        try trial.shop.perform(PublishProducts([made], on: trial.connection.id))
        trial.network.course.follow(
            FaultPlan([FaultRule(.always, method: .post, limit: 1, .reset(.after))]))
        try await trial.settle(6)
        try expectEqual(trial, ["a", "b"], fetches: 2)
        try trial.setImages("MUG", to: trial.images("MUG").reversed())
        try await trial.settle(3)
        try expectEqual(trial, ["b", "a"], fetches: 2)
    }
}
