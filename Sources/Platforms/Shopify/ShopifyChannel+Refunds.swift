import Commerce
import Connectors
import HTTP

extension ShopifyChannel {
    /// Refunds once: the same key again answers the first refund, and nothing moves. Our reference stands in its note.
    func refund(_ notice: RefundNotice, key: String) async throws(ChannelFailure) -> EffectAnswer {
        let lines = notice.lines.map { line -> JSON in
            [
                "lineItemId": .string(line.lineID), "quantity": JSON(line.quantity),
                "restockType": "NO_RESTOCK",
            ]
        }
        let question: [JSON.Member] = [
            .init("id", .string(notice.order)), .init("lines", .array(lines)),
            .init("shipping", .string(notice.shipping.amountText)),
        ]
        let order = try await order(.refundableOrder, .object(question))
        guard order["currencyCode"].string == notice.amount.currency.code else {
            throw .rejected(reason: "The order is in \(order["currencyCode"].string ?? "another currency").")
        }
        var input: [JSON.Member] = [
            .init("orderId", .string(notice.order)),
            .init("note", .string(ShopifyReference.text(notice.reason, key: key))), .init("notify", true),
        ]
        if !lines.isEmpty {
            let location = notice.lines.contains(where: \.isRestocked) ? try await location().id : nil
            let unfulfilled = try await unfulfilledLines(order, question)
            let items = notice.lines.map { Self.item($0, unfulfilled: unfulfilled, location: location) }
            input.append(.init("refundLineItems", .array(items)))
        }
        if notice.shipping.isPositive {
            input.append(.init("shipping", ["amount": .string(notice.shipping.amountText)]))
        }
        if notice.paysBack {
            input.append(.init("transactions", .array(try transactions(of: order, for: notice))))
        }
        let variables: JSON = ["input": .object(input), "key": .string(ShopifyKey.uuid(of: key))]
        let payload = try await connection.run(.createRefund, variables).data["refundCreate"]
        try check(payload)
        guard let id = payload["refund"]["id"].string else {
            throw .unreadable(reason: "Shopify's answer names no refund.")
        }
        return EffectAnswer(id: id)
    }

    /// How many pieces of each line have not left.
    private func unfulfilledLines(
        _ order: JSON, _ question: [JSON.Member]
    ) async throws(ChannelFailure) -> [String: Int] {
        let nodes = try await rest(
            of: order["lineItems"], document: .refundableOrder, variables: question,
            at: ["order", "lineItems"])
        var result: [String: Int] = [:]
        for node in nodes {
            if let id = node["id"].string { result[id] = node["unfulfilledQuantity"].integer ?? 0 }
        }
        return result
    }

    /// What goes back into the count is told per line and never assumed (LESSONS 41): as cancelled where it has not
    /// left, as returned where it has.
    private static func item(
        _ line: ChannelRefund.Line, unfulfilled: [String: Int], location: String?
    ) -> JSON {
        var members: [JSON.Member] = [
            .init("lineItemId", .string(line.lineID)), .init("quantity", JSON(line.quantity)),
        ]
        if line.isRestocked, let location {
            let hasLeft = unfulfilled[line.lineID] ?? 0 < line.quantity
            members.append(.init("restockType", hasLeft ? "RETURN" : "CANCEL"))
            members.append(.init("locationId", .string(location)))
        } else {
            members.append(.init("restockType", "NO_RESTOCK"))
        }
        return .object(members)
    }

    /// The amount over the payments it came by, each up to what can still go back through it. Without transactions no
    /// money moves at Shopify.
    private func transactions(of order: JSON, for notice: RefundNotice) throws(ChannelFailure) -> [JSON] {
        let presentment = order["presentmentCurrencyCode"].string
        guard presentment == nil || presentment == notice.amount.currency.code else {
            // Shopify wants the buyer's currency here, and converting would send back another amount than was agreed.
            throw .rejected(
                reason:
                    "The buyer paid in \(presentment ?? ""): refund it in Shopify's admin, Mercer records it."
            )
        }
        let amounts = ShopifyAmounts(currency: notice.amount.currency)
        var rest = notice.amount.minorUnits
        var result: [JSON] = []
        for suggested in order["suggestedRefund"]["suggestedTransactions"].items where rest > 0 {
            let most: Money?
            do throws(UnreadableItem) { most = try amounts.money(suggested["maximumRefundableSet"]) } catch {
                throw .unreadable(reason: error.reason)
            }
            let part = min(rest, most?.minorUnits ?? 0)
            guard part > 0 else { continue }
            rest -= part
            let money = Money(minorUnits: part, currency: notice.amount.currency)
            result.append([
                "orderId": .string(notice.order), "kind": "REFUND", "amount": .string(money.amountText),
                "gateway": suggested["gateway"].string.map(JSON.string) ?? "manual",
                "parentId": suggested["parentTransaction"]["id"],
            ])
        }
        guard rest == 0 else {
            let short = Money(minorUnits: notice.amount.minorUnits - rest, currency: notice.amount.currency)
            throw .rejected(reason: "Only \(short) of what was paid through Shopify is left to refund.")
        }
        return result
    }

    func lookUp(refund notice: RefundNotice, key: String) async throws(ChannelFailure) -> EffectFinding {
        guard let pulled = try await orders(ids: [notice.order]).first else {
            throw .gone(reason: "Shopify has no such order.")
        }
        do throws(UnreadableItem) {
            let found = try pulled.item.get().refunds.first { $0.reference == key }
            return found.map { .done(EffectAnswer(id: $0.id)) } ?? .notDone
        } catch {
            return .unclear(reason: "The order cannot be read: \(error)")
        }
    }
}
