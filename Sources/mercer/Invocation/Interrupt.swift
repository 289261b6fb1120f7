#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whether Ctrl-C was pressed while it lives: a work in parts looks between two parts and stops there.
///
/// The signal is blocked and asked for, so that no handler runs in the middle of a transaction.
final class Interrupt {
    private var old = sigset_t()

    init() {
        var signals = Self.signals
        pthread_sigmask(SIG_BLOCK, &signals, &old)
    }

    deinit { pthread_sigmask(SIG_SETMASK, &old, nil) }

    var asked: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1
    }

    /// Whether it was pressed; after that the next one ends Mercer at once, as ever.
    func take() -> Bool {
        guard asked else { return false }
        var signals = Self.signals
        var taken: Int32 = 0
        sigwait(&signals, &taken)
        pthread_sigmask(SIG_SETMASK, &old, nil)
        return true
    }

    private static var signals: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        return signals
    }
}
