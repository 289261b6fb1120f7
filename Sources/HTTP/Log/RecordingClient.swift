import Foundation
import Synchronization

/// Hands a record of every request to whoever keeps the log.
package struct RecordingClient: HTTPClient {
    private let base: any HTTPClient
    private let now: @Sendable () -> Double
    private let record: @Sendable (RequestRecord) -> Void

    /// - Parameter now: seconds since 1970.
    package init(
        _ base: any HTTPClient, now: @escaping @Sendable () -> Double,
        record: @escaping @Sendable (RequestRecord) -> Void
    ) {
        self.base = base
        self.now = now
        self.record = record
    }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        var entry = RequestRecord(request, at: now())
        do throws(HTTPFailure) {
            let response = try await base.send(request)
            entry.status = response.status
            entry.bytesReceived = response.body.count
            finish(entry, nil)
            return response
        } catch {
            finish(entry, error)
            throw error
        }
    }

    package func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        var entry = RequestRecord(request, at: now())
        do throws(HTTPFailure) {
            let stream = try await base.stream(request)
            entry.status = stream.status
            let counted = CountedBody(stream.body, entry: entry) { finish($0, $1) }
            return HTTPStream(
                status: stream.status, headers: stream.headers,
                body: AsyncThrowingStream { try await counted.next() })
        } catch {
            finish(entry, error)
            throw error
        }
    }

    private func finish(_ entry: RequestRecord, _ failure: HTTPFailure?) {
        var entry = entry
        entry.duration = max(0, now() - entry.at)
        entry.failure = failure.map(RequestRecord.Failure.init)
        record(entry)
    }
}

/// Counts what passes. One record comes of it: at the end, or when its reader lets go.
private final class CountedBody: Sendable {
    private let body: Mutex<AsyncThrowingStream<Data, any Error>?>
    private let entry: Mutex<RequestRecord?>
    private let finish: @Sendable (RequestRecord, HTTPFailure?) -> Void

    init(
        _ body: AsyncThrowingStream<Data, any Error>, entry: RequestRecord,
        finish: @escaping @Sendable (RequestRecord, HTTPFailure?) -> Void
    ) {
        self.body = Mutex(body)
        self.entry = Mutex(entry)
        self.finish = finish
    }

    deinit { end(.cancelled) }

    func next() async throws -> Data? {
        // Iterators of one stream take from the same pieces, so that a new one goes on where the last stood.
        guard let body = body.withLock({ $0 }) else { return nil }
        var iterator = body.makeAsyncIterator()
        do {
            guard let piece = try await iterator.next() else {
                end(nil)
                return nil
            }
            entry.withLock { $0?.bytesReceived += piece.count }
            return piece
        } catch {
            end(error as? HTTPFailure ?? .cancelled)
            throw error
        }
    }

    private func end(_ failure: HTTPFailure?) {
        let entry = entry.withLock { entry in
            defer { entry = nil }
            return entry
        }
        if let entry { finish(entry, failure) }
    }
}
