#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Programs that are run and waited for.
enum Spawned {
    /// What a program took.
    struct Cost {
        let status: Int32
        let seconds: Double
        /// Of the processor, by the program and in the kernel for it.
        let processorSeconds: Double
        let peakBytes: Int
    }

    static func start(
        _ arguments: [String], actions: UnsafePointer<posix_spawn_file_actions_t>?,
        attributes: UnsafePointer<posix_spawnattr_t>?, _ environment: [String]
    ) throws -> pid_t {
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) }
        variables.append(nil)
        defer { (words + variables).forEach { free($0) } }
        var process = pid_t()
        let result = posix_spawnp(&process, arguments[0], actions, attributes, words, variables)
        guard result == 0 else {
            throw BenchFailure("\(arguments[0]) cannot be started: \(String(cString: strerror(result))).")
        }
        return process
    }

    /// Runs a program to its end.
    ///
    /// - Parameter input: a file it reads; nothing otherwise. What it writes to standard output is dropped, or kept in
    ///   the file `output`.
    static func run(
        _ arguments: [String], input: String = "/dev/null", output: String = "/dev/null",
        environment: [String]
    ) throws -> Cost {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(
            &actions, 2, output == "/dev/null" ? output : output + ".err",
            O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        let began = Moment.now
        let process = try start(arguments, actions: &actions, attributes: nil, environment)
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchFailure("\(arguments[0]) was lost.") }
        }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Cost(
            status: status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F), seconds: Moment.now - began,
            processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peakBytes: usage.ru_maxrss * 1024)
    }

    /// Whether a program of that name is there.
    static func finds(_ name: String) -> Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }
}

/// What the system knows of a running process.
struct ProcessFigures {
    let residentBytes: Int
    let peakBytes: Int
    /// Its share of what it has in memory, where others have the same pages.
    let shareBytes: Int?

    init(_ process: pid_t) {
        let status = Self.text("/proc/\(process)/status")
        residentBytes = Self.kilobytes("VmRSS:", in: status).map { $0 * 1024 } ?? 0
        peakBytes = Self.kilobytes("VmHWM:", in: status).map { $0 * 1024 } ?? 0
        shareBytes = Self.kilobytes("Pss:", in: Self.text("/proc/\(process)/smaps_rollup")).map { $0 * 1024 }
    }

    /// How often its threads have gone to sleep, all together: once for each time they woke.
    static func sleeps(of process: pid_t) -> Int {
        guard let folder = opendir("/proc/\(process)/task") else { return 0 }
        defer { closedir(folder) }
        var sum = 0
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard Int(name) != nil else { continue }
            sum +=
                kilobytes("voluntary_ctxt_switches:", in: text("/proc/\(process)/task/\(name)/status")) ?? 0
        }
        return sum
    }

    private static func kilobytes(_ name: String, in text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            return line.dropFirst(name.count).split(whereSeparator: { $0 == " " || $0 == "\t" }).first
                .flatMap { Int($0) }
        }
        return nil
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
