package import Foundation

/// Why bytes are no JSON, and where.
package struct JSONFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: String
    /// The byte, from 0.
    package let offset: Int

    package var description: String { "\(reason) at byte \(offset)" }
}

extension JSON {
    /// Reads one value and nothing behind it. Invalid UTF-8 in a string becomes U+FFFD; a byte order mark is skipped.
    ///
    /// - Throws: ``JSONFailure``, also for nesting deeper than 256.
    package init(_ data: Data) throws(JSONFailure) {
        let read = data.withUnsafeBytes { bytes -> Result<JSON, JSONFailure> in
            var reader = JSONReader(bytes: bytes.bindMemory(to: UInt8.self))
            do throws(JSONFailure) { return .success(try reader.document()) } catch {
                return .failure(error)
            }
        }
        self = try read.get()
    }
}

private struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var place = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func document() throws(JSONFailure) -> JSON {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { place = 3 }
        let value = try value(depth: 0)
        skipBlanks()
        guard place == bytes.count else { throw failure("more after the value") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONFailure) -> JSON {
        guard depth < 256 else { throw failure("nested too deep") }
        skipBlanks()
        guard place < bytes.count else { throw failure("cut off") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(_ depth: Int) throws(JSONFailure) -> JSON {
        place += 1
        var members: [JSON.Member] = []
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipBlanks()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
                throw failure("no member's name")
            }
            let name = try string()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw failure("no colon") }
            members.append(JSON.Member(name, try value(depth: depth + 1)))
            skipBlanks()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure("an object without an end") }
            return .object(members)
        }
    }

    private mutating func array(_ depth: Int) throws(JSONFailure) -> JSON {
        place += 1
        var items: [JSON] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            items.append(try value(depth: depth + 1))
            skipBlanks()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure("an array without an end") }
            return .array(items)
        }
    }

    private mutating func string() throws(JSONFailure) -> String {
        place += 1
        let start = place
        // Nearly all strings have no escape: they are taken in one go.
        while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
            guard bytes[place] >= 0x20 else { throw failure("a control character in a string") }
            place += 1
        }
        guard place < bytes.count else { throw failure("a string without an end") }
        if bytes[place] == UInt8(ascii: "\"") {
            defer { place += 1 }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }
        var text = Array(bytes[start..<place])
        while true {
            guard place < bytes.count else { throw failure("a string without an end") }
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure("a control character in a string")
            default: text.append(byte)
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONFailure) {
        guard place < bytes.count else { throw failure("cut off") }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += Array(String(Character(try scalar())).utf8)
        default: throw failure("an unknown escape")
        }
    }

    /// One scalar of one or two `\u` escapes; a lone half of a pair is U+FFFD.
    private mutating func scalar() throws(JSONFailure) -> Unicode.Scalar {
        let first = try hex()
        guard (0xD800..<0xE000).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        guard first < 0xDC00, place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
            bytes[place + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let back = place
        place += 2
        let second = try hex()
        guard (0xDC00..<0xE000).contains(second) else {
            place = back
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func hex() throws(JSONFailure) -> UInt32 {
        guard place + 4 <= bytes.count else { throw failure("cut off") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else {
                throw failure("no hexadecimal digit")
            }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }

    private mutating func number() throws(JSONFailure) -> JSON {
        let start = place
        _ = take(UInt8(ascii: "-"))
        let whole = try digits()
        guard whole == 1 || bytes[place - whole] != UInt8(ascii: "0") else {
            throw failure("a number with a zero before it")
        }
        if take(UInt8(ascii: ".")) { _ = try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            _ = try digits()
        }
        return .number(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func digits() throws(JSONFailure) -> Int {
        let start = place
        while place < bytes.count, (48...57).contains(bytes[place]) { place += 1 }
        guard place > start else { throw failure("no JSON value") }
        return place - start
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONFailure) -> JSON {
        let matches = word.withUTF8Buffer { wanted in
            place + wanted.count <= bytes.count
                && zip(wanted, bytes[place...]).allSatisfy { $0 == $1 }
        }
        guard matches else { throw failure("no JSON value") }
        place += word.utf8CodeUnitCount
        return value
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x0A, 0x0D, 0x09: place += 1
            default: return
            }
        }
    }

    private func failure(_ reason: String) -> JSONFailure { JSONFailure(reason: reason, offset: place) }
}
