package import Commerce
import Foundation
import GRDB

/// One entry of the journal, as the Activity lists it.
package struct JournalEntry: Sendable, Codable {
    package let id: EntryID
    package let at: Instant
    package let author: String
    package let byPerson: Bool
    package let action: String
    package let summary: String
    package let arguments: String
    /// The work in parts it belongs to.
    package let run: RunID?
    /// The entry it took back.
    package let undoes: EntryID?
    /// The entry that took it back.
    package let undoneBy: EntryID?

    init(_ row: Row) {
        id = EntryID(rawValue: row["id"])
        at = Instant(milliseconds: row["at"])
        author = row["author"]
        byPerson = row["by_person"]
        action = row["action"]
        summary = row["summary"]
        arguments = row["arguments"]
        run = (row["run_id"] as Int64?).map(RunID.init(rawValue:))
        undoes = (row["undoes"] as Int64?).map(EntryID.init(rawValue:))
        undoneBy = (row["undone_by"] as Int64?).map(EntryID.init(rawValue:))
    }
}

/// One field's change: who made it, and when.
package struct FieldChange: Sendable, Codable {
    package let entry: JournalEntry
    /// The table and the row, such as `variants` and its identifier.
    package let table: String
    package let row: Int64
    /// The column, such as `unit_price`; `added` or `removed` for a whole row.
    package let field: String
    package let old: String?
    package let new: String?
}

/// Whose history is asked for.
package enum HistorySubject: Sendable, Hashable {
    case product(ProductID)
    case order(OrderID)
    case customer(CustomerID)

    var key: (owner: JournaledTable.Owner, row: Int64) {
        switch self {
        case .product(let id): (.product, id.rawValue)
        case .order(let id): (.order, id.rawValue)
        case .customer(let id): (.customer, id.rawValue)
        }
    }
}

extension Shop {
    /// The journal, newest first.
    ///
    /// - Parameter before: only entries older than this one, for the next page.
    package func entries(before: EntryID? = nil, limit: Int = 200) throws -> [JournalEntry] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM entries WHERE id < ? ORDER BY id DESC LIMIT ?",
                arguments: [before?.rawValue ?? .max, limit]
            ).map(JournalEntry.init)
        }
    }

    /// The entries that touched the subject, newest first.
    package func entries(of subject: HistorySubject, limit: Int = 200) throws -> [JournalEntry] {
        try read { try Self.entries(of: subject, limit: limit, $0) }
    }

    private static func entries(of subject: HistorySubject, limit: Int, _ db: Database) throws
        -> [JournalEntry]
    {
        try Row.fetchAll(
            db,
            sql: """
                SELECT entries.* FROM touched JOIN entries ON entries.id = entry_id
                WHERE subject = ? AND row_id = ? ORDER BY entry_id DESC LIMIT ?
                """, arguments: [subject.key.owner.rawValue, subject.key.row, limit]
        ).map(JournalEntry.init)
    }

    /// Who changed which field of the subject, when, from what to what, newest first. Read off the images, so it
    /// reaches back as far as they are kept; older entries are named without their fields.
    package func fieldChanges(of subject: HistorySubject, limit: Int = 200) throws -> [FieldChange] {
        try read { db in
            var changes: [FieldChange] = []
            for entry in try Self.entries(of: subject, limit: limit, db) {
                guard
                    let image = try Data.fetchOne(
                        db, sql: "SELECT changeset FROM entry_images WHERE entry_id = ?",
                        arguments: [entry.id.rawValue])
                else { continue }
                changes += try Self.changes(in: image, of: subject, entry, db)
            }
            return changes
        }
    }

    private static func changes(
        in image: Data, of subject: HistorySubject, _ entry: JournalEntry, _ db: Database
    ) throws -> [FieldChange] {
        var changes: [FieldChange] = []
        try Changeset.forEach(in: image) { change in
            guard try belongs(change, to: subject, db) else { return }
            let row = Int64.fromDatabaseValue(change.key) ?? 0
            let table = change.table
            func add(_ field: String, _ old: DatabaseValue?, _ new: DatabaseValue?) {
                changes.append(
                    FieldChange(
                        entry: entry, table: table.rawValue, row: row, field: field, old: old.flatMap(text),
                        new: new.flatMap(text)))
            }
            switch change.operation {
            case .insert: add("added", nil, change.new[1])
            case .delete: add("removed", change.old[1], nil)
            case .update:
                for (index, column) in table.columns.enumerated() where change.new[index] != nil {
                    add(column, change.old[index], change.new[index])
                }
            }
        }
        return changes
    }

    private static func belongs(_ change: RowChange, to subject: HistorySubject, _ db: Database) throws
        -> Bool
    {
        let (wanted, id) = subject.key
        for (column, owner) in change.table.owners {
            guard let value = change.value(column), let found = Int64.fromDatabaseValue(value) else {
                continue
            }
            if owner == wanted {
                if found == id { return true }
            } else if let lookUp = owner.lookUp, let index = lookUp.owners.firstIndex(of: wanted),
                let row = try Row.fetchOne(db.cachedStatement(sql: lookUp.sql), arguments: [found]),
                row[index] as Int64? == id
            {
                return true
            }
        }
        return false
    }

    private static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .null: nil
        case .int64(let number): String(number)
        case .string(let text): text
        case .double(let number): String(number)
        case .blob: "…"
        }
    }
}
