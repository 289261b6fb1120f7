import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import TestSupport
import Testing

/// Whether what the channel asks exists in the official index of routes.
@Suite struct `The contract of WooCommerce's API` {
    struct Route: Sendable {
        var pattern: [String]
        var methods: Set<String>
        /// By method.
        var arguments: [String: [String: JSON]]
    }

    /// Of any route of WordPress (its handbook, global parameters).
    static let global: Set<String> = ["_fields", "rest_route"]

    /// What the index, of an early version, does not have yet, by route: each was observed on both shops
    /// (OBSERVED 2, 4, 8, 23, 24, 30) or is in every version's documentation.
    static let later: [String: Set<String>] = [
        "orders": ["modified_after", "dates_are_gmt"],
        "products": ["modified_after", "dates_are_gmt"],
        "products/#/variations": ["modified_after", "dates_are_gmt"],
        "orders/#/refunds": ["api_restock"],
        "products/#": ["force"],
    ]

    static func routes() throws -> [Route] {
        let index = try JSON(Data(contentsOf: SharedFolder.file("specs/woocommerce/wc-v3-index.json")))
        return index["routes"].members.map { member in
            var arguments: [String: [String: JSON]] = [:]
            var methods: Set<String> = []
            for endpoint in member.value["endpoints"].items {
                let own = Dictionary(
                    endpoint["args"].members.map { ($0.name, $0.value) }, uniquingKeysWith: { one, _ in one })
                for method in endpoint["methods"].items.compactMap(\.string) {
                    methods.insert(method)
                    arguments[method] = own
                }
            }
            let pattern = member.name.split(separator: "/").dropFirst(2).map { part in
                part.contains("\\d") || part.contains("[") ? "#" : String(part)
            }
            return Route(pattern: Array(pattern), methods: methods, arguments: arguments)
        }
    }

