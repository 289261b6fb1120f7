import Terminal
import TestSupport
import Testing

struct InputDecoderTests {
    private func decode(_ text: String) -> [InputEvent] {
        var decoder = InputDecoder()
        return decoder.feed(text.utf8) + decoder.flush()
    }

    @Test(arguments: [
        ("j", "j"), ("G", "G"), (" ", "Space"), ("\r", "Enter"), ("\t", "Tab"), ("\u{7F}", "Backspace"),
        ("\u{08}", "Backspace"), ("\u{04}", "Ctrl-d"), ("\n", "Ctrl-j"), ("\u{1F}", "Ctrl-_"),
        ("\u{0}", "Ctrl-Space"),
        ("\u{1B}", "Esc"), ("\u{1B}[A", "Up"), ("\u{1B}OA", "Up"), ("\u{1B}[1;5C", "Ctrl-Right"),
        ("\u{1B}O5P", "Ctrl-F1"), ("\u{1B}[Z", "Shift-Tab"), ("\u{1B}[5~", "PgUp"),
        ("\u{1B}[3;2~", "Shift-Delete"),
        ("\u{1B}[24~", "F12"), ("\u{1B}[[B", "F2"), ("\u{1B}x", "Alt-x"), ("\u{1B}\r", "Alt-Enter"),
        ("\u{1B}[97;5u", "Ctrl-a"), ("\u{1B}[27;5;97~", "Ctrl-a"), ("\u{1B}[97;2u", "A"),
        ("\u{1B}OM", "Enter"),
        ("\u{1B}Op", "0"), ("ქ", "ქ"), ("é", "é"), ("漢", "漢"), ("\u{1B}я", "Alt-я"),
    ])
    func `a terminal's bytes are the key that was pressed`(bytes: String, key: String) throws {
        #expect(decode(bytes).map { "\($0)" } == [InputEvent.key(try #require(Key(key)))].map { "\($0)" })
    }

    @Test(arguments: [
        "\u{1B}[?62;22c", "\u{1B}[>0;276;0c", "\u{1B}]11;rgb:ffff/ffff/dddd\u{1B}\\",
        "\u{1B}]10;rgb:00/00/00\u{7}",
        "\u{1B}P1$r0m\u{1B}\\", "\u{1B}[12;40R", "\u{1B}[?2026;2$y", "\u{1B}[97;5:3u", "\u{1B}[999~",
        "\u{1B}[1;77A",
        "\u{1B}[999999999999999;1H", "\u{1B}[=1;2q", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}[57399;129u",
        "\u{1B}[<0;0;0M", "\u{1B}[<999;1;1M",
    ])
    func `replies and unknown sequences never press a key`(bytes: String) {
        #expect(decode(bytes) == [])
    }

    @Test func `a sequence in pieces is the same as in one piece`() {
        let text = "j\u{1B}[1;5C\u{1B}OAქ\u{1B}[200~one\rtwo\u{1B}[201~\u{1B}[<0;5;7Mk漢"
        let whole = decode(text)
        var decoder = InputDecoder()
        var events: [InputEvent] = []
        for byte in text.utf8 { events += decoder.feed([byte]) }
        #expect(events == whole)
    }

    @Test func `a late rest of a sequence over a slow line is not typed`() {
        var decoder = InputDecoder()
        #expect(decoder.feed("\u{1B}[97".utf8) == [])
        #expect(decoder.flush() == [])
        #expect(decoder.feed(";5u".utf8) == [.key(.ctrl("a"))])
    }

    @Test func `keys work again after a lone beginning of a reply`() {
        var decoder = InputDecoder()
        _ = decoder.feed("\u{1B}]".utf8)
        #expect(decoder.flush() == [])
        #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
    }

    @Test func `a paste is one event with plain line ends and no escapes in it`() {
        #expect(
            decode("\u{1B}[200~a\r\nb\rc\n\u{1B}[31mdd\u{0}\te\u{1B}[201~q")
                == [.paste("a\nb\nc\n[31mdd\te"), .key(.character("q"))])
    }

    @Test func `a paste is cut at one mebibyte and its end is still found`() {
        var decoder = InputDecoder()
        var events = decoder.feed("\u{1B}[200~".utf8)
        for _ in 0..<3 { events += decoder.feed([UInt8](repeating: 0x78, count: 700_000)) }
        events += decoder.feed("\u{1B}[201~k".utf8)
        #expect(events.count == 2)
        guard case .paste(let text)? = events.first else { return }
        #expect(text.utf8.count == InputDecoder.pasteLimit)
        #expect(events.last == .key(.character("k")))
    }

    @Test func `clicks and wheel come with their place, also beyond column 223`() {
        #expect(
            decode("\u{1B}[<0;300;41M\u{1B}[<0;300;41m\u{1B}[<65;1;2M")
                == [
                    .mouse(MouseEvent(.press(.left), at: Point(299, 40))),
                    .mouse(MouseEvent(.release, at: Point(299, 40))),
                    .mouse(MouseEvent(.wheelDown, at: Point(0, 1))),
                ])
        #expect(decode("\u{1B}[M !!") == [.mouse(MouseEvent(.press(.left), at: Point(0, 0)))])
    }

    @Test func `whatever a line sends, no key comes out of the middle of a sequence`() {
        // 20,000 sequences with the seed 7; each starts with ESC [ and ends with one final letter.
        var random = SeededRandom(seed: 7)
        for _ in 0..<20_000 {
            let middle = (0..<random.integer(in: 0...12)).map { _ in UInt8(random.integer(in: 0x20...0x3F)) }
            let bytes = [0x1B, 0x5B] + middle + [UInt8(random.integer(in: 0x40...0x7E))]
            var decoder = InputDecoder()
            let events = decoder.feed(bytes)
            #expect(events.count <= 1)
            for case .key(let key) in events where key.modifiers.isEmpty {
                // Only the kitty form names a plain character, and it says so by its last letter.
                if key.typed != nil { #expect(bytes.last == 0x75 || bytes.last == 0x7E) }
            }
        }
    }

    @Test func `any bytes at all are taken without harm, and keys work afterwards`() {
        // 300 rounds of random bytes, seed 11.
        var random = SeededRandom(seed: 11)
        for _ in 0..<300 {
            var decoder = InputDecoder()
            for _ in 0..<200 { _ = decoder.feed([UInt8(random.integer(in: 0...255))]) }
            // The end of a paste, a break and a pause bring any state back to the ground.
            _ = decoder.feed("\u{1B}[201~\u{18}\u{1B}\\".utf8)
            _ = decoder.flush()
            #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
        }
    }
}
