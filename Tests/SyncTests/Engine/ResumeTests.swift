import Commerce
import Connectors
import Foundation
import HTTP
import Sandbox
import Shop
import Sync
import Synchronization
import Testing
import TestSupport

/// A read that is cut off: what it had is kept, and the next one goes on where it was.
@Suite struct ResumeTests {
    /// What stands in the way of one page.
    enum Trouble: String, CaseIterable, Sendable {
        case certificate, page, garbage, empty, list
    }

    @Test(arguments: Trouble.allCases)
    func `a page that cannot be read leaves the cursor, and the next sync goes on from it`(
        _ trouble: Trouble
    ) async throws {
        let here = try await Reading()
        here.client.trouble(trouble, atPage: 2)
        let first = await here.sync()
        #expect(first.failure != nil, "\(first.words)")
        #expect(first.ordersNew == 100)
        let state = try here.shop.pullState("orders", of: here.connection.id)
        #expect(state.cursor != nil)
        #expect(state.watermark == nil, "only a whole read moves it")
        let count = here.client.pages
        let second = await here.sync()
        #expect(second.failure == nil, "\(second.words)")
        #expect(second.ordersNew == 150)
        #expect(here.client.pages - count == 2, "the first page is not read again")
        #expect(try here.shop.boundIdentifiers("order", of: here.connection.id).count == 250)
        let whole = try here.shop.pullState("orders", of: here.connection.id)
        #expect(whole.cursor == nil)
        #expect(whole.watermark != nil)
    }

    @Test(arguments: [ConformingPlatform.woo9, .shopify])
    func `wherever a first read is spoilt, the next one asks only for what is missing`(
        _ platform: ConformingPlatform
    ) async throws {
        let faults = [Fault.garbage, .loginPage]
        var failures = 0
        let calm = try await filled(platform)
        try await calm.sync()
        let whole = calm.network.requestCount
        #expect(try calm.shop.boundIdentifiers("order", of: calm.connection.id).count == 110)
        let before = try await filled(platform).network.requestCount
        try #require(whole - before > 3)
        for place in stride(from: 1, through: whole - before, by: 2) {
            let trial = try await filled(platform)
            trial.network.course.follow(
                FaultPlan([FaultRule(.nth(place), oneOf: [faults[place / 2 % faults.count]])]))
            let spoilt = try await trial.sync()
            if spoilt.failure != nil { failures += 1 }
            let report = try await trial.sync()
            #expect(report.failure == nil, "request \(place): \(report.words)")
            #expect(
                try trial.shop.boundIdentifiers("order", of: trial.connection.id).count == 110,
                "request \(place)")
            // The spoilt one again, and what every sync asks for.
            #expect(
                trial.network.requestCount - whole <= 4,
                "request \(place): \(trial.network.requestCount) instead of \(whole)")
        }
        #expect(failures > 3)
    }

    /// A channel with two pages of orders that was not read yet.
    private func filled(_ platform: ConformingPlatform) async throws -> ChannelTrial {
        let trial = try await ChannelTrial(platform, pushes: false)
        trial.seller.add("Mug", sku: "MUG", price: "24.00", stock: 900)
        switch trial.seller {
        case let woo as WooSeller: woo.shop.seedOrders(count: 110, lines: 1)
        case let shopify as ShopifySeller: shopify.shop.seedOrders(count: 110)
        default: Issue.record("no such platform")
        }
        return trial
    }

    @Test func `no more than one page is asked for ahead of what is written`() async throws {
        let here = try await Reading()
        let (client, before) = (here.client, here.client.pages)
        let ahead = Mutex<[Int]>([])
        let observer = here.shop.observe { notice in
            guard !notice.orders.isEmpty else { return }
            ahead.withLock { $0.append(client.pages - before - $0.count) }
        }
        defer { here.shop.stopObserving(observer) }
        let report = await here.sync()
        #expect(report.ordersNew == 250, "\(report.words)")
        let seen = ahead.withLock { $0 }
        #expect(seen.count == 3)
        #expect(seen.allSatisfy { $0 == 1 || $0 == 2 }, "\(seen)")
    }

    @Test func `what cannot prove who it is is sent nothing more, and says so`() async throws {
        let here = try await Reading()
        here.client.trouble(.certificate, atPage: 1)
        let writes = here.client.writes
        let report = await here.sync()
        #expect(report.failure?.contains("could not prove who it is") == true, "\(report.words)")
        let condition = try here.shop.connection(named: here.connection.handle).condition
        #expect(condition.state == .failing)
        #expect(condition.retryAt != nil)
        #expect(here.client.writes == writes)
    }
}

