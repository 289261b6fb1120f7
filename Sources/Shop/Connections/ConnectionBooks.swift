package import Commerce
import GRDB

/// What sync notes about a connection: bookkeeping, never in an image, never on anybody's `u`.
extension Shop {
    /// Notes how a connection is doing. `since` moves only when the state does.
    package func note(
        _ state: ConnectionCondition.State, reason: String = "", retryAt: Instant? = nil, of id: ConnectionID
    ) throws {
        let now = now.milliseconds
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE connections SET state_since = iif(state = ?2, state_since, ?5), state = ?2, reason = ?3,
                        retry_at = ?4, failures = iif(?2 = 'ready', 0, failures + 1)
                    WHERE id = ?1
                    """,
                arguments: [id.rawValue, state.rawValue, reason, retryAt?.milliseconds, now])
            guard state == .ready else { return }
            // What waited for new keys goes on by itself.
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'queued', next_at = ?2, reason = ''
                    WHERE connection_id = ?1 AND state = 'blocked'
                    """, arguments: [id.rawValue, now])
        }
    }

    /// Notes that something was read or written, and how far the other side's clock is off.
    package func noteContact(
        _ id: ConnectionID, read: Bool, wrote: Bool = false, clockOffset: Int64? = nil
    ) throws {
        let now = now.milliseconds
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE connections SET last_in = iif(?2, ?4, last_in), last_out = iif(?3, ?4, last_out),
                        clock_offset = coalesce(?5, clock_offset)
                    WHERE id = ?1
                    """, arguments: [id.rawValue, read, wrote, now, clockOffset])
        }
    }

    // MARK: Budgets

    /// What is remembered of a connection's budgets, as text by operation.
    package func buckets(of id: ConnectionID) throws -> [String: String] {
        try read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT operation, bucket FROM buckets WHERE connection_id = ?",
                arguments: [id.rawValue])
            return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
        }
    }

    package func keepBuckets(_ buckets: [String: String], of id: ConnectionID) throws {
        guard !buckets.isEmpty else { return }
        try sync { db in
            for (operation, bucket) in buckets {
                try db.execute(
                    sql: """
                        INSERT INTO buckets VALUES (?, ?, ?)
                        ON CONFLICT (connection_id, operation) DO UPDATE SET bucket = excluded.bucket
                        """, arguments: [id.rawValue, operation, bucket])
            }
        }
    }

    // MARK: Requests

    /// Keeps what is known of a connection in the open; never a secret.
    package func keep(_ settings: [String: String], of connection: ConnectionID) throws {
        let text = try JSONText.encode(settings)
        try sync { db in
            try db.execute(
                sql: "UPDATE connections SET settings = ? WHERE id = ?",
                arguments: [text, connection.rawValue])
        }
    }

    /// Keeps records of requests, and of all only the newest 2,000.
    package func keepRequests(_ records: [RequestEntry]) throws {
        guard !records.isEmpty else { return }
        try sync { db in
            let insert = try db.cachedStatement(
                sql: """
                    INSERT INTO requests(connection_id, at, method, url, label, status, bytes, milliseconds, failure)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            for record in records {
                try insert.execute(arguments: [
                    record.connection.rawValue, record.at.milliseconds, record.method, record.url,
                    record.label,
                    record.status, record.bytes, record.milliseconds, record.failure,
                ])
            }
            try db.execute(sql: "DELETE FROM requests WHERE id <= (SELECT max(id) FROM requests) - 2000")
        }
    }

    /// The newest requests first.
    package func requests(of connection: ConnectionID? = nil, limit: Int = 200) throws -> [RequestEntry] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT connection_id, at, method, url, label, status, bytes, milliseconds, failure FROM requests
                    WHERE ?1 IS NULL OR connection_id = ?1 ORDER BY id DESC LIMIT ?2
                    """, arguments: [connection?.rawValue, limit]
            ).map { row in
                RequestEntry(
                    connection: ConnectionID(rawValue: row[0]), at: Instant(milliseconds: row[1]),
                    method: row[2], url: row[3], label: row[4], status: row[5], bytes: row[6],
                    milliseconds: row[7], failure: row[8])
            }
        }
    }

    /// Bookkeeping of sync: observers are told that something of it is another, and nothing else.
    func sync<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let value = try bookkeeping(body)
        tellOfSync()
        return value
    }
}

/// One request, as the log shows it: its secrets were taken out before it came here.
package struct RequestEntry: Hashable, Sendable, Codable {
    package let connection: ConnectionID
    package let at: Instant
    package let method: String
    package let url: String
    package let label: String
    /// Nil where there was no answer.
    package let status: Int?
    package let bytes: Int
    package let milliseconds: Int
    /// Empty where it was answered.
    package let failure: String

    package init(
        connection: ConnectionID, at: Instant, method: String, url: String, label: String, status: Int?,
        bytes: Int, milliseconds: Int, failure: String
    ) {
        self.connection = connection
        self.at = at
        self.method = method
        self.url = url
        self.label = label
        self.status = status
        self.bytes = bytes
        self.milliseconds = milliseconds
        self.failure = failure
    }
}