    /// Does everything a channel can do, and answers what went over the network.
    static func everything(_ profile: WooConfiguration.Profile) async throws -> [HTTPRequest] {
        let scene = try `Doing things once in a WooCommerce shop`.Scene(profile, tax: "19", shipping: "4.00")
        let shop = scene.bench.shop
        let shirt = try #require(
            shop.add(WooProductDraft("Shirt", type: "variable", categories: ["A > B"], tags: ["t"])))
        let red = try #require(
            shop.addVariation(to: shirt, options: [("Colour", "Red")], regularPrice: "5.00", stock: 3))
        shop.addCustomer(WooAddress(first: "Nino", last: "Beridze", email: "n@example.com"))
        shop.seedOrders(count: 120)
        shop.refund(order: scene.order, amount: "1.00")
        let channel = scene.channel
        _ = try await channel.identify()
        for stream in PullStream.allCases { _ = try await channel.identifiers(of: stream, cursor: nil) }
        let since = scene.bench.now.adding(days: -1)
        _ = try await `Reading a WooCommerce shop`.all(since: since, channel.orders)
        _ = try await `Reading a WooCommerce shop`.all(since: since, channel.products)
        _ = try await `Reading a WooCommerce shop`.all(channel.customers)
        _ = try await channel.products(ids: [String(shirt)])
        _ = try await channel.orders(ids: [String(scene.order)])
        _ = try await channel.write([
            ListingWrite(
                address: ChannelAddress(product: String(shirt)),
                fields: [
                    .title: "New", .description: "x", .state: "paused", .tags: "a\nb", .categories: "A > C",
                ]),
            ListingWrite(
                address: ChannelAddress(product: String(shirt), variant: String(red)),
                fields: [.price: "7", .sku: "R-9", .weight: "250"]),
            ListingWrite(address: ChannelAddress(product: String(scene.mug)), fields: [.price: "7"]),
        ])
        _ = try await channel.writeStock(
            [
                StockWrite(
                    address: ChannelAddress(product: String(shirt), variant: String(red)), quantity: 9,
                    expected: 3),
                StockWrite(address: ChannelAddress(product: String(scene.mug)), quantity: 9, expected: nil),
            ], key: "k")
        let effects = `Doing things once in a WooCommerce shop`.effects(scene)
        for (place, effect) in effects.enumerated() where place != 1 {
            _ = try await channel.perform(effect, key: "k\(place)")
            _ = try await channel.lookUp(effect, key: "k\(place)")
        }
        let last = shop.orders.last?.id ?? 0
        let cancel = ChannelEffect.cancel(
            CancellationNotice(order: String(last), reason: "r", refunds: false, restocks: true))
        _ = try await channel.perform(cancel, key: "kc")
        _ = try await channel.lookUp(cancel, key: "kc")
        return scene.bench.network.requests
    }

    @Test(
        .enabled(if: SharedFolder.isPresent, SharedFolder.absent),
        arguments: WooConfiguration.Profile.allCases)
    func `every request fits a route, its methods and its arguments`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let routes = try Self.routes()
        let requests = try await Self.everything(profile)
        var kinds: Set<String> = []
        for request in requests {
            #expect(request.headers["Accept"] == "application/json")
            guard let range = request.url.range(of: "/wp-json/wc/v3/") else {
                #expect(request.url.contains("/wp-json/?_fields="), "\(request.url)")
                continue
            }
            let parts = request.url[range.upperBound...].split(separator: "?", maxSplits: 1)
            let path = parts[0].split(separator: "/").map { Int($0) == nil ? String($0) : "#" }
            let name = path.joined(separator: "/")
            let method = request.method.rawValue
            kinds.insert(method + " " + name)
            let fitting = routes.filter { route in
                route.pattern.count == path.count
                    && zip(route.pattern, path).allSatisfy { $0 == $1 || ($0 == "#" && $1 != "batch") }
            }
            let route = try #require(
                fitting.min {
                    $0.pattern.count(where: { $0 == "#" }) < $1.pattern.count(where: { $0 == "#" })
                },
                "no route for \(name)")
            #expect(route.methods.contains(method), "\(method) \(name)")
            var known = route.arguments[method] ?? [:]
            if name == "products/#" || name == "products" {
                // An item's arguments are those of making one.
                known.merge(routes.first { $0.pattern == ["products"] }?.arguments["POST"] ?? [:]) { one, _ in
                    one
                }
            }
            let more = Self.global.union(Self.later[name] ?? [])
            for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
                let halves = pair.split(separator: "=", maxSplits: 1).map {
                    String($0).removingPercentEncoding ?? ""
                }
                try Self.check(halves[0], JSON(halves[1]), known, more, "\(method) \(name)", isQuery: true)
            }
            guard !request.body.bytes.isEmpty else { continue }
            let body = try JSON(request.body.bytes)
            let isBatch = path.last == "batch"
            for member in body.members {
                guard isBatch else {
                    try Self.check(
                        member.name, member.value, known, more, "\(method) \(name)", isQuery: false)
                    continue
                }
                #expect(["create", "update"].contains(member.name) && member.value.items.count <= 100)
                let create = routes.first { $0.pattern == Array(path.dropLast()) }?.arguments["POST"] ?? [:]
                for row in member.value.items {
                    for field in row.members where field.name != "id" {
                        try Self.check(field.name, field.value, create, more, name, isQuery: false)
                    }
                    #expect(member.name == "create" || row["id"].integer != nil)
                }
            }
        }
        #expect(
            kinds.isSuperset(of: [
                "GET orders", "GET products", "GET customers", "GET products/#/variations",
                "GET orders/#/refunds",
                "POST products/batch", "POST products/#/variations/batch", "PUT orders/#",
                "POST orders/#/refunds",
                "POST orders/#/notes", "POST products", "DELETE products/#", "GET system_status",
                "GET settings/general", "POST products/tags/batch", "POST products/categories/batch",
            ]))
    }

    private static func check(
        _ name: String, _ value: JSON, _ known: [String: JSON], _ more: Set<String>, _ place: String,
        isQuery: Bool
    ) throws {
        guard let argument = known[name] else {
            #expect(more.contains(name), "\(place) knows no \(name)")
            return
        }
        let allowed = argument["enum"].items.compactMap(\.string)
        if !allowed.isEmpty {
            #expect(allowed.contains(value.text ?? ""), "\(place): \(name) is \(value)")
        }
        switch argument["type"].string {
        case "string": #expect(value.string != nil, "\(place): \(name) is \(value)")
        case "integer": #expect(value.integer != nil, "\(place): \(name) is \(value)")
        case "boolean":
            #expect(
                value.bool != nil || isQuery && ["true", "false"].contains(value.string), "\(place): \(name)")
        case "array": #expect(value.isArray || isQuery, "\(place): \(name) is \(value)")
        case "object": #expect(value.isObject || value.isArray, "\(place): \(name) is \(value)")
        default: break
        }
    }

    /// Answers one list with the documentation's samples, whatever is asked.
    struct Samples: HTTPClient {
        var section: String
        var rows: [JSON]

        func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
            var body: JSON = []
            if request.url.contains("/wp-json/?") {
                body = ["home": "https://shop.example", "namespaces": ["wc/v3"]]
            } else if request.url.contains("settings/general") {
                body = [["id": "woocommerce_currency", "value": "USD"]]
            } else if request.url.contains("settings/products") {
                body = [["id": "woocommerce_weight_unit", "value": "kg"]]
            } else if request.url.contains("/v3/" + section + "?") {
                body = .array(rows)
            } else if request.url.contains("/notes") {
                body = .array(rows)
            }
            return HTTPResponse(status: 200, body: body.data)
        }

        func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
            throw .malformed(reason: "nothing is streamed here")
        }
    }

    /// The objects of a section's samples: alone, in lists and in batches.
    static func samples(_ section: String) throws -> [JSON] {
        let all = try JSON(Data(contentsOf: SharedFolder.file("specs/woocommerce/docs-examples-v3.json")))
        return all[section].items.map { $0["json"] }.flatMap { json -> [JSON] in
            if json.isArray { return json.items }
            let batch = json["create"].items + json["update"].items + json["delete"].items
            return batch.isEmpty ? [json] : batch
        }.filter { $0["id"].integer != nil }
    }

    static func channel(_ section: String, _ rows: [JSON]) -> WooChannel {
        WooChannel(
            url: "https://shop.example", key: "k", secret: "s", http: Samples(section: section, rows: rows),
            pacer: Pacer(buckets: [:], clock: Pacer.Clock(now: { 0 }, sleep: { _ in })),
            now: { Instant(milliseconds: 0) }, random: { 4 })
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `every sample of the documentation can be read`() async throws {
        let products = try Self.samples("products")
        let pulled = try await Self.channel("products", products).products(ids: ["1"])
        #expect(pulled.count == products.count && products.count > 5)
        for product in pulled { #expect(throws: Never.self) { try product.item.get() } }

        let orders = try Self.samples("orders")
        let read = try await Self.channel("orders", orders).orders(ids: ["1"])
        #expect(read.count == orders.count && orders.count > 5)
        for order in read {
            let order = try order.item.get()
            let totals = try OrderTotals(
                lines: order.lines.map {
                    LineFigures(unitPrice: $0.unitPrice, quantity: $0.quantity, discount: $0.discount)
                }, currency: order.currency, shipping: order.shipping, extras: order.tax,
                platformTotal: order.total)
            #expect(try totals.residual.isZero, "order \(order.id)")
        }

        let customers = try Self.samples("customers")
        let people = try await Self.channel("customers", customers).customers(PullAsk())
        #expect(people.items.count >= Set(customers.map { $0["id"] }).count)
        for person in people.items { #expect(try !person.item.get().email.isEmpty) }

        let variations = try Self.samples("product-variations")
        let variable = try #require(products.first { $0["type"].string == "variable" })
        #expect(variable["id"].integer != nil && variations.count > 3)
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `the documentation's notes can be looked through`() async throws {
        let notes = try Self.samples("order-notes")
        let text = try #require(notes.first?["note"].string)
        let notice = NoteNotice(order: "1", text: text, isForBuyer: notes[0]["customer_note"].bool ?? false)
        let finding = try await Self.channel("orders", notes).lookUp(.note(notice), key: "k")
        guard case .done = finding else {
            Issue.record("\(finding)")
            return
        }
    }
}
