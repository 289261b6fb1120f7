import GRDB
import Synchronization

/// Connections that only read, each lent to one thread at a time.
///
/// GRDB's own pool of readers hands them out by a concurrent queue. Where two threads meet there, Dispatch may start a
/// pool of workers that it then looks after once a second for good; a program that rests must not wake.
final class ReaderShelf: Sendable {
    private let path: String
    private let configuration: Configuration
    private let state = Mutex<State>(State())

    private struct State {
        /// The one that was lent last is the next: its pages and statements are at hand.
        var free: [DatabaseQueue] = []
        var isClosed = false
    }

    /// - Parameter configuration: the writer's.
    init(path: String, configuration: Configuration) {
        self.path = path
        var reading = configuration
        reading.readonly = true
        self.configuration = reading
    }

    /// Reads from the last whole state of the file.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let reader = try take()
        defer { putBack(reader) }
        return try reader.read(body)
    }

    func close() throws {
        let free = state.withLock { state in
            state.isClosed = true
            defer { state.free = [] }
            return state.free
        }
        for reader in free { try reader.close() }
    }

    private func take() throws -> DatabaseQueue {
        let (free, isClosed) = state.withLock { ($0.free.popLast(), $0.isClosed) }
        guard !isClosed else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the shop is closed")
        }
        return try free ?? DatabaseQueue(path: path, configuration: configuration)
    }

    private func putBack(_ reader: DatabaseQueue) {
        let isKept = state.withLock { state in
            if !state.isClosed { state.free.append(reader) }
            return !state.isClosed
        }
        // Nobody waits for it any more; it closes by itself when it is let go.
        if !isKept { try? reader.close() }
    }
}
