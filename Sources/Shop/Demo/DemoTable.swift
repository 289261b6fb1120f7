import Commerce

/// One of the demo shop's CSV files in memory: small, of our own making, and still read as if somebody had
/// edited it.
struct DemoTable {
    let file: String
    private(set) var rows: [DemoRow] = []

    init(folder: String, file: String, columns: [String]) throws {
        self.file = file
        let path = folder + "/" + file
        let reader = DelimitedReader(try FileBytes(path: path), delimiter: UInt8(ascii: ","))
        guard try reader.next() else { throw FileFailure.empty(path: path) }
        let names = reader.texts
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() { places[name] = place }
        for column in columns where places[column] == nil {
            throw FileFailure.noHeader(path: path, reason: "the column “\(column)” is missing")
        }
        while try reader.next() {
            rows.append(DemoRow(file: file, line: reader.line, cells: reader.texts, places: places))
        }
    }
}

/// A row with its cells by their columns' names.
struct DemoRow {
    let file: String
    let line: Int
    fileprivate let cells: [String]
    fileprivate let places: [String: Int]

    fileprivate init(file: String, line: Int, cells: [String], places: [String: Int]) {
        self.file = file
        self.line = line
        self.cells = cells
        self.places = places
    }

    subscript(_ column: String) -> String {
        guard let place = places[column], place < cells.count else { return "" }
        return cells[place]
    }

    /// Nil where the cell is empty.
    func number(_ column: String) throws -> Int? {
        let text = self[column]
        if text.isEmpty { return nil }
        guard let number = Int(text) else { throw fault(column, "“\(text)” is no whole number") }
        return number
    }

    func number(_ column: String, or other: Int) throws -> Int { try number(column) ?? other }

    /// Nil where the cell is empty.
    func price(_ column: String, _ currency: Currency) throws -> UnitPrice? {
        let text = self[column]
        if text.isEmpty { return nil }
        do {
            return UnitPrice(
                millionths: try DecimalText.parse(text, scale: UnitPrice.scale), currency: currency)
        } catch {
            throw fault(column, "“\(text)” \(error)")
        }
    }

    /// Nothing where the cell is empty.
    func money(_ column: String, _ currency: Currency) throws -> Money {
        let text = self[column]
        if text.isEmpty { return .zero(currency) }
        do {
            return Money(
                minorUnits: try DecimalText.parse(text, scale: currency.exponent), currency: currency)
        } catch {
            throw fault(column, "“\(text)” \(error)")
        }
    }

    /// One of the words on the left, as what stands for it.
    func word<Value>(_ column: String, _ words: KeyValuePairs<String, Value>) throws -> Value {
        let text = self[column]
        guard let found = words.first(where: { $0.key == text }) else {
            let known = words.map { "“\($0.key)”" }.joined(separator: ", ")
            throw fault(column, "“\(text)” is none of \(known)")
        }
        return found.value
    }

    func fault(_ column: String, _ what: String) -> DemoFault {
        DemoFault(file: file, line: line, column: column, what: what)
    }
}

/// A cell of the demo's data that cannot be used.
package struct DemoFault: Error, Equatable, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let column: String
    package let what: String

    package var description: String {
        "SampleData/\(file), line \(line), \(column): \(what). Mend it, or take the file from Mercer's repository."
    }
}
