import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Testing

@Suite struct ShopifyWritingTests {
    private func address(_ product: ShopifyProductRecord, _ place: Int = 0) -> ChannelAddress {
        let variant = product.variants[place]
        return ChannelAddress(product: product.gid, variant: variant.gid, stockItem: variant.inventoryItemID)
    }

    @Test func `only the fields that change are written, and the answer is canonical`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        let writes = [
            ListingWrite(
                address: .init(product: mug.gid),
                fields: [
                    .title: "Cup", .state: "paused", .tags: "green\nclay", .categories: "Cups",
                    .vendor: "Kiln",
                    .description: "<b>Green</b>",
                ]),
            ListingWrite(
                address: address(mug),
                fields: [
                    .price: "24.5", .compareAt: "30", .sku: "CUP", .barcode: "", .weight: "400",
                ]),
        ]
        let answers = try await trial.channel.write(writes)
        #expect(
            answers == [
                .accepted([
                    .title: "Cup", .state: "paused", .tags: "clay\ngreen", .categories: "Cups",
                    .vendor: "Kiln",
                    .description: "<b>Green</b>",
                ]),
                .accepted([.price: "24.5", .compareAt: "30", .sku: "CUP", .barcode: "", .weight: "400"]),
            ])
        #expect(trial.shop.requestsByOperation["ListingChanges"] == 1)
        let cup = try #require(trial.shop.product(mug.gid))
        #expect(cup.title == "Cup")
        #expect(cup.status == "DRAFT")
        #expect(cup.variants[0].price.amountText == "24.50")
        #expect(cup.variants[0].available == 10)
        #expect(cup.images.count == 1)
        let clear = ListingWrite(address: address(mug), fields: [.compareAt: ""])
        #expect(try await trial.channel.write([clear]) == [.accepted([.compareAt: ""])])
        #expect(trial.shop.variant(mug.variants[0].gid)?.compareAt == nil)
    }

    @Test func `a refusal in a batch stops none of the others`() async throws {
        let trial = try ShopifyTrial()
        let shirt = trial.shop.add(
            .init(
                title: "Shirt", options: ["Size"],
                variants: ["S", "M", "L"].map { .init(sku: $0, price: "20.00", options: [$0]) }))
        let mug = trial.mug()
        let gone = trial.mug()
        trial.shop.delete(product: gone.gid)
        let answers = try await trial.channel.write([
            ListingWrite(address: address(shirt, 0), fields: [.price: "21"]),
            ListingWrite(address: address(shirt, 1), fields: [.price: "-1"]),
            ListingWrite(address: address(shirt, 2), fields: [.price: "23"]),
            ListingWrite(address: .init(product: mug.gid), fields: [.title: " "]),
            ListingWrite(address: .init(product: gone.gid), fields: [.title: "Ghost"]),
            ListingWrite(address: address(gone), fields: [.price: "1"]),
            ListingWrite(address: address(mug), fields: [.price: ""]),
            ListingWrite(address: address(mug), fields: [.price: "11"]),
        ])
        #expect(answers[0] == .accepted([.price: "21"]))
        #expect(
            answers[1] == .refused(reason: "Price must be greater than or equal to 0", field: .price))
        #expect(answers[2] == .accepted([.price: "23"]))
        #expect(answers[3] == .refused(reason: "Title can't be blank", field: .title))
        #expect(answers[4] == .gone)
        #expect(answers[5] == .gone)
        #expect(answers[6] == .refused(reason: "A product needs a price.", field: .price))
        #expect(answers[7] == .accepted([.price: "11"]))
        #expect(trial.shop.requestsByOperation["ListingChanges"] == 1)
        #expect(trial.channel.requestCount(listings: [], stock: 251) == 2)
    }

    @Test func `a stale count is answered as stale and the others are set all the same`() async throws {
        let trial = try ShopifyTrial()
        let mugs = (0..<5).map { _ in trial.mug(stock: 10) }
        trial.shop.place(.init(items: [(mugs[2].variants[0].gid, 3)]))
        let bare = trial.shop.add(.init(title: "Bare", variants: [.init(price: "1.00", isStocked: false)]))
        var writes = mugs.map { StockWrite(address: address($0), quantity: 8, expected: 10) }
        writes.append(StockWrite(address: address(bare), quantity: 1, expected: nil))
        writes.append(StockWrite(address: .init(product: mugs[0].gid), quantity: 1, expected: nil))
        writes.append(
            StockWrite(
                address: .init(product: "x", stockItem: "gid://shopify/InventoryItem/1"), quantity: 1,
                expected: nil))
        let answers = try await trial.channel.writeStock(writes, key: "k1")
        for place in [0, 1, 3, 4] { #expect(answers[place] == .accepted([.stock: "8"])) }
        #expect(answers[2] == .stale(now: 7))
        guard case .refused(let reason, .stock) = answers[5] else {
            Issue.record("\(answers[5])")
            return
        }
        #expect(reason.contains("Main"))
        #expect(answers[6] == .refused(reason: "Shopify keeps no stock of it.", field: .stock))
        #expect(answers[7] == .gone)
        #expect(mugs.map { trial.shop.variant($0.variants[0].gid)?.available } == [8, 8, 7, 8, 8])
    }

    @Test func `nothing expected sets the count whatever is there`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug(stock: 10)
        trial.shop.setStock(variant: mug.variants[0].gid, to: 99)
        let write = StockWrite(address: address(mug), quantity: 5, expected: nil)
        #expect(try await trial.channel.writeStock([write], key: "k") == [.accepted([.stock: "5"])])
        #expect(trial.shop.variant(mug.variants[0].gid)?.available == 5)
    }

    @Test func `the same stock call again after a lost answer changes nothing more`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug(stock: 10)
        let writes = [StockWrite(address: address(mug), quantity: 8, expected: 10)]
        trial.wire.loseNext("SetStock")
        let failure = await #expect(throws: ChannelFailure.self) {
            try await trial.channel.writeStock(writes, key: "k")
        }
        #expect(failure?.leavesDoubt == true)
        trial.shop.place(.init(items: [(mug.variants[0].gid, 1)]))
        #expect(try await trial.channel.writeStock(writes, key: "k") == [.accepted([.stock: "8"])])
        // A buyer took one in between, and the repeat did not give it back.
        #expect(trial.shop.variant(mug.variants[0].gid)?.available == 7)
        #expect(trial.shop.stockWriteCount == 1)
    }

    @Test func `a batch larger than Shopify takes goes in several calls`() async throws {
        let trial = try ShopifyTrial()
        let products = (0..<260).map { number in
            trial.shop.add(.init(title: "P\(number)", variants: [.init(price: "1.00", stock: 1)]))
        }
        let writes = products.map { StockWrite(address: address($0), quantity: 2, expected: 1) }
        let answers = try await trial.channel.writeStock(writes, key: "k")
        #expect(answers.allSatisfy { $0 == .accepted([.stock: "2"]) })
        #expect(trial.shop.requestsByOperation["SetStock"] == 2)
    }

    @Test func `the pacer learns, and nothing is throttled after the first answer (LESSONS 53)`() async throws
    {
        // A small shop: its bucket is far below what is assumed.
        let trial = try ShopifyTrial(capacity: 1000, restoreRate: 50)
        let mug = trial.mug()
        _ = try await trial.channel.identify()
        let warmUp = trial.shop.throttledCount
        trial.shop.seedOrders(count: 120)
        #expect(try await trial.orders().count == 120)
        for round in 0..<60 {
            _ = try await trial.channel.write([
                ListingWrite(address: address(mug), fields: [.price: "\(10 + round)"])
            ])
        }
        #expect(trial.shop.throttledCount == warmUp)
        #expect(warmUp <= 1)
    }

    @Test func `what is throttled is waited for and sent again, once`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        _ = try await trial.channel.identify()
        trial.shop.emptyBudget()
        let start = trial.clock.seconds
        let write = ListingWrite(address: address(mug), fields: [.price: "9"])
        #expect(try await trial.channel.write([write]) == [.accepted([.price: "9"])])
        #expect(trial.shop.throttledCount == 1)
        #expect(trial.shop.requestsByOperation["ListingChanges"] == 2)
        // As long as the points take to come back, and not much longer.
        #expect((0.05...3).contains(trial.clock.seconds - start))
        #expect(try await trial.products().count == 1)
        #expect(trial.shop.throttledCount == 1)
    }

    @Test func `the cost that is taken is never below what Shopify counts`() async throws {
        let trial = try ShopifyTrial(restoreRate: 1000)
        try await Exercise.everything(trial)
        let counted = trial.shop.dearestByOperation
        for document in ShopifyDocument.all where document.name != "ListingChanges" {
            let most = try #require(counted[document.name], "\(document.name) is not exercised")
            #expect(most <= document.cost, "\(document.name) costs \(most)")
        }
        #expect(counted["ListingChanges"].map { $0 <= 15 * 25 } == true)
    }
}
