/// The layouts Mercer knows by sight; any other table is read by a ``ColumnMapping``.
package enum FileFormat: String, Codable, Sendable, CaseIterable {
    case shopifyProducts = "Shopify products"
    case wooProducts = "WooCommerce products"
    case shopifyOrders = "Shopify orders"
    case table = "table"

    /// What the column names say.
    static func recognised(_ headers: [String]) -> FileFormat {
        let plain = Set(headers.map(ColumnMapping.plainName))
        // Mercer's own export has these two, and names that also occur in others' files.
        if plain.contains("variantextra") || plain.contains("linekind") { return .table }
        if plain.contains("lineitemquantity") || plain.contains("lineitemname"), plain.contains("name") {
            return .shopifyOrders
        }
        if plain.contains("handle") || plain.contains("urlhandle"), plain.contains("title"),
            plain.contains("option1value") || plain.contains("variantsku") || plain.contains("variantprice")
        {
            return .shopifyProducts
        }
        if plain.isSuperset(of: ["type", "sku", "name"]),
            plain.contains("regularprice") || plain.contains("isfeatured") || plain.contains("attribute1name")
        {
            return .wooProducts
        }
        return .table
    }
}

/// Everything that says how a file is to be read: written into the journal with an import, so that a decision about
/// encoding, decimals or dates can be seen later.
package struct ImportSetup: Hashable, Codable, Sendable {
    package var format: FileFormat
    package var dialect: Dialect
    /// For ``FileFormat/table`` what each column is; for the others only its forms of numbers and dates are used.
    package var mapping: ColumnMapping

    package init(format: FileFormat, dialect: Dialect, mapping: ColumnMapping) {
        self.format = format
        self.dialect = dialect
        self.mapping = mapping
    }

    package var kind: ImportKind {
        switch format {
        case .shopifyProducts, .wooProducts: .products
        case .shopifyOrders: .orders
        case .table: mapping.kind
        }
    }

    /// One line for the sheet: `Shopify products, UTF-8, comma, 1.5`.
    package var words: String {
        let name = format == .table ? "\(mapping.kind.rawValue) by columns" : format.rawValue
        let decimals = mapping.decimal == .point ? "1.5" : "1,5"
        var parts = [name, dialect.encoding.rawValue, dialect.delimiter.name, decimals]
        switch mapping.dates {
        case .dayFirst: parts.append("day first")
        case .monthFirst: parts.append("month first")
        case nil: break
        }
        return parts.joined(separator: ", ")
    }
}

/// A file opened at its rows: the names of its columns read, the first row next.
final class FileTable {
    let reader: DelimitedReader
    let headers: [String]
    private let places: [String: Int]

    init(_ reader: DelimitedReader, path: String) throws(FileFailure) {
        self.reader = reader
        guard try reader.next() else { throw .empty(path: path) }
        let names = (0..<reader.fieldCount).map { DelimitedWriter.undefused(reader.text($0)) }
        guard names.contains(where: { !$0.isEmpty }) else {
            throw .noHeader(path: path, reason: "the first line names no column")
        }
        guard reader.fault == nil else {
            throw .noHeader(path: path, reason: "a quote in it is not closed, or text follows one")
        }
        headers = names
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() where places[ColumnMapping.plainName(name)] == nil {
            places[ColumnMapping.plainName(name)] = place
        }
        self.places = places
    }

    /// The place of the first of these columns, by letters and digits alone, that the file has.
    func place(_ names: String...) -> Int? {
        for name in names {
            if let place = places[ColumnMapping.plainName(name)] { return place }
        }
        return nil
    }

    /// Goes to the next row; false at the end. A row whose shape is wrong throws where it is read, see ``check()``.
    func next() throws(FileFailure) -> Bool { try reader.next() }

    /// Throws where the row at hand has no sound shape.
    func check() throws(RowRefusal) {
        switch reader.fault {
        case .unclosedQuote(let column):
            throw RowRefusal(column, "a quote opens here and is not closed")
        case .textAfterQuote(let column):
            throw RowRefusal(column, "text follows a closing quote; quotes within a cell are doubled")
        case nil: break
        }
        if reader.fieldCount < headers.count, reader.endsWithoutLineEnd {
            throw RowRefusal(reader.fieldCount, "the file ends in the middle of this row")
        }
        if reader.fieldCount > headers.count {
            for place in headers.count..<reader.fieldCount where !reader.trimmed(place).isEmpty {
                throw RowRefusal(
                    place + 1,
                    "the row has \(reader.fieldCount) cells and the header \(headers.count): is a cell with the delimiter not quoted?"
                )
            }
        }
        guard reader.isText else {
            throw RowRefusal(0, "it has bytes that are no text in the file's encoding")
        }
    }

