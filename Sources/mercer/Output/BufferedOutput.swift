import Foundation

/// Gathers what goes to standard output, so that many rows are few writes.
struct BufferedOutput {
    private let console: Console
    private var gathered = ""

    init(_ console: Console) { self.console = console }

    mutating func write(_ text: String) {
        gathered += text
        if gathered.utf8.count > 1 << 16 { flush() }
    }

    mutating func flush() {
        console.write(gathered)
        gathered = ""
    }
}

/// A string as JSON writes it.
enum JSONLiteral {
    static func text(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            case "\t": literal += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}

/// What comes in on standard input.
enum Input {
    /// All of it, as text.
    static func all() throws -> String {
        let bytes = try FileHandle.standardInput.readToEnd() ?? Data()
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw Failure("Standard input is not UTF-8 text.")
        }
        return text
    }
}
