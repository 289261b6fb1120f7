import Commerce
import Shop
import Terminal

extension FulfillPane {
    // MARK: What the shell brings back

    mutating func filled(_ tag: String, _ texts: [String], _ context: PaneContext) -> [PaneEffect<Request>] {
        let text = texts.first?.trimmed ?? ""
        switch tag {
        case "track":
            return asked.first.map { [.perform(SetTracking(order: $0, number: text), tag: "track")] } ?? []
        case "ship":
            guard let id = asked.first else { return [] }
            let step = AdvanceOrders(
                orders: [id], withoutTracking: text.isEmpty, lines: askedLines)
            if text.isEmpty { return go([id], step, context) }
            // The number first: when it is refused, nothing ships.
            return [.perform(SetTracking(order: id, number: text), tag: "shipTracked", isQuiet: true)]
        case "deliver": return go(asked, AdvanceOrders(orders: asked, reason: text), context)
        case "note": return [.perform(AddNote(orders: asked, text: text), tag: "note")]
        case "return":
            return [.perform(MoveOrders(orders: asked, move: .requestReturn, reason: text), tag: "return")]
        case "paid": return [.perform(RecordPayment(orders: asked, method: text), tag: "paid")]
        case "cancelReason":
            return [.perform(CancelOrders(orders: asked, reason: text, refunding: true), tag: "cancel")]
        case "new": return write(texts, context)
        case "address":
            guard let id = asked.first, let detail = purposeDetail, detail.card.id == id else { return [] }
            let address = AddressForm.address(texts, over: detail.address)
            return [.perform(ChangeShippingAddress(order: id, address: address), tag: "address")]
        default: return []
        }
    }

    private mutating func write(_ texts: [String], _ context: PaneContext) -> [PaneEffect<Request>] {
        do {
            let order = try OrderForm.order(texts, context)
            written = texts
            return [
                .perform(order, tag: "new"), .draft(OrderForm.draftKey, DraftText.text(of: texts)),
            ]
        } catch let refusal as Refusal {
            return [
                .error(refusal.reason), .fill(OrderForm.sheet(texts: texts, context), tag: "new"),
            ]
        } catch { return [.error("\(error)")] }
    }

    mutating func confirmed(
        _ tag: String, _ leftOut: Set<Int>, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        switch tag {
        case "shipWithout":
            return go(asked, AdvanceOrders(orders: asked, withoutTracking: true), context)
        case "twin": return asked.first.map { [.perform(SettleTwin(order: $0), tag: "twin")] } ?? []
        case "decline":
            return [.perform(MoveOrders(orders: asked, move: .declineCancel), tag: "decline")]
        case "cancel":
            // The line about the money is the first that can be left out.
            return [
                .perform(
                    CancelOrders(orders: asked, reason: "", refunding: !leftOut.contains(0)), tag: "cancel")
            ]
        default: return []
        }
    }

    mutating func performed(
        _ tag: String, _ outcome: any Sendable, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        switch tag {
        case "shipTracked":
            return go(
                asked, AdvanceOrders(orders: asked, lines: askedLines), context)
        case "new":
            guard let written = outcome as? RecordOrder.Outcome else { return [] }
            return [
                .draft(OrderForm.draftKey, nil),
                .load(.order(written.order, purpose: .open), slot: "order"),
            ]
        default: break
        }
        guard let outcome = outcome as? OrdersOutcome else {
            marks.subtract(asked)
            countHidden()
            return []
        }
        // What was refused stays marked, with its reason; the rest is done.
        marks.subtract(outcome.done)
        marks.formUnion(outcome.refused.count > 1 || outcome.done.count > 1 ? outcome.refused.map(\.id) : [])
        countHidden()
        guard let first = outcome.refused.first else { return [] }
        let more = outcome.refused.count > 1 ? ", and \(outcome.refused.count - 1) more" : ""
        return putBack() + [.error(first.refusal.reason + more)]
    }

    mutating func refused(_ tag: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        // What was typed is not lost: the form comes back with it.
        if tag == "new" { return [.fill(OrderForm.sheet(texts: written, context), tag: "new")] }
        return putBack()
    }

    /// Shows the cards where the shop has them.
    private mutating func putBack() -> [PaneEffect<Request>] {
        stale.formUnion(saving)
        saving = []
        return loadLists(whole: lanes.contains { $0.shown > 200 })
    }

    // MARK: An order that was read

    mutating func use(
        _ detail: OrderDetail, for purpose: Purpose, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        asked = [detail.card.id]
        switch purpose {
        case .open:
            if opened?.id == detail.card.id {
                opened?.take(detail)
            } else {
                opened = OpenedOrder(detail)
            }
        case .refund:
            let review = RefundReview(detail, marked: opened?.marked ?? [])
            guard detail.figures.refundable.isPositive else {
                return [.error("\(detail.card.number): nothing that was paid is left to refund.")]
            }
            refund = review
            return [.review(review.sheet(), tag: "refund")]
        case .cancel:
            if detail.card.axes.fulfillment.hasLeft {
                return [
                    .fill(
                        FormSheet(
                            title: "Cancel \(detail.card.number), which has left already",
                            fields: [.init("Why", check: Self.needsWords)],
                            deed: "cancel it, \(detail.figures.refundable) goes back"), tag: "cancelReason")
                ]
            }
            return [.ask(CancelQuestion.one(detail), tag: "cancel")]
        case .newFrom:
            return [.fill(OrderForm.sheet(texts: OrderForm.texts(of: detail), context), tag: "new")]
        case .copyAddress:
            guard let address = detail.address else {
                return [.error("\(detail.card.number) has no address.")]
            }
            let origin = CountryCode(code: context.settings.country)
            return [.copy(address.lines(from: origin).joined(separator: "\n"), what: "the address")]
        case .copyTracking:
            guard let number = detail.parcels.last(where: { !$0.tracking.isEmpty })?.tracking else {
                return [.error("\(detail.card.number) has no tracking number yet: t enters it.")]
            }
            return [.copy(number, what: "the number \(number)")]
        case .address:
            purposeDetail = detail
            return [.fill(AddressForm.sheet(detail), tag: "address")]
        case .print: break
        }
        return []
    }

    // MARK: Refunds

    mutating func reviewed(_ tag: String, _ answer: ReviewAnswer) -> [PaneEffect<Request>] {
        guard tag == "refund", let review = refund else { return [] }
        refund = nil
        guard let action = review.action(answer) else {
            return [.error("Nothing was taken, so nothing goes back.")]
        }
        return [.perform(action, tag: "refund")]
    }

    mutating func reviewEdited(_ tag: String, _ row: Int, _ text: String) -> [PaneEffect<Request>] {
        guard tag == "refund", refund != nil else { return [] }
        if let wrong = refund?.edit(row, text) { return [.error(wrong)] }
        return refund.map { [.reviewAgain($0.sheet())] } ?? []
    }

    mutating func reviewChose(_ tag: String, _ row: Int, _ choice: Int) -> [PaneEffect<Request>] {
        guard tag == "refund" else { return [] }
        refund?.choose(row, choice)
        return refund.map { [.reviewAgain($0.sheet())] } ?? []
    }
}
