/// How a table is written: its encoding, what parts its fields, and where its text begins.
package struct Dialect: Hashable, Codable, Sendable {
    package var encoding: TextEncoding
    /// Bytes of a byte-order mark at the start.
    package var mark: Int
    package var delimiter: Delimiter

    package init(encoding: TextEncoding, mark: Int, delimiter: Delimiter) {
        self.encoding = encoding
        self.mark = mark
        self.delimiter = delimiter
    }

    /// Reads the rows of a source that begins where the file begins.
    package func reader(_ source: any ByteSource) -> DelimitedReader {
        DelimitedReader(
            DecodedBytes(source, encoding: encoding, mark: mark), delimiter: delimiter.rawValue)
    }

    /// What the first piece of a file says. Throws where it is no text or has nothing in it.
    package static func sniff(_ sample: [UInt8], path: String) throws(FileFailure) -> Dialect {
        guard !sample.isEmpty else { throw .empty(path: path) }
        let found = sample.withUnsafeBufferPointer { bytes in
            (TextEncoding.fileKind(bytes), TextEncoding.sniff(bytes))
        }
        guard found.0 == nil, let (encoding, mark) = found.1 else {
            throw .notText(path: path, kind: found.0)
        }
        return Dialect(
            encoding: encoding, mark: mark,
            delimiter: Delimiter.sniff(sample, encoding: encoding, mark: mark))
    }
}

/// What parts the fields of a row.
package enum Delimiter: UInt8, Codable, Sendable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
    case bar = 0x7C

    package var name: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        case .bar: "bar"
        }
    }

    /// The one that splits the first rows into the most fields, equally many in each; quotes are respected.
    static func sniff(_ sample: [UInt8], encoding: TextEncoding, mark: Int) -> Delimiter {
        var best = (delimiter: Delimiter.comma, score: 0)
        for delimiter in allCases {
            let score = score(sample, delimiter: delimiter, encoding: encoding, mark: mark)
            if score > best.score { best = (delimiter, score) }
        }
        return best.delimiter
    }

    private static func score(
        _ sample: [UInt8], delimiter: Delimiter, encoding: TextEncoding, mark: Int
    ) -> Int {
        let source = DecodedBytes(MemoryBytes(sample), encoding: encoding, mark: mark)
        let reader = DelimitedReader(source, delimiter: delimiter.rawValue)
        var header = 0
        var rows = 0
        var even = 0
        // A row too long to read ends the look at this delimiter, and says nothing for it.
        while rows < 100, (try? reader.next()) == true {
            rows += 1
            if rows == 1 { header = reader.fieldCount }
            if reader.fieldCount == header, reader.fault == nil { even += 1 }
        }
        guard rows > 0, header > 1 else { return 0 }
        // Agreement counts first, the number of columns decides between equals.
        return even * 10_000 / rows + min(header, 999)
    }
}
