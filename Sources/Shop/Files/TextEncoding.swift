/// How a file's bytes are to be read as text.
package enum TextEncoding: String, Codable, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case windows1252 = "Windows-1252"

    /// What the first bytes of a file say about its encoding.
    ///
    /// A byte-order mark decides. Without one, zero bytes at every other place are UTF-16, text that is valid UTF-8
    /// is UTF-8, and the rest is Windows-1252, unless it has bytes that no text has: then nil.
    /// The sample may end within a character.
    package static func sniff(_ sample: UnsafeBufferPointer<UInt8>) -> (encoding: TextEncoding, mark: Int)? {
        if sample.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if sample.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if sample.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        var zeroes = (even: 0, odd: 0)
        var controls = 0
        for (place, byte) in sample.enumerated() where byte < 0x20 {
            if byte == 0 {
                if place.isMultiple(of: 2) { zeroes.even += 1 } else { zeroes.odd += 1 }
            } else if byte != 0x09 && byte != 0x0A && byte != 0x0D && byte != 0x0C {
                controls += 1
            }
        }
        let half = sample.count / 2
        if zeroes.odd * 2 > half, zeroes.even * 20 < half { return (.utf16LittleEndian, 0) }
        if zeroes.even * 2 > half, zeroes.odd * 20 < half { return (.utf16BigEndian, 0) }
        guard zeroes.even + zeroes.odd == 0, controls * 50 <= sample.count else { return nil }
        return isUTF8(sample) ? (.utf8, 0) : (.windows1252, 0)
    }

    /// Whether all of it is valid UTF-8, a character cut off at the very end allowed.
    static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var end = bytes.count
        // At most three bytes of a cut-off character stand at the end.
        var back = 0
        while back < 3, end > 0, bytes[end - 1] & 0xC0 == 0x80 {
            end -= 1
            back += 1
        }
        if end > 0, bytes[end - 1] >= 0xC0 {
            let length = bytes[end - 1] >= 0xF0 ? 4 : bytes[end - 1] >= 0xE0 ? 3 : 2
            end = back + 1 < length ? end - 1 : bytes.count
        } else {
            end = bytes.count
        }
        return UTF8Check.isValid(UnsafeBufferPointer(rebasing: bytes[0..<end]))
    }

    /// What kind of file the first bytes betray, where it is one that sellers try to import.
    package static func fileKind(_ sample: UnsafeBufferPointer<UInt8>) -> String? {
        if sample.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a spreadsheet or a zip archive" }
        if sample.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "an old Excel workbook" }
        if sample.starts(with: [0x1F, 0x8B]) { return "compressed (gzip)" }
        if sample.starts(with: Array("SQLite format 3".utf8)) { return "a database" }
        if sample.starts(with: Array("%PDF".utf8)) { return "a PDF" }
        if sample.starts(with: [0x89, 0x50, 0x4E, 0x47]) || sample.starts(with: [0xFF, 0xD8, 0xFF]) {
            return "a picture"
        }
        return nil
    }
}

/// A check of bytes for being UTF-8 that makes no string.
enum UTF8Check {
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        let count = bytes.count
        while place < count {
            let byte = bytes[place]
            if byte < 0x80 {
                place += 1
                continue
            }
            let length: Int
            var low: UInt8 = 0x80
            var high: UInt8 = 0xBF
            switch byte {
            case 0xC2...0xDF: length = 2
            case 0xE0:
                length = 3
                low = 0xA0
            case 0xED:
                length = 3
                high = 0x9F
            case 0xE1...0xEF: length = 3
            case 0xF0:
                length = 4
                low = 0x90
            case 0xF4:
                length = 4
                high = 0x8F
            case 0xF1...0xF3: length = 4
            default: return false
            }
            guard place + length <= count, bytes[place + 1] >= low, bytes[place + 1] <= high else {
                return false
            }
            for next in place + 2..<max(place + 2, place + length) where bytes[next] & 0xC0 != 0x80 {
                return false
            }
            place += length
        }
        return true
    }
}

/// Turns another encoding into UTF-8 as it is read, and takes the byte-order mark away.
package final class DecodedBytes: ByteSource {
    private let source: any ByteSource
    private let encoding: TextEncoding
    private var markLeft: Int
    private let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    private var kept = 0
    private var atEnd = false
    private var ready: [UInt8] = []
    private var readyPlace = 0
    private var highSurrogate: UInt16?

    /// `mark` bytes at the start are left out.
    package init(_ source: any ByteSource, encoding: TextEncoding, mark: Int) {
        self.source = source
        self.encoding = encoding
        markLeft = mark
    }

    deinit { raw.deallocate() }

    package func read(into space: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int {
        try dropMark()
        if encoding == .utf8 { return try source.read(into: space) }
        while readyPlace == ready.count {
            if atEnd { return 0 }
            try decodeMore()
        }
        let count = min(space.count, ready.count - readyPlace)
        ready.withUnsafeBytes { bytes in
            space.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[readyPlace..<readyPlace + count]))
        }
        readyPlace += count
        return count
    }

    private func dropMark() throws(FileFailure) {
        while markLeft > 0 {
            let got = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[0..<markLeft]))
            if got == 0 { markLeft = 0 } else { markLeft -= got }
        }
    }

    private func decodeMore() throws(FileFailure) {
        ready.removeAll(keepingCapacity: true)
        readyPlace = 0
        let from = kept
        let got = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[from...]))
        atEnd = got == 0
        let count = kept + got
        kept = 0
        if encoding == .windows1252 {
            for place in 0..<count { append(scalar: Windows1252.scalar(raw[place])) }
            return
        }
        var place = 0
        while place + 1 < count {
            let unit =
                encoding == .utf16LittleEndian
                ? UInt16(raw[place]) | UInt16(raw[place + 1]) << 8
                : UInt16(raw[place + 1]) | UInt16(raw[place]) << 8
            append(unit: unit)
            place += 2
        }
        if place < count {
            raw[0] = raw[place]
            kept = 1
        }
        if atEnd, kept == 1 || highSurrogate != nil {
            kept = 0
            highSurrogate = nil
            append(scalar: "\u{FFFD}")
        }
    }

    private func append(unit: UInt16) {
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xDC00...0xDFFF).contains(unit) {
                let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                append(scalar: Unicode.Scalar(value) ?? "\u{FFFD}")
                return
            }
            append(scalar: "\u{FFFD}")
        }
        if (0xD800...0xDBFF).contains(unit) {
            highSurrogate = unit
        } else {
            append(scalar: Unicode.Scalar(unit) ?? "\u{FFFD}")
        }
    }

    private func append(scalar: Unicode.Scalar) {
        if scalar.value < 0x80 {
            ready.append(UInt8(scalar.value))
        } else {
            ready.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
        }
    }
}

/// The encoding of older Windows programs in western Europe, as the WHATWG encoding standard lays it down.
enum Windows1252 {
    static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        (0x80...0x9F).contains(byte) ? upper[Int(byte) - 0x80] : Unicode.Scalar(byte)
    }

    private static let upper: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}",
        "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
    ]
}
