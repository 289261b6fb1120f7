import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mercer-bench", abstract: "Measures Mercer beside the raw equivalent.",
        discussion: """
            Prints figures and judges nothing: docs/PERFORMANCE.md says what they mean. The shop it measures is made
            once and kept.
            """)

    enum Part: String, CaseIterable, ExpressibleByArgument {
        case terminal, commands, actions, imports, pull, push, limits, watch
    }

    @Option(name: .long, help: "Which part to measure; all when not named.")
    var only: [Part] = []

    @Option(help: ArgumentHelp("The program; the one beside this one by default.", valueName: "file"))
    var mercer: String?

    @Option(help: ArgumentHelp("Where shops are made and kept.", valueName: "folder"))
    var folder: String?

    @Option(help: ArgumentHelp("The sandbox; the one beside this one by default.", valueName: "file"))
    var sandbox: String?

    @Option(help: "How many orders a channel has, for sync.")
    var pulled = 20_000

    @Option(help: "How many listings are changed, for sync.")
    var changed = 10_000

    @Option(help: "How many products the shop has.")
    var products = 100_000

    @Option(help: "How many orders the shop has.")
    var orders = 50_000

    @Option(help: ArgumentHelp("How long it is watched doing nothing.", valueName: "seconds"))
    var idle = 60.0

    @Option(help: ArgumentHelp("online_retail.csv or .csv.gz, to import.", valueName: "file"))
    var retail: String?

    @Flag(help: "Make the shop again.")
    var rebuild = false

    @Flag(help: "Give the figures as JSON.")
    var json = false

    @Option(help: .hidden)
    var furnish: String?

    @Option(help: .hidden)
    var act: Int?

    @Option(help: .hidden)
    var on: String?

    func run() throws {
        if let furnish { return try BenchShop.furnish(furnish, products: products, orders: orders) }
        if let act, let on {
            _ = try ActionRun.byAction(on, rounds: act)
            return
        }
        let here = try Self.ownFolder()
        let program = mercer ?? here + "/mercer"
        guard access(program, X_OK) == 0 else {
            throw BenchFailure(
                "There is no \(program): build it with swift build -c release --product mercer.")
        }
        let folder = folder ?? here + "/../bench"
        let shop = BenchShop(folder: folder, products: products, orders: orders)
        let parts = Set(only.isEmpty ? Part.allCases : only)
        var report = Report()
        if !parts.isDisjoint(with: [.terminal, .commands, .actions]) {
            try shop.prepare(rebuilding: rebuild, say: say)
        }
        let home = folder + "/home"
        mkdir(folder, 0o755)
        for place in [home, home + "/state", home + "/config", home + "/data"] { mkdir(place, 0o755) }
        // First: what is started inherits the peak of memory of who starts it.
        if parts.contains(.imports) {
            try runImport(program, folder, home, &report)
        }
        try runSync(parts, program, sandbox ?? here + "/mercer-sandbox", folder, home, &report)
        if parts.contains(.terminal) {
            let peers = try peers(of: shop)
            try CommandCenterRun(program: program, shop: shop, home: home, idle: idle, peers: peers)
                .run(into: &report, say: say)
        }
        if parts.contains(.commands) {
            try CommandRun(program: program, shop: shop, home: home).run(into: &report, say: say)
        }
        if parts.contains(.actions) {
            try ActionRun(shop: shop, own: try Self.ownPath()).run(into: &report, say: say)
        }
        print(json ? report.json : report.table)
    }

    private func runSync(
        _ parts: Set<Part>, _ program: String, _ sandbox: String, _ folder: String, _ home: String,
        _ report: inout Report
    ) throws {
        guard !parts.isDisjoint(with: [.pull, .push, .limits, .watch]) else { return }
        guard Spawned.finds("curl") else { return say("Sync left out: it needs curl.") }
        guard access(sandbox, X_OK) == 0 else {
            return say("Sync left out: there is no \(sandbox); Scripts/build mercer-sandbox makes it.")
        }
        mkdir(folder, 0o755)
        let sync = SyncRun(
            program: program, sandbox: sandbox, folder: folder, home: home, orders: pulled, changed: changed)
        if parts.contains(.pull) { try sync.pull(&report, say) }
        if parts.contains(.push) { try sync.write(&report, say) }
        if parts.contains(.limits) { try sync.paced(&report, say) }
        if parts.contains(.watch) {
            try SyncWatchRun(program: program, sandbox: sandbox, folder: folder, home: home, orders: pulled)
                .run(into: &report, say: say)
        }
    }

    private func peers(of shop: BenchShop) throws -> PeerFigures {
        let rows = shop.folder + "/rows.txt"
        let raw = try RawShop(shop.copy(as: "raw"))
        defer { BenchShop.remove(raw.path) }
        try raw.writeRows(to: rows)
        var peers = try PeerFigures(rows: rows)
        peers.filterPage = ("SQLite, p95", try raw.filterPages().quantile(0.95))
        return peers
    }

    private func runImport(
        _ program: String, _ folder: String, _ home: String, _ report: inout Report
    ) throws {
        guard let root = Self.checkout(above: try Self.ownFolder()), Spawned.finds("sqlite3") else {
            return say("Import left out: it needs sqlite3 and this program inside its checkout.")
        }
        let usual = root + "/../shared/data/online-retail/online_retail.csv.gz"
        let file = retail ?? usual
        guard access(file, R_OK) == 0 else {
            return say("Import left out: there is no \(file); --retail names one.")
        }
        try ImportRun(
            program: program, folder: folder, home: home, file: file,
            baseline: root + "/Benchmarks/baseline.sql"
        ).run(into: &report, say: say)
    }

    /// The checkout around a folder: where the baseline lies.
    private static func checkout(above folder: String) -> String? {
        var place = folder
        while let slash = place.lastIndex(of: "/") {
            if access(place + "/Benchmarks/baseline.sql", R_OK) == 0 { return place }
            place = String(place[..<slash])
        }
        return nil
    }

    private func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(2, bytes, bytes.count)
    }

    private static func ownFolder() throws -> String {
        try ownPath().split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    }

    private static func ownPath() throws -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &bytes, bytes.count - 1)
        guard count > 0 else { throw BenchFailure("This system does not say where a program lies.") }
        return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
