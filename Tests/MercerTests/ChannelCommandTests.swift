import Foundation
import TestSupport
import Testing

/// Channels from the command line: the built `mercer` against the built `mercer-sandbox`, over a socket.
@Suite struct ChannelCommandTests {
    @Test(arguments: ChannelProcess.kinds)
    func `connecting reads first, and changes nothing there`(kind: String) async throws {
        let channel = try await ChannelProcess(kind)
        let connected = try channel.connect()
        #expect(connected.output.contains("Connected as \(kind)."))
        #expect(try channel.run("products").output.isEmpty)
        let synced = try channel.run("sync")
        #expect(synced.status == 0, "\(synced.error)")
        let products = try channel.list("products", "products")
        #expect(products.count == 6)
        // The counts there are ours now, and nothing differs, so there is nothing to send.
        let plan = try channel.list("plans", "plan")
        #expect((plan.first?["changes"] as? [Any])?.isEmpty == true)
        try channel.run("products", "set", "MUG-BLU-L", "price=25")
        #expect(try channel.run("sync").output == "\(kind): in step\n")
        #expect(try channel.run("plan").output.contains("it only reads"))
    }

    @Test(arguments: ChannelProcess.kinds)
    func `a change goes out as the plan said, once`(kind: String) async throws {
        let channel = try await ChannelProcess(kind)
        try channel.connect()
        try channel.run("sync")
        #expect(try channel.run("connections", "set", kind, "push=on", "buffer=2").status == 0)
        try channel.run("products", "set", "MUG-BLU-L", "price=25")
        let plan = try #require(try channel.list("plans", "plan", kind).first)
        let changes = try #require(plan["changes"] as? [[String: Any]])
        #expect(changes.contains { $0["field"] as? String == "price" && $0["willBe"] as? String == "25" })
        // All but the vase, of which there is none to hold back.
        #expect(changes.count { $0["field"] as? String == "stock" } == 5)
        let sent = try channel.run("sync")
        #expect(sent.output == "\(kind): \(changes.count) changes out\n", "\(sent.error)")
        #expect(try channel.run("sync").output == "\(kind): in step\n")
        // What stands there by now, as a second shop reads it.
        let other = try MercerProcess()
        try other.run("init", "--name", "Other", "--currency", "EUR", "--country", "DE")
        #expect(try other.run(["connect", kind], environment: channel.keys).status == 0)
        try other.run("sync")
        let line = try #require(
            try other.run("products", "--where", "MUG-BLU-L").output.split(separator: "\n").last)
        #expect(line.contains("€25.00") && line.contains(" 40"), "\(line)")
    }

    @Test(arguments: ChannelProcess.kinds)
    func `a new product is made there once, and an order placed there arrives`(kind: String) async throws {
        let channel = try await ChannelProcess(kind)
        try channel.connect()
        try channel.run("sync")
        try channel.run("connections", "set", kind, "push=on")
        try channel.run(
            "products", "new", "Sugar bowl", "--sku", "BWL-SUG", "--price", "27.50", "--stock", "12")
        let published = try channel.run("publish", "BWL-SUG", "--on", kind)
        #expect(published.status == 0, "\(published.error)")
        #expect(try channel.run("outbox").output.contains("Sugar bowl"))
        let made = try channel.run("sync")
        #expect(made.output.contains("1 done there"), "\(made.output)\(made.error)")
        #expect(try channel.run("outbox").output == "Nothing waits to go out.\n")
        #expect(try channel.run("sync").output == "\(kind): in step\n")
        try await channel.buy("BWL-SUG", 2)
        let came = try channel.run("sync")
        #expect(came.status == 0 && came.output.contains("1 order in"), "\(came.output)\(came.error)")
        let orders = try channel.list("orders", "orders")
        #expect(orders.count == 1)
        let number = try #require(orders.first?["number"] as? String)
        #expect(number.hasPrefix(kind == "woo" ? "W-" : "S-"))
        #expect(try channel.run("orders", "show", number).output.contains("BWL-SUG"))
        let again = try channel.run("sync")
        #expect(!again.output.contains("orders in"), "\(again.output)")
        #expect(try channel.run("plan").status == 0)
        let shipped = try channel.run("orders", "ship", number, "--tracking", "00340434161094021501")
        #expect(shipped.status == 0, "\(shipped.error)")
        #expect(try channel.run("sync").output.contains("1 done there"))
        #expect(try channel.run("check").status == 0)
    }

    @Test func `what cannot be connected says why, and nothing is kept`() async throws {
        let channel = try await ChannelProcess("woo")
        let shopify = try await SandboxProcess("shopify")
        let url = channel.sandbox.url
        let wrong = try MercerProcess()
        try wrong.run("init", "--name", "Wrong", "--currency", "EUR", "--country", "DE")
        let cases: [(String, [String: String], String)] = [
            (
                "woo", ChannelProcess.keys("woo", url).merging(["MERCER_WOO_KEY": "ck_other"]) { $1 },
                "sign-in"
            ),
            (
                "woo", ChannelProcess.keys("woo", url).merging(["MERCER_WOO_SECRET": "cs_other"]) { $1 },
                "sign-in"
            ),
            ("woo", ChannelProcess.keys("woo", "http://127.0.0.1:1"), "offline"),
            ("woo", ChannelProcess.keys("woo", "https://no-such-host.invalid"), "offline"),
            ("woo", ChannelProcess.keys("woo", shopify.url), "unreadable"),
            (
                "shopify",
                ChannelProcess.keys("shopify", shopify.url).merging(["MERCER_SHOPIFY_TOKEN": "shpat_other"]) {
                    $1
                },
                "sign-in"
            ),
            ("shopify", ChannelProcess.keys("shopify", url), "sign-in"),
            ("shopify", ChannelProcess.keys("shopify", "shop.example.com"), "rejected"),
        ]
        for (kind, environment, code) in cases {
            let result = try wrong.run(["connect", kind, "--no-input", "--json"], environment: environment)
            #expect(result.status == 1, "\(environment)")
            #expect(result.output.isEmpty)
            let line = result.error.split(separator: "\n").last ?? ""
            let error = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
            #expect(error?["code"] == code, "\(kind) \(code): \(line)")
            for secret in ChannelProcess.secrets + ["ck_other", "cs_other", "shpat_other"] {
                #expect(!result.error.contains(secret))
            }
        }
        #expect(try wrong.run("connections").output.contains("No channel is connected yet"))
    }

    @Test(arguments: ChannelProcess.kinds)
    func `a page for people in the platform's place is told from an answer`(kind: String) async throws {
        let channel = try await ChannelProcess(kind)
        try await channel.disturb(#"{"rules":[{"when":"always","faults":[{"kind":"loginPage"}]}]}"#)
        let result = try channel.mercer.run(["connect", kind, "--json"], environment: channel.keys)
        #expect(result.status == 1)
        #expect(result.error.contains(#""code":"unreadable""#), "\(result.error)")
        #expect(!result.error.contains("<"))
    }

    @Test func `two shops and one platform are kept apart`() async throws {
        let channel = try await ChannelProcess("woo")
        try channel.connect()
        let twice = try channel.mercer.run(["connect", "woo"], environment: channel.keys)
        #expect(twice.status == 1 && twice.error.contains("connected already, as woo"))
        let other = try await SandboxProcess("woo")
        let strange = try channel.mercer.run(
            ["connect", "--again", "woo"], environment: ChannelProcess.keys("woo", other.url))
        // The address is the connection's own, so that these keys, the same by chance, are tried where they belong.
        #expect(strange.status == 0, "\(strange.error)")
        #expect(try channel.run("test", "woo").status == 0)
        let currency = try MercerProcess()
        try currency.run("init", "--name", "Pounds", "--currency", "GBP", "--country", "GB")
        let refused = try currency.run(["connect", "woo"], environment: channel.keys)
        #expect(refused.status == 1 && refused.error.contains("sells in EUR"), "\(refused.error)")
    }

    @Test func `a connection rests, goes on and ends`() async throws {
        let channel = try await ChannelProcess("shopify")
        try channel.connect()
        #expect(try channel.run("connections", "pause", "shopify").status == 0)
        #expect(try channel.run("connections").output.contains("paused"))
        #expect(try channel.run("connections", "resume", "shopify").status == 0)
        try channel.run("sync")
        #expect(try channel.run("connections").output.contains("in step"))
        let asked = try channel.run("disconnect", "shopify")
        #expect(asked.status == 2 && asked.error.contains("--yes"))
        #expect(try channel.run("disconnect", "shopify", "--yes").status == 0)
        #expect(try channel.run("connections").output.contains("No channel is connected yet"))
        #expect(try channel.list("products", "products").count == 6)
        #expect(try channel.run("check").status == 0)
    }

    @Test(arguments: ChannelProcess.kinds)
    func `every result parses, and no secret is in one nor in a file`(kind: String) async throws {
        let channel = try await ChannelProcess(kind)
        var said = try channel.connect("--json").output
        try channel.run("connections", "set", kind, "push=on")
        try channel.run("products", "new", "Sugar bowl", "--sku", "BWL-SUG", "--price", "27.50")
        try channel.run("publish", "BWL-SUG", "--on", kind)
        for arguments in [
            ["connections"], ["connections", kind], ["test"], ["plan"], ["outbox"], ["sync"],
            ["sync", kind, "--read-only"],
            ["conflicts"], ["matches"], ["requests"], ["requests", kind], ["log"], ["doctor"],
        ] {
            let result = try channel.mercer.run(arguments + ["--json"])
            let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
            #expect((object?["schema"] as? String)?.hasPrefix("mercer.") == true, "\(arguments)")
            if kind == "woo", arguments.count == 1,
                ["connections", "plan", "outbox", "sync", "requests", "test"].contains(arguments[0])
            {
                try expectSnapshot(JSONShape.text(of: object ?? [:]) + "\n", named: arguments[0])
            }
            said += result.output + result.error + (try channel.mercer.run(arguments).output)
        }
        for secret in Self.spellings { #expect(!said.contains(secret), "\(secret)") }
        let home = channel.mercer.home
        let files = try #require(FileManager.default.enumerator(atPath: home)).compactMap { $0 as? String }
        #expect(files.contains { $0.hasSuffix("keys/shop.mercer.key") })
        for file in files {
            // A folder has no contents of its own.
            guard let bytes = FileManager.default.contents(atPath: home + "/" + file) else { continue }
            for secret in Self.spellings {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file)")
            }
        }
    }

    /// As they are, and as a header writes them.
    private static let spellings =
        ChannelProcess.secrets + [Data("ck_sandbox:cs_sandbox".utf8).base64EncodedString()]
}
