#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Says that a work in parts is being done now, by a lock on a file beside the shop's: the kernel frees it at a kill,
/// so a work that is only under way elsewhere is never taken for one that was cut off.
///
/// A file of its own, as closing another descriptor of the shop's file would drop SQLite's locks on it.
final class RunLock {
    private let descriptor: Int32
    private let path: String

    /// Held until it goes. Where the file cannot be made there is no lock; the work is done all the same.
    init(_ shop: String) {
        path = Self.path(shop)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { flock(descriptor, LOCK_SH) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
        close(descriptor)
    }

    /// Whether some program does such a work on the shop now.
    static func isHeld(_ shop: String) -> Bool {
        let descriptor = open(path(shop), O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }

    private static func path(_ shop: String) -> String { shop + "-running" }
}
