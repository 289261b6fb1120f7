import Commerce

/// Whose part of a pull it is, and what was in it: all that the journal keeps of one. What was read is in `payloads`.
struct PullHead: Hashable, Sendable, Codable {
    let connection: ConnectionID
    let channel: String
    /// When the read began, by our clock: what was written since is not to be judged by it.
    let readAt: Instant
    let ids: [String]

    init(_ connection: Connection, readAt: Instant, ids: [String]) {
        self.connection = connection.id
        channel = connection.name
        self.readAt = readAt
        self.ids = ids
    }
}
