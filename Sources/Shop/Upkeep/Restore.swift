package import Commerce
import Foundation
import GRDB

extension Shop {
    /// Puts a backup in the shop's place. The shop as it was is kept beside it first; where it is too damaged for
    /// that, its files are moved aside as they are.
    ///
    /// - Returns: where the shop as it was has gone; nil when there was none.
    /// - Throws: ``ShopError`` for a backup that is none, is damaged, or is from a newer Mercer; the shop is as it was.
    @discardableResult
    package static func restore(from backup: String, to path: String, world: World) throws -> String? {
        let source = try ShopError.translating(path: backup) { try soundBackup(backup) }
        var kept: String?
        if FileManager.default.fileExists(atPath: path) {
            kept = try keepAside(path, at: world.now())
        }
        try ShopError.translating(path: path) {
            let target = try DatabasePool(path: path)
            try source.backup(to: target)
            try target.close()
        }
        return kept
    }

    /// The backup opened for reading, once it is known to be whole.
    private static func soundBackup(_ backup: String) throws -> DatabaseQueue {
        try FileState.checkReadable(backup)
        var reading = Configuration()
        reading.readonly = true
        let source = try DatabaseQueue(path: backup, configuration: reading)
        try source.read { db in
            guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Migrations.applicationID else {
                throw ShopError.notAShop(path: backup)
            }
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard version <= Migrations.newest else {
                throw ShopError.newer(fileVersion: version, ours: Migrations.newest)
            }
            let verdict = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
            guard verdict == "ok" else { throw ShopError.damagedBackup(path: backup, reason: verdict) }
        }
        return source
    }

    private static func keepAside(_ path: String, at now: Instant) throws -> String {
        do {
            try FileState.check(path, creating: false)
            let old = try DatabasePool(path: path)
            defer { try? old.close() }  // It was only read.
            return try Backup.write(old, path: path, at: now, why: "before restore")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw ShopError.diskFull
        } catch {
            // Too damaged to be copied by SQLite: that is what a restore is for.
            return try Backup.moveAside(path, at: now)
        }
    }
}
