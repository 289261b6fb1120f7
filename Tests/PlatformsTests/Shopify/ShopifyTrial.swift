import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Synchronization
import Testing

/// A channel to a simulated shop, on a clock that stands still until something waits.
final class ShopifyTrial: Sendable {
    let shop: SimulatedShopify
    let wire: ShopifyWire
    let channel: ShopifyChannel
    let clock: TrialClock

    init(
        scopes: [String] = SimulatedShopify.allScopes, capacity: Double = 2000, restoreRate: Double = 100,
        currency: String = "EUR"
    ) throws {
        let clock = TrialClock()
        self.clock = clock
        shop = SimulatedShopify(
            currency: try #require(Currency(code: currency)), scopes: scopes, capacity: capacity,
            restoreRate: restoreRate, now: { clock.now })
        wire = ShopifyWire(shop)
        let sleep: @Sendable (Double) async throws -> Void = { clock.advance(seconds: $0) }
        let pacer = Pacer(
            buckets: ShopifyPlatform.buckets(now: clock.seconds),
            clock: .init(now: { clock.seconds }, sleep: sleep))
        channel = try ShopifyPlatform.channel(
            fields: ["shop": "mtkvari", "token": "shpat_sandbox"], client: wire, pacer: pacer, sleep: sleep)
    }

    /// All pages of a read.
    func all<Item: Sendable>(
        _ read: (PullAsk) async throws -> PulledPage<Item>, since: Instant? = nil
    ) async throws -> [Pulled<Item>] {
        var items: [Pulled<Item>] = []
        var cursor: String?
        repeat {
            let page = try await read(PullAsk(since: since, cursor: cursor))
            items += page.items
            cursor = page.next
        } while cursor != nil
        return items
    }

    func orders() async throws -> [ChannelOrder] {
        try await all { try await self.channel.orders($0) }.map { try $0.item.get() }
    }

    func products() async throws -> [ChannelProduct] {
        try await all { try await self.channel.products($0) }.map { try $0.item.get() }
    }

    @discardableResult
    func mug(_ price: String = "12.50", stock: Int = 10) -> ShopifyProductRecord {
        shop.add(
            .init(
                title: "Mug", descriptionHtml: "<p>Blue</p>", vendor: "Clay", productType: "Mugs",
                tags: ["blue", "clay"], images: [("https://example.com/mug.jpg", "A mug")],
                variants: [
                    .init(sku: "MUG", barcode: "4006381333931", price: price, stock: stock, grams: 350)
                ]))
    }
}

final class TrialClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_795_000_000_000)

    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
    var seconds: Double { Double(milliseconds.withLock { $0 }) / 1000 }

    func advance(seconds: Double) {
        milliseconds.withLock { $0 += Int64((seconds * 1000).rounded(.up)) }
    }
}

/// The wire between them, which a test may cut or bend.
final class ShopifyWire: HTTPClient {
    private let shop: SimulatedShopify
    private let sent = Mutex<[HTTPRequest]>([])
    private let bends = Mutex<[@Sendable (HTTPRequest, HTTPResponse) throws -> HTTPResponse?]>([])

    init(_ shop: SimulatedShopify) { self.shop = shop }

    /// Bends the answer to the next request whose label is that; the shop has acted on it.
    func bendNext(_ label: String, _ bend: @escaping @Sendable (HTTPResponse) throws -> HTTPResponse) {
        let done = Once()
        bends.withLock {
            $0.append { request, response in
                guard request.label == label, done.take() else { return nil }
                return try bend(response)
            }
        }
    }

    /// Every request that was made.
    var requests: [HTTPRequest] { sent.withLock { $0 } }

    func loseNext(_ label: String) {
        bendNext(label) { _ in throw HTTPFailure.unanswered(reason: "cut") }
    }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        sent.withLock { $0.append(request) }
        let response = await shop.answer(request)
        do {
            for bend in bends.withLock({ $0 }) {
                if let bent = try bend(request, response) { return bent }
            }
        } catch let failure as HTTPFailure {
            throw failure
        } catch {
            throw .malformed(reason: "\(error)")
        }
        return response
    }

    func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        throw .malformed(reason: "no streams here")
    }
}

private final class Once: Sendable {
    private let isDone = Mutex(false)

    func take() -> Bool {
        isDone.withLock { done in
            defer { done = true }
            return !done
        }
    }
}
