import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

/// Works in parts.
@Suite struct RunTests {
    private func add(_ count: Int, to shop: Shop, proceed: (RunProgress) -> Bool = { _ in true }) throws
        -> RunReport
    {
        var from = 0
        return try shop.run("\(count) products", total: count, proceed: proceed) { size in
            guard from < count else { return nil as AddProductsPart? }
            let part = AddProductsPart(from: from, count: min(size, count - from))
            from += part.count
            return part
        }
    }

    @Test func `an import of many parts is one thing to undo and to redo`() throws {
        let shop = try ShopFolder().open()
        try shop.perform(AddPlainProduct(title: "first"))
        let before = try shop.everything()
        _ = try add(1000, to: shop)
        let after = try shop.everything()
        #expect(try shop.entries().count > 2)

        let report = try shop.undo()
        #expect(report.summary == "undone: 1000 products")
        #expect(try shop.everything() == before)
        #expect(try shop.redo().summary == "redone: 1000 products")
        #expect(try shop.everything() == after)
        _ = try shop.undo()
        #expect(try shop.everything() == before)
        _ = try shop.undo()
        #expect(try shop.number("SELECT count(*) FROM products") == 0)
        #expect(try shop.check().isSound)
    }

    @Test(.timeLimit(.minutes(5)))
    func `an import of 100,000 rows is undone in parts that hold the writer shortly`() throws {
        let shop = try ShopFolder().open()
        let before = try shop.everything()
        // A product and its variant are two rows.
        _ = try add(50_000, to: shop)
        var parts = 0
        var longest = Duration.zero
        var last = ContinuousClock.now
        _ = try shop.undo(proceed: { _ in
            let now = ContinuousClock.now
            longest = max(longest, now - last)
            last = now
            parts += 1
            return true
        })
        #expect(parts > 20)
        #expect(longest < .seconds(2))
        #expect(try shop.everything() == before)
        #expect(try shop.check().isSound)
    }

    @Test func `work that was stopped leaves whole parts, which undo takes back`() throws {
        let shop = try ShopFolder().open()
        let report = try add(2000, to: shop) { $0.done < 400 }
        #expect(report.stopped)
        #expect(try shop.number("SELECT count(*) FROM products") == report.done)
        #expect(try shop.unfinishedRuns().isEmpty)
        _ = try shop.undo()
        #expect(try shop.number("SELECT count(*) FROM products") == 0)
    }

    @Test func `an undo that is stopped goes on where it was`() throws {
        let shop = try ShopFolder().open()
        _ = try add(2000, to: shop)
        let stopped = try shop.undo(proceed: { $0.done < 2 })
        #expect(stopped.summary.hasPrefix("undone in part"))
        #expect(try shop.number("SELECT count(*) FROM products") > 0)
        _ = try shop.undo()
        #expect(try shop.number("SELECT count(*) FROM products") == 0)
        #expect(try shop.check().isSound)
    }

    @Test func `a work that is being done is not offered as one that was cut off`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        let other = try folder.open()
        var offered = 0
        _ = try add(600, to: shop) { _ in
            offered += (try? other.unfinishedRuns().count) ?? 1
            return true
        }
        #expect(offered == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy {
                !$0.hasSuffix("-running")
            })
    }

    @Test func `doing the same work again goes on with one that was cut off`() throws {
        let shop = try ShopFolder().open()
        _ = try shop.beginRun("600 products", total: 600, resume: "")
        #expect(try shop.unfinishedRuns().count == 1)
        _ = try add(600, to: shop)
        #expect(try shop.unfinishedRuns().isEmpty)
    }

    @Test func `an undo cut off by a kill is finished by the next, and is unfinished no longer`() throws {
        let shop = try ShopFolder().open()
        _ = try add(2000, to: shop)
        _ = try shop.undo(proceed: { $0.done < 2 })
        // As a kill would have left it.
        try shop.bookkeeping {
            try $0.execute(sql: "UPDATE runs SET state = 'running' WHERE title LIKE 'undo: %'")
        }
        #expect(try shop.unfinishedRuns().count == 1)
        _ = try shop.undo()
        #expect(try shop.number("SELECT count(*) FROM products") == 0)
        #expect(try shop.unfinishedRuns().isEmpty)
    }

    @Test func `a run cut off by a kill is found, and can be undone`() throws {
        let folder = try ShopFolder()
        struct Cut: Error {}
        do {
            let shop = try folder.open()
            var parts = 0
            #expect(throws: Cut.self) {
                _ = try shop.run("cut off", resume: "{}") { size in
                    parts += 1
                    guard parts < 3 else { throw Cut() }
                    return AddProductsPart(from: parts * 10_000, count: size) as AddProductsPart?
                }
            }
            try shop.close()
        }
        let shop = try folder.open()
        let run = try #require(try shop.unfinishedRuns().first)
        #expect(run.title == "cut off")
        #expect(run.done > 0)
        _ = try shop.undo()
        #expect(try shop.number("SELECT count(*) FROM products") == 0)
        #expect(try shop.unfinishedRuns().isEmpty)
    }

    @Test func `the undo of an import names what has changed since, and takes back the rest`() throws {
        let shop = try ShopFolder().open()
        _ = try add(600, to: shop)
        let id = Int64(try shop.number("SELECT id FROM products WHERE title = 'P17'"))
        try shop.perform(Retitle(product: id, title: "Mine"))
        let imported = try #require(try shop.entries().last).id

        let refusal = #expect(throws: Refusal.self) { try shop.undo(imported) }
        #expect(refusal?.reason.contains("Mine") == true)
        let report = try shop.undo(imported, leavingMoved: true)
        #expect(report.left.contains("Mine"))
        #expect(try shop.text("SELECT group_concat(title) FROM products") == "Mine")
        #expect(try shop.text("SELECT group_concat(sku) FROM variants") == "SKU-P17")
        #expect(try shop.check().isSound)
    }

    @Test func `what later work stands on stays whole when the rest of an import is undone`() throws {
        let shop = try ShopFolder().open()
        _ = try add(600, to: shop)
        let id = Int64(try shop.number("SELECT id FROM products WHERE title = 'P17'"))
        try shop.perform(NoteOnProduct(product: id))
        let imported = try #require(try shop.entries().last).id

        let report = try shop.undo(imported, leavingMoved: true)
        #expect(report.left == ["P17"])
        #expect(try shop.text("SELECT group_concat(title) FROM products") == "P17")
        #expect(try shop.text("SELECT group_concat(sku) FROM variants") == "SKU-P17")
        #expect(try shop.check().isSound)
    }
}
