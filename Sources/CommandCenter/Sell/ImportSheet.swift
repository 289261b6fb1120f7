package import Shop
import Terminal

/// What the seller answered about a file that does not say it itself.
package struct ImportChoices: Hashable, Sendable {
    package var dates: DateForm?
    package var decimal: DecimalForm?
    /// Which column is what, where nothing in the file says so.
    package var columns: [ColumnRole: String] = [:]
    package var kind: ImportKind?

    /// Looks at the file, and where all is clear finds out what importing it would do.
    func read(_ path: String, _ shop: Shop) throws -> ImportReading {
        var sketch = try ImportFile.inspect(shop.path(written: path))
        if let dates { sketch.setup.mapping.dates = dates }
        if let decimal { sketch.setup.mapping.decimal = decimal }
        if let kind { sketch.setup.mapping.kind = kind }
        sketch.setup.mapping.columns.merge(columns) { _, chosen in chosen }
        let open = sketch.questions.filter { question in
            switch question {
            case .dates: dates == nil
            case .decimals: decimal == nil
            case .mapping: sketch.setup.mapping.lack != nil
            }
        }
        guard open.isEmpty else { return .asks(sketch, open) }
        return .plan(try shop.plan(sketch.withoutQuestions))
    }
}

/// A file that was looked at.
package enum ImportReading: Sendable {
    /// Something has to be said first.
    case asks(FileSketch, [SketchQuestion])
    case plan(ImportPlan)
}

/// The review of a file: what would be new, changed, and what cannot be read.
struct ImportSheet: Sendable {
    enum View: Int, CaseIterable, Sendable {
        case all, new, changed, bad, same

        var title: String {
            switch self {
            case .all: "All"
            case .new: "New"
            case .changed: "Changed"
            case .bad: "Bad"
            case .same: "Same"
            }
        }

        func holds(_ state: PlanRow.State) -> Bool {
            switch self {
            case .all: true
            case .new: state == .created
            case .changed: state == .changed
            case .bad: state == .bad || state == .question
            case .same: state == .same || state == .skipped
            }
        }
    }

    let path: String
    var choices = ImportChoices()
    /// Nil while the file is being looked at.
    var plan: ImportPlan?
    var view = View.all
    var list = ListState()
    /// The rows of the view, by their place in the plan.
    private(set) var rows: [Int] = []
    /// Whether any of them has something here already, and whether any has a remark: an empty column takes no room.
    private(set) var hasHere = false
    private(set) var hasNotes = false

    init(path: String) { self.path = path }

    mutating func take(_ plan: ImportPlan) {
        self.plan = plan
        show(.all)
    }

    /// What is new, changed or wrong stands first; what stays the same last.
    mutating func show(_ view: View) {
        self.view = view
        guard let plan else { return }
        rows = plan.rows.indices.filter { view.holds(plan.rows[$0].state) }
        if view == .all {
            rows.sort { left, right in
                let order = (Self.rank(plan.rows[left].state), Self.rank(plan.rows[right].state))
                return order.0 == order.1 ? left < right : order.0 < order.1
            }
        }
        hasHere = rows.contains { plan.rows[$0].changes.contains { !$0.here.isEmpty } }
        hasNotes = rows.contains { !plan.rows[$0].note.isEmpty }
        list = ListState(count: rows.count, height: list.height)
    }

    private static func rank(_ state: PlanRow.State) -> Int { state == .same || state == .skipped ? 1 : 0 }

    func count(_ view: View) -> Int {
        guard let counts = plan?.counts else { return 0 }
        switch view {
        case .all: return counts.total
        case .new: return counts.created
        case .changed: return counts.changed
        case .bad: return counts.bad + counts.questions
        case .same: return counts.same + counts.skipped
        }
    }

    /// Whether Space can turn a row: only what would be written.
    static func canTurn(_ row: PlanRow) -> Bool { row.state == .created || row.state == .changed }

    mutating func turn() {
        guard let plan, rows.indices.contains(list.cursor) else { return }
        let row = plan.rows[rows[list.cursor]]
        if Self.canTurn(row), self.plan?.leftOut.remove(row.line) == nil {
            self.plan?.leftOut.insert(row.line)
        }
        list.move(by: 1)
    }

    /// How many rows `y` would write.
    var taken: Int {
        guard let plan else { return 0 }
        return max(0, plan.counts.created + plan.counts.changed - plan.leftOut.count)
    }
}
