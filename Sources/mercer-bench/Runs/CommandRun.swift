/// Subcommands as a script would run them.
struct CommandRun {
    let program: String
    let shop: BenchShop
    let home: String

    func run(into report: inout Report, say: (String) -> Void) throws {
        say("commands …")
        let path = try shop.copy(as: "commands")
        defer { BenchShop.remove(path) }
        let nothing = try samples(["true"])
        let version = try samples([program, "--version"])
        let list = try samples([program, "orders", "list", "--limit", "50", "--shop", path])
        let raw = try samples([
            "sqlite3", path, "SELECT * FROM order_cards WHERE kind = 'sale' ORDER BY placed_at DESC LIMIT 50",
        ])
        report.add(
            "Commands",
            [
                Figure(
                    "mercer --version", .milliseconds, version, target: "≤ 10", raw: ("true", nothing.median)),
                Figure(
                    "mercer orders list --limit 50, of \(shop.orders)", .milliseconds, list, target: "≤ 30",
                    raw: ("sqlite3", raw.median)),
            ])
    }

    private func samples(_ arguments: [String]) throws -> Samples {
        var times: [Double] = []
        for round in 0..<31 {
            let cost = try Spawned.run(arguments, environment: Surroundings.terminal(home: home))
            guard cost.status == 0 else {
                throw BenchFailure("\(arguments.joined(separator: " ")) ended with \(cost.status).")
            }
            if round > 0 { times.append(cost.seconds * 1000) }
        }
        return Samples(times)
    }
}
