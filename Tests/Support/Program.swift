import Dispatch
package import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A program to run, with what it is given.
///
/// Not Foundation's `Process`: that one hands a child whatever other threads open between its count of the files to
/// close and the start. An end of somebody else's pipe then lives on in a child, and whoever waits for the end of that
/// pipe, or of that process, waits for a stranger.
package struct Program: Sendable {
    /// An absolute path.
    package var path: String
    package var arguments: [String]
    package var environment: [String: String]
    /// Where it starts; where the tests run by default.
    package var folder: String?
    /// How many seconds it may live before it is killed, so that no test waits for ever.
    package var lifetime: Double

    package init(
        _ path: String, _ arguments: [String], environment: [String: String], folder: String? = nil,
        lifetime: Double = 240
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.lifetime = lifetime
    }

    /// Where something a program reads comes from, or something it writes goes to.
    package enum Stream: Sendable {
        case nothing
        /// The tests' end is in ``RunningProgram``.
        case pipe
        /// Made anew where it is written.
        case file(String)
        /// An open one, which stays the caller's.
        case descriptor(Int32)
    }

    /// What a program left when it ended.
    package struct Result: Sendable {
        /// Its exit status, or 128 and the number of the signal that ended it.
        package let status: Int32
        package let output: String
        package let error: String
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Throws: ``Failure`` when it cannot be started.
    package func start(input: Stream = .nothing, output: Stream = .nothing, error: Stream = .nothing) throws
        -> RunningProgram
    {
        try RunningProgram(self, [input, output, error])
    }

    /// Runs it to its end.
    ///
    /// - Throws: ``Failure`` when it cannot be started, or the file system's error.
    package func run(input: String? = nil) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mercer-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // What is left is the system's to clear.
        let files = ["in", "out", "err"].map { folder.appending(path: $0) }
        if let input { try Data(input.utf8).write(to: files[0]) }
        let program = try start(
            input: input == nil ? .nothing : .file(files[0].path), output: .file(files[1].path),
            error: .file(files[2].path))
        let status = program.wait()
        return Result(
            status: status, output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
}

/// A program that was started. It is killed when nobody holds it any more.
package final class RunningProgram: Sendable {
    /// The tests' ends of its pipes: what it reads, what it says, what it complains of.
    package let input: FileHandle?
    package let output: FileHandle?
    package let error: FileHandle?
    private let life: Life

    fileprivate init(_ program: Program, _ streams: [Program.Stream]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var ours: [FileHandle?] = []
        var theirs: [Int32] = []
        defer { for end in theirs { close(end) } }
        for (number, stream) in streams.enumerated() {
            let number = Int32(number)
            let isRead = number == STDIN_FILENO
            var end: FileHandle?
            switch stream {
            case .nothing: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            case .file(let path):
                posix_spawn_file_actions_addopen(
                    &actions, number, path, isRead ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            case .descriptor(let open): posix_spawn_file_actions_adddup2(&actions, open, number)
            case .pipe:
                // Sockets, which can be made so that no other child ever has them.
                var ends: [Int32] = [-1, -1]
                let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
                guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
                    throw Program.Failure(description: "no more pipes")
                }
                theirs.append(ends[isRead ? 0 : 1])
                posix_spawn_file_actions_adddup2(&actions, ends[isRead ? 0 : 1], number)
                end = FileHandle(fileDescriptor: ends[isRead ? 1 : 0], closeOnDealloc: true)
            }
            ours.append(end)
        }
        (input, output, error) = (ours[0], ours[1], ours[2])
        life = Life(try Self.spawn(program, &actions))
        life.watch(atMost: program.lifetime)
    }

    deinit { send(SIGKILL) }

    /// A group of its own, so that a key for the tests' terminal is not meant for it, and no signal ignored or held
    /// back, whatever whoever runs the tests does with theirs.
    private static func spawn(_ program: Program, _ actions: UnsafePointer<posix_spawn_file_actions_t>) throws
        -> pid_t
    {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGQUIT] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var line = [program.path] + program.arguments
        if let folder = program.folder { line = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, folder] + line }
        var words: [UnsafeMutablePointer<CChar>?] = line.map { strdup($0) }
        var variables: [UnsafeMutablePointer<CChar>?] = program.environment.map { strdup("\($0)=\($1)") }
        words.append(nil)
        variables.append(nil)
        defer { for text in words + variables { free(text) } }
        var id = pid_t()
        let problem = posix_spawn(&id, line[0], actions, &attributes, words, variables)
        guard problem == 0 else {
            throw Program.Failure(
                description: "\(program.path) cannot be started: \(String(cString: strerror(problem)))")
        }
        return id
    }

    package var isRunning: Bool { life.status.withLock { $0 == nil } }

    /// Does nothing where it has ended.
    package func send(_ signal: Int32) { life.send(signal) }

    /// Blocks until it has ended.
    ///
    /// - Returns: its exit status, or 128 and the number of the signal that ended it, as a shell has it.
    @discardableResult
    package func wait() -> Int32 {
        life.end.wait()
        return life.status.withLock { $0 } ?? -1
    }

    /// Returns once it has ended, with the same.
    package func ended() async -> Int32 {
        await withCheckedContinuation { done in life.end.notify(queue: .global()) { done.resume() } }
        return life.status.withLock { $0 } ?? -1
    }

    /// All it says from here to its end.
    package func rest() -> String {
        String(decoding: output?.readDataToEndOfFile() ?? Data(), as: UTF8.self)
    }
}

/// A process from its start until it was reaped.
private final class Life: Sendable {
    private let id: pid_t
    /// Nothing while it runs.
    let status = Mutex<Int32?>(nil)
    let end = DispatchGroup()

    init(_ id: pid_t) { self.id = id }

    /// A thread of its own waits for its end, and the dispatch queue for the end of its time, in seconds.
    func watch(atMost lifetime: Double) {
        end.enter()
        Thread.detachNewThread { [self] in
            var ended = siginfo_t()
            while waitid(P_PID, id_t(id), &ended, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            status.withLock { status in
                // Reaped with the lock held: no signal goes to another that was given its number.
                var word: Int32 = 0
                while waitpid(id, &word, 0) < 0, errno == EINTR {}
                status = word & 0x7F == 0 ? (word >> 8) & 0xFF : 128 + word & 0x7F
            }
            end.leave()
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + lifetime) { [weak self] in self?.send(SIGKILL) }
    }

    func send(_ signal: Int32) {
        status.withLock { status in
            if status == nil { kill(id, signal) }
        }
    }
}
