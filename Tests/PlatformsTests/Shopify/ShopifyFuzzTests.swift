import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Synchronization
import TestSupport
import Testing

@Suite struct ShopifyFuzzTests {
    /// Whatever stands in an answer, reading it ends with values or with a typed failure, and sooner or later it ends.
    @Test(arguments: 0..<12)
    func `answers bent at any place are read or refused`(_ seed: Int) async throws {
        let trial = try ShopifyTrial(restoreRate: 1_000_000)
        let mug = trial.mug()
        let order = trial.shop.place(
            .init(items: [(mug.variants[0].gid, 2)], lineDiscounts: ["1.00"], taxRate: "0.19"))
        trial.shop.fulfill(
            order: order.gid, tracking: [.init(company: "A", number: "1"), .init(company: "B", number: "2")])
        trial.shop.refund(order: order.gid, pieces: [(0, 1)], amount: "1.00")
        _ = try await trial.channel.identify()
        let random = Mutex(SeededRandom(seed: UInt64(seed)))
        var read = 0
        var refused = 0
        for _ in 0..<40 {
            for label in ["OrdersPage", "ProductsPage", "CustomersPage", "OrderRefunds", "OrderParcels"] {
                trial.wire.bendNext(label) { response in
                    var response = response
                    let json = try JSON(response.body)
                    response.body = random.withLock { Self.bent(json, &$0) }.data
                    return response
                }
            }
            do {
                read += try await trial.channel.orders(PullAsk()).items.count
                read += try await trial.channel.products(PullAsk()).items.count
                read += try await trial.channel.customers(PullAsk()).items.count
            } catch {
                // A failure has a type: what is checked is that nothing traps and nothing is read for ever.
                refused += 1
            }
        }
        #expect(read > 0 && refused > 0, "seed \(seed)")
    }

    /// The value with about one place in forty replaced by something else.
    private static func bent(_ json: JSON, _ random: inout SeededRandom) -> JSON {
        if random.chance(1, in: 40) {
            return random.pick([
                .null, .bool(true), "", "9e18", "-0.001", .number("99999999999999999999"), .array([]),
                .object([]),
                .string(random.nastyText()), .number("1e-30"), "nan", "inf",
            ])
        }
        switch json {
        case .array(let items):
            var result: [JSON] = []
            for item in items { result.append(bent(item, &random)) }
            return .array(result)
        case .object(let members):
            var result: [JSON.Member] = []
            for member in members { result.append(.init(member.name, bent(member.value, &random))) }
            return .object(result)
        default: return json
        }
    }
}
