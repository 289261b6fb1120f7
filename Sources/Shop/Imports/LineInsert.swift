import CSQLiteSession
import GRDB

/// Inserts lines of orders by SQLite's own calls: half a million of them are most of an import, and a boxed array of
/// arguments a line costs more than the row.
final class LineInsert {
    private let database: OpaquePointer
    private let statement: OpaquePointer

    init(_ db: Database) throws {
        guard let database = db.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
        }
        self.database = database
        var statement: OpaquePointer?
        let sql = "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        let prepared = sqlite3_prepare_v2(database, sql, -1, &statement, nil)
        guard prepared == SQLITE_OK, let statement else {
            throw Self.error(prepared, database)
        }
        self.statement = statement
    }

    deinit { sqlite3_finalize(statement) }

    func insert(_ line: LineDraft, id: Int64, order: Int64, position: Int, variant: Int64?) throws {
        sqlite3_bind_int64(statement, 1, id)
        sqlite3_bind_int64(statement, 2, order)
        sqlite3_bind_int64(statement, 3, Int64(position))
        bind(line.kind.rawValue, at: 4)
        bind(variant, at: 5)
        bind(line.sku, at: 6)
        bind(line.title, at: 7)
        sqlite3_bind_int64(statement, 8, line.quantity)
        sqlite3_bind_int64(statement, 9, line.unitPrice)
        sqlite3_bind_int64(statement, 10, line.discount)
        bind(line.taxRate, at: 11)
        sqlite3_bind_int64(statement, 12, line.tax)
        bind(line.at, at: 13)
        let stepped = sqlite3_step(statement)
        let reset = sqlite3_reset(statement)
        guard stepped == SQLITE_DONE, reset == SQLITE_OK else { throw Self.error(stepped, database) }
    }

    private func bind(_ value: Int64?, at place: Int32) {
        if let value {
            sqlite3_bind_int64(statement, place, value)
        } else {
            sqlite3_bind_null(statement, place)
        }
    }

    /// The text is copied: it may be gone when the row is written.
    private func bind(_ text: String, at place: Int32) {
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        // Empty text may have no bytes to point to, and SQLite takes no pointer for NULL.
        if text.isEmpty {
            sqlite3_bind_text(statement, place, "", 0, copied)
            return
        }
        var text = text
        text.withUTF8 { bytes in
            let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            _ = sqlite3_bind_text(statement, place, start, Int32(bytes.count), copied)
        }
    }

    private static func error(_ code: Int32, _ database: OpaquePointer) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database)),
            sql: "INSERT INTO order_lines")
    }
}
