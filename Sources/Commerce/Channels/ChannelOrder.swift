/// An order as a channel has it. Its amounts are facts: they stay as the platform says them (LESSONS 27).
package struct ChannelOrder: Hashable, Codable, Sendable {
    package var id: String
    /// What buyer and seller call it, such as `#1042`, without the `#`.
    package var number: String
    /// The platform's own word for where it stands; one that nobody knows yet survives here.
    package var status: String
    package var placedAt: Instant
    package var modifiedAt: Instant
    package var paidAt: Instant?
    package var cancelledAt: Instant?
    package var cancelReason: String
    package var payment: PaymentState
    package var fulfillment: FulfillmentState
    package var cancellation: CancellationState
    /// Whether the platform holds it back: review, fraud, a buyer's question.
    package var isOnHold: Bool
    /// The currency of all amounts here: the one the shop is paid in.
    package var currency: Currency
    package var lines: [ChannelOrderLine]
    package var shipping: Money
    package var shippingMethod: String
    /// Of the whole order, beyond what its lines already leave out.
    package var discount: Money
    package var tax: Money
    package var taxIncluded: Bool
    package var total: Money
    /// What the buyer's side saw, where that is another currency (LESSONS 31).
    package var presentment: Presentment?
    package var customer: ChannelCustomer?
    package var email: String
    package var phone: String
    package var shipTo: PostalAddress?
    package var billTo: PostalAddress?
    package var note: String
    package var paymentMethod: String
    package var paymentReference: String
    package var refunds: [ChannelRefund]
    package var parcels: [ChannelParcel]
    /// Whether this is an order that Mercer itself placed there: importing it would be an echo (LESSONS 18).
    package var isOurs: Bool
    /// Whether the platform has taken the order's pieces off its own count, and not given them back: not for one that
    /// is not paid yet (WooCommerce's pending), not for one whose pieces went back when it was cancelled.
    package var hasTakenStock: Bool

    package struct Presentment: Hashable, Codable, Sendable {
        package var total: Money
        /// As the platform says it, or computed from the two totals; empty when unknown.
        package var rate: String

        package init(total: Money, rate: String = "") {
            self.total = total
            self.rate = rate
        }
    }

    package init(
        id: String, number: String, status: String = "", placedAt: Instant, modifiedAt: Instant,
        paidAt: Instant? = nil, cancelledAt: Instant? = nil, cancelReason: String = "",
        payment: PaymentState = .awaiting, fulfillment: FulfillmentState = .unallocated,
        cancellation: CancellationState = .no, isOnHold: Bool = false, currency: Currency,
        lines: [ChannelOrderLine] = [], shipping: Money, shippingMethod: String = "", discount: Money,
        tax: Money, taxIncluded: Bool = false, total: Money, presentment: Presentment? = nil,
        customer: ChannelCustomer? = nil, email: String = "", phone: String = "",
        shipTo: PostalAddress? = nil, billTo: PostalAddress? = nil, note: String = "",
        paymentMethod: String = "", paymentReference: String = "", refunds: [ChannelRefund] = [],
        parcels: [ChannelParcel] = [], isOurs: Bool = false, hasTakenStock: Bool = true
    ) {
        self.id = id
        self.number = number
        self.status = status
        self.placedAt = placedAt
        self.modifiedAt = modifiedAt
        self.paidAt = paidAt
        self.cancelledAt = cancelledAt
        self.cancelReason = cancelReason
        self.payment = payment
        self.fulfillment = fulfillment
        self.cancellation = cancellation
        self.isOnHold = isOnHold
        self.currency = currency
        self.lines = lines
        self.shipping = shipping
        self.shippingMethod = shippingMethod
        self.discount = discount
        self.tax = tax
        self.taxIncluded = taxIncluded
        self.total = total
        self.presentment = presentment
        self.customer = customer
        self.email = email
        self.phone = phone
        self.shipTo = shipTo
        self.billTo = billTo
        self.note = note
        self.paymentMethod = paymentMethod
        self.paymentReference = paymentReference
        self.refunds = refunds
        self.parcels = parcels
        self.isOurs = isOurs
        self.hasTakenStock = hasTakenStock
    }
}

/// One line, as it was sold (LESSONS 44).
package struct ChannelOrderLine: Hashable, Codable, Sendable {
    package var id: String
    package var kind: Kind
    /// The platform's variant, or its product where it has no variants; empty where it is gone or was never one.
    package var variantID: String
    package var productID: String
    package var sku: String
    package var title: String
    package var quantity: Int
    /// Before the line's discount.
    package var unitPrice: UnitPrice
    /// Of the whole line.
    package var discount: Money
    package var tax: Money
    /// Such as `19 %`; empty when unknown.
    package var taxRate: String

    package enum Kind: String, Hashable, Codable, Sendable {
        case product, fee, discount, adjustment, exchange
    }

    package init(
        id: String, kind: Kind = .product, variantID: String = "", productID: String = "", sku: String = "",
        title: String = "", quantity: Int, unitPrice: UnitPrice, discount: Money, tax: Money,
        taxRate: String = ""
    ) {
        self.id = id
        self.kind = kind
        self.variantID = variantID
        self.productID = productID
        self.sku = sku
        self.title = title
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.discount = discount
        self.tax = tax
        self.taxRate = taxRate
    }
}

package struct ChannelRefund: Hashable, Codable, Sendable {
    package var id: String
    /// What went back, above zero.
    package var amount: Money
    package var reason: String
    /// Nil where the platform does not say.
    package var at: Instant?
    package var lines: [Line]
    /// Our own reference, where this refund carries one: it is then the answer to an effect of ours.
    package var reference: String

    /// Pieces of one line of the order. The line's identifier is the order line's, never the refund line's own
    /// (LESSONS 38).
    package struct Line: Hashable, Codable, Sendable {
        package var lineID: String
        package var quantity: Int
        package var amount: Money
        package var isRestocked: Bool

        package init(lineID: String, quantity: Int, amount: Money, isRestocked: Bool) {
            self.lineID = lineID
            self.quantity = quantity
            self.amount = amount
            self.isRestocked = isRestocked
        }
    }

    package init(
        id: String, amount: Money, reason: String = "", at: Instant? = nil, lines: [Line] = [],
        reference: String = ""
    ) {
        self.id = id
        self.amount = amount
        self.reason = reason
        self.at = at
        self.lines = lines
        self.reference = reference
    }
}

package struct ChannelParcel: Hashable, Codable, Sendable {
    package var id: String
    package var carrier: String
    package var number: String
    package var shippedAt: Instant?
    package var deliveredAt: Instant?
    package var lines: [ChannelLineQuantity]
    /// Our own reference, where this parcel carries one.
    package var reference: String

    package init(
        id: String, carrier: String = "", number: String = "", shippedAt: Instant? = nil,
        deliveredAt: Instant? = nil, lines: [ChannelLineQuantity] = [], reference: String = ""
    ) {
        self.id = id
        self.carrier = carrier
        self.number = number
        self.shippedAt = shippedAt
        self.deliveredAt = deliveredAt
        self.lines = lines
        self.reference = reference
    }
}

/// Pieces of one line of an order, by the platform's identifier of the line (LESSONS 42).
package struct ChannelLineQuantity: Hashable, Codable, Sendable {
    package var lineID: String
    package var quantity: Int

    package init(lineID: String, quantity: Int) {
        self.lineID = lineID
        self.quantity = quantity
    }
}
