import CNcurses

/// What puts the terminal back when the program cannot: on a crash signal, at exit. It also turns
/// SIGWINCH, SIGTERM, SIGHUP, SIGINT and SIGTSTP into bytes on a pipe.
///
/// Only this file calls the guard's C functions, because each file that does gets its own copy of their state.
enum CrashGuard {
    /// Call before curses changes anything: the modes it finds are those it restores.
    static func install(on descriptor: Int32, signalPipe: Int32, restore: [UInt8]) {
        restore.withUnsafeBytes { bytes in
            mercer_guard_install(descriptor, signalPipe, bytes.baseAddress, bytes.count)
        }
    }

    static func activate(_ isActive: Bool) { mercer_guard_activate(isActive ? 1 : 0) }
    static func setRawModes(of descriptor: Int32) { mercer_raw_modes(descriptor) }
    static func remove() { mercer_guard_remove() }
    static func restoreModes(of descriptor: Int32) { mercer_restore_modes(descriptor) }
    static func stopJob() { mercer_stop_job() }
}
