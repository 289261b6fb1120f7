import Commerce
import Foundation
import HTTP

extension WooShop {
    mutating func notes(
        _ call: WooCall, of id: Int, _ rest: [String], _ body: JSON
    ) throws(WooRefusal) -> WooAnswer {
        let order = try order(id, status: 404)
        if rest.isEmpty {
            switch call.method {
            // Not paged, and without totals (fact 8).
            case .get, .head: return WooAnswer(.array(order.notes.reversed().map(json(of:))))
            case .post:
                guard let text = body["note"].string else { throw .missing("note") }
                let note = note(
                    text, on: id, isForBuyer: body["customer_note"].bool == true, author: "WooCommerce")
                return WooAnswer(json(of: note), status: 201)
            default: throw .noRoute
            }
        }
        guard rest.count == 1, let noteID = Int(rest[0]),
            let note = order.notes.first(where: { $0.id == noteID })
        else { throw .unknown("", status: 404) }
        switch call.method {
        case .get, .head: return WooAnswer(json(of: note))
        case .delete:
            guard call.flag("force") == true else { throw .needsForce }
            change(id, touching: false) { $0.notes.removeAll { $0.id == noteID } }
            return WooAnswer(json(of: note))
        default: throw .noRoute
        }
    }

    private func json(of note: WooNote) -> JSON {
        .object(
            [.init("id", JSON(note.id)), .init("author", JSON(note.author))]
                + dates("date_created", note.at)
                + [.init("note", JSON(note.text)), .init("customer_note", .bool(note.isForBuyer))])
    }

    mutating func refunds(
        _ call: WooCall, of id: Int, _ rest: [String], _ body: JSON
    ) throws(WooRefusal) -> WooAnswer {
        let order = try order(id, status: 404)
        if rest.isEmpty {
            switch call.method {
            case .get, .head:
                return try .listed(
                    order.refunds.reversed().map { json(of: $0, order) }, call, keeps: configuration.profile)
            case .post: return WooAnswer(try refund(order, body), status: 201)
            default: throw .noRoute
            }
        }
        guard rest.count == 1, let refundID = Int(rest[0]),
            let refund = order.refunds.first(where: { $0.id == refundID })
        else { throw .unknown("shop_order_refund_", status: 404) }
        switch call.method {
        case .get, .head: return WooAnswer(json(of: refund, order))
        case .delete:
            // Final even without force (fact 24).
            change(id) { $0.refunds.removeAll { $0.id == refundID } }
            return WooAnswer(json(of: refund, order))
        default: throw .noRoute
        }
    }

    private mutating func refund(_ order: WooOrder, _ body: JSON) throws(WooRefusal) -> JSON {
        func refused(_ message: String) -> WooRefusal {
            WooRefusal(
                status: 500, code: "woocommerce_rest_cannot_create_order_refund", message: message,
                isBare: true)
        }
        if !body["amount"].isNull, body["amount"].string == nil {
            throw .invalid("amount", "amount is not of type string.")
        }
        var lines: [WooRefund.Line] = []
        for row in body["line_items"].items {
            guard let line = row["id"].integer else { continue }
            lastLineID += 1
            let tax = row["refund_tax"].items.reduce(Int64(0)) { $0 + units($1["refund_total"].text) }
            lines.append(
                WooRefund.Line(
                    id: lastLineID, orderLine: line, quantity: row["quantity"].integer ?? 0,
                    total: units(row["refund_total"].text), tax: tax))
        }
        let sum = lines.reduce(Int64(0)) { $0 + $1.total + $1.tax }
        let amount = body["amount"].isNull ? sum : units(body["amount"].string)
        guard amount > 0, amount <= order.total - order.refunded else {
            throw refused("Invalid refund amount.")
        }
        let paysBack = body["api_refund"].bool ?? true
        if paysBack, !configuration.gatewayRefunds {
            throw refused("The payment gateway for this order does not support automatic refunds.")
        }
        var refund = WooRefund(
            id: nextID(), amount: amount, reason: body["reason"].string ?? "", at: WooMoment.whole(now))
        refund.lines = lines
        refund.isPaidBack = paysBack
        mergeMeta(body["meta_data"], into: &refund.meta)
        change(order.id) { $0.refunds.append(refund) }
        if body["api_restock"].bool ?? true {
            for line in lines {
                guard let sold = order.lines.first(where: { $0.id == line.orderLine }) else { continue }
                moveStock(of: sold.variation == 0 ? sold.product : sold.variation, by: line.quantity)
            }
        }
        if amount == order.total - order.refunded, let place = orderPlaces[order.id] {
            // The last penny turns the status; the stock it took stays taken.
            change(order.id) { $0.status = "refunded" }
            note(
                "Order status changed to Refunded.", on: orders[place].id, isForBuyer: false, author: "system"
            )
        }
        return json(of: refund, order)
    }

    private func json(of refund: WooRefund, _ order: WooOrder) -> JSON {
        let lines = refund.lines.compactMap { line -> JSON? in
            guard let sold = order.lines.first(where: { $0.id == line.orderLine }) else { return nil }
            return refundLine(line, name: sold.name, product: sold.product, variation: sold.variation)
        }
        let shipping = refund.lines.compactMap { line -> JSON? in
            guard let sold = order.shippingLines.first(where: { $0.id == line.orderLine }) else { return nil }
            return refundLine(line, name: sold.name, product: 0, variation: 0)
        }
        return .object(
            [.init("id", JSON(refund.id))] + dates("date_created", refund.at)
                + [
                    .init("amount", JSON(amount(refund.amount))), .init("reason", JSON(refund.reason)),
                    .init("refunded_by", 1), .init("refunded_payment", .bool(refund.isPaidBack)),
                    .init("meta_data", .array(refund.meta.map(\.json))), .init("line_items", .array(lines)),
                    .init("shipping_lines", .array(shipping)),
                ])
    }

    private func refundLine(_ line: WooRefund.Line, name: String, product: Int, variation: Int) -> JSON {
        [
            "id": JSON(line.id), "name": JSON(name), "product_id": JSON(product),
            "variation_id": JSON(variation), "quantity": JSON(-line.quantity),
            "subtotal": JSON(amount(-line.total)), "total": JSON(amount(-line.total)),
            "total_tax": JSON(amount(-line.tax)), "taxes": [],
            "meta_data": [
                ["id": JSON(line.id), "key": "_refunded_item_id", "value": JSON(String(line.orderLine))]
            ],
        ]
    }
}
