package import Commerce
package import Connectors
import HTTP

extension ShopifyChannel {
    package func perform(_ effect: ChannelEffect, key: String) async throws(ChannelFailure) -> EffectAnswer {
        switch effect {
        case .ship(let notice): try await ship(notice)
        case .cancel(let notice): try await cancel(notice, key: key)
        case .refund(let notice): try await refund(notice, key: key)
        case .note(let notice): try await addNote(notice)
        case .createProduct(let creation): try await create(creation, key: key)
        case .removeProduct(let removal): try await remove(removal)
        case .createVariant(let creation): try await create(creation)
        case .removeVariant(let removal): try await remove(removal)
        }
    }

    package func lookUp(_ effect: ChannelEffect, key: String) async throws(ChannelFailure) -> EffectFinding {
        switch effect {
        case .ship(let notice): try await lookUp(shipment: notice)
        case .cancel(let notice): try await lookUp(cancellation: notice)
        case .refund(let notice): try await lookUp(refund: notice, key: key)
        case .note(let notice): try await lookUp(note: notice)
        case .createProduct: try await lookUp(creation: key)
        case .removeProduct(let removal): try await lookUp(removal: removal)
        case .createVariant(let creation): try await lookUp(creation)
        case .removeVariant(let removal): try await lookUp(removal)
        }
    }

    /// Throws what the payload's user errors say.
    func check(_ payload: JSON, _ names: [String] = ["userErrors"]) throws(ChannelFailure) {
        guard payload.isObject else { throw .unreadable(reason: "Shopify's answer says nothing of it.") }
        for name in names {
            let messages = payload[name].items.map { $0["message"].string ?? "Shopify names no reason." }
            if !messages.isEmpty { throw .rejected(reason: messages.joined(separator: " ")) }
        }
    }

    /// The order; `.gone` where there is none.
    func order(_ document: ShopifyDocument, _ variables: JSON) async throws(ChannelFailure) -> JSON {
        let order = try await connection.run(document, variables).data["order"]
        guard order.isObject else { throw .gone(reason: "Shopify has no such order.") }
        return order
    }

    // MARK: Notes

    /// An order's note is one text at Shopify: ours goes on a line of its own behind it.
    private func addNote(_ notice: NoteNotice) async throws(ChannelFailure) -> EffectAnswer {
        guard !notice.isForBuyer else {
            throw .rejected(reason: "Shopify lets no app write to a buyer; use its admin or an e-mail.")
        }
        let order = try await order(.orderNote, ["id": .string(notice.order)])
        let before = order["note"].string ?? ""
        if contains(before, notice.text) { return EffectAnswer(id: notice.order) }
        let text = before.isEmpty ? notice.text : before + "\n" + notice.text
        let data = try await connection.run(
            .changeOrderNote, ["input": ["id": .string(notice.order), "note": .string(text)]]
        ).data
        try check(data["orderUpdate"])
        return EffectAnswer(id: notice.order)
    }

    private func lookUp(note notice: NoteNotice) async throws(ChannelFailure) -> EffectFinding {
        let order = try await order(.orderNote, ["id": .string(notice.order)])
        return contains(order["note"].string ?? "", notice.text)
            ? .done(EffectAnswer(id: notice.order)) : .notDone
    }

    /// Whether the note has that text as whole lines.
    private func contains(_ note: String, _ text: String) -> Bool {
        ("\n" + note + "\n").contains("\n" + text + "\n")
    }

    // MARK: Cancellations

    /// How often the job is asked after, a second apart each time.
    private static let cancellationPolls = 10

    private func cancel(_ notice: CancellationNotice, key: String) async throws(ChannelFailure)
        -> EffectAnswer
    {
        let variables: JSON = [
            "order": .string(notice.order), "reason": .string(Self.reason(notice.reason)),
            "refund": .bool(notice.refunds), "restock": .bool(notice.restocks),
            "staffNote": .string(ShopifyReference.text(notice.reason, key: key)),
        ]
        let payload = try await connection.run(.cancelOrder, variables).data["orderCancel"]
        try check(payload, ["orderCancelUserErrors", "userErrors"])
        let job = payload["job"]["id"]
        for _ in 0..<Self.cancellationPolls {
            let data = try await connection.run(.job, ["job": job, "order": .string(notice.order)]).data
            if data["order"]["cancelledAt"].string != nil { return EffectAnswer(id: notice.order) }
            if data["job"]["done"].bool == true {
                throw .rejected(reason: "Shopify took the cancellation and did not cancel the order.")
            }
            do { try await sleep(1) } catch { throw .cancelled }
        }
        // It was taken on and is not finished: whether it will be is found by looking it up.
        throw .unanswered(reason: "Shopify is still working on the cancellation.")
    }

    private func lookUp(cancellation notice: CancellationNotice) async throws(ChannelFailure) -> EffectFinding
    {
        let order = try await order(.orderNote, ["id": .string(notice.order)])
        return order["cancelledAt"].string != nil ? .done(EffectAnswer(id: notice.order)) : .notDone
    }

    /// Shopify's word for a reason; what it has no word for is `OTHER`, with our words in the note for the staff.
    private static func reason(_ words: String) -> String {
        let text = words.lowercased()
        if ["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "STAFF"].contains(words.uppercased()) {
            return words.uppercased()
        }
        if text.contains("buyer") || text.contains("customer") { return "CUSTOMER" }
        if text.contains("stock") { return "INVENTORY" }
        if text.contains("fraud") { return "FRAUD" }
        return "OTHER"
    }
}
