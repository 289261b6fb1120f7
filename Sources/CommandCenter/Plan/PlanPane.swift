package import Commerce
package import Shop
package import Sync
import Terminal

/// What the next sync would change, channel by channel: taken or left before it goes, and what will not go and why.
package struct PlanPane: Pane {
    package static let place = Place.plan

    package enum Request: Hashable, Sendable {
        case plan(ConnectionID)
        case conflicts(ProductID)
    }

    package enum Answer: Sendable {
        case plan(SyncPlan?)
        case conflicts([Conflict])
    }

    enum Line: Hashable, Sendable {
        case row(SyncPlan.Row)
        case effect(OutboxItem)
        case section
        case blocked(SyncPlan.Blocked)

        var product: ProductID? {
            switch self {
            case .row(let row): row.product
            case .blocked(let blocked): blocked.product
            case .effect, .section: nil
            }
        }
    }

    /// The channel that is looked at.
    var chosen: ConnectionID?
    var plans: [ConnectionID: SyncPlan] = [:]
    var lines: [Line] = []
    var list = ListState()
    /// Products that stay here when `y` sends the rest.
    var left: Set<ProductID> = []
    /// Guarded changes that are meant.
    var approved: Set<SyncPlan.Blocked> = []
    /// Whether the plan is being worked out.
    var isAsking = false
    /// Where the cursor was put before, by product, so that a new plan leaves it there.
    private var isOpen = false

    package init() {}

    package var needsCount: Int { 0 }

    var plan: SyncPlan? { chosen.flatMap { plans[$0] } }
    var line: Line? { lines.indices.contains(list.cursor) ? lines[list.cursor] : nil }

    package mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch event {
        case .opened(let target):
            isOpen = true
            if case .connection(let id, _) = target { choose(id) }
            return ask(context)
        case .view(let index):
            let standings = context.sync.standings
            guard standings.indices.contains(index) else { return [] }
            choose(standings[index].id)
            return ask(context)
        case .changed, .settingsChanged, .connectionsChanged:
            return isOpen && context.isShown ? ask(context) : []
        case .called(_, let result):
            isAsking = false
            switch result {
            case .success(let plan as SyncPlan):
                take(plan, context)
                // Another channel was chosen while this one was worked out.
                if plan.connection.id != chosen { return ask(context) }
            case .success: break
            case .failure(let refused): return [.error(refused.reason)]
            }
        case .move(let move):
            settle(context)
            _ = list.take(move)
            if case .section = line { _ = list.take(move == .up ? Move.up : Move.down) }
        case .mark: turn(context)
        case .open: return open()
        case .command(let id): return run(id, context)
        case .confirmed(let tag, _): return confirmed(tag, context)
        case .performed, .kept: return ask(context)
        case .mouse(let mouse): point(mouse, context)
        case .resized: settle(context)
        default: break
        }
        return []
    }

    private mutating func choose(_ id: ConnectionID) {
        guard chosen != id else { return }
        chosen = id
        left = []
        approved = []
        list = ListState(height: list.height)
        layOut()
    }

    /// Works the plan out anew; the service knows what a channel takes and how fast, the file alone only what differs.
    mutating func ask(_ context: PaneContext) -> [PaneEffect<Request>] {
        if chosen == nil { chosen = context.sync.standings.first?.id }
        // The standings are read behind the first frame: without them, all are asked for by the first.
        guard let chosen else { return [] }
        guard context.sync.hasService else { return [.loadBehind(.plan(chosen), slot: "plan")] }
        guard !isAsking else { return [] }
        isAsking = true
        return [
            .call("plan") { service, shop in
                let connection = try shop.connections().first { $0.id == chosen }
                guard let connection, let service else { return SyncPlan?.none as any Sendable }
                return try service.plan(connection)
            }
        ]
    }

    package mutating func receive(_ answer: Answer, to request: Request, _ context: PaneContext)
        -> [PaneEffect<Request>]
    {
        switch answer {
        case .plan(let plan): if let plan { take(plan, context) }
        case .conflicts(let conflicts):
            return conflicts.isEmpty ? [.toast("it is settled already")] : [.compare(conflicts)]
        }
        return []
    }

    package static func answer(_ request: Request, from shop: Shop) throws -> Answer {
        switch request {
        case .conflicts(let product): return .conflicts(try shop.conflicts(of: product))
        case .plan(let id):
            guard let connection = try shop.connections().first(where: { $0.id == id }) else {
                return .plan(nil)
            }
            let effects = try shop.goingOut().filter { $0.connection == id && $0.state.isHere }
            return .plan(
                SyncPlan(
                    connection: connection,
                    differences: try shop.allDifferences(of: connection, limits: .open, limit: 2_000),
                    effects: effects, requests: 0, seconds: 0, asOf: shop.now))
        }
    }

    private mutating func take(_ plan: SyncPlan, _ context: PaneContext) {
        plans[plan.connection.id] = plan
        layOut()
        settle(context)
    }

    private mutating func layOut() {
        let before = line
        guard let plan else {
            lines = []
            return
        }
        let blocked = plan.blocked
        lines = plan.effects.map(Line.effect) + plan.rows.map(Line.row)
        if !blocked.isEmpty { lines += [.section] + blocked.map(Line.blocked) }
        list.resize(count: lines.count, height: list.height)
        if let before, let same = lines.firstIndex(of: before) { list.move(to: same) }
        if case .section = line { list.move(by: 1) }
    }

    func settled(_ context: PaneContext) -> ListState {
        var list = list
        list.resize(count: lines.count, height: max(1, context.rect.rows - 1))
        return list
    }

    private mutating func settle(_ context: PaneContext) { list = settled(context) }

    // MARK: What is taken

    func isTaken(_ line: Line) -> Bool {
        switch line {
        case .row(let row): !left.contains(row.product)
        case .effect: true
        case .section: false
        case .blocked(let blocked): approved.contains(blocked)
        }
    }

    /// Space: a change is left with its product, a guarded one is meant.
    private mutating func turn(_ context: PaneContext) {
        switch line {
        case .row(let row):
            if left.remove(row.product) == nil { left.insert(row.product) }
        case .blocked(let blocked):
            guard case .guarded = blocked.reason else { break }
            if approved.remove(blocked) == nil { approved.insert(blocked) }
        case .effect, .section, nil: break
        }
        settle(context)
        list.move(by: 1)
        if case .section = line { list.move(by: 1) }
    }

    private func open() -> [PaneEffect<Request>] {
        switch line {
        case .blocked(let blocked) where blocked.reason == .conflict:
            [.load(.conflicts(blocked.product), slot: "conflicts")]
        case .effect(let item): item.order.map { [.go(.fulfill, .order($0))] } ?? [.toast(item.summary)]
        case let line?: line.product.map { [.go(.sell, .product($0))] } ?? []
        case nil: []
        }
    }

    private mutating func point(_ mouse: PaneMouse, _ context: PaneContext) {
        settle(context)
        switch mouse {
        case .wheel(let steps, _): list.scroll(by: steps)
        case .click(let point), .secondClick(let point):
            if let row = table(context).row(at: point, in: context.rect, state: list) { list.move(to: row) }
        }
    }
}
