import Commerce
import Shop

/// What an import would do, or did.
struct ImportResult: Report {
    static let schema = "mercer.import/1"

    struct Row: Encodable {
        let state: String
        let line: Int
        let subject: String
        let changes: [Change]
        let note: String
    }

    struct Change: Encodable {
        let field: String
        let here: String
        let inFile: String
    }

    struct Bad: Encodable {
        let line: Int
        let column: Int
        let columnName: String
        let reason: String
    }

    let file: String
    let title: String
    let counts: ImportCounts
    /// Whether it was done; else this is the plan.
    let done: Bool
    let stopped: Bool
    /// The work in parts that `mercer undo` takes back.
    let run: String?
    /// Where the rows to mend are.
    let badFile: String?
    /// Of the plan: the first rows of each state.
    let rows: [Row]
    /// The first bad rows.
    let badRows: [Bad]

    init(_ plan: ImportPlan, _ report: ImportReport? = nil) {
        file = plan.path
        title = plan.title
        counts = report?.counts ?? plan.counts
        done = report != nil
        stopped = report?.stopped ?? false
        run = report?.run.description
        badFile = report?.badFile
        rows = report == nil ? Self.rows(of: plan) : []
        badRows = (plan.badRows + (report?.badRows ?? [])).prefix(100).map {
            Bad(line: $0.line, column: $0.column, columnName: $0.columnName, reason: $0.reason)
        }
    }

    private static func rows(of plan: ImportPlan) -> [Row] {
        let shown = plan.rows.filter { $0.state != .same && $0.state != .bad }
        return shown.prefix(200).map { row in
            Row(
                state: row.state.rawValue, line: row.line, subject: row.subject,
                changes: row.changes.map { Change(field: $0.field, here: $0.here, inFile: $0.inFile) },
                note: row.note)
        }
    }

    func text(width: Int?) -> String {
        var lines = [title]
        if !done { lines += rowLines(width) }
        lines += badRows.prefix(10).map { bad in
            let column = bad.column > 0 ? ", column \(bad.column)" : ""
            return "  bad: line \(bad.line)\(column): \(bad.reason)"
        }
        if counts.bad > 10 { lines.append("  … and \(counts.bad - min(10, badRows.count)) more bad rows") }
        lines.append(sums)
        if let badFile { lines.append("The rows to mend are in \(badFile).") }
        if stopped { lines.append("It was stopped; importing the file again goes on.") }
        return lines.map(Plain.line).joined(separator: "\n")
    }

    private func rowLines(_ width: Int?) -> [String] {
        let shown = rows.prefix(12).map { row -> String in
            let changes = row.changes.map { change in
                change.here.isEmpty
                    ? "\(change.field) \(change.inFile)" : "\(change.field) \(change.here) → \(change.inFile)"
            }
            let detail = (changes + [row.note]).filter { !$0.isEmpty }.joined(separator: ", ")
            let line =
                "  \(row.state), line \(row.line): \(row.subject)" + (detail.isEmpty ? "" : ": \(detail)")
            return Plain.cut(line, to: width ?? 160)
        }
        let more = counts.created + counts.changed + counts.skipped + counts.questions - shown.count
        return shown + (more > 0 ? ["  … and \(more) more"] : [])
    }

    private var sums: String {
        let named: [(Int, String)] = [
            (counts.created, done ? "created" : "new"), (counts.changed, "changed"),
            (counts.same, "the same"),
            (counts.skipped, "left out"), (counts.questions, "in question"), (counts.bad, "bad"),
        ]
        let parts = named.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let lines = counts.lines > 0 ? ", \(counts.lines) lines" : ""
        return (parts.isEmpty ? "nothing in it" : parts.joined(separator: ", ")) + lines
    }
}
