import Glibc

/// Says when files in some folders are written, without ever waking to look: the event loop polls
/// its descriptor along with the keys.
package final class FileWatch {
    let descriptor: Int32

    /// Folders that are not there are passed over; with none, nothing is ever reported.
    package init(folders: [String]) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { return }
        for folder in folders {
            inotify_add_watch(descriptor, folder, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE))
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Takes note of what happened, so that it is not reported again.
    func drain() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }
}
