import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A program at a pseudo-terminal, and the one who types into it.
final class Typist {
    private let outer: Int32
    private let inner: Int32
    private let process: Process
    private(set) var seen = ""

    init(_ process: Process) throws {
        // posix_openpt and its like are not visible here; this is what they do.
        outer = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var isLocked: Int32 = 0
        var number: Int32 = 0
        try #require(
            outer >= 0 && ioctl(outer, UInt(0x4004_5431), &isLocked) == 0
                && ioctl(outer, UInt(0x8004_5430), &number) == 0)
        inner = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try #require(inner >= 0)
        _ = fcntl(outer, F_SETFL, O_NONBLOCK)
        self.process = process
        let handle = FileHandle(fileDescriptor: inner, closeOnDealloc: false)
        process.standardInput = handle
        process.standardError = handle
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
        close(inner)
        close(outer)
    }

    var isEchoing: Bool {
        var state = termios()
        return tcgetattr(inner, &state) == 0 && state.c_lflag & tcflag_t(ECHO) != 0
    }

    func type(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(outer, $0.baseAddress, $0.count) }
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    func wait(for words: String) async throws { try await wait(forAnyOf: words) }

    func wait(forAnyOf words: String...) async throws {
        try await until("\(words)") { words.contains { self.seen.contains($0) } }
    }

    func waitUntilUnseen() async throws { try await until("no echo") { !self.isEchoing } }

    private func until(_ what: String, _ isTrue: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            take()
            if isTrue() { return }
            try #require(process.isRunning && ContinuousClock.now < end, "no \(what) in: \(seen)")
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func take() {
        var part = [UInt8](repeating: 0, count: 4096)
        while case let count = read(outer, &part, part.count), count > 0 {
            seen += String(decoding: part.prefix(count), as: UTF8.self)
        }
    }

    /// Its exit status, or the signal that ended it.
    func end() async -> Int32 {
        while process.isRunning {
            take()
            try? await Task.sleep(for: .milliseconds(10))  // Not slept, it is looked at sooner.
        }
        take()
        return process.terminationStatus
    }
}
