import Commerce
import Connectors
package import Shop
import Synchronization

extension SyncService {
    /// Works in the background until it is cancelled: by each connection's schedule, at once where something is due.
    package func run(_ events: @escaping @Sendable (SyncEvent) -> Void) async {
        let observer = shop.observe { [signal] _ in signal.ring() }
        defer { shop.stopObserving(observer) }
        while !Task.isCancelled {
            guard let lock = SyncLock.take(shop) else {
                events(.elsewhere)
                await pause(10)
                continue
            }
            await work(events)
            withExtendedLifetime(lock) {}
        }
    }

    /// With the lock held: rounds of what is due, and sleep in between.
    private func work(_ events: @escaping @Sendable (SyncEvent) -> Void) async {
        var isFresh = true
        while !Task.isCancelled {
            let rung = signal.number
            let connections: [Connection]
            // A file that cannot be read now is read the next time; the screens say what is wrong with it.
            connections = (try? shop.connections()) ?? []
            await withTaskGroup(of: Void.self) { group in
                for connection in connections where !connection.condition.isPaused {
                    let isFirst = isFresh
                    let isAsked = asked.withLock { $0.remove(connection.id) != nil }
                    group.addTask { [self] in
                        let turn = turn(of: connection, isFirst: isFirst, isAsked: isAsked)
                        guard turn != .rest else { return }
                        _ = await once(connection, turn, startsAnew: isFirst, events)
                    }
                }
            }
            isFresh = false
            let next = wakeUp()
            await signal.wait(after: rung, atMost: next, sleep: clock.sleep)
        }
    }

    private func pause(_ seconds: Double) async {
        // Being cancelled ends the loop around it.
        try? await clock.sleep(seconds)
    }

    /// Looks at all connections now. Returns at once.
    package func wake() {
        let all = (try? shop.connections().map(\.id)) ?? []
        asked.withLock { $0.formUnion(all) }
        signal.ring()
    }

    /// Syncs these connections once, one beside the other, and answers when it is done.
    ///
    /// - Parameter readOnly: whether nothing is sent, whatever their rules say.
    package func sync(
        _ connections: [Connection], readOnly: Bool = false,
        _ events: @escaping @Sendable (SyncEvent) -> Void = { _ in }
    ) async throws -> [SyncReport] {
        guard let lock = SyncLock.take(shop) else {
            throw Refusal(
                "syncing",
                "Another Mercer is syncing this shop; it does what waits. Try again when it has ended.")
        }
        defer { withExtendedLifetime(lock) {} }
        return await withTaskGroup(of: SyncReport.self) { group in
            for connection in connections {
                group.addTask { [self] in
                    await once(connection, readOnly ? .read : .whole, startsAnew: true, events)
                }
            }
            var reports: [SyncReport] = []
            for await report in group { reports.append(report) }
            let order = connections.map(\.id)
            return reports.sorted {
                (order.firstIndex(of: $0.connection) ?? 0) < (order.firstIndex(of: $1.connection) ?? 0)
            }
        }
    }

    /// What the next sync of the connection would change. Reads the file only.
    package func plan(_ connection: Connection) throws -> SyncPlan {
        let opened = try open(connection)
        let capabilities = opened.channel.capabilities
        let limits = ListingLimits(
            fields: capabilities.fields, titleCharacters: capabilities.maxTitleCharacters,
            variants: capabilities.maxVariants, options: capabilities.maxOptions)
        let differences = try shop.allDifferences(of: connection, limits: limits).filter { !$0.isEmpty }
        let writes = differences.flatMap { difference in
            Dictionary(grouping: difference.changes, by: \.address).map { address, changes in
                PushRound.Write(product: difference.product, address: address, changes: changes).asked
            }
        }
        let stock = differences.reduce(0) { $0 + $1.stock.count }
        let effects = try shop.goingOut().filter { $0.connection == connection.id && !$0.isKeptBack }
        let requests =
            opened.channel.requestCount(listings: writes, stock: stock)
            + effects.filter { $0.state == .held || $0.state == .queued }.count
        return SyncPlan(
            connection: connection, differences: differences, effects: effects, requests: requests,
            seconds: Double(requests) * Self.secondsARequest, asOf: clock.now())
    }

    /// What one request takes where nothing was measured: a shop's own host answers in about so long.
    private static let secondsARequest = 0.5

    func freshMark() -> String {
        let number = marks.withLock { marks in
            marks += 1
            return marks
        }
        return "\(clock.now().milliseconds)-\(number)"
    }

    // MARK: One connection

    enum Turn: Equatable {
        case rest
        /// Only what is due.
        case deliver
        case whole
        /// All of it, and nothing is sent.
        case read
    }

