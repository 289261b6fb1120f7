import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What can be at the path, and what becomes of it.
@Suite struct ShopFileTests {
    @Test func `what was acknowledged survives a power cut: FULL and a write-ahead log are read back`() throws
    {
        let shop = try ShopFolder().open()
        let (synchronous, mode, keys) = try shop.pool.writeWithoutTransaction { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA foreign_keys")
            )
        }
        #expect(synchronous == 2)
        #expect(mode == "wal")
        #expect(keys == 1)
    }

    @Test func `a missing file, and a missing folder, are named`() throws {
        let folder = try ShopFolder()
        #expect(throws: ShopError.missing(path: folder.file)) {
            try Shop.open(at: folder.file, world: folder.world)
        }
        let elsewhere = folder.path + "/nowhere/shop.mercer"
        #expect(
            throws: ShopError.cannotOpen(
                path: elsewhere, reason: "its folder \(folder.path)/nowhere does not exist")
        ) {
            try Shop.open(at: elsewhere, creating: true, world: folder.world)
        }
    }

    @Test(arguments: ["", "hello", String(repeating: "Not a database at all. ", count: 200)])
    func `a file that is something else is not a shop, and stays as it is`(text: String) throws {
        let folder = try ShopFolder()
        try Data(text.utf8).write(to: URL(filePath: folder.file))
        #expect(throws: ShopError.notAShop(path: folder.file)) {
            try Shop.open(at: folder.file, world: folder.world)
        }
        #expect(FileManager.default.contents(atPath: folder.file) == Data(text.utf8))
    }

    @Test func `another program's database is not a shop, and not a byte of it changes`() throws {
        let folder = try ShopFolder()
        let queue = try DatabaseQueue(path: folder.file)
        try queue.write { try $0.execute(sql: "CREATE TABLE theirs(x); INSERT INTO theirs VALUES (1)") }
        try queue.close()
        let before = FileManager.default.contents(atPath: folder.file)
        #expect(throws: ShopError.notAShop(path: folder.file)) {
            try Shop.open(at: folder.file, creating: true, world: folder.world)
        }
        #expect(FileManager.default.contents(atPath: folder.file) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["shop.mercer"])
    }

    @Test func `a folder and a device are not shops`() throws {
        let folder = try ShopFolder()
        for path in [folder.path, "/dev/null"] {
            #expect(throws: ShopError.notAShop(path: path)) { try Shop.open(at: path, world: folder.world) }
        }
    }

    @Test func `a file of a newer version is left alone`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        try shop.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        try shop.close()
        #expect(throws: ShopError.newer(fileVersion: 99, ours: Migrations.newest)) {
            try Shop.open(at: folder.file, world: folder.world)
        }
    }

    @Test func `an older Mercer stops writing once a newer one has migrated the file`() throws {
        let folder = try ShopFolder()
        let old = try folder.open()
        let new = try folder.open()
        try old.perform(AddPlainProduct(title: "before"))
        try new.pool.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA user_version = \(Migrations.newest + 1)")
        }
        #expect(throws: ShopError.newer(fileVersion: Migrations.newest + 1, ours: Migrations.newest)) {
            try old.perform(AddPlainProduct(title: "after"))
        }
        #expect(throws: ShopError.self) { try old.keepDraft("x", "y") }
        #expect(try old.number("SELECT count(*) FROM products") == 1)
    }

    @Test(.enabled(if: getuid() != 0, "the administrator may write everywhere"))
    func `a file without the right to write says so`() throws {
        let folder = try ShopFolder()
        try folder.open().close()
        chmod(folder.file, 0o400)
        #expect(throws: ShopError.readOnly(path: folder.file)) {
            try Shop.open(at: folder.file, world: folder.world)
        }
    }

    @Test func `a full disk refuses the change, keeps what was there, and lets the next one through`() throws
    {
        let folder = try ShopFolder()
        let shop = try folder.open()
        try shop.perform(AddPlainProduct(title: "kept"))
        let before = try shop.everything()
        try shop.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        #expect(throws: ShopError.diskFull) { try shop.perform(AddProductsPart(from: 0, count: 5000)) }
        #expect(try shop.everything() == before)
        try shop.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try shop.perform(AddPlainProduct(title: "later"))
        #expect(try shop.number("SELECT count(*) FROM products") == 2)
        #expect(try shop.check().isSound)
    }

    @Test func `a damaged file says so, and a restore brings the backup back`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        for number in 0..<200 { try shop.perform(AddPlainProduct(title: "P\(number)")) }
        try shop.backUp(to: folder.path + "/good.mercer")
        try shop.close()
        let handle = try #require(FileHandle(forWritingAtPath: folder.file))
        for page in 1..<20 {
            try handle.seek(toOffset: UInt64(page * 4096))
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        }
        try handle.close()

        let failure = #expect(throws: ShopError.self) {
            _ = try Shop.open(at: folder.file, world: folder.world).check()
        }
        #expect(failure?.description.contains("damaged") == true)
        let kept = try #require(
            try Shop.restore(from: folder.path + "/good.mercer", to: folder.file, world: folder.world))
        #expect(FileManager.default.fileExists(atPath: kept))
        let restored = try Shop.open(at: folder.file, world: folder.world)
        #expect(try restored.number("SELECT count(*) FROM products") == 200)
        #expect(try restored.check().isSound)
    }

    @Test func `a draft survives the program`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        try shop.keepDraft("order/1/note", "please ring tw")
        // Not closed, as after a crash.
        #expect(try folder.open().drafts()["order/1/note"] == "please ring tw")
        withExtendedLifetime(shop) {}
    }

    @Test func `a locked file is waited for, and then said to be busy`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        var holding = Configuration()
        holding.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.file, configuration: holding)
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let began = ContinuousClock.now
        #expect(throws: ShopError.busy) { try shop.perform(AddPlainProduct(title: "Mug")) }
        #expect(ContinuousClock.now - began >= .seconds(4))
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try shop.perform(AddPlainProduct(title: "Mug"))
    }

    @Test func `a shop opened to read shows what others write, and writes nothing itself`() throws {
        let folder = try ShopFolder()
        #expect(throws: ShopError.missing(path: folder.file)) {
            try Shop.openToRead(at: folder.file, world: folder.world)
        }
        let shop = try folder.open()
        let reading = try Shop.openToRead(at: folder.file, world: folder.world)
        try shop.perform(AddPlainProduct(title: "Mug"))
        #expect(try reading.number("SELECT count(*) FROM products") == 1)
        #expect(throws: ShopError.readOnly(path: folder.file)) {
            try reading.perform(AddPlainProduct(title: "Cup"))
        }
        #expect(try shop.number("SELECT count(*) FROM products") == 1)
        try shop.close()
        #expect(
            try Shop.openToRead(at: folder.file, world: folder.world).number("SELECT count(*) FROM products")
                == 1)
    }
}
