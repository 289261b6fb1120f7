/// Where written bytes go: a file, a pipe, an array.
package protocol ByteSink: AnyObject {
    func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure)
}

/// Bytes kept in memory.
package final class MemorySink: ByteSink {
    package private(set) var bytes: [UInt8] = []
    package init() {}
    package func write(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// How cells that a spreadsheet would run as formulas are written.
package enum FormulaGuard: Sendable {
    /// A leading apostrophe is put before them; our own import takes it away again.
    case defuse
    /// As they are, for files that no person opens in a spreadsheet.
    case leave
}

/// Writes rows as RFC 4180 says: CRLF is not used, as every reader takes LF and tools of Unix want it.
package struct DelimitedWriter: ~Copyable {
    private let sink: any ByteSink
    private let delimiter: UInt8
    private let formulas: FormulaGuard
    private var buffer: [UInt8] = []
    private var atRowStart = true

    package init(
        to sink: any ByteSink, delimiter: UInt8 = 0x2C, formulas: FormulaGuard = .defuse,
        byteOrderMark: Bool = false
    ) {
        self.sink = sink
        self.delimiter = delimiter
        self.formulas = formulas
        if byteOrderMark { buffer = [0xEF, 0xBB, 0xBF] }
    }

    /// One cell of text, quoted where it must be and defused where it looks like a formula.
    package mutating func cell(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { bytes in
            if formulas == .defuse, Self.isFormula(bytes) {
                quoted(bytes, apostrophe: true)
            } else if bytes.isEmpty || needsQuotes(bytes) {
                if !bytes.isEmpty { quoted(bytes, apostrophe: false) }
            } else {
                buffer.append(contentsOf: bytes)
            }
        }
    }

    /// One cell of a number, which is never a formula.
    package mutating func number(_ text: String) {
        separate()
        buffer.append(contentsOf: text.utf8)
    }

    package mutating func number(_ value: Int64?) {
        number(value.map { String($0) } ?? "")
    }

    package mutating func endRow() throws(FileFailure) {
        buffer.append(0x0A)
        atRowStart = true
        if buffer.count >= 1 << 16 { try flush() }
    }

    package mutating func row(_ cells: [String]) throws(FileFailure) {
        // A lone empty cell would be an empty line, which readers leave out.
        if cells == [""] {
            separate()
            buffer.append(contentsOf: [0x22, 0x22])
        } else {
            for text in cells { cell(text) }
        }
        try endRow()
    }

    package mutating func flush() throws(FileFailure) {
        let written: Result<Void, FileFailure> = buffer.withUnsafeBytes { bytes in
            do throws(FileFailure) { return .success(try sink.write(bytes)) } catch { return .failure(error) }
        }
        try written.get()
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func separate() {
        if !atRowStart { buffer.append(delimiter) }
        atRowStart = false
    }

    private func needsQuotes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if bytes[0] <= 0x20 || bytes[bytes.count - 1] <= 0x20 { return true }
        for byte in bytes where byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D {
            return true
        }
        return false
    }

    private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>, apostrophe: Bool) {
        buffer.append(0x22)
        if apostrophe { buffer.append(0x27) }
        for byte in bytes {
            if byte == 0x22 { buffer.append(0x22) }
            buffer.append(byte)
        }
        buffer.append(0x22)
    }

    /// Spreadsheets run cells that begin with `=`, `+`, `-`, `@`, a tab or a carriage return (OWASP, CSV injection).
    /// A cell that already has apostrophes before such a character gets one more, so that taking one away is exact.
    static func isFormula(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        while place < bytes.count, bytes[place] == 0x27 { place += 1 }
        guard place < bytes.count else { return false }
        switch bytes[place] {
        case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: return true
        default: return false
        }
    }

    /// The text with an apostrophe before it where a spreadsheet would run it as a formula.
    package static func defused(_ text: String) -> String {
        var copy = text
        return copy.withUTF8 { isFormula($0) } ? "'" + text : text
    }

    /// The text as it was before ``FormulaGuard/defuse``.
    package static func undefused(_ text: String) -> String {
        guard text.utf8.first == 0x27 else { return text }
        var copy = text
        let defused = copy.withUTF8 { isFormula($0) }
        return defused ? String(text.dropFirst()) : text
    }
}
