import Foundation
import HTTP
import Synchronization

/// A body on its way from the thread to a reader. Holds little: when the reader is slow, the transfer waits.
final class CurlPipe: Sendable {
    private struct State {
        var pending = Data()
        var isTransferWaiting = false
        var waiting: [CheckedContinuation<Result<Data?, HTTPFailure>, Never>] = []
        var end: Result<Data?, HTTPFailure>?
    }

    private let transfer: UInt64
    private let inbox: CurlInbox
    private let state = Mutex(State())

    /// Enough to keep a reader busy while the thread sleeps, and little beside what a body can be.
    static let mostBytes = 256 << 10

    init(transfer: UInt64, inbox: CurlInbox) {
        self.transfer = transfer
        self.inbox = inbox
    }

    /// For the thread.
    ///
    /// - Returns: false when there is no room; the transfer is told when there is.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (reader, isTaken) = state.withLock { state in
            if let reader = state.waiting.first {
                state.waiting.removeFirst()
                return (Optional(reader), true)
            }
            guard state.pending.count < Self.mostBytes else {
                state.isTransferWaiting = true
                return (nil, false)
            }
            state.pending.append(contentsOf: bytes)
            return (nil, true)
        }
        reader?.resume(returning: .success(Data(bytes)))
        return isTaken
    }

    /// For the thread: nothing more comes.
    func finish(_ failure: HTTPFailure?) {
        let end: Result<Data?, HTTPFailure> = failure.map { .failure($0) } ?? .success(nil)
        let waiting = state.withLock { state in
            state.end = end
            let waiting = state.waiting
            state.waiting = []
            return waiting
        }
        for reader in waiting { reader.resume(returning: end) }
    }

    private func next() async throws(HTTPFailure) -> Data? {
        let result: Result<Data?, HTTPFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { read($0) }
        } onCancel: {
            inbox.post(.cancel(transfer))
        }
        return try result.get()
    }

    private func read(_ reader: CheckedContinuation<Result<Data?, HTTPFailure>, Never>) {
        let (answer, resumes) = state.withLock { state -> (Result<Data?, HTTPFailure>?, Bool) in
            guard state.pending.isEmpty else {
                let taken = state.pending
                state.pending = Data()
                defer { state.isTransferWaiting = false }
                return (.success(taken), state.isTransferWaiting)
            }
            if let end = state.end { return (end, false) }
            state.waiting.append(reader)
            return (nil, false)
        }
        if resumes { inbox.post(.resume(transfer)) }
        if let answer { reader.resume(returning: answer) }
    }

    private func leave() {
        let isOver = state.withLock { $0.end != nil }
        if !isOver { inbox.post(.cancel(transfer)) }
    }

    /// The reader's end: letting go of it ends the transfer.
    final class End: Sendable {
        private let pipe: CurlPipe

        init(_ pipe: CurlPipe) { self.pipe = pipe }

        deinit { pipe.leave() }

        func next() async throws(HTTPFailure) -> Data? { try await pipe.next() }
    }
}
