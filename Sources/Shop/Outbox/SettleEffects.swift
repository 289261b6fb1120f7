package import Commerce
import GRDB

/// What the seller says about effects that wait, failed or are in doubt; the journal keeps the reason.
package struct SettleEffects: Action {
    package static let hasUndo = false

    package enum Word: String, Codable, Hashable, Sendable, CaseIterable {
        /// Keep it back until it is let go; `wake` lets it go.
        case keepBack, wake
        /// Do not wait for the end of its hold.
        case sendNow
        /// It was refused, or looked up and not done: once more. Of what moves money, only this sends it again.
        case retry
        /// Nothing of it goes out any more.
        case drop
        /// It is in doubt, and the seller knows that it was done.
        case wasDone
    }

    package let effects: [EffectID]
    package let word: Word
    package let reason: String

    package init(_ effects: [EffectID], _ word: Word, reason: String = "") {
        self.effects = effects
        self.word = word
        self.reason = reason
    }

    package struct Outcome: Codable, Sendable {
        package var effects: BulkOutcome<EffectID>
        package var name: String
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        var done = BulkOutcome<EffectID>()
        var name = ""
        func settle(_ id: EffectID) throws { name = try apply(to: id, in: transaction) }
        if effects.count == 1 {
            try settle(effects[0])
            done.done = effects
        } else {
            for id in effects { try done.attempt(id) { try settle(id) } }
        }
        return Outcome(effects: done, name: name)
    }

    private func apply(to id: EffectID, in transaction: Transaction) throws -> String {
        guard
            let row = try Row.fetchOne(
                transaction.db, sql: OutboxItem.columns + " WHERE outbox.id = ?", arguments: [id.rawValue])
        else { throw Refusal("no-such-effect", "That is not in Going out any more.") }
        let item = try OutboxItem(row)
        func refuse(_ why: String) -> Refusal { Refusal("not-now", "\(item.summary): \(why)") }
        let now = transaction.now.milliseconds
        switch word {
        case .keepBack, .wake:
            guard item.state.isHere else { throw refuse("it has left already.") }
            try transaction.execute(
                "UPDATE outbox SET kept_back = ?, reason = ? WHERE id = ?",
                [word == .keepBack, word == .keepBack ? reason : "", id.rawValue])
        case .sendNow:
            guard item.state == .held || item.state == .queued else {
                throw refuse("it does not wait any more.")
            }
            try transaction.execute(
                "UPDATE outbox SET state = 'queued', kept_back = 0, hold_until = ?1, next_at = ?1 WHERE id = ?2",
                [now, id.rawValue])
        case .retry:
            guard item.state == .rejected || item.state == .inDoubt || item.state == .blocked else {
                throw refuse("it needs no second try.")
            }
            if item.state == .inDoubt, item.lookedAt == nil {
                throw refuse("it may have been done. It is looked up first; then r sends it again.")
            }
            try transaction.execute(
                "UPDATE outbox SET state = 'queued', next_at = ?1, reason = '' WHERE id = ?2",
                [now, id.rawValue])
        case .drop:
            guard item.state.isHere || item.state == .inDoubt else { throw refuse("it is on its way.") }
            try transaction.execute(
                "UPDATE outbox SET state = 'withdrawn', settled_at = ?1, reason = ?2 WHERE id = ?3",
                [now, reason.isEmpty ? "dropped" : reason, id.rawValue])
        case .wasDone:
            guard item.state == .inDoubt else { throw refuse("it is not in doubt.") }
            try transaction.execute(
                "UPDATE outbox SET state = 'confirmed', settled_at = ?1, reason = ?2 WHERE id = ?3",
                [now, reason.isEmpty ? "done, by your word" : reason, id.rawValue])
        }
        return item.summary
    }

    package func summary(of outcome: Outcome) -> String {
        let count = outcome.effects.done.count
        let what = effects.count == 1 ? outcome.name : "\(count) that waited"
        let done =
            switch word {
            case .keepBack: "kept back"
            case .wake: "let go"
            case .sendNow: "sent now"
            case .retry: "tried again"
            case .drop: "dropped"
            case .wasDone: "counted as done"
            }
        return "\(what): \(done)" + (reason.isEmpty ? "" : ", \(reason)")
    }
}
