import Commerce
import Shop
import Terminal

/// What `P` is about to do, channel by channel.
package struct Publishing: Sendable {
    let products: [ProductID]
    let candidates: [PublishingCandidate]
    /// Whether it is to be on sale, or paused, on each.
    var isPaused: [Bool]

    init(products: [ProductID], candidates: [PublishingCandidate]) {
        self.products = products
        self.candidates = candidates
        isPaused = candidates.map { _ in false }
    }

    var sheet: ReviewSheet {
        let rows = candidates.enumerated().map { index, candidate in
            let now =
                candidate.listed == 0
                ? "not listed"
                : candidate.listed == products.count
                    ? "listed" : "\(candidate.listed) of \(products.count) listed"
            let canTurn = !(products.count == 1 && candidate.lacks.contains("a price"))
            return ReviewSheet.Row.item(
                .init(
                    [
                        StyledLine(candidate.name, .strong), StyledLine(now, .theirs),
                        StyledLine(isPaused[index] ? "paused" : "on sale", .yours),
                        StyledLine(candidate.lacks.joined(separator: ", "), .care),
                        StyledLine(candidate.pushes ? "" : "only read: it waits here until you send", .quiet),
                    ], isTaken: canTurn && candidate.listed < products.count, canTurn: canTurn, choices: 2,
                    choice: isPaused[index] ? 1 : 0))
        }
        let what = products.count == 1 ? "1 product" : "\(products.count) products"
        return ReviewSheet(
            title: "Publish \(what)",
            columns: [
                Column("Channel", minimum: 16, maximum: 36), Column("now", minimum: 10, maximum: 18),
                Column("will be", minimum: 8, maximum: 12),
                Column("lacks", minimum: 12, maximum: 36, priority: 1),
                Column("", minimum: 12, maximum: 44, priority: 2),
            ], rows: rows, deed: "publish where it is taken",
            note: StyledLine(
                "h and l: on sale or paused. What is new there is made there, held like any change.", .quiet))
    }
}

extension SellPane {
    /// The channels there are, as the shell knows them.
    mutating func takeChannels(_ context: PaneContext) {
        channels = ChannelColumns(context.sync.standings, columns: context.rect.columns)
    }

    mutating func readChannels(_ context: PaneContext) -> [PaneEffect<Request>] {
        takeChannels(context)
        listed = [:]
        let detail: [PaneEffect<Request>] =
            card.asked.map { [.loadBehind(.standings($0), slot: "sell.standings")] } ?? []
        return settle(context) + detail
    }

    /// What sync or an Action has moved is read again where it shows.
    mutating func channelsChanged(_ notice: ChangeNotice) -> [PaneEffect<Request>] {
        guard !channels.isEmpty, notice.sync || !notice.products.isEmpty else { return [] }
        let shown = list.visible(rows: list.height).clamped(to: 0..<max(0, ids.count))
        var effects: [PaneEffect<Request>] = []
        if notice.sync {
            let kept = Set(ids[shown])
            listed = listed.filter { kept.contains($0.key) }
            if !shown.isEmpty { effects.append(.loadBehind(.listed(Array(ids[shown])), slot: "sell.listed")) }
        } else {
            let known = notice.products.filter { listed[$0] != nil }
            if !known.isEmpty, known.count <= 500 {
                effects.append(.load(.listed(Array(known)), slot: nil, lane: .background))
            }
        }
        if let id = card.asked { effects.append(.loadBehind(.standings(id), slot: "sell.standings")) }
        return effects
    }

    // MARK: Publishing

    mutating func review(_ found: Publishing) -> [PaneEffect<Request>] {
        publishing = found
        return [.review(found.sheet, tag: "publish")]
    }

    mutating func chosePublishing(_ tag: String, _ row: Int, _ choice: Int) -> [PaneEffect<Request>] {
        guard tag == "publish", var found = publishing, found.isPaused.indices.contains(row) else {
            return []
        }
        found.isPaused[row] = choice == 1
        publishing = found
        return [.reviewAgain(found.sheet)]
    }

    mutating func publish(_ answer: ReviewAnswer) -> [PaneEffect<Request>] {
        guard let found = publishing else { return [] }
        publishing = nil
        let taken = answer.taken.filter { found.candidates.indices.contains($0) }
        guard !taken.isEmpty else { return [.toast("no channel was taken: Space takes one")] }
        return taken.map { row in
            .perform(
                PublishProducts(
                    found.products, on: found.candidates[row].connection,
                    wanted: found.isPaused[row] ? .paused : .onSale), tag: "publish")
        }
    }

