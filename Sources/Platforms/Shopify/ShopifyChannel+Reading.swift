package import Commerce
package import Connectors
import HTTP

extension ShopifyChannel {
    /// An increment begins a little early: what was being written while the last one was read has an older time than
    /// its own appearance.
    private static let overlapSeconds = 30

    package func products(_ ask: PullAsk) async throws(ChannelFailure) -> PulledPage<ChannelProduct> {
        let location = try await location()
        let currency = try await currency()
        let answer = try await connection.run(
            .productsPage, variables(ask, most: 10, more: [.init("location", .string(location.id))]))
        let page = answer.data["products"]
        var items: [Pulled<ChannelProduct>] = []
        for node in page["nodes"].items where node.isObject {
            items.append(try await pulled(product: node, location: location, currency: currency))
        }
        return PulledPage(
            items: items, next: try next(of: page, after: ask.cursor), serverTime: answer.serverTime)
    }

    package func orders(_ ask: PullAsk) async throws(ChannelFailure) -> PulledPage<ChannelOrder> {
        let answer = try await connection.run(.ordersPage, variables(ask, most: 10))
        let page = answer.data["orders"]
        var items: [Pulled<ChannelOrder>] = []
        for node in page["nodes"].items where node.isObject { items.append(try await pulled(order: node)) }
        return PulledPage(
            items: items, next: try next(of: page, after: ask.cursor), serverTime: answer.serverTime)
    }

    package func customers(_ ask: PullAsk) async throws(ChannelFailure) -> PulledPage<ChannelCustomer> {
        let answer = try await connection.run(.customersPage, variables(ask, most: 100))
        let page = answer.data["customers"]
        let items = page["nodes"].items.map { node in
            let customer = ShopifyCustomerReading.customer(node)
            return Pulled(
                id: node["id"].string ?? "",
                item: customer.map { .success($0) }
                    ?? .failure(UnreadableItem(reason: "it has no identifier")),
                raw: node.data)
        }
        return PulledPage(
            items: items, next: try next(of: page, after: ask.cursor), serverTime: answer.serverTime)
    }

    package func identifiers(
        of stream: PullStream, cursor: String?
    ) async throws(ChannelFailure) -> IdentifierPage {
        let (document, name): (ShopifyDocument, String) =
            switch stream {
            case .orders: (.orderIdentifiers, "orders")
            case .products: (.productIdentifiers, "products")
            case .customers: (.customerIdentifiers, "customers")
            }
        let page = try await connection.run(document, ["after": cursor.map(JSON.string) ?? .null]).data[name]
        guard page["nodes"].isArray else { throw .unreadable(reason: "Shopify's answer names no \(name).") }
        return IdentifierPage(
            ids: page["nodes"].items.compactMap { $0["id"].string }, next: try next(of: page, after: cursor))
    }

    package func products(ids: [String]) async throws(ChannelFailure) -> [Pulled<ChannelProduct>] {
        let location = try await location()
        let currency = try await currency()
        var items: [Pulled<ChannelProduct>] = []
        for part in ids.parts(of: 10) {
            let data = try await connection.run(
                .productsByID,
                ["ids": .array(part.map(JSON.string)), "location": .string(location.id)]
            ).data
            for node in data["nodes"].items where node["id"].string != nil {
                items.append(try await pulled(product: node, location: location, currency: currency))
            }
        }
        return items
    }

    package func orders(ids: [String]) async throws(ChannelFailure) -> [Pulled<ChannelOrder>] {
        var items: [Pulled<ChannelOrder>] = []
        for part in ids.parts(of: 10) {
            let data = try await connection.run(.ordersByID, ["ids": .array(part.map(JSON.string))]).data
            for node in data["nodes"].items where node["id"].string != nil {
                items.append(try await pulled(order: node))
            }
        }
        return items
    }

    private func variables(_ ask: PullAsk, most: Int, more: [JSON.Member] = []) -> JSON {
        var members: [JSON.Member] = [
            .init("first", JSON(min(max(ask.limit ?? most, 1), most))),
            .init("after", ask.cursor.map(JSON.string) ?? .null),
        ]
        if let since = ask.since {
            let from = since.adding(seconds: -Self.overlapSeconds).description.prefix(19)
            members.append(.init("query", .string("updated_at:>='\(from)Z'")))
        }
        return .object(members + more)
    }

    /// The cursor behind a page; nil at the end.
    ///
    /// - Throws: `.unreadable` for a page that says there is more and leads nowhere (LESSONS 21).
    func next(of page: JSON, after cursor: String?) throws(ChannelFailure) -> String? {
        guard page["nodes"].isArray else { throw .unreadable(reason: "Shopify's answer has no page in it.") }
        guard page["pageInfo"]["hasNextPage"].bool == true else { return nil }
        guard let next = page["pageInfo"]["endCursor"].string, next != cursor, !page["nodes"].items.isEmpty
        else {
            throw .unreadable(reason: "Shopify's list says that there is more and leads nowhere.")
        }
        return next
    }

    /// All nodes of a connection, the first page being at hand.
    func rest(
        of first: JSON, document: ShopifyDocument, variables: [JSON.Member], at path: [String]
    ) async throws(ChannelFailure) -> [JSON] {
        var nodes = first["nodes"].items
        var cursor = try next(of: first, after: nil)
        var seen: Set<String> = []
        while let after = cursor {
            guard seen.insert(after).inserted else {
                throw .unreadable(reason: "Shopify's list leads back to where it was.")
            }
            let data = try await connection.run(
                document, .object(variables + [.init("after", .string(after))])
            ).data
            let page = path.reduce(data) { $0[$1] }
            nodes += page["nodes"].items
            cursor = try next(of: page, after: after)
        }
        return nodes
    }
}

extension Array {
    /// In pieces of at most that many, in order.
    func parts(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
