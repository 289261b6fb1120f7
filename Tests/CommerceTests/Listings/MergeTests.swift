import Testing
import TestSupport

@testable import Commerce

/// What becomes of a field that both sides may have changed.
@Suite struct MergeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let field: ListingField
        let base: FieldBase?
        let ours: String
        let theirs: String
        let outcome: FieldMerge

        var testDescription: String { "\(field.word): \(ours) | \(base?.theirs ?? "-") | \(theirs)" }

        init(_ field: ListingField, _ base: String?, _ ours: String, _ theirs: String, _ outcome: FieldMerge)
        {
            self.init(
                field, base: base.map { FieldBase(ours: $0, theirs: $0) }, ours, theirs, outcome)
        }

        init(
            _ field: ListingField, base: FieldBase?, _ ours: String, _ theirs: String, _ outcome: FieldMerge
        ) {
            self.field = field
            self.base = base
            self.ours = ours
            self.theirs = theirs
            self.outcome = outcome
        }
    }

    private static let cases = [
        Case(.title, nil, "Mug", "Mug", .agreed),
        Case(.title, nil, "Mug", "Cup", .take),
        Case(.title, "Mug", "Mug", "Mug", .same),
        Case(.title, "Mug", "Jug", "Mug", .push),
        Case(.title, "Mug", "Mug", "Cup", .take),
        Case(.title, "Mug", "Cup", "Cup", .agreed),
        Case(.title, "Mug", "Jug", "Cup", .conflict),
        Case(.title, "Mug", "", "Cup", .conflict),
        Case(.price, "24", "26", "25", .conflict),
        Case(.price, "24", "26", "26", .agreed),
        // A platform that rewrites what it is given has not moved.
        Case(.price, base: FieldBase(ours: "9,99", theirs: "999"), "9,99", "999", .same),
        Case(.price, base: FieldBase(ours: "9,99", theirs: "999"), "8", "999", .push),
        Case(.price, base: FieldBase(ours: "9,99", theirs: "999"), "9,99", "7", .take),
        Case(.price, base: FieldBase(ours: nil, theirs: "24"), "20", "24", .push),
        Case(.tags, "a\nb", "a\nb\nc", "b", .joined("b\nc")),
        Case(.tags, "a", "", "a\nz", .joined("z")),
        Case(.categories, "", "x", "y", .joined("x\ny")),
        Case(.description, "1\n2\n3\n4", "0\n2\n3\n4", "1\n2\n3\n5", .joined("0\n2\n3\n5")),
        Case(.description, "1\n2", "0\n2", "9\n2", .conflict),
        Case(.description, "1", "1\nours", "1\ntheirs", .conflict),
        // Only text of several lines has parts.
        Case(.vendor, "1\n2\n3", "0\n2\n3", "1\n2\n9", .conflict),
    ]

    @Test(arguments: cases) func `each pair of moves has its outcome`(_ item: Case) {
        #expect(FieldMerge(item.field, ours: item.ours, base: item.base, theirs: item.theirs) == item.outcome)
    }

    @Test func `the same merge seen from the other side is its mirror`() {
        var random = SeededRandom(seed: 11)
        for round in 0..<2_000 {
            let field = random.pick(ListingField.allCases)
            let words = ["", "a", "b", "a\nb", "b\nc", "a\nb\nc", "x\na\nb", "a\nb\ny"]
            let base = random.pick(words)
            let ours = random.pick(words)
            let theirs = random.pick(words)
            let agreed = FieldBase(ours: base, theirs: base)
            let here = FieldMerge(field, ours: ours, base: agreed, theirs: theirs)
            let there = FieldMerge(field, ours: theirs, base: agreed, theirs: ours)
            let mirrored: FieldMerge =
                switch there {
                case .take: .push
                case .push: .take
                default: there
                }
            // Where both put a picture in one place, ours stands first here and theirs there.
            if field == .images, case .joined(let one) = here, case .joined(let two) = mirrored {
                #expect(Set(ListingImages.images(one)) == Set(ListingImages.images(two)), "round \(round)")
                continue
            }
            #expect(here == mirrored, "round \(round): \(field) \(ours) | \(base) | \(theirs)")
        }
    }

    @Test func `a set keeps what either added, and leaves out what either took out`() {
        for seed in UInt64(1)...300 {
            var random = SeededRandom(seed: seed)
            let all = (0..<8).map { "tag \($0)" }
            let base = Set(all.filter { _ in random.chance(1, in: 2) })
            let ours = Set(all.filter { _ in random.chance(1, in: 2) })
            let theirs = Set(all.filter { _ in random.chance(1, in: 2) })
            let text = SetMerge.merged(
                base: ListingField.setText(base), ours: ListingField.setText(ours),
                theirs: ListingField.setText(theirs))
            let merged = Set(text.split(separator: "\n").map(String.init))
            for tag in all {
                let expected =
                    base.contains(tag)
                    ? ours.contains(tag) && theirs.contains(tag) : ours.contains(tag) || theirs.contains(tag)
                #expect(merged.contains(tag) == expected, "seed \(seed), \(tag)")
            }
            let swapped = SetMerge.merged(
                base: ListingField.setText(base), ours: ListingField.setText(theirs),
                theirs: ListingField.setText(ours))
            #expect(text == swapped, "seed \(seed)")
        }
    }

    @Test func `a merge by lines loses no line of either side, and is the same from both`() {
        var joined = 0
        for seed in UInt64(1)...600 {
            var random = SeededRandom(seed: seed)
            let base = (0..<random.integer(in: 1...14)).map { "line \($0)" }
            let ours = Self.edited(base, by: "ours", &random)
            let theirs = Self.edited(base, by: "theirs", &random)
            func text(_ lines: [String]) -> String { lines.joined(separator: "\n") }
            let merged = LineMerge.merged(base: text(base), ours: text(ours), theirs: text(theirs))
            #expect(
                merged == LineMerge.merged(base: text(base), ours: text(theirs), theirs: text(ours)),
                "seed \(seed)")
            guard let merged else { continue }
            joined += 1
            let lines = merged.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let expected =
                base.filter { ours.contains($0) && theirs.contains($0) }
                + ours.filter { !base.contains($0) } + theirs.filter { !base.contains($0) }
            #expect(lines.filter { !$0.isEmpty }.sorted() == expected.sorted(), "seed \(seed)")
            // Each side's lines keep their order.
            #expect(lines.filter { ours.contains($0) } == ours.filter { lines.contains($0) }, "seed \(seed)")
            #expect(
                lines.filter { theirs.contains($0) } == theirs.filter { lines.contains($0) }, "seed \(seed)")
        }
        #expect(joined > 50)
    }

    /// A few lines changed, taken out, put in.
    private static func edited(
        _ base: [String], by name: String, _ random: inout SeededRandom
    ) -> [String] {
        var lines: [String] = []
        for (place, line) in base.enumerated() {
            switch random.integer(in: 0...19) {
            case 0: lines.append("\(name) for \(place)")
            case 1: break
            case 2: lines += ["\(name) before \(place)", line]
            default: lines.append(line)
            }
        }
        return lines
    }

    @Test func `a text too long to compare is asked about`() {
        let long = (0..<2_001).map(String.init).joined(separator: "\n")
        #expect(LineMerge.merged(base: long, ours: "a\n" + long, theirs: long + "\nz") == nil)
        #expect(LineMerge.merged(base: "", ours: "", theirs: "") == "")
    }
}
