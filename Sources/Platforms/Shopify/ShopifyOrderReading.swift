import Commerce
import Connectors
import Foundation
import HTTP

extension ShopifyChannel {
    /// How much of an order's parcels and refunds is read at once: first what most have, then what the fullest have.
    private static let widths = [20, 60]

    /// An order with all of its lines, parcels and refunds.
    func pulled(order node: JSON) async throws(ChannelFailure) -> Pulled<ChannelOrder> {
        let id = node["id"].string ?? ""
        var reading = ShopifyOrderReading(order: node)
        if node["lineItems"]["pageInfo"]["hasNextPage"].bool == true {
            reading.lines = try await rest(
                of: node["lineItems"], document: .orderLines, variables: [.init("id", .string(id))],
                at: ["order", "lineItems"])
        }
        if reading.mayHaveMoreParcels { reading.parcels = try await parcels(of: id) }
        if !node["refunds"].items.isEmpty { reading.refunds = try await refunds(of: id) }
        do throws(UnreadableItem) {
            return Pulled(id: id, item: .success(try reading.order()), raw: reading.evidence)
        } catch {
            return Pulled(id: id, item: .failure(error), raw: reading.evidence)
        }
    }

    private func parcels(of order: String) async throws(ChannelFailure) -> [JSON] {
        var nodes: [JSON] = []
        for width in Self.widths {
            let variables: JSON = [
                "id": .string(order), "parcels": JSON(width), "tracking": JSON(width == 20 ? 8 : 3),
                "lines": JSON(width == 20 ? 10 : 2),
            ]
            nodes = try await connection.run(.orderParcels, variables).data["order"]["fulfillments"].items
            if nodes.count < width { break }
        }
        var whole: [JSON] = []
        for node in nodes {
            let lines = try await rest(
                of: node["fulfillmentLineItems"], document: .parcelLines,
                variables: [.init("id", node["id"])], at: ["node", "fulfillmentLineItems"])
            whole.append(node.replacing("fulfillmentLineItems", with: ["nodes": .array(lines)]))
        }
        return whole
    }

    private func refunds(of order: String) async throws(ChannelFailure) -> [JSON] {
        var nodes: [JSON] = []
        for width in Self.widths {
            let variables: JSON = [
                "id": .string(order), "refunds": JSON(width), "lines": JSON(width == 20 ? 5 : 1),
            ]
            nodes = try await connection.run(.orderRefunds, variables).data["order"]["refunds"].items
            if nodes.count < width { break }
        }
        var whole: [JSON] = []
        for node in nodes {
            let lines = try await rest(
                of: node["refundLineItems"], document: .refundLines, variables: [.init("id", node["id"])],
                at: ["node", "refundLineItems"])
            whole.append(node.replacing("refundLineItems", with: ["nodes": .array(lines)]))
        }
        return whole
    }
}

extension JSON {
    /// The object with that member's value in its place.
    func replacing(_ name: String, with value: JSON) -> JSON {
        .object(members.map { $0.name == name ? Member(name, value) : $0 })
    }
}

/// Makes an order of what Shopify says. The shop's money is the fact; the buyer's is kept beside it.
struct ShopifyOrderReading {
    let node: JSON
    var lines: [JSON]
    var parcels: [JSON]
    var refunds: [JSON] = []

    init(order node: JSON) {
        self.node = node
        lines = node["lineItems"]["nodes"].items
        parcels = node["fulfillments"].items
    }

    /// Whether a nested list came full, so that there may be more.
    var mayHaveMoreParcels: Bool {
        parcels.count >= 2
            || parcels.contains {
                $0["trackingInfo"].items.count >= 2
                    || $0["fulfillmentLineItems"]["pageInfo"]["hasNextPage"].bool == true
            }
    }

    var evidence: Data {
        node.replacing("lineItems", with: ["nodes": .array(lines)])
            .replacing("fulfillments", with: .array(parcels))
            .replacing("refunds", with: .array(refunds)).data
    }

