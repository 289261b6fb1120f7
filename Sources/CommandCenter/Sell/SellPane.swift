import Commerce
import Shop
package import Terminal

/// The catalog: a table with a cell cursor, the product under it, and one product opened.
package struct SellPane: Pane {
    package static let place = Place.sell
    package static let commands = SellCommands.all
    package static let verbs =
        BulkCommand.names.map { PaneVerb($0, help: BulkCommand.usage[$0] ?? "") } + [
            PaneVerb("resolve", help: "settle the conflicts of the marked products: yours or theirs")
        ]

    var query = CatalogQuery(sort: .changed, isDescending: true)
    /// What is wrong with the words of the filter; the list then stays as it was.
    var filterFault: String?
    var ids: [ProductID] = []
    /// Whether `ids` are all, or only the first page.
    var isComplete = false
    var list = ListState()
    /// The lines read so far, by product.
    var rows: [ProductID: CatalogRow] = [:]
    var sold: [ProductID: [Int]] = [:]
    /// Products whose sales were asked for.
    var soldAsked: Set<ProductID> = []
    var counts = CatalogCounts()
    var column = SellColumn.price
    var marks: Set<ProductID> = []
    /// How many marks the filter hides.
    var hiddenMarks = 0
    /// Where a range of marks began.
    var rangeStart: Int?
    /// The product the cursor goes to when it comes.
    var wanted: ProductID?
    /// Whether the cursor goes to the end once all identifiers are there.
    var wantsEnd = false
    /// Whether all are to be marked once all identifiers are there.
    var wantsAllMarked = false
    var cell: CellField?
    /// The field whose Action is under way.
    var saving: CellField?
    /// The channels there are, as columns, and how each product of the table stands on them.
    var channels = ChannelColumns()
    var listed: [ProductID: [ConnectionID: ListingMark]] = [:]
    /// What `P` is about to publish.
    var publishing: Publishing?
    var wording: ListingWording?
    /// The lower part, or the whole screen when a product is open.
    var card = ProductCard()
    var editor: EditorSession?
    var bulk: BulkSession?
    /// A file that is being looked at, over all else.
    var importSheet: ImportSheet?
    /// What the form that is open asks about a file.
    var importQuestions: [SketchQuestion] = []
    var importKind = ImportKind.products

    package init() {}

    package var contexts: [String] {
        if importSheet != nil { return ["sell.import"] }
        if card.isOn(.channels) { return ["sell.channels", "sell.card", "sell"] }
        return card.isFocused ? ["sell.card", "sell"] : ["sell"]
    }

    package var isTyping: Bool { cell != nil }
    package var isAtTop: Bool { importSheet == nil && cell == nil && !card.isFocused && !card.isOpen }

    var cursorID: ProductID? { ids.indices.contains(list.cursor) ? ids[list.cursor] : nil }
    var cursorRow: CatalogRow? { cursorID.flatMap { rows[$0] } }

    /// What a command acts on: the marked that show, or the product under the cursor.
    var targets: [ProductID] {
        if let open = card.open { return [open] }
        guard marks.count > hiddenMarks else { return cursorID.map { [$0] } ?? [] }
        return marks.count == ids.count && isComplete ? ids : ids.filter { marks.contains($0) }
    }

    package mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        if case .changed = event { card.forgetHistory() }
        let effects = take(event, context)
        guard let product = card.askForHistory() else { return effects }
        return effects + [.load(.history(product), slot: "sell.history")]
    }

    private mutating func take(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        if importSheet != nil, let effects = importEvents(event, context) { return effects }
        switch event {
        case .opened(let target): return opened(target, context)
        case .key(let key): return typed(key, context)
        case .paste(let text): return pasted(text, context)
        case .filter(let words): return filter(words, context)
        case .view(let index): return card.isOpen ? card.turn(to: index) : show(index, context)
        case .changed(let notice): return changed(notice, context)
        case .resized, .settingsChanged:
            takeChannels(context)
            return settle(context)
        case .rested: return readCursor(SellLayout(context))
        case .verb(let name, let words): return verb(name, words, context)
        case .command(let command): return run(command, context)
        case .performed(let tag, _, let outcome): return performed(tag, outcome, context)
        case .refused(let tag, _): return refused(tag, context)
        case .filled(let tag, let texts): return filled(tag, texts, context)
        case .confirmed(let tag, let leftOut): return confirmed(tag, leftOut, context)
        case .reviewed(let tag, let answer): return reviewed(tag, answer, context)
        case .reviewEdited(_, let row, let text): return reviewEdited(row, text, context)
        case .edited(let tag, let text): return tag == "wording" ? worded(text) : edited(text, context)
        case .left(let tag):
            if tag.hasPrefix("import") { importSheet = nil }
            return []
        case .reviewChose(let tag, let row, let choice): return chosePublishing(tag, row, choice)
        case .kept, .postponed: return []
        case .connectionsChanged: return readChannels(context)
        case .called: return []
        case .mouse(let mouse): return clicked(mouse, context)
        case .move, .open, .back, .mark, .markRange, .markAll:
            return card.isFocused || card.isOpen ? cardEvent(event, context) : tableEvent(event, context)
        }
    }

    package mutating func receive(
        _ answer: Answer, to request: Request, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        switch (request, answer) {
        case (.page(let query, _), .ids(let found, let lines)):
            guard query == self.query else { return [] }
            for line in lines { rows[line.id] = line }
            let isWhole = found.count < Self.pageLength
            // A first page would shorten the whole list that is there.
            if isWhole || !isComplete { take(found, complete: isWhole) }
            let effects = settle(context)
            return isWhole ? effects : effects + [.loadBehind(.all(query), slot: "sell.all")]
        case (.all(let query), .ids(let found, _)):
            guard query == self.query else { return [] }
            take(found, complete: true)
            return settle(context)
        case (.rows, .rows(let lines)):
            for line in lines { rows[line.id] = line }
            return settle(context)
        case (.sold(let asked, _), .sold(let sold)):
            for id in asked { self.sold[id] = sold[id] ?? Array(repeating: 0, count: Self.sparkParts) }
            return []
        case (.counts, .counts(let counts)):
            self.counts = counts
            return []
        case (.detail(let id), .detail(let detail)):
            return card.receive(detail, of: id) ? [.toast("The product is gone.")] : []
        case (.history(let id), .history(let changes)):
            card.receive(changes, of: id)
            return []
        case (.past, .past(let past)):
            card.receive(past)
            return []
        case (.listed, .listed(let found)):
            listed.merge(found) { _, new in new }
            return []
        case (.standings(let id), .standings(let found)):
            card.receive(found, of: id)
            return []
        case (.publishing, .publishing(let found)): return review(found)
        case (.wording(_, _, let inEditor), .wording(let found)): return take(found, inEditor: inEditor)
        case (.conflicts, .conflicts(let found)):
            return found.isEmpty ? [.toast("nothing of it is in conflict")] : [.compare(found)]
        case (.sheets(_, let kept), .sheets(let sheets)): return edit(sheets, kept: kept, context)
        case (.plan(let command, _), .plan(let plan)): return review(plan, of: command, context)
        case (.importPlan(let path, _), .importPlan(let reading)): return receive(reading, of: path, context)
        default: return []
        }
    }

    package mutating func miss(
        _ request: Request, reason: String, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        if case .importPlan = request { importSheet = nil }
        return [.error(reason)]
    }

    package func views(_ context: PaneContext) -> PaneViews {
        if importSheet != nil { return importViews() }
        if card.isOpen { return card.views(rows: rows, context) }
        let views = CatalogQuery.View.allCases.map { view in
            PaneViews.View(view.rawValue, Self.title(view), detail: Self.grouped(counts[view]))
        }
        let chosen = CatalogQuery.View.allCases.firstIndex(of: query.view) ?? 0
        var status = StyledLine()
        if let filterFault {
            status = StyledLine(filterFault, .care)
        } else {
            if !query.filter.isEmpty, isComplete {
                status.append("\(Self.grouped(ids.count)) of \(Self.grouped(counts[query.view]))   ", .quiet)
            }
            status.append(
                "sort: \(query.sort.rawValue)\(query.isDescending == isUsual ? "" : ", turned")", .quiet)
        }
        return PaneViews(views, chosen: chosen, isFilterable: true, status: status)
    }

    /// Whether the order starts with the largest where nobody turned it.
    private var isUsual: Bool { query.sort == .changed }

    static func title(_ view: CatalogQuery.View) -> String {
        switch view {
        case .active: "Active"
        case .draft: "Draft"
        case .low: "Low stock"
        case .featured: "Featured"
        case .archived: "Archived"
        }
    }

    static func grouped(_ number: Int) -> String {
        guard number >= 1000 else { return String(number) }
        let tail = String(number % 1000)
        return grouped(number / 1000) + "," + String(repeating: "0", count: 3 - tail.count) + tail
    }
}
