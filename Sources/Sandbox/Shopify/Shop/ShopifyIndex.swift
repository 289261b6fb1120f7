import Commerce

/// The orders in which lists are asked for, made once and dropped when something changes: a list of many pages is then
/// not sorted for each of them.
struct ShopifyIndex: Sendable {
    struct Entry: Sendable {
        /// Text that sorts as the time in whole seconds does, and where that is equal as the number.
        var key: String
        var id: Int
    }

    private(set) var byUpdate: [Entry] = []
    private(set) var byCreation: [Entry] = []
    private(set) var byNumber: [Entry] = []

    init() {}

    init(_ things: some Sequence<(id: Int, updatedAt: Instant, createdAt: Instant)>) {
        for thing in things {
            let number = placeKey(thing.id)
            byNumber.append(Entry(key: number, id: thing.id))
            byUpdate.append(Entry(key: Self.key(thing.updatedAt) + number, id: thing.id))
            byCreation.append(Entry(key: Self.key(thing.createdAt) + number, id: thing.id))
        }
        byUpdate.sort { $0.key < $1.key }
        byCreation.sort { $0.key < $1.key }
        byNumber.sort { $0.key < $1.key }
    }

    private static func key(_ instant: Instant) -> String { placeKey(Int(ShopifyState.seconds(instant))) }
}

extension ShopifyState {
    /// Makes the indexes that are missing, before a query.
    mutating func makeIndexes() {
        if isOrderIndexStale {
            orderIndex = ShopifyIndex(orders.values.map { ($0.id, $0.updatedAt, $0.createdAt) })
            isOrderIndexStale = false
        }
        if isProductIndexStale {
            productIndex = ShopifyIndex(products.values.map { ($0.id, $0.updatedAt, $0.createdAt) })
            isProductIndexStale = false
        }
        if isCustomerIndexStale {
            customerIndex = ShopifyIndex(customers.values.map { ($0.id, $0.updatedAt, $0.createdAt) })
            isCustomerIndexStale = false
        }
    }
}