    private func turn(of connection: Connection, isFirst: Bool, isAsked: Bool) -> Turn {
        if isAsked || isFirst { return .whole }
        let now = clock.now()
        // Without new keys there is nothing to try.
        if connection.condition.state == .signIn { return .rest }
        if let retry = connection.condition.retryAt, retry > now { return .rest }
        if nextLook(at: connection) <= now { return .whole }
        guard let due = try? shop.nextDue(of: connection.id), due <= now, connection.rules.pushes else {
            return .rest
        }
        return .deliver
    }

    private func nextLook(at connection: Connection) -> Instant {
        let state = try? shop.pullState(PullStream.orders.rawValue, of: connection.id)
        guard let finished = state?.finishedAt else { return .init(milliseconds: 0) }
        return finished.adding(minutes: connection.rules.everyMinutes)
    }

    /// Seconds until something is due anywhere.
    private func wakeUp() -> Double {
        let now = clock.now()
        var next = now.adding(minutes: 60)
        for connection in (try? shop.connections()) ?? [] where !connection.condition.isPaused {
            guard connection.condition.state != .signIn else { continue }
            var mine = nextLook(at: connection)
            if connection.rules.pushes, let due = try? shop.nextDue(of: connection.id) {
                mine = min(mine, due)
            }
            if let retry = connection.condition.retryAt { mine = max(mine, retry) }
            next = min(next, mine)
        }
        return max(0.05, Double(next.milliseconds - now.milliseconds) / 1000)
    }

    /// - Parameter startsAnew: whether what was being sent when a Mercer last ended is to be looked up.
    private func once(
        _ connection: Connection, _ turn: Turn, startsAnew: Bool,
        _ events: @escaping @Sendable (SyncEvent) -> Void
    ) async -> SyncReport {
        var report = SyncReport(connection: connection.id, handle: connection.handle)
        do {
            let work = try await kept(connection, events)
            work.begin(events)
            do {
                if startsAnew { try shop.doubtWhatWasSending(of: connection.id) }
                switch turn {
                case .rest: break
                case .deliver: try await work.deliver()
                case .whole: try await work.cycle(readOnly: false)
                case .read: try await work.cycle(readOnly: true)
                }
                if connection.condition.state != .ready || connection.condition.failures > 0 {
                    try shop.note(.ready, of: connection.id)
                }
            } catch {
                report.failure = note(error, connection)
            }
            try await work.keepBooks()
            let failure = report.failure
            report = work.report
            report.failure = failure
        } catch {
            report.failure = note(error, connection)
        }
        events(.rested(connection.id, report))
        return report
    }

    /// The connection's channel is kept between turns, with its budgets and its connections to the host.
    private func kept(
        _ connection: Connection, _ events: @escaping @Sendable (SyncEvent) -> Void
    ) async throws -> ConnectionWork {
        let isSame = works.withLock { $0[connection.id].map { $0.mark == connection.keptMark } ?? false }
        if isSame, let work = works.withLock({ $0[connection.id]?.work }) { return work }
        let work = try ConnectionWork(connection, service: self)
        works.withLock { $0[connection.id] = KeptWork(work: work, mark: connection.keptMark) }
        return work
    }

    /// Notes what went wrong, and when to try again; answers it in words.
    private func note(_ error: any Error, _ connection: Connection) -> String {
        guard let failure = error as? ChannelFailure else {
            return error is CancellationError ? "stopped" : "\(error)"
        }
        let words = failure.words(connection.name)
        let now = clock.now()
        let wait = min(900, 15 << min(connection.condition.failures, 6))
        let state: ConnectionCondition.State
        var retry: Instant? = now.adding(seconds: wait)
        switch failure {
        case .offline, .unanswered: state = .offline
        case .signIn:
            state = .signIn
            retry = nil
            works.withLock { $0[connection.id] = nil }
        case .throttled(let seconds):
            state = .ready
            retry = now.adding(seconds: Int((seconds ?? 30).rounded(.up)))
        case .down(_, let seconds, _):
            state = .failing
            retry = now.adding(seconds: max(wait, Int((seconds ?? 0).rounded(.up))))
        case .untrusted, .notAllowed, .rejected, .gone, .unreadable: state = .failing
        case .cancelled: return words
        }
        // What cannot be noted now is noted the next time it happens.
        try? shop.note(state, reason: words, retryAt: retry, of: connection.id)
        return words
    }
}

/// A connection's work between turns.
struct KeptWork: Sendable {
    let work: ConnectionWork
    /// Another one means other keys or settings: it is opened anew.
    let mark: String
}

extension Connection {
    fileprivate var keptMark: String {
        "\(kind)\u{1}\(url)\u{1}"
            + settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined()
            + "\u{1}\(condition.state == .signIn)"
    }
}
