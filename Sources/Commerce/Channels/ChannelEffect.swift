/// What happens once on a channel and cannot be computed again from a difference: it goes through the outbox.
package enum ChannelEffect: Hashable, Codable, Sendable {
    case ship(ShipmentNotice)
    case cancel(CancellationNotice)
    case refund(RefundNotice)
    case note(NoteNotice)
    case createProduct(ProductCreation)
    case removeProduct(ProductRemoval)
    case createVariant(VariantCreation)
    case removeVariant(VariantRemoval)

    /// Whether it moves money. Such an effect never sends itself again (LESSONS, merge contract 6).
    package var movesMoney: Bool {
        switch self {
        case .refund: true
        case .cancel(let notice): notice.refunds
        default: false
        }
    }

    /// The channel's order it belongs to; nil where it belongs to none.
    package var order: String? {
        switch self {
        case .ship(let notice): notice.order
        case .cancel(let notice): notice.order
        case .refund(let notice): notice.order
        case .note(let notice): notice.order
        case .createProduct, .removeProduct, .createVariant, .removeVariant: nil
        }
    }
}

/// A parcel has left.
package struct ShipmentNotice: Hashable, Codable, Sendable {
    /// The channel's identifier of the order.
    package var order: String
    /// Empty for all that is left to ship.
    package var lines: [ChannelLineQuantity]
    package var carrier: String
    package var number: String
    package var url: String
    /// Whether nothing of the order is left to ship afterwards.
    package var isRest: Bool
    package var notifiesBuyer: Bool

    package init(
        order: String, lines: [ChannelLineQuantity], carrier: String, number: String, url: String = "",
        isRest: Bool, notifiesBuyer: Bool = true
    ) {
        self.order = order
        self.lines = lines
        self.carrier = carrier
        self.number = number
        self.url = url
        self.isRest = isRest
        self.notifiesBuyer = notifiesBuyer
    }
}

package struct CancellationNotice: Hashable, Codable, Sendable {
    package var order: String
    package var reason: String
    /// Whether the platform gives the money back with it.
    package var refunds: Bool
    /// Whether the platform puts the goods back into its own count.
    package var restocks: Bool

    package init(order: String, reason: String, refunds: Bool, restocks: Bool) {
        self.order = order
        self.reason = reason
        self.refunds = refunds
        self.restocks = restocks
    }
}

package struct RefundNotice: Hashable, Codable, Sendable {
    package var order: String
    package var amount: Money
    /// Of it, for shipping.
    package var shipping: Money
    package var lines: [ChannelRefund.Line]
    package var reason: String
    /// Whether the money is sent back through the platform's payment; false only records it there.
    package var paysBack: Bool

    package init(
        order: String, amount: Money, shipping: Money, lines: [ChannelRefund.Line], reason: String,
        paysBack: Bool
    ) {
        self.order = order
        self.amount = amount
        self.shipping = shipping
        self.lines = lines
        self.reason = reason
        self.paysBack = paysBack
    }
}

package struct NoteNotice: Hashable, Codable, Sendable {
    package var order: String
    package var text: String
    package var isForBuyer: Bool

    package init(order: String, text: String, isForBuyer: Bool) {
        self.order = order
        self.text = text
        self.isForBuyer = isForBuyer
    }
}

package struct ProductCreation: Hashable, Codable, Sendable {
    /// Identifiers are empty. Its variants stand in the order in which the answer names theirs.
    package var product: ChannelProduct

    package init(product: ChannelProduct) { self.product = product }
}

package struct ProductRemoval: Hashable, Codable, Sendable {
    package var product: String
    package var title: String

    package init(product: String, title: String) {
        self.product = product
        self.title = title
    }
}

/// One variant more of a product that is there already.
package struct VariantCreation: Hashable, Codable, Sendable {
    /// The channel's identifier of the product, and what it is called.
    package var product: String
    package var title: String
    package var kind: ProductKind
    /// The names of the options its variants differ by.
    package var options: [String]
    /// Its identifier is empty.
    package var variant: ChannelVariant

    package init(
        product: String, title: String, kind: ProductKind = .physical, options: [String],
        variant: ChannelVariant
    ) {
        self.product = product
        self.title = title
        self.kind = kind
        self.options = options
        self.variant = variant
    }
}

package struct VariantRemoval: Hashable, Codable, Sendable {
    package var product: String
    package var variant: String
    /// As the channel had it when it was last read; one that has another by now is somebody else's, and stays. Empty
    /// where nothing is known.
    package var sku: String
    /// Such as `Mug, Blue`.
    package var name: String

    package init(product: String, variant: String, sku: String, name: String) {
        self.product = product
        self.variant = variant
        self.sku = sku
        self.name = name
    }
}

/// What a platform answered to an effect that it did.
package struct EffectAnswer: Hashable, Codable, Sendable {
    /// The platform's identifier of what came into being: the fulfillment, the refund, the note, the product.
    package var id: String
    /// For a product: the platform's own view of it, with identifiers, variants in the order in which they were sent. For
    /// a variant: the product's identifier and that one variant.
    package var product: ChannelProduct?

    package init(id: String, product: ChannelProduct? = nil) {
        self.id = id
        self.product = product
    }
}

/// What looking for an effect in doubt found.
package enum EffectFinding: Hashable, Sendable {
    case done(EffectAnswer)
    /// Surely not: it may be sent again, unless it moves money, which asks.
    case notDone
    /// The platform cannot tell; a person has to look.
    case unclear(reason: String)
}