    /// The cell as text, blanks around it and a defusing apostrophe taken away; empty where there is none.
    func text(_ place: Int?) -> String {
        guard let place else { return "" }
        let bytes = reader.trimmed(place)
        guard let first = bytes.first else { return "" }
        let text = String(decoding: bytes, as: UTF8.self)
        if first == 0x27 { return DelimitedWriter.undefused(text) }
        // SQLite's own functions stop at such a character.
        return bytes.contains(0) ? text.replacing("\0", with: "") : text
    }

    /// The same, nil where the cell is empty: the file does not say.
    func said(_ place: Int?) -> String? {
        let text = text(place)
        return text.isEmpty ? nil : text
    }

    func isEmpty(_ place: Int?) -> Bool {
        guard let place else { return true }
        return reader.trimmed(place).isEmpty
    }

    /// Millionths; nil where the cell is empty.
    func millionths(_ place: Int?, _ form: DecimalForm, currency: String) throws(RowRefusal) -> Int64? {
        try number(place, form, scale: 6, currency: currency)
    }

    func number(
        _ place: Int?, _ form: DecimalForm, scale: Int, currency: String = ""
    ) throws(RowRefusal) -> Int64? {
        guard let place else { return nil }
        let bytes = unquoted(place)
        if bytes.isEmpty { return nil }
        let value: Int64
        do throws(CellFault) {
            value = try FileNumber.parse(bytes, form: form, scale: scale, currency: currency)
        } catch { throw refusal(place, error) }
        guard value.magnitude <= UInt64(Self.largest) else { throw refusal(place, .tooLarge(text(place))) }
        return value
    }

    /// The largest amount taken, in millionths or minor units: so far from what 64 bits hold that sums of a file's
    /// amounts cannot overflow.
    static let largest: Int64 = 100_000_000_000_000_000

    func whole(_ place: Int?, _ form: DecimalForm) throws(RowRefusal) -> Int64? {
        guard let place else { return nil }
        let bytes = unquoted(place)
        if bytes.isEmpty { return nil }
        let value: Int64
        do throws(CellFault) { value = try FileNumber.whole(bytes, form: form) } catch {
            throw refusal(place, error)
        }
        guard value.magnitude <= 1_000_000_000_000 else { throw refusal(place, .tooLarge(text(place))) }
        return value
    }

    func moment(_ place: Int?, _ form: DateForm?) throws(RowRefusal) -> WrittenMoment? {
        guard let place else { return nil }
        let bytes = reader.trimmed(place)
        if bytes.isEmpty { return nil }
        do throws(CellFault) { return try WrittenMoment.parse(bytes, form: form) } catch {
            throw refusal(place, error)
        }
    }

    /// `true`, `1`, `yes` and their opposites; nil where the cell is empty.
    func flag(_ place: Int?) throws(RowRefusal) -> Bool? {
        guard let place, let text = said(place) else { return nil }
        switch text.lowercased() {
        case "true", "1", "yes", "y": return true
        case "false", "0", "-1", "no", "n": return false
        default: throw refusal(place, .unknown(text, allowed: "true, false, 1, 0, yes, no"))
        }
    }

    func refusal(_ place: Int, _ fault: CellFault) -> RowRefusal {
        let name = place < headers.count ? headers[place] : ""
        return RowRefusal(place + 1, "\(name) \(fault.words)")
    }

    func bad(_ refusal: RowRefusal) -> BadRow {
        let place = refusal.column - 1
        return BadRow(
            line: reader.line, column: refusal.column,
            columnName: headers.indices.contains(place) ? headers[place] : "", reason: refusal.reason,
            cells: reader.texts)
    }

    /// A defused negative number has an apostrophe before it.
    private func unquoted(_ place: Int) -> UnsafeBufferPointer<UInt8> {
        let bytes = reader.trimmed(place)
        return bytes.first == 0x27 ? UnsafeBufferPointer(rebasing: bytes.dropFirst()) : bytes
    }
}

/// Why a row is refused, and at which of its columns, from 1; 0 for the whole row.
struct RowRefusal: Error, Hashable {
    let column: Int
    let reason: String

    init(_ column: Int, _ reason: String) {
        self.column = column
        self.reason = reason
    }
}
