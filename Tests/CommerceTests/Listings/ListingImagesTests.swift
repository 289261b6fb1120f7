import Commerce
import Testing
import TestSupport

@Suite struct ListingImagesTests {
    private func list(_ words: String) -> [ListingImage] {
        words.split(separator: " ").map { word in
            let parts = word.split(separator: "=", maxSplits: 1)
            return ListingImage(
                key: String(parts[0]),
                url: parts[0].hasPrefix("@") ? "" : "https://x.example/\(parts[0]).jpg",
                alt: parts.count > 1 ? String(parts[1]) : "")
        }
    }

    private func words(_ images: [ListingImage]) -> String {
        images.map { $0.alt.isEmpty ? $0.key : "\($0.key)=\($0.alt)" }.joined(separator: " ")
    }

    @Test(arguments: [
        // Before, what became of it, the other list, what that becomes.
        ("a b c", "a b c", "a b c", "a b c"),
        ("a b c", "a c", "a b c", "a c"),
        ("a b c", "a b c d", "a b c", "a b c d"),
        ("a b c", "d a b c", "a b c", "d a b c"),
        ("a b c", "a d b c", "a b e c", "a d b e c"),
        ("a b c", "c b a", "a b c", "c b a"),
        ("a b c", "c b a", "a b @9 c", "c b @9 a"),
        ("a b c", "a b=side c", "c b a", "c b=side a"),
        ("a b c", "", "a @9 b", "@9"),
        ("", "a b", "@9", "a b @9"),
        ("a b", "a b d", "a d b", "a d b"),
    ])
    func `what one side did is done to the other`(
        _ base: String, _ changed: String, _ other: String, _ expected: String
    ) {
        let made = ListingImages.carry(from: list(base), to: list(changed), onto: list(other))
        #expect(words(made) == expected)
        #expect(ListingImages.carry(from: list(base), to: list(changed), onto: made) == made, "twice is once")
    }

    @Test(arguments: [
        ("a b", "a b", "a b", false), ("a=x b", "a=y b", "a b", true), ("a=x b", "a=x b", "a b", false),
        ("a=x b", "b", "a b", true), ("b", "a=x b", "a b", true), ("b", "b", "a b", false),
        ("b a c", "c a b", "a b c", true), ("b a c", "b a c", "a b c", false),
        ("b a c", "a b c d", "a b c", false),
    ])
    func `two sides are apart where they changed one thing differently`(
        _ ours: String, _ theirs: String, _ base: String, _ expected: Bool
    ) {
        #expect(
            ListingImages.areApart(ours: list(ours), list(base), theirs: list(theirs), list(base)) == expected
        )
    }

    @Test(arguments: [
        ("mug", "https://s.example/mug.jpg?v=3", true), ("mug", "https://s.example/mug-2.jpg", true),
        ("mug", "https://s.example/mug_4f2a-11.png", true), ("mug", "https://s.example/mug-scaled.jpg", true),
        ("mug", "https://s.example/mug-side.jpg", false), ("mug", "https://s.example/mugs.jpg", false),
        ("My%20Mug", "https://s.example/my-mug.jpg", true), ("mug", "", false),
    ])
    func `a platform's address keeps the file's name`(_ name: String, _ address: String, _ expected: Bool) {
        let image = ListingImage(key: "1", url: "https://x.example/\(name).jpg", alt: "")
        #expect(image.isLikely(at: address) == expected)
    }

    @Test func `text holds whatever stands in an alternative text`() {
        let image = ListingImage(key: "1", url: "https://x.example/a.jpg", alt: "two\tparts\nand ვაზა 🏺")
        let read = ListingImages.images(ListingImages.text([image, image]))
        #expect(read.count == 2)
        #expect(read[0].alt == "two parts and ვაზა 🏺")
    }

    @Test func `changes on both sides end in one list, whichever side is asked`() {
        for seed in UInt64(1)...300 {
            var random = SeededRandom(seed: seed)
            func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
            let base = (0..<pick(6)).map { list("p\($0)")[0] }
            func changed(_ name: String) -> [ListingImage] {
                var images = base
                for step in 0..<pick(4) {
                    switch pick(3) {
                    case 0: images.insert(list("\(name)\(step)")[0], at: pick(images.count + 1))
                    case 1 where !images.isEmpty: images.remove(at: pick(images.count))
                    default: break
                    }
                }
                return images
            }
            let (ours, theirs) = (changed("o"), changed("t"))
            guard !ListingImages.areApart(ours: ours, base, theirs: theirs, base) else { continue }
            let one = ListingImages.carry(from: base, to: theirs, onto: ours)
            let two = ListingImages.carry(from: base, to: ours, onto: theirs)
            #expect(Set(one) == Set(two), "seed \(seed)")
            // What is merged here and then pushed is what both have.
            let pushed = ListingImages.carry(
                from: ListingImages.carry(from: base, to: theirs, onto: base), to: one, onto: theirs)
            #expect(Set(pushed) == Set(one), "seed \(seed)")
        }
    }
}
