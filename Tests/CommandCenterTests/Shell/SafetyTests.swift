import CommandCenter
import Commerce
import Shop
import Terminal
import TestSupport
import Testing

struct SafetyTests {
    /// What was done before this sitting is asked about: the question that these tests press keys on.
    private func asked() throws -> Driven {
        var driven = try Driven(.today)
        try driven.temporary.shop.perform(SaveFilter(view: "sell", filterName: "mugs", text: "mug"))
        let later = TemporaryShop.now.adding(hours: 1)
        driven.app = try CommandCenterApp.settled(
            shop: driven.temporary.shop, place: .today, size: driven.size, clock: { later })
        driven.press("u")
        return driven
    }

    @Test func `undo of what is older than this sitting asks and names it`() throws {
        let driven = try asked()
        #expect(driven.text.contains("filter “mugs” saved"))
        #expect(driven.text.contains("[ Enter  do nothing ]"))
        #expect(try driven.temporary.shop.savedFilters().count == 1)
    }

    @Test func `no key but y says yes`() throws {
        var keys = (33...126).compactMap { Unicode.Scalar($0) }.map { String(Character($0)) }.filter {
            $0 != "y"
        }
        keys += [
            "Enter", "Esc", "Tab", "Shift-Tab", "Space", "Backspace", "Delete", "Up", "Down", "Ctrl-c",
            "Ctrl-d",
            "Ctrl-y", "Ctrl-r", "F1", "Home", "End", "PgUp", "PgDn", "Left", "Right", "Insert",
        ]
        let fresh = try asked()
        for key in keys {
            var driven = fresh
            driven.press(key)
            #expect(try driven.temporary.shop.savedFilters().count == 1, "\(key) confirmed")
        }
        var driven = fresh
        driven.press("y")
        #expect(try driven.temporary.shop.savedFilters().isEmpty)
    }

    @Test func `a paste and a click never say yes`() throws {
        var driven = try asked()
        driven.paste("y")
        for row in 0..<36 {
            for column in stride(from: 0, to: 120, by: 3) { driven.click(Point(column, row)) }
        }
        #expect(try driven.temporary.shop.savedFilters().count == 1)
        #expect(driven.text.contains("do nothing"))
    }

    @Test(arguments: ["o", "b", "m", "w", "a"])
    func `a key whose work is yet to come says so and does nothing`(key: String) throws {
        var driven = try Driven(.fulfill)
        driven.press(key)
        #expect(driven.footer.contains("\(key) does nothing here"))
    }

    @Test func `what is typed ahead of the palette goes into its field`() throws {
        var driven = try Driven(.today)
        let before = driven.app.questionsAsked
        driven.press(":")
        #expect(driven.app.questionsAsked == before)
    }

    @Test func `a question makes keys typed ahead of it be dropped`() throws {
        var driven = try Driven(.today)
        try driven.temporary.shop.perform(SaveFilter(view: "sell", filterName: "mugs", text: "mug"))
        let before = driven.app.questionsAsked
        let later = TemporaryShop.now.adding(hours: 1)
        driven.app = try CommandCenterApp.settled(
            shop: driven.temporary.shop, place: .today, size: driven.size, clock: { later })
        driven.press("u")
        #expect(driven.app.questionsAsked > before)
    }

    @Test func `what was done in this sitting is undone at once and named, and done again`() throws {
        var driven = try Driven(.today)
        try driven.temporary.shop.perform(SaveFilter(view: "sell", filterName: "mugs", text: "mug"))
        driven.press("u")
        #expect(driven.footer.contains("undone: filter “mugs” saved"))
        #expect(try driven.temporary.shop.savedFilters().isEmpty)
        driven.press("Ctrl-r")
        #expect(try driven.temporary.shop.savedFilters().count == 1)
    }
}
