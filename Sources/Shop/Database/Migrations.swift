import Commerce
import GRDB

/// Brings the file to the newest form, only ever forward, all steps in one transaction.
enum Migrations {
    /// "Mrcr" in SQLite's header, so that another program's file is never taken for a shop.
    static let applicationID: Int32 = 0x4D72_6372
    static let newest = Schema2.version

    /// What each version added, in order. A step is frozen once it is released.
    private static let steps: [(version: Int, sql: [String])] = [
        (Schema1.version, [Schema1.journaled, Schema1.journal, Schema1.derived]),
        (Schema2.version, [Schema2.journaled, Schema2.bookkeeping]),
    ]

    /// The oldest version whose images fit the file as it is now: a step that drops, renames or rebuilds a journaled
    /// table raises it, as SQLite would skip that part of an older image without a word. Version 2 only adds.
    static let oldestImages = Schema1.version

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
                for step in steps where step.version > version {
                    for sql in step.sql { try db.execute(sql: sql) }
                }
                try db.execute(sql: "PRAGMA user_version = \(newest)")
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
