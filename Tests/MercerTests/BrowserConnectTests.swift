import Foundation
import HTTP
import TestSupport
import Testing
import Transport

/// `mercer connect shopify` on the platform's own page, with the browser played by the test.
@Suite(.timeLimit(.minutes(5))) struct BrowserConnectTests {
    /// A shop, a sandbox, and a seller whose browser is the test's own client.
    private struct Trial {
        let channel: ChannelProcess
        let client = CurlClient(CurlConfiguration(proxy: ""))
        var environment: [String: String]

        init() async throws {
            channel = try await ChannelProcess("shopify")
            environment = [
                "MERCER_SHOPIFY_SHOP": channel.sandbox.url, "MERCER_SHOPIFY_CLIENT_ID": "sandbox-app",
                "MERCER_SHOPIFY_CLIENT_SECRET": "shpss_sandbox", "BROWSER": "/bin/true",
            ]
        }

        func begin(_ arguments: String...) throws -> Typist {
            try Typist(channel.mercer.process(["connect"] + arguments, environment: environment))
        }

        /// The page's address, once it is said.
        func page(_ seller: Typist) async throws -> String {
            try await seller.wait(forAnyOf: "Ctrl-C gives up", "Paste that address")
            let line = seller.seen.split(whereSeparator: \.isNewline).first {
                $0.contains("/admin/oauth/authorize?")
            }
            return try String(#require(line, "\(seller.seen)"))
        }

        /// Follows the page's link as a browser would, up to the way back, which is answered and not followed.
        func decide(_ decision: String, on page: String) async throws -> String {
            let shown = try await client.send(HTTPRequest(.get, page))
            let html = String(decoding: shown.body, as: UTF8.self)
            let links = html.matches(of: /<a id="([a-z]+)" href="([^"]+)">/).map(\.output)
            let link = try #require(links.first { $0.1 == decision }?.2, "\(html)")
            let sent = try await client.send(HTTPRequest(.get, String(link).replacing("&amp;", with: "&")))
            #expect(sent.status == 302)
            return try #require(sent.headers["Location"])
        }

        func isEmpty() throws -> Bool {
            try channel.run("connections").output.contains("No channel is connected yet")
        }
    }

    @Test func `a seller allows it in the browser, and the connection is made, listed and used`() async throws
    {
        let trial = try await Trial()
        let seller = try trial.begin("shopify", "--browser", "--redirect-port", "0")
        let back = try await trial.decide("install", on: trial.page(seller))
        let shown = try await trial.client.send(HTTPRequest(.get, back))
        #expect(String(decoding: shown.body, as: UTF8.self).contains("go back to Mercer"))
        #expect(await seller.end() == 0, "\(seller.seen)")
        let one = try trial.channel.run("connections", "list", "shopify")
        #expect(one.output.contains("write_products"))
        #expect(!one.output.contains("Keys lack"))
        #expect(try trial.channel.run("sync").status == 0)
        try nothingIsReadable(trial)
    }

    /// Neither the shop's file nor anything said has a token or the app's secret in it.
    private func nothingIsReadable(_ trial: Trial) throws {
        let shop = trial.channel.mercer.shop
        for path in [shop, shop + "-wal"] {
            let bytes = FileManager.default.contents(atPath: path) ?? Data()
            for secret in ["shpss_", "shpat_", "shprt_"] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(path)")
            }
        }
    }

    @Test func `over SSH the address is pasted, and a token that ends early is renewed by itself`()
        async throws
    {
        var trial = try await Trial()
        trial.environment["SSH_CONNECTION"] = "10.0.0.2 50000 10.0.0.1 22"
        let seller = try trial.begin("shopify", "--browser")
        let back = try await trial.decide("install", on: trial.page(seller))
        #expect(seller.seen.contains("this is a session over SSH"))
        #expect(back.hasPrefix("http://127.0.0.1:49217/callback?"))
        try await seller.wait(for: "Paste that address")
        seller.type(back + "\n")
        #expect(await seller.end() == 0, "\(seller.seen)")
        try await trial.channel.disturb(
            #"{"rules":[{"when":{"nth":1},"path":"/graphql.json","faults":[{"kind":"tokenExpired"}]}]}"#)
        #expect(try trial.channel.run("sync").status == 0)
        // The next Mercer goes on with what was saved.
        #expect(try trial.channel.run("test", "shopify").status == 0)
    }

    @Test func `a permission that was taken back waits for the seller, keeps the queue, and is given again`()
        async throws
    {
        let trial = try await Trial()
        let seller = try trial.begin("shopify", "--paste")
        let back = try await trial.decide("install", on: trial.page(seller))
        seller.type(back + "\n")
        #expect(await seller.end() == 0, "\(seller.seen)")
        try trial.channel.run("sync")
        try trial.channel.run("connections", "set", "shopify", "push=on")
        try trial.channel.run("products", "set", "MUG-BLU-L", "price=26")
        try await trial.channel.disturb(
            #"{"rules":[{"when":{"nth":1},"path":"/graphql.json","faults":[{"kind":"tokenRevoked"}]}]}"#)
        #expect(try trial.channel.run("sync").status != 0)
        let line = try #require(try trial.channel.list("connections", "connections").first)
        #expect(line["state"] as? String == "sign in", "\(line)")
        let plan = try #require(try trial.channel.list("plans", "plan").first)
        #expect((plan["changes"] as? [Any])?.count == 1)
        // Nothing is asked: the app is known. Only the page is opened anew.
        let again = try Typist(
            trial.channel.mercer.process(["connect", "--again", "shopify", "--paste"]))
        let page = try await trial.page(again)
        again.type(try await trial.decide("install", on: page) + "\n")
        #expect(await again.end() == 0, "\(again.seen)")
        #expect(try trial.channel.run("sync").status == 0)
        #expect(try trial.channel.run("plan").output.contains("nothing to send"))
    }

    @Test(arguments: [
        ("cancel", "state=", "state=", "did not allow it"),
        ("install", "state=", "state=x", "belongs to another sign-in"),
        ("install", "shop=127", "shop=128", "not signed by Shopify"),
        ("install", "code=", "code=x", "not signed by Shopify"),
    ])
    func `what came back wrong is said, and nothing is kept`(
        decision: String, part: String, wrong: String, words: String
    ) async throws {
        let trial = try await Trial()
        let seller = try trial.begin("shopify", "--paste")
        let back = try await trial.decide(decision, on: trial.page(seller))
        seller.type(back.replacing(part, with: wrong) + "\n")
        #expect(await seller.end() == 1, "\(seller.seen)")
        #expect(seller.seen.contains(words), "\(seller.seen)")
        #expect(seller.seen.contains("Nothing was connected."))
        #expect(try trial.isEmpty())
    }

    @Test func `scopes that the seller did not give are named, and nothing is kept`() async throws {
        let trial = try await Trial()
        let seller = try trial.begin("shopify", "--paste")
        let page = try await trial.page(seller).replacing("write_orders%2C", with: "")
        seller.type(try await trial.decide("install", on: page) + "\n")
        #expect(await seller.end() == 1)
        #expect(seller.seen.contains("Missing: write_orders"), "\(seller.seen)")
        #expect(try trial.isEmpty())
        let anyway = try trial.begin("shopify", "--paste", "--anyway")
        let again = try await trial.page(anyway).replacing("write_orders%2C", with: "")
        anyway.type(try await trial.decide("install", on: again) + "\n")
        #expect(await anyway.end() == 0, "\(anyway.seen)")
        #expect(try trial.channel.run("connections").output.contains("shopify: its keys lack write_orders"))
    }

    @Test func `nobody comes back, or Ctrl-C is pressed, and nothing is kept`() async throws {
        let trial = try await Trial()
        let seller = try trial.begin("shopify", "--browser", "--redirect-port", "0", "--wait", "1")
        #expect(await seller.end() == 1)
        #expect(seller.seen.contains("did not come back within 1 seconds"), "\(seller.seen)")
        let other = try trial.begin("shopify", "--browser", "--redirect-port", "0")
        try await other.wait(for: "Ctrl-C gives up")
        other.send(SIGINT)
        #expect(await other.end() == 1)
        #expect(other.seen.contains("Nothing was connected."), "\(other.seen)")
        #expect(try trial.isEmpty())
    }

    @Test func `a platform without such a page says so`() async throws {
        let channel = try await ChannelProcess("woo")
        let result = try channel.run("connect", "woo", "--browser")
        #expect(result.status == 2)
        #expect(result.error.contains("takes keys"))
    }
}
