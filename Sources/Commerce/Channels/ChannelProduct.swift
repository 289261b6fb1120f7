/// A product as a channel has it, read once.
package struct ChannelProduct: Hashable, Codable, Sendable {
    /// The platform's own identifier, as text.
    package var id: String
    /// Plain text: what the platform encodes is decoded (WooCommerce stores `&amp;` for `&`).
    package var title: String
    package var handle: String
    /// As the platform keeps it, markup included.
    package var description: String
    package var vendor: String
    package var state: ListingState
    /// Paths such as `Kitchen > Mugs`, or plain names where the platform has no tree.
    package var categories: [String]
    package var tags: [String]
    /// The names of the options its variants differ by; empty for one without variants.
    package var options: [String]
    package var images: [ChannelImage]
    /// At least one. A product without variants has one with no options.
    package var variants: [ChannelVariant]
    /// Its page in the shop; empty where it has none.
    package var url: String
    package var modifiedAt: Instant?
    package var kind: ProductKind
    /// Whether the platform makes its stock up from others' (a bundle, a grouped product): such stock is never pushed.
    package var isAssembled: Bool

    package init(
        id: String, title: String = "", handle: String = "", description: String = "", vendor: String = "",
        state: ListingState = .onSale, categories: [String] = [], tags: [String] = [], options: [String] = [],
        images: [ChannelImage] = [], variants: [ChannelVariant] = [], url: String = "",
        modifiedAt: Instant? = nil, kind: ProductKind = .physical, isAssembled: Bool = false
    ) {
        self.id = id
        self.title = title
        self.handle = handle
        self.description = description
        self.vendor = vendor
        self.state = state
        self.categories = categories
        self.tags = tags
        self.options = options
        self.images = images
        self.variants = variants
        self.url = url
        self.modifiedAt = modifiedAt
        self.kind = kind
        self.isAssembled = isAssembled
    }
}

/// Whether buyers of a channel can buy it.
package enum ListingState: String, Hashable, Codable, Sendable, CaseIterable {
    case onSale
    /// There, but not shown or not buyable: a draft, private, unlisted.
    case paused
    /// In the platform's bin, or archived there.
    case withdrawn
}

/// What can be bought: a variant, or a product without variants, whose identifier is then the product's.
package struct ChannelVariant: Hashable, Codable, Sendable {
    package var id: String
    package var sku: String
    package var barcode: String
    /// One value for each of the product's options.
    package var options: [String]
    /// What a buyer pays. Nil where the platform has no price for it.
    package var price: UnitPrice?
    /// The price it is compared with (Shopify's compare-at; WooCommerce's regular price while a sale price is set).
    package var compareAt: UnitPrice?
    /// Nil where the platform does not count it.
    package var stock: Int?
    package var weightGrams: Int?
    /// Where the platform keeps stock under another identifier (Shopify's inventory item); empty elsewhere.
    package var stockItem: String

    package init(
        id: String, sku: String = "", barcode: String = "", options: [String] = [], price: UnitPrice? = nil,
        compareAt: UnitPrice? = nil, stock: Int? = nil, weightGrams: Int? = nil, stockItem: String = ""
    ) {
        self.id = id
        self.sku = sku
        self.barcode = barcode
        self.options = options
        self.price = price
        self.compareAt = compareAt
        self.stock = stock
        self.weightGrams = weightGrams
        self.stockItem = stockItem
    }
}

package struct ChannelImage: Hashable, Codable, Sendable {
    /// Empty for one that is not on the channel yet.
    package var id: String
    package var url: String
    package var alt: String
    /// Our own identifier, of one that is sent.
    package var own: String
    /// Whether the platform has taken it in. Until then it may have no address yet.
    package var isReady: Bool
    /// Why the platform could not take it in; empty where nothing is wrong.
    package var problem: String

    package init(
        id: String = "", url: String, alt: String = "", own: String = "", isReady: Bool = true,
        problem: String = ""
    ) {
        self.id = id
        self.url = url
        self.alt = alt
        self.own = own
        self.isReady = isReady
        self.problem = problem
    }

    /// As the channel's own, where it is none of ours.
    package var line: ListingImage {
        ListingImage(key: "@" + id, url: url, alt: ListingImages.plain(alt))
    }
}

package struct ChannelCustomer: Hashable, Codable, Sendable {
    /// Empty for a guest.
    package var id: String
    package var name: String
    package var email: String
    package var phone: String
    package var company: String
    package var address: PostalAddress?
    package var tags: [String]
    package var modifiedAt: Instant?

    package init(
        id: String, name: String = "", email: String = "", phone: String = "", company: String = "",
        address: PostalAddress? = nil, tags: [String] = [], modifiedAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.phone = phone
        self.company = company
        self.address = address
        self.tags = tags
        self.modifiedAt = modifiedAt
    }
}
