import Glibc
package import HTTP
import Synchronization

/// Sends requests with libcurl: one thread, connections kept and shared, HTTP/2 where the server speaks it.
///
/// Bodies arrive decompressed. Redirects that a request asks to follow lose every header that could be a credential
/// when they lead to another origin, and are handed back as answers where they lead away from https, or elsewhere
/// with a body.
package final class CurlClient: HTTPClient, Sendable {
    private let inbox = CurlInbox()
    private let thread: Mutex<pthread_t?>

    package init(_ configuration: CurlConfiguration = CurlConfiguration()) {
        thread = Mutex(CurlThread.start(configuration, inbox))
    }

    deinit { close() }

    /// Ends every transfer that is live, and the thread. A client that is closed sends nothing any more.
    package func close() {
        inbox.close()
        thread.withLock { thread in
            guard let ended = thread else { return }
            thread = nil
            // Nothing that runs on the thread holds a client; would it ever, waiting for itself would never end.
            if pthread_equal(ended, pthread_self()) != 0 {
                pthread_detach(ended)
            } else {
                pthread_join(ended, nil)
            }
        }
    }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let id = inbox.newIdentifier()
        let result: Result<HTTPResponse, HTTPFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                begin(CurlStart(id: id, request: request, sink: .whole(continuation)))
            }
        } onCancel: {
            inbox.post(.cancel(id))
        }
        return try result.get()
    }

    package func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        let id = inbox.newIdentifier()
        let pipe = CurlPipe(transfer: id, inbox: inbox)
        let result: Result<CurlHead, HTTPFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                begin(CurlStart(id: id, request: request, sink: .stream(continuation, pipe)))
            }
        } onCancel: {
            inbox.post(.cancel(id))
        }
        let head = try result.get()
        let end = CurlPipe.End(pipe)
        return HTTPStream(
            status: head.status, headers: head.headers,
            body: AsyncThrowingStream { try await end.next() })
    }

    private func begin(_ start: CurlStart) {
        guard !Task.isCancelled else { return start.sink.fail(.cancelled) }
        guard inbox.post(.start(start)) else {
            return start.sink.fail(.notSent(reason: "the connection to the network is closed"))
        }
        // A cancel that came before the start found nothing to end.
        if Task.isCancelled { inbox.post(.cancel(start.id)) }
    }
}