    // MARK: The Channels part

    func channelAvailability(_ command: String) -> Availability {
        guard let line = card.channelLine else { return .no("no channel is connected yet: 0 connects one") }
        switch command {
        case "sell.channels.next":
            switch line.matter {
            case .conflict: return .yes
            case .wait(let wait):
                if case .guarded = wait.reason { return .yes }
                if case .leftOut = wait.reason { return .yes }
            case .state where !line.standing.isListed: return .yes
            case .state, .change: break
            }
            return .no("there is nothing to decide on this line")
        default:
            return line.standing.isListed ? .yes : .no("it is not listed there: P lists it")
        }
    }

    func channelWord(_ command: String) -> String? {
        guard let line = card.channelLine else { return nil }
        switch command {
        case "sell.channels.next":
            switch line.matter {
            case .wait(let wait):
                if case .leftOut = wait.reason { return "take in again" }
                return "it is meant"
            case .state: return "publish"
            case .conflict, .change: return nil
            }
        case "sell.channels.rest": return line.standing.wanted == .paused ? "put on sale there" : nil
        default: return nil
        }
    }

    mutating func runChannel(_ id: String) -> [PaneEffect<Request>] {
        guard let line = card.channelLine, let product = card.asked else { return [] }
        let connection = line.standing.connection
        switch id {
        case "sell.channels.next": return settle(line, product)
        case "sell.channels.rest":
            let wanted: ListingState = line.standing.wanted == .paused ? .onSale : .paused
            return [.perform(PublishProducts([product], on: connection.id, wanted: wanted), tag: "publish")]
        case "sell.channels.strike":
            let title = card.detail?.sheet.title ?? "the product"
            return [
                .ask(
                    Question(
                        title: "Take \(title) off \(connection.shortName)",
                        items: [
                            .init(StyledLine("Its listing on \(connection.name) is removed there.")),
                            .init(StyledLine("The product stays here, and on the other channels.")),
                            .init(
                                StyledLine("P lists it anew; what the platform kept with it is lost.", .quiet)
                            ),
                        ], deed: "take it off"), tag: "unlist \(connection.id.rawValue) \(product.rawValue)")
            ]
        default: return []
        }
    }

    private func settle(_ line: ChannelLine, _ product: ProductID) -> [PaneEffect<Request>] {
        let connection = line.standing.connection.id
        switch line.matter {
        case .conflict: return [.load(.conflicts(product), slot: "sell.conflicts")]
        case .state: return [.load(.publishing([product]), slot: "sell.publishing", lane: .background)]
        case .wait(let wait):
            if case .leftOut = wait.reason {
                return [.perform(LeaveOut([product], of: connection, until: nil), tag: "leave")]
            }
            guard case .guarded = wait.reason, let field = wait.field else { return [] }
            return [
                .perform(
                    ApproveChanges([
                        .init(
                            connection: connection, product: product, local: wait.local, field: field,
                            value: wait.value)
                    ]), tag: "meant")
            ]
        case .change: return []
        }
    }

    /// Enter on a line of Channels: the card of its conflicts.
    func compareChannel() -> [PaneEffect<Request>] {
        guard let line = card.channelLine, let product = card.asked else { return [] }
        if case .conflict = line.matter { return settle(line, product) }
        return [.go(.plan, .connection(line.standing.connection.id, keys: false))]
    }

    func unlist(_ tag: String) -> [PaneEffect<Request>] {
        let numbers = tag.split(separator: " ").dropFirst().compactMap { Int64($0) }
        guard numbers.count == 2 else { return [] }
        return [
            .perform(
                UnlistProducts([ProductID(rawValue: numbers[1])], from: ConnectionID(rawValue: numbers[0])),
                tag: "publish")
        ]
    }

    /// `:resolve yours` and `:resolve theirs`.
    func resolve(_ words: String) -> [PaneEffect<Request>] {
        guard let side = ConflictSide(word: words) else { return [.error(ConflictSide.usage)] }
        let products = targets
        return [
            .work("Settle", tag: "resolve") { shop, _ in try ConflictSide.settle(products, side, in: shop) }
        ]
    }
}
