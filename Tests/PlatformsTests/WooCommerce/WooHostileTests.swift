import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Synchronization
import TestSupport
import Testing

@Suite struct `A hostile WooCommerce shop` {
    /// A value of each kind that a field can hold, or none.
    static let values: [JSON] = [
        .null, .bool(true), .number("0"), .number("-9223372036854775808"), .number("1e400"),
        .number("0.1234567890123"),
        .string(""), .string("9223372036854775807"), .string("abc &amp; <b>"), .string("-1.005"), .array([]),
        .array([.null, .object([]), .number("5"), .array([])]), .object([]),
        .object([.init("id", .number("-1")), .init("total", .string("x"))]),
    ]

    /// The value with one member somewhere in it replaced.
    static func bent(_ json: JSON, _ random: inout SeededRandom) -> JSON {
        switch json {
        case .object(let members) where !members.isEmpty:
            let place = random.integer(in: 0...members.count - 1)
            var members = members
            let old = members[place]
            let isDeep = random.chance(2, in: 3)
            let value = isDeep ? bent(old.value, &random) : random.pick(values)
            members[place] = JSON.Member(old.name, value)
            return .object(members)
        case .array(var items) where !items.isEmpty:
            let place = random.integer(in: 0...items.count - 1)
            items[place] = bent(items[place], &random)
            return .array(items)
        default: return random.pick(values)
        }
    }

    @Test func `bent answers are read or said to be unreadable, and never stop Mercer`() async throws {
        let seed: UInt64 = 20_261_124
        let random = Mutex(SeededRandom(seed: seed))
        let scene = try `Doing things once in a WooCommerce shop`.Scene(.v9_9, tax: "19", shipping: "4.00")
        let shirt = try #require(scene.bench.shop.add(WooProductDraft("Shirt", type: "variable", stock: 4)))
        scene.bench.shop.addVariation(to: shirt, options: [("Colour", "Red")], regularPrice: "5.00", stock: 3)
        scene.bench.shop.refund(order: scene.order, amount: "1.00", reason: "x")
        let channel = scene.channel
        _ = try await channel.products(PullAsk())
        let isBending = Mutex(true)
        scene.bench.network.afterEach { request, answer in
            guard isBending.withLock({ $0 }), request.method == .get, let json = try? JSON(answer.body) else {
                return answer
            }
            var answer = answer
            answer.body = random.withLock { Self.bent(json, &$0).data }
            return answer
        }
        var whole = 0
        for round in 0..<400 {
            do throws(ChannelFailure) {
                whole += try await channel.orders(PullAsk()).items.count { (try? $0.item.get()) != nil }
                whole += try await channel.products(PullAsk()).items.count { (try? $0.item.get()) != nil }
                _ = try await channel.customers(PullAsk())
                let effects = `Doing things once in a WooCommerce shop`.effects(scene)
                _ = try await channel.lookUp(effects[round % effects.count], key: "k")
            } catch { continue }
        }
        #expect(whole > 100, "seed \(seed): nearly nothing was readable")
        isBending.withLock { $0 = false }
        #expect(try await channel.orders(PullAsk()).items.allSatisfy { (try? $0.item.get()) != nil })
    }

    @Test func `an order without a total is unreadable, not free`() async throws {
        let bench = WooBench(.v9_9)
        bench.shop.place(WooCart([]))
        bench.network.afterEach { request, answer in
            guard request.url.contains("/orders") else { return answer }
            let text = String(decoding: answer.body, as: UTF8.self)
            var answer = answer
            answer.body = Data(text.replacingOccurrences(of: "\"total\":\"0.00\",", with: "").utf8)
            return answer
        }
        let page = try await bench.channel().orders(PullAsk())
        #expect(page.items.count == 1 && (try? page.items[0].item.get()) == nil)
    }
}
