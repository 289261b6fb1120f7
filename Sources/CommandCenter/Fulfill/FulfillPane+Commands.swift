import Commerce
import Shop
package import Terminal

extension FulfillPane {
    package static let commands: [CommandEntry] = [
        entry(
            "advance", ">", "next step", "Takes the order on: pack, ship, deliver; a return, its next step."),
        entry("takeBack", "<", "back", "Takes back what has not gone out, to the stage before."),
        entry(
            "track", "t", "track", "The parcel's number: its carrier is known, a wrong check digit refused."),
        entry("print", "pp", "print", "A slip for each order, and a list of what to fetch, as text."),
        entry("rest", "z", "hold", "Puts the order on hold, so that nothing goes out; again wakes it."),
        entry(
            "refund", "$", "refund", "Money back: whole, by line, an amount; of an unpaid order, paid.",
            asks: true),
        entry("return", "R", "return", "Notes that the buyer sends it back."),
        entry("cancel", "x", "cancel", "Calls the order off; a cancelled one is reopened.", asks: true),
        entry("note", "+", "note", "Writes a note on the order."),
        entry("new", "n", "new", "Writes an order that came by telephone, mail or over the counter."),
        entry("newFrom", "N", "new from this", "A new order with the lines and the buyer of this one."),
        entry("edit", "e", "address", "Mends where the order goes."),
        entry("join", "&", "join", "Joins marked orders of one buyer into the oldest."),
        entry("scan", "#", "scan", "Keeps a field open for a scanner: order, goods, parcel's number."),
        entry(
            "sort", "s", "sort", "Sorts by the next: ship by, placed, number, customer, total; again turned."),
        entry(
            "copyAddress", "yy", "copy the address", "Copies the address as it stands on a label.",
            quiet: true),
        entry("copyNumber", "yn", "copy the number", "Copies the order's number.", quiet: true),
        entry(
            "copyTracking", "yt", "copy the tracking number", "Copies the newest parcel's number.",
            quiet: true),
        entry("customer", "C", "the customer", "Every order of this buyer.", quiet: true),
        entry("unpaid", "fu", "unpaid", "The orders that wait for their payment.", quiet: true),
        entry("late", "fl", "late", "The orders that should have left by now.", quiet: true),
    ]

    private static func entry(
        _ id: String, _ keys: KeySequence, _ word: String, _ help: String, asks: Bool = false,
        quiet: Bool = false
    ) -> CommandEntry {
        CommandEntry(
            "fulfill.\(id)", keys: [keys], contexts: ["fulfill"], word: word, help: help, group: "Orders",
            asks: asks, isQuiet: quiet)
    }

    mutating func run(_ id: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch id.dropFirst("fulfill.".count) {
        case "advance": return advance(context)
        case "takeBack": return takeBack(context)
        case "track": return track()
        case "rest": return rest()
        case "refund": return askRefund()
        case "return": return askReturn()
        case "cancel": return cancel()
        case "note": return askNote()
        case "new": return [.fill(OrderForm.sheet(texts: nil, context), tag: "new")]
        case "newFrom": return read(.newFrom)
        case "edit": return read(.address)
        case "join": return join()
        case "scan":
            scan = ScanField()
            return []
        case "sort": return sortNext()
        case "copyAddress": return read(.copyAddress)
        case "copyNumber":
            guard let id = chosen, let card = cards[id] else { return [] }
            return [.copy(card.number, what: "the number \(card.number)")]
        case "copyTracking": return read(.copyTracking)
        case "customer": return showCustomer()
        case "unpaid": return [.filter("unpaid")]
        case "late": return [.filter("late")]
        case "print": return printSlips()
        default: return []
        }
    }

    /// Reads the order under the cursor for what is to be done with it.
    private func read(_ purpose: Purpose) -> [PaneEffect<Request>] {
        chosen.map { [.load(.order($0, purpose: purpose), slot: "purpose")] } ?? []
    }

    mutating func openChosen() -> [PaneEffect<Request>] {
        if opened != nil { return openPart() }
        guard let id = chosen else { return [] }
        return [.load(.order(id, purpose: .open), slot: "order")]
    }

    // MARK: Going on and back

