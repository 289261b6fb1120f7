import CommandCenter
import Commerce
import Shop
import Terminal
import Testing

/// What the keys do to the orders of the demo's shop.
struct FulfillKeysTests {
    private func stage(_ number: String, _ driven: Driven) throws -> Stage? {
        let shop = driven.temporary.shop
        return try shop.order(shop.orderNamed(number)).card.stage
    }

    /// The number of the order the cursor is on.
    private func chosen(_ driven: Driven) throws -> String {
        let line = try #require(driven.lines.first { $0.contains("▌") }, "there is no cursor")
        let after = line[line.index(after: try #require(line.firstIndex(of: "▌")))...]
        return String(after.drop { $0 == " " || $0 == "*" }.prefix { $0 != " " })
    }

    @Test func `packing leaves the cursor on the next order, so that the key can be repeated`() throws {
        var driven = try Driven(.fulfill, isFurnished: true, size: Size(80, 24))
        let first = try chosen(driven)
        driven.press("j")
        let second = try chosen(driven)
        driven.press("k >")
        #expect(try stage(first, driven) == .processing)
        #expect(try chosen(driven) == second)
        #expect(driven.footer.contains("\(first) packed"))
        driven.press(">")
        #expect(try stage(second, driven) == .processing)
        driven.press("u")
        #expect(try stage(second, driven) == .new)
    }

    @Test func `an order that needs you stays where it is, and the footer says why`() throws {
        var driven = try Driven(.fulfill, isFurnished: true, size: Size(80, 24))
        driven.press("G k")
        let short = try chosen(driven)
        driven.press(">")
        #expect(try stage(short, driven) == .new)
        #expect(driven.footer.contains("not enough in stock"))
        #expect(try chosen(driven) == short)
    }

    @Test func `marked orders go together, and what is refused stays marked`() throws {
        var driven = try Driven(.fulfill, isFurnished: true, size: Size(120, 36))
        driven.press("Space Space")
        #expect(driven.text.contains("2 marked"))
        driven.press(">")
        #expect(driven.text.contains("Processing 8"))
        #expect(!driven.text.contains("marked"))
        driven.press("*")
        #expect(driven.text.contains("7 marked"))
        driven.press("*")
        #expect(!driven.text.contains("7 marked"))
    }

    @Test func `marks that the filter hides are counted and left out`() throws {
        var driven = try Driven(.fulfill, isFurnished: true, size: Size(120, 36))
        let first = try chosen(driven)
        driven.press("Space / k e l l Enter")
        #expect(driven.text.contains("1 marked, 1 hidden"))
        driven.press(">")
        #expect(try stage(first, driven) == .new)
    }

    @Test func `a parcel without a number ships only when that is said`() throws {
        var driven = try Driven(.fulfill, isFurnished: true, size: Size(120, 36))
        driven.press("l")
        let number = try chosen(driven)
        driven.press("> Esc")
        #expect(try stage(number, driven) == .processing)
        driven.press(">")
        driven.type("1Z999AA10123456785")
        #expect(driven.text.contains("wrong check digit"))
        driven.press("Enter")
        #expect(try stage(number, driven) == .processing)
        driven.press("Backspace")
        driven.type("4")
        driven.press("Enter")
        #expect(try stage(number, driven) == .shipped)
        let shop = driven.temporary.shop
        #expect(try shop.order(shop.orderNamed(number)).parcels.map(\.tracking) == ["1Z999AA10123456784"])
    }

    @Test func `cancelling asks, shows the money, and only y does it`() throws {
        var driven = try Driven(.fulfill, isFurnished: true, size: Size(120, 36))
        let number = try chosen(driven)
        driven.press("x")
        #expect(driven.text.contains("goes back to the buyer"))
        driven.press("Enter")
        #expect(try stage(number, driven) == .new)
        driven.press("x y")
        #expect(try stage(number, driven) == nil)
        let shop = driven.temporary.shop
        #expect(try shop.order(shop.orderNamed(number)).card.axes.payment == .refunded)
        driven.press("u")
        #expect(try stage(number, driven) == .new)
    }

    @Test func `an order is written by hand, opened, and its draft survives`() throws {
        var driven = try Driven(.fulfill, isFurnished: true, size: Size(120, 36))
        driven.press("n")
        driven.type("2 MUG-BLU-L, 1 Wrapping = 3.50")
        driven.press("Esc n")
        #expect(driven.text.contains("1 Wrapping = 3.50"))
        driven.press("Tab")
        driven.type("Ada Moreau")
        driven.press("Enter")
        #expect(driven.text.contains("M-1001"))
        #expect(driven.text.contains("€51.50"))
        #expect(driven.text.contains("not paid"))
    }

    @Test func `an opened order goes to its neighbours and narrows a refund to the marked line`() throws {
        var driven = try Driven(.fulfill, isFurnished: true, size: Size(120, 36))
        driven.press("Enter")
        #expect(driven.text.contains("1 of 12 in New"))
        driven.press("}")
        #expect(driven.text.contains("2 of 12 in New"))
        driven.press("Space $")
        #expect(driven.text.contains("1 taken"))
        driven.press("y")
        #expect(driven.footer.contains("refunded"))
    }

    @Test func `another pane's order and filter are shown`() throws {
        var driven = try Driven(.today, isFurnished: true, size: Size(120, 36))
        driven.press("Enter")
        #expect(driven.lines[0].contains("[3 Fulfill]"))
    }
}
