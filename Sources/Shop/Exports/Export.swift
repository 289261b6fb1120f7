/// What can be exported.
package enum ExportSubject: String, CaseIterable, Sendable {
    /// One row a variant.
    case products
    /// One row a line.
    case orders
    case customers
    /// The ledger of stock, one row an entry.
    case stock
    /// What was done, one row an entry.
    case journal
}

/// In what form.
package enum ExportForm: String, CaseIterable, Sendable {
    /// Mercer's own columns, which an import takes back.
    case csv
    /// A JSON object a line, with the names of the CSV's columns.
    case jsonLines = "jsonl"
    /// Shopify's product CSV.
    case shopify
    /// WooCommerce's product CSV.
    case woo
}

/// One value of an exported row.
enum ExportCell {
    case text(String)
    /// A whole number.
    case whole(Int64)
    /// A decimal number as text: an amount of money or a weight. In JSON a string, so that no program rounds it.
    case decimal(String)
    case flag(Bool)
    case none
}

/// Takes rows of cells and writes them in one of the forms that have a row a thing.
struct ExportWriter: ~Copyable {
    private let columns: [String]
    private let sink: any ByteSink
    private let isJSON: Bool
    private var table: DelimitedWriter
    private var json: [UInt8] = []
    private(set) var count = 0

    init(_ columns: [String], form: ExportForm, to sink: any ByteSink, byteOrderMark: Bool)
        throws(FileFailure)
    {
        self.columns = columns
        self.sink = sink
        isJSON = form == .jsonLines
        table = DelimitedWriter(to: sink, byteOrderMark: byteOrderMark && form != .jsonLines)
        if !isJSON { try table.row(columns) }
    }

    mutating func row(_ cells: [ExportCell]) throws(FileFailure) {
        count += 1
        if isJSON { return try jsonRow(cells) }
        for cell in cells {
            switch cell {
            case .text(let text): table.cell(text)
            case .whole(let value): table.number(value)
            case .decimal(let text): table.number(text)
            case .flag(let value): table.number(value ? "yes" : "no")
            case .none: table.number("")
            }
        }
        try table.endRow()
    }

    mutating func finish() throws(FileFailure) {
        if isJSON { try flushJSON() } else { try table.flush() }
    }

    private mutating func jsonRow(_ cells: [ExportCell]) throws(FileFailure) {
        json.append(0x7B)
        for (place, cell) in cells.enumerated() {
            if place > 0 { json.append(0x2C) }
            string(columns[place])
            json.append(0x3A)
            switch cell {
            case .text(let text), .decimal(let text): string(text)
            case .whole(let value): json.append(contentsOf: String(value).utf8)
            case .flag(let value): json.append(contentsOf: (value ? "true" : "false").utf8)
            case .none: json.append(contentsOf: "null".utf8)
            }
        }
        json.append(0x7D)
        json.append(0x0A)
        if json.count >= 1 << 16 { try flushJSON() }
    }

    private mutating func flushJSON() throws(FileFailure) {
        let written: Result<Void, FileFailure> = json.withUnsafeBytes { bytes in
            do throws(FileFailure) { return .success(try sink.write(bytes)) } catch { return .failure(error) }
        }
        try written.get()
        json.removeAll(keepingCapacity: true)
    }

    private mutating func string(_ text: String) {
        json.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C:
                json.append(0x5C)
                json.append(byte)
            case 0x0A: json.append(contentsOf: "\\n".utf8)
            case 0x00..<0x20, 0x7F:
                let digits = Array("0123456789abcdef".utf8)
                json.append(contentsOf: "\\u00".utf8)
                json.append(digits[Int(byte >> 4)])
                json.append(digits[Int(byte & 15)])
            default: json.append(byte)
            }
        }
        json.append(0x22)
    }
}
