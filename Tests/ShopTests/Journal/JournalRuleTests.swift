import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

/// ARCHITECTURE, “Rules of the journal”, one after the other.
@Suite struct JournalRuleTests {
    @Test func `undo is an Action with its own entry`() throws {
        let shop = try ShopFolder().open()
        let added = try shop.perform(AddPlainProduct(title: "Mug"))
        let report = try shop.undo()

        let newest = try #require(try shop.entries(limit: 1).first)
        #expect(newest.action == "TakeBack")
        #expect(newest.undoes == added.entry)
        #expect(report.entries == [newest.id])
        #expect(try shop.entries(limit: 2).last?.undoneBy == newest.id)
        #expect(try shop.number("SELECT count(*) FROM products") == 0)
    }

    @Test func `what was undone is as it was, and redone is as it had become`() throws {
        let shop = try ShopFolder().open()
        let mug = try shop.perform(AddPlainProduct(title: "Mug", stock: 7)).outcome
        let before = try shop.everything()
        try shop.perform(Retitle(product: mug, title: "Cup"))
        let after = try shop.everything()

        _ = try shop.undo()
        #expect(try shop.everything() == before)
        _ = try shop.redo()
        #expect(try shop.everything() == after)
        _ = try shop.undo()
        _ = try shop.undo()
        #expect(try shop.number("SELECT count(*) FROM products") == 0)
        #expect(try shop.check().isSound)
    }

    @Test func `taking back a redo takes back what was redone`() throws {
        let shop = try ShopFolder().open()
        try shop.perform(AddPlainProduct(title: "Mug"))
        _ = try shop.undo()
        let redone = try #require(try shop.redo().entries.first)
        _ = try shop.undo(redone)
        #expect(try shop.number("SELECT count(*) FROM products") == 0)
        #expect(try shop.nextUndo() == nil)
        _ = try shop.redo()
        #expect(try shop.number("SELECT count(*) FROM products") == 1)
    }

    @Test func `where a row has moved on, undo names it and offers the rest`() throws {
        let shop = try ShopFolder().open()
        let mug = try shop.perform(AddPlainProduct(title: "Mug")).outcome
        let first = try shop.perform(Retitle(product: mug, title: "Cup")).entry
        try shop.perform(Retitle(product: mug, title: "Beaker"))

        let refusal = #expect(throws: Refusal.self) { try shop.undo(first) }
        #expect(refusal?.code == "moved-on")
        #expect(refusal?.reason.contains("Beaker") == true)
        let report = try shop.undo(first, leavingMoved: true)
        #expect(report.left == ["Beaker"])
        #expect(try shop.text("SELECT title FROM products") == "Beaker")
    }

    @Test func `another field of the same row does not stand in the way of undo`() throws {
        let shop = try ShopFolder().open()
        let mug = try shop.perform(AddPlainProduct(title: "Mug")).outcome
        let first = try shop.perform(Retitle(product: mug, title: "Cup")).entry
        try shop.perform(Redescribe(product: mug, text: "blue"))
        _ = try shop.undo(first)
        #expect(try shop.text("SELECT title || ' ' || description FROM products") == "Mug blue")
    }

    @Test func `undo of a new product is refused while something stands on it`() throws {
        let shop = try ShopFolder().open()
        let added = try shop.perform(AddPlainProduct(title: "Mug"))
        try shop.perform(NoteOnProduct(product: added.outcome))
        let before = try shop.everything()

        let refusal = #expect(throws: Refusal.self) { try shop.undo(added.entry) }
        #expect(refusal?.code == "stood-on")
        #expect(try shop.everything() == before)
    }

    @Test func `bookkeeping is never in an image, and never inverted`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        try shop.rememberView("place", "sell")
        try shop.perform(AddPlainProduct(title: "Mug"))
        try shop.keepDraft("note", "half a sentence")
        _ = try shop.undo()

