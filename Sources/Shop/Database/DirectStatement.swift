import CSQLiteSession
import Foundation
import GRDB

/// A cached statement worked by SQLite's own calls, for what is done for each row of a long read or import: boxed
/// arguments and copied rows cost more than the work itself.
///
/// Values are added in the order of the statement's places; then it is run, or asked.
struct DirectStatement {
    /// Keeps what the pointer points to.
    private let statement: Statement
    private let pointer: OpaquePointer
    private var place: Int32 = 0

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        pointer = statement.sqliteStatement
    }

    // MARK: Values

    mutating func add(_ value: Int64) {
        place += 1
        sqlite3_bind_int64(pointer, place, value)
    }

    mutating func add(_ value: Int) { add(Int64(value)) }
    mutating func add(_ value: Bool) { add(value ? 1 : Int64(0)) }

    mutating func add(_ value: Int64?) {
        if let value { return add(value) }
        place += 1
        sqlite3_bind_null(pointer, place)
    }

    /// The text is copied: it may be gone when the row is written.
    mutating func add(_ text: String) {
        place += 1
        // Empty text may have no bytes to point to, and SQLite takes no pointer for NULL.
        if text.isEmpty {
            sqlite3_bind_text(pointer, place, "", 0, Self.copied)
            return
        }
        var text = text
        text.withUTF8 { bytes in
            let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            _ = sqlite3_bind_text(pointer, place, start, Int32(bytes.count), Self.copied)
        }
    }

    mutating func add(_ text: String?) {
        if let text { return add(text) }
        place += 1
        sqlite3_bind_null(pointer, place)
    }

    mutating func add(_ data: Data) {
        place += 1
        data.withUnsafeBytes { bytes in
            _ = sqlite3_bind_blob(pointer, place, bytes.baseAddress, Int32(bytes.count), Self.copied)
        }
    }

    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    // MARK: Running

    /// Runs it to its end; what it was given is forgotten.
    mutating func run() throws { try each { _ in false } }

    /// The first column of the first row; nil where there is none, and for NULL.
    mutating func integer() throws -> Int64? { try first { $0.optional(0) } ?? nil }

    /// Reads the first row; nil where there is none.
    mutating func first<Value>(_ read: (DirectRow) throws -> Value) throws -> Value? {
        var found: Value?
        try each { row in
            found = try read(row)
            return false
        }
        return found
    }

    /// Reads row by row, while the body says so.
    mutating func each(_ body: (DirectRow) throws -> Bool) throws {
        place = 0
        defer {
            sqlite3_reset(pointer)
        }
        while true {
            let step = sqlite3_step(pointer)
            if step == SQLITE_DONE { return }
            guard step == SQLITE_ROW else {
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: sqlite3_extended_errcode(sqlite3_db_handle(pointer))),
                    message: String(cString: sqlite3_errmsg(sqlite3_db_handle(pointer))), sql: statement.sql)
            }
            guard try body(DirectRow(pointer: pointer)) else { return }
        }
    }
}

/// The row a statement stands on; not to be kept.
struct DirectRow {
    fileprivate let pointer: OpaquePointer

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }
    func isTrue(_ column: Int32) -> Bool { integer(column) != 0 }

    func optional(_ column: Int32) -> Int64? {
        sqlite3_column_type(pointer, column) == SQLITE_NULL ? nil : integer(column)
    }

    /// Empty for NULL.
    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(pointer, column) else { return "" }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
