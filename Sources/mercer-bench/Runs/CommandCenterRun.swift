#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The command center on a large shop, as somebody at its keyboard would find it.
struct CommandCenterRun {
    let program: String
    let shop: BenchShop
    let home: String
    /// How long it is watched doing nothing, in seconds.
    let idle: Double
    let peers: PeerFigures

    private func open(_ path: String) throws -> Sitting {
        try Sitting([program, "--shop", path], environment: Surroundings.terminal(home: home))
    }

    func run(into report: inout Report, say: (String) -> Void) throws {
        let path = try shop.copy(as: "sitting")
        defer { BenchShop.remove(path) }
        say("start …")
        report.add("Start", try start(path, &report))
        let sitting = try open(path)
        guard sitting.response(since: sitting.terminal.startedAt, quiet: 0.5, patience: 5) != nil else {
            throw BenchFailure("mercer shows nothing.")
        }
        for (key, name) in [("2", "Sell"), ("3", "Fulfill")] {
            say("\(name) …")
            _ = sitting.type(key, quiet: 0.4)
            report.add(name, pane(name, sitting))
        }
        say("filters …")
        report.add("Filter as you type: every letter and digit", filters(sitting, &report))
        say("card moves …")
        report.add("Card move on the board (>)", cardMoves(sitting))
        say("idle for \(Int(idle)) s …")
        report.add("At rest", rest(sitting))
        report.add("Leaving", leave(sitting))
    }

    private func start(_ path: String, _ report: inout Report) throws -> [Figure] {
        var responses: [Sitting.Response] = []
        var rows = 0
        for round in 0..<21 {
            let sitting = try open(path)
            let response = sitting.response(since: sitting.terminal.startedAt, quiet: 0.2, patience: 5)
            // The first one finds a cold file.
            if round > 0, let response { responses.append(response) }
            rows = max(rows, sitting.filledRows)
            kill(sitting.terminal.process, SIGTERM)
            _ = sitting.terminal.end()
        }
        if rows < 12 { report.note("The first screen has only \(rows) filled rows: is the shop empty?") }
        return [
            Figure("first byte", .milliseconds, Samples(responses) { $0.first }, raw: peers.lessStart),
            Figure(
                "first full frame", .milliseconds, Samples(responses) { $0.whole }, target: "≤ 40",
                raw: peers.lessStart),
            Figure("last byte", .milliseconds, Samples(responses) { $0.last }),
            Figure("bytes", .bytes, Samples(responses) { Double($0.bytes) }),
        ]
    }

    private func pane(_ name: String, _ sitting: Sitting) -> [Figure] {
        let home = name == "Sell" ? "2" : "3"
        let away = name == "Sell" ? "3" : "2"
        var switches: [Sitting.Response] = []
        for _ in 0..<10 {
            _ = sitting.type(away, quiet: 0.1)
            if let response = sitting.type(home, quiet: 0.1) { switches.append(response) }
        }
        // Within the page, and then further down, so that rows come in and are fetched on the way.
        var keys: [Sitting.Response] = []
        for _ in 0..<10 {
            keys += sitting.typeMany(["j"], times: 10)
            keys += sitting.typeMany(["k"], times: 10)
        }
        _ = sitting.typeMany(["j"], times: 45)
        let rolls = sitting.typeMany(["j"], times: 100)
        let pages = sitting.typeMany(["\u{6}"], times: 20, quiet: 0.05)
        _ = sitting.type("g", quiet: 0.1)
        return [
            Figure("going there, whole", .milliseconds, Samples(switches) { $0.whole }, target: "≤ 4"),
            Figure("going there", .bytes, Samples(switches) { Double($0.bytes) }),
            Figure(
                "cursor key, first byte", .milliseconds, Samples(keys) { $0.first }, target: "≤ 1, p95 ≤ 5",
                raw: peers.lessKey),
            Figure("cursor key, last byte", .milliseconds, Samples(keys) { $0.last }, raw: peers.echo),
            Figure(
                "cursor key", .bytes, Samples(keys) { Double($0.bytes) }, target: "≤ 500",
                raw: peers.lessKeyBytes),
            Figure(
                "cursor key that scrolls, first byte", .milliseconds, Samples(rolls) { $0.first },
                target: "≤ 1, p95 ≤ 5"),
            Figure("cursor key that scrolls", .bytes, Samples(rolls) { Double($0.bytes) }),
            Figure("page down, whole", .milliseconds, Samples(pages) { $0.whole }),
        ]
    }

