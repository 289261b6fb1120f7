import Commerce
import Shop
import Sync
import Terminal

/// A line of Going out: effects of one Action and kind, or the changes of listings that wait for one channel.
enum GoingOutLine: Sendable {
    case effects([OutboxItem])
    case changes(WaitingChanges)

    /// What stays the same while it is the same line.
    var key: String {
        switch self {
        case .effects(let items): "effects \(items[0].id)"
        case .changes(let changes): "changes \(changes.connection)"
        }
    }

    var items: [OutboxItem] { if case .effects(let items) = self { items } else { [] } }
    var first: OutboxItem? { items.first }
    var changes: WaitingChanges? { if case .changes(let changes) = self { changes } else { nil } }

    /// Effects of one Action, kind and state stand in one line, on whatever channels; what was asked for first is first.
    static func lines(_ items: [OutboxItem], _ changes: [WaitingChanges]) -> [GoingOutLine] {
        var groups: [[OutboxItem]] = []
        var places: [String: Int] = [:]
        for item in items {
            let key = "\(item.entry.rawValue)/\(kind(item.effect))/\(item.state.rawValue)/\(item.isKeptBack)"
            if let place = places[key] {
                groups[place].append(item)
            } else {
                places[key] = groups.count
                groups.append([item])
            }
        }
        let needing = groups.filter { $0[0].state == .inDoubt || $0[0].state == .rejected }
        let rest = groups.filter { $0[0].state != .inDoubt && $0[0].state != .rejected }
        return rest.map(GoingOutLine.effects) + changes.map(GoingOutLine.changes)
            + needing.map(GoingOutLine.effects)
    }

    private static func kind(_ effect: ChannelEffect) -> String {
        switch effect {
        case .ship: "ship"
        case .cancel: "cancel"
        case .refund: "refund"
        case .note: "note"
        case .createProduct: "create"
        case .removeProduct: "remove"
        case .createVariant: "create"
        case .removeVariant: "remove"
        }
    }

    // MARK: Words

    /// `12 shipped notices`, or the one thing by its name.
    var what: String {
        switch self {
        case .changes(let changes): return changes.words
        case .effects(let items):
            guard items.count > 1 else {
                return items[0].summary.prefix(1).uppercased() + items[0].summary.dropFirst()
            }
            let many =
                switch items[0].effect {
                case .ship: "shipped notices"
                case .cancel: "cancellations"
                case .refund: "refunds"
                case .note: "notes"
                case .createProduct: "new listings"
                case .removeProduct: "removals"
                case .createVariant: "new variants"
                case .removeVariant: "variants taken off"
                }
            return "\(items.count) \(many)"
        }
    }

    /// `Woo 9, Shopify 3`.
    var to: String {
        switch self {
        case .changes(let changes): return Self.short(changes.channel)
        case .effects(let items):
            var counts: [(name: String, count: Int)] = []
            for item in items {
                let name = Self.short(item.channel)
                if let place = counts.firstIndex(where: { $0.name == name }) {
                    counts[place].count += 1
                } else {
                    counts.append((name, 1))
                }
            }
            return counts.count == 1
                ? counts[0].name : counts.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
        }
    }

    static func short(_ channel: String) -> String {
        channel.split(separator: "·", maxSplits: 1).first.map { String($0).trimmingBlanks } ?? channel
    }

    func state(_ context: PaneContext) -> StyledLine {
        if Self.waitsFor(condition(context)) != nil,
            first.map({ $0.state.isHere && !$0.isKeptBack && $0.state != .rejected }) ?? true
        {
            return StyledLine("waiting", .unsent)
        }
        switch self {
        case .changes(let changes):
            if let held = changes.heldUntil, held > context.now { return StyledLine("held", .unsent) }
            return context.sync.progress[changes.connection] == nil
                ? StyledLine("waiting", .unsent) : StyledLine("sending", .busy)
        case .effects(let items):
            let item = items[0]
            if item.isKeptBack { return StyledLine("kept back", .off) }
            switch item.state {
            case .held where item.holdUntil > context.now: return StyledLine("held", .unsent)
            case .held, .queued, .blocked: return StyledLine("waiting", .unsent)
            case .sending: return StyledLine("sending", .busy)
            case .inDoubt: return StyledLine("in doubt", .bad)
            case .rejected: return StyledLine("refused", .bad)
            case .confirmed, .withdrawn, .superseded: return StyledLine(item.state.word, .quiet)
            }
        }
    }

    func when(_ context: PaneContext) -> StyledLine {
        let moments = Moments(now: context.now, zone: context.zone)
        let isOpen = first.map { $0.state != .inDoubt && $0.state != .rejected } ?? true
        if isOpen, let waits = Self.waitsFor(condition(context)) { return StyledLine(waits, .care) }
        func left(_ moment: Instant) -> StyledLine {
            moment > context.now
                ? StyledLine("in \(Seconds.left(until: moment, now: context.now))", .unsent) : .empty
        }
        switch self {
        case .changes(let changes):
            if let progress = context.sync.progress[changes.connection] {
                let total = progress.total.map { " of \($0)" } ?? ""
                return StyledLine("\(context.look.glyphs.busy) \(progress.done)\(total)", .busy)
            }
            return changes.heldUntil.map(left) ?? .empty
        case .effects(let items):
            let item = items[0]
            if item.isKeptBack { return .empty }
            switch item.state {
            case .held: return left(items.map(\.holdUntil).min() ?? item.holdUntil)
            case .queued where item.attempts > 0: return left(item.nextAt)
            case .inDoubt:
                return StyledLine(
                    item.lookedAt.map { "looked up \(moments.short($0))" } ?? "not looked up yet", .quiet)
            case .rejected: return StyledLine(item.settledAt.map { moments.short($0) } ?? "", .quiet)
            default: return .empty
            }
        }
    }

    private func condition(_ context: PaneContext) -> ConnectionCondition? {
        connection.flatMap { context.sync.standing($0)?.connection.condition }
    }

    /// Where the connection itself is what it waits for.
    private static func waitsFor(_ condition: ConnectionCondition?) -> String? {
        guard let condition else { return nil }
        if condition.isPaused { return "after the pause" }
        switch condition.state {
        case .signIn: return "after sign-in"
        case .offline: return "back online"
        case .ready, .failing: return nil
        }
    }

    var connection: ConnectionID? {
        switch self {
        case .changes(let changes): changes.connection
        case .effects(let items): items[0].connection
        }
    }

    func why(_ context: PaneContext) -> String {
        let keys = context.keymap
        guard let item = first else {
            return changes?.heldUntil.map { $0 > context.now } == true
                ? "\(keys.spelling(of: "today.out.undo")) takes your last one back" : "nothing is lost"
        }
        if item.isKeptBack {
            return item.reason.isEmpty ? "\(keys.spelling(of: "today.out.rest")) lets it go" : item.reason
        }
        switch item.state {
        case .held:
            return "\(keys.spelling(of: "today.out.undo")) takes \(items.count == 1 ? "it" : "them") back"
        case .queued: return item.reason.isEmpty ? "goes with the next sync" : item.reason
        case .sending: return "on its way"
        case .blocked: return item.reason.isEmpty ? "nothing is lost" : item.reason
        case .inDoubt: return item.movesMoney ? "never sent twice" : "looked up before it is sent again"
        case .rejected: return item.reason
        case .confirmed, .withdrawn, .superseded: return item.reason
        }
    }
}
