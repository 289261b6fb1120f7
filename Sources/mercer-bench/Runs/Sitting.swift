/// One sitting of a program at the terminal: keys go in, and what the screen shows is known all the time.
final class Sitting {
    static let columns = 200
    static let rows = 50
    /// The rows of the pane between the command center's header and footer, where lists are.
    static let body = 4..<48
    /// Where lists have their names and figures, below the headings: what is below them or to their right, such as
    /// the product under the cursor, may follow.
    static let list = 5..<34
    static let listColumns = 0..<140

    let terminal: PseudoTerminal
    private(set) var screen = ScreenModel(columns: columns, rows: rows)

    init(_ arguments: [String], environment: [String]) throws {
        terminal = try PseudoTerminal(
            arguments, columns: Self.columns, rows: Self.rows, environment: environment)
    }

    /// When the program answered, in milliseconds from the key or from its start; nil where it said nothing.
    struct Response {
        let first: Double
        /// The body of the screen is as it stays.
        let whole: Double
        /// The list in it is.
        let list: Double
        let last: Double
        let bytes: Int
    }

    /// How many rows of the body have something in them.
    var filledRows: Int {
        Self.body.count { row in screen.cells(of: row..<row + 1, Self.allColumns).contains { $0 != 0x20 } }
    }

    /// Types and waits until all is quiet.
    func type(_ keys: String, quiet: Double = 0.03, patience: Double = 0.3) -> Response? {
        let at = terminal.type(keys)
        return response(since: at, quiet: quiet, patience: patience)
    }

    /// What came until all was quiet.
    func response(since start: Moment, quiet: Double, patience: Double) -> Response? {
        let chunks = terminal.listen(quiet: quiet, patience: patience)
        guard let first = chunks.first, let last = chunks.last else { return nil }
        var bodies: [[UInt32]] = []
        var lists: [[UInt32]] = []
        for chunk in chunks {
            screen.take(chunk.bytes)
            bodies.append(screen.cells(of: Self.body, Self.allColumns))
            lists.append(screen.cells(of: Self.list, Self.listColumns))
        }
        let whole = Self.settled(bodies)
        let list = Self.settled(lists)
        return Response(
            first: (first.at - start) * 1000, whole: (chunks[whole].at - start) * 1000,
            list: (chunks[list].at - start) * 1000,
            last: (last.at - start) * 1000, bytes: chunks.reduce(0) { $0 + $1.bytes.count })
    }

    private static let allColumns = 0..<columns

    /// The first of the pictures from which on nothing changes.
    private static func settled(_ pictures: [[UInt32]]) -> Int {
        var place = pictures.count - 1
        while place > 0, pictures[place - 1] == pictures[pictures.count - 1] { place -= 1 }
        return place
    }

    /// The same key or two in turn, many times.
    func typeMany(_ keys: [String], times: Int, quiet: Double = 0.02) -> [Response] {
        (0..<times).compactMap { type(keys[$0 % keys.count], quiet: quiet) }
    }
}

extension Samples {
    init(_ responses: [Sitting.Response], _ part: (Sitting.Response) -> Double) {
        self.init(responses.map(part))
    }
}
