import Commerce
import Shop

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the journal costs: one price set by an Action, beside the same rows written by hand.
///
/// Both on a file in memory, where nothing waits for a disk, so that only the processor's time is compared.
struct ActionRun {
    let shop: BenchShop
    /// This program: it is run again under `strace`.
    let own: String

    private static let rounds = 2_000

    func run(into report: inout Report, say: (String) -> Void) throws {
        say("actions …")
        let path = try shop.copy(as: "actions")
        let inMemory = "/dev/shm/mercer-bench-\(getpid()).mercer"
        defer {
            BenchShop.remove(path)
            BenchShop.remove(inMemory)
        }
        let copied = try Spawned.run(["cp", path, inMemory], environment: Surroundings.plain)
        guard copied.status == 0 else {
            report.note("There is no room in /dev/shm: the cost of an Action was not measured.")
            return
        }
        let byHand = try Self.byHand(inMemory)
        let byAction = try Self.byAction(inMemory, rounds: Self.rounds)
        var figures = [
            Figure("processor", .milliseconds, byAction, raw: ("by hand", byHand)),
            Figure("processor, beyond that", .milliseconds, byAction - byHand, target: "≤ 0.15"),
        ]
        if let syncs = try syncs(path) { figures.append(Figure("fsyncs", .count, syncs, target: "1")) }
        report.add("One price set, with journal and undo", figures)
    }

    /// Sets the price of one product after the other; answers milliseconds of the processor for each.
    static func byAction(_ path: String, rounds: Int) throws -> Double {
        let shop = try Shop.open(at: path, world: .real())
        let currency = try shop.settings().currency
        let ids = try shop.catalogIDs(CatalogQuery(sort: .sku), limit: rounds)
        var variants: [VariantID] = []
        for id in ids {
            if let variant = try shop.productDetail(id)?.sheet.variants.first?.id { variants.append(variant) }
        }
        let before = processorSeconds()
        for (number, variant) in variants.enumerated() {
            let price = UnitPrice(millionths: Int64(number + 101) * 10_000, currency: currency)
            try shop.perform(SetPrice([variant], to: price))
        }
        let took = processorSeconds() - before
        try shop.close()
        return took * 1000 / Double(max(1, variants.count))
    }

    /// The same rows, and what lists read of them, by SQLite alone.
    private static func byHand(_ path: String) throws -> Double {
        let raw = try RawShop(path)
        try raw.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON")
        let variants = try raw.integers(
            "SELECT min(id) FROM variants GROUP BY product_id ORDER BY product_id DESC LIMIT \(rounds)")
        let writer = try raw.priceWriter()
        let before = processorSeconds()
        for (number, variant) in variants.enumerated() {
            try writer(variant, Int64(number + 51) * 10_000)
        }
        return (processorSeconds() - before) * 1000 / Double(max(1, variants.count))
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// How often the disk is waited for in one Action; nil without `strace` to count them.
    private func syncs(_ path: String) throws -> Double? {
        guard Spawned.finds("strace") else { return nil }
        var counts: [Int] = []
        for rounds in [5, 25] {
            let trace = path + ".trace"
            defer { unlink(trace) }
            let cost = try Spawned.run(
                [
                    "strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace, own,
                    "--act",
                    "\(rounds)", "--on", path,
                ], environment: Surroundings.plain)
            guard cost.status == 0, let file = fopen(trace, "r") else { return nil }
            defer { fclose(file) }
            var lines = 0
            while true {
                let byte = fgetc(file)
                if byte == EOF { break }
                if byte == 10 { lines += 1 }
            }
            counts.append(lines)
        }
        return Double(counts[1] - counts[0]) / 20
    }
}