        #expect(try shop.drafts()["note"] == "half a sentence")
        #expect(try shop.viewStates()["place"] == "sell")
        let images = try shop.read { try Data.fetchAll($0, sql: "SELECT changeset FROM entry_images") }
        for table in [
            "drafts", "view_states", "clock", "entries", "touched", "catalog_lines", "product_texts",
        ] {
            #expect(images.allSatisfy { $0.range(of: Data((table + "\0").utf8)) == nil }, "\(table)")
        }
    }

    @Test func `the tables a session records are attached by name, with the columns the file has`() throws {
        let shop = try ShopFolder().open()
        for table in JournaledTable.allCases {
            let columns = try shop.read {
                try Row.fetchAll($0, sql: "PRAGMA table_info(\(table.rawValue))").map { $0["name"] as String }
            }
            #expect(columns == table.columns, "\(table.rawValue)")
        }
    }

    @Test func `no journaled table has a cascade, a generated column, or a trigger that writes to it`() throws
    {
        let shop = try ShopFolder().open()
        for table in JournaledTable.allCases {
            try shop.read { db in
                for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_list(\(table.rawValue))") {
                    #expect(["NO ACTION", "RESTRICT"].contains(row["on_delete"] as String))
                    #expect(["NO ACTION", "RESTRICT"].contains(row["on_update"] as String))
                }
                for row in try Row.fetchAll(db, sql: "PRAGMA table_xinfo(\(table.rawValue))") {
                    #expect(row["hidden"] as Int == 0)
                }
            }
        }
        let triggers = try shop.read {
            try String.fetchAll($0, sql: "SELECT lower(sql) FROM sqlite_schema WHERE type = 'trigger'")
        }
        #expect(!triggers.isEmpty)
        for trigger in triggers {
            let body = trigger.split(separator: "begin", maxSplits: 1).last ?? ""
            for table in JournaledTable.allCases.map(\.rawValue) {
                for verb in [
                    "insert into \(table)(", "insert into \(table) ", "update \(table) ",
                    "delete from \(table) ",
                ] {
                    #expect(!body.contains(verb), "\(verb)")
                }
            }
        }
    }

    @Test func `the search finds what it should after an undo, and its index is whole`() throws {
        let shop = try ShopFolder().open()
        let mug = try shop.perform(AddPlainProduct(title: "Mug")).outcome
        try shop.perform(Retitle(product: mug, title: "Beaker"))
        #expect(try shop.found("beak") == 1)
        _ = try shop.undo()
        #expect(try shop.found("beak") == 0)
        #expect(try shop.found("mug") == 1)
        _ = try shop.undo()
        #expect(try shop.found("mug") == 0)
        #expect(try shop.check().isSound)
    }

    @Test func `an entry of an older version of the file is not taken back`() throws {
        let shop = try ShopFolder().open()
        let entry = try shop.perform(AddPlainProduct(title: "Mug")).entry
        try shop.bookkeeping { try $0.execute(sql: "UPDATE entries SET schema = 0") }
        let refusal = #expect(throws: Refusal.self) { try shop.undo(entry) }
        #expect(refusal?.code == "older-version")
    }

    @Test func `images exist only for what a person did`() throws {
        let shop = try ShopFolder().open()
        let synced = try shop.perform(AddPlainProduct(title: "Mug"), as: .mercer).entry
        #expect(try shop.number("SELECT count(*) FROM entry_images") == 0)
        #expect(try shop.nextUndo() == nil)
        let refusal = #expect(throws: Refusal.self) { try shop.undo(synced) }
        #expect(refusal?.code == "not-yours")
    }

    @Test func `images are kept for 90 days, and an entry that lost its own says so`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        let entry = try shop.perform(AddPlainProduct(title: "Mug")).entry
        folder.wait(milliseconds: 89 * 86_400_000)
        try shop.backUpWhenDue()
        #expect(try shop.nextUndo()?.entry == entry)
        folder.wait(milliseconds: 2 * 86_400_000)
        try shop.backUpWhenDue()

        #expect(try shop.nextUndo() == nil)
        let refusal = #expect(throws: Refusal.self) { try shop.undo(entry) }
        #expect(refusal?.code == "too-old")
        #expect(try shop.number("SELECT count(*) FROM products") == 1)
    }

    @Test func `what changed nothing is not in the way of undo`() throws {
        let shop = try ShopFolder().open()
        let added = try shop.perform(AddPlainProduct(title: "Mug")).entry
        let nothing = try shop.perform(Retitle(product: 1, title: "nobody")).entry
        #expect(try shop.nextUndo()?.entry == added)
        #expect(try shop.undo(nothing).summary == "undone: title is nobody")
    }

    @Test func `a refused Action leaves neither rows nor an entry`() throws {
        let shop = try ShopFolder().open()
        let before = try shop.everything()
        #expect(throws: Refusal.self) { try shop.perform(WriteThenRefuse()) }
        #expect(try shop.everything() == before)
        #expect(try shop.entries().isEmpty)
    }

    @Test func `who changed a field, and when, is in the journal`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        let mug = try shop.perform(AddPlainProduct(title: "Mug")).outcome
        folder.wait(milliseconds: 60_000)
        try shop.perform(Retitle(product: mug, title: "Cup"), as: Author(name: "Anna", isPerson: true))
        let changes = try shop.fieldChanges(of: .product(ProductID(rawValue: mug)))
        let title = try #require(changes.first { $0.field == "title" })
        #expect(title.old == "Mug")
        #expect(title.new == "Cup")
        #expect(title.entry.author == "Anna")
        #expect(title.entry.at.milliseconds(since: folder.world.now()) == 0)
    }

    @Test func `a changed setting is seen in the lists at once, and so is its undo`() throws {
        let shop = try ShopFolder().open()
        try shop.perform(AddPlainProduct(title: "Mug", stock: 7))
        #expect(try shop.number("SELECT low FROM catalog_lines") == 0)
        try shop.perform(ChangeSetting(key: "lowStock", value: "10"))
        #expect(try shop.number("SELECT low FROM catalog_lines") == 1)
        _ = try shop.undo()
        #expect(try shop.number("SELECT low FROM catalog_lines") == 0)
    }
}
