import CNcurses
import Glibc

/// The terminal as files: where keys come from and where cells go, also when standard input is a pipe.
struct TerminalDescriptors {
    let input: Int32
    let output: Int32
    private let opened: Int32?

    /// Throws `ScreenError.noTerminal` where output is not a terminal, or keys could come from nowhere.
    init() throws {
        guard isatty(STDOUT_FILENO) == 1 else { throw ScreenError.noTerminal }
        output = STDOUT_FILENO
        if isatty(STDIN_FILENO) == 1 {
            input = STDIN_FILENO
            opened = nil
        } else {
            let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
            guard terminal >= 0 else { throw ScreenError.noTerminal }
            input = terminal
            opened = terminal
        }
    }

    /// Another terminal than the process's own.
    init(terminal: Int32) {
        input = terminal
        output = terminal
        opened = nil
    }

    func close() {
        if let opened { Glibc.close(opened) }
    }

    /// The window's size, or what a terminal without one is taken to have.
    var size: Size {
        var rows: Int32 = 0
        var columns: Int32 = 0
        guard mercer_window_size(output, &rows, &columns) == 0 else { return Size(80, 24) }
        return Size(columns: Int(columns), rows: Int(rows))
    }

    /// Writes all of it, whatever the terminal's pace; gives up when it has gone away.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, 1000)
            } else if errno != EINTR {
                return
            }
        }
    }

    func write(_ text: String) { write(Array(text.utf8)) }
}
