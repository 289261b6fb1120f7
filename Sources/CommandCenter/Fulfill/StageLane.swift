import Commerce
import Shop

/// One stage as the pane holds it: identifiers in order, and the cards that were moved here or away and are not
/// saved yet.
struct StageLane: Hashable, Sendable {
    /// Nil for all orders, cancelled ones included.
    let stage: Stage?
    var ids = OrderIDs()
    /// Without any filter.
    var count = 0
    var unpaid = 0
    var late = 0
    var sum: Money?

    init(stage: Stage?) { self.stage = stage }

    /// Cards through both sections.
    var shown: Int { ids.count }

    /// Its identifier in memory and in filters.
    var id: String { stage?.rawValue ?? "all" }

    subscript(card: Int) -> OrderID? {
        if ids.ready.indices.contains(card) { return ids.ready[card] }
        let below = card - ids.ready.count
        return ids.needsYou.indices.contains(below) ? ids.needsYou[below] : nil
    }

    /// Where the card stands, counted through both sections. It is looked for near where it was first: a list of
    /// fifty thousand is seldom turned over.
    func place(of id: OrderID, near hint: Int) -> Int? {
        for card in max(0, hint - 8)...max(0, hint + 8) where self[card] == id { return card }
        if let found = ids.ready.firstIndex(of: id) { return found }
        return ids.needsYou.firstIndex(of: id).map { $0 + ids.ready.count }
    }

    /// Takes the card out; answers whether it was here.
    mutating func remove(_ id: OrderID, near hint: Int) -> Bool {
        guard let place = place(of: id, near: hint) else { return false }
        if place < ids.ready.count {
            ids.ready.remove(at: place)
        } else {
            ids.needsYou.remove(at: place - ids.ready.count)
        }
        count -= 1
        return true
    }

    /// Puts a card that was moved here on top of what is ready, until the shop says where it stands.
    mutating func add(_ id: OrderID) {
        ids.ready.insert(id, at: 0)
        count += 1
    }

    /// The row of a list with a rule between the sections.
    func row(of card: Int) -> Int { card < ids.ready.count ? card : card + (hasRule ? 1 : 0) }

    /// The card on a row of that list; the rule counts as the card after it.
    func card(at row: Int) -> Int {
        guard hasRule, row >= ids.ready.count else { return row }
        return max(ids.ready.count, row - 1)
    }

    var hasRule: Bool { !ids.needsYou.isEmpty }
    var rows: Int { shown + (hasRule ? 1 : 0) }
}
