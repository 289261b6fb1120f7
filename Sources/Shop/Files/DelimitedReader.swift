#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is wrong with the shape of one row.
package enum RowFault: Hashable, Sendable {
    /// A quote opens and is not closed; only the row's first line was taken, the next row begins after it.
    case unclosedQuote(column: Int)
    /// Text follows a closing quote, as in `"12" pipe"`.
    case textAfterQuote(column: Int)
}

/// Reads comma, semicolon, tab or bar separated text a row at a time, in bounded memory.
///
/// Takes CRLF, LF and CR line ends, quotes with doubled quotes and line ends within, rows of any number of fields,
/// and leaves empty lines out. The bytes of a row hold until the next is read; no string is made until asked for.
/// Expects UTF-8 (see ``DecodedBytes``).
package final class DelimitedReader {
    /// The longest row taken.
    package static let longestRow = 4 << 20

    private let source: any ByteSource
    private let delimiter: UInt8
    private var window: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var start = 0
    private var filled = 0
    private var atEnd = false
    private var fields: ContiguousArray<Field> = []
    private var nextLine = 1
    private var closedByLineEnd = true

    /// The line of the file that the row at hand begins on, from 1.
    package private(set) var line = 0
    /// What is wrong with the row at hand, if anything.
    package private(set) var fault: RowFault?
    /// Bytes read and used up, for progress. Of the decoded text, not of the file.
    package private(set) var consumed: Int64 = 0

    private struct Field {
        var start: Int
        var end: Int
        var hasDoubledQuotes = false
    }

    private enum Scan {
        case row(end: Int, breaks: Int)
        case needsMore
        /// A quote that opened is not closed in all that may belong to the row.
        case unclosed(column: Int)
    }

    package init(_ source: any ByteSource, delimiter: UInt8, window capacity: Int = 1 << 18) {
        self.source = source
        self.delimiter = delimiter
        self.capacity = max(16, capacity)
        window = .allocate(capacity: self.capacity)
    }

    deinit { window.deallocate() }

    /// Goes to the next row; false at the end.
    package func next() throws(FileFailure) -> Bool {
        while true {
            fault = nil
            switch scan() {
            case .needsMore:
                guard try refill() else {
                    if start == filled { return false }
                    continue
                }
            case .row(let end, let breaks):
                line = nextLine
                nextLine += breaks
                let blank = fields.count == 1 && fields[0].start == fields[0].end && fields[0].start == start
                finish(at: end)
                if !blank { return true }
            case .unclosed(let column):
                takeFirstLineOnly()
                fault = .unclosedQuote(column: column)
                return true
            }
        }
    }

    package var fieldCount: Int { fields.count }

    /// The field's bytes, quotes taken away; empty where the row has fewer fields. Hold until the next row is read.
    package func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        guard index >= 0, index < fields.count else { return UnsafeBufferPointer(start: window, count: 0) }
        let field = fields[index]
        return UnsafeBufferPointer(start: window + field.start, count: field.end - field.start)
    }

    /// The field as text without blanks around it; bytes that are no text become U+FFFD.
    package func text(_ index: Int) -> String {
        String(decoding: trimmed(index), as: UTF8.self)
    }

    /// The field's bytes without blanks around them.
    package func trimmed(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        guard index >= 0, index < fields.count else { return UnsafeBufferPointer(start: window, count: 0) }
        var from = fields[index].start
        var to = fields[index].end
        while from < to, window[from] <= 0x20 { from += 1 }
        while to > from, window[to - 1] <= 0x20 { to -= 1 }
        // U+00A0, which spreadsheets leave behind.
        while to - from >= 2, window[to - 2] == 0xC2, window[to - 1] == 0xA0 { to -= 2 }
        return UnsafeBufferPointer(start: window + from, count: to - from)
    }

    /// Whether all of the row is valid UTF-8.
    package var isText: Bool {
        for field in fields {
            let bytes = UnsafeBufferPointer(start: window + field.start, count: field.end - field.start)
            guard UTF8Check.isValid(bytes) else { return false }
        }
        return true
    }

    /// Whether the file ends within or right after the row at hand, without a line end.
    package var endsWithoutLineEnd: Bool { atEnd && start == filled && !closedByLineEnd }

    /// Every field as it stands, for showing and for the file of rows to mend.
    package var texts: [String] { (0..<fieldCount).map { String(decoding: bytes($0), as: UTF8.self) } }

    // MARK: Scanning

    private func scan() -> Scan {
        fields.removeAll(keepingCapacity: true)
        var place = start
        var breaks = 0
        while true {
            if place == filled {
                guard atEnd, place > start else { return .needsMore }
                fields.append(Field(start: place, end: place))
                return .row(end: place, breaks: breaks + 1)
            }
            if window[place] == 0x22 {
                switch scanQuoted(from: place, breaks: &breaks) {
                case .row(let after, _): place = after
                case let other: return other
                }
            } else {
                let from = place
                while place < filled {
                    let byte = window[place]
                    if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
                    place += 1
                }
                fields.append(Field(start: from, end: place))
            }
            if place == filled {
                return atEnd ? .row(end: place, breaks: breaks + 1) : .needsMore
            }
            let byte = window[place]
            place += 1
            if byte == delimiter { continue }
            if byte == 0x0D {
                if place == filled, !atEnd { return .needsMore }
                if place < filled, window[place] == 0x0A { place += 1 }
            }
            return .row(end: place, breaks: breaks + 1)
        }
    }

    /// Answers `.row` with the place after the field, which is a delimiter, a line end or the end of what is there.
    private func scanQuoted(from open: Int, breaks: inout Int) -> Scan {
        let column = fields.count + 1
        var doubled = false
        var place = open + 1
        while true {
            guard let found = memchr(window + place, 0x22, filled - place) else {
                return atEnd || filled - start >= Self.longestRow ? .unclosed(column: column) : .needsMore
            }
            place = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(window)
            if place + 1 == filled, !atEnd { return .needsMore }
            guard place + 1 < filled, window[place + 1] == 0x22 else { break }
            doubled = true
            place += 2
        }
        let inner = lineBreaks(from: open + 1, to: place)
        fields.append(Field(start: open + 1, end: place, hasDoubledQuotes: doubled))
        var after = place + 1
        var onlyBlanks = true
        while after < filled {
            let byte = window[after]
            if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
            if byte != 0x20 { onlyBlanks = false }
            after += 1
        }
        if !onlyBlanks {
            // A quote that closes on a later line with text after it is more likely that row's own opening quote.
            if inner > 0 { return .unclosed(column: column) }
            fault = fault ?? .textAfterQuote(column: column)
            fields[fields.count - 1] = Field(start: open, end: after)
        }
        breaks += inner
        return .row(end: after, breaks: 0)
    }

    private func lineBreaks(from: Int, to: Int) -> Int {
        var count = 0
        var place = from
        while place < to {
            if window[place] == 0x0A {
                count += 1
            } else if window[place] == 0x0D, place + 1 >= to || window[place + 1] != 0x0A {
                count += 1
            }
            place += 1
        }
        return count
    }

    private func finish(at end: Int) {
        for index in fields.indices where fields[index].hasDoubledQuotes {
            var write = fields[index].start
            var read = write
            let last = fields[index].end
            while read < last {
                window[write] = window[read]
                read += window[read] == 0x22 ? 2 : 1
                write += 1
            }
            fields[index].end = write
        }
        consumed += Int64(end - start)
        closedByLineEnd = end > start && (window[end - 1] == 0x0A || window[end - 1] == 0x0D)
        start = end
    }

    /// Splits the first line by delimiters alone, so that it can be shown and mended.
    private func takeFirstLineOnly() {
        fields.removeAll(keepingCapacity: true)
        var place = start
        var from = start
        while place < filled, window[place] != 0x0A, window[place] != 0x0D {
            if window[place] == delimiter {
                fields.append(Field(start: from, end: place))
                from = place + 1
            }
            place += 1
        }
        fields.append(Field(start: from, end: place))
        if place < filled {
            let wasReturn = window[place] == 0x0D
            place += 1
            if wasReturn, place < filled, window[place] == 0x0A { place += 1 }
        }
        line = nextLine
        nextLine += 1
        finish(at: place)
    }

    /// Makes room and reads more; false when there is no more.
    private func refill() throws(FileFailure) -> Bool {
        if atEnd { return false }
        if start > 0 {
            (window).update(from: window + start, count: filled - start)
            filled -= start
            start = 0
        }
        if filled == capacity {
            guard capacity < Self.longestRow * 2 else { throw .rowTooLong(line: nextLine) }
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
            larger.update(from: window, count: filled)
            window.deallocate()
            window = larger
            capacity *= 2
        }
        let space = UnsafeMutableRawBufferPointer(start: window + filled, count: capacity - filled)
        let got = try source.read(into: space)
        filled += got
        atEnd = got == 0
        return true
    }
}
