import Commerce
import Shop
import Sync
import Synchronization

/// An event of `mercer sync --watch --json`, on a line of its own.
struct SyncEventReport: Report {
    static let schema = "mercer.sync-event/1"
    /// `working`, `rested` or `elsewhere`.
    let event: String
    let at: Instant
    let connection: String?
    var step: String?
    var done: Int?
    var total: Int?
    var perSecond: Double?
    var report: SyncReport?

    init(_ event: SyncEvent, _ handles: [ConnectionID: String], at moment: Instant) {
        at = moment
        switch event {
        case .working(let connection, let progress):
            self.event = "working"
            self.connection = handles[connection] ?? connection.description
            step = progress.step.rawValue
            done = progress.done
            total = progress.total
            perSecond = progress.perSecond.isFinite ? (progress.perSecond * 10).rounded() / 10 : nil
        case .rested(_, let report):
            self.event = "rested"
            connection = report.handle
            self.report = report
        case .elsewhere:
            self.event = "elsewhere"
            connection = nil
        }
    }

    func text(width: Int?) -> String { event }
}

/// What was said already, so that it is not said again and again.
final class Said: Sendable {
    private let state = Mutex(State())

    private struct State {
        var last: Instant?
        var failures: [String: String] = [:]
        var elsewhere = false
    }

    /// Whether a line of progress may be drawn anew.
    func isDue(at moment: Instant) -> Bool {
        state.withLock { state in
            if let last = state.last, moment.milliseconds(since: last).magnitude < 100 { return false }
            state.last = moment
            return true
        }
    }

    /// Whether something was done, or something else went wrong than the last time.
    func isNews(_ report: SyncReport) -> Bool {
        state.withLock { state in
            let before = state.failures[report.handle]
            state.failures[report.handle] = report.failure
            if report.failure != nil || before != nil { return report.failure != before || hasDone(report) }
            return hasDone(report)
        }
    }

    func isFirstElsewhere() -> Bool {
        state.withLock { state in
            defer { state.elsewhere = true }
            return !state.elsewhere
        }
    }

    private func hasDone(_ report: SyncReport) -> Bool {
        var plain = report
        plain.failure = nil
        return plain != SyncReport(connection: report.connection, handle: report.handle)
    }
}
