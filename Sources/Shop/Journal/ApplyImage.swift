import CSQLiteSession
import Foundation
import GRDB

/// Applies an inverted image, and tells which rows have moved on since.
enum ApplyImage {
    /// A row that no longer is what the image left it as.
    struct MovedRow: Hashable {
        let table: JournaledTable
        let key: Int64
    }

    enum Result {
        case applied(left: [MovedRow])
        /// Something that came later stands on a row that would go.
        case stoodOn
    }

    /// - Throws: ``JournalFailure``. Rows that have moved on are left as they are and answered; with what stands on
    ///   a row that would go, nothing was changed.
    static func apply(_ changeset: Data, to db: Database) throws -> Result {
        let conflicts = try run(changeset, on: db, enduring: false)
        return conflicts.stoodOn ? .stoodOn : .applied(left: conflicts.rows)
    }

    /// Applies what can be, and leaves every product, order or customer whole of which a part has moved on, or on
    /// which something later stands.
    ///
    /// - Returns: what was left; nil when it cannot be taken apart so.
    static func applyRest(_ changeset: Data, to db: Database) throws -> [MovedRow]? {
        let subjects = try ImageSubjects(changeset, db)
        var left: Set<MovedRow> = []
        // Leaving one thing can leave another standing on it; each turn adds at least one.
        for _ in 0..<50 {
            let rest = try subjects.changeset(without: left)
            var found: Set<MovedRow> = []
            try db.inSavepoint {
                let conflicts = try run(rest, on: db, enduring: true)
                found = try subjects.owners(of: conflicts.rows)
                if conflicts.stoodOn { found.formUnion(try subjects.owners(of: standing(in: db))) }
                return found.isEmpty && !conflicts.stoodOn ? .commit : .rollback
            }
            if found.isEmpty { return left.sorted { $0.key < $1.key } }
            guard !found.isSubset(of: left) else { return nil }
            left.formUnion(found)
        }
        return nil
    }

    /// The missing rows that others still name.
    private static func standing(in db: Database) throws -> [MovedRow] {
        var rows: Set<MovedRow> = []
        for child in JournaledTable.allCases {
            let keys = try Row.fetchAll(db, sql: "PRAGMA foreign_key_list(\(child.rawValue))")
            for broken in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check(\(child.rawValue))") {
                guard let row: Int64 = broken["rowid"],
                    let key = keys.first(where: { $0["id"] as Int == broken["fkid"] as Int }),
                    let parent = JournaledTable(rawValue: key["table"]),
                    let named = try Int64.fetchOne(
                        db, sql: "SELECT \(key["from"] as String) FROM \(child.rawValue) WHERE rowid = ?",
                        arguments: [row])
                else { continue }
                rows.insert(MovedRow(table: parent, key: named))
            }
        }
        return Array(rows)
    }

    /// - Parameter enduring: whether rows that others stand on go all the same, to be looked for by the caller.
    private static func run(_ changeset: Data, on db: Database, enduring: Bool) throws -> Conflicts {
        let conflicts = Conflicts(enduring: enduring)
        guard !changeset.isEmpty else { return conflicts }
        let result = changeset.withUnsafeBytes { bytes in
            sqlite3changeset_apply(
                db.sqliteConnection, Int32(bytes.count), UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                nil,
                { context, kind, iterator in
                    Unmanaged<Conflicts>.fromOpaque(context!).takeUnretainedValue().met(kind, iterator)
                }, Unmanaged.passUnretained(conflicts).toOpaque())
        }
        if result == SQLITE_ABORT { conflicts.stoodOn = true }
        guard result == SQLITE_OK || conflicts.stoodOn else { throw JournalFailure.unreadableImage(result) }
        return conflicts
    }

    private final class Conflicts {
        let enduring: Bool
        var rows: [MovedRow] = []
        var stoodOn = false

        init(enduring: Bool) { self.enduring = enduring }

        func met(_ kind: Int32, _ iterator: OpaquePointer?) -> Int32 {
            if kind == SQLITE_CHANGESET_FOREIGN_KEY {
                stoodOn = true
                return Int32(enduring ? SQLITE_CHANGESET_OMIT : SQLITE_CHANGESET_ABORT)
            }
            var name: UnsafePointer<CChar>?
            var columns: Int32 = 0
            var operation: Int32 = 0
            var indirect: Int32 = 0
            var value: OpaquePointer?
            if sqlite3changeset_op(iterator, &name, &columns, &operation, &indirect) == SQLITE_OK, let name,
                let table = JournaledTable(rawValue: String(cString: name))
            {
                let read = operation == SQLITE_INSERT ? sqlite3changeset_new : sqlite3changeset_old
                let key = read(iterator, 0, &value) == SQLITE_OK ? value.map(sqlite3_value_int64) : nil
                rows.append(MovedRow(table: table, key: key ?? 0))
            }
            return Int32(SQLITE_CHANGESET_OMIT)
        }
    }
}
