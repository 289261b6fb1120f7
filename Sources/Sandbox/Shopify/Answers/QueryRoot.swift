import Commerce
import HTTP

/// The fields that a query begins with.
struct QueryRoot: GraphQLObject {
    let typeName = "QueryRoot"
    private static let paged: Set<String> = ["first", "after", "query", "sortKey", "reverse"]
    static let arguments: [String: Set<String>] = [
        "orders": paged, "products": paged, "customers": paged, "nodes": ["ids"], "node": ["id"],
        "order": ["id"], "product": ["id"], "job": ["id"], "publications": ["first", "after"],
    ]
    /// Which scope a root field needs.
    static let scopes = [
        "orders": "read_orders", "order": "read_orders", "products": "read_products",
        "product": "read_products",
        "customers": "read_customers", "publications": "read_publications", "location": "read_locations",
    ]

    func field(
        _ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState
    ) throws(GraphQLFailure) -> GraphQLAnswer? {
        if let scope = Self.scopes[name] { try shop.require(scope, for: name) }
        switch name {
        case "shop": return .object(self.shop(shop))
        case "currentAppInstallation":
            let scopes = shop.scopes.map { PlainObject("AccessScope", ["handle": .text($0)]) }
            return .object(PlainObject("AppInstallation", ["accessScopes": .list(scopes)]))
        case "location":
            return .object(PlainObject("Location", ["id": .text(shop.locationGID), "name": .text("Main")]))
        case "publications":
            let store = PlainObject("Publication", ["id": .text(ShopifyState.publicationGID)])
            return .object(try Connection("PublicationConnection", [(placeKey(0), store)], arguments))
        case "orders": return .object(try orders(arguments, shop))
        case "products": return .object(try products(arguments, shop))
        case "customers": return .object(try customers(arguments, shop))
        case "order", "product", "node":
            return node(arguments["id"].string ?? "", shop).map { .object($0) } ?? .null
        case "nodes":
            return .list(arguments["ids"].items.map { node($0.string ?? "", shop) ?? Nothing() })
        case "job":
            guard let id = ShopifyState.number(arguments["id"].string, "Job"),
                let isDone = shop.jobs[id]?.isDone ?? shop.mediaJobs[id]?.isDone
            else { return .null }
            return .object(
                PlainObject(
                    "Job",
                    ["id": arguments["id"].string.map { .text($0) } ?? .null, "done": .flag(isDone)]))
        default: return nil
        }
    }

    private func shop(_ shop: ShopifyState) -> PlainObject {
        PlainObject(
            "Shop",
            [
                "id": .text("gid://shopify/Shop/\(shop.shopID)"), "name": .text(shop.name),
                "myshopifyDomain": .text(shop.domain), "url": .text("https://\(shop.domain)"),
                "currencyCode": .text(shop.currency.code), "ianaTimezone": .text(shop.timeZone),
                "billingAddress": .object(PlainObject("ShopAddress", ["countryCodeV2": .text(shop.country)])),
            ])
    }

    private func orders(
        _ arguments: GraphQLArguments, _ shop: ShopifyState
    ) throws(GraphQLFailure) -> Connection {
        let search = try ShopifySearch(arguments["query"].string)
        let index = try order(shop.orderIndex, arguments)
        return try Connection("OrderConnection", keys: index.map(\.key), arguments) {
            (place) throws(GraphQLFailure) in
            guard let order = shop.orders[index[place].id], shop.isVisible(order),
                try search.matches(updatedAt: order.updatedAt, createdAt: order.createdAt)
            else { return nil }
            return OrderObject(order: order)
        }
    }

    private func products(
        _ arguments: GraphQLArguments, _ shop: ShopifyState
    ) throws(GraphQLFailure) -> Connection {
        let search = try ShopifySearch(arguments["query"].string)
        let index = try order(shop.productIndex, arguments)
        return try Connection("ProductConnection", keys: index.map(\.key), arguments) {
            (place) throws(GraphQLFailure) in
            guard let product = shop.products[index[place].id],
                try search.matches(updatedAt: product.updatedAt, createdAt: product.createdAt)
            else { return nil }
            return ProductObject(product: product)
        }
    }

