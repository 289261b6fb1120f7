import Commerce
import Shop
import Terminal

/// Which products the table lists, and the lines of those that show.
extension SellPane {
    mutating func opened(_ target: Target?, _ context: PaneContext) -> [PaneEffect<Request>] {
        if let view = context.memory["sell.view"].flatMap(CatalogQuery.View.init(rawValue:)), ids.isEmpty {
            query.view = view
        }
        remindSort(context)
        takeChannels(context)
        var effects: [PaneEffect<Request>] = []
        switch target {
        case .product(let id):
            wanted = id
            effects += open(id)
        case .filter(let words): effects.append(.filter(words))
        case .view(let name):
            if let index = CatalogQuery.View.allCases.firstIndex(where: { $0.rawValue == name }) {
                return show(index, context)
            }
        case .importFile: effects += askForImport(context)
        case .order, .customer, .connect, .connection, nil: break
        }
        return effects + load(context)
    }

    /// The order each view had.
    private mutating func remindSort(_ context: PaneContext) {
        let kept = context.memory["sell.sort." + query.view.rawValue]?.split(separator: " ").map(String.init)
        if let kept, let sort = kept.first.flatMap(CatalogQuery.Sort.init(rawValue:)) {
            query.sort = sort
            query.isDescending = kept.last == "down"
        } else {
            switch query.view {
            case .featured: (query.sort, query.isDescending) = (.featured, false)
            case .low: (query.sort, query.isDescending) = (.stock, false)
            default: (query.sort, query.isDescending) = (.changed, true)
            }
        }
    }

    /// The first page and the views' counts; where the page is not all, all follow it.
    func load(_ context: PaneContext) -> [PaneEffect<Request>] {
        [
            .load(.page(query, lines: context.rect.rows + 8), slot: "sell.page"),
            .loadBehind(.counts, slot: "sell.counts"),
        ]
    }

    mutating func show(_ index: Int, _ context: PaneContext) -> [PaneEffect<Request>] {
        let views = CatalogQuery.View.allCases
        guard views.indices.contains(index) else { return [] }
        query.view = views[index]
        remindSort(context)
        isComplete = false
        ids = []
        list = ListState(height: list.height)
        rangeStart = nil
        return [.remember("sell.view", query.view.rawValue)] + load(context)
    }

    mutating func filter(_ words: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        do {
            let filter = try FilterExpression(words, vocabulary: CatalogQuery.vocabulary)
            filterFault = nil
            guard filter != query.filter else { return [] }
            query.filter = filter
            isComplete = false
            rangeStart = nil
            // How many each view has is no matter of the filter.
            return Array(load(context).dropLast())
        } catch {
            filterFault = error.description
            return []
        }
    }

    mutating func sort(_ context: PaneContext) -> [PaneEffect<Request>] {
        guard let sort = column.sort else {
            return [
                .error(
                    "\(column.column(channels).title) is counted for what shows; s sorts by the other columns."
                )
            ]
        }
        query.isDescending = query.sort == sort ? !query.isDescending : sort == .changed
        query.sort = sort
        isComplete = false
        wanted = nil
        list.moveToStart()
        ids = []
        let words = "\(sort.rawValue) \(query.isDescending ? "down" : "up")"
        return [.remember("sell.sort." + query.view.rawValue, words)] + load(context)
    }

    /// Takes the identifiers; the cursor stays on its product where that is still there.
    mutating func take(_ found: [ProductID], complete: Bool) {
        let under = wanted ?? cursorID
        let merged = complete && isComplete ? Self.merged(ids, with: found) : found
        ids = merged
        isComplete = complete
        list.resize(count: ids.count, height: list.height)
        if let under, let place = place(of: under) {
            list.move(to: place)
            if wanted == under { wanted = nil }
        } else if wanted == nil, !complete {
            list.move(to: 0)
        }
        if complete {
            if wantsEnd { list.moveToEnd() }
            if wantsAllMarked { marks.formUnion(ids) }
            (wantsEnd, wantsAllMarked) = (false, false)
        }
        countHiddenMarks()
    }

    private func place(of product: ProductID) -> Int? {
        if ids.indices.contains(list.cursor), ids[list.cursor] == product { return list.cursor }
        return ids.firstIndex(of: product)
    }

