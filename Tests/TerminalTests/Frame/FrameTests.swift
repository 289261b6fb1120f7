import Terminal
import TestSupport
import Testing

struct FrameTests {
    @Test func `text is put, cut and aligned within its width`() {
        var frame = Frame(Size(20, 4))
        frame.put("Blue mug, large", at: Point(0, 0), width: 10, role: .strong)
        frame.put("€24.00", at: Point(0, 1), width: 10, align: .right)
        frame.put("ab", at: Point(0, 2), width: 10, align: .center)
        frame.put("outside", at: Point(16, 3))
        #expect(frame.text == "Blue mug,…\n    €24.00\n    ab\n                outs\n")
        #expect(frame.roleMap.hasPrefix("SSSSSSSSSS\n"))
    }

    @Test func `writing over half of a wide character blanks its other half`() {
        var frame = Frame(Size(6, 1))
        frame.put("漢字", at: Point(0, 0))
        frame.put("x", at: Point(1, 0))
        #expect(frame.text == " x字\n")
        frame.put("漢", at: Point(1, 0))
        #expect(frame.text == " 漢\n")
        frame.put("漢漢漢漢", at: Point(1, 0))
        #expect(frame.text == " 漢漢\n")
        frame.put(glyph: "│", at: Point(2, 0))
        #expect(frame.text == "  │漢\n")
    }

    @Test func `nothing is drawn outside a clip, and half a wide character is a blank there`() {
        var frame = Frame(Size(8, 2))
        frame.clipped(to: Rect(column: 1, row: 0, columns: 3, rows: 1)) { frame in
            frame.put("abcdefgh", at: Point(0, 0))
            frame.put("below", at: Point(0, 1))
            frame.fill(Rect(column: -5, row: -5, columns: 7, rows: 20), with: "#")
        }
        #expect(frame.text == " #cd\n\n")
        frame.clipped(to: Rect(column: 0, row: 1, columns: 3, rows: 1)) { $0.put("a漢b", at: Point(-1, 1)) }
        #expect(frame.text == " #cd\n漢b\n")
        frame.clipped(to: Rect(column: 1, row: 1, columns: 3, rows: 1)) { $0.put("漢b", at: Point(0, 1)) }
        #expect(frame.text == " #cd\n  b\n")
    }

    @Test func `marks stay on their letter`() {
        var frame = Frame(Size(6, 1))
        frame.put("q\u{307}\u{323}x", at: Point(0, 0))
        #expect(Array(frame.text.unicodeScalars) == Array("q\u{323}\u{307}x\n".unicodeScalars))
    }

    @Test func `any drawing at any place and size leaves whole characters in every row`() {
        // 3,000 drawings, seed 5.
        var random = SeededRandom(seed: 5)
        for _ in 0..<300 {
            var frame = Frame(Size(random.integer(in: 0...12), random.integer(in: 0...5)))
            for _ in 0..<10 {
                let point = Point(random.integer(in: -4...14), random.integer(in: -2...6))
                let width = random.chance(1, in: 3) ? nil : random.integer(in: -3...15)
                let text = random.nastyText() + random.pick(["漢字", "👍", "კ", ""])
                frame.put(text, at: point, width: width, align: random.pick([.left, .right, .center]))
                let area = Rect(
                    column: random.integer(in: -3...9), row: random.integer(in: -3...9),
                    columns: random.integer(in: -2...9),
                    rows: random.integer(in: -2...9))
                if random.chance(1, in: 4) { frame.fill(area) }
                if random.chance(1, in: 4) { frame.box(area, title: "tit漢le", footer: "foot") }
                if random.chance(1, in: 4) { frame.sectionRule("needs you 3", in: area) }
            }
            expectWhole(frame)
        }
    }

    private func expectWhole(_ frame: Frame) {
        for row in 0..<frame.size.rows {
            for column in 0..<frame.size.columns {
                let cell = frame[Point(column, row)]
                #expect(cell.scalar == 0 || cell.scalar >= 0x20)
                let isWide = Unicode.Scalar(cell.scalar).map { CharacterWidth.of($0) == 2 } ?? false
                let hasTail = column + 1 < frame.size.columns && frame[Point(column + 1, row)].isWideTail
                #expect(isWide == hasTail)
            }
        }
    }

    @Test func `a frame as escapes has each style once`() {
        var frame = Frame(Size(5, 1))
        frame.put("ab", at: Point(0, 0), role: .bad)
        #expect(
            frame.ansi(.sixteen, depth: .sixteen) == "\u{1B}[0;1;31mab\u{1B}[0m   \u{1B}[0m\n")
        #expect(frame.ansi(.dark, depth: .none) == "ab\n")
        #expect(frame.ansi(.dark).contains("38;5;210;48;2;20;24;29"))
        #expect(frame.ansi(.dark, depth: .indexed).contains("38;5;210;48;5;234"))
    }

    @Test func `a picture is the same bytes each time and escapes what XML needs escaped`() throws {
        var frame = Frame(Size(24, 3))
        frame.put("a < b & c > d", at: Point(1, 0), role: .strong)
        frame.put("კათხა 漢字 e\u{301}", at: Point(1, 1), role: .good, emphasis: .selected)
        frame.put("[ chosen ]", at: Point(1, 2), role: .active)
        #expect(frame.svg(.dark) == frame.svg(.dark))
        try expectSnapshot(frame.svg(.dark), named: "picture")
    }
}
