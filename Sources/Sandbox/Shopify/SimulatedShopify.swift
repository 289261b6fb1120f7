package import Commerce
import Foundation
package import HTTP
import Synchronization

/// A Shopify shop that lives in memory and answers the Admin API's documents as the real one does: unknown fields are
/// errors, queries cost points, counts are compared before they are set.
///
/// Everything is deterministic: time comes from the closure, and there is no chance in it.
package final class SimulatedShopify: SimulatedPlatform {
    let memory: Mutex<Memory>
    let now: @Sendable () -> Instant

    struct Memory: Sendable {
        var shop: ShopifyState
        /// Nil once it is revoked.
        var token: String?
        /// What apps were given on the page on which the seller agrees.
        var access = ShopifyAccess()
        var bucket: ShopifyBudget
        var requests: [String: Int] = [:]
        var dearest: [String: Int] = [:]
        var throttled = 0
        /// Answers by document and variables, while they may be reused: nil where they may not.
        var rendered: [JSON: Data]?
    }

    /// - Parameters:
    ///   - scopes: what the token may do.
    ///   - capacity: points that the bucket holds, and `restoreRate` how many come back each second.
    package init(
        name: String = "Mtkvari", domain: String = "mtkvari.myshopify.com", currency: Currency,
        token: String = "shpat_sandbox", scopes: [String] = SimulatedShopify.allScopes,
        capacity: Double = 2000,
        restoreRate: Double = 100, now: @escaping @Sendable () -> Instant
    ) {
        self.now = now
        let start = now()
        memory = Mutex(
            Memory(
                shop: ShopifyState(
                    name: name, domain: domain, currency: currency, scopes: scopes, now: start),
                token: token,
                bucket: ShopifyBudget(
                    capacity: capacity, restoreRate: restoreRate, level: capacity, at: start)))
    }

    package static let allScopes = [
        "read_products", "write_products", "read_inventory", "write_inventory", "read_orders", "write_orders",
        "read_customers", "read_locations", "read_merchant_managed_fulfillment_orders",
        "write_merchant_managed_fulfillment_orders", "read_publications", "write_publications",
    ]

    package func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let moment = now()
        return memory.withLock { memory in
            memory.shop.now = moment
            memory.shop.workOffJobs()
            var response = memory.answer(request)
            if response.headers["Content-Type"] == nil {
                response.headers["Content-Type"] = "application/json; charset=utf-8"
            }
            response.headers["Date"] = ShopifyClock.text(moment)
            return response
        }
    }
}

extension SimulatedShopify.Memory {
    mutating func answer(_ request: HTTPRequest) -> HTTPResponse {
        if let answer = access.answer(request, at: shop.now) { return answer }
        guard request.url.contains("/admin/api/"), request.url.hasSuffix("/graphql.json") else {
            return response(404, ["errors": "Not Found"])
        }
        guard request.method == .post else { return response(405, ["errors": "Method Not Allowed"]) }
        let given = request.headers["X-Shopify-Access-Token"] ?? ""
        if let scopes = access.scopes(of: given, at: shop.now) {
            // As this app sees the shop; another one's scopes are its own.
            let own = shop.scopes
            shop.scopes = scopes
            defer { shop.scopes = own }
            return answerDocument(in: request)
        }
        guard let token, given == token else {
            return response(
                401,
                ["errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"])
        }
        return answerDocument(in: request)
    }

    private mutating func answerDocument(in request: HTTPRequest) -> HTTPResponse {
        let body: JSON
        do throws(JSONFailure) { body = try JSON(request.body.bytes) } catch {
            return response(400, ["errors": "Bad Request"])
        }
        if let known = rendered?[body] { return HTTPResponse(status: 200, body: known) }
        let answered = response(200, answer(body))
        if rendered != nil {
            if body["query"].string?.contains("mutation") == true {
                rendered = [:]
            } else {
                rendered?[body] = answered.body
            }
        }
        return answered
    }

    private func response(_ status: Int, _ json: JSON) -> HTTPResponse {
        HTTPResponse(status: status, body: json.data)
    }

