/// What of a listing is kept in step, one value a field.
///
/// A field's value is compared as canonical text: a price as its shortest decimal with a point (`24.5`; empty for
/// none), a state as ``ListingState``'s word, tags and categories as one a line in alphabetical order, a count as digits, text as it is read by a
/// buyer.
///
/// A dictionary by field is an object in JSON.
package enum ListingField: String, Hashable, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
    // Of the product.
    case title, description, state, tags, categories, vendor
    /// The pictures in their order, as ``ListingImages`` writes them. They are the product's: no listing has others.
    case images
    // Of each variant.
    case price
    case compareAt = "compare-at"
    case sku, barcode, weight
    /// Never merged as a value: the ledger says what it is.
    case stock

    package var isOfVariant: Bool {
        switch self {
        case .title, .description, .state, .tags, .categories, .vendor, .images: false
        case .price, .compareAt, .sku, .barcode, .weight, .stock: true
        }
    }

    package var isPrice: Bool { self == .price || self == .compareAt }
    /// Merged element by element.
    package var isSet: Bool { self == .tags || self == .categories }

    package var word: String {
        switch self {
        case .compareAt: "compare-at price"
        case .state: "on sale or paused"
        default: rawValue
        }
    }

    /// One a line, in order, each once.
    package static func setText(_ values: some Sequence<String>) -> String {
        Set(values.filter { !$0.isEmpty }).sorted().joined(separator: "\n")
    }
}

/// Where a field lives on the platform: which product, and which of its variants.
package struct ChannelAddress: Hashable, Codable, Sendable {
    package var product: String
    /// Empty for the product itself.
    package var variant: String
    package var stockItem: String

    package init(product: String, variant: String = "", stockItem: String = "") {
        self.product = product
        self.variant = variant
        self.stockItem = stockItem
    }
}

/// The smallest difference of one listing: only the fields that change.
package struct ListingWrite: Hashable, Codable, Sendable {
    package var address: ChannelAddress
    /// Canonical values; never ``ListingField/stock``, which has its own way.
    package var fields: [ListingField: String]
    /// Where ``ListingField/images`` is among the fields: all pictures that are to be there, in their order. One with an
    /// identifier is there and stays as it is, but for its text; one without is to be fetched from its address.
    package var images: [ChannelImage]

    package init(
        address: ChannelAddress, fields: [ListingField: String], images: [ChannelImage] = []
    ) {
        self.address = address
        self.fields = fields
        self.images = images
    }
}

/// What became of one ``ListingWrite`` or ``StockWrite``.
package enum WriteAnswer: Hashable, Sendable {
    /// What the platform says it has now, canonically, for each field that was sent; pictures by its own identifiers.
    case accepted([ListingField: String])
    /// It will not have it, in its own words, with the field where it names one.
    case refused(reason: String, field: ListingField?)
    /// The count moved on since it was read; what it is now, where the platform says.
    case stale(now: Int?)
    /// There is no such product or variant there any more.
    case gone
}

/// One count to be set.
package struct StockWrite: Hashable, Codable, Sendable {
    package var address: ChannelAddress
    package var quantity: Int
    /// What we believe is there. Nil where nothing is known, so that it is set whatever is there.
    package var expected: Int?

    package init(address: ChannelAddress, quantity: Int, expected: Int?) {
        self.address = address
        self.quantity = quantity
        self.expected = expected
    }
}
