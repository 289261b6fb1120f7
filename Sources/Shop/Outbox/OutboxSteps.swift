package import Commerce
import GRDB

/// The steps of an effect on its way out. Each is one guarded statement: it happens only from the state it starts in,
/// so that two who try do it once.
extension Shop {
    /// After a start: what was being sent when the program ended is in doubt.
    package func doubtWhatWasSending(of connection: ConnectionID) throws {
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'inDoubt', reason = 'Mercer ended before the answer came', next_at = ?2
                    WHERE connection_id = ?1 AND state = 'sending'
                    """, arguments: [connection.rawValue, now.milliseconds])
        }
    }

    /// Lets go what was held long enough.
    package func releaseHeld(of connection: ConnectionID) throws {
        let now = now.milliseconds
        let isAny = try read { db in
            try Bool.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM outbox WHERE connection_id = ? AND state = 'held'
                        AND hold_until <= ? AND kept_back = 0)
                        """), arguments: [connection.rawValue, now]) ?? false
        }
        guard isAny else { return }
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'queued' WHERE connection_id = ? AND state = 'held'
                    AND hold_until <= ? AND kept_back = 0
                    """, arguments: [connection.rawValue, now])
        }
    }

    /// The next effect that may leave: nothing before it in its chain is still open.
    package func nextEffect(of connection: ConnectionID) throws -> OutboxItem? {
        let now = now.milliseconds
        return try read { db in
            try Row.fetchOne(
                db.cachedStatement(
                    sql: OutboxItem.columns + """

                        WHERE connection_id = ? AND outbox.state = 'queued' AND next_at <= ? AND kept_back = 0
                            AND NOT EXISTS (SELECT 1 FROM outbox AS before
                                WHERE before.chain = outbox.chain AND before.chain <> '' AND before.id < outbox.id
                                AND before.state IN ('held', 'queued', 'sending', 'blocked', 'inDoubt'))
                        ORDER BY next_at, outbox.id LIMIT 1
                        """), arguments: [connection.rawValue, now]
            ).map(OutboxItem.init)
        }
    }

    /// Takes it for sending; nil where somebody was quicker, or took it back. What brings a product into being is made
    /// anew from what the product is now.
    package func claim(_ id: EffectID) throws -> OutboxItem? {
        let now = now.milliseconds
        return try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'sending', sent_at = ?2, attempts = attempts + 1, looked_at = NULL
                    WHERE id = ?1 AND state = 'queued' AND kept_back = 0
                    """, arguments: [id.rawValue, now])
            guard db.changesCount == 1 else { return nil }
            switch try FreshEffect(id, db) {
            case .asItWas: break
            case .anew(let effect):
                try db.execute(
                    sql: "UPDATE outbox SET effect = ? WHERE id = ?",
                    arguments: [try JSONText.encode(effect), id.rawValue])
            case .unwanted:
                try db.execute(
                    sql:
                        "UPDATE outbox SET state = 'withdrawn', reason = 'not wanted there any more' WHERE id = ?",
                    arguments: [id.rawValue])
                return nil
            case .unfit(let reason):
                try db.execute(
                    // It has not left: the next try makes it anew.
                    sql: """
                        UPDATE outbox SET state = 'rejected', settled_at = ?, reason = ?, sent_at = NULL,
                            attempts = attempts - 1 WHERE id = ?
                        """,
                    arguments: [now, reason, id.rawValue])
                return nil
            }
            return try Row.fetchOne(
                db, sql: OutboxItem.columns + " WHERE outbox.id = ?", arguments: [id.rawValue]
            ).map(OutboxItem.init)
        }
    }

    /// It was done.
    package func confirm(_ item: OutboxItem, _ answer: EffectAnswer) throws {
        let now = now
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'confirmed', settled_at = ?2, reason = '', answer = ?3
                    WHERE id = ?1 AND (state IN ('sending', 'inDoubt')
                        OR (attempts = ?4 AND state IN ('queued', 'rejected', 'withdrawn')))
                    """,
                arguments: [
                    item.id.rawValue, now.milliseconds, try JSONText.encode(answer), item.attempts,
                ])
            guard db.changesCount == 1 else { return }
            try EffectOutcome(db, now: now).take(item, answer)
        }
    }

    /// The platform will not do it.
    package func reject(_ item: OutboxItem, reason: String) throws {
        try settle(item, "rejected", reason: reason, from: "'sending', 'inDoubt'")
    }

    /// Surely not done: it is sent again by itself, later.
    package func requeue(_ item: OutboxItem, at moment: Instant, reason: String) throws {
        try settle(item, "queued", reason: reason, from: "'sending', 'inDoubt'", next: moment)
    }

    /// The keys no longer work: it waits for new ones.
    package func block(_ item: OutboxItem, reason: String) throws {
        try settle(item, "blocked", reason: reason, from: "'sending', 'inDoubt'")
    }

    /// It left, and nobody knows whether it was done.
    ///
    /// - Parameter wasLookedUp: whether the platform was asked, and said that it was not done: only then may a person send
    ///   again what moves money.
    package func doubt(
        _ item: OutboxItem, reason: String, lookAt moment: Instant, wasLookedUp: Bool = false
    ) throws {
        try settle(
            item, "inDoubt", reason: reason, from: "'sending', 'inDoubt'", next: moment,
            wasLookedUp: wasLookedUp)
    }

    private func settle(
        _ item: OutboxItem, _ state: String, reason: String, from states: String, next: Instant? = nil,
        wasLookedUp: Bool = false
    ) throws {
        let now = now.milliseconds
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = ?2, reason = ?3, next_at = coalesce(?4, next_at),
                        settled_at = iif(?2 = 'rejected', ?5, settled_at),
                        looked_at = iif(?6, ?5, looked_at), sent_at = iif(?2 = 'queued', NULL, sent_at)
                    WHERE id = ?1 AND state IN (\(states))
                    """,
                arguments: [item.id.rawValue, state, reason, next?.milliseconds, now, wasLookedUp])
        }
    }

    /// What is in doubt and may be looked for now.
    package func doubtful(of connection: ConnectionID) throws -> [OutboxItem] {
        let now = now.milliseconds
        return try read { db in
            try Row.fetchAll(
                db.cachedStatement(
                    sql: OutboxItem.columns
                        + " WHERE connection_id = ? AND outbox.state = 'inDoubt' AND next_at <= ? ORDER BY outbox.id"
                ),
                arguments: [connection.rawValue, now]
            ).map(OutboxItem.init)
        }
    }
}
