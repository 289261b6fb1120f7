import ArgumentParser
import Commerce
import Shop

struct Undo: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take back the last thing done, or one entry of the log.",
        discussion: "An import or another work in parts is taken back whole.")

    @Argument(help: "The entry, as `mercer log` shows it.") var entry: String?
    @Flag(help: "Leave what has changed since, and take back the rest.") var rest = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let entry = try entry.map(EntryID.read)
        let shop = try session.openShop(toWrite: true)
        let report = try session.withProgress("undoing") { proceed in
            try shop.undo(entry, leavingMoved: rest, proceed: proceed)
        }
        try session.show(TakenBackReport(report))
        return report.left.isEmpty ? .done : .inPart
    }
}

struct Redo: ShopCommand {
    static let configuration = CommandConfiguration(abstract: "Do again what was undone last.")

    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let report = try session.withProgress("redoing") { try shop.redo(proceed: $0) }
        try session.show(TakenBackReport(report))
        return report.left.isEmpty ? .done : .inPart
    }
}

private struct TakenBackReport: Report {
    static let schema = "mercer.undo/1"
    let summary: String
    /// What was left as it is.
    let left: [String]
    let entries: [String]

    init(_ report: UndoReport) {
        summary = report.summary
        left = report.left
        entries = report.entries.map(\.description)
    }

    func text(width: Int?) -> String {
        ([summary] + left.map { "left as it is: \($0)" }).map(Plain.line).joined(separator: "\n")
    }
}
