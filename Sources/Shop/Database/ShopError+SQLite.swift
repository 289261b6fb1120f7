import Commerce
import GRDB

extension ShopError {
    /// Runs the body, and says SQLite's failures in the seller's words. Refusals and our own errors pass through.
    static func translating<Value>(path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw ShopError(error, path: path) ?? error
        } catch let error as MoneyError {
            let words = error.description
            throw Refusal("money", words.prefix(1).uppercased() + words.dropFirst() + ".")
        }
    }

    /// Nil for what is a fault of the program and not of the file, which keeps its own words.
    private init?(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_READONLY: self = .readOnly(path: path)
        case .SQLITE_NOTADB: self = .notAShop(path: path)
        case .SQLITE_CORRUPT: self = .damaged(reason: error.message ?? "malformed")
        case .SQLITE_IOERR:
            self = .ioFailed(path: path, reason: error.message ?? "\(error.extendedResultCode)")
        case .SQLITE_CANTOPEN, .SQLITE_PERM:
            self = .cannotOpen(path: path, reason: error.message ?? "\(error.resultCode)")
        default: return nil
        }
    }
}
