#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the same costs in programs that do next to nothing, on this machine, in this run.
struct PeerFigures {
    typealias Raw = (name: String, value: Double)

    /// A byte to `cat` on a raw terminal and back.
    private(set) var echo: Raw?
    private(set) var lessStart: Raw?
    private(set) var lessKey: Raw?
    private(set) var lessKeyBytes: Raw?
    private(set) var lessMemory: Raw?
    /// SQLite alone, the same page of the filtered catalog.
    var filterPage: Raw?

    init() {}

    /// - Parameter rows: a file of as many rows as the catalog has.
    init(rows: String) throws {
        let environment = Surroundings.terminal(home: "/nonexistent") + ["LESS=", "LESSHISTFILE=-"]
        let cat = try Sitting(["sh", "-c", "stty raw -echo; exec cat"], environment: environment)
        usleep(100_000)
        echo = ("cat", Samples(cat.typeMany(["j"], times: 200, quiet: 0.004)) { $0.first }.median)
        guard Spawned.finds("less") else { return }
        var starts: [Sitting.Response] = []
        for _ in 0..<11 {
            let less = try Sitting(["less", "-S", rows], environment: environment)
            if let response = less.response(
                since: less.terminal.startedAt, quiet: 0.1, patience: 2)
            {
                starts.append(response)
            }
            less.terminal.type("q")
            _ = less.terminal.end()
        }
        lessStart = ("less", Samples(starts) { $0.whole }.median)
        let less = try Sitting(["less", "-S", rows], environment: environment)
        _ = less.terminal.listen(quiet: 0.1)
        let keys = less.typeMany(["j"], times: 150)
        lessKey = ("less", Samples(keys) { $0.first }.median)
        lessKeyBytes = ("less", Samples(keys) { Double($0.bytes) }.median)
        lessMemory = ("less", Double(ProcessFigures(less.terminal.process).residentBytes) / 1_048_576)
    }
}
