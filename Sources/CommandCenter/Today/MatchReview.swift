import Commerce
import Shop
import Terminal

/// Products of a channel that could not be matched by themselves: which one here is meant, or a new one?
struct MatchReview: Sendable {
    let entries: [UnmatchedEntry]
    /// The chosen candidate of each; behind the last one it is a new product.
    var choices: [Int]

    init(_ entries: [UnmatchedEntry]) {
        self.entries = entries
        choices = entries.map { _ in 0 }
    }

    var sheet: ReviewSheet {
        let rows = entries.enumerated().map { index, entry in
            let choice = choices[index]
            let isNew = choice >= entry.candidates.count
            let here =
                isNew
                ? StyledLine("a new product", .yours) : StyledLine(entry.candidates[choice].title, .yours)
            let sides =
                entry.candidates.isEmpty ? "" : "\(choice + 1) of \(entry.candidates.count + 1)"
            return ReviewSheet.Row.item(
                .init(
                    [
                        StyledLine(entry.title, .strong), StyledLine(entry.skus, .quiet), here,
                        StyledLine(sides, .quiet), StyledLine(entry.reason, .quiet),
                    ], isTaken: false, choices: entry.candidates.count + 1, choice: choice))
        }
        let channel = entries.first.map { GoingOutLine.short($0.channel) } ?? ""
        return ReviewSheet(
            title: "Which product here is meant? · \(channel)",
            columns: [
                Column("On \(channel)", minimum: 18, maximum: 40),
                Column("SKU", minimum: 10, maximum: 18, priority: 2),
                Column("is here", minimum: 18, maximum: 40), Column("", minimum: 6, priority: 1),
                Column("why it is asked", minimum: 16, maximum: 50, priority: 3),
            ], rows: rows, deed: "match what is taken",
            note: StyledLine(
                "h and l go through the candidates, the last is a new product; Space takes one.", .quiet))
    }
}

/// What a problem of sync is led to.
extension TodayPane {
    func proposeFor(_ connection: ConnectionID, _ problem: Problem) -> [PaneEffect<Request>] {
        switch problem.kind {
        case .signIn: [.go(.connections, .connection(connection, keys: problem.wantsKeys))]
        case .unmatched: [.load(.unmatched(connection), slot: "matches")]
        default: [.go(.connections, .connection(connection, keys: false))]
        }
    }

    mutating func compare(_ product: ProductID, _ problem: Problem) -> [PaneEffect<Request>] {
        guard problem.kind == .conflict else { return [.go(.sell, .product(product))] }
        compared = problem.key
        return [.load(.conflicts(product), slot: "conflicts")]
    }

    /// Going out, with the cursor on the effect.
    mutating func showOut(_ effect: EffectID) -> [PaneEffect<Request>] {
        view = .goingOut
        if let index = goingOut.firstIndex(where: { $0.items.contains { $0.id == effect } }) {
            lists[.goingOut, default: ListState()].move(to: index)
        }
        return []
    }

    /// `z` on the card of conflicts: it rests until tomorrow morning.
    mutating func postpone(_ context: PaneContext) -> [PaneEffect<Request>] {
        guard let key = compared else { return [] }
        compared = nil
        let tomorrow = context.zone.instant(of: context.today.adding(days: 1), hour: 8, minute: 0)
        return [.keep("rest") { try $0.rest(key, until: tomorrow) }, .toast("it rests until tomorrow 8:00")]
    }

    /// `:resolve yours` and `:resolve theirs`.
    func resolve(_ name: String, _ words: String) -> [PaneEffect<Request>] {
        guard name == "resolve" else { return [] }
        guard let side = ConflictSide(word: words) else { return [.error(ConflictSide.usage)] }
        guard let problem = chosenProblem, problem.kind == .conflict,
            case .product(let product) = problem.subject
        else { return [.error("There is no conflict under the cursor.")] }
        return [
            .work("Settle", tag: "resolve") { shop, _ in
                try ConflictSide.settle([product], side, in: shop)
            }
        ]
    }

    // MARK: Matching

    mutating func reviewMatches(_ entries: [UnmatchedEntry]) -> [PaneEffect<Request>] {
        guard !entries.isEmpty else { return [.toast("all are matched already")] }
        let review = MatchReview(entries)
        matches = review
        return [.review(review.sheet, tag: "matches")]
    }

    mutating func choseMatch(_ tag: String, _ row: Int, _ choice: Int) -> [PaneEffect<Request>] {
        guard tag == "matches", var review = matches, review.choices.indices.contains(row) else { return [] }
        review.choices[row] = choice
        matches = review
        return [.reviewAgain(review.sheet)]
    }

    mutating func settleMatches(_ tag: String, _ answer: ReviewAnswer) -> [PaneEffect<Request>] {
        guard tag == "matches", let review = matches else { return [] }
        matches = nil
        let actions = answer.taken.filter { review.entries.indices.contains($0) }.map { row in
            let entry = review.entries[row]
            let choice = review.choices[row]
            return SettleMatch(
                entry.remoteID, of: entry.connection,
                is: entry.candidates.indices.contains(choice) ? entry.candidates[choice].product : nil)
        }
        guard !actions.isEmpty else { return [.toast("nothing was taken: Space takes a row")] }
        return actions.map { .perform($0, tag: "match") } + [.syncNow]
    }
}

extension ConflictSide {
    static let usage = "resolve wants a side: yours or theirs."

    init?(word: String) {
        switch word.trimmingBlanks.lowercased() {
        case "yours", "ours", "mine": self = .ours
        case "theirs": self = .theirs
        default: return nil
        }
    }

    /// Settles all open conflicts of the products by one side; answers what to say.
    static func settle(_ products: [ProductID], _ side: ConflictSide, in shop: Shop) throws -> String {
        let choices = try products.flatMap { try shop.conflicts(of: $0) }.map {
            SettleConflicts.Choice($0.id, side)
        }
        guard !choices.isEmpty else { throw Refusal("no-conflict", "Nothing of it is in conflict.") }
        return try shop.perform(SettleConflicts(choices)).summary + " · u undo"
    }
}

extension Problem {
    /// Whether new keys mend it, and not only waiting: a channel that fails is among the same problems.
    var wantsKeys: Bool { kind == .signIn && !key.hasSuffix("/failing") }
}
