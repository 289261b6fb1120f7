/// Luck that is the same for the same input: FNV-1a to take text in, the finish of SplitMix64 to spread it.
enum Chance {
    static func hash(_ bytes: some Sequence<UInt8>, from start: UInt64) -> UInt64 {
        bytes.reduce(start ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    static func mix(_ bits: UInt64) -> UInt64 {
        var mixed = bits &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Numbers of one beginning, for shuffling.
struct ChanceNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ start: UInt64) { state = start }

    mutating func next() -> UInt64 {
        state &+= 1
        return Chance.mix(state)
    }
}
