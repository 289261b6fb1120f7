import Foundation
import Glibc
package import HTTP

/// Why no redirect came.
package enum LoopbackFailure: Error, Sendable, Hashable {
    /// The port is taken, or there is none to be had.
    case cannotListen(reason: String)
    case timedOut
    case cancelled
}

/// Waits on this machine for the one redirect that ends a sign-in in the browser (RFC 8252, 7.3).
///
/// Listens on 127.0.0.1 only. Other requests of a browser (its icon, a connection opened ahead) are answered and passed
/// over; so is a redirect with another state, as any page can make a browser send one.
package final class LoopbackRedirect: Sendable {
    package let port: UInt16
    private let path: String
    private let listener: Int32
    /// Written to by whoever gives up; read by the thread.
    private let wake: (reading: Int32, writing: Int32)

    /// - Parameters:
    ///   - port: 0 for one that is free; a platform that wants the address to be registered needs a given one.
    ///   - path: of the address that is registered.
    package init(port: UInt16 = 0, path: String = "/callback") throws(LoopbackFailure) {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let listener = socket(AF_INET, kind, 0)
        guard listener >= 0 else { throw .cannotListen(reason: String(cString: strerror(errno))) }
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        var ends: [Int32] = [-1, -1]
        guard isListening, pipe(&ends) == 0 else {
            let reason = String(cString: strerror(errno))
            close(listener)
            throw .cannotListen(reason: reason)
        }
        for end in ends { Self.makeOwn(end) }
        self.port = UInt16(bigEndian: address.sin_port)
        self.path = path
        self.listener = listener
        wake = (ends[0], ends[1])
    }

    deinit {
        close(listener)
        close(wake.reading)
        close(wake.writing)
    }

    /// Not for programs started from here, and never waited for in a read.
    static func makeOwn(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// What to give the platform as the address to come back to.
    package var url: String { "http://127.0.0.1:\(port)\(path)" }

    /// The parameters of the redirect that carries this state. Waits once: after a cancel it waits no more.
    package func query(
        state: String, within limit: Duration = .seconds(300)
    ) async throws(LoopbackFailure) -> Query {
        let end = ContinuousClock.now + limit
        let result: Result<Query, LoopbackFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // `self` is held by the caller, which waits for this thread; so are the descriptors.
                Thread.detachNewThread { [listener, wake, path] in
                    var visitors = LoopbackVisitors(
                        listener: listener, wake: wake.reading, path: path, state: state)
                    let result = visitors.run(until: end)
                    visitors.closeAll()
                    continuation.resume(returning: result)
                }
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    /// Ends the wait that is going on, or the next one.
    package func cancel() {
        var byte: UInt8 = 1
        _ = write(wake.writing, &byte, 1)
    }
}
