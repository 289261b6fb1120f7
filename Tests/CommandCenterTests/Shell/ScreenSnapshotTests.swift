import CommandCenter
import Terminal
import TestSupport
import Testing

/// The shell's own screens as text, on the demo's shop of 20 November 2026.
struct ScreenSnapshotTests {
    static let sizes = [Size(40, 10), Size(80, 24), Size(120, 36), Size(200, 60)]

    private func picture(
        _ place: Place, _ keys: String = "", typing: String = "", size: Size, look: Look = .unicode
    )
        throws -> String
    {
        var driven = try Driven(place, isFurnished: true, size: size, look: look)
        driven.press(keys)
        driven.type(typing)
        return driven.text
    }

    private func name(_ what: String, _ size: Size) -> String { "\(what)-\(size.columns)x\(size.rows)" }

    @Test(arguments: sizes) func `what needs the seller`(size: Size) throws {
        try expectSnapshot(picture(.today, size: size), named: name("problems", size))
    }

    @Test(arguments: sizes) func `what was done`(size: Size) throws {
        try expectSnapshot(picture(.today, "z ] ]", size: size), named: name("activity", size))
    }

    @Test(arguments: sizes) func `the palette over Today`(size: Size) throws {
        try expectSnapshot(picture(.today, ":", typing: "redo", size: size), named: name("palette", size))
    }

    @Test(arguments: sizes) func `the help of Today`(size: Size) throws {
        try expectSnapshot(picture(.today, "?", size: size), named: name("help", size))
    }

    @Test(arguments: sizes) func `the settings of the shop`(size: Size) throws {
        try expectSnapshot(picture(.today, ",", size: size), named: name("settings", size))
    }

    @Test(arguments: [Place.discover, .market]) func `what is not built yet says so`(
        place: Place
    ) throws {
        for size in Self.sizes {
            try expectSnapshot(picture(place, size: size), named: name(place.rawValue, size))
        }
    }

    @Test func `the problems as a reader hears them, and in ASCII`() throws {
        let size = Size(80, 24)
        try expectSnapshot(picture(.today, size: size, look: .accessible), named: "problems-accessible")
        try expectSnapshot(picture(.today, ",", size: size, look: .accessible), named: "settings-accessible")
        try expectSnapshot(picture(.today, size: size, look: .ascii), named: "problems-ascii")
    }

    @Test(arguments: sizes) func `the first run`(size: Size) throws {
        var app = FirstRunApp(
            path: "~/.local/share/mercer/shop.mercer",
            guess: .init(country: "DE", currency: { _ in "EUR" }, timeZone: { _ in "Europe/Berlin" }))
        _ = app.update(.input(.resize(size)), now: .now)
        try expectSnapshot(app.view(size).text, named: name("first-run", size))
    }
}

struct FirstRunTests {
    private let guess = FirstRun.Guess(
        country: "GE", currency: { $0 == "JP" ? "JPY" : $0 == "GE" ? "GEL" : nil },
        timeZone: { $0 == "JP" ? "Asia/Tokyo" : "Asia/Tbilisi" })

    private func effects(of keys: String, typing: String = "", then: String = "") -> [FirstRunApp.Effect] {
        var app = FirstRunApp(path: "shop.mercer", guess: guess)
        var effects: [FirstRunApp.Effect] = []
        func press(_ spellings: String) {
            for key in spellings.split(separator: " ").compactMap({ Key($0) }) {
                effects += app.update(.input(.key(key)), now: .now)
            }
        }
        press(keys)
        for character in typing { effects += app.update(.input(.key(.character(character))), now: .now) }
        press(then)
        return effects
    }

    @Test func `Enter looks around, q leaves`() {
        #expect(effects(of: "Enter") == [.choose(.lookAround)])
        #expect(effects(of: "q") == [.choose(.leave)])
    }

    @Test func `the guesses hold unless they are changed`() {
        #expect(
            effects(of: "G Enter") == [
                .choose(
                    .start(
                        name: "My shop", currency: "GEL", country: "GE", timeZone: "Asia/Tbilisi",
                        next: .start))
            ])
    }

    @Test func `another country brings its currency and its day`() {
        #expect(
            effects(of: "Tab Tab Tab Ctrl-u", typing: "jp", then: "Enter j Enter") == [
                .choose(
                    .start(
                        name: "My shop", currency: "JPY", country: "JP", timeZone: "Asia/Tokyo",
                        next: .connect))
            ])
    }

    @Test func `a wrong answer goes to its field and begins nothing`() {
        #expect(effects(of: "Tab Tab Ctrl-u", typing: "XXXX", then: "Enter G Enter") == [])
    }

    @Test func `an import comes after the shop is made`() {
        #expect(
            effects(of: "j j Enter") == [
                .choose(
                    .start(
                        name: "My shop", currency: "GEL", country: "GE", timeZone: "Asia/Tbilisi",
                        next: .importFile))
            ])
    }
}
