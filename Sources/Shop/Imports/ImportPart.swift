import Commerce
import Foundation
import GRDB

/// What an import keeps from part to part.
///
/// Unchecked, as an Action has to be Sendable and a part holds this: `Shop.run` makes a part, waits until the writer
/// has performed it, and only then makes the next, all within one blocking call; so no two threads ever have it at
/// the same time, and the writer's queue orders what they see.
final class ImportMemory: @unchecked Sendable {
    let currency: FileCurrency
    let matcher: ProductMatcher
    let newProducts: [String: NewProductFacts]
    var orders = OrderMemory()
    var customers: [String: Int64] = [:]
    var counts = ImportCounts()
    /// Bad rows that only the shop could tell, to be written beside those the reading found.
    var refused: [BadRow] = []

    init(currency: FileCurrency, newProducts: [String: NewProductFacts]) {
        self.currency = currency
        self.newProducts = newProducts
        matcher = ProductMatcher(currency: currency)
    }
}

/// One part of an import: some lines of a file. The journal keeps the file's name, the lines and how they were read,
/// never the rows.
package struct ImportRows: PartAction {
    package typealias Outcome = ImportCounts

    package let file: String
    package let firstLine: Int
    package let lastLine: Int
    package let setup: ImportSetup
    let rows: ImportedRows
    private let memory: ImportMemory?

    private enum CodingKeys: String, CodingKey { case file, firstLine, lastLine, setup }

    package static let name = "ImportRows"

    init(
        file: String, firstLine: Int, lastLine: Int, setup: ImportSetup, rows: ImportedRows,
        memory: ImportMemory
    ) {
        self.file = file
        self.firstLine = firstLine
        self.lastLine = lastLine
        self.setup = setup
        self.rows = rows
        self.memory = memory
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        file = try values.decode(String.self, forKey: .file)
        firstLine = try values.decode(Int.self, forKey: .firstLine)
        lastLine = try values.decode(Int.self, forKey: .lastLine)
        setup = try values.decode(ImportSetup.self, forKey: .setup)
        rows = .products([])
        memory = nil
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(file, forKey: .file)
        try values.encode(firstLine, forKey: .firstLine)
        try values.encode(lastLine, forKey: .lastLine)
        try values.encode(setup, forKey: .setup)
    }

    package var subjectCount: Int { rows.weight }

    package func perform(in transaction: Transaction) throws -> ImportCounts {
        guard let memory else {
            throw Refusal(
                "import-needs-file",
                "The rows of an import are read from its file: use mercer import \(file).")
        }
        var counts = ImportCounts()
        switch rows {
        case .products(let drafts):
            var writer = ProductWriter(transaction)
            for draft in drafts {
                do {
                    let match = try memory.matcher.match(draft, transaction.db)
                    if !match.isOfNew { counts[match.state] += 1 }
                    counts.questions += match.questions.count
                    if match.state != .same { try writer.write(draft, match) }
                } catch let refusal as RowRefusal {
                    let rows = draft.bad(refusal)
                    counts.bad += rows.count
                    memory.refused += rows
                }
            }
        case .orders(let drafts):
            let matcher = try OrderMatcher(transaction.db)
            // Taken out while it is written to, so that its tables are not copied for every part.
            let known = memory.orders
            memory.orders = OrderMemory()
            var writer = try OrderWriter(
                transaction, currency: memory.currency, newProducts: memory.newProducts, memory: known
            )
            for draft in drafts {
                let match = try matcher.match(draft)
                // An order's later lines are not one more order.
                if draft.firstPosition == 0 { counts[match.state] += 1 }
                switch match {
                case .new:
                    counts.lines += draft.lines.count
                    try writer.insert(draft)
                case .grows(let id, let place):
                    counts.lines += draft.lines.count - place
                    try writer.grow(id, by: draft, from: place)
                case .same, .differs: break
                }
            }
            memory.orders = writer.memory
        case .customers(let drafts):
            for draft in drafts {
                counts[
                    try CustomerMatch(draft, channel: setup.mapping.channel, transaction.db).apply(
                        in: transaction)] += 1
            }
        }
        memory.counts = memory.counts + counts
        return counts
    }

    package func summary(of counts: ImportCounts) -> String {
        var parts: [String] = []
        if counts.created > 0 { parts.append("\(counts.created) new") }
        if counts.changed > 0 { parts.append("\(counts.changed) changed") }
        if counts.same > 0 { parts.append("\(counts.same) same") }
        let what = parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
        return "Imported \(setup.kind.rawValue) of \(file.visible), lines \(firstLine)–\(lastLine): \(what)"
    }
}

/// What a part brings.
enum ImportedRows: Sendable {
    case products([ProductDraft])
    case orders([OrderDraft])
    case customers([CustomerDraft])

    /// How much there is to write: an order counts by its lines.
    var weight: Int {
        switch self {
        case .products(let drafts): drafts.reduce(0) { $0 + max(1, $1.variants.count) }
        case .orders(let drafts): drafts.reduce(0) { $0 + max(1, $1.lines.count) }
        case .customers(let drafts): drafts.count
        }
    }
}

extension ProductDraft {
    /// The draft's rows as bad ones, where they could be read but make no product.
    func bad(_ refusal: RowRefusal) -> [BadRow] {
        cells.map {
            BadRow(
                line: $0.line, column: refusal.column, columnName: "", reason: refusal.reason, cells: $0.cells
            )
        }
    }
}
