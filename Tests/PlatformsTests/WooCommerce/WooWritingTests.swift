import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Testing

@Suite struct `Writing listings to a WooCommerce shop` {
    static func address(_ id: Int) -> ChannelAddress {
        ChannelAddress(product: String(id), variant: String(id))
    }

    static func posts(_ bench: WooBench) -> Int {
        bench.network.requests.count { $0.method != .get }
    }

    @Test(
        arguments: WooConfiguration.Profile.allCases,
        [
            "Tom & Jerry <3 \"é\"", "a <b>bold</b> & brave", "1 < 2 > 0", "&amp; is an entity", "&#8211;",
            "R&D",
            "ქვევრი & 🏺 <ჭიქა>", "100 % + 1/2", "Rock &amp; Roll &nbsp; &", "O'Hara – “x”",
            "<script>1</script>",
        ])
    func `a title reads as it was written, and is not written again`(
        _ profile: WooConfiguration.Profile, _ title: String
    ) async throws {
        let bench = WooBench(profile)
        let mug = try #require(bench.shop.add(WooProductDraft("Mug")))
        let channel = bench.channel()
        let answers = try await channel.write([
            ListingWrite(address: Self.address(mug), fields: [.title: title])
        ])
        #expect(answers == [.accepted([.title: title])])
        let read = try await channel.products(ids: [String(mug)])[0].item.get()
        #expect(read.title == title)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a description stays raw`(_ profile: WooConfiguration.Profile) async throws {
        let bench = WooBench(profile)
        let mug = try #require(bench.shop.add(WooProductDraft("Mug", description: "old")))
        let channel = bench.channel()
        let text = "line1 & 🏺\n\nline2 <b>ქართული</b>"
        let answers = try await channel.write([
            ListingWrite(address: Self.address(mug), fields: [.description: text])
        ])
        #expect(answers == [.accepted([.description: text])])
        #expect(try await channel.products(ids: [String(mug)])[0].item.get().description == text)
    }

    struct Prices: Sendable, CustomTestStringConvertible {
        var regular: String
        var sale: String
        var fields: [ListingField: String]
        /// Nil where it is refused.
        var after: (String, String)?
        var testDescription: String {
            "\(regular)/\(sale) \(fields.map { "\($0.key) \($0.value)" }.sorted())"
        }
    }

    static let prices = [
        Prices(regular: "20.00", sale: "", fields: [.price: "24.5"], after: ("24.50", "")),
        Prices(regular: "20.00", sale: "15.00", fields: [.price: "12"], after: ("20.00", "12.00")),
        Prices(regular: "20.00", sale: "15.00", fields: [.compareAt: "30"], after: ("30.00", "15.00")),
        Prices(regular: "20.00", sale: "15.00", fields: [.compareAt: ""], after: ("15.00", "")),
        Prices(regular: "20.00", sale: "", fields: [.compareAt: "25"], after: ("25.00", "20.00")),
        Prices(
            regular: "20.00", sale: "", fields: [.price: "10", .compareAt: "12"], after: ("12.00", "10.00")),
        Prices(regular: "20.00", sale: "15.00", fields: [.price: "9", .compareAt: ""], after: ("9.00", "")),
        Prices(regular: "20.00", sale: "", fields: [.price: ""], after: ("", "")),
        Prices(regular: "", sale: "", fields: [.price: "0"], after: ("0.00", "")),
        Prices(regular: "20.00", sale: "15.00", fields: [.price: "20"], after: nil),
        Prices(regular: "20.00", sale: "", fields: [.price: "9,99"], after: nil),
        Prices(regular: "20.00", sale: "", fields: [.price: "-5"], after: nil),
        Prices(regular: "20.00", sale: "", fields: [.price: "9.999"], after: nil),
        Prices(regular: "20.00", sale: "", fields: [.price: "abc"], after: nil),
        Prices(regular: "20.00", sale: "", fields: [.price: "5", .compareAt: "4"], after: nil),
        Prices(regular: "", sale: "", fields: [.compareAt: "4"], after: nil),
    ]

