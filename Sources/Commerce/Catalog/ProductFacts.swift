/// Whether a product is offered.
package enum ProductStatus: String, CaseIterable, Codable, Sendable {
    case active, draft, archived
}

/// What is sold, and so whether it has stock and has to be shipped.
package enum ProductKind: String, CaseIterable, Codable, Sendable {
    case physical, digital, service

    package var needsShipping: Bool { self == .physical }
    package var hasStock: Bool { self == .physical }
}

/// Why stock changed. The ledger of these is the truth; the count is their sum.
package enum StockCause: String, CaseIterable, Codable, Sendable {
    /// Somebody counted.
    case count
    /// Put by for an order.
    case order
    /// Left with a parcel.
    case shipment
    /// Came back into stock from a return or a cancellation.
    case restock
    /// Damaged, lost, thrown away.
    case writeOff
    /// Arrived from a supplier.
    case received
    /// A mistake of the ledger set right.
    case correction
    /// Taken over from another system.
    case imported

    package var word: String {
        switch self {
        case .count: "counted"
        case .order: "ordered"
        case .shipment: "shipped"
        case .restock: "restocked"
        case .writeOff: "written off"
        case .received: "received"
        case .correction: "corrected"
        case .imported: "imported"
        }
    }
}

/// One way a variant differs: Size, Large.
package struct VariantOption: Hashable, Codable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// How many options a variant can have: platforms take three.
    package static let limit = 3
}

/// What a variant is called beside its product.
package enum VariantTitle {
    /// What exports write where a product has no options.
    private static let placeholder = "default title"

    /// `Large, Blue`; empty for the only variant of a product.
    package static func title(of options: [VariantOption]) -> String {
        options.map(\.value.trimmed)
            .filter { !$0.isEmpty && $0.folded != placeholder }
            .joined(separator: ", ")
    }

    /// `Blue mug, Large`.
    package static func full(product: String, options: [VariantOption]) -> String {
        let title = title(of: options)
        return title.isEmpty ? product : "\(product), \(title)"
    }
}
