import Commerce
import HTTP

extension WooShop {
    /// An order as the API shows it.
    func json(of order: WooOrder) -> JSON {
        let goodsTax = (order.lines + order.feeLines).reduce(Int64(0)) { $0 + $1.tax }
        let shippingTax = order.shippingLines.reduce(Int64(0)) { $0 + $1.tax }
        let shipping = order.shippingLines.reduce(Int64(0)) { $0 + $1.total }
        let discount = order.lines.reduce(Int64(0)) { $0 + $1.subtotal - $1.total }
        let discountTax = order.lines.reduce(Int64(0)) { $0 + $1.subtotalTax - $1.tax }
        var members: [JSON.Member] = [
            .init("id", JSON(order.id)), .init("parent_id", 0), .init("status", JSON(order.status)),
            .init("currency", JSON(order.currency)), .init("version", JSON(configuration.profile.version)),
            .init("prices_include_tax", .bool(order.pricesIncludeTax)),
        ]
        members += dates("date_created", order.created) + dates("date_modified", order.modified)
        members += [
            .init("discount_total", JSON(amount(discount))), .init("discount_tax", JSON(amount(discountTax))),
            .init("shipping_total", JSON(amount(shipping))), .init("shipping_tax", JSON(amount(shippingTax))),
            .init("cart_tax", JSON(amount(goodsTax))), .init("total", JSON(amount(order.total))),
            .init("total_tax", JSON(amount(order.tax))), .init("customer_id", JSON(order.customer)),
            .init("order_key", JSON("wc_order_\(order.id)")),
            .init("billing", address(order.billing, isBilling: true)),
            .init("shipping", address(order.shipping, isBilling: false)),
            .init("payment_method", JSON(order.paymentMethod)),
            .init("payment_method_title", JSON(order.paymentTitle)),
            .init("transaction_id", JSON(order.transaction)), .init("customer_ip_address", ""),
            .init("customer_user_agent", ""), .init("created_via", JSON(order.createdVia)),
            .init("customer_note", JSON(order.customerNote)),
        ]
        members += dates("date_completed", order.completed) + dates("date_paid", order.paid)
        members += [
            .init("cart_hash", ""), .init("number", JSON(String(order.id))),
            .init("meta_data", .array(order.meta.map(\.json))),
            .init("line_items", .array(order.lines.enumerated().map { goods($1, at: $0, in: order) })),
            .init("tax_lines", taxLines(order, goodsTax, shippingTax)),
            .init("shipping_lines", .array(order.shippingLines.map { extra($0, "method_title", order) })),
            .init("fee_lines", .array(order.feeLines.map { extra($0, "name", order) })),
            .init("coupon_lines", coupons(order, discount)),
            .init(
                "refunds",
                .array(
                    order.refunds.reversed().map { refund in
                        [
                            "id": JSON(refund.id), "reason": JSON(refund.reason),
                            "total": JSON(amount(-refund.amount)),
                        ]
                    })),
            .init("currency_symbol", "$"),
            .init(
                "_links",
                ["self": [["href": JSON("\(configuration.home)/wp-json/wc/v3/orders/\(order.id)")]]]),
        ]
        return .object(members)
    }

    private func goods(_ line: WooLine, at place: Int, in order: WooOrder) -> JSON {
        let item = items[line.variation == 0 ? line.product : line.variation]
        // One field, three types (fact 14).
        let picture: JSON =
            item?.images.first.map { line.id % 5 == 0 ? JSON($0.id) : JSON(String($0.id)) } ?? ""
        return [
            "id": JSON(line.id), "name": JSON(line.name),
            "product_id": JSON(items[line.product] == nil ? 0 : line.product),
            "variation_id": JSON(line.variation), "quantity": JSON(line.quantity), "tax_class": "",
            "subtotal": JSON(amount(line.subtotal)), "subtotal_tax": JSON(amount(line.subtotalTax)),
            "total": JSON(amount(line.total)), "total_tax": JSON(amount(line.tax)),
            "taxes": line.tax == 0
                ? []
                : [
                    [
                        "id": 1, "total": JSON(amount(line.tax) + "00"),
                        "subtotal": JSON(amount(line.subtotalTax)),
                    ]
                ],
            "meta_data": [], "sku": item == nil ? .null : line.sku.map { JSON($0) } ?? .null,
            "price": .number(each(line)),
            "image": ["id": picture, "src": ""], "parent_name": line.parentName.map { JSON($0) } ?? .null,
        ]
    }

    /// As PHP writes a quotient: a whole number without a point, else all digits of a binary fraction (fact 12).
    private func each(_ line: WooLine) -> String {
        var scale = 1.0
        for _ in 0..<configuration.decimals { scale *= 10 }
        let value = line.quantity == 0 ? 0 : Double(line.total) / scale / Double(line.quantity)
        let text = String(value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private func extra(_ line: WooLine, _ title: String, _ order: WooOrder) -> JSON {
        [
            "id": JSON(line.id), title: JSON(line.name), "method_id": "flat_rate",
            "total": JSON(amount(line.total)), "total_tax": JSON(amount(line.tax)),
            "taxes": line.tax == 0 ? [] : [["id": 1, "total": JSON(amount(line.tax)), "subtotal": ""]],
            "meta_data": [],
        ]
    }

    private func taxLines(_ order: WooOrder, _ goods: Int64, _ shipping: Int64) -> JSON {
        guard !order.taxPercent.isEmpty else { return [] }
        return [
            [
                "id": 1, "rate_code": "TAX-1", "rate_id": 1, "label": "Tax", "compound": false,
                "tax_total": JSON(amount(goods)), "shipping_tax_total": JSON(amount(shipping)),
                "rate_percent": .number(order.taxPercent), "meta_data": [],
            ]
        ]
    }

    private func coupons(_ order: WooOrder, _ discount: Int64) -> JSON {
        guard !order.couponCode.isEmpty else { return [] }
        let code = configuration.profile == .v7_9 ? order.couponCode.lowercased() : order.couponCode
        var members: [JSON.Member] = [
            .init("id", JSON(order.id * 10)), .init("code", JSON(code)),
            .init("discount", JSON(amount(discount))), .init("discount_tax", "0.00"),
            .init("meta_data", []),
        ]
        if configuration.profile == .v9_9 { members.append(.init("nominal_amount", 5)) }
        return .array([.object(members)])
    }

    func address(_ address: WooAddress, isBilling: Bool) -> JSON {
        var members: [JSON.Member] = [
            .init("first_name", JSON(address.first)), .init("last_name", JSON(address.last)),
            .init("company", JSON(address.company)), .init("address_1", JSON(address.street)),
            .init("address_2", JSON(address.extra)), .init("city", JSON(address.city)),
            .init("state", JSON(address.state)), .init("postcode", JSON(address.postcode)),
            .init("country", JSON(address.country)),
        ]
        if isBilling { members.append(.init("email", JSON(address.email))) }
        members.append(.init("phone", JSON(address.phone)))
        return .object(members)
    }
}
