import Commerce
import GRDB

/// How far a look through a file, or its import, has come.
package struct ImportProgress: Sendable {
    package enum Step: String, Sendable { case looking, importing }
    package let step: Step
    /// Lines of the file.
    package let lines: Int
    /// Nil during the first look.
    package let total: Int?
}

extension Shop {
    /// Finds out what importing the file would do; writes nothing.
    ///
    /// - Parameter proceed: is told the progress every few thousand lines; false stops with a `CancellationError`.
    /// - Throws: ``FileFailure``, ``ShopError``; a ``Refusal`` where the sketch has open questions.
    package func plan(
        _ sketch: FileSketch, proceed: (ImportProgress) -> Bool = { _ in true }
    ) throws -> ImportPlan {
        if let question = sketch.questions.first, !question.isAnswered(by: sketch.setup) {
            throw Refusal("import-question", question.words)
        }
        let settings = try settings()
        guard let currency = FileCurrency(settings.currency.code) else {
            throw ShopError.notAShop(path: path)
        }
        let zone = ShopZone(identifier: settings.timeZone) ?? .utc
        let stream = try ImportStream(
            path: sketch.path, stamp: sketch.stamp, setup: sketch.setup, currency: currency, zone: zone,
            broken: nil)
        var planner = Planner(
            plan: ImportPlan(path: sketch.path, stamp: sketch.stamp, setup: sketch.setup), currency: currency)
        planner.plan.headers = stream.table.headers
        try read { db in
            var reported = 0
            while let item = try stream.next() {
                try planner.take(item, db)
                guard item.lastLine - reported >= 10_000 else { continue }
                reported = item.lastLine
                guard proceed(ImportProgress(step: .looking, lines: reported, total: nil)) else {
                    throw CancellationError()
                }
            }
        }
        planner.plan.rowCount = max(0, stream.table.reader.line - 1)
        planner.plan.brokenOrders = stream.brokenOrders
        return planner.plan
    }
}

extension SketchQuestion {
    /// Whether a setup that a person changed has the answer.
    func isAnswered(by setup: ImportSetup) -> Bool {
        switch self {
        case .mapping: setup.format != .table || setup.mapping.lack == nil
        case .dates: setup.mapping.dates != nil
        // The point is as good an answer as the comma; only a person can have given either.
        case .decimals: false
        }
    }
}

/// Puts a file's rows beside the shop's.
private struct Planner {
    var plan: ImportPlan
    let currency: FileCurrency
    private let products: ProductMatcher
    private var orders: OrderMatcher?
    private var knownSKUs: [String: Bool] = [:]
    private var customers: Set<String> = []

    init(plan: ImportPlan, currency: FileCurrency) {
        self.plan = plan
        self.currency = currency
        products = ProductMatcher(currency: currency)
    }

    mutating func take(_ item: ImportStream.Item, _ db: Database) throws {
        switch item {
        case .bad(let row): plan.note(row)
        case .product(let draft): try take(draft, db)
        case .order(let draft): try take(draft, db)
        case .customer(let draft):
            let match = try CustomerMatch(draft, channel: plan.setup.mapping.channel, db)
            let isTwice = !draft.isGuest && !customers.insert("\(draft.handle)\u{1}\(draft.email)").inserted
            plan.note(
                PlanRow(
                    state: isTwice ? .same : match.state, line: draft.line,
                    subject: draft.name.isEmpty ? draft.email : draft.name, changes: match.changes,
                    note: isTwice ? "the customer is above in the file" : ""))
        }
    }

    private mutating func take(_ draft: ProductDraft, _ db: Database) throws {
        let match: ProductMatch
        do { match = try products.match(draft, db) } catch let refusal as RowRefusal {
            for row in draft.bad(refusal) { plan.note(row) }
            return
        }
        var changes = match.changes
        if match.product == nil {
            changes = [PlanChange(field: "", here: "", inFile: products.words(ofNew: draft))]
        }
        if !match.isOfNew {
            plan.note(PlanRow(state: match.state, line: draft.line, subject: draft.name, changes: changes))
        }
        for question in match.questions {
            plan.note(
                PlanRow(
                    state: .question, line: question.line, subject: draft.name, changes: [],
                    note: question.note))
        }
    }

    private mutating func take(_ draft: OrderDraft, _ db: Database) throws {
        let matcher = try orders ?? OrderMatcher(db)
        orders = matcher
        let match = try matcher.match(draft)
        if case .same = match {} else { try learn(draft, db) }
        guard draft.firstPosition == 0 else { return }
        if case .new = match { plan.counts.lines += draft.lines.count }
        var changes: [PlanChange] = []
        var note = ""
        switch match {
        case .new where plan.counts.created < ImportPlan.kept:
            changes = [PlanChange(field: "", here: "", inFile: try words(draft))]
        case .grows(_, let place):
            changes = [PlanChange(field: "lines", here: "\(place)", inFile: "\(draft.lines.count)")]
        case .differs(let why, let found):
            changes = found
            note = why
        default: break
        }
        plan.note(
            PlanRow(state: match.state, line: draft.line, subject: draft.number, changes: changes, note: note)
        )
    }

    /// What the lines tell about products that will have to be made.
    private mutating func learn(_ draft: OrderDraft, _ db: Database) throws {
        for line in draft.lines where line.kind == .product && !line.sku.isEmpty {
            let isKnown: Bool
            if let known = knownSKUs[line.sku] {
                isKnown = known
            } else {
                isKnown =
                    try Bool.fetchOne(
                        db.cachedStatement(
                            sql: "SELECT EXISTS (SELECT 1 FROM variants WHERE sku = ? AND sku <> '')"),
                        arguments: [line.sku]) ?? false
                knownSKUs[line.sku] = isKnown
            }
            guard !isKnown else { continue }
            plan.newProducts[line.sku, default: NewProductFacts()].see(
                title: line.title, price: line.unitPrice, quantity: line.quantity,
                at: line.at ?? draft.placedAt)
        }
    }

    private func words(_ draft: OrderDraft) throws -> String {
        let used = draft.currency == currency.code ? currency : FileCurrency(draft.currency) ?? currency
        let total =
            try OrderWriter.linesTotal(draft.lines[...], used) + draft.shipping - draft.discount
            + (draft.taxIncluded ? 0 : draft.tax)
        let money =
            Currency(code: draft.currency).map { Money(minorUnits: total, currency: $0).description } ?? ""
        return "\(money), \(draft.lines.count) \(draft.lines.count == 1 ? "line" : "lines")"
    }
}
