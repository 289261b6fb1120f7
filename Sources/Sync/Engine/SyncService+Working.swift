package import Shop

extension SyncService {
    /// Works in the background until it is cancelled: by each connection's schedule, at once where something is due.
    package func run(_ events: @escaping @Sendable (SyncEvent) -> Void) async {}

    /// Looks at all connections now. Returns at once.
    package func wake() {}

    /// Syncs these connections once, and answers when it is done.
    package func sync(
        _ connections: [Connection], _ events: @escaping @Sendable (SyncEvent) -> Void = { _ in }
    ) async -> [SyncReport] { [] }

    /// What the next sync of the connection would change. Reads the file only.
    package func plan(_ connection: Connection) throws -> SyncPlan {
        SyncPlan(
            connection: connection, differences: [], effects: [], requests: 0, seconds: 0, asOf: clock.now())
    }
}
