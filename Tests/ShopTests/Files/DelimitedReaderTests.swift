import Shop
import TestSupport
import Testing

@Suite struct DelimitedReaderTests {
    struct Row: Equatable {
        var line: Int
        var fields: [String]
        var fault: RowFault?

        init(_ line: Int, _ fields: [String], _ fault: RowFault? = nil) {
            self.line = line
            self.fields = fields
            self.fault = fault
        }
    }

    static func rows(_ text: String, delimiter: Delimiter = .comma, piece: Int = .max) throws -> [Row] {
        try rows(Array(text.utf8), delimiter: delimiter, piece: piece)
    }

    static func rows(_ bytes: [UInt8], delimiter: Delimiter = .comma, piece: Int = .max) throws -> [Row] {
        let reader = DelimitedReader(
            MemoryBytes(bytes, piece: piece), delimiter: delimiter.rawValue, window: 16)
        var found: [Row] = []
        while try reader.next() { found.append(Row(reader.line, reader.texts, reader.fault)) }
        return found
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `rows end with any of the three line ends, the last one with none`(end: String) throws {
        for piece in [1, 2, 3, 100] {
            let found = try Self.rows("a,b\(end)1,2\(end)\(end)3,4", piece: piece)
            #expect(found == [Row(1, ["a", "b"]), Row(2, ["1", "2"]), Row(4, ["3", "4"])])
        }
    }

    @Test func `quoted cells keep commas, quotes and line ends`() throws {
        for piece in [1, 2, 5, 100] {
            let found = try Self.rows("\"a,\"\"b\"\"\",\"x\ny\r\nz\"\nnext,\"\"\n", piece: piece)
            #expect(found == [Row(1, ["a,\"b\"", "x\ny\r\nz"]), Row(4, ["next", ""])])
        }
    }

    @Test func `a ragged row keeps the fields it has`() throws {
        let found = try Self.rows("a,b,c\n1\n1,2,3,4\n1,2,\n")
        #expect(found.map(\.fields.count) == [3, 1, 4, 3])
    }

    @Test func `a lone quoted empty cell is a row and an empty line is none`() throws {
        #expect(try Self.rows("a\n\"\"\n\n  \n") == [Row(1, ["a"]), Row(2, [""]), Row(4, ["  "])])
    }

    @Test func `a quote that never closes costs one row, not the rest of the file`() throws {
        let found = try Self.rows("a,b\n1,\"two\n3,4\n5,6\n")
        #expect(
            found == [
                Row(1, ["a", "b"]), Row(2, ["1", "\"two"], .unclosedQuote(column: 2)), Row(3, ["3", "4"]),
                Row(4, ["5", "6"]),
            ])
    }

    @Test func `a quote that closes in a later row's quote costs one row`() throws {
        let found = try Self.rows("1,\"two\n3,\"four\"\n5,6\n")
        #expect(
            found == [
                Row(1, ["1", "\"two"], .unclosedQuote(column: 2)), Row(2, ["3", "four"]), Row(3, ["5", "6"]),
            ])
    }

    @Test func `text after a closing quote is a fault of its row`() throws {
        let found = try Self.rows("1,\"12\" pipe\",2\n3,4,5\n")
        #expect(found.first?.fault == .textAfterQuote(column: 2))
        #expect(found.last == Row(2, ["3", "4", "5"]))
    }

    @Test func `an inch sign within a plain cell is text`() throws {
        #expect(try Self.rows("1,12\" pipe,2\n") == [Row(1, ["1", "12\" pipe", "2"])])
    }

    @Test func `what is written is read again as it was`() throws {
        // Seed 7: any text, delimiters, quotes, line ends and formulas included.
        var generator = SeededRandom(seed: 7)
        let alphabet = Array("ab ,;\t|\"\n\r'=+-@é語0")
        for round in 0..<400 {
            let delimiter = Delimiter.allCases[round % 4]
            let table = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    String(
                        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                            alphabet.randomElement(using: &generator)!
                        })
                }
            }
            let sink = MemorySink()
            var writer = DelimitedWriter(to: sink, delimiter: delimiter.rawValue, formulas: .defuse)
            for row in table { try writer.row(row) }
            try writer.flush()
            let read = try Self.rows(sink.bytes, delimiter: delimiter, piece: 1 + round % 7)
            #expect(read.map { $0.fields.map(DelimitedWriter.undefused) } == table)
            #expect(read.allSatisfy { $0.fault == nil })
        }
    }

    @Test func `no bytes can stop the reader`() throws {
        // Seed 11: bytes that matter, and any others.
        var generator = SeededRandom(seed: 11)
        let some: [UInt8] = [0x22, 0x22, 0x2C, 0x0A, 0x0D, 0x41, 0x00, 0xFF, 0xC3]
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                some.randomElement(using: &generator)!
            }
            var lines = 0
            for row in try Self.rows(bytes, piece: Int.random(in: 1...9, using: &generator)) {
                #expect(row.line > lines)
                lines = row.line
            }
        }
    }

    @Test func `a cell that a spreadsheet would run is defused`() throws {
        let sink = MemorySink()
        var writer = DelimitedWriter(to: sink)
        try writer.row(["=1+1", "+995 555", "-5", "@x", "007", "'=x", "plain"])
        try writer.flush()
        #expect(sink.text == "\"'=1+1\",\"'+995 555\",\"'-5\",\"'@x\",007,\"''=x\",plain\n")
    }
}
