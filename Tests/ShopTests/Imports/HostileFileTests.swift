import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

@Suite struct HostileFileTests {
    @Test func `no damage to a file stops Mercer or harms the shop`() throws {
        let trial = try ImportTrial(currency: "GBP")
        // Seed 23: bytes changed, cut out and doubled in files that were sound.
        var random = SeededRandom(seed: 23)
        let sound = [ProductImportTests.shopify, OrderImportTests.invoices].map { Array($0.utf8) }
        let nasty: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x00, 0xFF, 0xC3, 0x27, 0x3D, 0x2D, 0x39, 0x2E, 0x1B]
        for round in 0..<150 {
            var bytes = sound[round % 2]
            for _ in 0..<random.integer(in: 1...12) {
                let place = random.integer(in: 0...bytes.count - 1)
                switch random.integer(in: 0...3) {
                case 0: bytes[place] = random.pick(nasty)
                case 1: bytes.insert(random.pick(nasty), at: place)
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + 9))
                default: bytes.removeLast(min(bytes.count - 1, random.integer(in: 0...40)))
                }
            }
            do {
                let path = try trial.file(Data(bytes), named: "damaged.csv")
                let sketch = try ImportFile.inspect(path)
                let plan = try trial.shop.plan(sketch)
                try trial.shop.importFile(plan, badFolder: trial.folder.path)
            } catch is FileFailure {
            } catch is Refusal {}
        }
        #expect(try trial.shop.check().findings == [])
    }

    @Test func `a row cut off by the end of the file is bad, not half a row`() throws {
        let trial = try ImportTrial(currency: "GBP")
        let plan = try trial.plan(trial.file(String(OrderImportTests.invoices.dropLast(40))))
        #expect(plan.badRows.map(\.line) == [9])
        #expect(plan.badRows.first?.reason == "the file ends in the middle of this row")
    }

    @Test func `a file that is none is refused with what to do`() throws {
        let trial = try ImportTrial()
        func refusal(_ path: String) -> FileFailure? {
            #expect(throws: FileFailure.self) { try ImportFile.inspect(path) }
        }
        #expect(refusal(trial.folder.path + "/none.csv") == .notFound(path: trial.folder.path + "/none.csv"))
        #expect(refusal(trial.folder.path) == .isFolder(path: trial.folder.path))
        let empty = try trial.file("", named: "empty.csv")
        #expect(refusal(empty) == .empty(path: empty))
        let binary = try trial.file(
            Data((0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 7) }), named: "b.csv")
        #expect(refusal(binary) == .notText(path: binary, kind: nil))
        let blank = try trial.file(",,\nJane,Doe,j@x.com\n", named: "blank.csv")
        #expect(refusal(blank) == .noHeader(path: blank, reason: "the first line names no column"))
    }

    @Test func `a table whose columns say nothing needs a mapping, and takes a saved one`() throws {
        let trial = try ImportTrial()
        let path = try trial.file("foo;bar;baz\nmug;12,50;A1\n")
        let sketch = try ImportFile.inspect(path)
        #expect(sketch.questions.count == 1)
        #expect(throws: Refusal.self) { try trial.shop.plan(sketch) }
        let mapping = ColumnMapping(
            kind: .products, columns: [.title: "foo", .price: "bar", .sku: "baz"], decimal: .comma)
        try trial.shop.perform(SaveMapping(name: "kiln", mapping: mapping))
        let saved = try trial.shop.savedMapping(named: "kiln")
        #expect(saved == mapping)
        try trial.shop.importFile(
            trial.shop.plan(ImportFile.inspect(path, mapping: saved)), badFolder: trial.folder.path)
        #expect(try trial.rows("SELECT sku, unit_price FROM variants") == ["A1|12500000"])
        let other = try trial.file("a;b\n1;2\n", named: "other.csv")
        #expect(throws: FileFailure.self) { try trial.shop.plan(ImportFile.inspect(other, mapping: saved)) }
    }

    @Test func `a file that changed after the plan is not imported`() throws {
        let trial = try ImportTrial()
        let path = try trial.file(ProductImportTests.shopify)
        let plan = try trial.plan(path)
        _ = try trial.file(ProductImportTests.shopify + "cup,Cup,,,,,true,,,CUP,,,,1\n")
        #expect(throws: FileFailure.changedSincePlan(path: path)) { try trial.shop.importFile(plan) }
        #expect(try trial.count("products") == 0)
    }

    @Test func `an import stopped between parts goes on and is undone as one`() throws {
        let trial = try ImportTrial()
        let rows = (0..<900).map { "Product \($0),S\($0),\($0).50,3\n" }.joined()
        let path = try trial.file("Title,SKU,Price,Stock\n" + rows)
        let stopped = try trial.shop.importFile(trial.plan(path)) { $0.step != .importing || $0.lines > 700 }
        #expect(stopped.stopped)
        let part = try trial.count("products")
        #expect(part > 0 && part < 900)
        let plan = try trial.plan(path)
        #expect(plan.counts.same == part && plan.counts.created == 900 - part)
        let report = try trial.shop.importFile(plan, continuing: stopped.run)
        #expect(report.run == stopped.run)
        #expect(try trial.count("products") == 900)
        _ = try trial.shop.undo()
        #expect(try trial.count("products") == 0)
        #expect(try trial.shop.check().findings == [])
    }

    @Test func `an import that a kill cut off is offered to be finished, and is then one work`() throws {
        let trial = try ImportTrial()
        let rows = (1...900).map { "SKU-\($0),Goods \($0),\($0).50\n" }.joined()
        let path = try trial.file(Data(("sku,title,price\n" + rows).utf8))
        let stopped = try trial.shop.importFile(trial.plan(path)) { $0.lines < 300 }
        // A kill leaves the run as it was while it worked.
        try trial.shop.setRun(stopped.run, state: "running", done: nil)
        let later = trial.shop.now.adding(minutes: 5)
        let problem = try #require(try trial.shop.problems(at: later).first { $0.kind == .cutOff })
        #expect(problem.subject == .run(stopped.run, canFinish: true))

        let part = try trial.count("products")
        #expect(part > 0 && part < 900)
        #expect(
            try trial.shop.finishImport(stopped.run)
                == "finished: \(900 - part) new, 0 changed, \(part) the same, 0 bad")
        #expect(try trial.shop.problems(at: later).contains { $0.kind == .cutOff } == false)
        _ = try trial.shop.undo()
        #expect(try trial.count("products") == 0)
        #expect(throws: Refusal.self) { try trial.shop.finishImport(stopped.run) }
    }

    @Test(arguments: TextEncoding.allCases)
    func `names with umlauts arrive from every encoding`(encoding: TextEncoding) throws {
        let text = "Artikel;Preis\nKühlgefäß;12,50\n"
        let data: Data =
            switch encoding {
            case .utf8: Data(text.utf8)
            case .utf16LittleEndian: Data(CellTests.utf16(text, lowFirst: true))
            case .utf16BigEndian: Data(CellTests.utf16(text, lowFirst: false))
            case .windows1252: Data(text.unicodeScalars.map { UInt8($0.value) })
            }
        let trial = try ImportTrial()
        let plan = try trial.plan(trial.file(data))
        #expect(plan.title == "file.csv: products by columns, \(encoding.rawValue), semicolon, 1,5")
        try trial.shop.importFile(plan)
        #expect(
            try trial.rows("SELECT title, unit_price FROM products JOIN variants ON product_id = products.id")
                == ["Kühlgefäß|12500000"])
    }

    @Test func `a row for a product nobody knows is bad, whole in the file to mend`() throws {
        let trial = try ImportTrial()
        try trial.take(trial.file("Title,SKU,Price\nMug,M1,5\n"))
        let prices = try trial.file("SKU,Price\nM1,6\nX9,7\n", named: "prices.csv")
        let report = try trial.take(prices)
        #expect(report.counts.changed == 1 && report.counts.bad == 1)
        #expect(report.badRows == [])
        let kept = try String(contentsOfFile: try #require(report.badFile), encoding: .utf8)
        #expect(kept.contains("\nX9,7,\"line 3: the title is missing"))
        #expect(try trial.rows("SELECT sku, unit_price FROM variants") == ["M1|6000000"])
    }

    @Test(
        .enabled(if: SharedFolder.isPresent, SharedFolder.absent),
        arguments: ["northwind/orders.csv", "northwind/order_details.csv", "magento/product_reviews.csv"])
    func `a table that is only like one of ours is asked about`(name: String) throws {
        let sketch = try ImportFile.inspect(SharedFolder.file("data/" + name).path)
        #expect(sketch.questions.count == 1)
    }
}