    private mutating func answer(_ body: JSON) -> JSON {
        do throws(GraphQLFailure) {
            let document = try GraphQLParser.parse(body["query"].string ?? "")
            let variables = try GraphQLExecution.variables(of: document, given: body["variables"])
            requests[document.name, default: 0] += 1
            let cost = GraphQLCost(variables: variables).cost(of: document)
            dearest[document.name] = max(dearest[document.name] ?? 0, cost)
            guard cost <= 1000 else {
                throw GraphQLFailure(
                    "Query cost is \(cost), which exceeds the single query max cost limit (1000).",
                    code: "MAX_COST_EXCEEDED")
            }
            guard bucket.canAfford(cost, at: shop.now) else {
                throttled += 1
                return [
                    "errors": [GraphQLFailure("Throttled", code: "THROTTLED").json],
                    "extensions": ["cost": bucket.json(requested: cost, actual: nil)],
                ]
            }
            let (data, actual) = try run(document, variables)
            bucket.pay(actual, at: shop.now)
            return ["data": data, "extensions": ["cost": bucket.json(requested: cost, actual: actual)]]
        } catch {
            return ["errors": [error.json]]
        }
    }

    private mutating func run(
        _ document: GraphQLDocument, _ variables: [String: JSON]
    ) throws(GraphQLFailure) -> (JSON, Int) {
        guard document.isMutation else {
            shop.makeIndexes()
            var execution = GraphQLExecution(shop: shop, variables: variables)
            let data = try execution.answer(QueryRoot(), document.selections)
            return (data, max(1, execution.cost))
        }
        var members: [JSON.Member] = []
        var cost = 0
        for case .field(let field) in document.selections {
            cost += 10
            members.append(.init(field.key, try mutate(field, variables)))
        }
        return (.object(members), cost)
    }

    private mutating func mutate(
        _ field: GraphQLDocument.Field, _ variables: [String: JSON]
    ) throws(GraphQLFailure) -> JSON {
        let known = MutationRoot.arguments[field.name] ?? []
        var values: [String: JSON] = [:]
        for argument in field.arguments {
            guard known.contains(argument.name) else {
                throw GraphQLFailure(
                    "Field '\(field.name)' doesn't accept argument '\(argument.name)'",
                    code: "argumentNotAccepted")
            }
            values[argument.name] = argument.value.resolved(variables)
        }
        let key = field.directives.first { $0.name == "idempotent" }?.arguments.first { $0.name == "key" }?
            .value
            .resolved(variables)?.string
        let input = JSON.object(values.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) })
        if MutationRoot.keyed.contains(field.name) {
            guard let key, !key.isEmpty else {
                throw GraphQLFailure(
                    "The @idempotent directive is required for \(field.name)",
                    code: "IDEMPOTENCY_KEY_REQUIRED")
            }
            if let before = shop.remembered[key] {
                guard before.input == input else {
                    throw GraphQLFailure(
                        "The idempotency key was used with other parameters",
                        code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH")
                }
                return before.payload
            }
        }
        let payload = try MutationRoot.perform(field.name, GraphQLArguments(values: values), &shop)
        var execution = GraphQLExecution(shop: shop, variables: variables)
        let answer = try execution.answer(payload, field.selections)
        if let key { shop.remembered[key] = (input, answer) }
        return answer
    }
}

/// The bucket of points: what a query asks for must be there; what it really took is taken.
struct ShopifyBudget: Sendable {
    var capacity: Double
    var restoreRate: Double
    var level: Double
    var at: Instant

    private mutating func refill(_ now: Instant) {
        let seconds = Double(max(0, now.milliseconds(since: at))) / 1000
        level = min(capacity, level + seconds * restoreRate)
        at = now
    }

    mutating func canAfford(_ cost: Int, at now: Instant) -> Bool {
        refill(now)
        return level >= Double(cost)
    }

    mutating func pay(_ cost: Int, at now: Instant) {
        refill(now)
        level -= Double(cost)
    }

    func json(requested: Int, actual: Int?) -> JSON {
        [
            "requestedQueryCost": JSON(requested), "actualQueryCost": actual.map { JSON($0) } ?? .null,
            "throttleStatus": [
                "maximumAvailable": JSON(Int(capacity)),
                "currentlyAvailable": JSON(Int(level.rounded(.down))),
                "restoreRate": JSON(Int(restoreRate)),
            ],
        ]
    }
}

/// Writes a moment as HTTP does, such as `Sat, 21 Nov 2026 09:12:00 GMT`.
enum ShopifyClock {
    static func text(_ instant: Instant) -> String {
        let parts = instant.description.split(separator: "T")
        guard parts.count == 2, let day = CalendarDay(String(parts[0])) else { return "" }
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let weekday = day.weekday.rawValue.prefix(3).capitalized
        let date = parts[0].split(separator: "-")
        guard date.count == 3, let month = Int(date[1]) else { return "" }
        return "\(weekday), \(date[2]) \(months[month - 1]) \(date[0]) \(parts[1].prefix(8)) GMT"
    }
}
