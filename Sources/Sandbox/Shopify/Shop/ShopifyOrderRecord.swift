package import Commerce

/// An order in the simulated shop.
package struct ShopifyOrderRecord: Hashable, Sendable {
    package var id: Int
    package var name: String
    package var createdAt: Instant
    package var updatedAt: Instant
    package var cancelledAt: Instant?
    package var cancelReason: String?
    package var staffNote: String?
    package var note: String?
    package var email: String
    package var phone: String
    package var customerID: Int?
    package var address: PostalAddress
    package var lines: [Line]
    package var shipping: Money
    package var taxesIncluded: Bool
    /// The currency the buyer saw, and what one of the shop's is in it.
    package var presentment: Currency
    package var presentmentRate: Rate
    package var isPaid: Bool
    package var isOnHold: Bool
    package var fulfillments: [Fulfillment]
    package var refunds: [Refund]
    /// Words in place of the derived ones: what a later version of the platform may say.
    package var financialStatus: String?
    package var fulfillmentStatus: String?

    package struct Line: Hashable, Sendable {
        package var id: Int
        package var productID: Int?
        package var variantID: Int?
        package var title: String
        package var sku: String
        package var quantity: Int
        package var unitPrice: Money
        package var discount: Money
        package var tax: Money
        /// Such as `0.19`.
        package var taxRate: String
        package var fulfilled: Int
        package var refunded: Int
        /// Of those refunded, how many had not left.
        package var removed: Int

        package var gid: String { "gid://shopify/LineItem/\(id)" }
        package var remaining: Int { quantity - fulfilled - removed }
        var charged: Int64 { unitPrice.minorUnits * Int64(quantity) - discount.minorUnits }
    }

    package struct Fulfillment: Hashable, Sendable {
        package var id: Int
        package var createdAt: Instant
        package var deliveredAt: Instant?
        /// `SUCCESS` or `CANCELLED`.
        package var status: String
        package var displayStatus: String
        package var tracking: [Tracking]
        /// Line's number and pieces.
        package var pieces: [Piece]
        package var notified: Bool

        package struct Tracking: Hashable, Sendable {
            package var company: String
            package var number: String
            package var url: String

            package init(company: String, number: String, url: String = "") {
                self.company = company
                self.number = number
                self.url = url
            }
        }
    }

    package struct Piece: Hashable, Sendable {
        package var line: Int
        package var quantity: Int
    }

    package struct Refund: Hashable, Sendable {
        package var id: Int
        package var createdAt: Instant
        package var note: String
        package var amount: Money
        package var pieces: [RefundPiece]
    }

    package struct RefundPiece: Hashable, Sendable {
        package var line: Int
        package var quantity: Int
        package var restockType: String
        package var subtotal: Money
        package var tax: Money
    }

    package var gid: String { "gid://shopify/Order/\(id)" }

    var currency: Currency { shipping.currency }
    func money(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, currency: currency) }

    package var tax: Money { money(lines.reduce(0) { $0 + $1.tax.minorUnits }) }
    package var discounts: Money { money(lines.reduce(0) { $0 + $1.discount.minorUnits }) }
    package var total: Money {
        let goods = lines.reduce(0) { $0 + $1.charged }
        return money(goods + shipping.minorUnits + (taxesIncluded ? 0 : tax.minorUnits))
    }
    package var refunded: Money { money(refunds.reduce(0) { $0 + $1.amount.minorUnits }) }

    package var displayFinancialStatus: String {
        if let financialStatus { return financialStatus }
        if !isPaid { return cancelledAt == nil ? "PENDING" : "VOIDED" }
        if refunded.isZero { return "PAID" }
        return refunded.minorUnits >= total.minorUnits ? "REFUNDED" : "PARTIALLY_REFUNDED"
    }

    package var displayFulfillmentStatus: String {
        if let fulfillmentStatus { return fulfillmentStatus }
        if isOnHold { return "ON_HOLD" }
        if lines.allSatisfy({ $0.remaining <= 0 }) {
            return lines.contains { $0.fulfilled > 0 } ? "FULFILLED" : "UNFULFILLED"
        }
        return lines.contains { $0.fulfilled > 0 } ? "PARTIALLY_FULFILLED" : "UNFULFILLED"
    }
}

package struct ShopifyCustomerRecord: Hashable, Sendable {
    package var id: Int
    package var name: String
    package var email: String
    package var phone: String
    package var tags: [String]
    package var address: PostalAddress?
    package var createdAt: Instant
    package var updatedAt: Instant

    package var gid: String { "gid://shopify/Customer/\(id)" }
}

/// What a buyer orders.
package struct ShopifySale: Sendable {
    /// Variants' identifiers and pieces.
    package var items: [(variant: String, quantity: Int)]
    package var buyer: String
    package var email: String
    package var phone: String
    package var address: PostalAddress
    package var note: String
    /// A decimal in the shop's currency.
    package var shipping: String
    /// Taken off each line, as a decimal; in the order of the items.
    package var lineDiscounts: [String]
    /// Such as `0.19`; empty for no tax.
    package var taxRate: String
    package var taxesIncluded: Bool
    package var isPaid: Bool
    /// The currency the buyer pays in, with what one of the shop's is in it; nil for the shop's own.
    package var presentment: (currency: Currency, rate: Rate)?

    package init(
        items: [(variant: String, quantity: Int)], buyer: String = "Nino Beridze",
        email: String = "nino@example.com", phone: String = "+995555123456",
        address: PostalAddress? = nil, note: String = "", shipping: String = "5.00",
        lineDiscounts: [String] = [], taxRate: String = "", taxesIncluded: Bool = true, isPaid: Bool = true,
        presentment: (currency: Currency, rate: Rate)? = nil
    ) {
        self.items = items
        self.buyer = buyer
        self.email = email
        self.phone = phone
        self.address =
            address
            ?? PostalAddress(
                name: buyer, street: "Rustaveli Ave 12", city: "Tbilisi", postcode: "0108",
                country: CountryCode(code: "GE"))
        self.note = note
        self.shipping = shipping
        self.lineDiscounts = lineDiscounts
        self.taxRate = taxRate
        self.taxesIncluded = taxesIncluded
        self.isPaid = isPaid
        self.presentment = presentment
    }
}
