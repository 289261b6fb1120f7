/// The flat objects that every order keeps several of, its addresses above all: the same text that ``JSONText`` writes,
/// without Foundation's coders, which took a third of a pull.
///
/// The reader knows what the writer writes and no more; whoever gets nil asks ``JSONText``.
struct FlatJSON {
    enum Value: Hashable {
        case text(String)
        /// A number, `true`, `false` or `null`, as written.
        case bare(String)
    }

    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    init() { bytes.reserveCapacity(256) }

    var text: String { String(decoding: bytes, as: UTF8.self) + "}" }

    /// Members are written in the order in which they are added: that of their names.
    mutating func add(_ name: String, _ value: String) {
        begin(name)
        quote(value)
    }

    mutating func add(_ name: String, _ value: Bool) {
        begin(name)
        bytes += (value ? "true" : "false").utf8
    }

    private mutating func begin(_ name: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        quote(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            if text.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
                for byte in text { escape(byte) }
            } else {
                bytes.append(contentsOf: text)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        let letter: Unicode.Scalar? =
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): Unicode.Scalar(byte)
            case 0x08: "b"
            case 0x09: "t"
            case 0x0A: "n"
            case 0x0C: "f"
            case 0x0D: "r"
            default: nil
            }
        if let letter {
            bytes += [UInt8(ascii: "\\"), UInt8(ascii: letter)]
        } else if byte < 0x20 {
            let digits = String(byte, radix: 16).utf8
            bytes += (digits.count == 1 ? "\\u000" : "\\u00").utf8
            bytes += digits
        } else {
            bytes.append(byte)
        }
    }

    /// The members of an object of texts without escapes, numbers and words; nil for anything else, however valid.
    static func members(of text: String) -> [(name: String, value: Value)]? {
        var text = text
        return text.withUTF8 { bytes in
            var reader = Reader(bytes: bytes)
            return reader.members()
        }
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var place = 0

        mutating func members() -> [(name: String, value: Value)]? {
            var found: [(name: String, value: Value)] = []
            guard take(UInt8(ascii: "{")) else { return nil }
            if take(UInt8(ascii: "}")) { return place == bytes.count ? found : nil }
            found.reserveCapacity(12)
            while true {
                guard let name = string(), take(UInt8(ascii: ":")), let value = value() else { return nil }
                found.append((name, value))
                if take(UInt8(ascii: ",")) { continue }
                return take(UInt8(ascii: "}")) && place == bytes.count ? found : nil
            }
        }

        private mutating func value() -> Value? {
            guard place < bytes.count else { return nil }
            if bytes[place] == UInt8(ascii: "\"") { return string().map(Value.text) }
            let start = place
            while place < bytes.count, Self.isBare(bytes[place]) { place += 1 }
            return place > start
                ? .bare(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self))
                : nil
        }

        private static func isBare(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        }

        private mutating func string() -> String? {
            guard take(UInt8(ascii: "\"")) else { return nil }
            let start = place
            while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                guard bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\\") else { return nil }
                place += 1
            }
            guard place < bytes.count else { return nil }
            place += 1
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place - 1]), as: UTF8.self)
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard place < bytes.count, bytes[place] == byte else { return false }
            place += 1
            return true
        }
    }
}