    func order() throws(UnreadableItem) -> ChannelOrder {
        guard let id = node["id"].string, let name = node["name"].string,
            let placedAt = (node["processedAt"].string ?? node["createdAt"].string).flatMap(Instant.init),
            let modifiedAt = node["updatedAt"].string.flatMap(Instant.init)
        else { throw UnreadableItem(reason: "it has no identifier, number or time") }
        let code = node["currencyCode"].string ?? ""
        guard let currency = Currency(code: code) else {
            throw UnreadableItem(reason: "its currency “\(code)” is unknown")
        }
        let amounts = ShopifyAmounts(currency: currency)
        let total = try amounts.required(node["totalPriceSet"], "total")
        let shipping = try amounts.money(node["totalShippingPriceSet"]) ?? .zero(currency)
        let tax = try amounts.money(node["totalTaxSet"]) ?? .zero(currency)
        let isTaxIncluded = node["taxesIncluded"].bool ?? false
        var readLines: [ChannelOrderLine] = []
        for line in lines { readLines.append(try self.line(line, amounts)) }
        let status = ShopifyOrderStatus(node: node, parcels: parcels)
        return ChannelOrder(
            id: id, number: name.hasPrefix("#") ? String(name.dropFirst()) : name, status: status.words,
            placedAt: placedAt, modifiedAt: modifiedAt, paidAt: status.paidAt,
            cancelledAt: node["cancelledAt"].string.flatMap(Instant.init),
            cancelReason: node["cancelReason"].string ?? "",
            payment: try status.payment(total: total, amounts), fulfillment: status.fulfillment,
            cancellation: node["cancelledAt"].isNull ? .no : .yes, isOnHold: status.isOnHold,
            currency: currency, lines: readLines, shipping: shipping,
            shippingMethod: node["shippingLine"]["title"].string ?? "",
            discount: amounts.orderDiscount(
                lines: readLines, shipping: shipping, tax: isTaxIncluded ? .zero(currency) : tax, total: total
            ),
            tax: tax, taxIncluded: isTaxIncluded, total: total,
            presentment: try amounts.presentment(node["totalPriceSet"]),
            customer: ShopifyCustomerReading.customer(node["customer"]), email: node["email"].string ?? "",
            phone: node["phone"].string ?? "",
            shipTo: ShopifyCustomerReading.address(node["shippingAddress"]),
            billTo: ShopifyCustomerReading.address(node["billingAddress"]), note: node["note"].string ?? "",
            paymentMethod: node["paymentGatewayNames"].items.compactMap(\.string).joined(separator: ", "),
            paymentReference: status.payingTransaction["paymentId"].string ?? "",
            refunds: try readRefunds(amounts), parcels: parcels.flatMap(Self.parcels))
    }

    private func line(_ node: JSON, _ amounts: ShopifyAmounts) throws(UnreadableItem) -> ChannelOrderLine {
        guard let id = node["id"].string, let quantity = node["quantity"].integer else {
            throw UnreadableItem(reason: "a line has no identifier or quantity")
        }
        var discount = Money.zero(amounts.currency)
        for allocation in node["discountAllocations"].items {
            discount = try amounts.sum(discount, try amounts.money(allocation["allocatedAmountSet"]))
        }
        var tax = Money.zero(amounts.currency)
        for taxLine in node["taxLines"].items {
            tax = try amounts.sum(tax, try amounts.money(taxLine["priceSet"]))
        }
        let rates = node["taxLines"].items.compactMap { $0["ratePercentage"].text }
        return ChannelOrderLine(
            id: id, variantID: node["variant"]["id"].string ?? "",
            productID: node["product"]["id"].string ?? "",
            sku: node["sku"].string ?? "", title: node["name"].string ?? "", quantity: quantity,
            unitPrice: try amounts.unitPrice(node["originalUnitPriceSet"]), discount: discount, tax: tax,
            taxRate: rates.count == 1 ? rates[0] + " %" : "")
    }

    private func readRefunds(_ amounts: ShopifyAmounts) throws(UnreadableItem) -> [ChannelRefund] {
        var result: [ChannelRefund] = []
        for refund in refunds {
            guard let id = refund["id"].string else { continue }
            var pieces: [ChannelRefund.Line] = []
            for line in refund["refundLineItems"]["nodes"].items {
                // The order line's identifier, never the refund line's own (LESSONS 38).
                guard let lineID = line["lineItem"]["id"].string, let quantity = line["quantity"].integer
                else {
                    continue
                }
                var amount = try amounts.money(line["subtotalSet"]) ?? .zero(amounts.currency)
                if node["taxesIncluded"].bool == false {
                    amount = try amounts.sum(amount, try amounts.money(line["totalTaxSet"]))
                }
                let restock = line["restockType"].string ?? "NO_RESTOCK"
                pieces.append(
                    .init(
                        lineID: lineID, quantity: quantity, amount: amount,
                        isRestocked: restock != "NO_RESTOCK"))
            }
            let (reason, reference) = ShopifyReference.split(refund["note"].string ?? "")
            result.append(
                ChannelRefund(
                    id: id, amount: try amounts.money(refund["totalRefundedSet"]) ?? .zero(amounts.currency),
                    reason: reason, at: refund["createdAt"].string.flatMap(Instant.init), lines: pieces,
                    reference: reference))
        }
        return result
    }

    /// One parcel for each tracking number: a fulfillment may have several, and none is dropped (LESSONS 43). Which
    /// piece is in which is not said, so all are with the first.
    static func parcels(_ node: JSON) -> [ChannelParcel] {
        guard let id = node["id"].string,
            !["CANCELLED", "ERROR", "FAILURE"].contains(node["status"].string ?? "")
        else { return [] }
        let lines = node["fulfillmentLineItems"]["nodes"].items.compactMap { line -> ChannelLineQuantity? in
            guard let lineID = line["lineItem"]["id"].string, let quantity = line["quantity"].integer else {
                return nil
            }
            return ChannelLineQuantity(lineID: lineID, quantity: quantity)
        }
        let tracking = node["trackingInfo"].items
        return (0..<max(1, tracking.count)).map { place in
            let entry = tracking.indices.contains(place) ? tracking[place] : .null
            return ChannelParcel(
                id: place == 0 ? id : "\(id)#\(place + 1)", carrier: entry["company"].string ?? "",
                number: entry["number"].string ?? "",
                shippedAt: node["createdAt"].string.flatMap(Instant.init),
                deliveredAt: node["deliveredAt"].string.flatMap(Instant.init), lines: place == 0 ? lines : [])
        }
    }
}
