import CNcurses
import Glibc
import TestSupport
import Testing

@testable import Terminal

/// The screen on a pseudo-terminal: what really arrives. Curses is one per process, so one test at a time.
@Suite(.serialized) struct ScreenTests {
    @Test(arguments: ["truecolor", ""])
    func `whatever frames follow each other, the terminal shows the last`(claim: String) throws {
        // 250 frames of one screen, seed 23; each differs from the one before in some places.
        var random = SeededRandom(seed: 23)
        let terminal = try PseudoTerminal(Size(47, 13))
        let screen = try Screen(
            ScreenOptions(environment: ["TERM": "xterm-256color", "COLORTERM": claim, "LANG": "C.UTF-8"]),
            theme: .dark,
            on: TerminalDescriptors(terminal: terminal.inner))
        defer { screen.close() }
        #expect(screen.depth == (claim.isEmpty ? .indexed : .truecolour))
        var picture = EmulatedTerminal(columns: 47, rows: 13)
        var frame = Frame(Size(47, 13))
        for _ in 0..<250 {
            if random.chance(1, in: 12) { frame = Frame(Size(47, 13)) }
            for _ in 0..<random.integer(in: 1...6) {
                frame.put(
                    random.pick([
                        "Blue mug", "კათხა", "漢字と", "€24.00", "e\u{301}", "▁▂▃█", "          ", "👍ok", "a",
                    ]),
                    at: Point(random.integer(in: -2...46), random.integer(in: 0...12)),
                    role: random.pick(Role.allCases),
                    emphasis: random.pick([[], .selected, .bold, .reverse, .underline]))
            }
            frame.cursor =
                random.chance(1, in: 3) ? Point(random.integer(in: 0...46), random.integer(in: 0...12)) : nil
            screen.present(frame, theme: .dark)
            picture.take(terminal.read())
            #expect(picture.text == frame.text)
            if let cursor = frame.cursor {
                #expect((picture.column, picture.row) == (cursor.column, cursor.row))
            }
            expectSameGround(picture, frame, depth: screen.depth)
        }
        #expect(picture.unknown == [])
        screen.present(frame, theme: .dark)
        #expect(terminal.read() == [])
    }

