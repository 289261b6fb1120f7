/// What importing a file would do, found out before anything is written.
package struct ImportPlan: Sendable {
    package let path: String
    package let stamp: FileStamp
    package let setup: ImportSetup
    package internal(set) var headers: [String] = []
    package internal(set) var counts = ImportCounts()
    /// For the review: of each state the first so many, in the file's order. ``counts`` tells how many there are.
    package internal(set) var rows: [PlanRow] = []
    /// The first bad rows, at most a thousand.
    package internal(set) var badRows: [BadRow] = []
    /// Rows of the file, the header not counted.
    package internal(set) var rowCount = 0
    /// Lines of the file that the seller leaves out, by ``PlanRow/line``.
    package var leftOut: Set<Int> = []

    /// Orders of which a row is bad, by number: the line of that row.
    var brokenOrders: [String: Int] = [:]
    /// What lines of orders tell about products the shop does not have, by SKU.
    var newProducts: [String: NewProductFacts] = [:]

    /// How many rows of each state the review keeps.
    package static let kept = 500

    /// The line for the sheet: `products.csv: Shopify products, UTF-8, comma, 1.5`.
    package var title: String {
        "\((path.split(separator: "/").last.map(String.init) ?? path).visible): \(setup.words)"
    }

    mutating func note(_ row: PlanRow) {
        counts[row.state] += 1
        if keptOf[row.state, default: 0] < Self.kept {
            keptOf[row.state, default: 0] += 1
            rows.append(row)
        }
    }

    mutating func note(_ bad: BadRow) {
        if badRows.count < 1000 { badRows.append(bad) }
        let subject = bad.cells.first { !$0.isEmpty } ?? ""
        note(
            PlanRow(
                state: .bad, line: bad.line, subject: String(subject.prefix(80)), changes: [],
                note: bad.column > 0 ? "column \(bad.column): \(bad.reason)" : bad.reason))
    }

    private var keptOf: [PlanRow.State: Int] = [:]

    init(path: String, stamp: FileStamp, setup: ImportSetup) {
        self.path = path
        self.stamp = stamp
        self.setup = setup
    }
}

/// How many of what an import would do, or did: products, orders or customers, and bad rows.
package struct ImportCounts: Hashable, Codable, Sendable {
    package var created = 0
    package var changed = 0
    package var same = 0
    package var skipped = 0
    package var questions = 0
    package var bad = 0
    /// Of the orders created: their lines.
    package var lines = 0

    package init() {}

    package var total: Int { created + changed + same + skipped + questions + bad }

    subscript(state: PlanRow.State) -> Int {
        get {
            switch state {
            case .created: created
            case .changed: changed
            case .same: same
            case .skipped: skipped
            case .question: questions
            case .bad: bad
            }
        }
        set {
            switch state {
            case .created: created = newValue
            case .changed: changed = newValue
            case .same: same = newValue
            case .skipped: skipped = newValue
            case .question: questions = newValue
            case .bad: bad = newValue
            }
        }
    }

    static func + (left: ImportCounts, right: ImportCounts) -> ImportCounts {
        var sum = left
        for state in PlanRow.State.allCases { sum[state] += right[state] }
        sum.lines += right.lines
        return sum
    }
}

/// One row of the review.
package struct PlanRow: Hashable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        case created = "new"
        case changed, same, skipped
        /// One SKU twice: left out until the seller has answered.
        case question = "same SKU"
        case bad
    }

    package let state: State
    /// Where it begins in the file.
    package let line: Int
    /// The product, order or customer, as the seller knows it; from the file, so not yet harmless for a terminal.
    package let subject: String
    /// Field by field: what is here and what is in the file. For a new thing `here` is empty.
    package let changes: [PlanChange]
    package let note: String

    package init(state: State, line: Int, subject: String, changes: [PlanChange], note: String = "") {
        self.state = state
        self.line = line
        self.subject = subject
        self.changes = changes
        self.note = note
    }
}

/// A field that a file has otherwise than the shop.
package struct PlanChange: Hashable, Sendable {
    package let field: String
    package let here: String
    package let inFile: String

    package init(field: String, here: String, inFile: String) {
        self.field = field
        self.here = here
        self.inFile = inFile
    }
}

/// What a file of orders tells about a product: its titles with how often each occurs on sold lines, and the price it
/// was last sold at.
struct NewProductFacts: Sendable {
    private var titles: [(text: String, count: Int)] = []
    private var note = ""
    private(set) var price: Int64?
    private var pricedAt = Int64.min

    /// Lines without a price carry notes of the storeroom instead of titles (“damages”, “?”): they count only where
    /// there is nothing else.
    mutating func see(title: String, price: Int64, quantity: Int64, at moment: Int64) {
        guard price > 0 else {
            if note.isEmpty { note = title }
            return
        }
        if quantity > 0, moment >= pricedAt {
            self.price = price
            pricedAt = moment
        }
        guard !title.isEmpty else { return }
        if let place = titles.firstIndex(where: { $0.text == title }) {
            titles[place].count += 1
        } else if titles.count < 16 {
            titles.append((title, 1))
        }
    }

    /// The title most lines have, the first of equals.
    func title(sku: String) -> String {
        var best: (text: String, count: Int)?
        for title in titles where title.count > best?.count ?? 0 { best = title }
        return best?.text ?? (note.contains(where: \.isUppercase) ? note : sku)
    }
}
