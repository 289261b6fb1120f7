import CNcurses
import Glibc

/// What curses draws on: a file in memory. A frame is read back from it whole, shortened, and goes to the
/// terminal in one `write`, so that nothing is ever seen half drawn.
final class FrameOutput {
    private let memory: Int32
    private let terminal: TerminalDescriptors
    private var filter = ColourFilter()
    /// Terminals that know how hold the picture still between these two.
    private static let holdStill = Array("\u{1B}[?2026h".utf8)
    private static let goOn = Array("\u{1B}[?2026l".utf8)
    /// Smaller frames are over before anybody could see them half done.
    private static let bigFrame = 2048

    init(_ terminal: TerminalDescriptors) throws {
        memory = mercer_memory_file()
        guard memory >= 0 else { throw ScreenError.noPipe(errno: errno) }
        self.terminal = terminal
    }

    deinit { Glibc.close(memory) }

    /// A stream for `newterm`; it has a descriptor of its own.
    func stream() -> UnsafeMutablePointer<FILE>? {
        fdopen(dup(memory), "w")
    }

    /// Sends what curses has written since the last time.
    func send(isFrame: Bool) {
        let length = Int(lseek(memory, 0, SEEK_CUR))
        guard length > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: length)
        let count = pread(memory, &bytes, length, 0)
        lseek(memory, 0, SEEK_SET)
        ftruncate(memory, 0)
        guard count > 0 else { return }
        let shorter = filter.filter(count == length ? bytes : Array(bytes.prefix(count)))
        let isBig = isFrame && shorter.count >= FrameOutput.bigFrame
        terminal.write(isBig ? FrameOutput.holdStill + shorter + FrameOutput.goOn : shorter)
    }

    /// Leaves the terminal with plain letters and forgets its style.
    func rest() {
        terminal.write("\u{1B}[0m")
        filter.reset()
    }
}
