import CommandCenter
import Terminal
import TestSupport
import Testing

/// The orders' screens as text, on the demo's shop of 20 November 2026.
struct FulfillScreenTests {
    static let sizes = [Size(40, 10), Size(80, 24), Size(120, 36), Size(200, 60)]

    private func picture(_ keys: String = "", size: Size, look: Look = .unicode) throws -> String {
        var driven = try Driven(.fulfill, isFurnished: true, size: size, look: look)
        driven.press(keys)
        return driven.text
    }

    private func name(_ what: String, _ size: Size) -> String { "\(what)-\(size.columns)x\(size.rows)" }

    @Test(arguments: sizes) func `the board`(size: Size) throws {
        try expectSnapshot(picture(size: size), named: name("board", size))
    }

    @Test(arguments: sizes) func `the list`(size: Size) throws {
        try expectSnapshot(picture("]", size: size), named: name("list", size))
    }

    @Test(arguments: sizes) func `an order opened`(size: Size) throws {
        try expectSnapshot(picture("G Enter", size: size), named: name("order", size))
    }

    @Test(arguments: sizes) func `what comes back`(size: Size) throws {
        try expectSnapshot(picture("] ]", size: size), named: name("returns", size))
    }

    @Test func `questions, fields and reviews over the board`() throws {
        let size = Size(120, 36)
        try expectSnapshot(picture("x", size: size), named: "cancel")
        try expectSnapshot(picture("l >", size: size), named: "parcel")
        try expectSnapshot(picture("$", size: size), named: "refund")
        try expectSnapshot(picture("n", size: size), named: "new")
        try expectSnapshot(picture("G >", size: size), named: "twin")
    }

    @Test func `the board in ASCII, and as a reader hears it`() throws {
        try expectSnapshot(picture(size: Size(120, 36), look: .ascii), named: "board-ascii")
        try expectSnapshot(picture(size: Size(80, 24), look: .accessible), named: "board-accessible")
    }

    @Test func `every view holds at every size`() throws {
        var driven = try Driven(.fulfill, isFurnished: true)
        for keys in ["", "]", "]", "]", "]", "[ [ [ [ G Enter", "]", "]"] {
            driven.press(keys)
            for (columns, rows) in [
                (1, 1), (12, 3), (40, 10), (59, 12), (60, 8), (99, 5), (100, 7), (300, 90),
            ] {
                driven.resize(to: Size(columns, rows))
                #expect(driven.lines.prefix(rows).allSatisfy { DisplayText.width(of: $0) <= columns })
            }
            driven.resize(to: Size(120, 36))
        }
    }
}
