import Commerce
import Foundation
import Shop
import Terminal
import Testing

@testable import CommandCenter

@Suite struct ImportSheetTests {
    private let csv = """
        Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty
        mug,Blue mug,MUG,24.00,5
        vase,Tall vase,VAS,44.00,2
        jug,Milk jug,JUG,"12,5o",1

        """

    private func file(_ text: String) throws -> String {
        let path = NSTemporaryDirectory() + "mercer-import-\(UUID().uuidString).csv"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func `a file is shown before anything is written, and y takes in what is taken`() throws {
        let path = try file(csv)
        // A temporary file that stays harms nothing.
        defer { try? FileManager.default.removeItem(atPath: path) }
        var driven = try Driven(.sell)
        driven.press("i")
        driven.type(path)
        driven.press("Enter")
        #expect(driven.lines[2].contains("[All 3]"))
        #expect(driven.text.contains("Bad 1"))
        #expect(try driven.temporary.shop.catalogCounts()[.active] == 0)
        driven.press("Space y")
        #expect(try driven.temporary.shop.catalogIDs(CatalogQuery()).count == 1)
        driven.press("u")
        #expect(try driven.temporary.shop.catalogIDs(CatalogQuery()).isEmpty)
    }

    @Test func `Esc leaves the sheet and nothing was written`() throws {
        let path = try file(csv)
        // A temporary file that stays harms nothing.
        defer { try? FileManager.default.removeItem(atPath: path) }
        var driven = try Driven(.sell)
        driven.press("i")
        driven.type(path)
        driven.press("Enter ] ] Esc")
        #expect(driven.lines[2].contains("[Active 0]"))
        #expect(try driven.entryCount() == 1)
    }

    @Test func `a path may be dropped in quotes or with its blanks escaped`() {
        #expect(SellPane.plainPath(" '/tmp/my file.csv' ") == "/tmp/my file.csv")
        #expect(SellPane.plainPath("/tmp/my\\ file.csv ") == "/tmp/my file.csv")
    }

    @Test func `a file that is not there says so`() throws {
        var driven = try Driven(.sell)
        driven.press("i")
        driven.type("/nowhere/x.csv")
        driven.press("Enter")
        #expect(driven.footer.contains("There is no file"))
        #expect(driven.lines[2].contains("[Active 0]"))
    }
}
