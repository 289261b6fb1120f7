import Commerce
import HTTP

struct OrderObject: GraphQLObject {
    let typeName = "Order"
    static let arguments: [String: Set<String>] = [
        "transactions": ["first"], "lineItems": ["first", "after"], "fulfillments": ["first"],
        "refunds": ["first"], "fulfillmentOrders": ["first", "after"],
        "suggestedRefund": ["refundLineItems", "shippingAmount"],
    ]
    let order: ShopifyOrderRecord

    func field(
        _ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState
    ) throws(GraphQLFailure) -> GraphQLAnswer? {
        if let amount = amount(name) { return .object(MoneyBagObject(amount, in: order)) }
        if let scalar = scalar(name) { return scalar }
        switch name {
        case "shippingLine":
            return .object(PlainObject("ShippingLine", ["title": .text("Standard")]))
        case "cancellation":
            return order.cancelledAt == nil
                ? .null : .object(PlainObject("OrderCancellation", ["staffNote": .text(order.staffNote)]))
        case "customer":
            let customer = order.customerID.flatMap { shop.customers[$0] }
            return customer.map { .object(CustomerObject(customer: $0)) } ?? .null
        case "shippingAddress", "billingAddress":
            return .object(AddressObject(address: order.address))
        case "transactions": return .list(Array(transactions.prefix(arguments.first ?? 50)))
        case "lineItems":
            return .object(
                try Connection("LineItemConnection", lines.map { ($0.key, $0.line) }, arguments))
        case "fulfillments":
            return .list(
                order.fulfillments.prefix(arguments.first ?? 250).map {
                    FulfillmentObject(order: order, fulfillment: $0)
                })
        case "refunds":
            return .list(
                order.refunds.prefix(arguments.first ?? 250).map { RefundObject(order: order, refund: $0) })
        case "fulfillmentOrders":
            return .object(
                try Connection(
                    "FulfillmentOrderConnection", [(placeKey(0), FulfillmentOrderObject(order: order))],
                    arguments))
        case "suggestedRefund": return .object(suggestedRefund)
        default: return nil
        }
    }

    private func amount(_ name: String) -> Money? {
        switch name {
        case "totalPriceSet": order.total
        case "totalTaxSet": order.tax
        case "totalShippingPriceSet": order.shipping
        case "totalDiscountsSet": order.discounts
        case "totalReceivedSet": order.isPaid ? order.total : .zero(order.currency)
        default: nil
        }
    }

    private func scalar(_ name: String) -> GraphQLAnswer? {
        switch name {
        case "id": .text(order.gid)
        case "name": .text(order.name)
        case "createdAt", "processedAt": .text(ShopifyState.time(order.createdAt))
        case "updatedAt": .text(ShopifyState.time(order.updatedAt))
        case "cancelledAt": .text(order.cancelledAt.map(ShopifyState.time))
        case "cancelReason": .text(order.cancelReason)
        case "note": .text(order.note)
        case "email": .text(order.email)
        case "phone": .text(order.phone)
        case "displayFinancialStatus": .text(order.displayFinancialStatus)
        case "displayFulfillmentStatus": .text(order.displayFulfillmentStatus)
        case "currencyCode": .text(order.currency.code)
        case "presentmentCurrencyCode": .text(order.presentment.code)
        case "taxesIncluded": .flag(order.taxesIncluded)
        case "paymentGatewayNames": .texts(order.isPaid ? ["shopify_payments"] : ["manual"])
        default: nil
        }
    }

    private var lines: [(key: String, line: LineObject)] {
        order.lines.enumerated().map { (placeKey($0.offset), LineObject(order: order, line: $0.element)) }
    }

    var saleID: String { "gid://shopify/OrderTransaction/\(order.id)" }

    private var transactions: [PlainObject] {
        guard order.isPaid else { return [] }
        return [
            PlainObject(
                "OrderTransaction",
                [
                    "id": .text(saleID), "kind": .text("SALE"), "status": .text("SUCCESS"),
                    "processedAt": .text(ShopifyState.time(order.createdAt)),
                    "paymentId": .text("\(order.name).1"),
                ])
        ]
    }

    private var suggestedRefund: PlainObject {
        let rest = order.isPaid ? order.total.minorUnits - order.refunded.minorUnits : 0
        let bag = MoneyBagObject(order.money(max(0, rest)), in: order)
        let transaction = PlainObject(
            "SuggestedOrderTransaction",
            [
                "gateway": .text("shopify_payments"), "maximumRefundableSet": .object(bag),
                "parentTransaction": .object(PlainObject("OrderTransaction", ["id": .text(saleID)])),
            ])
        return PlainObject(
            "SuggestedRefund", ["suggestedTransactions": .list(order.isPaid ? [transaction] : [])])
    }
}