    @Test(arguments: prices)
    func `a price and the one to compare with are regular and sale price`(_ prices: Prices) async throws {
        let bench = WooBench(.v9_9)
        let mug = try #require(
            bench.shop.add(
                WooProductDraft("Mug", regularPrice: prices.regular, salePrice: prices.sale)))
        let channel = bench.channel()
        let answers = try await channel.write([
            ListingWrite(address: Self.address(mug), fields: prices.fields)
        ])
        guard let after = prices.after else {
            guard case .refused(let reason, let field?) = answers[0] else {
                Issue.record("\(answers[0])")
                return
            }
            #expect(field.isPrice && !reason.isEmpty)
            #expect(bench.shop.item(mug)?.regularPrice == prices.regular)
            #expect(bench.shop.item(mug)?.salePrice == prices.sale)
            #expect(Self.posts(bench) == 0)
            return
        }
        #expect(answers == [.accepted(prices.fields)])
        #expect(bench.shop.item(mug)?.regularPrice == after.0)
        #expect(bench.shop.item(mug)?.salePrice == after.1)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a hundred products are one request, and a part that is refused leaves the others`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile)
        bench.shop.seedProducts(count: 98)
        let ids = bench.shop.products.map(\.id)
        let channel = bench.channel()
        _ = try await channel.products(ids: [])
        var writes = ids.map { ListingWrite(address: Self.address($0), fields: [.title: "New \($0)"]) }
        writes[10].fields = [.sku: "SEED-5"]
        writes[11].fields = [.title: "  "]
        writes.append(ListingWrite(address: Self.address(999_999), fields: [.title: "Gone"]))
        let answers = try await channel.write(writes)
        #expect(Self.posts(bench) == 1)
        #expect(answers.count == 99)
        guard case .refused(_, .sku) = answers[10], case .refused(_, .title) = answers[11] else {
            Issue.record("\(answers[10]) \(answers[11])")
            return
        }
        #expect(answers[98] == .gone)
        for place in ids.indices where place != 10 && place != 11 {
            #expect(answers[place] == .accepted([.title: "New \(ids[place])"]))
            #expect(bench.shop.item(ids[place])?.name == "New \(ids[place])")
        }
        #expect(bench.shop.item(ids[11])?.name == "Mug No. 11")
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a product's fields and its only variant's go together, a variation's to its product`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile)
        let mug = try #require(bench.shop.add(WooProductDraft("Mug", regularPrice: "5.00")))
        let shirt = try #require(bench.shop.add(WooProductDraft("Shirt", type: "variable")))
        let red = try #require(
            bench.shop.addVariation(to: shirt, options: [("Colour", "Red")], regularPrice: "5.00"))
        let channel = bench.channel()
        let answers = try await channel.write([
            ListingWrite(
                address: ChannelAddress(product: String(mug)), fields: [.title: "Cup", .state: "paused"]),
            ListingWrite(address: Self.address(mug), fields: [.price: "6", .compareAt: "", .weight: "250"]),
            ListingWrite(
                address: ChannelAddress(product: String(shirt), variant: String(red)),
                fields: [.price: "7", .compareAt: "9", .sku: "RED"]),
        ])
        #expect(
            answers == [
                .accepted([.title: "Cup", .state: "paused"]),
                .accepted([.price: "6", .compareAt: "", .weight: "250"]),
                .accepted([.price: "7", .compareAt: "9", .sku: "RED"]),
            ])
        #expect(Self.posts(bench) == 2)
        #expect(bench.shop.item(mug)?.weight == "0.25" && bench.shop.item(mug)?.status == "draft")
        #expect(bench.shop.item(red)?.salePrice == "7.00")
    }

    @Test func `a variation without a sale keeps a price of its own`() async throws {
        let bench = WooBench(.v7_9)
        let shirt = try #require(bench.shop.add(WooProductDraft("Shirt", type: "variable")))
        let red = try #require(
            bench.shop.addVariation(to: shirt, options: [("Colour", "Red")], regularPrice: "5.00"))
        let answers = try await bench.channel().write([
            ListingWrite(
                address: ChannelAddress(product: String(shirt), variant: String(red)), fields: [.price: "6.4"]
            )
        ])
        #expect(answers == [.accepted([.price: "6.4"])])
        #expect(bench.shop.item(red)?.regularPrice == "6.40")
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `categories and tags are found by name or made`(_ profile: WooConfiguration.Profile) async throws {
        let bench = WooBench(profile)
        let mug = try #require(
            bench.shop.add(
                WooProductDraft("Mug", categories: ["Tea & Coffee > Mugs"], tags: ["blue", "R&D"])))
        let channel = bench.channel()
        let read = try await channel.products(ids: [String(mug)])[0].item.get()
        #expect(read.categories == ["Tea & Coffee > Mugs"] && read.tags == ["blue", "R&D"])
        let fields: [ListingField: String] = [
            .categories: ListingField.setText(["Tea & Coffee > Mugs", "ჭიქები > 🏺"]),
            .tags: ListingField.setText(["blue", "R&D", "ლურჯი"]),
        ]
        #expect(
            try await channel.write([ListingWrite(address: Self.address(mug), fields: fields)])
                == [.accepted(fields)])
        let again = try await bench.channel().products(ids: [String(mug)])[0].item.get()
        #expect(Set(again.categories) == ["Tea & Coffee > Mugs", "ჭიქები > 🏺"])
        #expect(Set(again.tags) == ["blue", "R&D", "ლურჯი"])
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `without price, stock and SKU a product is read all the same`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile)
        let mug = try #require(bench.shop.add(WooProductDraft("Rock & Roll Poster 148")))
        bench.shop.edit(mug) { $0.name = "Rock & Roll Poster 148" }
        let group = try #require(bench.shop.add(WooProductDraft("Set", type: "grouped")))
        let empty = try #require(bench.shop.add(WooProductDraft("Shirt", type: "variable")))
        let pulled = try await bench.channel().products(ids: [mug, group, empty].map { String($0) })
        let product = try pulled[0].item.get()
        #expect(product.title == "Rock & Roll Poster 148")
        #expect(product.variants == [ChannelVariant(id: String(mug))])
        #expect(try pulled[1].item.get().isAssembled)
        #expect(try pulled[2].item.get().variants.count == 1)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `what lies in the shop's bin is gone`(_ profile: WooConfiguration.Profile) async throws {
        let bench = WooBench(profile)
        let mug = try #require(bench.shop.add(WooProductDraft("Mug")))
        bench.shop.remove(product: mug)
        let answers = try await bench.channel().write([
            ListingWrite(address: Self.address(mug), fields: [.title: "Cup"])
        ])
        #expect(answers == [.gone])
    }

    @Test func `when a later part fails, the whole is in doubt`() async throws {
        let bench = WooBench(.v9_9)
        let mug = try #require(bench.shop.add(WooProductDraft("Mug")))
        let shirt = try #require(bench.shop.add(WooProductDraft("Shirt", type: "variable")))
        let red = try #require(bench.shop.addVariation(to: shirt, options: [("Colour", "Red")]))
        bench.network.beforeEach { request, _ in
            request.url.contains("variations/batch") ? HTTPResponse(status: 429, headers: [:]) : nil
        }
        await #expect {
            _ = try await bench.channel().write([
                ListingWrite(address: Self.address(mug), fields: [.title: "Cup"]),
                ListingWrite(
                    address: ChannelAddress(product: String(shirt), variant: String(red)), fields: [.sku: "R"]
                ),
            ])
        } throws: { error in (error as? ChannelFailure)?.leavesDoubt ?? false }
        #expect(bench.shop.item(mug)?.name == "Cup")
    }
}

