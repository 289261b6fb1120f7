import CSQLiteSession
import Foundation
import GRDB

/// A session that watches the journaled tables of one connection while an Action writes.
final class Recording {
    private let session: OpaquePointer

    init(_ db: Database) throws {
        var session: OpaquePointer?
        let created = sqlite3session_create(db.sqliteConnection, "main", &session)
        guard created == SQLITE_OK, let session else { throw JournalFailure.cannotRecord(created) }
        self.session = session
        for table in JournaledTable.allCases {
            let attached = sqlite3session_attach(session, table.rawValue)
            guard attached == SQLITE_OK else { throw JournalFailure.cannotRecord(attached) }
        }
    }

    deinit { sqlite3session_delete(session) }

    /// What has changed since the recording began.
    func changeset() throws -> Data {
        var size: Int32 = 0
        var bytes: UnsafeMutableRawPointer?
        let result = sqlite3session_changeset(session, &size, &bytes)
        guard result == SQLITE_OK else { throw JournalFailure.cannotRecord(result) }
        defer { sqlite3_free(bytes) }
        return bytes.map { Data(bytes: $0, count: Int(size)) } ?? Data()
    }
}
