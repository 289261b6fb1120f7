import ArgumentParser
import Foundation
import Shop

struct SQL: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", abstract: "Ask the shop's file a question in SQL.",
        discussion: """
            One SELECT over the shop's tables. It reads and cannot write, whatever the statement says.
            Prices named unit_… are millionths of the currency's major unit, other amounts minor units, times
            milliseconds since 1970 in UTC.
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case table, csv, json
    }

    @Argument(help: "The statement; without it, standard input is read.") var statement: String?
    @Option(help: "How the rows are written: table, csv or json (a line a row).") var format: Form?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let query = try ReadOnlyQuery(path: session.shopPath)
        let sql = try statement ?? Input.all()
        switch format ?? (options.json ? .json : .table) {
        case .table: try table(query, sql, session)
        case .csv: try csv(query, sql, session)
        case .json: try json(query, sql, session)
        }
        return .done
    }

    private func table(_ query: borrowing ReadOnlyQuery, _ sql: String, _ session: Session) throws {
        var table: TextTable?
        try query.run(
            sql, columns: { table = TextTable($0.map { TextTable.Column(title: $0, shrinks: true) }) },
            row: { row in
                table?.add(row.map(\.text))
                return true
            })
        session.console.print(table?.text(width: session.console.width) ?? "")
    }

    private func csv(_ query: borrowing ReadOnlyQuery, _ sql: String, _ session: Session) throws {
        var output = BufferedOutput(session.console)
        func line(_ cells: [String]) -> String { cells.map(Self.quoted).joined(separator: ",") + "\r\n" }
        try query.run(
            sql, columns: { output.write(line($0)) },
            row: { row in
                output.write(line(row.map(\.cell)))
                return true
            })
        output.flush()
    }

    private func json(_ query: borrowing ReadOnlyQuery, _ sql: String, _ session: Session) throws {
        var output = BufferedOutput(session.console)
        var keys: [String] = []
        try query.run(
            sql, columns: { keys = $0.map(JSONLiteral.text) },
            row: { row in
                let fields = zip(keys, row).map { "\($0):\($1.json)" }
                output.write("{" + fields.joined(separator: ",") + "}\n")
                return true
            })
        output.flush()
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
            return cell
        }
        // Scalar by scalar: a quote with an accent upon it is another character to Swift alone.
        let doubled = cell.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
        return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
    }
}

extension ReadOnlyQuery.Value {
    /// For a file that a spreadsheet opens: text that it would run as a formula is defused.
    fileprivate var cell: String {
        if case .text(let text) = self { DelimitedWriter.defused(text) } else { text }
    }

    fileprivate var text: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .blob(let bytes): bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    /// Whole numbers beyond what JavaScript holds exactly, such as identifiers, are strings.
    fileprivate var json: String {
        switch self {
        case .null: "null"
        case .integer(let number) where number.magnitude < 1 << 53: String(number)
        case .real(let number) where number.isFinite: String(number)
        default: JSONLiteral.text(text)
        }
    }
}
