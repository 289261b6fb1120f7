/// On which line of a TOML text each key stands. The parser says where syntax errors are, but not where a value
/// came from, so this looks for keys in a text that is known to be well formed.
struct SettingsLines {
    private var lines: [[String]: Int] = [:]

    init(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        scanner.scan { path, line in
            if lines[path] == nil { lines[path] = line }
        }
    }

    /// Its line from 1, or that of the table or inline table around it.
    func line(of path: [String]) -> Int {
        var path = path
        while !path.isEmpty {
            if let line = lines[path] { return line }
            path.removeLast()
        }
        return 0
    }

    private struct Scanner {
        let bytes: [UInt8]
        var index = 0
        var line = 1
        var table: [String] = []

        mutating func scan(_ found: ([String], Int) -> Void) {
            while index < bytes.count {
                skipBlanks()
                guard index < bytes.count else { return }
                switch bytes[index] {
                case 0x0A: next()
                case 0x23: skipLine()
                case 0x5B:
                    while index < bytes.count, bytes[index] == 0x5B { index += 1 }
                    table = key()
                    found(table, line)
                    skipLine()
                default:
                    let start = index
                    let path = key()
                    found(table + path, line)
                    skipValue()
                    // A text that is not what it was taken for must not hold this up.
                    if index == start { index += 1 }
                }
            }
        }

        private mutating func next() {
            if bytes[index] == 0x0A { line += 1 }
            index += 1
        }

        private mutating func skipBlanks() {
            while index < bytes.count, [0x20, 0x09, 0x0D].contains(bytes[index]) { index += 1 }
        }

        private mutating func skipLine() {
            while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        }

        /// A dotted key; stops at "=", "]" or the line's end.
        private mutating func key() -> [String] {
            var parts: [String] = []
            while index < bytes.count {
                skipBlanks()
                guard index < bytes.count else { break }
                switch bytes[index] {
                case 0x22, 0x27: parts.append(quoted(bytes[index]))
                case 0x2E: index += 1
                case 0x3D, 0x5D, 0x0A, 0x23: return parts
                default:
                    let start = index
                    while index < bytes.count,
                        ![0x20, 0x09, 0x0D, 0x0A, 0x2E, 0x3D, 0x5D].contains(bytes[index])
                    {
                        index += 1
                    }
                    parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
                }
            }
            return parts
        }

        private mutating func quoted(_ quote: UInt8) -> String {
            index += 1
            var content: [UInt8] = []
            while index < bytes.count, bytes[index] != quote, bytes[index] != 0x0A {
                if bytes[index] == 0x5C, quote == 0x22, index + 1 < bytes.count { index += 1 }
                content.append(bytes[index])
                index += 1
            }
            index += 1
            return String(decoding: content, as: UTF8.self)
        }

        /// From "=" to the end of the value, which strings and lists may put on a later line.
        private mutating func skipValue() {
            var depth = 0
            while index < bytes.count {
                switch bytes[index] {
                case 0x22, 0x27: skipString(bytes[index])
                case 0x5B, 0x7B:
                    depth += 1
                    index += 1
                case 0x5D, 0x7D:
                    depth -= 1
                    index += 1
                case 0x23: skipLine()
                case 0x0A where depth <= 0: return
                default: next()
                }
            }
        }

        private mutating func skipString(_ quote: UInt8) {
            let isLong = index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote
            guard isLong else {
                _ = quoted(quote)
                return
            }
            index += 3
            while index < bytes.count {
                if bytes[index] == 0x5C && quote == 0x22 { index += 1 }
                if index + 2 < bytes.count, bytes[index..<(index + 3)].allSatisfy({ $0 == quote }) {
                    index += 3
                    while index < bytes.count, bytes[index] == quote { index += 1 }
                    return
                }
                if index < bytes.count { next() }
            }
        }
    }
}
