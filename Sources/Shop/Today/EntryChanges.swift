package import Commerce
import Foundation
import GRDB

/// One value that an entry changed, named as the seller knows it.
package struct EntryChange: Hashable, Sendable {
    /// Such as "Blue mug" or "W-1042"; the kind of row where it is none of these.
    package let subject: String
    /// The column, such as `unit_price`; `added` or `removed` for a whole row.
    package let field: String
    package let old: String
    package let new: String
}

extension Shop {
    /// What an entry changed, read off its image; empty when it has none any more.
    package func changes(in entry: EntryID, limit: Int = 200) throws -> [EntryChange] {
        try read { db in
            guard
                let image = try Data.fetchOne(
                    db, sql: "SELECT changeset FROM entry_images WHERE entry_id = ?",
                    arguments: [entry.rawValue])
            else { return [] }
            var found: [EntryChange] = []
            try Changeset.forEach(in: image) { change in
                guard found.count < limit else { return }
                found += try Self.changes(in: change, db)
            }
            return found
        }
    }

    private static func changes(in change: RowChange, _ db: Database) throws -> [EntryChange] {
        let key = Int64.fromDatabaseValue(change.key) ?? 0
        let row = ApplyImage.MovedRow(table: change.table, key: key)
        let subject = try MovedNames.name(of: row, db)
        switch change.operation {
        case .insert:
            return [EntryChange(subject: subject, field: "added", old: "", new: words(change, change.new))]
        case .delete:
            return [EntryChange(subject: subject, field: "removed", old: words(change, change.old), new: "")]
        case .update:
            return change.table.columns.indices.compactMap { index in
                guard let new = change.new[index] else { return nil }
                let column = change.table.columns[index]
                return EntryChange(
                    subject: subject, field: column.replacing("_", with: " "),
                    old: text(change.old[index], column), new: text(new, column))
            }
        }
    }

    /// A whole row in a few words: its name, number or text, whichever it has.
    private static func words(_ change: RowChange, _ values: [DatabaseValue?]) -> String {
        for wanted in ["title", "number", "name", "text", "path", "value", "quantity", "amount"] {
            guard let index = change.table.columns.firstIndex(of: wanted), let value = values[index] else {
                continue
            }
            let found = text(value, wanted)
            if !found.isEmpty { return "\(change.table.rawValue.replacing("_", with: " ")): \(found)" }
        }
        return change.table.rawValue.replacing("_", with: " ")
    }

    private static func text(_ value: DatabaseValue?, _ column: String) -> String {
        switch value?.storage {
        case nil, .null?: ""
        case .int64(let number)?:
            if column.hasPrefix("unit_") {
                UnitPriceText.words(millionths: number)
            } else if column.hasSuffix("_at")
                || column == "at"
            {
                Instant(milliseconds: number).description
            } else {
                String(number)
            }
        case .string(let text)?: text
        case .double(let number)?: String(number)
        case .blob?: "…"
        }
    }
}

/// Millionths as a plain decimal with at least two places.
private enum UnitPriceText {
    static func words(millionths: Int64) -> String {
        let whole = millionths / 1_000_000
        var fraction = String(millionths.magnitude % 1_000_000)
        fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
        while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(millionths < 0 && whole == 0 ? "-" : "")\(whole).\(fraction)"
    }
}