    mutating func countHiddenMarks() {
        guard !marks.isEmpty, isComplete else { return }
        let shown =
            marks.count == ids.count ? marks.count : ids.reduce(0) { marks.contains($1) ? $0 + 1 : $0 }
        hiddenMarks = max(0, marks.count - shown)
    }

    /// What was there stays in its order, so that nothing moves under the hands; what is gone goes, and what is new
    /// comes behind the one it follows.
    static func merged(_ old: [ProductID], with new: [ProductID]) -> [ProductID] {
        guard old != new else { return old }
        let present = Set(new)
        let before = Set(old)
        var followers: [ProductID?: [ProductID]] = [:]
        var last: ProductID?
        for id in new {
            if before.contains(id) { last = id } else { followers[last, default: []].append(id) }
        }
        var result = followers[nil] ?? []
        result.reserveCapacity(new.count)
        for id in old where present.contains(id) {
            result.append(id)
            if let more = followers[id] { result += more }
        }
        return result
    }

    /// Fits the list to the room, and asks for what shows and is not read yet.
    mutating func settle(_ context: PaneContext) -> [PaneEffect<Request>] {
        let layout = SellLayout(context)
        list.resize(count: ids.count, height: max(1, layout.table.rows - 1))
        let columns = SellColumn.places(in: layout.table.columns, channels).map(\.column)
        if !columns.contains(column) { column = columns.contains(.price) ? .price : .product }
        var effects: [PaneEffect<Request>] = []
        let shown = list.visible(rows: list.height)
        let margin = max(0, shown.lowerBound - 10)..<min(ids.count, shown.upperBound + 10)
        let missing = ids[margin].filter { rows[$0] == nil }
        if !missing.isEmpty { effects.append(.load(.rows(Array(missing)), slot: "sell.rows")) }
        if rows.count > 2_000 { forgetRows(but: margin) }
        if columns.contains(.sold) {
            let unknown = ids[shown].filter { sold[$0] == nil && !soldAsked.contains($0) }
            if !unknown.isEmpty {
                soldAsked.formUnion(unknown)
                effects.append(
                    .load(.sold(Array(unknown), now: context.now), slot: nil, lane: .background))
            }
        }
        if !channels.isEmpty {
            let unknown = ids[shown].filter { listed[$0] == nil }
            if !unknown.isEmpty { effects.append(.loadBehind(.listed(Array(unknown)), slot: "sell.listed")) }
        }
        return effects + followCursor(layout)
    }

    /// Memory is for what shows.
    private mutating func forgetRows(but shown: Range<Int>) {
        let kept = Set(ids[shown])
        rows = rows.filter { kept.contains($0.key) }
        sold = sold.filter { kept.contains($0.key) }
        listed = listed.filter { kept.contains($0.key) }
        soldAsked.formIntersection(kept)
    }

    /// The lower part shows the product under the cursor: at once when it has none, else when the cursor rests, as
    /// nobody reads it while rows go by.
    private mutating func followCursor(_ layout: SellLayout) -> [PaneEffect<Request>] {
        guard card.open == nil, !layout.panel.isEmpty || card.isFocused, let id = cursorID,
            card.asked != id
        else { return [] }
        return card.asked == nil || card.isFocused ? readCursor(layout) : [.rest]
    }

    mutating func readCursor(_ layout: SellLayout) -> [PaneEffect<Request>] {
        guard card.open == nil, let id = cursorID, card.asked != id else { return [] }
        card.ask(for: id)
        return card.loads(id)
    }

    mutating func changed(_ notice: ChangeNotice, _ context: PaneContext) -> [PaneEffect<Request>] {
        var effects = channelsChanged(notice)
        let known = notice.products.filter { rows[$0] != nil }
        if notice.products.count > 500 || notice.other {
            rows = [:]
            (sold, soldAsked) = ([:], [])
            effects += load(context)
        } else if !notice.products.isEmpty {
            if !known.isEmpty { effects.append(.load(.rows(Array(known)), slot: nil, lane: .front)) }
            effects += [
                .loadBehind(.all(query), slot: "sell.all"), .loadBehind(.counts, slot: "sell.counts"),
            ]
        }
        if !notice.orders.isEmpty { soldAsked = [] }
        if let id = card.asked, notice.products.contains(id) || notice.other {
            effects += card.loads(id)
        }
        return effects
    }
}
