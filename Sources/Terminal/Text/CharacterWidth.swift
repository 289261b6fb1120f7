/// How many cells a character takes. One table in the program, so that every machine and every
/// test lays text out alike, whatever its C library believes.
package enum CharacterWidth {
    /// 0 for a combining mark, 2 for what East Asian type and emoji need, else 1. Controls and
    /// format characters never reach a cell (`DisplayText` takes them out) and count as 1 here.
    @inline(__always)
    package static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        return looked(up: scalar.value)
    }

    private static func looked(up value: UInt32) -> Int {
        // Georgian, Cyrillic, Greek, and the blocks our own glyphs come from: most of what is not
        // ASCII in a shop, answered without a search.
        if value >= 0x370 && value < 0x483 { return 1 }
        if value >= 0x10A0 && value < 0x1100 { return 1 }
        if value >= 0x2010 && value < 0x20D0 { return 1 }
        if value >= 0x2500 && value < 0x25FD { return 1 }
        if isIn(combiningRuns, value) { return 0 }
        return isIn(wideRuns, value) ? 2 : 1
    }

    private static func isIn(_ runs: [UInt32], _ value: UInt32) -> Bool {
        var low = 0
        var high = runs.count / 2
        while low < high {
            let middle = (low + high) / 2
            if value > runs[middle * 2 + 1] {
                low = middle + 1
            } else if value < runs[middle * 2] {
                high = middle
            } else {
                return true
            }
        }
        return false
    }
}
