import CSQLiteSession
import Foundation
import GRDB

/// One row's change inside an image.
struct RowChange {
    enum Operation { case insert, update, delete }

    let table: JournaledTable
    let operation: Operation
    /// The values before, one a column; nil where the image does not hold it (an unchanged column of an update).
    let old: [DatabaseValue?]
    /// The values after, likewise.
    let new: [DatabaseValue?]

    /// The row's key: the first column of every journaled table.
    var key: DatabaseValue { (old[0] ?? new[0]) ?? .null }

    /// The value of a column before or after, whichever the image holds.
    func value(_ column: Int) -> DatabaseValue? { new[column] ?? old[column] }
}

/// What a changeset of SQLite's session extension holds, read row by row.
enum Changeset {
    /// Calls the body with each change, in the image's order.
    static func forEach(in changeset: Data, _ body: (RowChange) throws -> Void) throws {
        try walk(changeset) { iterator in
            if let change = try RowChange(iterator) { try body(change) }
        }
    }

    /// Calls the body with each change as far as it leads to something: a few columns of it, and no copy of the rest.
    static func forEachKey(in changeset: Data, _ body: (ChangedKeys) throws -> Void) throws {
        try walk(changeset) { iterator in
            if let change = try ChangedKeys(iterator) { try body(change) }
        }
    }

    private static func walk(_ changeset: Data, _ body: (OpaquePointer) throws -> Void) throws {
        guard !changeset.isEmpty else { return }
        try changeset.withUnsafeBytes { bytes in
            var iterator: OpaquePointer?
            let opened = sqlite3changeset_start(
                &iterator, Int32(bytes.count), UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            guard opened == SQLITE_OK, let iterator else { throw JournalFailure.unreadableImage(opened) }
            defer { sqlite3changeset_finalize(iterator) }
            while true {
                let step = sqlite3changeset_next(iterator)
                if step == SQLITE_DONE { return }
                guard step == SQLITE_ROW else { throw JournalFailure.unreadableImage(step) }
                try body(iterator)
            }
        }
    }

    /// The same changes backwards.
    static func inverted(_ changeset: Data) throws -> Data {
        guard !changeset.isEmpty else { return changeset }
        return try changeset.withUnsafeBytes { bytes in
            var size: Int32 = 0
            var inverse: UnsafeMutableRawPointer?
            let result = sqlite3changeset_invert(
                Int32(bytes.count), bytes.baseAddress, &size, &inverse)
            guard result == SQLITE_OK else { throw JournalFailure.unreadableImage(result) }
            defer { sqlite3_free(inverse) }
            return inverse.map { Data(bytes: $0, count: Int(size)) } ?? Data()
        }
    }
}

/// The keys in one row's change, read where they stand; not to be kept.
struct ChangedKeys {
    let table: JournaledTable
    private let iterator: OpaquePointer
    private let operation: Int32

    /// Nil for a table that is no longer journaled.
    fileprivate init?(_ iterator: OpaquePointer) throws {
        guard let head = try ChangeHead(iterator) else { return nil }
        table = head.table
        self.iterator = iterator
        operation = head.operation
    }

    /// Whether all columns are there: the row came or went.
    var isWhole: Bool { operation != SQLITE_UPDATE }

    /// The number before; nil where there is none, or it did not change.
    func old(_ column: Int) -> Int64? {
        operation == SQLITE_INSERT ? nil : integer(column, sqlite3changeset_old)
    }

    func new(_ column: Int) -> Int64? {
        operation == SQLITE_DELETE ? nil : integer(column, sqlite3changeset_new)
    }

    /// The text of a column that every change holds: one of the key's.
    func text(_ column: Int) -> String? {
        var value: OpaquePointer?
        let read = operation == SQLITE_INSERT ? sqlite3changeset_new : sqlite3changeset_old
        guard read(iterator, Int32(column), &value) == SQLITE_OK, let value,
            sqlite3_value_type(value) == SQLITE_TEXT
        else { return nil }
        return String(cString: sqlite3_value_text(value))
    }

    private func integer(
        _ column: Int, _ read: (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Int32
    ) -> Int64? {
        var value: OpaquePointer?
        guard read(iterator, Int32(column), &value) == SQLITE_OK, let value,
            sqlite3_value_type(value) == SQLITE_INTEGER
        else { return nil }
        return sqlite3_value_int64(value)
    }
}

/// What a change is of, and how it came about.
private struct ChangeHead {
    let table: JournaledTable
    let operation: Int32
    let columns: Int32

    /// Nil for a table that is no longer journaled.
    init?(_ iterator: OpaquePointer) throws {
        var name: UnsafePointer<CChar>?
        var columns: Int32 = 0
        var operation: Int32 = 0
        var indirect: Int32 = 0
        let result = sqlite3changeset_op(iterator, &name, &columns, &operation, &indirect)
        guard result == SQLITE_OK, let name else { throw JournalFailure.unreadableImage(result) }
        guard let table = JournaledTable(rawValue: String(cString: name)) else { return nil }
        self.table = table
        self.operation = operation
        self.columns = columns
    }
}

extension RowChange {
    /// Nil for a table that is no longer journaled.
    fileprivate init?(_ iterator: OpaquePointer) throws {
        guard let head = try ChangeHead(iterator) else { return nil }
        let (operation, columns) = (head.operation, head.columns)
        self.init(
            table: head.table,
            operation: operation == SQLITE_INSERT ? .insert : operation == SQLITE_DELETE ? .delete : .update,
            old: operation == SQLITE_INSERT
                ? Array(repeating: nil, count: Int(columns))
                : (0..<columns).map { Self.value(iterator, $0, sqlite3changeset_old) },
            new: operation == SQLITE_DELETE
                ? Array(repeating: nil, count: Int(columns))
                : (0..<columns).map { Self.value(iterator, $0, sqlite3changeset_new) })
    }

    private static func value(
        _ iterator: OpaquePointer, _ column: Int32,
        _ read: (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Int32
    ) -> DatabaseValue? {
        var value: OpaquePointer?
        guard read(iterator, column, &value) == SQLITE_OK, let value else { return nil }
        return databaseValue(value)
    }

    /// The value as GRDB's own.
    static func databaseValue(_ value: OpaquePointer) -> DatabaseValue {
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: sqlite3_value_int64(value).databaseValue
        case SQLITE_FLOAT: sqlite3_value_double(value).databaseValue
        case SQLITE_TEXT: String(cString: sqlite3_value_text(value)).databaseValue
        case SQLITE_BLOB:
            sqlite3_value_blob(value).map {
                Data(bytes: $0, count: Int(sqlite3_value_bytes(value))).databaseValue
            } ?? Data().databaseValue
        default: .null
        }
    }
}

/// A fault of the journal itself: never the seller's doing.
enum JournalFailure: Error, CustomStringConvertible {
    case cannotRecord(Int32)
    case unreadableImage(Int32)

    var description: String {
        switch self {
        case .cannotRecord(let code):
            "the change could not be recorded for undo (SQLite \(code)); nothing was changed"
        case .unreadableImage(let code): "the undo image cannot be read (SQLite \(code)); nothing was changed"
        }
    }
}
