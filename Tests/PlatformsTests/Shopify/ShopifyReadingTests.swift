import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Testing

@Suite struct ShopifyReadingTests {
    @Test func `the shop says who it is, what is missing and what time it is`() async throws {
        let trial = try ShopifyTrial(scopes: ["write_products", "read_orders", "read_locations"])
        let identity = try await trial.channel.identify()
        #expect(identity.shop == "gid://shopify/Shop/548380009")
        #expect(identity.name == "Mtkvari")
        #expect(identity.currency == "EUR")
        #expect(identity.country == "GE")
        #expect(identity.missingScopes.contains("write_inventory"))
        #expect(identity.missingScopes.contains("write_orders"))
        #expect(!identity.missingScopes.contains("read_products"))
        #expect(!identity.missingScopes.contains("read_locations"))
        #expect(identity.remarks.contains { $0.contains("60 days") })
        let time = try #require(identity.serverTime)
        #expect(abs(time.milliseconds(since: trial.clock.now)) < 1000)
    }

    @Test func `a product comes with its variants, counts, weights and pictures`() async throws {
        let trial = try ShopifyTrial()
        trial.shop.add(
            .init(
                title: "Shirt", options: ["Size", "Colour"],
                variants: [
                    .init(
                        sku: "S-R", price: "20.00", compareAt: "25.00", options: ["S", "Red"], stock: 3,
                        grams: 200),
                    .init(sku: "M-R", price: "21.50", options: ["M", "Red"], isTracked: false),
                ]))
        trial.mug()
        let products = try await trial.products()
        #expect(products.count == 2)
        let shirt = products[0]
        #expect(shirt.options == ["Size", "Colour"])
        #expect(shirt.variants.map(\.options) == [["S", "Red"], ["M", "Red"]])
        #expect(shirt.variants[0].price?.amountText == "20.00")
        #expect(shirt.variants[0].compareAt?.amountText == "25.00")
        #expect(shirt.variants.map(\.stock) == [3, nil])
        #expect(shirt.variants[0].weightGrams == 200)
        let mug = products[1]
        #expect(mug.options.isEmpty)
        #expect(mug.variants[0].options.isEmpty)
        #expect(mug.categories == ["Mugs"])
        #expect(mug.tags == ["blue", "clay"])
        #expect(mug.images.map(\.alt) == ["A mug"])
        #expect(mug.state == .onSale)
        #expect(mug.variants[0].stockItem.hasPrefix("gid://shopify/InventoryItem/"))
    }

    @Test func `two thousand variants and many pictures all arrive`() async throws {
        let trial = try ShopifyTrial(restoreRate: 1000)
        trial.shop.add(
            .init(
                title: "Bolts", options: ["Size"],
                images: (0..<300).map { ("https://example.com/\($0).jpg", "\($0)") },
                variants: (0..<2000).map {
                    .init(sku: "B\($0)", price: "0.10", options: ["M\($0)"], stock: $0)
                }))
        let bolts = try #require(try await trial.products().first)
        #expect(bolts.variants.map(\.sku) == (0..<2000).map { "B\($0)" })
        #expect(bolts.images.map(\.alt) == (0..<300).map { "\($0)" })
    }

