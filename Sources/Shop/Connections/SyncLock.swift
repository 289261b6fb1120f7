#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The right to sync a shop: one Mercer has it, by an exclusive lock on a file beside the shop's, which the kernel frees
/// at a kill. A clock would not do: a suspended machine comes back and believes that it still has its turn.
package final class SyncLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Nil where another program has it.
    ///
    /// - Throws: ``ShopError/cannotOpen(path:reason:)`` where the lock's file cannot be made.
    package static func take(_ shop: Shop) throws -> SyncLock? {
        let path = shop.path + "-sync"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ShopError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return SyncLock(descriptor: descriptor)
    }

    /// The file stays: removing it under somebody who waits for it would give two of them the right. It is unlocked before
    /// it is closed, as a program that is just being started by another thread has a copy of the descriptor until it runs.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
