import Glibc
import Synchronization

/// Where other threads leave messages for the event loop. Posting never waits and wakes the loop
/// through a pipe, once for however many messages lie there.
package final class Mailbox<Message: Sendable>: Sendable {
    private let waiting = Mutex<[Message]>([])
    private let pipe: WakePipe

    /// Throws `ScreenError.noPipe` when the system has no file descriptors left.
    package init() throws {
        pipe = try WakePipe()
    }

    /// Leaves a message; from any thread.
    package func post(_ message: Message) {
        let isFirst = waiting.withLock { waiting in
            waiting.append(message)
            return waiting.count == 1
        }
        if isFirst { pipe.wake() }
    }

    /// What the loop polls.
    var descriptor: Int32 { pipe.readEnd }

    /// Takes all that lies there, in order.
    package func takeAll() -> [Message] {
        pipe.drain()
        return waiting.withLock { waiting in
            let all = waiting
            waiting.removeAll()
            return all
        }
    }
}

/// A pipe that only carries "look up": written by threads and signal handlers, polled by the loop.
final class WakePipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw ScreenError.noPipe(errno: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func wake() {
        var byte: UInt8 = 1
        // A full pipe has already woken the reader, so a failed write loses nothing.
        _ = write(writeEnd, &byte, 1)
    }

    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }
}
