/// One sitting of a program at the terminal: keys go in, and what the screen shows is known all the time.
final class Sitting {
    static let columns = 200
    static let rows = 50
    /// The rows of the pane between the command center's header and footer, where lists are.
    static let body = 4..<48

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
        let last: Double
        let bytes: Int
    }

    /// How many rows of the body have something in them.
    var filledRows: Int {
        Self.body.count { row in screen.cells(of: row..<row + 1).contains { $0 != 0x20 } }
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
        var bodies: [ArraySlice<UInt32>] = []
        for chunk in chunks {
            screen.take(chunk.bytes)
            bodies.append(screen.cells(of: Self.body))
        }
        let final = screen.cells(of: Self.body)
        // The first chunk from which on the body stays as it is.
        var whole = chunks.count - 1
        while whole > 0, bodies[whole - 1] == final { whole -= 1 }
        return Response(
            first: (first.at - start) * 1000, whole: (chunks[whole].at - start) * 1000,
            last: (last.at - start) * 1000, bytes: chunks.reduce(0) { $0 + $1.bytes.count })
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
