import Commerce
import Foundation
import Shop

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A shop's file connected to sandboxes, worked on by the program alone.
struct SyncedShop {
    let program: String
    let path: String
    let home: String

    init(_ program: String, path: String, home: String, hold: Int = 0) throws {
        self.program = program
        self.path = path
        self.home = home
        BenchShop.remove(path)
        unlink("\(home)/data/mercer/keys/\(path.split(separator: "/").last ?? "").key")
        try run(["init", "--name", "Sync", "--currency", "EUR", "--country", "DE"])
        try run(["settings", "holdChangeSeconds", String(hold)])
        try run(["settings", "holdNoticeSeconds", "0"])
    }

    func connect(_ kind: String, _ url: String) throws {
        let keys =
            kind == "woo"
            ? ["MERCER_WOO_URL=\(url)", "MERCER_WOO_KEY=ck_sandbox", "MERCER_WOO_SECRET=cs_sandbox"]
            : ["MERCER_SHOPIFY_SHOP=\(url)", "MERCER_SHOPIFY_TOKEN=shpat_sandbox"]
        try run(["connect", kind, "--no-input"], more: keys)
    }

    @discardableResult
    func run(_ words: [String], more: [String] = [], may: Set<Int32> = [0]) throws -> Spawned.Cost {
        let said = home + "/said.txt"
        let cost = try Spawned.run(
            [program] + words + ["--shop", path], output: said, environment: environment + more)
        guard may.contains(cost.status) else {
            throw BenchFailure(
                "mercer \(words.joined(separator: " ")) ended with \(cost.status); \(said).err says why.")
        }
        return cost
    }

    var environment: [String] { Surroundings.terminal(home: home) }

    /// Opens the file here for a moment.
    func inside<Result>(_ act: (Shop) throws -> Result) throws -> Result {
        let shop = try Shop.open(at: path, world: .real())
        defer { try? shop.close() }  // What is not closed is closed with this program.
        return try act(shop)
    }

    /// Remembers a budget as an answer of a host without limits would teach it, so that the pace is not what is measured.
    func rememberNoLimit() throws {
        let bucket = #"{"at":0,"capacity":1000000,"level":1000000,"refillPerSecond":1000000}"#
        try inside { shop in
            for connection in try shop.connections() {
                let operation = connection.kind == "woo" ? "rest" : "graphql"
                try shop.keepBuckets([operation: bucket], of: connection.id)
            }
        }
    }

    /// A process of the program that goes on beside this one; its end is the caller's.
    func start(_ words: [String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for number in Int32(0)...2 {
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        }
        return try Spawned.start(
            [program] + words + ["--shop", path], actions: &actions, attributes: nil, environment)
    }

    /// Ends such a process and waits for it.
    static func end(_ process: pid_t) {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }
}
