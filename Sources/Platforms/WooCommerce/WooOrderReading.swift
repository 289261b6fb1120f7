import Commerce
import Connectors
import Foundation
import HTTP

/// Reads an order as the shop writes it.
enum WooOrderReading {
    /// What is asked for: without the rest the shop answers several times as fast.
    static let fields = [
        "id", "number", "status", "currency", "prices_include_tax", "date_created_gmt", "date_modified_gmt",
        "date_completed_gmt", "date_paid_gmt", "total", "total_tax", "shipping_total", "shipping_tax",
        "customer_id", "customer_note", "billing", "shipping", "payment_method", "payment_method_title",
        "transaction_id", "created_via", "meta_data", "line_items", "tax_lines", "shipping_lines",
        "fee_lines",
        "refunds",
    ].joined(separator: ",")

    /// Carts that a checkout keeps as orders; they are none.
    static let carts: Set<String> = ["checkout-draft", "auto-draft", "draft"]

    /// - Parameter refunds: The order's refunds as `/refunds` has them, with lines and moments; null where they were
    ///   not asked for.
    static func order(_ json: JSON, refunds details: JSON) throws(UnreadableItem) -> ChannelOrder {
        guard let id = json["id"].integer else { throw UnreadableItem(reason: "it has no number") }
        guard let currency = json["currency"].string.flatMap({ Currency(code: $0) }) else {
            throw UnreadableItem(reason: "its currency “\(json["currency"].text ?? "")” is none of ISO 4217")
        }
        guard let placed = WooValue.instant(json["date_created_gmt"]) else {
            throw UnreadableItem(reason: "it does not say when it was placed")
        }
        let modified = WooValue.instant(json["date_modified_gmt"]) ?? placed
        let isIncluded = json["prices_include_tax"].bool ?? false
        guard let text = json["total"].text, !text.isEmpty else {
            throw UnreadableItem(reason: "it does not say its total")
        }
        let total = try WooValue.money(json["total"], currency, "total")
        var order = ChannelOrder(
            id: String(id), number: json["number"].text ?? String(id), status: json["status"].string ?? "",
            placedAt: placed, modifiedAt: modified, paidAt: WooValue.instant(json["date_paid_gmt"]),
            currency: currency, shipping: .zero(currency), discount: .zero(currency),
            tax: try WooValue.money(json["total_tax"], currency, "tax"), taxIncluded: isIncluded, total: total
        )
        order.lines = try lines(json, currency, isIncluded)
        order.shipping = try gross(
            json["shipping_total"], json["shipping_tax"], currency, isIncluded, "shipping")
        order.shippingMethod = json["shipping_lines"].items
            .compactMap { $0["method_title"].string.map(WooText.decoded) }.joined(separator: ", ")
        order.refunds = try refunds(json["refunds"], details, currency)
        setParties(of: &order, json)
        order.paymentMethod = WooText.decoded(json["payment_method_title"].string ?? "")
        if order.paymentMethod.isEmpty { order.paymentMethod = json["payment_method"].string ?? "" }
        order.paymentReference = json["transaction_id"].text ?? ""
        order.note = json["customer_note"].string ?? ""
        let shipped = WooValue.instant(json["date_completed_gmt"])
        order.parcels = WooParcels.read(json["meta_data"], shippedAt: shipped)
        try WooOrderState.set(of: &order, json, shippedAt: shipped)
        return order
    }

    private static func setParties(of order: inout ChannelOrder, _ json: JSON) {
        let billing = json["billing"]
        order.billTo = WooValue.address(billing)
        order.shipTo = WooValue.address(json["shipping"])
        order.email = billing["email"].string ?? ""
        order.phone = billing["phone"].string ?? ""
        let number = json["customer_id"].integer ?? 0
        let address = order.billTo ?? order.shipTo
        guard number != 0 || address != nil || !order.email.isEmpty || !order.phone.isEmpty else { return }
        order.customer = ChannelCustomer(
            id: number == 0 ? "" : String(number), name: address?.name ?? "", email: order.email,
            phone: order.phone, company: address?.company ?? "", address: order.shipTo ?? order.billTo)
    }

    /// WooCommerce writes every amount without its tax, also where the shop's prices include it: there the two are put
    /// together again, so that a line reads as the buyer saw it, and lines + shipping = total in both ways.
    private static func gross(
        _ net: JSON, _ tax: JSON, _ currency: Currency, _ isIncluded: Bool, _ name: String
    ) throws(UnreadableItem) -> Money {
        let amount = try WooValue.money(net, currency, name)
        guard isIncluded else { return amount }
        do throws(MoneyError) {
            return try amount.adding(valueOfTax(tax, currency, name))
        } catch { throw UnreadableItem(reason: "its \(name): \(error)") }
    }

    private static func valueOfTax(_ json: JSON, _ currency: Currency, _ name: String) throws(MoneyError)
        -> Money
    {
        do throws(UnreadableItem) { return try WooValue.money(json, currency, name) } catch {
            throw .overflow
        }
    }

