import CSQLiteSession

/// A question in SQL to the shop's file, on a connection that cannot write: it is opened for reading, and an
/// authorizer refuses, when the statement is compiled, whatever is not a SELECT over this file. That covers what an
/// opening for reading alone lets through: ATTACH, VACUUM INTO and pragmas.
package struct ReadOnlyQuery: ~Copyable {
    private let database: OpaquePointer
    private let path: String

    package enum Value: Equatable, Sendable {
        case null
        case integer(Int64)
        case real(Double)
        case text(String)
        case blob([UInt8])
    }

    /// - Throws: ``ShopError``, also for a file that is not a shop.
    package init(path: String) throws {
        try FileState.checkReadable(path)
        var database: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_PRIVATECACHE
        let opened = sqlite3_open_v2(path, &database, flags, nil)
        guard opened == SQLITE_OK, let database else {
            let reason = database.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close(database)
            throw ShopError.cannotOpen(path: path, reason: reason)
        }
        self.database = database
        self.path = path
        sqlite3_busy_timeout(database, 5000)
        sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_set_authorizer(
            database, { _, action, first, second, _, _ in allows(action, first, second) }, nil)
    }

    deinit { sqlite3_close(database) }

    /// Runs the one statement. The columns come first, then each row as it is found; false stops.
    ///
    /// - Throws: a ``Refusal`` with SQLite's own words for a statement that is wrong or would write.
    package func run(
        _ sql: String, columns: ([String]) throws -> Void, row: ([Value]) throws -> Bool
    ) throws {
        let statement = try compiled(sql)
        defer { sqlite3_finalize(statement) }
        let count = sqlite3_column_count(statement)
        try columns((0..<count).map { String(cString: sqlite3_column_name(statement, $0)) })
        while true {
            let step = sqlite3_step(statement)
            if step == SQLITE_DONE { return }
            guard step == SQLITE_ROW else { throw failure(step) }
            guard try row((0..<count).map { Value(statement, $0) }) else { return }
        }
    }

    private func compiled(_ sql: String) throws -> OpaquePointer {
        try sql.withCString { start in
            var statement: OpaquePointer?
            var rest: UnsafePointer<CChar>?
            let result = sqlite3_prepare_v2(database, start, -1, &statement, &rest)
            guard result == SQLITE_OK else { throw failure(result) }
            guard let statement else { throw Refusal("no-sql", "There is no statement to run.") }
            let more = rest.map { String(cString: $0) } ?? ""
            guard more.allSatisfy({ $0.isWhitespace || $0 == ";" }) else {
                sqlite3_finalize(statement)
                throw Refusal(
                    "two-statements", "One statement at a time: what follows the first “;” was not run.")
            }
            guard sqlite3_stmt_readonly(statement) != 0 else {
                sqlite3_finalize(statement)
                throw Self.wouldWrite
            }
            return statement
        }
    }

    private static let wouldWrite = Refusal(
        "read-only",
        "`mercer sql` only reads, by SELECT. `mercer do` changes the shop, with a journal entry that can be undone."
    )

    private func failure(_ code: Int32) -> any Error {
        let words = String(cString: sqlite3_errmsg(database))
        return switch code & 0xFF {
        case SQLITE_AUTH, SQLITE_READONLY: Self.wouldWrite
        case SQLITE_BUSY, SQLITE_LOCKED: ShopError.busy
        case SQLITE_NOTADB: ShopError.notAShop(path: path)
        case SQLITE_CORRUPT: ShopError.damaged(reason: words)
        case SQLITE_CANTOPEN, SQLITE_IOERR: ShopError.cannotOpen(path: path, reason: words)
        default: Refusal("bad-sql", "SQL: \(words).")
        }
    }
}

/// The pragmas that tell of the file and change nothing, not even of the connection.
private let tellingPragmas: Set<String> = [
    "table_list", "table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "foreign_key_check", "integrity_check", "quick_check", "collation_list", "function_list",
    "compile_options",
    "database_list",
]

private func allows(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Int32
{
    switch action {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
    // Declaring a virtual table, as the search is one, asks for this; nothing is written, and a statement that would
    // is refused for not being read-only.
    case SQLITE_UPDATE: return first.map { String(cString: $0) } == "sqlite_master" ? SQLITE_OK : SQLITE_DENY
    case SQLITE_FUNCTION:
        let name = second.map { String(cString: $0).lowercased() }
        return name == "load_extension" || name == "fts3_tokenizer" ? SQLITE_DENY : SQLITE_OK
    case SQLITE_PRAGMA:
        let name = first.map { String(cString: $0).lowercased() } ?? ""
        let readsHeader =
            second == nil
            && [
                "user_version", "application_id", "schema_version", "page_count",
                "page_size", "journal_mode", "encoding", "data_version",
            ].contains(name)
        return tellingPragmas.contains(name) || readsHeader ? SQLITE_OK : SQLITE_DENY
    default: return SQLITE_DENY
    }
}

extension ReadOnlyQuery.Value {
    fileprivate init(_ statement: OpaquePointer, _ column: Int32) {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: self = .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: self = .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            let bytes = UnsafeBufferPointer(
                start: sqlite3_column_text(statement, column),
                count: Int(sqlite3_column_bytes(statement, column)))
            self = .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(statement, column)?.assumingMemoryBound(to: UInt8.self)
            self = .blob(
                Array(UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))))
        default: self = .null
        }
    }
}
