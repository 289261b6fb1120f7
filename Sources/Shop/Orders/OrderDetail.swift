package import Commerce

/// An order opened: all that the seller sees of it at once.
package struct OrderDetail: Sendable, Codable {
    package struct Line: Hashable, Sendable, Codable {
        package let id: OrderLineID
        package let kind: String
        package let product: ProductID?
        package let variant: VariantID?
        package let sku: String
        package let barcode: String
        package let title: String
        package let quantity: Int
        /// Pieces on the shelf that no order holds, with those put by for this line; nil where none are counted.
        package let here: Int?
        package let unitCost: UnitPrice?
        package let unitPrice: UnitPrice
        /// What the line charges after its own discount.
        package let charged: Money
        package let reserved: Int
        package let short: Int
        package let shipped: Int
        package let inParcels: Int
        package let refunded: Int

        /// What still has to leave.
        package var toShip: Int { kind == "product" ? max(0, quantity - shipped - refunded) : 0 }
    }

    package struct Parcel: Hashable, Sendable, Codable {
        package let id: ParcelID
        package let carrier: String
        package let tracking: String
        package let shipped: Instant?
        package let delivered: Instant?
        package let lines: [LineQuantity]
    }

    package struct Payment: Hashable, Sendable, Codable {
        package let amount: Money
        package let method: String
        package let reference: String
        package let at: Instant
    }

    package struct Refund: Hashable, Sendable, Codable {
        package let amount: Money
        package let shipping: Money
        package let reason: String
        package let at: Instant
    }

    package struct Note: Hashable, Sendable, Codable {
        package let text: String
        package let at: Instant
    }

    /// One thing that happened to it.
    package struct Event: Hashable, Sendable, Codable {
        package let at: Instant
        package let what: String
        /// The entry of the journal that says so; nil for what a platform or a file told.
        package let entry: EntryID?
    }

    package struct Neighbour: Hashable, Sendable, Codable {
        package let id: OrderID
        package let number: String
    }

    package struct Figures: Hashable, Sendable, Codable {
        package let lines: Money
        package let shipping: Money
        package let discounts: Money
        package let tax: Money
        package let taxIncluded: Bool
        /// Our own arithmetic.
        package let total: Money
        /// The platform's word, where there is one.
        package let platformTotal: Money?
        package let paid: Money
        package let refunded: Money
        package let refundable: Money
        /// What the goods cost; nil where the cost of a line is not known.
        package let cost: Money?
        /// What is left after tax and the goods; nil likewise.
        package let keep: Money?
    }

    package let card: OrderCard
    package let customer: CustomerID?
    package let email: String
    package let phone: String
    package let address: PostalAddress?
    package let addressProblem: String?
    package let giftNote: String
    package let shippingMethod: String
    package let cancelReason: String
    package let paidAt: Instant?
    package let isPast: Bool
    package let joinedInto: Neighbour?
    package let lines: [Line]
    package let figures: Figures
    package let parcels: [Parcel]
    package let payments: [Payment]
    package let refunds: [Refund]
    package let notes: [Note]
    /// Newest first.
    package let story: [Event]
    /// Which order of this customer it is, from 1, and how many there are.
    package let nth: Int
    package let ofCustomer: Int
    /// Orders that look like this one.
    package let twins: [Neighbour]
}