    private func customers(
        _ arguments: GraphQLArguments, _ shop: ShopifyState
    ) throws(GraphQLFailure) -> Connection {
        let search = try ShopifySearch(arguments["query"].string)
        let index = try order(shop.customerIndex, arguments)
        return try Connection("CustomerConnection", keys: index.map(\.key), arguments) {
            (place) throws(GraphQLFailure) in
            guard let customer = shop.customers[index[place].id],
                try search.matches(updatedAt: customer.updatedAt, createdAt: customer.createdAt)
            else { return nil }
            return CustomerObject(customer: customer)
        }
    }

    /// The entries in the order that is asked for.
    private func order(
        _ index: ShopifyIndex, _ arguments: GraphQLArguments
    ) throws(GraphQLFailure) -> [ShopifyIndex.Entry] {
        let entries: [ShopifyIndex.Entry]
        switch arguments["sortKey"].string ?? "ID" {
        case "UPDATED_AT": entries = index.byUpdate
        case "CREATED_AT": entries = index.byCreation
        case "ID": entries = index.byNumber
        default: throw GraphQLFailure("Invalid sortKey", code: "argumentLiteralsIncompatible")
        }
        guard arguments["reverse"].bool == true else { return entries }
        // Cursors compare keys upwards: downwards the keys are turned over, digit by digit.
        return entries.reversed().map { entry in
            .init(
                key: String(entry.key.map { Character(String(9 - ($0.wholeNumberValue ?? 0))) }), id: entry.id
            )
        }
    }

    private func node(_ gid: String, _ shop: ShopifyState) -> (any GraphQLObject)? {
        if let order = ShopifyState.number(gid, "Order").flatMap({ shop.orders[$0] }), shop.isVisible(order) {
            return OrderObject(order: order)
        }
        if let product = ShopifyState.number(gid, "Product").flatMap({ shop.products[$0] }) {
            return ProductObject(product: product)
        }
        if let (product, place) = ShopifyState.number(gid, "ProductVariant").flatMap({ shop.variant($0) }) {
            return VariantObject(product: product, variant: product.variants[place])
        }
        if let (product, place) = ShopifyState.number(gid, "InventoryItem").flatMap({ shop.variant($0) }) {
            return InventoryItemObject(variant: product.variants[place])
        }
        return inOrder(gid, shop)
    }

    private func inOrder(_ gid: String, _ shop: ShopifyState) -> (any GraphQLObject)? {
        if let order = ShopifyState.number(gid, "FulfillmentOrder").flatMap({ shop.orders[$0] }) {
            return FulfillmentOrderObject(order: order)
        }
        if let id = ShopifyState.number(gid, "Fulfillment") {
            for order in shop.orders.values {
                if let found = order.fulfillments.first(where: { $0.id == id }) {
                    return FulfillmentObject(order: order, fulfillment: found)
                }
            }
        }
        if let id = ShopifyState.number(gid, "Refund") {
            for order in shop.orders.values {
                if let found = order.refunds.first(where: { $0.id == id }) {
                    return RefundObject(order: order, refund: found)
                }
            }
        }
        return nil
    }
}

extension ShopifyState {
    /// Orders older than sixty days are hidden from apps without the scope for all of them.
    func isVisible(_ order: ShopifyOrderRecord) -> Bool {
        scopes.contains("read_all_orders") || order.createdAt >= now.adding(days: -60)
    }

    /// Throws the refusal of the real platform where the scope is not granted. Writing contains reading.
    func require(_ scope: String, for field: String) throws(GraphQLFailure) {
        let wider = scope.hasPrefix("read_") ? "write_" + scope.dropFirst(5) : scope
        guard !scopes.contains(scope), !scopes.contains(wider) else { return }
        throw GraphQLFailure(
            "Access denied for \(field) field. Required access: `\(scope)` access scope.",
            code: "ACCESS_DENIED",
            details: [.init("requiredAccess", .string("`\(scope)` access scope."))])
    }
}
