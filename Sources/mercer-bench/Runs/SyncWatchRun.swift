import Foundation
import Shop

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How soon things leave while sync runs by itself, and what its work does to somebody at the keyboard.
struct SyncWatchRun {
    let program: String
    let sandbox: String
    let folder: String
    let home: String
    let orders: Int

    private static let holdSeconds = 2

    func run(into report: inout Report, say: (String) -> Void) throws {
        say("sync: how soon things leave …")
        report.add("sync --watch, two channels, real clocks", try latencies(&report))
        say("sync: keys while it works …")
        report.add("Keys of the command center (j on Sell) while sync works", try keys(&report))
    }

    // MARK: How soon

    private func latencies(_ report: inout Report) throws -> [Figure] {
        let woo = try SandboxHost(sandbox, ["woo", "--products", "50"], folder: folder, name: "woo")
        let shopify = try SandboxHost(
            sandbox, ["shopify", "--products", "50"], folder: folder, name: "shopify")
        let shop = try SyncedShop(program, path: folder + "/watch.mercer", home: home, hold: Self.holdSeconds)
        defer { BenchShop.remove(shop.path) }
        try shop.connect("woo", woo.url)
        try shop.connect("shopify", shopify.url)
        try shop.rememberNoLimit()
        try shop.run(["sync"])
        for name in ["woo", "shopify"] { try shop.run(["connections", "set", name, "push=on", "guard=500"]) }
        try shop.run(["sync"])
        var edits: [Double] = []
        var watch = try shop.start(["sync", "--watch"])
        usleep(1_500_000)
        for round in 0..<10 {
            try woo.forget()
            let before = Self.milliseconds
            try shop.run(["products", "set", "SEED-\(round)", "title=Renamed \(before)"])
            // The edit was kept at some moment of the command: its end is the later bound, its beginning the earlier.
            let due = before + Self.holdSeconds * 1000
            usleep(UInt32(Self.holdSeconds) * 1_000_000 + 1_500_000)
            let sent = try woo.asked().first { $0.method == "POST" && $0.what.contains("products/batch") }
            guard let sent else {
                report.note("An edit had not left 1.5 s after its hold.")
                continue
            }
            edits.append(Double(sent.at - due))
        }
        SyncedShop.end(watch)
        var stock: [Double] = []
        for round in 0..<10 {
            try shopify.forget()
            try woo.buy("SEED-\(round + 20)")
            try woo.forget()
            watch = try shop.start(["sync", "--watch"])
            usleep(3_000_000)
            SyncedShop.end(watch)
            let read = try woo.asked().first { $0.what.contains("/orders?") }
            let sent = try shopify.asked().first { $0.what.hasPrefix("mutation") }
            guard let read, let sent else {
                report.note("An order's effect had not left after 3 s.")
                continue
            }
            stock.append(Double(sent.at - read.at))
        }
        return [
            Figure("end of hold → request", .milliseconds, Samples(edits), target: "≤ 1000"),
            Figure("order read → other channel's count", .milliseconds, Samples(stock), target: "≤ 1000"),
        ]
    }

    private static var milliseconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    // MARK: Keys

    private func keys(_ report: inout Report) throws -> [Figure] {
        let host = try SandboxHost(
            sandbox, ["woo", "--products", "500", "--orders", "\(orders)"], folder: folder, name: "keys")
        let shop = try SyncedShop(program, path: folder + "/keys.mercer", home: home)
        defer { BenchShop.remove(shop.path) }
        try shop.connect("woo", host.url)
        try shop.rememberNoLimit()
        // The sandbox renders its pages once, into a shop that is thrown away.
        let empty = folder + "/keys-empty.mercer"
        try RawShop(shop.path).settle()
        _ = try Spawned.run(["cp", shop.path, empty], environment: Surroundings.plain)
        defer { BenchShop.remove(empty) }
        try shop.run(["sync"])
        let alone = try typed(shop)
        try afresh(shop, empty)
        // It holds the lock before the command center asks for it, so that the work is another process's.
        let other = try shop.start(["sync"])
        usleep(400_000)
        let beside = try typed(shop)
        let isBusy = kill(other, 0) == 0 && waitpid(other, nil, WNOHANG) == 0
        if !isBusy {
            report.note("The other process had ended before the last key.")
        } else {
            SyncedShop.end(other)
        }
        try afresh(shop, empty)
        // Now the command center does it itself.
        let inside = try typed(shop)
        let count = try RawShop(shop.path).integers("SELECT count(*) FROM orders").first ?? 0
        report.note("After the keys \(count) of \(orders) orders were in the file.")
        try host.fallSilent()
        let silent = try typed(shop)
        return [
            Figure("nothing to do", .milliseconds, Samples(alone) { $0.first }, target: "p95 < 5"),
            Figure("another process imports", .milliseconds, Samples(beside) { $0.first }, target: "p95 < 5"),
            Figure("it imports itself", .milliseconds, Samples(inside) { $0.first }, target: "p95 < 5"),
            Figure(
                "the channel never answers", .milliseconds, Samples(silent) { $0.first }, target: "as without"
            ),
        ]
    }

    private func afresh(_ shop: SyncedShop, _ empty: String) throws {
        BenchShop.remove(shop.path)
        let cost = try Spawned.run(["cp", empty, shop.path], environment: Surroundings.plain)
        guard cost.status == 0 else { throw BenchFailure("\(empty) cannot be copied.") }
    }

    private func typed(_ shop: SyncedShop) throws -> [Sitting.Response] {
        let sitting = try Sitting([program, "--shop", shop.path], environment: shop.environment)
        guard sitting.response(since: sitting.terminal.startedAt, quiet: 0.2, patience: 5) != nil else {
            throw BenchFailure("mercer shows nothing.")
        }
        _ = sitting.type("2", quiet: 0.2)
        var keys: [Sitting.Response] = []
        for _ in 0..<5 {
            keys += echoes(sitting, "j", 10)
            keys += echoes(sitting, "k", 10)
        }
        kill(sitting.terminal.process, SIGTERM)
        _ = sitting.terminal.end()
        return keys
    }

    /// Only the first byte: while sync shows how far it is, the terminal is never quiet for long.
    private func echoes(_ sitting: Sitting, _ key: String, _ times: Int) -> [Sitting.Response] {
        (0..<times).compactMap { _ in
            // What is drawn by itself is not to be taken for the answer.
            _ = sitting.terminal.listen(quiet: 0.004, patience: 0.004)
            return sitting.type(key, quiet: 0.01, patience: 0.5)
        }
    }
}
