import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

/// A file of version 1, which knew no channels, opened as version 2.
@Suite struct VersionTwoTests {
    /// Tables, indexes and triggers, by name, with their text.
    private static func schema(_ db: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema")
        return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }

    /// The whole content, table by table, as text.
    private static func content(_ db: Database, of tables: [String]) throws -> [String: [String]] {
        var all: [String: [String]] = [:]
        for table in tables {
            all[table] = try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").map { "\($0)" }.sorted()
        }
        return all
    }

    private static func tables(_ schema: [String: String]) -> [String] {
        schema.keys.filter { $0.hasPrefix("table ") }.map { String($0.dropFirst(6)) }.sorted()
    }

    /// A file as version 1 made it, with all that the shop at the path holds of it.
    private static func downgraded(_ path: String, to old: String) throws -> [String: String] {
        var configuration = Configuration()
        // Tables are copied in any order.
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: old, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            for sql in [Schema1.journaled, Schema1.journal, Schema1.derived] { try db.execute(sql: sql) }
            try db.execute(sql: "PRAGMA user_version = 1")
            try db.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
        }
        let schema = try queue.read(Self.schema)
        try queue.writeWithoutTransaction { db in
            let triggers = schema.filter { $0.key.hasPrefix("trigger ") }
            // The derived rows are copied like the others: nothing is to be worked out anew.
            for name in triggers.keys { try db.execute(sql: "DROP TRIGGER \"\(name.dropFirst(8))\"") }
            try db.execute(sql: "ATTACH ? AS newer", arguments: [path])
            for table in tables(schema) where !table.contains("search") && !table.hasPrefix("sqlite_") {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO main.\"\(table)\" SELECT * FROM newer.\"\(table)\"")
            }
            try db.execute(sql: "DETACH newer")
            for sql in triggers.values { try db.execute(sql: sql) }
            for (name, sql) in schema where sql.hasPrefix("CREATE VIRTUAL TABLE") {
                let search = name.dropFirst(6)
                try db.execute(sql: "INSERT INTO \(search)(\(search)) VALUES ('rebuild')")
            }
        }
        try queue.close()
        return schema
    }

    private static func backups(of folder: ShopFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file + "-backups")
            .filter { $0.hasSuffix(".mercer") }.sorted()
    }

    @Test func `a file of version 1 opens with everything in it, and its Actions are still taken back`()
        throws
    {
        let made = try OrderShop(stock: ["MUG": 5, "JUG": 2])
        let order = try made.order(["MUG": 2])
        try made.shop.perform(AdvanceOrders(orders: [order]))
        let product = try made.shop.productNamed("JUG")
        try made.shop.perform(EditCatalog([CatalogEdit(product, .title, "Another name")]))
        try made.shop.close()
        let folder = try ShopFolder(now: Instant(milliseconds: 1_795_248_900_000))
        let schema = try Self.downgraded(made.folder.file, to: folder.file)
        let tables = Self.tables(schema).filter { !$0.contains("search") && !$0.hasPrefix("sqlite_") }
        let older = try DatabaseQueue(path: folder.file)
        let before = try older.read { try Self.content($0, of: tables) }
        try older.close()
        #expect(before["orders"]?.count == 1)
        #expect((before["entry_images"]?.count ?? 0) >= 3)

        let shop = try Shop.open(at: folder.file, world: folder.world)
        try shop.pool.read { (db: Database) throws -> Void in
            #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 2)
            #expect(try Self.content(db, of: tables) == before)
            let now = try Self.schema(db)
            for (name, sql) in schema { #expect(now[name] == sql, "\(name)") }
            for table in ["connections", "listings", "outbox", "bindings"] {
                #expect(try db.tableExists(table))
            }
        }
        #expect(try shop.connections().isEmpty)
        #expect(try shop.order(order).card.axes.fulfillment == .allocated)

        // Images of version 1 fit the file as it is now.
        _ = try shop.undo()
        #expect(try shop.productSheets([product]).first?.sheet.title == "Goods JUG")
        _ = try shop.undo()
        #expect(try shop.order(order).card.axes.fulfillment == .unallocated)
        _ = try shop.redo()
        #expect(try shop.order(order).card.axes.fulfillment == .allocated)

        let backups = try Self.backups(of: folder)
        let backup = try #require(backups.first { $0.hasSuffix("before version 2.mercer") })
        let kept = try DatabaseQueue(path: folder.file + "-backups/" + backup)
        try kept.read { (db: Database) throws -> Void in
            #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 1)
            #expect(try Self.content(db, of: tables) == before)
            #expect(try !db.tableExists("connections"))
        }
        // Opened again there is nothing to bring up to date.
        try shop.close()
        try Shop.open(at: folder.file, world: folder.world).close()
        #expect(try Self.backups(of: folder) == backups)
    }

    @Test
    func `a file of version 1 is a whole shop of version 2: a channel is connected and undone work stays`()
        throws
    {
        let made = try OrderShop(stock: ["MUG": 5])
        try made.shop.close()
        let folder = try ShopFolder(now: Instant(milliseconds: 1_795_248_900_000))
        _ = try Self.downgraded(made.folder.file, to: folder.file)
        let shop = try Shop.open(at: folder.file, world: folder.world)
        let connection = try shop.perform(
            ConnectShop(
                kind: "woo", name: "Woo", prefix: "W", shop: "https://shop.example",
                url: "https://shop.example", currency: try shop.settings().currency.code, settings: [:])
        ).outcome.connection
        let mug = try shop.productNamed("MUG")
        try shop.perform(PublishProducts([mug], on: connection))
        #expect(try shop.goingOut().map(\.product) == [mug])
        _ = try shop.undo()
        #expect(try shop.goingOut().isEmpty)
        #expect(try shop.check().isSound)
    }
}
