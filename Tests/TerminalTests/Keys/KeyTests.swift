import Terminal
import Testing

struct KeyTests {
    @Test(arguments: [
        "g", "G", ">", "Ctrl-d", "Alt-x", "Enter", "Esc", "Space", "Shift-Tab", "PgDn", "F5", "Ctrl-Right",
        "-", "Ctrl--",
    ])
    func `a key is spelled as it is read`(spelling: String) throws {
        #expect(try #require(Key(spelling)).description == spelling)
    }

    @Test(arguments: ["", "  ", "Ctrl-", "gg", "F25", "F0", "Hyper-x", "\u{1B}", "\u{7}"])
    func `what is no key is not taken for one`(spelling: String) {
        #expect(Key(spelling) == nil)
    }

    @Test func `keys that a terminal cannot tell apart are one key`() {
        #expect(Key("Ctrl-i") == .tab)
        #expect(Key("Ctrl-m") == .enter)
        #expect(Key("Ctrl-[") == .escape)
        #expect(Key("Ctrl-h") == .backspace)
        #expect(Key("Ctrl-D") == Key("Ctrl-d"))
    }

    @Test func `sequences are read with and without blanks`() {
        #expect(KeySequence(spelling: "yy")?.keys == [.character("y"), .character("y")])
        #expect(KeySequence(spelling: "g Enter")?.keys == [.character("g"), .enter])
        #expect(KeySequence(spelling: "yy")?.description == "yy")
        #expect(KeySequence(spelling: "") == nil)
        #expect(KeySequence(spelling: "abcde") == nil)
    }

    @Test func `Cyrillic and Georgian letters stand for the key in their place`() {
        #expect(Key.character("о").inLatinPlace == .character("j"))
        #expect(Key.character("Ы").inLatinPlace == .character("S"))
        #expect(Key.character("ჯ").inLatinPlace == .character("j"))
        #expect(Key.character("ჭ").inLatinPlace == .character("W"))
        #expect(Key.character("j").inLatinPlace == .character("j"))
        #expect(Key.character("漢").inLatinPlace == .character("漢"))
    }
}
