import HTTP
import Sandbox
import TestSupport
import Testing

struct SandboxNetworkTests {
    private let clock = SteppedClock()
    private let woo = CountingPlatform()
    private let shopify = CountingPlatform()

    private func network() -> SandboxNetwork {
        SandboxNetwork([
            "kiln.example": SandboxClient(woo, sleep: clock.sleepClosure),
            "clay.myshopify.example:8443": SandboxClient(
                shopify, faults: .script([.status(503)]), sleep: clock.sleepClosure),
        ])
    }

    @Test(
        arguments: [
            ("https://kiln.example/a", 1, 0), ("http://KILN.example:8080/a", 1, 0),
            ("https://kiln.example", 1, 0),
            ("https://user@kiln.example/a?b=@clay.myshopify.example:8443", 1, 0),
            ("https://clay.myshopify.example:8443/a", 0, 0),
        ])
    func `a request reaches the platform at its host`(url: String, wooCount: Int, shopifyCount: Int)
        async throws
    {
        let answer = try await network().send(HTTPRequest(.get, url))

        #expect(woo.count == wooCount)
        #expect(shopify.count == shopifyCount)
        #expect(answer.status == (wooCount == 1 ? 200 : 503))
    }

    @Test(arguments: [
        "https://klin.example/a", "https://clay.myshopify.example/a", "http://clay.myshopify.example:1/",
    ])
    func `a host or port where nobody lives is not sent to`(url: String) async {
        let network = network()
        await #expect {
            try await network.send(HTTPRequest(.get, url))
        } throws: { error in
            guard case .notSent(let reason)? = error as? HTTPFailure else { return false }
            return reason.hasPrefix("no such host: ")
        }
        #expect(network.requestCount == 1)
        #expect(woo.count + shopify.count == 0)
    }

    @Test func `a network that dies takes every platform with it, and brings them back`() async throws {
        let network = network()
        network.isDead = true
        for host in [
            "https://kiln.example", "https://clay.myshopify.example:8443", "https://nowhere.example",
        ] {
            await #expect(throws: HTTPFailure.notSent(reason: "network is unreachable")) {
                try await network.send(HTTPRequest(.get, host))
            }
        }
        network.join(SandboxClient(shopify, sleep: clock.sleepClosure), at: "late.example")
        await #expect(throws: HTTPFailure.notSent(reason: "network is unreachable")) {
            try await network.send(HTTPRequest(.get, "https://late.example/"))
        }

        network.isDead = false
        #expect(try await network.send(HTTPRequest(.get, "https://late.example/")).status == 200)
        #expect(try await network.send(HTTPRequest(.get, "https://kiln.example/")).status == 200)
    }

    @Test func `a platform joins and leaves while the network runs`() async throws {
        let network = SandboxNetwork()
        network.join(SandboxClient(woo, sleep: clock.sleepClosure), at: "Kiln.example")
        #expect(try await network.send(HTTPRequest(.get, "https://kiln.example/")).status == 200)
        #expect(network.client(at: "kiln.example")?.requestCount == 1)

        network.leave("kiln.example")
        await #expect(throws: HTTPFailure.notSent(reason: "no such host: kiln.example")) {
            try await network.stream(HTTPRequest(.get, "https://kiln.example/"))
        }
    }
}
