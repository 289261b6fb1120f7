import Commerce
import GRDB

/// Brings the file to the newest form, only ever forward, each step a transaction of its own.
enum Migrations {
    /// "Mrcr" in SQLite's header, so that another program's file is never taken for a shop.
    static let applicationID: Int32 = 0x4D72_6372
    static let newest = Schema1.version

    static func bringUpToDate(_ pool: DatabasePool, path: String, now: Instant) throws {
        let (version, application, isEmpty) = try pool.read { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
                try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
            )
        }
        if version > newest, application == applicationID {
            throw ShopError.newer(fileVersion: version, ours: newest)
        }
        guard isEmpty || application == applicationID else { throw ShopError.notAShop(path: path) }
        guard version < newest else { return }
        if !isEmpty { try Backup.write(pool, path: path, at: now, why: "before version \(newest)") }
        try pool.writeWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                // Another Mercer may have done it since.
                guard try Int.fetchOne(db, sql: "PRAGMA user_version") == version else { return .rollback }
                try db.execute(sql: Schema1.journaled)
                try db.execute(sql: Schema1.journal)
                try db.execute(sql: Schema1.derived)
                try db.execute(sql: "PRAGMA user_version = \(Schema1.version)")
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                return .commit
            }
        }
    }

    /// An older Mercer stops writing once a newer one has migrated the file.
    static func checkVersion(_ db: Database) throws {
        let version = try Int.fetchOne(db.cachedStatement(sql: "PRAGMA user_version")) ?? 0
        guard version == newest else { throw ShopError.newer(fileVersion: version, ours: newest) }
    }
}
