import Terminal
import TestSupport
import Testing

struct DisplayTextTests {
    @Test(arguments: [
        ("Blue mug", 8), ("კათხა", 5), ("Кружка", 6), ("漢字", 4), ("ｆｕｌｌ", 8), ("한국", 4), ("👍", 2),
        ("e\u{301}", 1),
        ("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", 1), ("…", 1), ("●◐↻○✗", 5), ("▁▂▃█", 4),
        ("€24.00", 6),
        ("\u{AD}", 0), ("ไทย", 3), ("", 0),
    ])
    func `text is as wide as the cells it takes`(text: String, width: Int) {
        #expect(DisplayText(text).width == width)
    }

    @Test(arguments: [
        ("a\u{1B}[31mb", "a[31mb"), ("a\u{9B}31mb", "a31mb"), ("a\u{0}b\u{7F}c", "abc"),
        ("one\ntwo", "one two"),
        ("a\tb", "a       b"), ("\u{202E}abc\u{202C}", "abc"), ("a\u{200B}b\u{FEFF}", "ab"),
        ("e\u{301}", "é"),
        ("⚠\u{FE0F}", "⚠"), ("👩\u{200D}🚀 x", "👩 x"), ("🇬🇪", "GE"), ("👍🏽", "👍"), ("\u{301}a", "a"),
        ("\u{2028}", " "),
        ("\u{E0041}a", "a"), ("\u{1112}\u{1161}\u{11AB}", "한"), ("a\u{FFFE}", "a"), ("x\u{61C}y", "xy"),
    ])
    func `what could steer a terminal is gone and the words stay`(raw: String, shown: String) {
        #expect(Array(DisplayText(raw).string.unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test func `no character keeps more marks than a cell holds`() {
        let zalgo = "a" + String(repeating: "\u{489}", count: 100) + "b"
        #expect(DisplayText(zalgo).string.unicodeScalars.count == 6)
    }

    @Test func `cleaning twice changes nothing, and no control ever stays`() {
        // 2,000 nasty texts, seed 3.
        var random = SeededRandom(seed: 3)
        for _ in 0..<2_000 {
            let once = DisplayText(random.nastyText(upTo: 24))
            #expect(DisplayText(once.string) == once)
            #expect(
                !once.string.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
            let cut = random.integer(in: 0...10)
            let shorter = once.truncated(to: cut, mark: "…")
            #expect(shorter.width <= max(cut, 0))
        }
    }

    @Test func `a cut never leaves half a wide character`() {
        #expect(DisplayText("漢字漢").truncated(to: 4, mark: "…").string == "漢…")
        #expect(DisplayText("漢字漢").prefix(cells: 3).string == "漢")
        #expect(DisplayText("abc").truncated(to: 0, mark: "…").string == "")
        #expect(DisplayText("abc").truncated(to: 1, mark: "…").string == "a")
    }

    @Test func `no sign of ours is two cells wide`() {
        let all = [Glyphs.unicode, .ascii].flatMap { glyphs in
            Mirror(reflecting: glyphs).children.flatMap { child in
                child.value as? [Unicode.Scalar] ?? [child.value as? Unicode.Scalar].compactMap { $0 }
            }
        }
        #expect(all.count > 60)
        for scalar in all {
            #expect(CharacterWidth.of(scalar) == 1 && !scalar.properties.isEmojiPresentation)
        }
    }
}
