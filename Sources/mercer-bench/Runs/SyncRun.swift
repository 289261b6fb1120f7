import Commerce
import Foundation
import HTTP
import Shop

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Sync against simulated platforms on this machine, beside `curl` fetching the same pages.
struct SyncRun {
    let program: String
    let sandbox: String
    let folder: String
    let home: String
    let orders: Int
    let changed: Int

    // MARK: Reading

    func pull(_ report: inout Report, _ say: (String) -> Void) throws {
        say("sync: pull of \(orders) orders …")
        let host = try SandboxHost(
            sandbox, ["woo", "--products", "200", "--orders", "\(orders)"], folder: folder, name: "pull")
        let shop = try SyncedShop(program, path: folder + "/pull.mercer", home: home)
        try shop.connect("woo", host.url)
        try shop.rememberNoLimit()
        try RawShop(shop.path).settle()
        let empty = folder + "/pull-empty.mercer"
        BenchShop.remove(empty)
        try copy(shop.path, to: empty)
        // Once without a clock: the sandbox keeps each page as it rendered it, and tells which were asked for.
        try host.forget()
        try shop.run(["sync"])
        let pages = try host.asked().filter { $0.method == "GET" }.map(\.what)
        var ours: [Spawned.Cost] = []
        var raw: [Spawned.Cost] = []
        for round in 1...3 {
            say("sync: pull, round \(round) …")
            raw.append(try fetch(pages, host.url, round))
            BenchShop.remove(shop.path)
            try copy(empty, to: shop.path)
            ours.append(try shop.run(["sync"]))
        }
        let kept = try RawShop(shop.path).integers("SELECT count(*) FROM orders").first ?? 0
        report.note("Pull: \(kept) orders are in the file, of \(pages.count) requests.")
        let count = Double(orders)
        report.add(
            "Pull of \(orders) orders, WooCommerce, no limits",
            [
                Figure(
                    "orders a second", .count, Samples(ours.map { count / $0.seconds }), target: "≥ 0.5 ×",
                    raw: ("curl", Samples(raw.map { count / $0.seconds }).median)),
                Figure(
                    "processor, each", .milliseconds,
                    Samples(ours.map { $0.processorSeconds * 1000 / count }), target: "≤ 0.3",
                    raw: ("curl", Samples(raw.map { $0.processorSeconds * 1000 / count }).median)),
                Figure(
                    "peak memory", .megabytes, Samples(ours.map { Double($0.peakBytes) / 1_048_576 }),
                    raw: ("curl", Samples(raw.map { Double($0.peakBytes) / 1_048_576 }).median)),
            ])
        BenchShop.remove(shop.path)
        BenchShop.remove(empty)
    }

