package import Commerce
package import Shop
import Terminal

/// What needs the seller, and what was done.
package struct TodayPane: Pane {
    package static let place = Place.today

    enum View: Int, CaseIterable {
        case problems, goingOut, activity, requests, resting

        static func named(_ name: String) -> View? { allCases.first { "\($0)" == name } }
    }

    package enum Request: Hashable, Sendable {
        case problems(at: Instant)
        case facts(since: Instant, dayEnds: Instant)
        case entries(before: EntryID?)
        case changes(EntryID)
        case goingOut
        case requests
        case conflicts(ProductID)
        case unmatched(ConnectionID)
    }

    package enum Answer: Sendable {
        case problems([Problem], resting: [Problem])
        case facts(DayFacts)
        case entries([JournalEntry])
        case changes([EntryChange])
        case goingOut([OutboxItem], [WaitingChanges])
        case requests([RequestEntry])
        case conflicts([Conflict])
        case unmatched([UnmatchedEntry])
    }

    var view = View.problems
    var problems: [Problem] = []
    var resting: [Problem] = []
    var facts: DayFacts?
    var goingOut: [GoingOutLine] = []
    var requests: [RequestEntry] = []
    var entries: [JournalEntry] = []
    /// The entries and what could not be done in this sitting, newest first.
    var activity: [ActivityLine] = []
    /// Whether the journal has no older entries than those here.
    var isWhole = false
    /// The entry that Enter opened, and what it changed.
    var open: (entry: JournalEntry, changes: [EntryChange])?
    var lists: [View: ListState] = [:]
    var changeList = ListState()
    /// The review of products that could not be matched, while it is open.
    var matches: MatchReview?
    /// The problem whose card is open: `z` on the card lets it rest.
    var compared: String?
    /// Since when the line at the top counts.
    var since: Instant?
    var isLoaded = false

    package init() {}

    package var needsCount: Int { problems.count }
    package var isAtTop: Bool { open == nil }

    package var contexts: [String] {
        switch view {
        case .problems: ["today.problems", "today"]
        case .resting: ["today.resting", "today"]
        case .goingOut: ["today.out", "today"]
        case .requests: ["today"]
        case .activity:
            open == nil ? ["today.activity", "today"] : ["today.entry", "today.activity", "today"]
        }
    }

    // MARK: Events

    package mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch event {
        case .opened(let target):
            if case .view(let name) = target, let wanted = View.named(name) { view = wanted }
            return open(context)
        case .changed, .kept, .settingsChanged, .connectionsChanged: return reload(context)
        case .resized: settle(context)
        case .view(let index):
            view = View(rawValue: index) ?? .problems
            open = nil
            settle(context)
            if view == .activity, entries.isEmpty { return [.load(.entries(before: nil), slot: "entries")] }
            if view == .requests { return [.load(.requests, slot: "requests")] }
        case .move(let move): return moved(move, context)
        case .open: return openChosen(context)
        case .back: open = nil
        case .command(let id): return run(id, context)
        case .confirmed(let tag, _): return confirmedOut(tag) ?? confirmed(tag)
        case .reviewChose(let tag, let row, let choice): return choseMatch(tag, row, choice)
        case .reviewed(let tag, let answer): return settleMatches(tag, answer)
        case .postponed: return postpone(context)
        case .verb(let name, let words): return resolve(name, words)
        case .mouse(let mouse): return point(mouse, context)
        default: break
        }
        return []
    }

    private mutating func open(_ context: PaneContext) -> [PaneEffect<Request>] {
        var effects: [PaneEffect<Request>] = []
        if since == nil {
            let last = context.memory["today.sitting"].flatMap(Int64.init).map(Instant.init(milliseconds:))
            since = last ?? context.zone.start(of: context.today)
            effects.append(.remember("today.sitting", String(context.now.milliseconds)))
        }
        return effects + reload(context)
    }

    private func reload(_ context: PaneContext) -> [PaneEffect<Request>] {
        let dayEnds = context.zone.start(of: context.today.adding(days: 1))
        var effects: [PaneEffect<Request>] = [
            .loadBehind(.problems(at: context.now), slot: "problems"),
            .loadBehind(.facts(since: since ?? context.now, dayEnds: dayEnds), slot: "facts"),
        ]
        // What goes out is worked out from all that differs: only where it is looked at.
        if context.isShown { effects.append(.loadBehind(.goingOut, slot: "goingOut")) }
        if view == .requests { effects.append(.loadBehind(.requests, slot: "requests")) }
        if !entries.isEmpty { effects.append(.load(.entries(before: nil), slot: "entries")) }
        return effects
    }

    private mutating func moved(_ move: Move, _ context: PaneContext) -> [PaneEffect<Request>] {
        if open != nil {
            if move == .nextNeighbour || move == .previousNeighbour {
                _ = lists[.activity, default: ListState()].take(move == .nextNeighbour ? Move.down : Move.up)
                return openEntry()
            }
            _ = changeList.take(move)
            return []
        }
        settle(context)
        _ = lists[view, default: ListState()].take(move)
        guard view == .activity, !isWhole, let last = entries.last, cursor > activity.count - 50 else {
            return []
        }
        return [.load(.entries(before: last.id), slot: "older")]
    }

    // MARK: Answers

    package mutating func receive(_ answer: Answer, to request: Request, _ context: PaneContext)
        -> [PaneEffect<Request>]
    {
        switch (answer, request) {
        case (.problems(let found, let rest), _):
            let kept = chosenProblem?.key
            problems = Self.configuration(context) + found
            resting = rest
            isLoaded = true
            settle(context)
            if let kept, let index = shown.firstIndex(where: { $0.key == kept }) {
                lists[view]?.move(to: index)
            }
        case (.facts(let facts), _): self.facts = facts
        case (.goingOut(let items, let changes), _): take(items, changes, context)
        case (.requests(let found), _):
            requests = found
            settle(context)
        case (.conflicts(let found), _):
            return found.isEmpty ? [.toast("it is settled already")] : [.compare(found)]
        case (.unmatched(let found), _): return reviewMatches(found)
        case (.entries(let found), .entries(let before)):
            take(found, before, context)
        case (.changes(let changes), .changes(let entry)):
            guard open?.entry.id == entry else { break }
            open?.changes = changes
            changeList = ListState(count: changes.count, height: max(1, context.rect.rows - 4))
        default: break
        }
        return []
    }

    private mutating func take(_ found: [JournalEntry], _ before: EntryID?, _ context: PaneContext) {
        let kept = chosenEntry?.id
        activity = []
        if let before {
            guard entries.last?.id == before else { return }
            entries += found
            isWhole = found.count < Self.page
        } else {
            // A newer first page: what was read beyond it is read again when the cursor gets there.
            entries = found
            isWhole = found.count < Self.page
        }
        settle(context)
        if let kept, let index = entries.firstIndex(where: { $0.id == kept }) {
            lists[.activity]?.move(to: index)
        }
        if let open, let again = entries.first(where: { $0.id == open.entry.id }) { self.open?.entry = again }
    }

    /// What is wrong in the configuration stands among the problems until its file is mended.
    private static func configuration(_ context: PaneContext) -> [Problem] {
        context.configurationProblems.map { line in
            let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
            return Problem(
                key: "configuration/\(line)", kind: .configuration, subject: .none, what: parts[0],
                why: parts.count > 1 ? parts[1] : line, since: context.now)
        }
    }

    static let page = 200

    package static func answer(_ request: Request, from shop: Shop) throws -> Answer {
        switch request {
        case .problems(let now):
            let all = try shop.allProblems(at: now)
            return .problems(all.waiting, resting: all.resting)
        case .facts(let since, let dayEnds): return .facts(try shop.dayFacts(since: since, dayEnds: dayEnds))
        case .entries(let before): return .entries(try shop.entries(before: before, limit: page))
        case .changes(let entry): return .changes(try shop.changes(in: entry))
        case .goingOut: return .goingOut(try shop.goingOut(), try shop.waitingChanges())
        case .requests: return .requests(try shop.requests())
        case .conflicts(let product): return .conflicts(try shop.conflicts(of: product))
        case .unmatched(let connection):
            return .unmatched(try shop.unmatched().filter { $0.connection == connection })
        }
    }

    // MARK: What the cursor is on

    var shown: [Problem] { view == .resting ? resting : problems }
    var cursor: Int { lists[view]?.cursor ?? 0 }
    var chosenProblem: Problem? {
        (view == .problems || view == .resting) && shown.indices.contains(cursor) ? shown[cursor] : nil
    }
    var chosenEntry: JournalEntry? {
        guard view == .activity, activity.indices.contains(cursor), case .entry(let entry) = activity[cursor]
        else {
            return nil
        }
        return entry
    }

    mutating func settle(_ context: PaneContext) {
        if activity.count != entries.count + context.said.count {
            activity = ActivityLine.merged(entries, context.said)
        }
        let layout = TodayLayout(context.rect)
        for view in View.allCases {
            let count =
                switch view {
                case .problems: problems.count
                case .goingOut: goingOut.count
                case .activity: activity.count
                case .requests: requests.count
                case .resting: resting.count
                }
            lists[view, default: ListState()].resize(count: count, height: layout.rows)
        }
        changeList.resize(count: open?.changes.count ?? 0, height: max(1, context.rect.rows - 4))
    }

    // MARK: Opening

    private mutating func openChosen(_ context: PaneContext) -> [PaneEffect<Request>] {
        guard open == nil else { return [] }
        if view == .activity { return openEntry() }
        if view == .goingOut { return openOut() }
        guard let problem = chosenProblem else { return [] }
        switch problem.subject {
        case .order(let id): return [.go(.fulfill, .order(id))]
        case .orders(let words): return [.go(.fulfill, .filter(words))]
        case .importFile(_, let badRows):
            return [
                badRows.isEmpty
                    ? .go(.sell, .importFile) : .copy(badRows, what: "the bad rows' path \(badRows)")
            ]
        case .run, .connection, .effect, .match: return propose(problem)
        case .product(let id): return [.go(.sell, .product(id))]
        case .none: return [.toast(problem.why)]
        }
    }

    private func openOut() -> [PaneEffect<Request>] {
        guard let line = chosenOut else { return [] }
        if let order = line.first?.order { return [.go(.fulfill, .order(order))] }
        if let product = line.first?.product { return [.go(.sell, .product(product))] }
        return line.connection.map { [.go(.plan, .connection($0, keys: false))] } ?? []
    }

    /// The cursor stays on its line where that is still there.
    private mutating func take(_ items: [OutboxItem], _ changes: [WaitingChanges], _ context: PaneContext) {
        let kept = chosenOut?.key
        goingOut = GoingOutLine.lines(items, changes)
        settle(context)
        if let kept, let index = goingOut.firstIndex(where: { $0.key == kept }) {
            lists[.goingOut]?.move(to: index)
        }
    }

    private mutating func openEntry() -> [PaneEffect<Request>] {
        guard let entry = chosenEntry else { return [] }
        open = (entry, [])
        return [.load(.changes(entry.id), slot: "changes")]
    }

    private mutating func point(_ mouse: PaneMouse, _ context: PaneContext) -> [PaneEffect<Request>] {
        settle(context)
        switch mouse {
        case .wheel(let steps, _): lists[view]?.scroll(by: steps)
        case .click(let point): putCursor(at: point, context)
        case .secondClick(let point):
            putCursor(at: point, context)
            return openChosen(context)
        }
        return []
    }

    private mutating func putCursor(at point: Point, _ context: PaneContext) {
        guard open == nil, let list = lists[view] else { return }
        if let row = table(context).row(at: point, in: TodayLayout(context.rect).table, state: list) {
            lists[view]?.move(to: row)
        }
    }
}

/// Where the line at the top and the list stand.
struct TodayLayout {
    let summary: Rect
    let table: Rect

    init(_ rect: Rect) {
        let top = rect.rows >= 8 ? 2 : 0
        let (summary, table) = rect.cutTop(top)
        self.summary = summary
        self.table = table
    }

    var rows: Int { max(1, table.rows - (table.rows > 1 ? 1 : 0)) }
}

/// A line of the Activity.
enum ActivityLine: Sendable {
    case entry(JournalEntry)
    /// An error that the footer has said.
    case said(Said)

    var entry: JournalEntry? {
        if case .entry(let entry) = self { entry } else { nil }
    }

    /// Newest first; both come in order already.
    static func merged(_ entries: [JournalEntry], _ said: [Said]) -> [ActivityLine] {
        var lines: [ActivityLine] = []
        lines.reserveCapacity(entries.count + said.count)
        var rest = said[...]
        for entry in entries {
            while let last = rest.last, last.at > entry.at { lines.append(.said(rest.removeLast())) }
            lines.append(.entry(entry))
        }
        return lines + rest.reversed().map { .said($0) }
    }
}
