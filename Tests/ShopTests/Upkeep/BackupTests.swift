import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

@Suite struct BackupTests {
    private func backups(_ folder: ShopFolder) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.file + "-backups")) ?? []).sorted()
    }

    @Test func `a backup is made once a day, and the last fourteen are kept`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        for day in 1...20 {
            let made = try shop.backUpWhenDue()
            #expect(made != nil, "day \(day)")
            #expect(try shop.backUpWhenDue() == nil)
            folder.wait(milliseconds: 86_400_000)
        }
        #expect(backups(folder).count == 14)
    }

    @Test func `an older file is copied before it is brought up to date`() throws {
        let folder = try ShopFolder()
        let queue = try DatabaseQueue(path: folder.file)
        try queue.writeWithoutTransaction { db in
            try db.execute(
                sql: "CREATE TABLE ancient(x); PRAGMA application_id = \(Migrations.applicationID)")
        }
        try queue.close()
        _ = try Shop.open(at: folder.file, world: folder.world)
        let copy = try #require(backups(folder).first)
        #expect(copy.contains("before version"))
        let kept = try DatabaseQueue(path: folder.file + "-backups/" + copy)
        #expect(try kept.read { try $0.tableExists("ancient") })
    }

    @Test func `a restore brings the state of the backup back and keeps the other beside it`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        try shop.perform(AddPlainProduct(title: "then"))
        let backup = try shop.backUp()
        try shop.perform(AddPlainProduct(title: "since"))
        try shop.close()

        let kept = try #require(try Shop.restore(from: backup, to: folder.file, world: folder.world))
        let restored = try Shop.open(at: folder.file, world: folder.world)
        #expect(try restored.text("SELECT group_concat(title) FROM products") == "then")
        #expect(try restored.check().isSound)
        let before = try Shop.open(at: kept, world: folder.world)
        #expect(try before.number("SELECT count(*) FROM products") == 2)
    }

    @Test func `what is no backup is not put in the shop's place`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        try shop.perform(AddPlainProduct(title: "Mug"))
        let before = try shop.everything()
        let text = folder.path + "/text"
        try Data("hello".utf8).write(to: URL(filePath: text))
        #expect(throws: ShopError.notAShop(path: text)) {
            try Shop.restore(from: text, to: folder.file, world: folder.world)
        }
        let newer = folder.path + "/newer.mercer"
        try shop.backUp(to: newer)
        let queue = try DatabaseQueue(path: newer)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        #expect(throws: ShopError.newer(fileVersion: 99, ours: Migrations.newest)) {
            try Shop.restore(from: newer, to: folder.file, world: folder.world)
        }
        #expect(try shop.everything() == before)
    }

    @Test func `a backup does not write over a file`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        let target = folder.path + "/mine"
        try Data("mine".utf8).write(to: URL(filePath: target))
        #expect(throws: ShopError.exists(path: target)) { try shop.backUp(to: target) }
        #expect(FileManager.default.contents(atPath: target) == Data("mine".utf8))
    }

    @Test(
        arguments: [
            ("stock", "UPDATE stock_levels SET on_hand = on_hand + 1"),
            ("derived", "DELETE FROM catalog_lines"),
            (
                "search",
                "INSERT INTO product_search(product_search, rowid, title, sku, tags, description) "
                    + "SELECT 'delete', product_id, title, sku, tags, description FROM product_texts"
            ),
            ("foreign-keys", "PRAGMA foreign_keys = OFF; UPDATE variants SET product_id = 1"),
            (
                "totals",
                "INSERT INTO orders(id, number, currency, placed_at, payment, fulfillment, total) "
                    + "VALUES (7, 'W-7', 'EUR', 0, 'paid', 'unallocated', 500)"
            ),
        ])
    func `check finds a planted fault`(check: String, fault: String) throws {
        let shop = try ShopFolder().open()
        try shop.perform(AddPlainProduct(title: "Mug", stock: 3))
        #expect(try shop.check().isSound)
        try shop.pool.writeWithoutTransaction { try $0.execute(sql: fault) }
        let findings = try shop.check().findings
        #expect(findings.contains { $0.check == check }, "\(findings)")
    }
}
