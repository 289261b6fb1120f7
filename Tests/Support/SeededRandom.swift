/// The SplitMix64 generator: the same numbers for the same seed on every machine.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func integer<Number: FixedWidthInteger>(in range: ClosedRange<Number>) -> Number {
        Number.random(in: range, using: &self)
    }

    /// A number of random length in bits: small and huge ones come up equally often, unlike evenly spread ones.
    package mutating func anySize() -> Int64 {
        let bits = integer(in: 0...63)
        let value = Int64(bitPattern: next()) >> Int64(63 - bits)
        return value
    }

    package mutating func chance(_ numerator: Int, in denominator: Int) -> Bool {
        integer(in: 1...denominator) <= numerator
    }

    /// One of them; the collection is not empty.
    package mutating func pick<Elements: Collection>(_ elements: Elements) -> Elements.Element {
        elements.randomElement(using: &self)!
    }

    /// Text of nasty characters: quotes, controls, wide ones, right-to-left ones, marks without a letter.
    package mutating func nastyText(upTo length: Int = 12) -> String {
        let alphabet: [Character] = [
            "a", "Z", "0", "9", " ", "\t", "\n", "\r\n", "\"", "'", ",", ";", ".", "-", "+", "%", "=", "@",
            "\\",
            "/", ":", ">", "<", "*", "(", ")", "\u{0}", "\u{1B}", "\u{7F}", "\u{9B}", "\u{200B}", "\u{202E}",
            "\u{FEFF}", "é", "ß", "İ", "ლ", "Ж", "漢", "🛒", "👩‍👩‍👧", "\u{301}", "\u{FFFD}", "€",
        ]
        return String((0..<integer(in: 0...max(length, 0))).map { _ in pick(alphabet) })
    }
}
