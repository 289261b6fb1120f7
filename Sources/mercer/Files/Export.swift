import ArgumentParser
import Foundation
import Shop

struct Export: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all products, orders, customers, stock or the journal to a file.",
        discussion: """
            mercer export products                          CSV to standard output
            mercer export products shop.csv --as shopify    what Shopify takes in
            mercer export orders orders.jsonl --as jsonl    a JSON object a line

            Cells that a spreadsheet would take for a formula are defused; importing the file takes that back.
            """)

    @Argument(help: "products, orders, customers, stock or journal.") var subject: String
    @Argument(help: "The file; without it, standard output.", completion: .file()) var file: String?
    @Option(name: .customLong("as"), help: "csv, jsonl, shopify or woo.") var form: String?
    @Flag(help: "Begin with a byte order mark, for spreadsheets that need it.") var byteOrderMark = false
    @Flag(help: "Replace a file that is there.") var force = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let subject: ExportSubject = try Choice.read(subject, "what is exported:")
        let form: ExportForm = try Choice.read(form ?? (options.json ? "jsonl" : "csv"), "--as")
        let shop = try session.openShop()
        guard let file, file != "-" else {
            try shop.export(subject, as: form, to: ConsoleSink(session.console), byteOrderMark: byteOrderMark)
            return .done
        }
        guard force || !FileManager.default.fileExists(atPath: file) else {
            throw Failure("\(file) exists already. --force replaces it.", code: "exists")
        }
        // Under another name until it is whole, so that a full disk does not leave half an export.
        let part = file + ".part"
        do {
            let count = try shop.export(
                subject, as: form, to: FileSink(path: part), byteOrderMark: byteOrderMark)
            try? FileManager.default.removeItem(atPath: file)  // There is none, or it is to go.
            try FileManager.default.moveItem(atPath: part, toPath: file)
            let summary = "\(count) \(count == 1 ? "row" : "rows") of \(subject.rawValue) are in \(file)."
            try session.show(DoneReport(summary: summary, path: file))
        } catch {
            try? FileManager.default.removeItem(atPath: part)  // The first error is the one to tell.
            throw error
        }
        return .done
    }
}

/// Standard output, which ends quietly where the reader has had enough.
private final class ConsoleSink: ByteSink {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) { console.write(bytes) }
}
