import ArgumentParser
import Commerce
import Shop
import Sync

struct SyncCommand: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Sync channels: read what is new there, send what waits here.",
        discussion: """
            mercer sync                    all channels, once
            mercer sync woo --read-only    reads, sends nothing whatever the rules say
            mercer sync --watch            goes on until Ctrl-C, by each channel's own minutes

            What is held yet stays held. Ctrl-C ends after the step it is in; a second one ends at once, and what was
            being sent then is looked up before it is ever sent again.
            With --watch and --json each event is a line of JSON.
            """)

    @Argument(help: "One channel, such as woo; all of them without.") var name: String?
    @Flag(help: "Go on until it is interrupted.") var watch = false
    @Flag(help: "Send nothing.") var readOnly = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        guard !watch || (name == nil && !readOnly) else {
            throw Failure.misused(
                "--watch sees to all channels by their rules; pause one with `mercer connections pause`.")
        }
        // Before any thread is there that could take the signal.
        let interrupt = Interrupt()
        let shop = try session.openShop(toWrite: true)
        let meant = try shop.connections(meant: name)
        let service = try session.syncService(shop)
        let lines = SyncLines(session, meant)
        if watch {
            session.note("Syncing until Ctrl-C.")
            // What another Mercer changes goes out when its hold is over, not at the next look.
            try shop.watchOthers()
            try session.wait(interrupt) { await service.run { lines.tell($0, isWatching: true) } }
            lines.clear()
            return .done
        }
        let readOnly = readOnly
        let reports: [SyncReport]
        do {
            reports = try session.wait(interrupt) {
                try await service.sync(meant, readOnly: readOnly) { lines.tell($0, isWatching: false) }
            }
        } catch {
            lines.clear()
            throw error
        }
        lines.clear()
        try session.show(SyncedReport(connections: reports))
        for report in reports where report.failure != nil {
            session.console.complain("\(report.handle): \(report.failure ?? "")")
        }
        let failed = reports.count { $0.failure != nil }
        guard failed == 0 else { return failed == reports.count ? .failed : .inPart }
        return reports.contains { $0.refused > 0 } ? .inPart : .done
    }
}

private struct SyncedReport: Report {
    static let schema = "mercer.sync/1"
    let connections: [SyncReport]

    func text(width: Int?) -> String {
        connections.map { Plain.line("\($0.handle): \($0.words)") }.joined(separator: "\n")
    }
}

/// Tells what sync does while it does it: progress on standard error, what a watch has to say on standard output.
final class SyncLines: Sendable {
    private let console: Console
    private let isJSON: Bool
    private let handles: [ConnectionID: String]
    private let clock: @Sendable () -> Instant
    private let said = Said()

    init(_ session: Session, _ connections: [Connection]) {
        console = session.console
        isJSON = session.options.json
        clock = session.world.now
        handles = Dictionary(connections.map { ($0.id, $0.handle) }, uniquingKeysWith: { first, _ in first })
    }

    func clear() { console.progress("") }

    func tell(_ event: SyncEvent, isWatching: Bool) {
        if isWatching, isJSON {
            // An event that cannot be written is no reason to stop the work.
            if let line = try? SyncEventReport(event, handles, at: clock()).lineOfJSON() {
                console.print(line)
            }
            return
        }
        switch event {
        case .working(let connection, let progress):
            guard said.isDue(at: clock()) else { return }
            console.progress(Self.words(progress, of: name(connection)))
        case .rested(_, let report):
            guard isWatching, said.isNews(report) else { return }
            console.progress("")
            console.print(Plain.line("\(report.handle): \(report.words)"))
        case .elsewhere:
            guard isWatching, said.isFirstElsewhere() else { return }
            console.note("Another Mercer syncs this shop; this one takes over when it ends.")
        }
    }

    private func name(_ connection: ConnectionID) -> String { handles[connection] ?? connection.description }

    private static func words(_ progress: SyncProgress, of name: String) -> String {
        let total = progress.total.map { " of \($0)" } ?? ""
        let left = progress.secondsLeft.map { ", \(Int($0.rounded(.up))) s left" } ?? ""
        let rate = progress.perSecond > 0 ? ", \(Int(progress.perSecond.rounded())) a second" : ""
        return "\(name): \(progress.step.rawValue) \(progress.done)\(total)\(rate)\(left)   Ctrl-C ends it"
    }
}