/// A WooCommerce site with three pages of orders, and a way to it that can be spoilt for one page.
private final class Reading {
    let clock = SteppedClock()
    let shop: Shop
    let client: SpoilingClient
    let connection: Connection
    private let service: SyncService
    private let folder: ShopFolder

    init() async throws {
        let site = SimulatedWoo(
            configuration: WooConfiguration(currency: OrderShop.euro), now: clock.nowClosure)
        site.add(WooProductDraft("Mug", sku: "MUG", regularPrice: "24.00", stock: 900))
        site.seedOrders(count: 250, lines: 1)
        client = SpoilingClient(SandboxClient(site, sleep: clock.sleepClosure))
        folder = try ShopFolder()
        shop = try Shop.open(at: folder.file, creating: true, world: clock.world)
        try shop.perform(SetUpShop(name: "Kiln", currency: "EUR", country: "DE", timeZone: "Europe/Berlin"))
        service = SyncService(
            shop: shop, maker: SandboxMaker(client, clock: clock), keyPath: folder.path + "/key",
            clock: SyncClock(now: clock.nowClosure, sleep: clock.sleepClosure))
        clock.advance(seconds: 60)
        let values = ["url": "https://shop.example", "key": "ck_full", "secret": "cs_full"]
        let identity = try await service.identify(kind: "woo", values: values)
        let made = try service.connect(kind: "woo", values: values, as: identity)
        connection = try shop.connection(named: made.handle)
    }

    func sync() async -> SyncReport {
        clock.advance(seconds: 60)
        do { return try await service.sync([connection])[0] } catch {
            var report = SyncReport(connection: connection.id, handle: connection.handle)
            report.failure = "\(error)"
            return report
        }
    }
}

/// Spoils the answer to the so-many-th page of orders, once.
private final class SpoilingClient: HTTPClient {
    private let client: SandboxClient
    private let state = Mutex(State())

    private struct State {
        var trouble: ResumeTests.Trouble?
        var at = 0
        var pages = 0
        var writes = 0
    }

    init(_ client: SandboxClient) { self.client = client }

    func trouble(_ trouble: ResumeTests.Trouble, atPage page: Int) {
        state.withLock { state in
            state.trouble = trouble
            state.at = state.pages + page
        }
    }

    var pages: Int { state.withLock { $0.pages } }
    var writes: Int { state.withLock { $0.writes } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let isPage = request.method == .get && request.url.contains("/orders?")
        let trouble = state.withLock { state -> ResumeTests.Trouble? in
            if request.method != .get { state.writes += 1 }
            guard isPage else { return nil }
            state.pages += 1
            guard state.pages == state.at else { return nil }
            return state.trouble
        }
        guard let trouble else { return try await client.send(request) }
        let html = ["Content-Type": "text/html"] as HTTPHeaders
        switch trouble {
        case .certificate: throw .untrusted(reason: "the certificate is for another name")
        case .page:
            return HTTPResponse(
                status: 200, headers: html, body: Data("<!doctype html><html>Sign in</html>".utf8))
        case .garbage: return HTTPResponse(status: 200, headers: html, body: Data([0xFF, 0x00, 0x7B]))
        case .empty: return HTTPResponse(status: 200)
        case .list: return HTTPResponse(status: 200, body: Data(#"{"not":"a list"}"#.utf8))
        }
    }

    func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        try await client.stream(request)
    }
}
