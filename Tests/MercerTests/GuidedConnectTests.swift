import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `mercer connect` at a terminal.
@Suite struct GuidedConnectTests {
    @Test func `fields are asked one by one, and secrets are not shown`() async throws {
        let channel = try await ChannelProcess("woo")
        let seller = try Typist(channel.mercer.process(["connect", "woo"]))
        try await seller.wait(for: "Shop's address")
        #expect(seller.seen.contains("REST API"))
        seller.type("\(channel.sandbox.url)\n")
        try await seller.wait(for: "Consumer key")
        try await seller.waitUntilUnseen()
        seller.type("ck_sandboy\u{7F}x\n")
        try await seller.wait(for: "Consumer secret")
        try await seller.waitUntilUnseen()
        seller.type("cs_sandbox\n")
        #expect(await seller.end() == 0)
        #expect(seller.isEchoing)
        for secret in ["ck_sand", "cs_sand"] { #expect(!seller.seen.contains(secret), "\(seller.seen)") }
        #expect(try channel.run("test", "woo").status == 0)
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a terminal shows what is typed again, however Mercer ended`(signal: Int32) async throws {
        let channel = try await ChannelProcess("shopify")
        let seller = try Typist(channel.mercer.process(["connect", "shopify", "shop=my-shop"]))
        try await seller.wait(for: "Admin API access token (")
        try await seller.waitUntilUnseen()
        seller.send(signal)
        _ = await seller.end()
        #expect(seller.isEchoing)
        #expect(try channel.run("connections").output.contains("No channel is connected yet"))
    }

    @Test func `nothing is connected by one who goes away`() async throws {
        let channel = try await ChannelProcess("shopify")
        let seller = try Typist(channel.mercer.process(["connect"]))
        try await seller.wait(for: "Which (woo, shopify)?")
        seller.type("shopify\n")
        try await seller.wait(for: "Shop (")
        seller.type("my-shop\n")
        try await seller.waitUntilUnseen()
        seller.type("\u{3}")
        #expect(await seller.end() == 1)
        #expect(seller.isEchoing)
        #expect(seller.seen.contains("Nothing was connected."))
    }
}

/// A program at a pseudo-terminal, and the one who types into it.
private final class Typist {
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

    func wait(for words: String) async throws {
        try await until("“\(words)”") { self.seen.contains(words) }
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
