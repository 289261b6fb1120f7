import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Synchronization
import Testing

@Suite struct `Paging and watermarks of a WooCommerce shop` {
    typealias Reading = `Reading a WooCommerce shop`

    @Test(
        arguments: WooConfiguration.Profile.allCases, ["America/New_York", "Europe/Berlin", "Asia/Tbilisi"])
    func `what changed in the very second of the watermark is found`(
        _ profile: WooConfiguration.Profile, _ zone: String
    ) async throws {
        let bench = WooBench(profile)
        let channel = bench.channel()
        let old = bench.shop.place(WooCart([]))
        bench.wait(seconds: 3600)
        let watermark = bench.now
        let same = bench.shop.place(WooCart([]))
        bench.wait(seconds: 3600)
        let later = bench.shop.place(WooCart([]))
        bench.shop.configure { $0.zone = ShopZone(identifier: zone) ?? .utc }
        let found = try await Reading.all(since: watermark, channel.orders).map(\.id)
        #expect(found == [String(same), String(later)])
        #expect(!found.contains(String(old)))
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a change of a variation brings its product`(_ profile: WooConfiguration.Profile) async throws {
        let bench = WooBench(profile)
        let channel = bench.channel()
        let shirt = try #require(bench.shop.add(WooProductDraft("Shirt", type: "variable")))
        let red = try #require(
            bench.shop.addVariation(to: shirt, options: [("Colour", "Red")], regularPrice: "5", stock: 3))
        bench.shop.add(WooProductDraft("Mug"))
        bench.wait(seconds: 600)
        let mark = bench.now
        bench.shop.edit(red) { $0.stock = 2 }
        let found = try await Reading.all(since: mark, channel.products)
        #expect(found.map(\.id) == [String(shirt)])
        #expect(try #require(found.first).item.get().variants.map(\.stock) == [2])
    }

    @Test(arguments: WooConfiguration.Profile.allCases, [1, 5, 9, 10, 11, 30])
    func `orders that vanish between two pages hide no other`(
        _ profile: WooConfiguration.Profile, _ vanishing: Int
    ) async throws {
        let bench = WooBench(profile)
        bench.shop.seedProducts(count: 2)
        bench.shop.seedOrders(count: 45)
        let ids = bench.shop.orders.map(\.id)
        let channel = bench.channel()
        let first = try await channel.orders(PullAsk(limit: 10))
        // Those that were read already, from the last on back.
        for id in ids.prefix(10).suffix(vanishing) { bench.shop.remove(order: id) }
        // And, for many, some that were not.
        for id in ids.dropFirst(10).prefix(max(0, vanishing - 10)) { bench.shop.remove(order: id) }
        var found = first.items.map(\.id)
        var cursor = first.next
        while let place = cursor {
            let page = try await channel.orders(PullAsk(cursor: place, limit: 10))
            found += page.items.map(\.id)
            cursor = page.next
        }
        let left = bench.shop.orders.filter { $0.status != "trash" }.map { String($0.id) }
        #expect(Set(left).isSubset(of: Set(found)))
        #expect(found.count == Set(found).count)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `orders that come in front between two pages are read no row twice and hide none`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile)
        let early = (0..<15).map { _ in bench.shop.place(WooCart([])) }
        bench.wait(seconds: 3600)
        let mark = bench.now
        let late = (0..<25).map { _ in bench.shop.place(WooCart([])) }
        let channel = bench.channel()
        let first = try await channel.orders(PullAsk(since: mark, limit: 10))
        for id in early { bench.shop.edit(order: id) { $0.customerNote = "changed" } }
        var found = first.items.map(\.id)
        var cursor = first.next
        while let place = cursor {
            let page = try await channel.orders(PullAsk(since: mark, cursor: place, limit: 10))
            #expect(!page.items.isEmpty || page.next == nil)
            found += page.items.map(\.id)
            cursor = page.next
        }
        #expect(found == late.map { String($0) })
        // They were changed after the read began, so the next one has them.
        let next = try await Reading.all(since: first.serverTime, channel.orders)
        #expect(Set(early.map { String($0) }).isSubset(of: Set(next.map(\.id))))
    }

    @Test func `a host that answers every page with the first one is found out`() async throws {
        let bench = WooBench(.v9_9)
        bench.shop.seedProducts(count: 2)
        bench.shop.seedOrders(count: 250)
        let kept = Mutex<HTTPResponse?>(nil)
        bench.network.afterEach { request, answer in
            guard request.url.contains("/orders") else { return answer }
            return kept.withLock { old in
                if let old { return old }
                old = answer
                return answer
            }
        }
        let channel = bench.channel()
        let first = try await channel.orders(PullAsk())
        await #expect(throws: ChannelFailure.self) {
            _ = try await channel.orders(PullAsk(cursor: first.next))
        }
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `all identifiers are counted, and what lies in the bin is not`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile)
        bench.shop.seedProducts(count: 130)
        bench.shop.remove(product: bench.shop.products[3].id)
        bench.shop.remove(product: bench.shop.products[50].id, forGood: true)
        let channel = bench.channel()
        var ids: [String] = []
        var cursor: String?
        repeat {
            let page = try await channel.identifiers(of: .products, cursor: cursor)
            ids += page.ids
            #expect(page.total == 128)
            cursor = page.next
        } while cursor != nil
        #expect(ids.count == 128 && Set(ids).count == 128)
        let gone = try await channel.products(ids: [ids[0], String(bench.shop.products[3].id), "999999"])
        #expect(gone.map(\.id) == [ids[0]])
    }

    @Test func `one order that cannot be read does not stop the others`() async throws {
        let bench = WooBench(.v9_9)
        let ids = (0..<3).map { _ in bench.shop.place(WooCart([])) }
        bench.shop.edit(order: ids[1]) { $0.currency = "???" }
        let page = try await bench.channel().orders(PullAsk())
        #expect(page.items.map { (try? $0.item.get()) != nil } == [true, false, true])
        #expect(page.items[1].id == String(ids[1]))
        #expect(String(decoding: page.items[1].raw, as: UTF8.self).contains("???"))
    }

    @Test func `broken bytes of one row do not spoil its page`() async throws {
        let bench = WooBench(.v9_9)
        for _ in 0..<3 { bench.shop.place(WooCart([])) }
        bench.network.afterEach { request, answer in
            guard request.url.contains("/orders") else { return answer }
            var answer = answer
            let text = String(decoding: answer.body, as: UTF8.self)
            if let range = text.range(of: "\"prices_include_tax\":false", options: .backwards) {
                answer.body = Data(
                    text.replacingCharacters(in: range, with: "\"prices_include_tax\":fals").utf8)
            }
            return answer
        }
        let page = try await bench.channel().orders(PullAsk())
        #expect(page.items.map { (try? $0.item.get()) != nil } == [true, true, false])
        #expect(page.items[2].id == String(bench.shop.orders[2].id))
    }

    @Test func `a list that breaks off is no list`() async throws {
        let bench = WooBench(.v9_9)
        for _ in 0..<3 { bench.shop.place(WooCart([])) }
        bench.network.afterEach { request, answer in
            guard request.url.contains("/orders") else { return answer }
            return HTTPResponse(status: 200, headers: answer.headers, body: answer.body.dropLast(9))
        }
        let channel = bench.channel()
        await #expect { _ = try await channel.orders(PullAsk()) } throws: { error in
            guard case ChannelFailure.unreadable = error else { return false }
            return true
        }
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `two thousand variants are read whole`(_ profile: WooConfiguration.Profile) async throws {
        let bench = WooBench(profile)
        let id = try #require(bench.shop.add(WooProductDraft("ძაფი", type: "variable")))
        for number in 0..<2000 {
            bench.shop.addVariation(
                to: id, options: [("Colour", "No. \(number)")], sku: "T-\(number)", regularPrice: "1.25",
                stock: number)
        }
        let pulled = try await bench.channel().products(ids: [String(id)])
        let product = try pulled[0].item.get()
        #expect(product.variants.count == 2000)
        #expect(Set(product.variants.map(\.id)).count == 2000)
        #expect(product.variants[1999].sku == "T-1999" && product.variants[1999].stock == 1999)
        #expect(product.options == ["Colour"] && product.variants[7].options == ["No. 7"])
    }
}