    private mutating func advance(_ context: PaneContext) -> [PaneEffect<Request>] {
        let ids = targets
        guard !ids.isEmpty else { return [] }
        asked = ids
        askedLines = opened?.marked ?? []
        let known = ids.compactMap { cards[$0] }
        if known.count == 1, let card = known.first, let question = proposal(card) { return [question] }
        let needs = known.filter { needsParcel($0) }
        if needs.count == 1, ids.count == 1, let card = needs.first {
            return [.fill(ParcelField.sheet(card, deed: "ship with it, or empty: without"), tag: "ship")]
        }
        if !needs.isEmpty {
            let question = Question(
                title: "Ship without a tracking number",
                items: [.init(StyledLine("\(needs.count) orders have no parcel with a number."))]
                    + needs.prefix(6).map {
                        .init(StyledLine("\($0.number)  \($0.customer)", .quiet))
                    }, deed: "ship them without one")
            return [.ask(question, tag: "shipWithout")]
        }
        if known.contains(where: { $0.stage == .shipped && $0.axes.returning == .none }) {
            let what = ids.count == 1 ? known.first?.number ?? "" : "\(ids.count) orders"
            return [
                .fill(
                    FormSheet(
                        title: "\(what) delivered, by hand",
                        fields: [
                            .init(
                                "Why", placeholder: "the buyer wrote, handed over …", check: Self.needsWords)
                        ], deed: "mark as delivered"), tag: "deliver")
            ]
        }
        return go(ids, AdvanceOrders(orders: ids, from: stageOfAll(ids), lines: askedLines), context)
    }

    static let needsWords: @Sendable (String) -> FieldNote? = {
        $0.allSatisfy(\.isWhitespace) ? .wrong("by hand it wants a reason") : nil
    }

    /// What `>` proposes for an order that a decision stands in the way of.
    private func proposal(_ card: OrderCard) -> PaneEffect<Request>? {
        guard card.place == .needsYou else { return nil }
        switch card.attention {
        case .twin:
            return .ask(
                Question(
                    title: "\(card.number) looks like \(card.attentionDetail) again",
                    items: [
                        .init("The same buyer and the same lines, shortly after each other."),
                        .init("If it is meant, it stops needing you; & joins the two, x cancels one."),
                    ], deed: "it is meant"), tag: "twin")
        case .cancelRequested:
            return .ask(
                Question(
                    title: "\(card.number): \(card.customer) wants to cancel",
                    items: [
                        .init(
                            StyledLine(
                                card.attentionDetail.isEmpty ? "No reason was given." : card.attentionDetail)),
                        .init("Keeping it lets it go on; x cancels it."),
                    ], deed: "keep the order"), tag: "decline")
        default: return nil
        }
    }

    private func needsParcel(_ card: OrderCard) -> Bool {
        let leaves = card.stage == .processing || (card.stage == .new && !askedLines.isEmpty)
        return leaves && !card.hasParcel && card.needsShipping && card.axes.returning == .none
            && !card.axes.onHold && card.axes.payment.coversGoods
            && (card.place != .needsYou || (card.attention == .short && !askedLines.isEmpty))
    }

    /// The one stage they are all shown in.
    private func stageOfAll(_ ids: [OrderID]) -> Stage? {
        let stages = Set(ids.map { cards[$0]?.stage })
        return stages.count == 1 ? stages.first ?? nil : nil
    }

    private mutating func takeBack(_ context: PaneContext) -> [PaneEffect<Request>] {
        let ids = targets
        guard !ids.isEmpty else { return [] }
        askedLines = []
        return go(ids, TakeBackOrders(orders: ids, from: stageOfAll(ids)), context, isBack: true)
    }

    /// Shows the cards moved at once, and lets the shop do it.
    mutating func go(
        _ ids: [OrderID], _ action: any Action, _ context: PaneContext, isBack: Bool = false
    ) -> [PaneEffect<Request>] {
        for id in ids {
            guard let card = cards[id], let stage = card.stage,
                let move = isBack ? card.axes.previous(in: stage) : card.axes.next(in: stage)
            else { continue }
            let facts = OrderFacts(
                attention: card.attention.map { [$0] } ?? [], hasParcel: true, reason: "said")
            guard case .success(let axes) = card.axes.applying(move, facts: facts), axes.stage != stage,
                askedLines.isEmpty
            else { continue }
            shift(id, from: stage, to: axes.stage)
            cards[id]?.axes = axes
            cards[id]?.stage = axes.stage
            cards[id]?.place = .ready
        }
        return [.perform(action, tag: "move")]
    }

