import Commerce
import Foundation
import GRDB

extension Shop {
    /// Performs the Action in one transaction: the rows, what lists and searches read, and the journal's entry.
    ///
    /// - Throws: a ``Refusal`` by the rules, or ``ShopError``; nothing was changed then.
    @discardableResult
    package func perform<A: Action>(_ action: A, as author: Author = .seller) throws -> Receipt<A.Outcome> {
        try perform(action, as: author, links: EntryLinks())
    }

    @discardableResult
    func perform<A: Action>(_ action: A, as author: Author, links: EntryLinks) throws -> Receipt<A.Outcome> {
        let (receipt, notice) = try ShopError.translating(path: path) {
            try pool.writeWithoutTransaction { db in
                var result: (Receipt<A.Outcome>, ChangeNotice)?
                try db.inTransaction(.immediate) {
                    result = try perform(action, as: author, links: links, in: db)
                    return .commit
                }
                // The transaction either threw or committed with a result.
                return result!
            }
        }
        tell(notice)
        return receipt
    }

    private func perform<A: Action>(
        _ action: A, as author: Author, links: EntryLinks, in db: Database
    ) throws -> (Receipt<A.Outcome>, ChangeNotice) {
        try Migrations.checkVersion(db)
        let last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT last FROM clock")) ?? 0
        let transaction = Transaction(
            db: db, now: world.now(), author: author, clock: IdentifierClock(seat: seat, last: last))
        let recording = try Recording(db)
        let outcome = try action.perform(in: transaction)
        try Reservations.settle(in: transaction)
        let changeset = try recording.changeset()
        let touched = try Touched(changeset, db)
        try Projections.refresh(touched, in: transaction)
        try VariantEffects.derive(touched, in: transaction)
        let entry: EntryID = transaction.nextID()
        try transaction.execute("UPDATE clock SET last = ?", [transaction.clock.last])
        let summary = action.summary(of: outcome)
        try transaction.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            [
                entry.rawValue, transaction.now.milliseconds, seat, author.name, author.isPerson, A.name,
                try action.journaledArguments(), summary, Migrations.newest, links.run?.rawValue,
                links.undoes?.rawValue,
            ])
        if let undone = links.undoes {
            try transaction.execute(
                "UPDATE entries SET undone_by = ? WHERE id = ?", [entry.rawValue, undone.rawValue])
        }
        if let revived = links.revives {
            try transaction.execute("UPDATE entries SET undone_by = NULL WHERE id = ?", [revived.rawValue])
        }
        // An image of nothing is kept too: an entry without one is known to have lost it to age.
        if author.isPerson {
            try transaction.execute(
                "INSERT INTO entry_images VALUES (?, ?)", [entry.rawValue, A.hasUndo ? changeset : Data()])
        }
        try touched.record(entry.rawValue, db)
        try Outbox(transaction).enter(transaction.effects, of: entry)
        for step in transaction.afterEntry { try step(entry) }
        return (
            Receipt(entry: entry, outcome: outcome, summary: summary),
            ChangeNotice(entry: entry.rawValue, touched: touched)
        )
    }
}

/// How an entry hangs together with others.
struct EntryLinks {
    /// The run whose part it is.
    var run: RunID?
    /// The entry it takes back.
    var undoes: EntryID?
    /// The entry that stands again because its undo is taken back.
    var revives: EntryID?
}
