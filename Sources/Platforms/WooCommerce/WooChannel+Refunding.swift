import Commerce
import Connectors
import HTTP

extension WooChannel {
    func refunds(of order: String) async throws(ChannelFailure) -> [JSON] {
        guard Int(order) != nil else { throw .gone(reason: "“\(order)” is no order’s number there") }
        let call = WooClient.Call(
            route: "orders/\(order)/refunds", query: [("per_page", "100")], label: "refunds of order \(order)"
        )
        return try await client.send(call).json().items
    }

    /// One request records it, with lines, shipping and our reference. What the gateway is asked for and whether goods
    /// go back into the count is always said, as the shop's own answer to both is yes (OBSERVED 24).
    func refund(_ notice: RefundNotice, _ key: String) async throws(ChannelFailure) -> EffectAnswer {
        guard notice.amount.isPositive else { throw .rejected(reason: "there is nothing to give back") }
        let order = try await order(
            notice.order, fields: "id,currency,total,refunds,line_items,shipping_lines")
        guard order["currency"].string == notice.amount.currency.code else {
            throw .rejected(reason: "the order was paid in \(order["currency"].string ?? "another currency")")
        }
        if !order["refunds"].items.isEmpty,
            let done = try await refunds(of: notice.order).first(where: { Self.reference(in: $0) == key })
        {
            // The shop would give the money back as often as it is asked.
            return EffectAnswer(id: done["id"].text ?? "")
        }
        let rows = order["line_items"].items
        var lines: [JSON] = []
        for line in notice.lines {
            guard let row = rows.first(where: { $0["id"].text == line.lineID }) else {
                throw .rejected(reason: "the order has no line \(line.lineID) any more")
            }
            lines.append(try Self.part(of: row, line.quantity, line.amount))
        }
        if notice.shipping.isPositive {
            guard let row = order["shipping_lines"].items.first else {
                throw .rejected(reason: "the order has no shipping that could be given back")
            }
            lines.append(try Self.part(of: row, nil, notice.shipping))
        }
        // The shop knows one answer for all lines; where ours differ, Mercer's own count says it afterwards.
        let restocks = !notice.lines.isEmpty && notice.lines.allSatisfy(\.isRestocked)
        let call = WooClient.Call(
            method: .post, route: "orders/\(notice.order)/refunds",
            body: [
                "amount": JSON(notice.amount.amountText), "reason": JSON(notice.reason),
                "api_refund": .bool(notice.paysBack), "api_restock": .bool(restocks),
                "line_items": .array(lines),
                "meta_data": [["key": JSON(WooReference.key), "value": JSON(key)]],
            ], label: "refund of order \(notice.order)")
        return EffectAnswer(id: try await client.send(call).json()["id"].text ?? "")
    }

    /// A line of the refund: its tax apart from the rest, in the proportion in which the line was taxed.
    private static func part(
        of row: JSON, _ quantity: Int?, _ amount: Money
    ) throws(ChannelFailure) -> JSON {
        let currency = amount.currency
        do {
            let net = try WooValue.money(row["total"], currency, "line")
            let tax = try WooValue.money(row["total_tax"], currency, "tax")
            var members: [JSON.Member] = [.init("id", JSON(row["id"].integer ?? 0))]
            if let quantity { members.append(.init("quantity", JSON(quantity))) }
            let rates = row["taxes"].items.filter { $0["id"].integer != nil }
            guard tax.isPositive, !net.isNegative, !rates.isEmpty else {
                return .object(members + [.init("refund_total", JSON(amount.amountText))])
            }
            let parts = try amount.allocated(by: [net.minorUnits, tax.minorUnits])
            let weights = try rates.map { rate in
                max(0, try WooValue.money(rate["total"], currency, "tax").minorUnits)
            }
            let shares =
                weights.contains { $0 > 0 } ? try parts[1].allocated(by: weights) : [parts[1]]
            let taxes = zip(rates, shares).map { rate, share -> JSON in
                ["id": JSON(rate["id"].integer ?? 0), "refund_total": JSON(share.amountText)]
            }
            members += [
                .init("refund_total", JSON(parts[0].amountText)), .init("refund_tax", .array(taxes)),
            ]
            return .object(members)
        } catch {
            throw .rejected(reason: "a line’s refund cannot be computed: \(error)")
        }
    }
}
