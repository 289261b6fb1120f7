import Commerce
import Connectors
import HTTP

/// Where an order stands, of Shopify's words. A word that nobody knows yet is kept and read by what else is there.
struct ShopifyOrderStatus {
    let node: JSON
    let parcels: [JSON]

    private var money: String { node["displayFinancialStatus"].string ?? "" }
    private var goods: String { node["displayFulfillmentStatus"].string ?? "" }

    var words: String { [money, goods].filter { !$0.isEmpty }.joined(separator: " / ") }
    var isOnHold: Bool { goods == "ON_HOLD" }

    /// The sale or capture that brought the money; null where there is none.
    var payingTransaction: JSON {
        node["transactions"].items.first {
            ["SALE", "CAPTURE"].contains($0["kind"].string ?? "") && $0["status"].string == "SUCCESS"
        } ?? .null
    }

    var paidAt: Instant? { payingTransaction["processedAt"].string.flatMap(Instant.init) }

    func payment(total: Money, _ amounts: ShopifyAmounts) throws(UnreadableItem) -> PaymentState {
        switch money {
        case "PENDING", "PARTIALLY_PAID", "EXPIRED": return .awaiting
        case "AUTHORIZED": return .authorized
        case "PAID": return .paid
        case "PARTIALLY_REFUNDED": return .partRefunded
        case "REFUNDED": return .refunded
        case "VOIDED": return .voided
        default:
            let received = try amounts.money(node["totalReceivedSet"])
            return received.map { $0.isPositive && $0.minorUnits >= total.minorUnits } == true
                ? .paid : .awaiting
        }
    }

    var fulfillment: FulfillmentState {
        let live = parcels.filter { $0["status"].string != "CANCELLED" }
        let words = live.map { $0["displayStatus"].string ?? "" }
        if words.contains(where: { ["FAILURE", "NOT_DELIVERED"].contains($0) }) { return .exception }
        let delivered = words.count { ["DELIVERED", "PICKED_UP"].contains($0) }
        switch goods {
        case "FULFILLED":
            if live.isEmpty || delivered == 0 { return .shipped }
            return delivered == live.count ? .delivered : .partDelivered
        case "PARTIALLY_FULFILLED": return .partShipped
        case "PENDING_FULFILLMENT": return .sentToSupplier
        case "IN_PROGRESS": return .allocated
        case "UNFULFILLED", "OPEN", "SCHEDULED", "ON_HOLD", "REQUEST_DECLINED", "RESTOCKED":
            return .unallocated
        // Nothing has to be sent: there is nothing for the seller to do.
        case "FULFILLMENT_NOT_REQUIRED", "NOT_REQUIRED": return .delivered
        default: return live.isEmpty ? .unallocated : .partShipped
        }
    }
}

/// Reads amounts: the shop's side of each bag, as text, never through a binary fraction (LESSONS 33).
struct ShopifyAmounts {
    let currency: Currency

    func money(_ bag: JSON) throws(UnreadableItem) -> Money? {
        guard let text = bag["shopMoney"]["amount"].text else { return nil }
        return try money(text, currency)
    }

    func required(_ bag: JSON, _ what: String) throws(UnreadableItem) -> Money {
        guard let money = try money(bag) else { throw UnreadableItem(reason: "its \(what) is missing") }
        return money
    }

    private func money(_ text: String, _ currency: Currency) throws(UnreadableItem) -> Money {
        do throws(DecimalTextError) {
            return Money(
                minorUnits: try DecimalText.parse(text, scale: currency.exponent), currency: currency)
        } catch {
            throw UnreadableItem(reason: "the amount “\(text)” \(currency.code) cannot be read: \(error)")
        }
    }

    func unitPrice(_ bag: JSON) throws(UnreadableItem) -> UnitPrice {
        let text = bag["shopMoney"]["amount"].text ?? ""
        do throws(DecimalTextError) {
            let millionths = try DecimalText.parse(text, scale: UnitPrice.scale)
            return UnitPrice(millionths: millionths, currency: currency)
        } catch {
            throw UnreadableItem(reason: "a line's price “\(text)” cannot be read: \(error)")
        }
    }

    func sum(_ one: Money, _ other: Money?) throws(UnreadableItem) -> Money {
        guard let other else { return one }
        do throws(MoneyError) { return try one.adding(other) } catch {
            throw UnreadableItem(reason: "its amounts do not add up: \(error)")
        }
    }

    /// What the buyer's side saw, where that is another currency; the rate is computed from the two totals (LESSONS 31).
    func presentment(_ bag: JSON) throws(UnreadableItem) -> ChannelOrder.Presentment? {
        guard let code = bag["presentmentMoney"]["currencyCode"].string, code != currency.code,
            let other = Currency(code: code), let text = bag["presentmentMoney"]["amount"].text
        else { return nil }
        let theirs = try money(text, other)
        guard let ours = try money(bag), ours.isPositive else { return .init(total: theirs) }
        let top = Int128(theirs.minorUnits) * Int128(currency.unitsPerMajor) * 1_000_000
        let bottom = Int128(ours.minorUnits) * Int128(other.unitsPerMajor)
        let millionths = Int64(exactly: (top + bottom / 2) / bottom)
        return .init(
            total: theirs, rate: millionths.map { DecimalText.format($0, scale: 6, keeping: 1) } ?? "")
    }

    /// What the total shows was taken off beyond the lines' own discounts: of Shopify's discounts, only one on the
    /// shipping is not allocated to lines, so it is never more than the shipping. Anything else stays a residual
    /// (LESSONS 27).
    func orderDiscount(lines: [ChannelOrderLine], shipping: Money, tax: Money, total: Money) -> Money {
        let zero = Money.zero(currency)
        do throws(MoneyError) {
            var plain = try shipping.adding(tax)
            for line in lines {
                let full = try line.unitPrice.times(line.quantity, rounding: .halfUp)
                plain = try plain.adding(full).subtracting(line.discount)
            }
            let gap = try plain.subtracting(total)
            return gap.isPositive && gap.minorUnits <= shipping.minorUnits ? gap : zero
        } catch {
            return zero
        }
    }
}

/// Our own reference where the platform has no place for one: at the end of a text for the seller.
enum ShopifyReference {
    static func text(_ words: String, key: String) -> String {
        words.isEmpty ? "(Mercer \(key))" : "\(words) (Mercer \(key))"
    }

    static func split(_ text: String) -> (words: String, key: String) {
        guard text.hasSuffix(")"), let range = text.ranges(of: "(Mercer ").last else { return (text, "") }
        let key = text[range.upperBound...].dropLast()
        guard !key.isEmpty, !key.contains(")") else { return (text, "") }
        var words = text[..<range.lowerBound]
        if words.hasSuffix(" ") { words.removeLast() }
        return (String(words), String(key))
    }
}
