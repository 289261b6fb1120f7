/// A stock keeping unit: the seller's own name for a variant. Kept as it was written, compared by its key.
package struct SKU: Hashable, Codable, Sendable {
    /// As written, without blanks at the ends; leading zeros stay (LESSONS 56).
    package let text: String

    /// Nil for nothing but blanks.
    package init?(_ text: String) {
        let trimmed = text.trimmed
        guard !trimmed.isEmpty else { return nil }
        self.text = trimmed
    }

    /// Equal for two spellings of one code: case and blanks around it do not matter, all else does.
    package var key: String { Self.key(of: text) }

    /// The key of a text that may be none, for large loops.
    package static func key(of text: String) -> String { text.trimmed.uppercased() }
}

extension SKU: Comparable {
    /// As people count: `MUG-2` before `MUG-10`.
    package static func < (left: SKU, right: SKU) -> Bool {
        NaturalOrder.isAscending(left.key, right.key)
    }
}

extension SKU: CustomStringConvertible {
    package var description: String { text }
}

/// Text with numbers in it, in the order people expect.
package enum NaturalOrder {
    /// Runs of digits count as numbers; equal numbers with more zeros come later.
    package static func isAscending(_ left: String, _ right: String) -> Bool {
        let one = Array(left.utf8)
        let other = Array(right.utf8)
        var (i, j) = (0, 0)
        while i < one.count, j < other.count {
            if isDigit(one[i]), isDigit(other[j]) {
                let first = number(one, &i)
                let second = number(other, &j)
                if first.count != second.count { return first.count < second.count }
                if first != second { return first.lexicographicallyPrecedes(second) }
            } else {
                if one[i] != other[j] { return one[i] < other[j] }
                i += 1
                j += 1
            }
        }
        if one.count - i != other.count - j { return one.count - i < other.count - j }
        return one.count != other.count ? one.count < other.count : one.lexicographicallyPrecedes(other)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// The digits from there without leading zeros; moves past them.
    private static func number(_ bytes: [UInt8], _ place: inout Int) -> ArraySlice<UInt8> {
        while place < bytes.count, bytes[place] == 0x30 { place += 1 }
        let start = place
        while place < bytes.count, isDigit(bytes[place]) { place += 1 }
        return bytes[start..<place]
    }
}