    /// The same addresses one after the other in one process of `curl`, over one connection.
    private func fetch(_ pages: [String], _ url: String, _ round: Int) throws -> Spawned.Cost {
        let signer = OAuth1Signer(consumerKey: "ck_sandbox", consumerSecret: "cs_sandbox")
        let seconds = Int(World.real().now().milliseconds / 1000)
        var lines: [String] = []
        for (place, page) in pages.enumerated() {
            let signed = signer.sign(
                HTTPRequest(.get, url + page), nonce: "\(seconds)-\(round)-\(place)", timestamp: seconds)
            lines.append("url = \"\(signed.url)\"\noutput = \"/dev/null\"")
        }
        let list = folder + "/pages.curl"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: list))
        let cost = try Spawned.run(
            ["curl", "-s", "--fail", "--noproxy", "*", "-K", list], environment: Surroundings.plain)
        guard cost.status == 0 else { throw BenchFailure("curl ended with \(cost.status).") }
        return cost
    }

    private func copy(_ file: String, to other: String) throws {
        let cost = try Spawned.run(["cp", file, other], environment: Surroundings.plain)
        guard cost.status == 0 else { throw BenchFailure("\(file) cannot be copied.") }
    }

    // MARK: Writing

    func write(_ report: inout Report, _ say: (String) -> Void) throws {
        say("sync: \(changed) changed listings …")
        let host = try SandboxHost(
            sandbox, ["woo", "--products", "\(changed)"], folder: folder, name: "write")
        let shop = try SyncedShop(program, path: folder + "/write.mercer", home: home)
        try shop.connect("woo", host.url)
        try shop.rememberNoLimit()
        try shop.run(["sync"])
        try shop.run(["connections", "set", "woo", "push=on", "guard=500"])
        try shop.run(["sync"])
        var figures: [Figure] = []
        for (name, field) in [("titles", CatalogField.title), ("prices", .price)] {
            try shop.inside { shop in
                let ids = try shop.catalogIDs(CatalogQuery(sort: .sku), limit: changed + 100)
                let edits = ids.enumerated().map { place, id in
                    CatalogEdit(id, field, field == .title ? "Renamed \(place)" : "\(20 + place % 70).25")
                }
                for part in stride(from: 0, to: edits.count, by: 500) {
                    try shop.perform(EditCatalog(Array(edits[part..<min(part + 500, edits.count)])))
                }
            }
            let fewest = (changed + 6 + 99) / 100
            try host.forget()
            let cost = try shop.run(["sync"])
            let first = try host.asked()
            try host.forget()
            try shop.run(["sync"])
            let second = try host.asked()
            figures += [
                Figure(
                    "\(name), requests that write", .count, Double(first.count { $0.method != "GET" }),
                    target: "≤ 1.05 ×", raw: ("fewest", Double(fewest))),
                Figure(
                    "\(name), requests that read", .count, Double(first.count { $0.method == "GET" })),
                Figure(
                    "\(name), writes of a second sync", .count, Double(second.count { $0.method != "GET" }),
                    target: "0"),
                Figure("\(name), all of it", .seconds, cost.seconds),
                Figure(
                    "\(name), processor, each", .milliseconds, cost.processorSeconds * 1000 / Double(changed)),
            ]
        }
        report.add("\(changed) changed listings, WooCommerce, no limits", figures)
        BenchShop.remove(shop.path)
    }

    // MARK: Limits

    func paced(_ report: inout Report, _ say: (String) -> Void) throws {
        var figures: [Figure] = []
        for (kind, name, words, orders) in [
            ("woo", "WooCommerce, 4 a second", ["--rate", "4"], 20_000),
            ("shopify", "Shopify, 2000 points, 100 a second", ["--points", "2000"], 500),
        ] {
            say("sync: \(name) …")
            let host = try SandboxHost(
                sandbox, [kind, "--products", "50", "--orders", "\(orders)"] + words, folder: folder,
                name: "paced")
            let shop = try SyncedShop(program, path: folder + "/paced.mercer", home: home)
            try shop.connect(kind, host.url)
            try host.forget()
            let began = Moment.now
            // One that is asked for a pause ends and says so; the next one goes on where it was.
            var runs = 0
            while try shop.run(["sync"], may: [0, 1]).status != 0, runs < 100 {
                runs += 1
                usleep(1_000_000)
            }
            let seconds = Moment.now - began
            let asked = try host.asked()
            let refused = asked.filter { $0.status == 429 }
            let start = asked.first?.at ?? 0
            // A channel that answered everything once is asked for each page once.
            let fewest = asked.count - refused.count - again(asked, kind)
            figures += [
                Figure(
                    "\(name): requests", .count, Double(asked.count), target: "≤ 1.1 ×",
                    raw: ("fewest", Double(fewest))),
                Figure("refused as too many", .count, Double(refused.count)),
                Figure(
                    "refused after the first 30 s", .count,
                    Double(refused.count { $0.at - start > 30_000 }), target: "0"),
                Figure("all of it", .seconds, seconds),
            ]
            BenchShop.remove(shop.path)
        }
        report.add("Channels with limits", figures)
    }

    /// Requests for what had been answered already. A document's variables are not told, so that only what is asked once
    /// by its nature counts there.
    private func again(_ asked: [SandboxHost.Asked], _ kind: String) -> Int {
        var seen: Set<String> = []
        var count = 0
        for one in asked where one.status == 200 {
            guard kind == "woo" || !one.what.hasSuffix("Page") else { continue }
            if !seen.insert(one.what).inserted { count += 1 }
        }
        return count
    }
}
