import Commerce
import HTTP

extension ShopifyState {
    mutating func refund(_ input: JSON) throws(GraphQLFailure) -> PlainObject {
        try input.only(
            [
                "orderId", "note", "notify", "refundLineItems", "shipping", "transactions", "currency",
                "discrepancyReason",
            ], "RefundInput")
        guard let id = Self.number(input["orderId"].string, "Order"), var order = orders[id] else {
            return refundPayload(nil, [.init(["orderId"], "Order does not exist")])
        }
        if order.presentment != order.currency, input["currency"].string == nil {
            return refundPayload(nil, [.init(["currency"], "Currency is required for multi-currency orders")])
        }
        var pieces: [ShopifyOrderRecord.RefundPiece] = []
        for (index, item) in input["refundLineItems"].items.enumerated() {
            try item.only(["lineItemId", "quantity", "restockType", "locationId"], "RefundLineItemInput")
            guard let piece = piece(item, of: order) else {
                return refundPayload(
                    nil,
                    [
                        .init(
                            ["refundLineItems", String(index), "quantity"],
                            "Quantity cannot refund more items than were purchased")
                    ])
            }
            pieces.append(piece)
        }
        var amount: Int64 = 0
        for transaction in input["transactions"].items {
            try transaction.only(
                ["orderId", "parentId", "gateway", "kind", "amount"], "OrderTransactionInput")
            guard let part = transaction["amount"].text.flatMap(self.amount), part.isPositive else {
                return refundPayload(nil, [.init(["transactions", "amount"], "Amount is invalid")])
            }
            amount += part.minorUnits
        }
        guard order.isPaid || amount == 0, order.refunded.minorUnits + amount <= order.total.minorUnits else {
            return refundPayload(
                nil, [.init(["transactions"], "Refund amount is greater than the maximum refundable amount")])
        }
        take(pieces, into: &order)
        let refund = ShopifyOrderRecord.Refund(
            id: newID(), createdAt: now, note: input["note"].string ?? "", amount: order.money(amount),
            pieces: pieces)
        order.refunds.append(refund)
        order.updatedAt = now
        orders[id] = order
        return refundPayload(RefundObject(order: order, refund: refund), [])
    }

    /// What a line's pieces are worth: shares of the whole line, so that however they are refunded they add up.
    func piece(_ item: JSON, of order: ShopifyOrderRecord) -> ShopifyOrderRecord.RefundPiece? {
        guard let id = Self.number(item["lineItemId"].string, "LineItem"),
            let line = order.lines.first(where: { $0.id == id }), let quantity = item["quantity"].integer,
            quantity > 0,
            let subtotal = order.money(line.charged).share(
                of: quantity, after: line.refunded, pieces: line.quantity),
            let tax = line.tax.share(of: quantity, after: line.refunded, pieces: line.quantity)
        else { return nil }
        return .init(
            line: id, quantity: quantity, restockType: item["restockType"].string ?? "NO_RESTOCK",
            subtotal: subtotal, tax: tax)
    }

    /// Refunded pieces that have not left are no longer to be shipped; what is restocked is counted again.
    mutating func take(_ pieces: [ShopifyOrderRecord.RefundPiece], into order: inout ShopifyOrderRecord) {
        for piece in pieces {
            guard let place = order.lines.firstIndex(where: { $0.id == piece.line }) else { continue }
            order.lines[place].refunded += piece.quantity
            order.lines[place].removed += min(piece.quantity, max(0, order.lines[place].remaining))
            if piece.restockType == "CANCEL" || piece.restockType == "RETURN",
                let variant = order.lines[place].variantID
            {
                moveStock(of: variant, by: piece.quantity)
            }
        }
    }

    private func refundPayload(_ refund: RefundObject?, _ problems: [UserProblem]) -> PlainObject {
        PlainObject(
            "RefundCreatePayload",
            ["refund": refund.map { .object($0) } ?? .null, "userErrors": UserProblem.list(problems)])
    }
}
