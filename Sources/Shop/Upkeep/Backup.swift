import Commerce
import Foundation
import GRDB

/// Copies of the shop's file, beside it in `<file>-backups/`.
package enum Backup {
    /// How many daily copies are kept.
    package static let kept = 14

    /// Copies the whole file as it is now, while others may go on writing.
    ///
    /// - Returns: the copy's path.
    /// - Throws: ``ShopError``; a copy that did not come out whole is removed.
    @discardableResult
    static func write(_ pool: any DatabaseReader, path: String, at now: Instant, why: String) throws -> String
    {
        let folder = path + "-backups"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let stamp = now.description.replacing(":", with: "-")
        let target = "\(folder)/\(stamp) \(why).mercer"
        try copy(pool, to: target)
        return target
    }

    /// Moves the file aside as it is, with SQLite's own files beside it.
    static func moveAside(_ path: String, at now: Instant) throws -> String {
        let folder = path + "-backups"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let target = "\(folder)/\(now.description.replacing(":", with: "-")) damaged.mercer"
        try FileManager.default.moveItem(atPath: path, toPath: target)
        for ending in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
            try FileManager.default.moveItem(atPath: path + ending, toPath: target + ending)
        }
        return target
    }

    static func copy(_ pool: any DatabaseReader, to target: String) throws {
        let part = target + ".part"
        try? FileManager.default.removeItem(atPath: part)  // Left by a kill; a fresh copy takes its place.
        do {
            let queue = try DatabaseQueue(path: part)
            try pool.backup(to: queue)
            try queue.close()
            try FileManager.default.moveItem(atPath: part, toPath: target)
        } catch {
            try? FileManager.default.removeItem(atPath: part)  // The first error is the one to tell.
            throw error
        }
    }
}

extension Shop {
    /// Copies the shop to a path of the seller's choice.
    ///
    /// - Throws: ``ShopError/exists(path:)`` when something is there already.
    package func backUp(to target: String) throws {
        guard !FileManager.default.fileExists(atPath: target) else { throw ShopError.exists(path: target) }
        try ShopError.translating(path: target) { try Backup.copy(pool, to: target) }
    }

    /// Copies the shop beside itself, now.
    ///
    /// - Returns: the copy's path.
    package func backUp() throws -> String {
        try ShopError.translating(path: path) {
            try Backup.write(pool, path: path, at: world.now(), why: "by hand")
        }
    }

    /// Copies the shop beside itself when the last copy is older than a day, removes what is older than the last
    /// fourteen, and drops undo images older than 90 days.
    ///
    /// - Returns: the new copy's path; nil when none was due.
    @discardableResult
    package func backUpWhenDue() throws -> String? {
        let now = world.now()
        let last = try read { try Int64.fetchOne($0, sql: "SELECT max(at) FROM backups") } ?? 0
        guard now.milliseconds(since: Instant(milliseconds: last)) >= 86_400_000 else { return nil }
        let target = try ShopError.translating(path: path) {
            try Backup.write(pool, path: path, at: now, why: "daily")
        }
        let old = try bookkeeping { db -> [String] in
            try db.execute(
                sql: "INSERT OR REPLACE INTO backups VALUES (?, ?)", arguments: [target, now.milliseconds])
            let old = try String.fetchAll(
                db, sql: "SELECT path FROM backups ORDER BY at DESC LIMIT -1 OFFSET ?",
                arguments: [Backup.kept])
            for path in old { try db.execute(sql: "DELETE FROM backups WHERE path = ?", arguments: [path]) }
            try db.execute(
                sql: """
                    DELETE FROM entry_images WHERE entry_id IN (SELECT id FROM entries WHERE at < ? AND id < ?)
                    """,
                arguments: [
                    now.adding(days: -90).milliseconds,
                    (now.adding(days: -90).milliseconds - IdentifierClock.epoch.milliseconds) << 12,
                ])
            return old
        }
        // The file may come from somebody else: only what lies where backups are kept is one. Gone already is as good.
        let folder = path + "-backups/"
        for old in old where old.hasPrefix(folder) && !old.dropFirst(folder.count).contains("/") {
            try? FileManager.default.removeItem(atPath: old)
        }
        return target
    }
}
