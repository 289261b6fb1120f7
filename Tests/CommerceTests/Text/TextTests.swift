import Commerce
import Foundation
import TestSupport
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        ("Blue  MUG ", "blue mug"), ("Käthe's CAFÉ", "kathe's cafe"), ("STRASSE Straße", "strasse strasse"),
        ("Ærø Øl Łódź", "aero ol lodz"), ("Ёлка Й", "елка и"), ("Ἀθῆναι ΣΟΦΟΣ", "αθηναι σοφοσ"),
        ("თბილისი", "თბილისი"), ("ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი"), ("漢字 Ｆｕｌｌ", "漢字 full"), ("e\u{301}a\u{308}", "ea"),
        ("İstanbul ıI", "istanbul ii"), ("a\u{200B}b\u{FEFF}", "ab"), ("a\u{A0}\t\nb", "a b"), ("", ""),
        (" \u{301} ", ""),
        ("👩‍👩‍👧 gift", "👩👩👧 gift"), ("Việt Nam", "viet nam"), ("ẞ", "ss"), ("ĳ", "ij"),
    ])
    func `text folds to what search compares`(text: String, key: String) {
        #expect(text.folded == key)
    }

    @Test func `folding twice changes nothing, and case and composition never matter`() {
        // Seed 19.
        var random = SeededRandom(seed: 19)
        for _ in 0..<5000 {
            let text = random.nastyText() + String(random.pick("ÄéŻЙΐǅﬀ가ñ"))
            #expect(text.folded.folded == text.folded, "\(text)")
            #expect(
                text.decomposedStringWithCanonicalMapping.folded
                    == text.precomposedStringWithCanonicalMapping.folded)
        }
    }

    @Test func `a hundred thousand titles fold quickly`() {
        let titles = (0..<100_000).map {
            $0 % 5 == 0 ? "Größe \($0) – blauer Becher" : "Blue mug, large \($0)"
        }
        let time = ContinuousClock().measure {
            var length = 0
            for title in titles { length += title.folded.utf8.count }
            #expect(length > 0)
        }
        print("folded 100,000 titles in \(time)")
        // A debug build on a busy machine: far above what a release takes, below what a wrong way would.
        #expect(time < .seconds(10))
    }

    @Test(
        arguments: [
            ("mug", "mug", 0), ("mug", "mugs", 1), ("contry", "country", 1), ("abcd", "badc", 2),
            ("", "ab", 2),
            ("kitten", "sitting", nil), ("a", "abcdef", nil),
        ] as [(String, String, Int?)])
    func `a distance counts letters`(one: String, other: String, distance: Int?) {
        #expect(Likeness.distance(one, other, limit: 2) == distance)
        #expect(Likeness.distance(other, one, limit: 2) == distance)
    }

    @Test func `the closest word is found, or none`() {
        let names = ["country", "customer", "placed", "sku", "total"]
        #expect(Likeness.closest(to: "contry", among: names) == "country")
        #expect(Likeness.closest(to: "SKU", among: names) == "sku")
        #expect(Likeness.closest(to: "cust", among: names) == "customer")
        #expect(Likeness.closest(to: "xyzzy", among: names) == nil)
        #expect(Likeness.closest(to: "", among: names) == nil)
    }
}