    private static func lines(
        _ json: JSON, _ currency: Currency, _ isIncluded: Bool
    ) throws(UnreadableItem) -> [ChannelOrderLine] {
        let rates = json["tax_lines"].items
        var lines: [ChannelOrderLine] = []
        for row in json["line_items"].items {
            let full = try gross(row["subtotal"], row["subtotal_tax"], currency, isIncluded, "line")
            let charged = try gross(row["total"], row["total_tax"], currency, isIncluded, "line")
            let quantity = row["quantity"].integer ?? 0
            let product = row["product_id"].integer ?? 0
            let variation = row["variation_id"].integer ?? 0
            do throws(MoneyError) {
                // What one piece cost is the line's amount shared by its pieces, to the millionth, half to even.
                let each = try UnitPrice.each(of: full, quantity: quantity, rounding: .halfEven)
                lines.append(
                    ChannelOrderLine(
                        id: row["id"].text ?? "",
                        variantID: product == 0 ? "" : String(variation == 0 ? product : variation),
                        productID: product == 0 ? "" : String(product), sku: row["sku"].text ?? "",
                        title: WooText.decoded(row["name"].string ?? ""), quantity: quantity,
                        unitPrice: each ?? .zero(currency), discount: try full.subtracting(charged),
                        tax: try valueOfTax(row["total_tax"], currency, "tax"), taxRate: rate(row, rates)))
            } catch { throw UnreadableItem(reason: "one of its lines: \(error)") }
        }
        for row in json["fee_lines"].items {
            let amount = try gross(row["total"], row["total_tax"], currency, isIncluded, "fee")
            do throws(MoneyError) {
                lines.append(
                    ChannelOrderLine(
                        id: row["id"].text ?? "", kind: .fee,
                        title: WooText.decoded(row["name"].string ?? ""), quantity: 1,
                        unitPrice: try UnitPrice(amount), discount: .zero(currency),
                        tax: try valueOfTax(row["total_tax"], currency, "tax"), taxRate: rate(row, rates)))
            } catch { throw UnreadableItem(reason: "one of its fees: \(error)") }
        }
        return lines
    }

    /// The one rate a line was taxed by; empty where it was none, or more than one.
    private static func rate(_ row: JSON, _ rates: [JSON]) -> String {
        guard !rates.isEmpty else { return "" }
        let taxes = row["taxes"].items.filter { !($0["total"].text ?? "").isEmpty }
        guard taxes.count == 1, let number = taxes[0]["id"].integer,
            let percent = rates.first(where: { $0["rate_id"].integer == number })?["rate_percent"].text
        else { return "" }
        return percent + " %"
    }

    private static func refunds(
        _ summaries: JSON, _ details: JSON, _ currency: Currency
    ) throws(UnreadableItem) -> [ChannelRefund] {
        var found: [ChannelRefund] = []
        for row in summaries.items {
            let id = row["id"].integer ?? 0
            let amount = try positive(row["total"], currency)
            var refund = ChannelRefund(
                id: String(id), amount: amount, reason: WooText.decoded(row["reason"].string ?? ""))
            if let detail = details.items.first(where: { $0["id"].integer == id }) {
                refund = try self.refund(detail, currency)
            }
            found.append(refund)
        }
        return found
    }

    /// A refund as `/orders/…/refunds` has it. A line's amount is what went back for it, its tax included.
    static func refund(_ json: JSON, _ currency: Currency) throws(UnreadableItem) -> ChannelRefund {
        let rows = json["line_items"].items
        var lines: [ChannelRefund.Line] = []
        for row in rows {
            // Its own number is the refund's; the order's line stands in its meta data (LESSONS 38).
            guard let line = WooValue.meta("_refunded_item_id", in: row["meta_data"]).text else { continue }
            let net = try positive(row["total"], currency)
            do throws(MoneyError) {
                let amount = try net.adding(positiveTax(row, currency))
                lines.append(
                    ChannelRefund.Line(
                        lineID: line, quantity: Int(clamping: (row["quantity"].integer ?? 0).magnitude),
                        amount: amount,
                        isRestocked: false))
            } catch {
                throw UnreadableItem(reason: "one of its refunds: \(error)")
            }
        }
        return ChannelRefund(
            id: json["id"].text ?? "", amount: try positive(json["amount"], currency),
            reason: WooText.decoded(json["reason"].string ?? ""),
            at: WooValue.instant(json["date_created_gmt"]), lines: lines,
            reference: WooValue.meta(WooReference.key, in: json["meta_data"]).text ?? "")
    }

    private static func positiveTax(_ row: JSON, _ currency: Currency) throws(MoneyError) -> Money {
        let tax = try valueOfTax(row["total_tax"], currency, "tax")
        return tax.isNegative ? try tax.negated() : tax
    }

    private static func positive(_ json: JSON, _ currency: Currency) throws(UnreadableItem) -> Money {
        let amount = try WooValue.money(json, currency, "refund")
        do throws(MoneyError) { return amount.isNegative ? try amount.negated() : amount } catch {
            throw UnreadableItem(reason: "one of its refunds: \(error)")
        }
    }
}