    @Test func `orders that changed in the same second are all read, each once (LESSONS 19)`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        let placed = (0..<37).map { _ in trial.shop.place(.init(items: [(mug.variants[0].gid, 1)])).gid }
        let read = try await trial.orders().map(\.id)
        #expect(read.sorted() == placed.sorted())
    }

    @Test func `an increment brings what changed since, and nothing from long before`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        trial.shop.place(.init(items: [(mug.variants[0].gid, 1)]))
        trial.clock.advance(seconds: 3600)
        let since = trial.clock.now
        trial.clock.advance(seconds: 0.2)
        let fresh = trial.shop.place(.init(items: [(mug.variants[0].gid, 2)]))
        let read = try await trial.all({ try await trial.channel.orders($0) }, since: since)
        #expect(read.map(\.id) == [fresh.gid])
    }

    @Test func `an order's amounts add up, discounts and added tax included`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug("12.50")
        trial.shop.place(
            .init(
                items: [(mug.variants[0].gid, 3)], note: "Ring twice", shipping: "4.90",
                lineDiscounts: ["2.50"],
                taxRate: "0.19", taxesIncluded: false))
        let order = try #require(try await trial.orders().first)
        #expect(order.number == "1001")
        #expect(order.lines[0].unitPrice.amountText == "12.50")
        #expect(order.lines[0].discount.amountText == "2.50")
        #expect(order.lines[0].tax.amountText == "6.65")
        #expect(order.lines[0].taxRate == "19 %")
        #expect(order.tax.amountText == "6.65")
        #expect(order.discount.isZero)
        #expect(order.total.amountText == "46.55")
        #expect(order.payment == .paid)
        #expect(order.paidAt == order.placedAt)
        #expect(order.note == "Ring twice")
        #expect(order.shipTo?.country?.code == "GE")
        #expect(order.presentment == nil)
        let totals = try OrderTotals(
            lines: order.lines.map {
                LineFigures(
                    unitPrice: $0.unitPrice, quantity: $0.quantity, discount: $0.discount,
                    taxRate: Rate($0.taxRate) ?? .zero)
            }, currency: order.currency, shipping: order.shipping, taxMode: .added,
            platformTotal: order.total)
        #expect(try totals.residual.isZero)
    }

    @Test func `the buyer's currency is kept beside the shop's (LESSONS 31)`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug("10.00")
        let dollar = try #require(Currency(code: "USD"))
        let rate = try #require(Rate("1.08"))
        trial.shop.place(
            .init(items: [(mug.variants[0].gid, 1)], shipping: "0.00", presentment: (dollar, rate)))
        let order = try #require(try await trial.orders().first)
        #expect(order.total.description == Money(minorUnits: 1000, currency: order.currency).description)
        #expect(order.presentment?.total == Money(minorUnits: 1080, currency: dollar))
        #expect(order.presentment?.rate == "1.08")
    }

    @Test func `lines, parcels and refunds beyond the first page are read on`() async throws {
        let trial = try ShopifyTrial(restoreRate: 1000)
        let products = (0..<130).map { number in
            trial.shop.add(.init(title: "P\(number)", variants: [.init(sku: "P\(number)", price: "1.00")]))
        }
        let order = trial.shop.place(.init(items: products.map { ($0.variants[0].gid, 1) }))
        trial.shop.fulfill(
            order: order.gid, tracking: (0..<4).map { .init(company: "UPS", number: "1Z\($0)") })
        for line in 0..<25 {
            trial.shop.refund(order: order.gid, pieces: [(line, 1)], amount: "1.00", note: "n\(line)")
        }
        let read = try #require(try await trial.orders().first)
        #expect(read.lines.map(\.sku) == (0..<130).map { "P\($0)" })
        // Every tracking number is a parcel (LESSONS 43).
        #expect(read.parcels.map(\.number) == ["1Z0", "1Z1", "1Z2", "1Z3"])
        #expect(read.parcels[0].lines.count == 130)
        #expect(Set(read.parcels.map(\.id)).count == 4)
        #expect(read.refunds.map(\.reason) == (0..<25).map { "n\($0)" })
        // Lines of a refund are known by the order's line (LESSONS 38).
        #expect(read.refunds.map { $0.lines.map(\.lineID) } == read.lines.prefix(25).map { [$0.id] })
        #expect(read.payment == .partRefunded)
        #expect(read.fulfillment == .shipped)
    }

    @Test func `states that nobody knows yet survive`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        let order = trial.shop.place(.init(items: [(mug.variants[0].gid, 1)]))
        trial.shop.change(order: order.gid) {
            $0.fulfillmentStatus = "AWAITING_DRONE"
            $0.financialStatus = "PAID_IN_KIND"
        }
        trial.shop.change(product: mug.gid) { $0.status = "UNLISTED" }
        let read = try #require(try await trial.orders().first)
        #expect(read.status == "PAID_IN_KIND / AWAITING_DRONE")
        #expect(read.payment == .paid)
        #expect(read.fulfillment == .unallocated)
        #expect(try await trial.products().first?.state == .paused)
    }

    @Test func `Georgian and emoji come through every field`() async throws {
        let trial = try ShopifyTrial()
        let words = "ფინჯანი ☕️ \"ცისფერი\" \\ 👩‍👩‍👧"
        let product = trial.shop.add(
            .init(
                title: words, descriptionHtml: "<p>\(words)</p>", vendor: words, productType: words,
                tags: [words],
                options: [words], images: [("https://example.com/a.jpg", words)],
                variants: [.init(sku: words, barcode: words, price: "1.00", options: [words], stock: 5)]))
        trial.shop.place(
            .init(
                items: [(product.variants[0].gid, 1)], buyer: words, email: "ნინო@example.com",
                address: .init(name: words, street: words, city: words, postcode: "0108", countryText: "GE"),
                note: words))
        let read = try #require(try await trial.products().first)
        #expect(read.title == words)
        #expect(read.vendor == words)
        #expect(read.tags == [words])
        #expect(read.categories == [words])
        #expect(read.options == [words])
        #expect(read.variants[0].sku == words)
        #expect(read.variants[0].options == [words])
        #expect(read.images[0].alt == words)
        let order = try #require(try await trial.orders().first)
        #expect(order.note == words)
        #expect(order.shipTo?.street == words)
        #expect(order.customer?.name == words)
        #expect(order.email == "ნინო@example.com")
        let title = "ახალი 🎁 " + words
        let write = ListingWrite(
            address: .init(product: product.gid), fields: [.title: title, .tags: "ა\nბ 🎈"])
        #expect(try await trial.channel.write([write]) == [.accepted([.title: title, .tags: "ა\nბ 🎈"])])
        #expect(trial.shop.product(product.gid)?.title == title)
    }

    @Test func `a line outlives its deleted product (LESSONS 44)`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        trial.shop.place(.init(items: [(mug.variants[0].gid, 1)]))
        trial.shop.delete(product: mug.gid)
        let line = try #require(try await trial.orders().first?.lines.first)
        #expect(line.variantID.isEmpty)
        #expect(line.productID.isEmpty)
        #expect(line.title == "Mug")
        #expect(line.sku == "MUG")
    }

    @Test func `one order that cannot be read does not stop the others`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        for _ in 0..<3 { trial.shop.place(.init(items: [(mug.variants[0].gid, 1)])) }
        trial.wire.bendNext("OrdersPage") { response in
            var response = response
            let text = String(decoding: response.body, as: UTF8.self)
            let place = try #require(text.range(of: #""amount":"17.5""#))
            response.body = Data(text.replacingCharacters(in: place, with: #""amount":"free""#).utf8)
            return response
        }
        let items = try await trial.all { try await trial.channel.orders($0) }
        #expect(items.count == 3)
        #expect(items.count { (try? $0.item.get()) != nil } == 2)
    }

    @Test func `orders older than sixty days need their own scope`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        trial.shop.place(.init(items: [(mug.variants[0].gid, 1)]))
        trial.clock.advance(seconds: 61 * 86_400)
        #expect(try await trial.orders().isEmpty)
        trial.shop.grant(SimulatedShopify.allScopes + ["read_all_orders"])
        #expect(try await trial.orders().count == 1)
    }

    @Test func `what was deleted is missing from the enumeration and from a read by identifier`() async throws
    {
        let trial = try ShopifyTrial()
        let gids = (0..<3).map { _ in trial.mug().gid }
        trial.shop.delete(product: gids[1])
        let page = try await trial.channel.identifiers(of: .products, cursor: nil)
        #expect(page.ids == [gids[0], gids[2]])
        #expect(page.next == nil)
        #expect(try await trial.channel.products(ids: gids).map(\.id) == [gids[0], gids[2]])
    }

    @Test func `customers come with their address`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        for number in 0..<130 {
            trial.shop.place(.init(items: [(mug.variants[0].gid, 1)], email: "b\(number)@example.com"))
        }
        let customers = try await trial.all { try await trial.channel.customers($0) }.map {
            try $0.item.get()
        }
        #expect(Set(customers.map(\.email)).count == 130)
        #expect(customers[0].address?.city == "Tbilisi")
    }
}
