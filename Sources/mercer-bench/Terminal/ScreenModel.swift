/// What a terminal would show of what a program wrote: the letters only, which is all that is asked of it here.
///
/// It knows what curses sends for xterm; what it does not know it leaves out.
struct ScreenModel {
    let columns: Int
    let rows: Int
    private var cells: [UInt32]
    private var row = 0
    private var column = 0
    private var top = 0
    private var bottom: Int
    private var saved = (row: 0, column: 0)
    private var last: UInt32 = 0x20
    private var state = State.ground
    private var parameters: [UInt8] = []
    private var letter: UInt32 = 0
    private var missing = 0

    private enum State { case ground, escape, charset, sequence, string, stringEnd }

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        bottom = rows - 1
        cells = Array(repeating: 0x20, count: columns * rows)
    }

    /// The letters of some rows.
    func cells(of rows: Range<Int>, _ wanted: Range<Int>) -> [UInt32] {
        rows.flatMap { cells[$0 * columns + wanted.lowerBound..<$0 * columns + wanted.upperBound] }
    }

    func text(of row: Int) -> String {
        var text = String.UnicodeScalarView()
        for cell in cells(of: row..<row + 1, 0..<columns) { text.append(Unicode.Scalar(cell) ?? "?") }
        return String(text)
    }

    mutating func take(_ bytes: [UInt8]) {
        for byte in bytes { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .ground: ground(byte)
        case .escape: escape(byte)
        case .charset: state = .ground
        case .sequence:
            if byte >= 0x40, byte <= 0x7E {
                state = .ground
                perform(byte)
            } else {
                parameters.append(byte)
            }
        case .string:
            if byte == 0x07 { state = .ground } else if byte == 0x1B { state = .stringEnd }
        case .stringEnd: state = .ground
        }
    }

    private mutating func ground(_ byte: UInt8) {
        switch byte {
        case 0x1B: state = .escape
        case 0x08: column = max(0, column - 1)
        case 0x09: column = min(columns - 1, (column / 8 + 1) * 8)
        case 0x0A...0x0C: lineFeed()
        case 0x0D: column = 0
        case 0x20..<0x7F: put(UInt32(byte))
        case 0xC0..<0xE0: (letter, missing) = (UInt32(byte & 0x1F), 1)
        case 0xE0..<0xF0: (letter, missing) = (UInt32(byte & 0x0F), 2)
        case 0xF0..<0xF8: (letter, missing) = (UInt32(byte & 0x07), 3)
        case 0x80..<0xC0:
            letter = letter << 6 | UInt32(byte & 0x3F)
            missing -= 1
            if missing == 0 { put(letter) }
        default: break
        }
    }

    private mutating func escape(_ byte: UInt8) {
        state = .ground
        switch byte {
        case UInt8(ascii: "["):
            parameters = []
            state = .sequence
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"): state = .string
        case UInt8(ascii: "("), UInt8(ascii: ")"): state = .charset
        case UInt8(ascii: "7"): saved = (row, column)
        case UInt8(ascii: "8"): (row, column) = saved
        case UInt8(ascii: "D"): lineFeed()
        case UInt8(ascii: "M"): if row == top { scroll(by: -1) } else { row = max(0, row - 1) }
        default: break
        }
    }

    private mutating func put(_ scalar: UInt32) {
        if column >= columns {
            column = 0
            lineFeed()
        }
        cells[row * columns + column] = scalar
        column += 1
        last = scalar
    }

    private mutating func lineFeed() {
        if row == bottom { scroll(by: 1) } else { row = min(rows - 1, row + 1) }
    }

    /// Moves the lines of the scrolling region up, or down when negative.
    private mutating func scroll(by lines: Int, from first: Int? = nil) {
        let first = first ?? top
        let old = cells
        for target in first...max(first, bottom) {
            let source = target + lines
            for place in 0..<columns {
                cells[target * columns + place] =
                    source >= first && source <= bottom ? old[source * columns + place] : 0x20
            }
        }
    }

    private mutating func erase(_ range: Range<Int>) {
        for index in range.clamped(to: 0..<cells.count) { cells[index] = 0x20 }
    }

    private mutating func perform(_ final: UInt8) {
        let isPrivate = parameters.first.map { $0 >= 0x3C && $0 <= 0x3F } ?? false
        let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
            Int(String(decoding: $0.filter { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self)) ?? 0
        }
        let first = max(1, numbers.first ?? 1)
        let here = row * columns + min(column, columns - 1)
        switch Character(Unicode.Scalar(final)) {
        case "A": row = max(0, row - first)
        case "B", "e": row = min(rows - 1, row + first)
        case "C", "a": column = min(columns - 1, column + first)
        case "D": column = max(0, column - first)
        case "E": (row, column) = (min(rows - 1, row + first), 0)
        case "F": (row, column) = (max(0, row - first), 0)
        case "G", "`": column = min(columns, first) - 1
        case "d": row = min(rows, first) - 1
        case "H", "f":
            row = min(rows, first) - 1
            column = min(columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
        case "J":
            switch numbers.first ?? 0 {
            case 0: erase(here..<cells.count)
            case 1: erase(0..<here + 1)
            default: erase(0..<cells.count)
            }
        case "K":
            switch numbers.first ?? 0 {
            case 0: erase(here..<(row + 1) * columns)
            case 1: erase(row * columns..<here + 1)
            default: erase(row * columns..<(row + 1) * columns)
            }
        case "X": erase(here..<min(here + first, (row + 1) * columns))
        case "b": for _ in 0..<first { put(last) }
        case "@": shift(by: first)
        case "P": shift(by: -first)
        case "L": scroll(by: -first, from: row)
        case "M": scroll(by: first, from: row)
        case "S": scroll(by: first)
        case "T": scroll(by: -first)
        case "r" where !isPrivate:
            top = first - 1
            bottom = (numbers.count > 1 && numbers[1] > 0 ? min(rows, numbers[1]) : rows) - 1
            (row, column) = (0, 0)
        case "h" where isPrivate && numbers.contains(1049), "l" where isPrivate && numbers.contains(1049):
            erase(0..<cells.count)
        default: break
        }
    }

    /// Makes room for letters at the cursor, or closes up when negative.
    private mutating func shift(by count: Int) {
        let start = row * columns
        let old = Array(cells[start..<start + columns])
        for place in column..<columns {
            let source = place - count
            cells[start + place] =
                source >= column && source < columns && !(count > 0 && place < column + count)
                ? old[source] : 0x20
        }
    }
}