    private func expectSameGround(_ picture: EmulatedTerminal, _ frame: Frame, depth: ColourDepth) {
        let theme = Theme.dark.adapted(to: depth)
        for row in 0..<frame.size.rows {
            for column in 0..<frame.size.columns {
                let cell = frame[Point(column, row)]
                let style = theme.style(of: cell)
                let isReversed = style.attributes.contains(.reverse)
                if cell.scalar != 0x20 && !cell.isWideTail {
                    let expected = code(style.foreground, 38)
                    #expect(picture.style(column: column, row: row).last == expected)
                    #expect(
                        picture.style(column: column, row: row).contains("1")
                            == style.attributes.contains(.bold))
                }
                if !isReversed {
                    #expect(picture.background(column: column, row: row) == code(style.background, 48))
                }
            }
        }
    }

    private func code(_ colour: Colour?, _ base: Int) -> String {
        switch colour {
        case .rgb(let red, let green, let blue): "\(base);2;\(red);\(green);\(blue)"
        case .indexed(let index): "\(base);5;\(index)"
        default: "\(base + 1)"
        }
    }

    @Test func `the terminal is put back as it was`() throws {
        let terminal = try PseudoTerminal(Size(40, 10))
        let before = terminal.modes
        let screen = try Screen(
            ScreenOptions(environment: ["TERM": "xterm-256color"]), theme: .dark,
            on: TerminalDescriptors(terminal: terminal.inner))
        screen.present(Frame(Size(40, 10)), theme: .dark)
        #expect(terminal.modes != before)
        var picture = EmulatedTerminal(columns: 40, rows: 10)
        picture.take(terminal.read())
        #expect(picture.isOnOtherScreen)
        #expect(picture.modes.isSuperset(of: ["?2004", "?1000", "?1006", "?1004"]))
        #expect(!picture.modes.contains("?25"))
        screen.close()
        picture.take(terminal.read())
        #expect(!picture.isOnOtherScreen)
        #expect(picture.modes.isDisjoint(with: ["?2004", "?1000", "?1002", "?1006", "?1004", "?2026"]))
        #expect(picture.modes.contains("?25"))
        #expect(terminal.modes == before)
    }

    @Test(arguments: ["xterm-ghostty", "nonsense", "linux", "vt100", "tmux-256color", "screen", ""])
    func `any name of a terminal gives a screen`(name: String) throws {
        let terminal = try PseudoTerminal(Size(30, 5))
        let screen = try Screen(
            ScreenOptions(environment: ["TERM": name]), theme: .dark,
            on: TerminalDescriptors(terminal: terminal.inner))
        defer { screen.close() }
        var frame = Frame(Size(30, 5))
        frame.put("Blue mug", at: Point(3, 2), role: .bad)
        screen.present(frame, theme: .dark)
        #expect(String(decoding: terminal.read(), as: UTF8.self).contains("Blue mug"))
    }

    @Test func `with NO_COLOR there is no colour, and a new theme repaints`() throws {
        let terminal = try PseudoTerminal(Size(30, 5))
        let screen = try Screen(
            ScreenOptions(environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"]),
            theme: .dark,
            on: TerminalDescriptors(terminal: terminal.inner))
        defer { screen.close() }
        var frame = Frame(Size(30, 5))
        frame.put("Blue mug", at: Point(3, 2), role: .good)
        screen.present(frame, theme: .dark)
        let bytes = String(decoding: terminal.read(), as: UTF8.self)
        #expect(bytes.contains("Blue mug") && !bytes.contains("38;") && !bytes.contains("48;"))
        #expect(screen.depth == .none)
    }

    @Test func `a size that changes is followed, down to one cell`() throws {
        let terminal = try PseudoTerminal(Size(30, 5))
        let screen = try Screen(
            ScreenOptions(environment: ["TERM": "xterm-256color", "LINES": "7"]), theme: .dark,
            on: TerminalDescriptors(terminal: terminal.inner))
        defer { screen.close() }
        for size in [Size(1, 1), Size(120, 40), Size(2, 3), Size(30, 5)] {
            terminal.resize(size)
            let isOther = screen.updateSize()
            #expect(isOther && screen.size == size)
            var frame = Frame(size)
            frame.put("漢字 Blue mug", at: Point(0, 0))
            screen.present(frame, theme: .dark)
            var picture = EmulatedTerminal(columns: size.columns, rows: size.rows)
            picture.take(terminal.read())
            #expect(picture.text == frame.text)
        }
    }

    @Test func `the clipboard order is base64 and bounded`() {
        #expect(Screen.base64(Array("hello".utf8)) == "aGVsbG8=")
        #expect(Screen.base64(Array("any carnal pleas".utf8)) == "YW55IGNhcm5hbCBwbGVhcw==")
        #expect(Screen.base64([]) == "")
    }
}

/// Both ends of a pseudo-terminal.
final class PseudoTerminal {
    let outer: Int32
    let inner: Int32

    struct NoTerminal: Error {}

    init(_ size: Size) throws {
        // posix_openpt and its like are not visible here; this is what they do.
        outer = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var isLocked: Int32 = 0
        var number: Int32 = 0
        let unlock: UInt = 0x4004_5431
        let name: UInt = 0x8004_5430
        guard outer >= 0, ioctl(outer, unlock, &isLocked) == 0, ioctl(outer, name, &number) == 0 else {
            throw NoTerminal()
        }
        inner = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        guard inner >= 0 else { throw NoTerminal() }
        _ = fcntl(outer, F_SETFL, O_NONBLOCK)
        resize(size)
    }

    deinit {
        close(inner)
        close(outer)
    }

    func resize(_ size: Size) {
        var window = winsize()
        window.ws_row = UInt16(size.rows)
        window.ws_col = UInt16(size.columns)
        _ = ioctl(outer, UInt(TIOCSWINSZ), &window)
    }

    /// All that was written so far; writes to a pseudo-terminal are there when they return.
    func read() -> [UInt8] {
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(outer, &part, part.count)
            guard count > 0 else { return all }
            all += part[..<count]
        }
    }

    var modes: [UInt32] {
        var modes = termios()
        tcgetattr(inner, &modes)
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }
}
