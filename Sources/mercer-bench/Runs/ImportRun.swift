#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The import of the UCI "Online Retail" file beside the same rows put into the same tables by `sqlite3` alone.
struct ImportRun {
    let program: String
    let folder: String
    let home: String
    /// `online_retail.csv` or `.csv.gz`.
    let file: String
    /// `Benchmarks/baseline.sql`.
    let baseline: String

    func run(into report: inout Report, say: (String) -> Void) throws {
        let work = folder + "/import"
        mkdir(work, 0o755)
        let lines = work + "/lines.csv"
        try unpack(to: lines)
        defer { unlink(lines) }
        let empty = work + "/empty.mercer"
        BenchShop.remove(empty)
        try expect(
            [
                program, "init", "--name", "Import", "--currency", "GBP", "--country", "GB", "--shop", empty,
            ], Surroundings.terminal(home: home))
        try RawShop(empty).settle()
        var ours: [Spawned.Cost] = []
        var raw: [Spawned.Cost] = []
        for round in 1...3 {
            say("import, round \(round) …")
            let shop = work + "/ours.mercer"
            ours.append(
                try measured(empty, shop) {
                    try expect(
                        [program, "import", lines, "--yes", "--json", "--shop", shop],
                        Surroundings.terminal(home: home))
                })
            raw.append(
                try measured(empty, work + "/raw.mercer") {
                    try expect(
                        ["sh", "-c", "cd \"$0\" && exec sqlite3 raw.mercer <\"$1\"", work, baseline],
                        Surroundings.plain)
                })
            report.note(
                "Import, round \(round): the files are \(BenchShop.bytes(of: shop) >> 20) MB with the journal and "
                    + "\(BenchShop.bytes(of: work + "/raw.mercer") >> 20) MB without.")
            BenchShop.remove(shop)
            BenchShop.remove(work + "/raw.mercer")
        }
        BenchShop.remove(empty)
        let rawSeconds = Samples(raw.map(\.seconds)).median
        let megabyte = 1_048_576.0
        report.add(
            "Import of Online Retail, 541,909 lines",
            [
                Figure(
                    "all of it", .seconds, Samples(ours.map(\.seconds)), target: "≤ 4 ×",
                    raw: ("sqlite3", rawSeconds)),
                Figure(
                    "processor", .seconds, Samples(ours.map(\.processorSeconds)),
                    raw: ("sqlite3", Samples(raw.map(\.processorSeconds)).median)),
                Figure(
                    "peak memory", .megabytes, Samples(ours.map { Double($0.peakBytes) / megabyte }),
                    target: "< 300",
                    raw: ("sqlite3", Samples(raw.map { Double($0.peakBytes) / megabyte }).median)),
            ])
    }

    private func measured(_ empty: String, _ shop: String, _ body: () throws -> Spawned.Cost) throws
        -> Spawned.Cost
    {
        BenchShop.remove(shop)
        try expect(["cp", empty, shop], Surroundings.plain)
        return try body()
    }

    /// The file as it is, whether packed or not.
    private func unpack(to path: String) throws {
        let isPacked = file.hasSuffix(".gz")
        let cost = try Spawned.run(
            isPacked ? ["gunzip", "-c", file] : ["cat", file], output: path, environment: Surroundings.plain)
        guard cost.status == 0 else { throw BenchFailure("\(file) cannot be read.") }
    }

    @discardableResult
    private func expect(_ arguments: [String], _ environment: [String]) throws -> Spawned.Cost {
        let said = folder + "/said.txt"
        let cost = try Spawned.run(arguments, output: said, environment: environment)
        guard cost.status == 0 else {
            throw BenchFailure(
                "\(arguments.joined(separator: " ")) ended with \(cost.status); \(said) and \(said).err say why."
            )
        }
        return cost
    }
}
