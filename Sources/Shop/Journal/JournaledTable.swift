/// The tables a session records, by name and never all: FTS5's own tables in an image would leave the search
/// index malformed, and bookkeeping is never inverted.
enum JournaledTable: String, CaseIterable {
    case settings, categories, products, variants, images
    case stockEntries = "stock_entries"
    case customers, orders
    case orderLines = "order_lines"
    case reservations, payments, refunds
    case refundLines = "refund_lines"
    case parcels
    case parcelLines = "parcel_lines"
    case notes
    case savedFilters = "saved_filters"
    case savedMappings = "saved_mappings"
    case connectionRules = "connection_rules"
    case listings, overrides

    /// The columns in the file's order, which is how a changeset names them.
    var columns: [String] {
        switch self {
        case .settings: ["key", "value"]
        case .categories: ["id", "path"]
        case .products:
            [
                "id", "handle", "title", "kind", "status", "description", "vendor", "category_id", "tags",
                "option1", "option2", "option3", "featured", "created_at", "extra",
            ]
        case .variants:
            [
                "id", "product_id", "position", "sku", "barcode", "option1", "option2", "option3",
                "unit_price",
                "unit_compare_at", "unit_cost", "weight_grams", "low_stock", "tracked", "extra",
            ]
        case .images: ["id", "product_id", "variant_id", "position", "url", "alt"]
        case .stockEntries: ["id", "variant_id", "quantity", "cause", "cause_id", "at", "note"]
        case .customers:
            [
                "id", "handle", "name", "email", "phone", "company", "address", "country", "tags",
                "created_at",
            ]
        case .orders:
            [
                "id", "number", "channel", "kind", "customer_id", "customer_name", "email", "phone",
                "ship_to",
                "bill_to", "country", "currency", "placed_at", "paid_at", "ship_by", "payment", "fulfillment",
                "return_state", "cancellation", "on_hold", "hold_reason", "cancel_reason", "past", "gift",
                "gift_note", "shipping_method", "shipping", "discount", "tax", "tax_included", "total",
                "platform_total", "joined_into", "extra",
            ]
        case .orderLines:
            [
                "id", "order_id", "position", "kind", "variant_id", "sku", "title", "quantity", "unit_price",
                "discount", "tax_rate", "tax", "at",
            ]
        case .reservations: ["order_line_id", "variant_id", "quantity", "short"]
        case .payments: ["id", "order_id", "amount", "method", "reference", "at"]
        case .refunds: ["id", "order_id", "amount", "shipping", "reason", "at"]
        case .refundLines: ["id", "refund_id", "order_line_id", "quantity", "amount", "restock"]
        case .parcels: ["id", "order_id", "carrier", "tracking_number", "shipped_at", "delivered_at"]
        case .parcelLines: ["id", "parcel_id", "order_line_id", "quantity"]
        case .notes: ["id", "order_id", "product_id", "customer_id", "text", "at"]
        case .savedFilters: ["id", "view", "name", "text"]
        case .savedMappings: ["id", "name", "mapping"]
        case .connectionRules: ["id", "rules"]
        case .listings: ["id", "connection_id", "product_id", "wanted"]
        case .overrides: ["id", "listing_id", "variant_id", "field", "value", "by_channel"]
        }
    }

    /// Whether the first column is the row's own name; a reservation goes by its line's.
    var isNamedByKey: Bool { self != .reservations }

    /// Which columns lead from a row to the thing the seller knows: its product, order or customer.
    var owners: [(column: Int, owner: Owner)] {
        switch self {
        case .products: [(0, .product)]
        case .variants: [(0, .variant), (1, .product)]
        case .images: [(0, .image), (1, .product)]
        case .stockEntries: [(0, .stockEntry), (1, .variant)]
        case .customers: [(0, .customer)]
        case .orders: [(0, .order), (32, .order)]
        case .orderLines: [(0, .orderLine), (1, .order)]
        case .reservations: [(0, .orderLine), (1, .variant)]
        case .payments, .parcels, .refunds:
            [(0, self == .payments ? .payment : self == .parcels ? .parcel : .refund), (1, .order)]
        case .refundLines: [(0, .refundLine), (1, .refund), (2, .orderLine)]
        case .parcelLines: [(0, .parcelLine), (1, .parcel), (2, .orderLine)]
        case .notes: [(0, .note), (1, .order), (2, .product), (3, .customer)]
        case .listings: [(0, .listing), (2, .product)]
        case .overrides: [(1, .listing)]
        case .settings, .categories, .savedFilters, .savedMappings, .connectionRules: []
        }
    }

    /// What a column can point at. The others lead on to one of the first three.
    enum Owner: Int, CaseIterable {
        case product = 1, order, customer
        case variant, orderLine, refund, parcel, payment, note, image, refundLine, parcelLine, stockEntry,
            listing

        /// How to find what it belongs to while the row is there; a removed row's own change tells instead.
        var lookUp: (sql: String, owners: [Owner])? {
            switch self {
            case .product, .order, .customer: nil
            case .variant: ("SELECT product_id FROM variants WHERE id = ?", [.product])
            case .orderLine: ("SELECT order_id FROM order_lines WHERE id = ?", [.order])
            case .refund: ("SELECT order_id FROM refunds WHERE id = ?", [.order])
            case .parcel: ("SELECT order_id FROM parcels WHERE id = ?", [.order])
            case .payment: ("SELECT order_id FROM payments WHERE id = ?", [.order])
            case .image: ("SELECT product_id FROM images WHERE id = ?", [.product])
            case .listing: ("SELECT product_id FROM listings WHERE id = ?", [.product])
            case .refundLine:
                (Self.throughLine("refund_lines"), [.order])
            case .parcelLine:
                (Self.throughLine("parcel_lines"), [.order])
            case .stockEntry:
                (
                    "SELECT product_id FROM stock_entries JOIN variants ON variants.id = variant_id "
                        + "WHERE stock_entries.id = ?", [.product]
                )
            case .note:
                (
                    "SELECT order_id, product_id, customer_id FROM notes WHERE id = ?",
                    [.order, .product, .customer]
                )
            }
        }

        private static func throughLine(_ table: String) -> String {
            "SELECT order_id FROM order_lines WHERE id = (SELECT order_line_id FROM \(table) WHERE id = ?)"
        }
    }
}
