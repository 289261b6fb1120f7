#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Waits, without ever waking by itself, for any program's write to the shop's write-ahead log.
final class WriteAheadWatch: Sendable {
    private let descriptor: Int32
    private let stop: Int32

    /// - Throws: ``ShopError/cannotOpen(path:reason:)`` where the system gives no watch.
    init(path: String, _ foundNews: @escaping @Sendable () -> Bool) throws {
        let descriptor = inotify_init1(Int32(IN_CLOEXEC))
        var ends: [Int32] = [-1, -1]
        let piped = pipe(&ends)
        guard descriptor >= 0, piped == 0,
            inotify_add_watch(descriptor, path, UInt32(IN_MODIFY)) >= 0
        else {
            let reason = String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            for end in ends where end >= 0 { close(end) }
            throw ShopError.cannotOpen(path: path, reason: "it cannot be watched, \(reason)")
        }
        self.descriptor = descriptor
        stop = ends[1]
        var thread = pthread_t()
        let watch = Unmanaged.passRetained(Loop(descriptor: descriptor, stop: ends[0], foundNews: foundNews))
        let started = pthread_create(
            &thread, nil,
            { raw in
                Unmanaged<Loop>.fromOpaque(raw!).takeRetainedValue().run()
                return nil
            }, watch.toOpaque())
        if started == 0 { pthread_detach(thread) } else { watch.release() }
    }

    deinit {
        // The loop's poll sees its end hang up, and closes the rest.
        close(stop)
    }

    private final class Loop: Sendable {
        let descriptor: Int32
        let stop: Int32
        let foundNews: @Sendable () -> Bool

        init(descriptor: Int32, stop: Int32, foundNews: @escaping @Sendable () -> Bool) {
            self.descriptor = descriptor
            self.stop = stop
            self.foundNews = foundNews
        }

        func run() {
            var buffer = [UInt8](repeating: 0, count: 4096)
            var patience: Int32 = -1
            while true {
                var waits = [
                    pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
                ]
                let count = poll(&waits, 2, patience)
                if count < 0, errno == EINTR { continue }
                if count < 0 || waits[1].revents != 0 { break }
                if count > 0 {
                    // One write is many events: what has come is taken together.
                    _ = read(descriptor, &buffer, buffer.count)
                    patience = 1
                }
                // The log is written before the commit can be read: until there is news, look again at 1, 2, 4 …
                // 512 ms, then wait for the next write.
                patience = foundNews() || patience > 512 ? -1 : max(1, patience) * 2
            }
            close(descriptor)
            close(stop)
        }
    }
}
