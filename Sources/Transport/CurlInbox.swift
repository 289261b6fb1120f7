import CCurl
import HTTP
import Synchronization

/// What the thread is asked to do. A transfer that is not known any more is passed over in silence.
enum CurlCommand: Sendable {
    case start(CurlStart)
    case cancel(UInt64)
    /// The reader has room again.
    case resume(UInt64)
}

struct CurlStart: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let sink: CurlSink
}

struct CurlHead: Sendable {
    let status: Int
    let headers: HTTPHeaders
}

/// Where an answer goes. Each continuation is resumed once: by the thread that owns the transfer, or by whoever could
/// not hand it over.
enum CurlSink: Sendable {
    case whole(CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>)
    case stream(CheckedContinuation<Result<CurlHead, HTTPFailure>, Never>, CurlPipe)

    func fail(_ failure: HTTPFailure) {
        switch self {
        case .whole(let waiting): waiting.resume(returning: .failure(failure))
        case .stream(let waiting, _): waiting.resume(returning: .failure(failure))
        }
    }
}

/// The way from any task to the thread that owns libcurl.
final class CurlInbox: Sendable {
    private struct State {
        var commands: [CurlCommand] = []
        var multi: Waker?
        var isOpen = true
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    func newIdentifier() -> UInt64 {
        state.withLock { state in
            state.last += 1
            return state.last
        }
    }

    /// - Returns: false when nobody will ever read it.
    @discardableResult
    func post(_ command: CurlCommand) -> Bool {
        state.withLock { state in
            guard state.isOpen else { return false }
            // The thread takes all of them at once, so that the first is enough to wake it.
            if state.commands.isEmpty { state.multi?.wake() }
            state.commands.append(command)
            return true
        }
    }

    func close() {
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            state.multi?.wake()
        }
    }

    /// For the thread: from now on, commands wake it.
    func connect(_ waker: Waker?) {
        state.withLock { $0.multi = waker }
    }

    /// For the thread: all commands since the last time, and whether there can be more.
    func take() -> (commands: [CurlCommand], isOpen: Bool) {
        state.withLock { state in
            let taken = state.commands
            state.commands.removeAll(keepingCapacity: false)
            return (taken, state.isOpen)
        }
    }

    /// Interrupts `curl_multi_poll`.
    ///
    /// Unchecked: `curl_multi_wakeup` is the one function of a multi handle that any thread may call, it is the only
    /// one called on it here, and the thread disconnects it under the lock before it frees the handle.
    struct Waker: @unchecked Sendable {
        let multi: UnsafeMutableRawPointer

        func wake() { _ = curl_multi_wakeup(multi) }
    }
}
