import Commerce
import HTTP

extension ShopifyState {
    mutating func updateOrder(_ input: JSON) throws(GraphQLFailure) -> PlainObject {
        try input.only(["id", "note", "tags", "email", "metafields"], "OrderInput")
        guard let id = Self.number(input["id"].string, "Order"), orders[id] != nil else {
            return orderPayload(nil, [.init(["id"], "Order does not exist")])
        }
        if let note = input["note"].string { orders[id]?.note = note }
        let moment = now
        orders[id]?.updatedAt = moment
        return orderPayload(orders[id], [])
    }

    private func orderPayload(_ order: ShopifyOrderRecord?, _ problems: [UserProblem]) -> PlainObject {
        PlainObject(
            "OrderUpdatePayload",
            [
                "order": order.map { .object(OrderObject(order: $0)) } ?? .null,
                "userErrors": UserProblem.list(problems),
            ])
    }

    // MARK: Shipping

    mutating func fulfill(_ input: JSON) throws(GraphQLFailure) -> PlainObject {
        try input.only(["lineItemsByFulfillmentOrder", "trackingInfo", "notifyCustomer"], "FulfillmentInput")
        var pieces: [ShopifyOrderRecord.Piece] = []
        var orderID: Int?
        for group in input["lineItemsByFulfillmentOrder"].items {
            try group.only(
                ["fulfillmentOrderId", "fulfillmentOrderLineItems"], "FulfillmentOrderLineItemsInput")
            guard let id = Self.number(group["fulfillmentOrderId"].string, "FulfillmentOrder"),
                let order = orders[id]
            else { return fulfillmentPayload(nil, "Fulfillment order does not exist.") }
            guard ["OPEN", "IN_PROGRESS"].contains(FulfillmentOrderObject(order: order).status) else {
                return fulfillmentPayload(nil, "Fulfillment order \(id) has an unfulfillable status.")
            }
            guard let chosen = self.pieces(of: group["fulfillmentOrderLineItems"], order: order) else {
                return fulfillmentPayload(nil, "Invalid fulfillment order line item quantity requested.")
            }
            pieces += chosen
            orderID = id
        }
        guard let orderID, var order = orders[orderID], !pieces.isEmpty else {
            return fulfillmentPayload(nil, "At least one line item has to be fulfilled.")
        }
        let info = input["trackingInfo"]
        if info.isObject {
            try info.only(["company", "number", "numbers", "url", "urls"], "FulfillmentTrackingInput")
        }
        let numbers = [info["number"].string].compactMap(\.self) + info["numbers"].items.compactMap(\.string)
        let fulfillment = ShopifyOrderRecord.Fulfillment(
            id: newID(), createdAt: now, deliveredAt: nil, status: "SUCCESS", displayStatus: "FULFILLED",
            tracking: numbers.map {
                .init(company: info["company"].string ?? "", number: $0, url: info["url"].string ?? "")
            }, pieces: pieces, notified: input["notifyCustomer"].bool ?? false)
        order.apply(fulfillment)
        order.updatedAt = now
        orders[orderID] = order
        return fulfillmentPayload(FulfillmentObject(order: order, fulfillment: fulfillment), nil)
    }

    /// Nil where more is asked than is left; all that is left where nothing is asked in particular.
    private func pieces(of items: JSON, order: ShopifyOrderRecord) -> [ShopifyOrderRecord.Piece]? {
        guard !items.items.isEmpty else {
            return order.lines.filter { $0.remaining > 0 }.map { .init(line: $0.id, quantity: $0.remaining) }
        }
        var result: [ShopifyOrderRecord.Piece] = []
        for item in items.items {
            guard let id = Self.number(item["id"].string, "FulfillmentOrderLineItem"),
                let line = order.lines.first(where: { $0.id == id }), let quantity = item["quantity"].integer,
                quantity > 0, quantity <= line.remaining
            else { return nil }
            result.append(.init(line: id, quantity: quantity))
        }
        return result
    }

    private func fulfillmentPayload(_ fulfillment: FulfillmentObject?, _ problem: String?) -> PlainObject {
        PlainObject(
            "FulfillmentCreatePayload",
            [
                "fulfillment": fulfillment.map { .object($0) } ?? .null,
                "userErrors": UserProblem.list(problem.map { [.init(["fulfillment"], $0)] } ?? []),
            ])
    }

    // MARK: Cancelling

    mutating func cancel(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        guard
            ["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"].contains(
                arguments["reason"].string ?? "")
        else { throw GraphQLFailure("Invalid OrderCancelReason", code: "INVALID_VARIABLE") }
        guard let id = Self.number(arguments["orderId"].string, "Order"), let order = orders[id] else {
            return cancelPayload(nil, [.init(["orderId"], "Order does not exist", code: "NOT_FOUND")])
        }
        if order.cancelledAt != nil {
            return cancelPayload(
                nil, [.init(["orderId"], "Cannot cancel an order that is already canceled", code: "INVALID")])
        }
        if order.lines.contains(where: { $0.fulfilled > 0 }) {
            return cancelPayload(
                nil, [.init(["orderId"], "Cannot cancel an order that has been fulfilled", code: "INVALID")])
        }
        let job = newID()
        jobs[job] = CancellationJob(
            order: id, refund: arguments["refund"].bool ?? false, restock: arguments["restock"].bool ?? false,
            reason: arguments["reason"].string ?? "OTHER", staffNote: arguments["staffNote"].string,
            dueAt: now.adding(seconds: 2))
        return cancelPayload(job, [])
    }

    private func cancelPayload(_ job: Int?, _ problems: [UserProblem]) -> PlainObject {
        PlainObject(
            "OrderCancelPayload",
            [
                "job": job.map {
                    .object(
                        PlainObject("Job", ["id": .text("gid://shopify/Job/\($0)"), "done": .flag(false)]))
                } ?? .null,
                "orderCancelUserErrors": UserProblem.list(problems), "userErrors": UserProblem.list(problems),
            ])
    }
}

extension ShopifyOrderRecord {
    mutating func apply(_ fulfillment: Fulfillment) {
        for piece in fulfillment.pieces {
            guard let place = lines.firstIndex(where: { $0.id == piece.line }) else { continue }
            lines[place].fulfilled += piece.quantity
        }
        fulfillments.append(fulfillment)
    }
}
