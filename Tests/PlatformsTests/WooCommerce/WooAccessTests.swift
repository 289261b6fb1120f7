import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Synchronization
import Testing

@Suite struct `Reaching a WooCommerce shop` {
    @Test(
        arguments: [
            "https://shop.example", "shop.example", " https://shop.example/ ", "https://SHOP.example/shop/",
            "https://shop.example/wp-admin/admin.php?page=wc-settings", "https://shop.example/wp-json/wc/v3/",
            "https://shop.example/product-category/mugs/#top", "https://shop.example/my-account/",
        ])
    func `whatever address the seller pastes`(_ url: String) async throws {
        let bench = WooBench(.v9_9)
        #expect(try await bench.channel(url: url).identify().shop == "shop.example")
    }

    @Test func `a shop in a folder`() async throws {
        let bench = WooBench(.v7_9) { $0.home = "https://example.com/store" }
        bench.shop.place(WooCart([]))
        let channel = bench.channel(url: "https://example.com/store/shop/?x=1")
        #expect(try await channel.identify().shop == "example.com/store")
        #expect(try await channel.orders(PullAsk()).items.count == 1)
    }

    @Test(arguments: ["", "   ", "ftp://shop.example", "https://", "https://user@shop.example"])
    func `no address is refused in words`(_ url: String) async throws {
        let channel = WooBench(.v9_9).channel(url: url)
        await #expect { _ = try await channel.identify() } throws: { error in
            guard case ChannelFailure.rejected(let reason) = error else { return false }
            return !reason.isEmpty
        }
    }

    @Test(
        arguments: WooConfiguration.Profile.allCases,
        [(true, "https"), (true, "http"), (false, "https"), (false, "http")])
    func `plain permalinks and no TLS`(
        _ profile: WooConfiguration.Profile, _ way: (isPretty: Bool, scheme: String)
    ) async throws {
        let (isPretty, scheme) = way
        let bench = WooBench(profile) {
            $0.hasPrettyPermalinks = isPretty
            $0.home = scheme + "://shop.example"
        }
        let mug = try #require(bench.shop.add(WooProductDraft("Mug & co", regularPrice: "5.00", stock: 3)))
        let order = bench.shop.place(WooCart([.init(mug)]))
        let channel = bench.channel(url: scheme + "://shop.example")
        let identity = try await channel.identify()
        #expect(identity.missingScopes.isEmpty)
        #expect(identity.remarks.contains { $0.contains("plain permalinks") } == !isPretty)
        #expect(try await channel.orders(PullAsk()).items.map(\.id) == [String(order)])
        let answers = try await channel.write([
            ListingWrite(
                address: ChannelAddress(product: String(mug)), fields: [.title: "ჭიქა + 100 % & more"])
        ])
        #expect(answers == [.accepted([.title: "ჭიქა + 100 % & more"])])
        if scheme == "http" {
            // The secret never leaves the machine where the way can be read.
            #expect(!bench.network.requests.contains { $0.url.contains("cs_full") })
            #expect(bench.network.requests.allSatisfy { $0.headers["Authorization"] == nil })
        }
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a server that does not know of its TLS gets signed requests`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile) { $0.believesTLS = false }
        bench.shop.place(WooCart([]))
        #expect(try await bench.channel().orders(PullAsk()).items.count == 1)
        let identity = try await bench.channel().identify()
        #expect(identity.remarks.contains { $0.contains("signed") })
    }

    @Test func `a clock that is off by too much is a matter of the keys`() async throws {
        let bench = WooBench(.v9_9) { $0.home = "http://shop.example" }
        _ = try await bench.channel(url: "http://shop.example", skew: 880).orders(PullAsk())
        let late = bench.channel(url: "http://shop.example", skew: 910)
        await #expect { _ = try await late.orders(PullAsk()) } throws: { error in
            guard case ChannelFailure.signIn(let reason) = error else { return false }
            return reason.contains("timestamp")
        }
    }

    @Test(arguments: [("ck_full", "wrong"), ("ck_unknown", "cs_full"), ("", "")])
    func `wrong keys ask for a sign-in`(_ key: String, _ secret: String) async throws {
        let channel = WooBench(.v9_9).channel(key: key, secret: secret)
        await #expect { _ = try await channel.identify() } throws: { error in
            guard case ChannelFailure.signIn(let reason) = error else { return false }
            return !reason.contains(secret) || secret.isEmpty
        }
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a key that may only read is told from a wrong one`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let bench = WooBench(profile) {
            $0.keys = [.init(consumerKey: "ck_full", secret: "cs_full", permission: .read)]
        }
        let mug = try #require(bench.shop.add(WooProductDraft("Mug")))
        let channel = bench.channel()
        let identity = try await channel.identify()
        #expect(identity.grantedScopes == ["read"] && identity.missingScopes.count == 1)
        await #expect {
            _ = try await channel.write([
                ListingWrite(address: ChannelAddress(product: String(mug)), fields: [.title: "Cup"])
            ])
        } throws: { error in
            guard case ChannelFailure.notAllowed(_, "write") = error else { return false }
            return true
        }
    }

    @Test(
        arguments: [
            ("http://shop.example", "https://shop.example/wp-json/?_fields=name", true),
            ("http://shop.example/store/", "https://www.shop.example/wp-json/", true),
            ("https://shop.example", "https://evil.example/wp-json/", false),
            ("https://shop.example", "http://shop.example/wp-json/", false),
        ])
    func `a site that has moved to TLS is followed, and nowhere else`(
        _ url: String, _ location: String, _ isFollowed: Bool
    ) async throws {
        let bench = WooBench(.v9_9) {
            $0.home = location.contains("www") ? "https://www.shop.example" : "https://shop.example"
        }
        let host = url.contains("http://") ? "http://shop.example" : "https://shop.example"
        bench.network.beforeEach { request, _ in
            guard request.url.hasPrefix(host) else { return nil }
            return HTTPResponse(status: 301, headers: ["Location": location])
        }
        let channel = bench.channel(url: url)
        guard isFollowed else {
            await #expect(throws: ChannelFailure.self) { _ = try await channel.identify() }
            #expect(bench.network.requests.allSatisfy { $0.url.hasPrefix(host) })
            return
        }
        #expect(try await channel.identify().grantedScopes == ["read", "write"])
    }

    @Test func `its keys are in no description, address or label`() async throws {
        let bench = WooBench(.v9_9)
        let channel = bench.channel()
        _ = try await channel.identify()
        var dumped = ""
        dump(channel, to: &dumped)
        for text in ["\(channel)", String(reflecting: channel), dumped]
            + bench.network.requests.map({ $0.url + $0.label })
        {
            #expect(!text.contains("cs_full") && !text.contains("ck_full"), "\(text)")
        }
    }

    @Test func `WordPress alone is no shop`() async throws {
        let channel = WooBench(.v9_9) { $0.isWooCommerce = false }.channel()
        await #expect { _ = try await channel.identify() } throws: { error in
            guard case ChannelFailure.rejected(let reason) = error else { return false }
            return reason.contains("without WooCommerce")
        }
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        var status: Int
        var body = "<!DOCTYPE html><html><body>Hello</body></html>"
        var headers: HTTPHeaders = ["Content-Type": "text/html"]
        var isExpected: @Sendable (ChannelFailure, Bool) -> Bool
        var testDescription: String { "\(status) \(body.prefix(30))" }
    }

    static let answers = [
        Answer(status: 200) { failure, _ in
            if case .unreadable(let reason) = failure { reason.contains("HTML page") } else { false }
        },
        Answer(status: 200, body: "<html><form action=wp-login.php>") { failure, _ in
            if case .unreadable(let reason) = failure { reason.contains("login page") } else { false }
        },
        Answer(status: 403) { failure, _ in
            if case .notAllowed(let reason, nil) = failure { reason.contains("firewall") } else { false }
        },
        Answer(status: 429, headers: ["Retry-After": "17"]) { failure, _ in
            failure == .throttled(retryAfterSeconds: 17)
        },
        Answer(status: 429, headers: [:]) { failure, _ in failure == .throttled(retryAfterSeconds: nil) },
        Answer(status: 503, headers: ["Retry-After": "600"]) { failure, _ in
            if case .down(_, 600, true) = failure { true } else { false }
        },
        Answer(status: 502) { failure, _ in
            if case .down(_, nil, false) = failure { true } else { false }
        },
        Answer(status: 500, body: "{\"code\":\"internal_server_error\",\"message\":\"<p>Critical</p>\"}") {
            failure, _ in
            if case .down("Critical", nil, false) = failure { true } else { false }
        },
        Answer(status: 301, body: "", headers: ["Location": "https://other.example/"]) { failure, _ in
            if case .unreadable(let reason) = failure { reason.contains("other.example") } else { false }
        },
        Answer(status: 200, body: "{\"update\":[{\"id\":") { failure, isWrite in
            if case .unreadable = failure { failure.leavesDoubt } else { false }
        },
    ]

    @Test(arguments: answers)
    func `what answers in the shop's place is told apart`(_ answer: Answer) async throws {
        let bench = WooBench(.v9_9)
        let mug = try #require(bench.shop.add(WooProductDraft("Mug", regularPrice: "1", stock: 1)))
        let channel = bench.channel()
        _ = try await channel.identify()
        bench.network.beforeEach { _, _ in
            HTTPResponse(status: answer.status, headers: answer.headers, body: Data(answer.body.utf8))
        }
        await #expect { _ = try await channel.orders(PullAsk()) } throws: { error in
            (error as? ChannelFailure).map { answer.isExpected($0, false) } ?? false
        }
        bench.network.forget()
        await #expect {
            _ = try await channel.write([
                ListingWrite(address: ChannelAddress(product: String(mug)), fields: [.title: "Cup"])
            ])
        } throws: { error in
            (error as? ChannelFailure).map { answer.isExpected($0, true) } ?? false
        }
        #expect(bench.network.requests.count == 1, "a write is never sent twice")
    }

    @Test func `a read whose answer is lost is asked for again, a write is not`() async throws {
        let bench = WooBench(.v9_9)
        let mug = try #require(bench.shop.add(WooProductDraft("Mug")))
        bench.shop.place(WooCart([]))
        let channel = bench.channel()
        _ = try await channel.identify()
        let losses = Mutex(1)
        bench.network.afterEach { _, answer throws(HTTPFailure) in
            let isLost = losses.withLock { left in
                left -= 1
                return left >= 0
            }
            if isLost { throw .unanswered(reason: "timed out") }
            return answer
        }
        #expect(try await channel.orders(PullAsk()).items.count == 1)
        losses.withLock { $0 = 1 }
        await #expect(throws: ChannelFailure.unanswered(reason: "timed out")) {
            _ = try await channel.write([
                ListingWrite(address: ChannelAddress(product: String(mug)), fields: [.title: "Cup"])
            ])
        }
        #expect(bench.shop.requests["POST products/batch"] == 2, "one of them by identify")
        #expect(bench.shop.item(mug)?.name == "Cup")
    }
}
