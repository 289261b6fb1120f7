import Foundation
import TestSupport
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
    private let process: RunningProgram
    private(set) var seen = ""

    init(_ program: Program) throws {
        // posix_openpt and its like are not visible here; this is what they do.
        outer = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var isLocked: Int32 = 0
        var number: Int32 = 0
        try #require(
            outer >= 0 && ioctl(outer, UInt(0x4004_5431), &isLocked) == 0
                && ioctl(outer, UInt(0x8004_5430), &number) == 0)
        inner = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(inner >= 0)
        _ = fcntl(outer, F_SETFL, O_NONBLOCK)
        process = try program.start(input: .descriptor(inner), error: .descriptor(inner))
    }

    deinit {
        process.send(SIGTERM)
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

    func send(_ signal: Int32) { process.send(signal) }

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

    /// Its exit status, or what stands for the signal that ended it.
    func end() async -> Int32 {
        let status = await process.ended()
        take()
        return status
    }
}
