package import Commerce

/// All that a seller writes about one product: what a new one is made of, and what the editor shows of an old one.
package struct ProductSheet: Hashable, Codable, Sendable {
    package var title: String
    /// The name in addresses of pages and in files, unique in the shop; empty for none.
    package var handle: String
    package var kind: ProductKind
    package var status: ProductStatus
    package var vendor: String
    /// A path such as `Kitchen > Mugs`; empty for none.
    package var category: String
    package var tags: [String]
    /// The names of up to three options, such as Size.
    package var options: [String]
    package var description: String
    package var images: [ImageSheet]
    /// At least one.
    package var variants: [VariantSheet]

    package init(
        title: String, handle: String = "", kind: ProductKind = .physical, status: ProductStatus = .active,
        vendor: String = "", category: String = "", tags: [String] = [], options: [String] = [],
        description: String = "", images: [ImageSheet] = [], variants: [VariantSheet] = [VariantSheet()]
    ) {
        self.title = title
        self.handle = handle
        self.kind = kind
        self.status = status
        self.vendor = vendor
        self.category = category
        self.tags = tags
        self.options = options
        self.description = description
        self.images = images
        self.variants = variants
    }

    private enum CodingKeys: String, CodingKey {
        case title, handle, kind, status, vendor, category, tags, options, description, images, variants
    }

    /// Only the title has to be there.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            title: try values.decode(String.self, forKey: .title),
            handle: try values.decodeIfPresent(String.self, forKey: .handle) ?? "",
            kind: try values.decodeIfPresent(ProductKind.self, forKey: .kind) ?? .physical,
            status: try values.decodeIfPresent(ProductStatus.self, forKey: .status) ?? .active,
            vendor: try values.decodeIfPresent(String.self, forKey: .vendor) ?? "",
            category: try values.decodeIfPresent(String.self, forKey: .category) ?? "",
            tags: try values.decodeIfPresent([String].self, forKey: .tags) ?? [],
            options: try values.decodeIfPresent([String].self, forKey: .options) ?? [],
            description: try values.decodeIfPresent(String.self, forKey: .description) ?? "",
            images: try values.decodeIfPresent([ImageSheet].self, forKey: .images) ?? [],
            variants: try values.decodeIfPresent([VariantSheet].self, forKey: .variants) ?? [VariantSheet()])
    }
}

/// What a seller writes about one variant.
package struct VariantSheet: Hashable, Codable, Sendable {
    /// Nil for one that is not in the file yet.
    package var id: VariantID?
    package var sku: String
    package var barcode: String
    /// One value for each of the product's options.
    package var options: [String]
    package var price: UnitPrice?
    package var compareAt: UnitPrice?
    package var cost: UnitPrice?
    package var weightGrams: Int?
    /// At and below this it is low; nil leaves it to the shop's setting.
    package var lowStock: Int?
    /// Whether its stock is counted at all.
    package var isTracked: Bool
    /// What is on the shelf; a change of it is a count.
    package var stock: Int?

    package init(
        id: VariantID? = nil, sku: String = "", barcode: String = "", options: [String] = [],
        price: UnitPrice? = nil, compareAt: UnitPrice? = nil, cost: UnitPrice? = nil,
        weightGrams: Int? = nil, lowStock: Int? = nil, isTracked: Bool = true, stock: Int? = nil
    ) {
        self.id = id
        self.sku = sku
        self.barcode = barcode
        self.options = options
        self.price = price
        self.compareAt = compareAt
        self.cost = cost
        self.weightGrams = weightGrams
        self.lowStock = lowStock
        self.isTracked = isTracked
        self.stock = stock
    }

    private enum CodingKeys: String, CodingKey {
        case id, sku, barcode, options, price, compareAt, cost, weightGrams, lowStock, isTracked, stock
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try values.decodeIfPresent(VariantID.self, forKey: .id),
            sku: try values.decodeIfPresent(String.self, forKey: .sku) ?? "",
            barcode: try values.decodeIfPresent(String.self, forKey: .barcode) ?? "",
            options: try values.decodeIfPresent([String].self, forKey: .options) ?? [],
            price: try values.decodeIfPresent(UnitPrice.self, forKey: .price),
            compareAt: try values.decodeIfPresent(UnitPrice.self, forKey: .compareAt),
            cost: try values.decodeIfPresent(UnitPrice.self, forKey: .cost),
            weightGrams: try values.decodeIfPresent(Int.self, forKey: .weightGrams),
            lowStock: try values.decodeIfPresent(Int.self, forKey: .lowStock),
            isTracked: try values.decodeIfPresent(Bool.self, forKey: .isTracked) ?? true,
            stock: try values.decodeIfPresent(Int.self, forKey: .stock))
    }

    /// How the seller knows it among its siblings: `L / Blue`, or its SKU.
    package var name: String {
        let values = options.filter { !$0.isEmpty }.joined(separator: " / ")
        return values.isEmpty ? sku : values
    }
}

/// A picture of a product, by its address.
package struct ImageSheet: Hashable, Codable, Sendable {
    /// Nil for one that is not in the file yet.
    package var id: ImageID?
    package var url: String
    /// What it shows, for those who do not see it.
    package var alt: String
    /// The variant it shows, where it shows one.
    package var variant: VariantID?

    package init(id: ImageID? = nil, url: String, alt: String = "", variant: VariantID? = nil) {
        self.id = id
        self.url = url
        self.alt = alt
        self.variant = variant
    }
}
