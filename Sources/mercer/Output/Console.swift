import Commerce
import Terminal

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where results and complaints go.
struct Console {
    let outputIsTerminal: Bool
    let errorIsTerminal: Bool
    let inputIsTerminal: Bool

    init() {
        inputIsTerminal = isatty(STDIN_FILENO) == 1
        outputIsTerminal = isatty(STDOUT_FILENO) == 1
        errorIsTerminal = isatty(STDERR_FILENO) == 1
    }

    /// The terminal's columns; nil where the output is a file or a pipe, which has no end of line to keep to.
    var width: Int? {
        guard outputIsTerminal else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes text and a line's end to standard output.
    func print(_ text: String) {
        guard !text.isEmpty else { return }
        write(text.hasSuffix("\n") ? text : text + "\n")
    }

    /// Writes to standard output as it is.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { Self.write($0, to: STDOUT_FILENO) }
    }

    /// Whether somebody can be asked: the questions go to standard error, the answers come on standard input.
    var canAsk: Bool { errorIsTerminal && inputIsTerminal }

    /// Writes to standard error without a line's end.
    func ask(_ question: String) {
        var text = question
        text.withUTF8 { Self.write($0, to: STDERR_FILENO) }
    }

    /// Writes bytes to standard output.
    func write(_ bytes: UnsafeRawBufferPointer) {
        Self.write(bytes.bindMemory(to: UInt8.self), to: STDOUT_FILENO)
    }

    /// Writes one line to standard error.
    func note(_ line: String) {
        var text = line + "\n"
        text.withUTF8 { Self.write($0, to: STDERR_FILENO) }
    }

    /// Replaces the line that shows progress; nothing where nobody watches.
    func progress(_ line: String) {
        guard errorIsTerminal else { return }
        var text = "\r\u{1B}[K" + line
        text.withUTF8 { Self.write($0, to: STDERR_FILENO) }
    }

    /// Says what went wrong, as a person reads it. Text from outside in it is made harmless line by line.
    func complain(_ message: String) {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
        note("mercer: " + lines.map { DisplayText($0).string }.joined(separator: "\n"))
    }

    func complain(_ failure: Failure, asJSON: Bool) {
        guard asJSON, let json = try? ErrorReport(failure).json() else {  // Then the words will do.
            return complain(failure.message)
        }
        note(json)
    }

    private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress!, rest.count)
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EPIPE {
                exit(Outcome.done.rawValue)
            } else if errno != EINTR {
                // Nobody is left to tell when standard error itself fails.
                if descriptor == STDOUT_FILENO {
                    let reason = String(cString: strerror(errno))
                    Console().note("mercer: the result cannot be written: \(reason)")
                }
                exit(Outcome.failed.rawValue)
            }
        }
    }
}

extension Slice where Base == UnsafeBufferPointer<UInt8> {
    fileprivate var baseAddress: UnsafePointer<UInt8>? { base.baseAddress.map { $0 + startIndex } }
}
