import CommandCenter
import Shop
import Terminal
import TestSupport
import Testing

struct FrameTests {
    @Test func `digits go to the panes and the header says where one is`() throws {
        var driven = try Driven(.today)
        for (digit, name) in [
            ("1", "Discover"), ("2", "Sell"), ("3", "Fulfill"), ("4", "Market"), ("5", "Analyze"),
        ] {
            driven.press(digit)
            #expect(driven.lines[0].contains("[\(digit) \(name)]"))
        }
        driven.press("!")
        #expect(!driven.lines[0].contains("["))
    }

    @Test func `minus goes to the place before, and back`() throws {
        var driven = try Driven(.fulfill)
        driven.press("2 -")
        #expect(driven.lines[0].contains("[3 Fulfill]"))
        driven.press("-")
        #expect(driven.lines[0].contains("[2 Sell]"))
    }

    @Test func `a terminal that is too small gets one line that says so`() throws {
        var driven = try Driven(.today, size: Size(30, 8))
        #expect(driven.text.hasPrefix("Mercer needs 40×10; this is 3"))
        driven.resize(to: Size(1, 1))
        #expect(driven.frame.size == Size(1, 1))
    }

    @Test func `a key that only vim's hands know does nothing and says which one does`() throws {
        var driven = try Driven(.today, isFurnished: true)
        let before = try driven.entryCount()
        for key in ["d", "H", "L", "M", "Q", "Z", "Backspace", "Delete"] {
            driven.press(key)
            #expect(driven.footer.contains("does nothing here"), "\(key): \(driven.footer)")
        }
        #expect(try driven.entryCount() == before)
    }

    @Test func `after a prefix the footer lists what may follow`() throws {
        var driven = try Driven(.today, isFurnished: true)
        driven.press("y")
        #expect(driven.footer.contains("y copy the line"))
        driven.press("Esc")
        #expect(driven.footer.contains("? keys"))
    }

    @Test func `a Georgian letter counts as the key in its place`() throws {
        var driven = try Driven(.today)
        driven.type("ფ")  // f
        #expect(driven.footer.contains("saved filters"))
    }

    @Test func `a paste with no field open runs nothing`() throws {
        var driven = try Driven(.fulfill, isFurnished: true)
        let before = try driven.entryCount()
        let screen = driven.lines.dropLast(2)
        driven.paste("> > > y\nu y\nq")
        #expect(try driven.entryCount() == before)
        #expect(driven.lines.dropLast(2) == screen)
        #expect(driven.footer.contains("a paste runs nothing"))
    }

    @Test func `an error stays until Esc, a result until the next key`() throws {
        var driven = try Driven(.today)
        driven.press("u")
        driven.press("j")
        #expect(driven.footer.contains("nothing to undo"))
        driven.press("Esc")
        #expect(!driven.footer.contains("nothing to undo"))
        driven.press("d")
        driven.press("j")
        #expect(!driven.footer.contains("does nothing here"))
    }

    @Test func `where the seller was is where Mercer opens`() throws {
        var driven = try Driven(.today)
        driven.press("2")
        let again = try CommandCenterApp.settled(
            shop: driven.temporary.shop, size: Size(80, 24), clock: { TemporaryShop.now })
        #expect(again.view(Size(80, 24)).text.contains("[2 Sell]"))
    }

    @Test func `Mercer opens at Today when something waits`() throws {
        let temporary = try TemporaryShop(isFurnished: true)
        let app = try CommandCenterApp.settled(
            shop: temporary.shop, size: Size(80, 24), clock: { TemporaryShop.now })
        #expect(app.view(Size(80, 24)).text.contains("[Problems"))
    }
}
