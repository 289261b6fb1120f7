package import Commerce

/// What the catalog's table lists, and in which order.
package struct CatalogQuery: Hashable, Codable, Sendable {
    package enum View: String, Hashable, Codable, Sendable, CaseIterable {
        case active, draft, low, featured, archived
    }

    /// Each has an index of its own, so that a page costs what it shows.
    package enum Sort: String, Hashable, Codable, Sendable, CaseIterable {
        case changed, sku, title, price, cost, keep, stock
        /// The order the seller made by hand.
        case featured

        var column: String {
            switch self {
            case .changed: "changed_at"
            case .sku: "sku"
            case .title: "title_key"
            case .price: "unit_price_low"
            case .cost: "unit_cost"
            case .keep: "keep"
            case .stock: "on_hand"
            case .featured: "featured"
            }
        }
    }

    package var view: View
    package var filter: FilterExpression
    package var sort: Sort
    package var isDescending: Bool

    package init(
        view: View = .active, filter: FilterExpression = FilterExpression(), sort: Sort = .changed,
        isDescending: Bool = false
    ) {
        self.view = view
        self.filter = filter
        self.sort = sort
        self.isDescending = isDescending
    }

    /// What a filter of products may say.
    package static let vocabulary = FilterVocabulary(
        flags: ["low", "out", "featured", "unpriced", "loss"],
        fields: [
            "sku": .text, "title": .text, "tag": .text, "text": .text, "vendor": .text, "category": .text,
            "kind": .text, "price": .number, "cost": .number, "keep": .number, "stock": .number,
            "variants": .number,
        ],
        aliases: ["tags": "tag", "description": "text", "name": "title", "margin": "keep", "type": "kind"])
}

/// One line of the catalog's table.
package struct CatalogRow: Hashable, Sendable, Codable {
    package let id: ProductID
    package let title: String
    package let status: ProductStatus
    /// The first variant's.
    package let sku: String
    package let variantCount: Int
    package let priceLow: UnitPrice?
    package let priceHigh: UnitPrice?
    /// The first variant's.
    package let cost: UnitPrice?
    /// Hundredths of a percent that are left of the lowest price without tax after the cost.
    package let keep: Int?
    /// On the shelf, of all variants; nil where none is counted.
    package let onHand: Int?
    /// Whether a variant is at or below its low level.
    package let isLow: Bool
    package let featured: Int?
    package let changedAt: Instant
}

/// How many products each view has.
package struct CatalogCounts: Hashable, Sendable {
    package var byView: [CatalogQuery.View: Int]

    package init(byView: [CatalogQuery.View: Int] = [:]) { self.byView = byView }

    package subscript(view: CatalogQuery.View) -> Int { byView[view] ?? 0 }
}
