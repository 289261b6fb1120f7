import Commerce
import Shop
import Terminal
import TestSupport
import Testing

@testable import CommandCenter

/// The screens of sync as text, on the demo's shop with three channels.
struct ConnectionScreenTests {
    static let sizes = [Size(80, 24), Size(120, 36), Size(200, 60)]

    private func picture(
        _ place: Place, _ keys: String = "", typing: String = "", size: Size, look: Look = .unicode
    ) throws -> String {
        var driven = try Driven(place, isConnected: true, size: size, look: look)
        driven.press(keys)
        driven.type(typing)
        return driven.text
    }

    private func name(_ what: String, _ size: Size) -> String { "\(what)-\(size.columns)x\(size.rows)" }

    @Test(arguments: sizes) func `the connections, and one opened`(size: Size) throws {
        try expectSnapshot(picture(.connections, size: size), named: name("connections", size))
        try expectSnapshot(picture(.connections, "Enter", size: size), named: name("connection", size))
    }

    @Test(arguments: sizes) func `connecting: the platforms, and the form of one`(size: Size) throws {
        try expectSnapshot(picture(.connections, "n", size: size), named: name("choosing", size))
        try expectSnapshot(picture(.connections, "n Enter", size: size), named: name("form", size))
    }

    @Test(arguments: sizes) func `the rules of a channel`(size: Size) throws {
        try expectSnapshot(picture(.connections, "e", size: size), named: name("rules", size))
    }

    @Test(arguments: sizes) func `what is lost with a connection`(size: Size) throws {
        try expectSnapshot(picture(.connections, "x", size: size), named: name("disconnect", size))
    }

    @Test(arguments: sizes) func `nothing is connected yet`(size: Size) throws {
        let driven = try Driven(.connections, size: size, sync: ConnectedShop.view)
        try expectSnapshot(driven.text, named: name("nothing", size))
    }

    @Test(arguments: sizes) func `what goes out, and the requests`(size: Size) throws {
        try expectSnapshot(picture(.today, "]", size: size), named: name("going-out", size))
        try expectSnapshot(picture(.today, "] ] ]", size: size), named: name("requests", size))
    }

    @Test(arguments: sizes) func `the catalog with its channels, and one product's`(size: Size) throws {
        try expectSnapshot(picture(.sell, size: size), named: name("catalog", size))
        try expectSnapshot(picture(.sell, "Enter Tab Tab", size: size), named: name("channels", size))
        try expectSnapshot(picture(.sell, "P", size: size), named: name("publish", size))
    }

    @Test func `connections and what goes out as a reader hears them, and in ASCII`() throws {
        let size = Size(80, 24)
        for (look, word) in [(Look.accessible, "accessible"), (.ascii, "ascii")] {
            try expectSnapshot(picture(.connections, size: size, look: look), named: "connections-\(word)")
            try expectSnapshot(picture(.today, "]", size: size, look: look), named: "going-out-\(word)")
        }
    }
}
