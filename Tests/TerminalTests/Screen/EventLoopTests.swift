import Glibc
import Testing

@testable import Terminal

extension ScreenTests {
    /// Writes down what it is told; "q" and a message quit, "x" asks.
    private struct Recorder: TerminalApp {
        var seen: [String] = []
        var questionsAsked = 0
        var deadline: ContinuousClock.Instant?
        let theme = Theme.dark

        mutating func update(_ event: AppEvent<String>, now: ContinuousClock.Instant) -> [String] {
            switch event {
            case .input(.key(let key)):
                seen.append(key.description)
                if key == .character("x") { questionsAsked += 1 }
                if key == .character("w") { deadline = now + .milliseconds(5) }
                return key == .character("q") || key == .escape ? ["quit"] : []
            case .input(.resize(let size)): seen.append("\(size.columns)x\(size.rows)")
            case .input(let other): seen.append("\(other)")
            case .message(let message):
                seen.append(message)
                return ["quit"]
            case .tick:
                seen.append("tick")
                return ["quit"]
            case .terminate:
                seen.append("terminate")
                return ["quit"]
            }
            return []
        }

        func view(_ size: Size) -> Frame {
            var frame = Frame(size)
            frame.put(seen.last ?? "", at: Point(0, 0))
            return frame
        }
    }

    private func run(typing keys: String, message: String? = nil) throws -> [String] {
        let terminal = try PseudoTerminal(Size(30, 5))
        let screen = try Screen(
            ScreenOptions(environment: ["TERM": "xterm-256color"]), theme: .dark,
            on: TerminalDescriptors(terminal: terminal.inner))
        defer { screen.close() }
        let mailbox = try Mailbox<String>()
        let loop = EventLoop(Recorder(), screen: screen, mailbox: mailbox) { effect, loop in
            if effect == "quit" { loop.quit() }
        }
        var bytes = Array(keys.utf8)
        _ = write(terminal.outer, &bytes, bytes.count)
        if let message { mailbox.post(message) }
        loop.run()
        return loop.app.seen
    }

    @Test func `keys reach the app in order, and nothing after it has quit`() throws {
        #expect(try run(typing: "jk\u{1B}[Aqj") == ["30x5", "j", "k", "Up", "q"])
    }

    @Test func `an Esc with nothing after it is the Esc key`() throws {
        #expect(try run(typing: "\u{1B}") == ["30x5", "Esc"])
    }

    @Test func `what was typed before a question was drawn does not answer it`() throws {
        #expect(try run(typing: "xyy", message: "done") == ["30x5", "x", "done"])
    }

    @Test func `a message wakes the loop, and so does the app's own deadline`() throws {
        #expect(try run(typing: "", message: "from elsewhere") == ["30x5", "from elsewhere"])
        #expect(try run(typing: "w") == ["30x5", "w", "tick"])
    }
}
