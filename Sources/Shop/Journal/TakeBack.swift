import Commerce
import Foundation
import GRDB

/// Takes back one entry: undo, and, of an undo's own entry, redo.
struct TakeBack: Action {
    static let name = "TakeBack"

    let entry: EntryID
    /// Whether rows that have moved on are left and the rest is taken back, instead of refusing.
    let leavingMoved: Bool

    struct Outcome: Codable, Sendable {
        let summary: String
        /// What was left as it is, by name.
        let left: [String]
    }

    func perform(in transaction: Transaction) throws -> Outcome {
        let db = transaction.db
        guard
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT summary, schema, undone_by, by_person, undoes, changeset, action
                    FROM entries LEFT JOIN entry_images ON entry_id = id WHERE id = ?
                    """, arguments: [entry.rawValue])
        else {
            throw Refusal(
                "no-such-entry", "There is no entry \(entry) in the journal. `mercer log` lists them.")
        }
        let summary: String = row[0]
        guard row["undone_by"] == nil else {
            throw Refusal("undone-already", "“\(summary)” has been undone already.")
        }
        guard row["by_person"] as Bool else {
            throw Refusal("not-yours", "“\(summary)” was not done by a person, so it has no undo.")
        }
        guard ActionCatalog.all.hasUndo(row["action"]) else {
            throw Refusal("for-good", "“\(summary)” has no undo: do the opposite of it.")
        }
        guard row["schema"] as Int >= Migrations.oldestImages else {
            throw Refusal(
                "older-version", "“\(summary)” was done with an older Mercer, whose undo no longer fits.")
        }
        let prefix = row["undoes"] == nil ? "undone: " : "redone: "
        let plain = summary.hasPrefix("undone: ") ? String(summary.dropFirst(8)) : summary
        guard let image: Data = row["changeset"] else {
            throw Refusal(
                "too-old", "“\(plain)” cannot be taken back: what undo needs is kept for 90 days.")
        }
        let inverted = try Changeset.inverted(image)
        let orders = try Touched(image, db).orders
        let odd = try OrderSense.contradictions(among: orders, db)
        let left = try apply(inverted, plain, db)
        // No row was in the way, but a later entry on the same order may rest on this one all the same.
        let broken = try OrderSense.contradictions(among: orders, db).subtracting(odd)
        guard broken.isEmpty else {
            throw MovedNames.refusal(
                plain, try broken.sorted().map { try MovedNames.name(of: .init(table: .orders, key: $0), db) }
            )
        }
        if let undone: Int64 = row["undoes"] {
            try Outbox(transaction).revive(entry: EntryID(rawValue: undone))
        } else {
            try Outbox(transaction).withdraw(entry: entry, plain)
            try Conflicts(transaction).reopen(settledBy: entry, plain)
        }
        return Outcome(summary: prefix + plain, left: left)
    }

    /// - Returns: the names of what was left.
    private func apply(_ inverted: Data, _ plain: String, _ db: Database) throws -> [String] {
        if leavingMoved, let left = try ApplyImage.applyRest(inverted, to: db) {
            return try Set(left.map { try MovedNames.name(of: $0, db) }).sorted()
        }
        switch try ApplyImage.apply(inverted, to: db) {
        case .stoodOn:
            throw Refusal(
                "stood-on",
                "“\(plain)” cannot be taken back: something that came later stands on it. Undo that first.")
        case .applied(let left):
            let names = try Set(left.map { try MovedNames.name(of: $0, db) }).sorted()
            guard names.isEmpty else { throw MovedNames.refusal(plain, names) }
            return []
        }
    }

    func summary(of outcome: Outcome) -> String {
        outcome.left.isEmpty ? outcome.summary : outcome.summary + ", but for \(outcome.left.count)"
    }
}

/// Rows that have moved on, by the names the seller knows.
enum MovedNames {
    static func refusal(_ summary: String, _ names: [String]) -> Refusal {
        let some =
            names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        return Refusal(
            "moved-on",
            "“\(summary)” cannot be taken back whole: \(some) changed since. Undo that first, or undo the rest."
        )
    }

    static func name(of row: ApplyImage.MovedRow, _ db: Database) throws -> String {
        let products = "SELECT title FROM products WHERE id = "
        let orders = "SELECT number FROM orders WHERE id = "
        let sql: String? =
            switch row.table {
            case .products: products + "?"
            case .variants: products + "(SELECT product_id FROM variants WHERE id = ?)"
            case .images: products + "(SELECT product_id FROM images WHERE id = ?)"
            case .orders: orders + "?"
            case .orderLines, .reservations: orders + "(SELECT order_id FROM order_lines WHERE id = ?)"
            case .payments: orders + "(SELECT order_id FROM payments WHERE id = ?)"
            case .parcels: orders + "(SELECT order_id FROM parcels WHERE id = ?)"
            case .customers: "SELECT name FROM customers WHERE id = ?"
            default: nil
            }
        let found = try sql.flatMap { try String.fetchOne(db, sql: $0, arguments: [row.key]) }
        return found ?? "a row of \(row.table.rawValue.replacing("_", with: " "))"
    }
}