    /// Every key three times, of which the middle one counts: what is asked is what each letter costs, not when the
    /// machine was busy with something else.
    private func filters(_ sitting: Sitting, _ report: inout Report) -> [Figure] {
        var figures: [Figure] = []
        let keys = "abcdefghijklmnopqrstuvwxyz0123456789".map(String.init)
        for (pane, name) in [("2", "Sell"), ("3", "Fulfill")] {
            _ = sitting.type(pane, quiet: 0.3)
            _ = sitting.type("/", quiet: 0.1)
            var first: [String: [Sitting.Response]] = [:]
            var second: [String: [Sitting.Response]] = [:]
            for _ in 0..<3 {
                for key in keys {
                    if let response = sitting.type(key, quiet: 0.12) {
                        first[key, default: []].append(response)
                    }
                    if let response = sitting.type("a", quiet: 0.12) {
                        second[key, default: []].append(response)
                    }
                    _ = sitting.type("\u{7F}", quiet: 0.12)
                    _ = sitting.type("\u{7F}", quiet: 0.12)
                }
            }
            _ = sitting.type("\u{1B}", quiet: 0.15)
            _ = sitting.type("\u{1B}", quiet: 0.15)
            func middle(
                _ responses: [String: [Sitting.Response]], _ part: (Sitting.Response) -> Double
            ) -> Samples {
                Samples(responses.values.map { Samples($0, part).median })
            }
            let raw = pane == "2" ? peers.filterPage : nil
            figures += [
                Figure("\(name), first byte", .milliseconds, middle(first) { $0.first }, target: "≤ 1"),
                Figure(
                    "\(name), list whole", .milliseconds, middle(first) { $0.list }, target: "p95 ≤ 10",
                    raw: raw),
                Figure("\(name), count and all around", .milliseconds, middle(first) { $0.last }),
                Figure("\(name), second key, list whole", .milliseconds, middle(second) { $0.list }),
            ]
            let silent = keys.filter { first[$0] == nil }
            if !silent.isEmpty {
                report.note("\(name): these filter keys drew nothing: \(silent.joined(separator: " ")).")
            }
            let slowest = first.max {
                Samples($0.value) { $0.list }.median < Samples($1.value) { $0.list }.median
            }
            if let slowest { report.note("\(name): the slowest filter key is \(slowest.key).") }
        }
        return figures
    }

    private func cardMoves(_ sitting: Sitting) -> [Figure] {
        _ = sitting.type("3", quiet: 0.3)
        let moves = sitting.typeMany([">"], times: 40, quiet: 0.15)
        return [
            Figure(
                "first byte", .milliseconds, Samples(moves) { $0.first }, target: "≤ 1, p95 ≤ 5",
                raw: peers.echo),
            Figure("written and shown", .milliseconds, Samples(moves) { $0.last }),
            Figure("bytes", .bytes, Samples(moves) { Double($0.bytes) }),
        ]
    }

    private func rest(_ sitting: Sitting) -> [Figure] {
        // What was said at the last move is taken away after some seconds.
        _ = sitting.terminal.listen(quiet: 6, patience: 6)
        let process = sitting.terminal.process
        let before = ProcessFigures.sleeps(of: process)
        let chunks = sitting.terminal.listen(quiet: idle, patience: idle)
        let wakes = ProcessFigures.sleeps(of: process) - before
        let memory = ProcessFigures(process)
        let megabyte = 1_048_576.0
        return [
            Figure(
                "bytes in \(Int(idle)) s", .count, Double(chunks.reduce(0) { $0 + $1.bytes.count }),
                target: "0"),
            Figure("wake-ups a minute", .count, Double(wakes) * 60 / idle, target: "≤ 1"),
            Figure(
                "memory, resident", .megabytes, Double(memory.residentBytes) / megabyte, target: "≤ 60",
                raw: peers.lessMemory),
            Figure(
                "memory, resident at most", .megabytes, Double(memory.peakBytes) / megabyte, target: "≤ 60"),
        ]
            + (memory.shareBytes.map {
                [Figure("memory, its share (PSS)", .megabytes, Double($0) / megabyte)]
            } ?? [])
    }

    private func leave(_ sitting: Sitting) -> [Figure] {
        let at = sitting.terminal.type("q")
        _ = sitting.terminal.listen(quiet: 0.02, patience: 1)
        guard sitting.terminal.end(within: 2) != nil else { return [] }
        return [Figure("q to the shell", .milliseconds, (Moment.now - at) * 1000, target: "≤ 50")]
    }
}
