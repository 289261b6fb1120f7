import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Testing
import TestSupport

@Suite struct `Reading a WooCommerce shop` {
    /// All of a stream, page by page.
    static func all<Item>(
        limit: Int? = nil, since: Instant? = nil,
        _ read: (PullAsk) async throws(ChannelFailure) -> PulledPage<Item>
    ) async throws -> [Pulled<Item>] {
        var found: [Pulled<Item>] = []
        var cursor: String?
        repeat {
            let page = try await read(PullAsk(since: since, cursor: cursor, limit: limit))
            found += page.items
            if let cursor { try #require(page.next != cursor, "the cursor repeats") }
            cursor = page.next
        } while cursor != nil
        return found
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `the shop says who it is`(_ profile: WooConfiguration.Profile) async throws {
        let bench = WooBench(profile)
        let identity = try await bench.channel(url: "shop.example/wp-admin/index.php?x=1").identify()
        #expect(identity.shop == "shop.example")
        #expect(identity.name == "Corner & Mug")
        #expect(identity.currency == "USD")
        #expect(identity.country == "US")
        #expect(identity.timeZone == "America/New_York")
        #expect(identity.version == profile.version)
        #expect(identity.missingScopes.isEmpty)
        #expect(identity.grantedScopes == ["read", "write"])
        #expect(identity.serverTime == Instant(seconds: bench.now.milliseconds / 1000))
        #expect(bench.shop.products.isEmpty)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `every product is read once though all were made in one second`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile)
        bench.shop.seedProducts(count: 215)
        let channel = bench.channel()
        let pulled = try await Self.all(limit: 10, channel.products)
        #expect(pulled.map(\.id) == bench.shop.products.map { String($0.id) })
        #expect(pulled.allSatisfy { (try? $0.item.get()) != nil })
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `the order of dates, which we never ask for, loses rows`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile)
        bench.shop.seedProducts(count: 215)
        var seen: Set<Int> = []
        var rows = 0
        for page in 1...22 {
            let request = HTTPRequest(
                .get, "https://shop.example/wp-json/wc/v3/products?per_page=10&page=\(page)&_fields=id",
                headers: ["Authorization": "Basic " + Data("ck_full:cs_full".utf8).base64EncodedString()])
            let list = try JSON(await bench.shop.answer(request).body).items
            rows += list.count
            seen.formUnion(list.compactMap { $0["id"].integer })
        }
        #expect(rows == 215)
        #expect(seen.count < 215)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `an order is read with lines, money and people`(_ profile: WooConfiguration.Profile) async throws {
        let bench = WooBench(profile) { $0.pricesIncludeTax = true }
        let mug = try #require(
            bench.shop.add(
                WooProductDraft("ქვევრი & \"მუგი\" 🏺", sku: "M-1", regularPrice: "11.90", stock: 5)))
        let buyer = WooAddress(
            first: "ნინო", last: "ბერიძე 🧡", company: "შპს „ჭიქა“", street: "რუსთაველის 5", city: "თბილისი",
            postcode: "0108", country: "GE", email: "nino@example.com", phone: "+995 555 12 34 56")
        let id = bench.shop.place(
            WooCart(
                [.init(mug, 3)], address: buyer, shipping: "5.95", fee: ("Gift & wrap", "1.19"),
                taxPercent: "19", couponPercent: 10, note: "გთხოვთ 🎁"))
        let pulled = try #require(try await bench.channel().orders(ids: [String(id)]).first)
        let order = try pulled.item.get()
        #expect(order.payment == .paid && order.fulfillment == .unallocated)
        #expect(order.status == "processing")
        #expect(order.lines[0].title == "ქვევრი & \"მუგი\" 🏺")
        #expect(order.lines[0].unitPrice.amountText == "11.90")
        #expect(order.lines[0].discount.amountText == "3.57")
        #expect(order.lines[0].taxRate == "19 %")
        #expect(order.lines[1].kind == .fee && order.lines[1].title == "Gift & wrap")
        #expect(order.shipping.amountText == "5.95" && order.taxIncluded)
        #expect(order.total.amountText == "39.27")
        #expect(order.shipTo?.name == "ნინო ბერიძე 🧡" && order.shipTo?.country?.code == "GE")
        #expect(order.note == "გთხოვთ 🎁" && order.customer?.id == "")
        let totals = try OrderTotals(
            lines: order.lines.map {
                LineFigures(unitPrice: $0.unitPrice, quantity: $0.quantity, discount: $0.discount)
            }, currency: order.currency, shipping: order.shipping, taxMode: .included,
            platformTotal: order.total)
        #expect(try totals.residual.isZero)
        #expect(bench.shop.item(mug)?.stock == 2)
    }
}