    private mutating func shift(_ id: OrderID, from: Stage, to: Stage?) {
        saving.insert(id)
        for (index, stage) in Stage.allCases.enumerated() {
            if stage == from { _ = lanes[index].remove(id, near: board.cards[index]) }
            if stage == to {
                lanes[index].add(id)
                // The cursor there stays on the order it was on.
                if lanes[index].shown > 1 { setCursor(board.cards[index] + 1, in: index) }
            }
        }
    }

    // MARK: Asking

    private mutating func track() -> [PaneEffect<Request>] {
        guard let id = chosen, let card = cards[id] else { return [] }
        asked = [id]
        return [.fill(ParcelField.sheet(card, deed: "keep the number"), tag: "track")]
    }

    private mutating func rest() -> [PaneEffect<Request>] {
        let ids = targets
        guard !ids.isEmpty else { return [] }
        let isAwake = ids.contains { cards[$0]?.axes.onHold != true }
        return [.perform(MoveOrders(orders: ids, move: isAwake ? .hold : .wake), tag: "rest")]
    }

    private mutating func askNote() -> [PaneEffect<Request>] {
        asked = targets
        guard !asked.isEmpty else { return [] }
        let what = asked.count == 1 ? cards[asked[0]]?.number ?? "" : "\(asked.count) orders"
        return [
            .fill(
                FormSheet(
                    title: "Note on \(what)", fields: [.init("Note")], deed: "keep it",
                    draftKey: "fulfill.note.\(what)"), tag: "note")
        ]
    }

    private mutating func askReturn() -> [PaneEffect<Request>] {
        asked = targets
        guard !asked.isEmpty else { return [] }
        let what = asked.count == 1 ? cards[asked[0]]?.number ?? "" : "\(asked.count) orders"
        return [
            .fill(
                FormSheet(
                    title: "\(what) comes back", fields: [.init("Why", placeholder: "too small, broken …")],
                    deed: "note the return"), tag: "return")
        ]
    }

    private mutating func askRefund() -> [PaneEffect<Request>] {
        let ids = targets
        let unpaid = ids.filter { cards[$0].map { $0.axes.isUnpaid } == true }
        if !unpaid.isEmpty, unpaid.count == ids.count {
            asked = unpaid
            let what = unpaid.count == 1 ? cards[unpaid[0]]?.number ?? "" : "\(unpaid.count) orders"
            return [
                .fill(
                    FormSheet(
                        title: "\(what) paid",
                        fields: [.init("How", placeholder: "cash, transfer, card …")], deed: "mark as paid"),
                    tag: "paid")
            ]
        }
        return read(.refund)
    }

    private mutating func cancel() -> [PaneEffect<Request>] {
        let ids = targets
        guard !ids.isEmpty else { return [] }
        asked = ids
        if ids.allSatisfy({ cards[$0]?.axes.cancellation == .yes }) {
            return [.perform(ReopenOrders(orders: ids), tag: "reopen")]
        }
        if ids.count == 1 { return read(.cancel) }
        return [.ask(CancelQuestion.many(ids.compactMap { cards[$0] }), tag: "cancel")]
    }

    private mutating func join() -> [PaneEffect<Request>] {
        var ids = visibleMarks
        if ids.isEmpty, let id = chosen, let card = cards[id], card.attention == .twin,
            let twin = opened?.detail.twins.first
        {
            ids = [id, twin.id]
        }
        guard ids.count > 1 else {
            return [.error("Mark two or more orders of one buyer, then & joins them.")]
        }
        return [.perform(JoinOrders(orders: ids), tag: "join")]
    }

    private mutating func sortNext() -> [PaneEffect<Request>] {
        let all = OrderQuery.Sort.allCases
        if isTurned { sort = all[((all.firstIndex(of: sort) ?? 0) + 1) % all.count] }
        isTurned.toggle()
        return [.remember("fulfill.sort", sortMemory)] + loadLists()
    }

    private var sortMemory: String { sort.rawValue + (isTurned ? " turned" : "") }

    private mutating func showCustomer() -> [PaneEffect<Request>] {
        guard let id = chosen, let card = cards[id] else { return [] }
        guard !card.customer.isEmpty else { return [.error("A guest: no customer is known.")] }
        opened = nil
        view = .list
        listed = Self.allLane
        return [.filter("customer:\"\(card.customer)\"")]
    }

    private func printSlips() -> [PaneEffect<Request>] {
        let ids = targets
        guard !ids.isEmpty else { return [] }
        return [
            .work("Print", tag: "print") { shop, _ in try PackingSlips(shop: shop, orders: ids).print() }
        ]
    }
}
