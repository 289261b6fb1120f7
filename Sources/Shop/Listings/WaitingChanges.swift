package import Commerce
import GRDB

/// The changes of listings that wait for one channel, as one line of Going out.
package struct WaitingChanges: Hashable, Sendable, Identifiable {
    package let connection: ConnectionID
    package let channel: String
    package let products: [ProductID]
    /// How many of each field, the commonest first.
    package let counts: [Count]
    /// Whether there are more products than were looked at.
    package let isCut: Bool
    /// Not before when the first of them goes; nil where nothing holds them any more.
    package let heldUntil: Instant?

    package struct Count: Hashable, Sendable {
        package let field: ListingField
        package let count: Int
    }

    package var id: ConnectionID { connection }
    package var total: Int { counts.reduce(0) { $0 + $1.count } }

    /// `4 changes: 3 prices, 1 title`, or `price` alone where there is one.
    package var words: String {
        if isCut { return "changes of over \(products.count) products" }
        guard total > 1 else { return "1 change: \(counts.first?.field.short ?? "")" }
        let parts = counts.map { $0.count == 1 ? "1 \($0.field.short)" : "\($0.count) \($0.field.plural)" }
        return "\(total) changes: \(parts.joined(separator: ", "))"
    }
}

extension ListingField {
    /// As a list of several names it.
    package var short: String {
        switch self {
        case .state: "on sale"
        case .compareAt: "compare-at"
        default: rawValue
        }
    }

    fileprivate var plural: String {
        switch self {
        case .title, .description, .price, .weight, .barcode: rawValue + "s"
        case .sku: "SKUs"
        default: short
        }
    }
}

extension ListingLimits {
    /// Of a channel that is not asked: it keeps every field, and takes whatever there is.
    package static let open = ListingLimits(
        fields: Set(ListingField.allCases), titleCharacters: .max, variants: .max, options: .max)
}

extension Shop {
    /// What waits for each channel that is pushed to, from what the file knows; channels without any are left out.
    ///
    /// - Parameter limit: products looked at for each.
    package func waitingChanges(limit: Int = 300) throws -> [WaitingChanges] {
        let now = now
        return try connections().filter(\.rules.pushes).compactMap { connection in
            let found = try allDifferences(of: connection, limits: .open, limit: limit)
            var counts: [ListingField: Int] = [:]
            var products: [ProductID] = []
            var held: Instant?
            for difference in found where !difference.changes.isEmpty || !difference.stock.isEmpty {
                for change in difference.changes { counts[change.field, default: 0] += 1 }
                if !difference.stock.isEmpty { counts[.stock, default: 0] += difference.stock.count }
                products.append(difference.product)
                if difference.notBefore > now {
                    held = min(held ?? difference.notBefore, difference.notBefore)
                }
            }
            guard !products.isEmpty else { return nil }
            let sorted = counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            return WaitingChanges(
                connection: connection.id, channel: connection.name, products: products,
                counts: sorted.map { .init(field: $0.key, count: $0.value) }, isCut: found.count >= limit,
                heldUntil: held)
        }
    }
}
