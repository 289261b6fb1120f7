package import Commerce
import GRDB

/// A channel that the shop is connected to, as the file knows it. Its secrets are elsewhere, sealed.
package struct Connection: Hashable, Sendable, Codable, Identifiable {
    package let id: ConnectionID
    /// The platform, such as `woo`.
    package let kind: String
    /// What commands and orders call it, unique in the shop, such as `woo` or `woo-2`.
    package let handle: String
    package let name: String
    /// Before the numbers of its orders, such as `W`.
    package let prefix: String
    /// The platform's own identity of the shop that was connected: another one is refused.
    package let shop: String
    package let url: String
    package let currency: String
    /// What the platform wanted to know and is no secret, such as the address.
    package let settings: [String: String]
    package let connectedAt: Instant
    package let rules: ConnectionRules
    package let condition: ConnectionCondition
    /// What its keys may do, as they said when they were last tried; nil where that was not kept.
    package let scopes: ConnectionScopes?
}

/// What a connection's keys may do, in the platform's words.
package struct ConnectionScopes: Hashable, Sendable, Codable {
    package let granted: [String]
    /// Of what Mercer needs.
    package let missing: [String]

    package init(granted: [String], missing: [String]) {
        self.granted = granted
        self.missing = missing
    }
}

/// How a connection is doing.
package struct ConnectionCondition: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable {
        case ready
        /// The keys no longer work; what waits is kept.
        case signIn
        /// The other side answers and something is wrong with it.
        case failing
        /// It cannot be reached.
        case offline
    }

    package var state: State
    package var isPaused: Bool
    /// In words, where it is not ready.
    package var reason: String
    package var since: Instant
    /// Not before when it is tried again.
    package var retryAt: Instant?
    package var failures: Int
    /// How far the other side's clock is ahead of ours, in milliseconds.
    package var clockOffset: Int64
    /// When something was last read, and last written.
    package var lastIn: Instant?
    package var lastOut: Instant?
}

extension Shop {
    /// The connections there are, in the order in which they were made.
    package func connections() throws -> [Connection] { try read(Connection.fetchAll) }

    /// The connection by its handle, name or identifier.
    ///
    /// - Throws: a ``Refusal`` that names those there are.
    package func connection(named text: String) throws -> Connection {
        let all = try connections()
        let wanted = text.lowercased()
        let found = all.filter {
            $0.handle == wanted || $0.name.lowercased() == wanted || String($0.id.rawValue) == text
        }
        if found.count == 1 { return found[0] }
        let there =
            all.isEmpty
            ? "The shop has none yet: `mercer connect` makes one."
            : "There are: \(all.map(\.handle).joined(separator: ", "))."
        throw Refusal("no-such-connection", "There is no connection “\(text)”. \(there)")
    }
}

extension Connection {
    static func fetchAll(_ db: Database) throws -> [Connection] {
        try Row.fetchAll(db, sql: columns + " WHERE ended_at IS NULL ORDER BY connections.id").map(
            Connection.init)
    }

    static func fetch(_ id: ConnectionID, _ db: Database) throws -> Connection {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(sql: columns + " WHERE connections.id = ? AND ended_at IS NULL"),
                arguments: [id.rawValue])
        else { throw Refusal("no-such-connection", "That connection is no longer there.") }
        return try Connection(row)
    }

    private static let columns = """
        SELECT connections.id, kind, handle, name, prefix, shop, url, currency, settings, connected_at, state,
            reason, state_since, retry_at, failures, clock_offset, last_in, last_out, rules,
            granted, missing
        FROM connections LEFT JOIN connection_rules ON connection_rules.id = connections.id
        """

    private static func scopes(_ granted: String?, _ missing: String?) throws -> ConnectionScopes? {
        guard let granted, let missing else { return nil }
        return ConnectionScopes(
            granted: try JSONText.decode([String].self, from: granted),
            missing: try JSONText.decode([String].self, from: missing))
    }

    private init(_ row: Row) throws {
        let written: String? = row[18]
        let kept = try written.map { try JSONText.decode(KeptRules.self, from: $0) } ?? KeptRules()
        self.init(
            id: ConnectionID(rawValue: row[0]), kind: row[1], handle: row[2], name: row[3], prefix: row[4],
            shop: row[5], url: row[6], currency: row[7],
            settings: try JSONText.decode([String: String].self, from: row[8]),
            connectedAt: Instant(milliseconds: row[9]), rules: kept.rules,
            condition: ConnectionCondition(
                state: ConnectionCondition.State(rawValue: row[10]) ?? .failing, isPaused: kept.isPaused,
                reason: row[11], since: Instant(milliseconds: row[12]),
                retryAt: (row[13] as Int64?).map(Instant.init(milliseconds:)), failures: row[14],
                clockOffset: row[15], lastIn: (row[16] as Int64?).map(Instant.init(milliseconds:)),
                lastOut: (row[17] as Int64?).map(Instant.init(milliseconds:))),
            scopes: try Self.scopes(row[19], row[20]))
    }
}

/// What `connection_rules` keeps: what the seller decided, and so can take back.
struct KeptRules: Codable {
    var rules = ConnectionRules()
    var isPaused = false
}
