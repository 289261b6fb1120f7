import Commerce
import Shop

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The large shop on disk: made once, opened as a copy, so that every run finds the same.
struct BenchShop {
    let folder: String
    let products: Int
    let orders: Int

    private var original: String { "\(folder)/large-\(LargeShop.version)-\(products)-\(orders).mercer" }

    /// Makes the shop unless it is there, in a process of its own, so that this one stays small: what it
    /// starts would inherit its peak of memory.
    func prepare(rebuilding: Bool, say: (String) -> Void) throws {
        mkdir(folder, 0o755)
        if rebuilding { remove(original) }
        guard access(original, R_OK) != 0 else { return }
        say("Making a shop of \(products) products and \(orders) orders, once …")
        let cost = try Spawned.run(
            [
                "/proc/self/exe", "--furnish", original, "--products", "\(products)", "--orders", "\(orders)",
            ], environment: Surroundings.plain)
        guard cost.status == 0 else { throw BenchFailure("Making the shop failed.") }
        say("made in \(Report.decimal(cost.seconds, 0)) s")
    }

    /// Fills a new file; it gets its name only when it is whole.
    static func furnish(_ path: String, products: Int, orders: Int) throws {
        let unfinished = path + ".part"
        for end in ["", "-wal", "-shm"] { remove(unfinished + end) }
        let world = World.real()
        let shop = try Shop.open(at: unfinished, creating: true, world: world)
        try LargeShop.furnish(shop, products: products, orders: orders, now: world.now())
        try shop.close()
        try RawShop(unfinished).settle()
        guard rename(unfinished, path) == 0 else { throw BenchFailure("\(path) cannot be written.") }
    }

    /// A copy to measure on.
    func copy(as name: String) throws -> String {
        let path = "\(folder)/\(name).mercer"
        for end in ["", "-wal", "-shm"] { remove(path + end) }
        let cost = try Spawned.run(["cp", original, path], environment: Surroundings.plain)
        guard cost.status == 0 else { throw BenchFailure("\(original) cannot be copied: is the disk full?") }
        return path
    }

    static func remove(_ path: String) {
        for end in ["", "-wal", "-shm"] { unlink(path + end) }
    }

    private func remove(_ path: String) { Self.remove(path) }

    /// How large the file is.
    static func bytes(of path: String) -> Int {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }
}

/// The variables that programs under measurement see: the same on every machine.
enum Surroundings {
    static var plain: [String] {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return ["PATH=\(path)", "LANG=C.UTF-8", "LC_ALL=C.UTF-8"]
    }

    /// On a terminal, with a home of its own.
    static func terminal(home: String) -> [String] {
        plain + [
            "TERM=xterm-256color", "COLORTERM=truecolor", "HOME=\(home)", "XDG_STATE_HOME=\(home)/state",
            "XDG_CONFIG_HOME=\(home)/config", "XDG_DATA_HOME=\(home)/data",
        ]
    }
}
