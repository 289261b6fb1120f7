/// A terminal's screen made of the bytes it was sent: enough of xterm to check what reaches a real one.
struct EmulatedTerminal {
    struct Place: Equatable {
        var text = " "
        var isTail = false
        var style: [String] = []
        var background = "49"
    }

    let columns: Int
    let rows: Int
    private(set) var places: [Place]
    private(set) var column = 0
    private(set) var row = 0
    private(set) var unknown: [String] = []
    private(set) var isOnOtherScreen = false
    private(set) var modes: Set<String> = []
    private var style: Set<String> = []
    private var foreground = "39"
    private var background = "49"

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        places = Array(repeating: Place(), count: columns * rows)
    }

    /// The lines, blanks at their ends taken off.
    var text: String {
        (0..<rows).map { row in
            var line = places[(row * columns)..<((row + 1) * columns)].map { $0.isTail ? "" : $0.text }
                .joined()
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    func background(column: Int, row: Int) -> String { places[row * columns + column].background }
    func style(column: Int, row: Int) -> [String] { places[row * columns + column].style }

    mutating func take(_ bytes: [UInt8]) {
        var scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}": takeEscape(&scalars)
            case "\r": column = 0
            case "\n": row = min(rows - 1, row + 1)
            case "\u{8}": column = max(0, column - 1)
            case "\t": column = min(columns - 1, (column / 8 + 1) * 8)
            case "\u{7}": break
            default: put(scalar)
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let cells = EmulatedTerminal.width(scalar)
        if cells == 0 {
            let before = max(0, row * columns + column - 1)
            places[places[before].isTail ? before - 1 : before].text.unicodeScalars.append(scalar)
            return
        }
        if column + cells > columns {
            column = 0
            row = min(rows - 1, row + 1)
        }
        let index = row * columns + column
        places[index] = blank
        places[index].text = String(Character(scalar))
        places[index].style = style.sorted() + [foreground]
        if cells == 2, column + 1 < columns {
            places[index + 1] = blank
            places[index + 1].isTail = true
        }
        column += cells
    }

    /// Its own small idea of widths, not the toolkit's.
    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300...0x36F: 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xFF00...0xFF60, 0x1F300...0x1FAFF: 2
        default: 1
        }
    }

    private var blank: Place { Place(background: style.contains("7") ? foreground : background) }

    private mutating func takeEscape(_ scalars: inout String.UnicodeScalarView.SubSequence) {
        guard let kind = scalars.popFirst() else { return }
        switch kind {
        case "[":
            var parameters = ""
            while let next = scalars.popFirst() {
                if (0x40...0x7E).contains(next.value) { return takeSequence(parameters, Character(next)) }
                parameters.unicodeScalars.append(next)
            }
        case "]":
            while let next = scalars.popFirst(), next != "\u{7}" {}
        case "(", ")": _ = scalars.popFirst()
        case "=", ">", "7", "8": break
        default: unknown.append("ESC \(kind)")
        }
    }

    private mutating func takeSequence(_ parameters: String, _ final: Character) {
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let first = max(1, numbers.first ?? 1)
        switch final {
        case "H":
            row = min(rows, first) - 1
            column = min(columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
        case "d": row = min(rows, first) - 1
        case "G": column = min(columns, first) - 1
        case "A": row = max(0, row - first)
        case "B": row = min(rows - 1, row + first)
        case "C": column = min(columns - 1, column + first)
        case "D": column = max(0, column - first)
        case "K":
            erase(
                numbers.first == 1
                    ? (row * columns)...(row * columns + column)
                    : (row * columns + column)...(row * columns + columns - 1))
        case "J": erase((numbers.first == 2 ? 0 : row * columns + column)...(rows * columns - 1))
        case "X": erase((row * columns + column)...(row * columns + min(columns, column + first) - 1))
        case "P": shiftLeft(first)
        case "@": shiftRight(first)
        case "L": scroll(from: row, by: -first)
        case "M": scroll(from: row, by: first)
        case "m": takeStyle(parameters.isEmpty ? ["0"] : parameters.split(separator: ";").map(String.init))
        case "h", "l":
            if parameters == "?1049" { isOnOtherScreen = final == "h" }
            if final == "h" { modes.insert(parameters) } else { modes.remove(parameters) }
        case "r", "t": break
        default: unknown.append("CSI \(parameters)\(final)")
        }
    }

    private mutating func erase(_ range: ClosedRange<Int>) {
        for index in range where places.indices.contains(index) { places[index] = blank }
    }

    private mutating func shiftLeft(_ count: Int) {
        let end = (row + 1) * columns
        for index in (row * columns + column)..<end {
            places[index] = index + count < end ? places[index + count] : blank
        }
    }

    private mutating func shiftRight(_ count: Int) {
        let start = row * columns + column
        for index in (start..<((row + 1) * columns)).reversed() {
            places[index] = index - count >= start ? places[index - count] : blank
        }
    }

    private mutating func scroll(from top: Int, by count: Int) {
        let lines = (0..<rows).map { Array(places[($0 * columns)..<(($0 + 1) * columns)]) }
        for line in top..<rows {
            let source = line + count
            let isThere = source >= top && source < rows
            places.replaceSubrange(
                (line * columns)..<((line + 1) * columns),
                with: isThere ? lines[source] : Array(repeating: blank, count: columns))
        }
    }

    private mutating func takeStyle(_ parts: [String]) {
        var index = 0
        while index < parts.count {
            let part = parts[index]
            switch part {
            case "0", "": (style, foreground, background) = ([], "39", "49")
            case "1", "2", "4", "7": style.insert(part)
            case "22": style.subtract(["1", "2"])
            case "24": style.remove("4")
            case "27": style.remove("7")
            case "38", "48":
                let length = index + 1 < parts.count && parts[index + 1] == "2" ? 5 : 3
                let value = parts[index..<min(parts.count, index + length)].joined(separator: ";")
                if part == "38" { foreground = value } else { background = value }
                index += length - 1
            case let other where other.hasPrefix("3") || other.hasPrefix("9"): foreground = other
            case let other where other.hasPrefix("4") || other.hasPrefix("10"): background = other
            default: unknown.append("SGR \(part)")
            }
            index += 1
        }
    }
}
