#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A program on a terminal of its own, with everything it writes and the moment it came.
final class PseudoTerminal {
    /// What came in one read.
    struct Chunk {
        let at: Moment
        let bytes: [UInt8]
    }

    /// `POSIX_SPAWN_SETSID`, which glibc declares only for GNU sources.
    private static let newSession = 0x80

    let process: pid_t
    private let side: Int32
    private(set) var isGone = false
    private(set) var startedAt: Moment

    /// - Throws: ``BenchFailure`` when the program cannot be started.
    init(_ arguments: [String], columns: Int = 200, rows: Int = 50, environment: [String]) throws {
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        var ours: Int32 = -1
        var theirs: Int32 = -1
        var name = [CChar](repeating: 0, count: 128)
        guard openpty(&ours, &theirs, &name, nil, &size) == 0 else {
            throw BenchFailure("There is no pseudo-terminal to be had: \(String(cString: strerror(errno))).")
        }
        side = ours
        // The program opens it by itself; were it held here too, its end would not be seen.
        close(theirs)
        _ = fcntl(side, F_SETFD, FD_CLOEXEC)
        let path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The leader of a new session gets the first terminal it opens as its own.
        posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(Self.newSession))
        startedAt = .now
        process = try Spawned.start(arguments, actions: &actions, attributes: &attributes, environment)
    }

    deinit {
        if !isGone {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        close(side)
    }

    /// Types keys and answers the moment just before.
    @discardableResult
    func type(_ keys: String) -> Moment {
        let bytes = Array(keys.utf8)
        let at = Moment.now
        _ = write(side, bytes, bytes.count)
        return at
    }

    /// What comes until nothing has come for a while, or until the program has ended.
    ///
    /// - Parameter patience: how long the first byte may take.
    func listen(quiet: Double = 0.03, patience: Double = 3) -> [Chunk] {
        var chunks: [Chunk] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var source = pollfd(fd: side, events: Int16(POLLIN), revents: 0)
            let wait = chunks.isEmpty ? patience : quiet
            guard poll(&source, 1, Int32(max(1, wait * 1000))) > 0 else { return chunks }
            let count = read(side, &buffer, buffer.count)
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                // EIO: nobody holds the other side any more.
                isEnded = true
                return chunks
            }
            chunks.append(Chunk(at: .now, bytes: Array(buffer.prefix(count))))
        }
    }

    private var isEnded = false

    /// Waits for the program's end and answers its exit status; nil when it does not end by itself.
    func end(within seconds: Double = 5) -> Int32? {
        let until = Moment.now + seconds
        var status: Int32 = 0
        while Moment.now < until {
            if waitpid(process, &status, WNOHANG) == process {
                isGone = true
                return (status >> 8) & 0xFF
            }
            usleep(100)
        }
        return nil
    }
}

/// A moment of the monotonic clock, in seconds.
struct Moment: Comparable {
    let seconds: Double

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(seconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }

    static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
    static func - (left: Moment, right: Moment) -> Double { left.seconds - right.seconds }
    static func + (left: Moment, seconds: Double) -> Moment { Moment(seconds: left.seconds + seconds) }
}

/// Why there is no figure.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
