package import Commerce

/// A product in the simulated shop.
package struct ShopifyProductRecord: Hashable, Sendable {
    package var id: Int
    package var title: String
    package var handle: String
    package var descriptionHtml: String
    package var vendor: String
    package var productType: String
    package var tags: [String]
    /// `ACTIVE`, `DRAFT`, `ARCHIVED`, or a word that nobody knows yet.
    package var status: String
    package var options: [String]
    package var images: [Image]
    package var variants: [ShopifyVariantRecord]
    package var createdAt: Instant
    package var updatedAt: Instant
    /// Whether it is on the online store, given that it is active.
    package var isPublished: Bool
    /// By `namespace.key`.
    package var metafields: [String: String]

    package struct Image: Hashable, Sendable {
        package var id: Int
        package var url: String
        package var alt: String
        /// When it is taken in; before it has no address.
        package var readyAt: Instant?
        /// Whether it could not be fetched.
        package var hasFailed = false

        package var gid: String { "gid://shopify/MediaImage/\(id)" }
    }

    package var gid: String { "gid://shopify/Product/\(id)" }
}

/// A variant in the simulated shop, with its inventory item.
package struct ShopifyVariantRecord: Hashable, Sendable {
    package var id: Int
    package var sku: String
    package var barcode: String
    package var price: Money
    package var compareAt: Money?
    package var options: [String]
    package var available: Int
    package var isTracked: Bool
    /// Whether the shop's location keeps it at all.
    package var isStocked: Bool
    package var weight: String
    package var weightUnit: String

    package var gid: String { "gid://shopify/ProductVariant/\(id)" }
    package var inventoryItemID: String { "gid://shopify/InventoryItem/\(id)" }
}

/// What a test or the demo gives to add a product.
package struct ShopifyProductDraft: Sendable {
    package var title: String
    package var descriptionHtml: String
    package var vendor: String
    package var productType: String
    package var tags: [String]
    package var status: String
    package var options: [String]
    package var images: [(url: String, alt: String)]
    package var variants: [Variant]

    package struct Variant: Sendable {
        package var sku: String
        package var barcode: String
        /// A decimal such as `12.50`.
        package var price: String
        package var compareAt: String?
        package var options: [String]
        package var stock: Int
        package var isTracked: Bool
        package var isStocked: Bool
        package var grams: Int

        package init(
            sku: String = "", barcode: String = "", price: String, compareAt: String? = nil,
            options: [String] = [], stock: Int = 0, isTracked: Bool = true, isStocked: Bool = true,
            grams: Int = 0
        ) {
            self.sku = sku
            self.barcode = barcode
            self.price = price
            self.compareAt = compareAt
            self.options = options
            self.stock = stock
            self.isTracked = isTracked
            self.isStocked = isStocked
            self.grams = grams
        }
    }

    package init(
        title: String, descriptionHtml: String = "", vendor: String = "", productType: String = "",
        tags: [String] = [], status: String = "ACTIVE", options: [String] = [],
        images: [(url: String, alt: String)] = [], variants: [Variant]
    ) {
        self.title = title
        self.descriptionHtml = descriptionHtml
        self.vendor = vendor
        self.productType = productType
        self.tags = tags
        self.status = status
        self.options = options
        self.images = images
        self.variants = variants
    }
}
