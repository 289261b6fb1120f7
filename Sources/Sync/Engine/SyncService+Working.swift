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
            // A lock whose file cannot be made now is tried for again; the shop itself says what is wrong with the disk.
            guard let lock = try? SyncLock.take(shop) else {
                events(.elsewhere)
                await pause(10)
                continue
            }
            await work(events)
            withExtendedLifetime(lock) {}
        }
    }

    /// With the lock held: a loop for each connection, so that a slow one keeps no other waiting.
    private func work(_ events: @escaping @Sendable (SyncEvent) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            var running: Set<ConnectionID> = []
            while !Task.isCancelled {
                let rung = signal.number
                for connection in connectionsNow() where running.insert(connection.id).inserted {
                    group.addTask { [self] in await loop(connection.id, events) }
                }
                await signal.wait(after: rung, atMost: 3_600, sleep: clock.sleep)
            }
            group.cancelAll()
        }
    }

    /// One connection's turns, until it is disconnected or the work ends.
    private func loop(_ id: ConnectionID, _ events: @escaping @Sendable (SyncEvent) -> Void) async {
        var isFirst = true
        while !Task.isCancelled {
            let rung = signal.number
            guard let connection = connectionsNow().first(where: { $0.id == id }) else {
                await signal.wait(after: rung, atMost: 3_600, sleep: clock.sleep)
                continue
            }
            let isAsked = asked.withLock { $0.remove(id) != nil }
            let turn = turn(of: connection, isFirst: isFirst, isAsked: isAsked)
            var hasFailed = false
            if turn != .rest {
                hasFailed = await once(connection, turn, startsAnew: isFirst, events).failure != nil
                isFirst = false
            }
            // What cannot even be noted, on a full disk say, is not tried again at once.
            let least = hasFailed ? 5.0 : 0.05
            await signal.wait(
                after: hasFailed ? signal.number : rung, atMost: max(least, secondsUntilDue(id)),
                sleep: clock.sleep)
        }
    }

    /// A file that cannot be read now is read the next time; the screens say what is wrong with it.
    private func connectionsNow() -> [Connection] { (try? shop.connections()) ?? [] }

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
        guard let lock = try SyncLock.take(shop) else {
            throw Refusal(
                "syncing",
                "Another Mercer is syncing this shop; it does what waits. Try again when it has ended.")
        }
        defer { withExtendedLifetime(lock) {} }
        var reports = await all(connections, readOnly ? .read : .whole, startsAnew: true, events)
        guard !readOnly else { return reports }
        // What one of them brought may be due on another: an order's stock does not wait for the next sync.
        let late = connections.filter { connection in
            guard connection.rules.pushes,
                reports.first(where: { $0.connection == connection.id })?.failure == nil,
                let due = try? shop.nextDue(of: connection.id)
            else { return false }
            return due <= clock.now()
        }
        for report in await all(late, .deliver, startsAnew: false, events) {
            guard let place = reports.firstIndex(where: { $0.connection == report.connection }) else {
                continue
            }
            reports[place].add(report)
        }
        return reports
    }

    private func all(
        _ connections: [Connection], _ turn: Turn, startsAnew: Bool,
        _ events: @escaping @Sendable (SyncEvent) -> Void
    ) async -> [SyncReport] {
        await withTaskGroup(of: SyncReport.self) { group in
            for connection in connections {
                group.addTask { [self] in
                    await once(connection, turn, startsAnew: startsAnew, patience: Self.patience, events)
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
            seconds: Double(requests) * Self.secondsARequest, asOf: clock.now(),
            remarks: capabilities.remarks)
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
        let now = clock.now()
        if connection.condition.isPaused { return .rest }
        // A pause that the platform asked for is kept, whoever asks.
        if connection.condition.state == .ready, let retry = connection.condition.retryAt, retry > now {
            return .rest
        }
        if isAsked || isFirst { return .whole }
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

    /// Seconds until something is due on the connection.
    private func secondsUntilDue(_ id: ConnectionID) -> Double {
        let now = clock.now()
        guard let connection = connectionsNow().first(where: { $0.id == id }), !connection.condition.isPaused,
            connection.condition.state != .signIn
        else { return 3_600 }
        var next = nextLook(at: connection)
        if connection.rules.pushes, let due = try? shop.nextDue(of: id) { next = min(next, due) }
        if let retry = connection.condition.retryAt { next = max(next, retry) }
        return min(3_600, Double(next.milliseconds - now.milliseconds) / 1000)
    }

    /// - Parameters:
    ///   - startsAnew: whether what was being sent when a Mercer last ended is to be looked up.
    ///   - patience: how many short pauses that the platform asks for are waited out before it is given up.
    private func once(
        _ connection: Connection, _ turn: Turn, startsAnew: Bool, patience: Int = 0,
        _ events: @escaping @Sendable (SyncEvent) -> Void
    ) async -> SyncReport {
        var report = SyncReport(connection: connection.id, handle: connection.handle)
        do {
            let work = try await kept(connection, events)
            work.begin(events)
            do {
                if startsAnew { try shop.doubtWhatWasSending(of: connection.id) }
                try await patiently(patience) {
                    switch turn {
                    case .rest: break
                    case .deliver: try await work.deliver()
                    case .whole: try await work.cycle(readOnly: false)
                    case .read: try await work.cycle(readOnly: true)
                    }
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

    /// Whoever waits for it is there to see it done: a pause of up to a minute is slept through.
    func patiently<Value>(_ patience: Int = SyncService.patience, _ work: () async throws -> Value)
        async throws
        -> Value
    {
        for _ in 0..<patience {
            do { return try await work() } catch ChannelFailure.throttled(let seconds?) where seconds <= 60 {
                try await clock.sleep(seconds)
            }
        }
        return try await work()
    }

    /// How many such pauses, one after the other.
    static let patience = 5

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
        let now = clock.now()
        let wait = min(900, 15 << min(connection.condition.failures, 6))
        guard let failure = error as? ChannelFailure else {
            if error is CancellationError { return "stopped" }
            // Nothing that a platform said: the shop's own file, or a fault of ours. It is said, and not tried at once.
            try? shop.note(
                .failing, reason: "\(error)", retryAt: now.adding(seconds: wait), of: connection.id)
            return "\(error)"
        }
        let words = failure.words(connection.name)
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