@Suite struct `Writing counts to a WooCommerce shop` {
    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a count is set where it is what we believe, and else told`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile)
        let ids = try (0..<5).map { number in
            try #require(
                bench.shop.add(
                    WooProductDraft("Mug \(number)", regularPrice: "1", stock: number == 4 ? nil : 10)))
        }
        bench.shop.place(WooCart([.init(ids[1], 12)]))
        bench.shop.remove(product: ids[2])
        let channel = bench.channel()
        func write(_ id: Int, _ quantity: Int, _ expected: Int?) -> StockWrite {
            StockWrite(
                address: ChannelAddress(product: String(id), variant: String(id)), quantity: quantity,
                expected: expected)
        }
        let answers = try await channel.writeStock(
            [
                write(ids[0], 7, 10), write(ids[1], 7, 10), write(ids[2], 7, 10), write(ids[3], 10, nil),
                write(ids[4], 3, nil), write(ids[4], 3, 5),
            ], key: "k")
        #expect(
            answers == [
                .accepted([.stock: "7"]), .stale(now: -2), .gone, .accepted([.stock: "10"]),
                .accepted([.stock: "3"]), .stale(now: nil),
            ])
        #expect(ids.map { bench.shop.item($0)?.stock } == [7, -2, 10, 10, 3])
        #expect(bench.shop.item(ids[4])?.managesStock == true)
        #expect(bench.network.requests.count { !$0.url.contains("_fields=name") } == 2)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a count kept at the product, and one made up of others, is left alone`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile)
        let shirt = try #require(bench.shop.add(WooProductDraft("Shirt", type: "variable", stock: 9)))
        let red = try #require(bench.shop.addVariation(to: shirt, options: [("Colour", "Red")]))
        let blue = try #require(bench.shop.addVariation(to: shirt, options: [("Colour", "Blue")], stock: 4))
        let group = try #require(bench.shop.add(WooProductDraft("Set", type: "grouped")))
        let channel = bench.channel()
        let read = try await channel.products(ids: [String(shirt)])[0].item.get()
        #expect(read.variants.map(\.stock) == [nil, 4])
        let answers = try await channel.writeStock(
            [red, blue].map { id in
                StockWrite(
                    address: ChannelAddress(product: String(shirt), variant: String(id)), quantity: 6,
                    expected: nil)
            } + [StockWrite(address: ChannelAddress(product: String(group)), quantity: 6, expected: nil)],
            key: "k")
        guard case .refused(_, .stock) = answers[0], case .refused(_, .stock) = answers[2] else {
            Issue.record("\(answers)")
            return
        }
        #expect(answers[1] == .accepted([.stock: "6"]))
        #expect(bench.shop.item(shirt)?.stock == 9 && bench.shop.item(red)?.managesStock == false)
    }
}
