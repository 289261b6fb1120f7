import CommandCenter
import Commerce
import Shop
import Terminal
import TestSupport
import Testing

struct TodayTests {
    @Test func `a problem rests until tomorrow and can be woken`() throws {
        var driven = try Driven(.today, isFurnished: true)
        let before = try driven.temporary.shop.problems(at: TemporaryShop.now).count
        driven.press("z")
        #expect(try driven.temporary.shop.problems(at: TemporaryShop.now).count == before - 1)
        #expect(driven.lines[0].contains("! \(before - 1)"))
        #expect(driven.lines[2].contains("Resting 1"))
        let tomorrow = TemporaryShop.now.adding(hours: 23)
        let rests = try driven.temporary.shop.problems(at: tomorrow, resting: true)
        #expect(rests.isEmpty)
        driven.press("[ z")
        #expect(try driven.temporary.shop.problems(at: TemporaryShop.now).count == before)
    }

    @Test func `opening a problem of an order goes to the order`() throws {
        var driven = try Driven(.today, isFurnished: true)
        driven.press("Enter")
        #expect(driven.lines[0].contains("[3 Fulfill]"))
        #expect(driven.text.contains("W-1001"))
    }

    @Test func `an entry of the activity is opened and undone alone`() throws {
        var driven = try Driven(.today)
        try driven.temporary.shop.perform(SaveFilter(view: "sell", filterName: "first", text: "a"))
        try driven.temporary.shop.perform(SaveFilter(view: "sell", filterName: "second", text: "b"))
        driven.press("] ] j Enter")
        #expect(driven.text.contains("filter “first” saved"))
        #expect(driven.text.contains("added"))
        driven.press("u")
        #expect(try driven.temporary.shop.savedFilters().map(\.name) == ["second"])
        driven.press("Esc")
        #expect(driven.text.contains("undone"))
    }

    @Test func `what could not be done stands in the activity too`() throws {
        var driven = try Driven(.today)
        driven.press("u Esc ] ]")
        #expect(driven.text.contains("There is nothing to undo"))
    }

    @Test func `where something has changed since, the rest is offered and only y takes it`() throws {
        var driven = try Driven(.today)
        let shop = driven.temporary.shop
        let receipt = try shop.perform(ChangeSetting(key: "name", value: "Clay"))
        try shop.perform(ChangeSetting(key: "name", value: "Clay & Co"))
        driven.press("] ] j")
        #expect(try shop.entries(limit: 2)[1].id == receipt.entry)
        driven.press("u")
        #expect(driven.text.contains("Undo the rest?"))
        driven.press("Enter")
        #expect(try shop.settings().name == "Clay & Co")
    }

    @Test func `the journal is read on as the cursor goes down`() throws {
        var driven = try Driven(.today)
        for number in 0..<250 {
            try driven.temporary.shop.perform(ChangeSetting(key: "lowStock", value: String(number)))
        }
        driven.press("] ] G")
        driven.press("G")
        #expect(driven.text.contains("opens, in EUR"))
    }

    @Test func `what is in a name cannot draw on the screen`() throws {
        var driven = try Driven(.today)
        try driven.temporary.shop.perform(
            ChangeSetting(key: "name", value: "\u{1B}[31mred\u{7}\u{202E}shop\nline"))
        driven.app = try CommandCenterApp.settled(
            shop: driven.temporary.shop, place: .today, size: driven.size, clock: { TemporaryShop.now })
        driven.press("] ] Enter")
        #expect(!driven.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
        #expect(driven.lines[0].contains("shop"))
    }
}
