import ArgumentParser
import Commerce
import Foundation
import Shop

struct Import: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take products, orders or customers in from a file.",
        discussion: """
            Shopify and WooCommerce product files and Shopify order files are recognised; any other CSV or TSV is read
            by its columns. It shows what would be created, changed and skipped, and asks, before it writes. Bad rows
            go to a file to mend and import again; importing a file twice changes nothing. `mercer undo` takes the
            whole import back.

            mercer import products.csv --dry-run
            mercer import orders.csv --as orders --map number=InvoiceNo --map sku=StockCode --dates day

            Exit status 3 when some rows were bad.
            """)

    @Argument(help: "The file.", completion: .file()) var file: String
    @Flag(name: [.short, .long], help: "Do it without asking.") var yes = false
    @Flag(help: "Only show what would be done.") var dryRun = false
    @Option(name: .customLong("as"), help: "products, orders or customers, or the name of a saved mapping.")
    var form: String?
    @Option(help: ArgumentHelp("What a column holds, such as sku=StockCode.", valueName: "field=column"))
    var map: [String] = []
    @Option(help: ArgumentHelp("What comes first in its dates.", valueName: "day|month")) var dates: String?
    @Option(help: ArgumentHelp("What its decimals begin with.", valueName: "point|comma")) var decimal:
        String?
    @Option(help: "The channel its orders came from.") var channel: String?
    @Option(help: "Keep the mapping under this name.") var saveMapping: String?
    @Option(help: ArgumentHelp("Where the rows to mend go.", valueName: "folder"), completion: .directory)
    var badFolder: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: !dryRun)
        let sketch = try ImportSketch(self).sketch(for: shop)
        let plan = try session.withImportProgress { try shop.plan(sketch, proceed: $0) }
        let review = ImportResult(plan)
        if dryRun {
            try session.show(review)
            return plan.counts.bad > 0 ? .inPart : .done
        }
        if plan.counts.created + plan.counts.changed > 0, !yes {
            session.console.note(review.text(width: session.console.width))
            guard try session.confirm("Import this?") else {
                throw Failure("Nothing was imported.", code: "declined")
            }
        }
        let report = try session.withImportProgress { proceed in
            try shop.importFile(plan, badFolder: badFolder, proceed: proceed)
        }
        if let name = saveMapping {
            try shop.perform(SaveMapping(name: name, mapping: plan.setup.mapping))
        }
        try session.show(ImportResult(plan, report))
        return report.stopped || report.counts.bad > 0 ? .inPart : .done
    }
}

/// The file as the options say it is to be read.
struct ImportSketch {
    private let command: Import

    init(_ command: Import) { self.command = command }

    func sketch(for shop: Shop) throws -> FileSketch {
        var sketch = try ImportFile.inspect(command.file, mapping: try savedMapping(in: shop))
        if let kind = command.form.flatMap(ImportKind.init(rawValue:)) {
            sketch.setup.format = .table
            sketch.setup.mapping = .proposed(for: sketch.headers, kind: kind)
        }
        for pair in command.map { try map(pair, in: &sketch) }
        if let dates = try word(command.dates, ["day": DateForm.dayFirst, "month": .monthFirst], "--dates") {
            sketch.setup.mapping.dates = dates
        }
        if let decimal = try word(
            command.decimal, ["point": DecimalForm.point, "comma": .comma], "--decimal")
        {
            sketch.setup.mapping.decimal = decimal
        }
        if let channel = command.channel { sketch.setup.mapping.channel = channel }
        if let open = sketch.questions.first(where: { !isAnswered($0, in: sketch) }) {
            throw Failure(open.words, code: "import-question", outcome: .misused)
        }
        return sketch.withoutQuestions
    }

    private func savedMapping(in shop: Shop) throws -> ColumnMapping? {
        guard let name = command.form, ImportKind(rawValue: name) == nil else { return nil }
        return try shop.savedMapping(named: name)
    }

    private func map(_ pair: String, in sketch: inout FileSketch) throws {
        let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
        guard sides.count == 2, let role = ColumnRole(rawValue: sides[0].replacing("-", with: " ")) else {
            let roles = ColumnRole.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure.misused("--map \(pair): fields are \(roles).")
        }
        guard sketch.headers.contains(sides[1]) else {
            throw Failure.misused(
                "--map \(pair): the file has no column “\(sides[1])”. It has: "
                    + sketch.headers.joined(separator: ", ") + ".")
        }
        sketch.setup.format = .table
        sketch.setup.mapping.columns[role] = sides[1]
    }

    private func isAnswered(_ question: SketchQuestion, in sketch: FileSketch) -> Bool {
        switch question {
        case .mapping: sketch.setup.mapping.lack == nil
        case .dates: command.dates != nil
        case .decimals: command.decimal != nil
        }
    }

    private func word<Value>(_ text: String?, _ words: [String: Value], _ option: String) throws -> Value? {
        guard let text else { return nil }
        guard let value = words[text] else {
            throw Failure.misused("\(option) is \(words.keys.sorted().joined(separator: " or ")).")
        }
        return value
    }
}

extension Session {
    /// Shows how far a look through a file or its import has come; Ctrl-C stops it between two parts.
    fileprivate func withImportProgress<Value>(
        _ work: ((ImportProgress) -> Bool) throws -> Value
    ) throws -> Value {
        let interrupt = Interrupt()
        var last = ContinuousClock.now
        let began = last
        defer { console.progress("") }
        do {
            return try work { progress in
                let now = ContinuousClock.now
                if now - last >= .milliseconds(100) {
                    last = now
                    console.progress(Self.line(progress, took: now - began))
                }
                return !interrupt.asked
            }
        } catch is CancellationError {
            throw Failure("Stopped; nothing was imported.", code: "stopped")
        }
    }

    private static func line(_ progress: ImportProgress, took: Duration) -> String {
        let word = progress.step == .looking ? "reading" : "importing"
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        let rate = seconds > 0 ? Int(Double(progress.lines) / seconds) : 0
        guard let total = progress.total, total > 0, rate > 0 else {
            return "\(word): \(progress.lines) lines, \(rate) a second"
        }
        let left = max(0, (total - progress.lines) / rate)
        return "\(word): \(progress.lines) of \(total) lines, \(rate) a second, \(left) s left   Ctrl-C stops"
    }
}
