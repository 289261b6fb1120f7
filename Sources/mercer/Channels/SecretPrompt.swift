#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads a line that the terminal does not show.
enum SecretPrompt {
    /// - Returns: nil where the input ended, or Ctrl-C was pressed. The terminal shows what is typed again in any case.
    static func ask(_ question: String, _ console: Console) -> String? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        console.ask(question)
        // While nothing is shown no signal may end Mercer: it would leave the terminal so.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGTSTP] { sigaddset(&signals, signal) }
        var mask = sigset_t()
        pthread_sigmask(SIG_BLOCK, &signals, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        var unseen = before
        unseen.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen) == 0 else { return nil }
        defer {
            tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
            console.note("")
        }
        return readLine()
    }

    private static func readLine() -> String? {
        var bytes: [UInt8] = []
        while bytes.count < 4096 {
            var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 100) >= 0 || errno == EINTR else { return nil }
            var pending = sigset_t()
            sigpending(&pending)
            // Asked to end from outside: the terminal is put right first, then the signal takes effect.
            if [SIGTERM, SIGHUP].contains(where: { sigismember(&pending, $0) == 1 }) { return nil }
            guard waiting.revents != 0 else { continue }
            var byte: UInt8 = 0
            guard read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
            switch byte {
            case 0x0A, 0x0D: return String(decoding: bytes, as: UTF8.self)
            case 0x03, 0x1B: return nil
            case 0x04 where bytes.isEmpty: return nil
            case 0x04: return String(decoding: bytes, as: UTF8.self)
            case 0x7F, 0x08: if !bytes.isEmpty { bytes.removeLast() }
            case 0x15: bytes = []
            default: bytes.append(byte)
            }
        }
        return nil
    }
}
