import Commerce
import GRDB

/// What the screens keep for the next start: how each view was left, and what was being written.
///
/// Bookkeeping: never in the journal, never undone.
extension Shop {
    /// How the views were left, by key.
    package func viewStates() throws -> [String: String] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT view, state FROM view_states")
            return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Keeps how a view was left; nil forgets it.
    package func rememberView(_ key: String, _ state: String?) throws {
        try bookkeeping { db in
            guard let state else {
                return try db.execute(sql: "DELETE FROM view_states WHERE view = ?", arguments: [key])
            }
            try db.execute(
                sql: """
                    INSERT INTO view_states VALUES (?, ?) ON CONFLICT (view) DO UPDATE SET state = excluded.state
                    """, arguments: [key, state])
        }
    }

    /// What was being written and not saved, by key.
    package func drafts() throws -> [String: String] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT key, text FROM drafts")
            return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Keeps what is being written; nil drops it.
    package func keepDraft(_ key: String, _ text: String?) throws {
        let now = world.now()
        try bookkeeping { db in
            guard let text else {
                return try db.execute(sql: "DELETE FROM drafts WHERE key = ?", arguments: [key])
            }
            try db.execute(
                sql: """
                    INSERT INTO drafts VALUES (?, ?, ?)
                    ON CONFLICT (key) DO UPDATE SET text = excluded.text, at = excluded.at
                    """, arguments: [key, text, now.milliseconds])
        }
    }
}
