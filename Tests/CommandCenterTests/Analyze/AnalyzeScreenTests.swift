import Commerce
import Shop
import Terminal
import TestSupport
import Testing

@testable import CommandCenter

@Suite struct AnalyzeScreenTests {
    private func app(_ size: Size, keys: [Key] = []) throws -> CommandCenterApp {
        // A chosen span is remembered in the shop's file, so whoever presses keys has a shop of its own.
        let furnished = try keys.isEmpty ? FurnishedShop.looked.get() : FurnishedShop()
        return try CommandCenterApp.settled(
            shop: furnished.shop, place: .analyze, keys: keys, size: size, clock: { FurnishedShop.now })
    }

    @Test(arguments: [Size(80, 24), Size(120, 36), Size(200, 60)])
    func `the sales of thirty days stand on one screen`(size: Size) throws {
        try expectSnapshot(app(size).view(size).text, named: "\(size.columns)x\(size.rows)")
    }

    @Test func `l goes to the next span and stays at the last`() throws {
        let size = Size(120, 36)
        // The chosen span is remembered in the shop, so this one is not shared with tests that only look.
        let furnished = try FurnishedShop()
        func text(after keys: [Key]) throws -> String {
            try CommandCenterApp.settled(
                shop: furnished.shop, place: .analyze, keys: keys, size: size, clock: { FurnishedShop.now }
            ).view(size).text
        }
        #expect(try text(after: [.character("l")]).contains("[Year]"))
        let last = Array(repeating: Key.character("l"), count: 9)
        #expect(try text(after: last).contains("[All time]"))
        let first = Array(repeating: Key.character("h"), count: 9)
        #expect(try text(after: first).contains("[Today]"))
    }

    @Test func `a shop without orders says what brings them`() throws {
        let size = Size(80, 24)
        let empty = try TemporaryShop()
        let text = try CommandCenterApp.settled(
            shop: empty.shop, place: .analyze, size: size, clock: { TemporaryShop.now }
        ).view(size).text
        #expect(text.contains("No sales in this span"))
    }

    @Test func `the screen holds at every size`() throws {
        let shop = try FurnishedShop.looked.get()
        for (columns, rows) in [
            (1, 1), (2, 9), (12, 3), (40, 10), (59, 12), (60, 8), (99, 5), (100, 7), (300, 90),
        ] {
            let size = Size(columns, rows)
            let text = try CommandCenterApp.settled(
                shop: shop.shop, place: .analyze, size: size, clock: { FurnishedShop.now }
            ).view(size).text
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            #expect(lines.count == rows)
            #expect(lines.allSatisfy { DisplayText.width(of: String($0)) <= columns })
        }
    }
}
