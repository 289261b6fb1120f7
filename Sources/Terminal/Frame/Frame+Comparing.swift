import Glibc

/// Frames are compared for every key press, so as bytes: a cell has eight and none of them is padding.
extension Frame {
    /// Whether both show the same, cursor included.
    package func looksLike(_ other: Frame) -> Bool {
        guard size == other.size, cursor == other.cursor, showsCaret == other.showsCaret, marks == other.marks
        else { return false }
        return hasSameCells(0..<cells.count, as: other)
    }

    /// Whether a row needs no drawing to become that of another frame.
    package func hasSameRow(_ index: Int, as other: Frame) -> Bool {
        guard size == other.size, marks == other.marks else { return false }
        return hasSameCells((index * size.columns)..<((index + 1) * size.columns), as: other)
    }

    private func hasSameCells(_ range: Range<Int>, as other: Frame) -> Bool {
        cells.withUnsafeBytes { mine in
            other.cells.withUnsafeBytes { others in
                guard let mine = mine.baseAddress, let others = others.baseAddress else { return true }
                let start = range.lowerBound * MemoryLayout<Cell>.stride
                return memcmp(mine + start, others + start, range.count * MemoryLayout<Cell>.stride) == 0
            }
        }
    }
}
