import ArgumentParser
import Commerce
import Foundation
import Shop

struct Do: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do any Action, from JSON.",
        discussion: """
            mercer do                                  lists the Actions
            mercer do ChangeSetting --schema           shows JSON that one reads
            mercer do ChangeSetting '{"key":"lowStock","value":"3"}'
            mercer do ChangeSetting change.json        reads a file
            mercer do ChangeSetting -                  reads standard input
            mercer do ChangeSetting - --lines          reads one on each line, and answers each with a line

            It does what a key in the command center does: one transaction, one entry in the log, `mercer undo`.
            """)

    @Argument(help: "The Action's name.") var action: String?
    @Argument(help: "Its JSON, a file that holds it, or - for standard input.", completion: .file())
    var json: String?
    @Flag(help: "Show JSON that the Action reads, with a value in every field.") var schema = false
    @Flag(help: "Read a line of JSON each time; a line that is refused does not stop the rest.")
    var lines = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let catalog = ActionCatalog.all
        guard let action else {
            try session.show(ActionsReport(actions: catalog.names))
            return .done
        }
        if schema {
            session.console.print(try catalog.example(action))
            return .done
        }
        if lines { return try performLines(action, catalog, session) }
        let value = try catalog.action(action, json: text())
        return try Self.perform(value, session)
    }

    /// Each line is done and answered before the next is read, so that whoever reads the answers knows what is kept.
    private func performLines(_ name: String, _ catalog: ActionCatalog, _ session: Session) throws -> Outcome
    {
        let shop = try session.openShop(toWrite: true)
        var refused = 0
        while let line = readLine() {
            do {
                let action = try catalog.action(name, json: line)
                session.console.print(try Self.receipt(action, shop).lineOfJSON())
            } catch let error where error is Refusal || error is DecodingError {
                refused += 1
                session.console.complain(Failure(error), asJSON: true)
            }
        }
        return refused == 0 ? .done : .inPart
    }

    private static func receipt(_ action: some Action, _ shop: Shop) throws -> any Report {
        ReceiptReport(try shop.perform(action))
    }

    private func text() throws -> String {
        guard let json, json != "-" else { return try Input.all() }
        if json.drop(while: \.isWhitespace).hasPrefix("{") { return json }
        guard let bytes = FileManager.default.contents(atPath: json) else {
            throw Failure("“\(json)” is neither JSON nor a file that can be read.")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func perform(_ action: some Action, _ session: Session) throws -> Outcome {
        let receipt = try session.openShop(toWrite: true).perform(action)
        try session.show(ReceiptReport(receipt))
        return .done
    }
}

private struct ActionsReport: Report {
    static let schema = "mercer.actions/1"
    let actions: [String]

    func text(width: Int?) -> String { actions.joined(separator: "\n") }
}

/// What an Action answered.
struct ReceiptReport<Answer: Codable & Sendable>: Report {
    static var schema: String { "mercer.receipt/1" }
    let entry: String
    let summary: String
    let outcome: Answer

    init(_ receipt: Receipt<Answer>) {
        entry = receipt.entry.description
        summary = receipt.summary
        outcome = receipt.outcome
    }

    func text(width: Int?) -> String { Plain.line(summary) }
}
