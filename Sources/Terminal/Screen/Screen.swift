import CNcurses
import Glibc

/// The one door to the terminal: all of curses is behind it, on one thread.
///
/// It shows frames and gives back bytes of input; what they mean is the decoder's business. From
/// `init` to `close` the terminal is in its own modes, and every way out puts it back.
package final class Screen {
    package private(set) var size: Size
    /// How many colours it can show, NO_COLOR and the configuration considered.
    package let depth: ColourDepth
    package let options: ScreenOptions
    let descriptors: TerminalDescriptors
    let signals: WakePipe
    private let output: FrameOutput
    private let curses: Curses
    private let window: UnsafeMutablePointer<WINDOW>
    private let colours: Int
    private var pen: Pen
    private var theme: Theme
    private var shown: Frame?
    private var caretIsShown = true
    private var row: [cchar_t] = []
    private var isUp = true
    private let errors: StandardError

    /// Takes the terminal over. Throws `ScreenError`, having left everything as it was.
    package convenience init(_ options: ScreenOptions, theme: Theme = .dark) throws {
        guard options.terminalName != "dumb" else { throw ScreenError.dumbTerminal(name: "dumb") }
        try self.init(options, theme: theme, on: TerminalDescriptors())
    }

    init(_ options: ScreenOptions, theme: Theme, on descriptors: TerminalDescriptors) throws {
        self.options = options
        self.descriptors = descriptors
        signals = try WakePipe()
        output = try FrameOutput(descriptors)
        Screen.chooseLocale()
        mercer_few_memory_pools()
        // Set by some shells for their own sake; curses would believe them and never see a resize.
        unsetenv("LINES")
        unsetenv("COLUMNS")
        CrashGuard.install(on: descriptors.output, signalPipe: signals.writeEnd, restore: Screen.restoreBytes)
        guard let curses = Screen.openTerminal(options, descriptors, output) else {
            CrashGuard.remove()
            descriptors.close()
            throw ScreenError.unusable(name: options.terminalName)
        }
        CrashGuard.activate(true)
        self.curses = curses
        window = mercer_stdscr()
        if !options.wantsNoColour {
            start_color()
            use_default_colors()
        }
        colours = Int(mercer_colors())
        depth = options.depth(colours: options.wantsNoColour ? 0 : colours)
        self.theme = theme
        pen = Pen(theme: theme, depth: depth, colours: colours)
        size = descriptors.size
        // Curses writes to memory and cannot know the terminal's modes: they are set below.
        nonl()
        typeahead(-1)
        keypad(window, true)
        leaveok(window, false)
        // Terminals differ in the ground of the cells that deleting characters leaves at the end of a row.
        idcok(window, false)
        errors = StandardError(redirectedTo: options.errorFile)
        resizeterm(Int32(size.rows), Int32(size.columns))
        CrashGuard.setRawModes(of: descriptors.output)
        output.send(isFrame: false)
        startOwnModes()
    }

    private static func openTerminal(
        _ options: ScreenOptions, _ descriptors: TerminalDescriptors, _ output: FrameOutput
    ) -> Curses? {
        for name in options.candidates {
            let before = getenv("TERMINFO").map { String(cString: $0) }
            if name == TrueColour.name { setenv("TERMINFO", TrueColour.entry, 1) }
            // Children must not inherit it: what they run is not Mercer.
            defer {
                if name == TrueColour.name {
                    if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
                }
            }
            guard let stream = output.stream(), let input = fdopen(dup(descriptors.input), "r") else {
                return nil
            }
            if let handle = newterm(name, stream, input) {
                return Curses(handle: handle, output: stream, input: input)
            }
            fclose(stream)
            fclose(input)
        }
        return nil
    }

    /// The user's character set, or UTF-8 where the system has no such locale: without one, curses
    /// believes every letter beyond ASCII unprintable.
    private static func chooseLocale() {
        if setlocale(LC_CTYPE, "") != nil, mercer_mb_cur_max() > 1 { return }
        if setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
    }

    /// What `newterm` gave and was given.
    private struct Curses {
        let handle: OpaquePointer
        let output: UnsafeMutablePointer<FILE>
        let input: UnsafeMutablePointer<FILE>
    }

    // MARK: Frames

    /// Shows a frame by sending what differs from the last one; nothing at all when they look alike.
    package func present(_ frame: Frame, theme newTheme: Theme) {
        guard isUp else { return }
        if newTheme != theme {
            theme = newTheme
            pen = Pen(theme: newTheme, depth: depth, colours: colours)
            shown = nil
        }
        if let shown, shown.looksLike(frame) { return }
        put(frame)
        place(cursor: frame)
        wnoutrefresh(window)
        doupdate()
        output.send(isFrame: true)
        shown = frame
    }

    /// Hands the changed rows to curses.
    private func put(_ frame: Frame) {
        let columns = min(frame.size.columns, size.columns)
        guard columns > 0 else { return }
        if row.count != columns { row = Array(repeating: cchar_t(), count: columns) }
        for index in 0..<min(frame.size.rows, size.rows) {
            if let shown, shown.hasSameRow(index, as: frame) { continue }
            row.withUnsafeMutableBufferPointer { cells in
                guard let first = cells.baseAddress else { return }
                let count = fill(cells, with: frame, row: index)
                _ = mvwadd_wchnstr(window, Int32(index), 0, first, Int32(count))
            }
        }
    }

    /// One row as curses takes it, a wide character as one; answers how many there are.
    private func fill(_ row: UnsafeMutableBufferPointer<cchar_t>, with frame: Frame, row index: Int) -> Int {
        let start = index * frame.size.columns
        var count = 0
        frame.cells.withUnsafeBufferPointer { cells in
            var column = 0
            while column < row.count, let target = row.baseAddress.map({ $0 + count }) {
                let cell = cells[start + column]
                let isWide = column + 1 < row.count && cells[start + column + 1].isWideTail
                let ink = pen.ink(of: cell)
                let base = cell.isWideTail ? 0x20 : cell.scalar
                count += 1
                column += isWide ? 2 : 1
                if base < 0x7F || Int(mercer_wcwidth(base)) == (isWide ? 2 : 1) {
                    mercer_set_cell(target, base, ink.attributes, ink.pair)
                    guard cell.marks != 0 else { continue }
                    for mark in frame.marks(of: cell) where mercer_wcwidth(mark.value) == 0 {
                        mercer_add_mark(target, mark.value)
                    }
                } else {
                    // What the C library measures otherwise than we do would shift the rest of the row.
                    mercer_set_cell(target, 0x3F, ink.attributes, ink.pair)
                    guard isWide else { continue }
                    mercer_set_cell(target + 1, 0x20, ink.attributes, ink.pair)
                    count += 1
                }
            }
        }
        return count
    }

    private func place(cursor frame: Frame) {
        let showsCaret = frame.cursor != nil && (frame.showsCaret || frame.look.isAccessible)
        if showsCaret != caretIsShown {
            curs_set(showsCaret ? 1 : 0)
            caretIsShown = showsCaret
        }
        // Also while it is hidden: screen readers and input methods follow it.
        guard let cursor = frame.cursor, cursor.row < size.rows, cursor.column < size.columns else { return }
        wmove(window, Int32(max(0, cursor.row)), Int32(max(0, cursor.column)))
    }

    /// Draws everything anew with the next frame.
    package func repaint() {
        redrawwin(window)
        shown = nil
    }

    /// Asks the terminal for its size after SIGWINCH; answers whether it is another.
    package func updateSize() -> Bool {
        let new = descriptors.size
        guard new != size else { return false }
        size = new
        resizeterm(Int32(new.rows), Int32(new.columns))
        repaint()
        return true
    }

    // MARK: Coming and going

    /// Puts the terminal back for good.
    package func close() {
        guard isUp else { return }
        leave()
        CrashGuard.remove()
        errors.restore()
        delscreen(curses.handle)
        fclose(curses.output)
        fclose(curses.input)
        descriptors.close()
    }

    /// Gives the terminal to somebody else until `enter`.
    func leave() {
        guard isUp else { return }
        isUp = false
        descriptors.write(Screen.ownModesOff)
        if !caretIsShown { curs_set(1) }
        endwin()
        output.send(isFrame: false)
        output.rest()
        CrashGuard.restoreModes(of: descriptors.output)
        CrashGuard.activate(false)
    }

    /// Takes it back: keys typed meanwhile were meant for the other and are dropped.
    func enter() {
        guard !isUp else { return }
        isUp = true
        CrashGuard.setRawModes(of: descriptors.output)
        tcflush(descriptors.input, TCIFLUSH)
        CrashGuard.activate(true)
        size = descriptors.size
        resizeterm(Int32(size.rows), Int32(size.columns))
        // The first refresh after `endwin` brings the terminal's modes and the other screen back.
        wnoutrefresh(window)
        doupdate()
        output.send(isFrame: true)
        caretIsShown = true
        startOwnModes()
        repaint()
    }

    /// Ctrl-Z: stops the job and returns when the shell continues it.
    package func suspend() {
        leave()
        CrashGuard.stopJob()
        enter()
    }

    /// Runs another program on the terminal and waits for it; answers its exit status.
    /// Throws `ScreenError.childFailed` when it cannot be started.
    package func run(_ arguments: [String]) throws -> Int32 {
        leave()
        defer { enter() }
        return try ChildProgram.run(arguments, terminal: descriptors.input)
    }

    private func startOwnModes() {
        descriptors.write(Screen.ownModesOn + (options.usesMouse ? Screen.mouseOn : ""))
    }

    /// Turns the mouse over to the terminal's own selection, or takes it back.
    package func setMouse(_ isOn: Bool) {
        descriptors.write(isOn ? Screen.mouseOn : Screen.mouseOff)
    }

    package func ringBell() { descriptors.write([0x07]) }

    // MARK: Bytes that curses has no word for

    private static let mouseOn = "\u{1B}[?1000h\u{1B}[?1006h"
    private static let mouseOff = "\u{1B}[?1006l\u{1B}[?1000l"
    /// Pasted text between brackets, and a word when the window comes to the front.
    private static let ownModesOn = "\u{1B}[?2004h\u{1B}[?1004h"
    private static let ownModesOff =
        "\u{1B}[?2026l\u{1B}[?1003l\u{1B}[?1002l" + mouseOff + "\u{1B}[?2004l\u{1B}[?1004l"
    /// All of it and what curses set: cursor on, plain letters, cursor keys as they were, the first screen.
    private static let restoreBytes = Array(
        (ownModesOff + "\u{1B}[?25h\u{1B}[0m\u{1B}[?1l\u{1B}>\u{1B}[?1049l\r").utf8)
}
