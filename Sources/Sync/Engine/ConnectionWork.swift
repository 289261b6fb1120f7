import Commerce
import Connectors
import Shop
import Synchronization

/// One connection being worked on: its channel, and what is told of the work. Used by one task at a time.
final class ConnectionWork: Sendable {
    let service: SyncService
    let opened: OpenChannel
    let id: ConnectionID
    private let state: Mutex<State>
    private let log: RequestBook

    private struct State {
        var report: SyncReport
        var tell: @Sendable (SyncEvent) -> Void = { _ in }
        var budgets: [String: String] = [:]
    }

    init(_ connection: Connection, service: SyncService) throws(ChannelFailure) {
        let log = RequestBook(connection.id)
        self.log = log
        opened = try service.open(connection) { log.add($0) }
        self.service = service
        id = connection.id
        state = Mutex(State(report: SyncReport(connection: connection.id, handle: connection.handle)))
    }

    /// Begins a turn: what it does is counted from nothing.
    func begin(_ tell: @escaping @Sendable (SyncEvent) -> Void) {
        state.withLock { state in
            state.report = SyncReport(connection: id, handle: state.report.handle)
            state.tell = tell
        }
    }

    var shop: Shop { service.shop }
    var channel: any Channel { opened.channel }
    var now: Instant { service.clock.now() }

    /// The connection as the file has it now: its rules may have changed since.
    func connection() throws -> Connection {
        guard let found = try shop.connections().first(where: { $0.id == id }) else {
            throw Refusal("no-such-connection", "That connection is no longer there.")
        }
        return found
    }

    var limits: ListingLimits {
        let capabilities = channel.capabilities
        return ListingLimits(
            fields: capabilities.fields, titleCharacters: capabilities.maxTitleCharacters,
            variants: capabilities.maxVariants, options: capabilities.maxOptions)
    }

    var report: SyncReport { state.withLock { $0.report } }

    func count(_ change: (inout SyncReport) -> Void) { state.withLock { change(&$0.report) } }

    func progress(_ step: SyncProgress.Step, _ done: Int, of total: Int?, since began: Instant) {
        let seconds = Double(now.milliseconds - began.milliseconds) / 1000
        let tell = state.withLock { $0.tell }
        tell(
            .working(
                id,
                SyncProgress(
                    step: step, done: done, total: total, perSecond: seconds > 0 ? Double(done) / seconds : 0)
            ))
    }

    /// Writes the request log and the budgets down, where they moved.
    func keepBooks() async throws {
        try shop.keepRequests(log.take())
        let budgets = await opened.budgets().mapValues(\.text)
        let moved = state.withLock { state in
            let moved = budgets.filter { state.budgets[$0.key] != $0.value }
            state.budgets = budgets
            return moved
        }
        try shop.keepBuckets(moved, of: id)
    }
}

/// Requests that were made and are not written down yet.
private final class RequestBook: Sendable {
    private let connection: ConnectionID
    private let lines = Mutex<[RequestEntry]>([])

    init(_ connection: ConnectionID) { self.connection = connection }

    func add(_ line: RequestLine) {
        let entry = RequestEntry(
            connection: connection, at: line.at, method: line.method, url: line.url, label: line.label,
            status: line.status, bytes: line.bytes, milliseconds: line.milliseconds, failure: line.failure)
        lines.withLock { $0.append(entry) }
    }

    func take() -> [RequestEntry] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }
}
