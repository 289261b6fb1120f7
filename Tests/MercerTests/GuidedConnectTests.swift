import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `mercer connect` at a terminal.
@Suite struct GuidedConnectTests {
    @Test func `fields are asked one by one, and secrets are not shown`() async throws {
        let channel = try await ChannelProcess("woo")
        let seller = try Typist(channel.mercer.process(["connect", "woo"]))
        try await seller.wait(for: "Shop's address")
        #expect(seller.seen.contains("REST API"))
        seller.type("\(channel.sandbox.url)\n")
        try await seller.wait(for: "Consumer key")
        try await seller.waitUntilUnseen()
        seller.type("ck_sandboy\u{7F}x\n")
        try await seller.wait(for: "Consumer secret")
        try await seller.waitUntilUnseen()
        seller.type("cs_sandbox\n")
        #expect(await seller.end() == 0)
        #expect(seller.isEchoing)
        for secret in ["ck_sand", "cs_sand"] { #expect(!seller.seen.contains(secret), "\(seller.seen)") }
        #expect(try channel.run("test", "woo").status == 0)
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a terminal shows what is typed again, however Mercer ended`(signal: Int32) async throws {
        let channel = try await ChannelProcess("shopify")
        let seller = try Typist(
            channel.mercer.process(["connect", "shopify", "--no-browser", "shop=my-shop"]))
        try await seller.wait(for: "Admin API access token (")
        try await seller.waitUntilUnseen()
        seller.send(signal)
        _ = await seller.end()
        #expect(seller.isEchoing)
        #expect(try channel.run("connections").output.contains("No channel is connected yet"))
    }

    @Test func `nothing is connected by one who goes away`() async throws {
        let channel = try await ChannelProcess("shopify")
        let seller = try Typist(channel.mercer.process(["connect"]))
        try await seller.wait(for: "Which (woo, shopify)?")
        seller.type("shopify\n")
        try await seller.wait(for: "Which (1, 2)?")
        #expect(seller.seen.contains("2  in the browser, on Shopify's own page"))
        seller.type("1\n")
        try await seller.wait(for: "Shop (")
        seller.type("my-shop\n")
        try await seller.waitUntilUnseen()
        seller.type("\u{3}")
        #expect(await seller.end() == 1)
        #expect(seller.isEchoing)
        #expect(seller.seen.contains("Nothing was connected."))
    }
}
