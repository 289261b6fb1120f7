package import Commerce
import Connectors
package import Shop
import Sync
import Terminal

/// The channels that the shop is connected to: how each is, what waits for it, its keys and rules.
package struct ConnectionsPane: Pane {
    package static let place = Place.connections

    package enum Request: Hashable, Sendable {
        /// What a list of connections cannot say: read when one is opened.
        case detail(ConnectionID)
        case budgets
        case connection(ConnectionID, Form)

        package enum Form: Hashable, Sendable { case rules, keys }
    }

    package enum Answer: Sendable {
        case detail(ConnectionDetail)
        case budgets([ConnectionID: String])
        case connection(Connection)
    }

    enum View: Int, CaseIterable {
        case all, channels
    }

    /// What is being connected, from the choice of a platform to the question that keeps it.
    struct Attempt: Sendable {
        let platform: PlatformDescription
        /// The connection whose keys are given anew; nil for a new one.
        let connection: Connection?
        /// Whether it is signed in to on the platform's page; else its keys are given.
        var isByBrowser = false
        var values: [String: String]
        /// The page that is open, until what comes back from it has come.
        var page: OpenPage?
        /// What answered, once it was tried.
        var identity: ChannelIdentity?
    }

    var view = View.all
    var list = ListState()
    /// The ways to connect to choose from, while one is chosen.
    var choosing: ListState?
    var attempt: Attempt?
    /// What is being tried, in words; nil while nothing is.
    var trying: String?
    /// The connection that Enter opened.
    var open: ConnectionID?
    var detail: ConnectionDetail?
    var detailList = ListState()
    var budgets: [ConnectionID: String] = [:]
    /// Whether what was asked to be connected waits for the platforms to be known.
    private var isLoaded = false

    package init() {}

    package var isAtTop: Bool { open == nil && choosing == nil && trying == nil && attempt?.page == nil }

    package var isTyping: Bool { attempt?.page != nil && trying == nil }

    package var contexts: [String] {
        if choosing != nil || trying != nil || attempt?.page != nil { return ["connections.choosing"] }
        return open == nil ? ["connections.list", "connections"] : ["connections.detail", "connections"]
    }

    func standings(_ context: PaneContext) -> [ConnectionStanding] { context.sync.standings }

    /// The connection that commands act on.
    func chosen(_ context: PaneContext) -> ConnectionStanding? {
        if let open { return context.sync.standing(open) }
        let all = standings(context)
        return all.indices.contains(list.cursor) ? all[list.cursor] : nil
    }

    package mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch event {
        case .opened(let target): return opened(target, context)
        case .view(let index):
            view = View(rawValue: index) ?? .all
            settle(context)
        case .changed, .connectionsChanged: return reload(context)
        case .resized, .settingsChanged: settle(context)
        case .move(let move): return moved(move, context)
        case .open: return enter(context)
        case .back: return back()
        case .command(let id): return run(id, context)
        case .filled(let tag, let texts): return filled(tag, texts, context)
        case .confirmed(let tag, _): return confirmed(tag, context)
        case .called(let tag, let result): return called(tag, result, context)
        case .left(let tag): return left(tag)
        case .performed(let tag, _, _):
            if tag == "disconnect" { open = nil }
            return reload(context)
        case .key(let key): return typed(key)
        case .paste(let text): _ = attempt?.page?.field.paste(text)
        case .mouse(let mouse): point(mouse, context)
        default: break
        }
        return []
    }

    private mutating func opened(_ target: Target?, _ context: PaneContext) -> [PaneEffect<Request>] {
        isLoaded = true
        switch target {
        case .connect: return reload(context) + beginConnecting(context)
        case .connection(let id, let keys):
            open = id
            detail = nil
            let form: [PaneEffect<Request>] = keys ? [.load(.connection(id, .keys), slot: "form")] : []
            return reload(context) + form
        default: return reload(context)
        }
    }

    mutating func reload(_ context: PaneContext) -> [PaneEffect<Request>] {
        settle(context)
        guard isLoaded else { return [] }
        var effects: [PaneEffect<Request>] = [.loadBehind(.budgets, slot: "budgets")]
        if let open { effects.append(.load(.detail(open), slot: "detail")) }
        return effects
    }

    package mutating func receive(_ answer: Answer, to request: Request, _ context: PaneContext)
        -> [PaneEffect<Request>]
    {
        switch (answer, request) {
        case (.detail(let found), .detail(let id)):
            guard id == open else { break }
            detail = found
            settle(context)
        case (.budgets(let found), _): budgets = found
        case (.connection(let connection), .connection(_, .rules)):
            return [RulesForm.effect(connection)]
        case (.connection(let connection), .connection(_, .keys)): return askForKeys(connection, context)
        default: break
        }
        return []
    }

    package static func answer(_ request: Request, from shop: Shop) throws -> Answer {
        switch request {
        case .detail(let id): return .detail(try ConnectionDetail.read(id, from: shop))
        case .budgets:
            var words: [ConnectionID: String] = [:]
            for connection in try shop.connections() {
                words[connection.id] = BudgetWords.short(try shop.buckets(of: connection.id))
            }
            return .budgets(words)
        case .connection(let id, _):
            guard let found = try shop.connections().first(where: { $0.id == id }) else {
                throw Refusal("no-such-connection", "That connection is no longer there.")
            }
            return .connection(found)
        }
    }

    // MARK: Moving

    private mutating func moved(_ move: Move, _ context: PaneContext) -> [PaneEffect<Request>] {
        settle(context)
        if choosing != nil {
            _ = choosing?.take(move)
        } else if let id = open {
            switch move {
            case .nextNeighbour, .previousNeighbour:
                let all = standings(context)
                let place = all.firstIndex { $0.id == id } ?? 0
                let next = place + (move == .nextNeighbour ? 1 : -1)
                guard all.indices.contains(next) else { break }
                list.move(to: next)
                return show(all[next].id)
            default: _ = detailList.take(move)
            }
        } else {
            _ = list.take(move)
        }
        return []
    }

    private mutating func enter(_ context: PaneContext) -> [PaneEffect<Request>] {
        if let choosing {
            let ways = Self.ways(context)
            guard ways.indices.contains(choosing.cursor) else { return [] }
            self.choosing = nil
            return askForFields(ways[choosing.cursor])
        }
        guard open == nil, trying == nil, let standing = chosen(context) else { return [] }
        return show(standing.id)
    }

    private mutating func show(_ id: ConnectionID) -> [PaneEffect<Request>] {
        open = id
        detail = nil
        detailList = ListState(height: detailList.height)
        return [.load(.detail(id), slot: "detail")]
    }

    /// Esc: what is being tried is let go, and its answer not waited for.
    private mutating func back() -> [PaneEffect<Request>] {
        if trying != nil {
            trying = nil
            return letGo()
        } else if choosing != nil {
            choosing = nil
        } else {
            open = nil
        }
        return []
    }

    mutating func settle(_ context: PaneContext) {
        list.resize(count: standings(context).count, height: max(1, context.rect.rows - 1))
        choosing?.resize(count: Self.ways(context).count, height: 12)
        detailList.resize(
            count: detail?.requests.count ?? 0,
            height: max(1, DetailLayout(context.rect, context.layout).requests.rows - 2))
    }

    private mutating func point(_ mouse: PaneMouse, _ context: PaneContext) {
        settle(context)
        guard open == nil, choosing == nil else { return }
        switch mouse {
        case .wheel(let steps, _): list.scroll(by: steps)
        case .click(let point), .secondClick(let point):
            if let row = table(context).row(at: point, in: context.rect, state: list) { list.move(to: row) }
        }
    }
}

/// What an opened connection shows beside what the list knows.
package struct ConnectionDetail: Sendable {
    let pulls: [PullState]
    let requests: [RequestEntry]
    let budgets: [(operation: String, words: String)]
    let unreadable: [UnreadableEntry]

    static func read(_ id: ConnectionID, from shop: Shop) throws -> ConnectionDetail {
        ConnectionDetail(
            pulls: try shop.pullStates(of: id), requests: try shop.requests(of: id, limit: 100),
            budgets: BudgetWords.all(try shop.buckets(of: id)),
            unreadable: try shop.unreadable(of: id, limit: 20))
    }
}