struct LineObject: GraphQLObject {
    let typeName = "LineItem"
    let order: ShopifyOrderRecord
    let line: ShopifyOrderRecord.Line

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        switch name {
        case "id": .text(line.gid)
        case "name": .text(line.title)
        case "sku": .text(line.sku)
        case "quantity": .number(line.quantity)
        case "unfulfilledQuantity": .number(line.remaining)
        case "originalUnitPriceSet": bag(line.unitPrice)
        case "discountAllocations":
            .list(
                line.discount.isZero
                    ? [] : [PlainObject("DiscountAllocation", ["allocatedAmountSet": bag(line.discount)])])
        case "taxLines": .list(taxLines)
        case "variant":
            reference("ProductVariant", line.variantID.flatMap { shop.variant($0) != nil ? $0 : nil })
        case "product": reference("Product", line.productID.flatMap { shop.products[$0]?.id })
        default: nil
        }
    }

    private var taxLines: [PlainObject] {
        guard let rate = Rate(line.taxRate) else { return [] }
        return [
            PlainObject(
                "TaxLine",
                ["ratePercentage": .value(.number(rate.percentText())), "priceSet": bag(line.tax)])
        ]
    }

    private func bag(_ amount: Money) -> GraphQLAnswer { .object(MoneyBagObject(amount, in: order)) }

    /// What the line was sold of; null once that is deleted.
    private func reference(_ type: String, _ id: Int?) -> GraphQLAnswer {
        id.map { .object(PlainObject(type, ["id": .text("gid://shopify/\(type)/\($0)")])) } ?? .null
    }
}

struct FulfillmentObject: GraphQLObject {
    let typeName = "Fulfillment"
    static let arguments: [String: Set<String>] = [
        "trackingInfo": ["first"], "fulfillmentLineItems": ["first", "after"],
    ]
    let order: ShopifyOrderRecord
    let fulfillment: ShopifyOrderRecord.Fulfillment

    func field(
        _ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState
    ) throws(GraphQLFailure) -> GraphQLAnswer? {
        switch name {
        case "id": return .text("gid://shopify/Fulfillment/\(fulfillment.id)")
        case "createdAt": return .text(ShopifyState.time(fulfillment.createdAt))
        case "deliveredAt": return .text(fulfillment.deliveredAt.map(ShopifyState.time))
        case "status": return .text(fulfillment.status)
        case "displayStatus": return .text(fulfillment.displayStatus)
        case "trackingInfo":
            return .list(
                fulfillment.tracking.prefix(arguments.first ?? 250).map {
                    PlainObject(
                        "FulfillmentTrackingInfo",
                        [
                            "company": .text($0.company), "number": .text($0.number),
                            "url": .text($0.url.isEmpty ? nil : $0.url),
                        ])
                })
        case "fulfillmentLineItems":
            return .object(
                try Connection(
                    "FulfillmentLineItemConnection",
                    fulfillment.pieces.enumerated().map { place, piece in
                        (
                            placeKey(place),
                            PlainObject(
                                "FulfillmentLineItem",
                                ["quantity": .number(piece.quantity), "lineItem": lineReference(piece.line)])
                        )
                    }, arguments))
        default: return nil
        }
    }
}

private func lineReference(_ id: Int) -> GraphQLAnswer {
    .object(PlainObject("LineItem", ["id": .text("gid://shopify/LineItem/\(id)")]))
}

struct RefundObject: GraphQLObject {
    let typeName = "Refund"
    static let arguments: [String: Set<String>] = ["refundLineItems": ["first", "after"]]
    let order: ShopifyOrderRecord
    let refund: ShopifyOrderRecord.Refund

    func field(
        _ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState
    ) throws(GraphQLFailure) -> GraphQLAnswer? {
        switch name {
        case "id": return .text("gid://shopify/Refund/\(refund.id)")
        case "createdAt": return .text(ShopifyState.time(refund.createdAt))
        case "note": return .text(refund.note)
        case "totalRefundedSet": return .object(MoneyBagObject(refund.amount, in: order))
        case "refundLineItems":
            return .object(
                try Connection(
                    "RefundLineItemConnection",
                    refund.pieces.enumerated().map { place, piece in
                        (
                            placeKey(place),
                            PlainObject(
                                "RefundLineItem",
                                [
                                    "quantity": .number(piece.quantity),
                                    "restockType": .text(piece.restockType),
                                    "lineItem": lineReference(piece.line),
                                    "subtotalSet": .object(MoneyBagObject(piece.subtotal, in: order)),
                                    "totalTaxSet": .object(MoneyBagObject(piece.tax, in: order)),
                                ])
                        )
                    }, arguments))
        default: return nil
        }
    }
}

/// The simulated shop has one location, so an order has one of these.
struct FulfillmentOrderObject: GraphQLObject {
    let typeName = "FulfillmentOrder"
    static let arguments: [String: Set<String>] = ["lineItems": ["first", "after"]]
    let order: ShopifyOrderRecord

    var status: String {
        if order.isOnHold { return "ON_HOLD" }
        if order.cancelledAt != nil { return "CANCELLED" }
        if order.lines.allSatisfy({ $0.remaining <= 0 }) { return "CLOSED" }
        return order.lines.contains { $0.fulfilled > 0 } ? "IN_PROGRESS" : "OPEN"
    }

    func field(
        _ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState
    ) throws(GraphQLFailure) -> GraphQLAnswer? {
        switch name {
        case "id": return .text("gid://shopify/FulfillmentOrder/\(order.id)")
        case "status": return .text(status)
        case "assignedLocation":
            let location = PlainObject("Location", ["id": .text(shop.locationGID), "name": .text("Main")])
            return .object(PlainObject("FulfillmentOrderAssignedLocation", ["location": .object(location)]))
        case "lineItems":
            return .object(
                try Connection(
                    "FulfillmentOrderLineItemConnection",
                    order.lines.enumerated().map { place, line in
                        (
                            placeKey(place),
                            PlainObject(
                                "FulfillmentOrderLineItem",
                                [
                                    "id": .text("gid://shopify/FulfillmentOrderLineItem/\(line.id)"),
                                    "remainingQuantity": .number(line.remaining),
                                    "lineItem": lineReference(line.id),
                                ])
                        )
                    }, arguments))
        default: return nil
        }
    }
}
