import Commerce
import Connectors
import Shop

extension ConnectionWork {
    /// How often all identifiers are compared: slow, and the only way to know that something was deleted.
    private static let hoursBetweenCounts = 24

    /// Lists all identifiers there, and only after a whole list concludes what is gone, and reads what was missed.
    func countProducts() async throws {
        var state = try shop.pullState(PullStream.products.rawValue, of: id)
        guard state.watermark != nil else { return }
        if let counted = state.countedAt, now < counted.adding(hours: Self.hoursBetweenCounts) { return }
        let began = now
        var there: Set<String> = []
        var cursor: String?
        var cursors: Set<String> = []
        repeat {
            try Task.checkCancellation()
            let page = try await channel.identifiers(of: .products, cursor: cursor)
            there.formUnion(page.ids)
            progress(.counting, there.count, of: page.total, since: began)
            cursor = page.next
            if page.ids.isEmpty, cursor != nil {
                throw ChannelFailure.unreadable(
                    reason: "its list of products is cut off; nothing is concluded of it")
            }
            if let cursor, !cursors.insert(cursor).inserted {
                throw ChannelFailure.unreadable(reason: "its list of products leads in a circle")
            }
        } while cursor != nil
        let known = try shop.boundIdentifiers("product", of: id)
        for ids in known.subtracting(there).sorted().parts(of: max(1, channel.capabilities.pageSize)) {
            // Bound since the list began: it says nothing about that one. A look at the thing itself tells.
            let found = Set(try await channel.products(ids: ids).map(\.id))
            for gone in ids where !found.contains(gone) {
                if let product = try shop.product(bound: gone, of: id) { try shop.noteGone(product, of: id) }
            }
        }
        let missed = there.subtracting(known)
        let unmatched = Set(try shop.unmatched(limit: 10_000).map(\.remoteID))
        for ids in Array(missed.subtracting(unmatched)).sorted().parts(
            of: max(1, channel.capabilities.pageSize))
        {
            try await readProducts(ids)
        }
        state.countedAt = began
        try shop.keep(state, of: id)
    }
}
