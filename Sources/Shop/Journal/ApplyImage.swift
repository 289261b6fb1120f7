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

    /// - Throws: ``JournalFailure``. Rows that have moved on are left as they are and answered.
    static func apply(_ changeset: Data, to db: Database) throws -> Result {
        let conflicts = Conflicts()
        let result = changeset.withUnsafeBytes { bytes in
            sqlite3changeset_apply(
                db.sqliteConnection, Int32(bytes.count), UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                nil,
                { context, kind, iterator in
                    Unmanaged<Conflicts>.fromOpaque(context!).takeUnretainedValue().met(kind, iterator)
                }, Unmanaged.passUnretained(conflicts).toOpaque())
        }
        if result == SQLITE_ABORT || conflicts.stoodOn { return .stoodOn }
        guard result == SQLITE_OK else { throw JournalFailure.unreadableImage(result) }
        return .applied(left: conflicts.rows)
    }

    private final class Conflicts {
        var rows: [MovedRow] = []
        var stoodOn = false

        func met(_ kind: Int32, _ iterator: OpaquePointer?) -> Int32 {
            if kind == SQLITE_CHANGESET_FOREIGN_KEY {
                stoodOn = true
                return Int32(SQLITE_CHANGESET_ABORT)
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
