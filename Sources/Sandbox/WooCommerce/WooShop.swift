import Commerce
import Foundation
import HTTP

/// The shop's state, and one request's way through it.
struct WooShop {
    var configuration: WooConfiguration
    /// Products and variations, by identifier.
    var items: [Int: WooItem] = [:]
    /// All pictures of the shop, on a product or not.
    var library: [Int: WooItem.Image] = [:]
    /// How many were fetched.
    var imageFetches = 0
    /// Who had a SKU at some time, in the order in which they got it; whether they still have it is theirs to say.
    var skuOwners: [String: [Int]] = [:]
    /// In order of identifier.
    var orders: [WooOrder] = []
    var orderPlaces: [Int: Int] = [:]
    var customers: [Int: WooCustomer] = [:]
    var categories: [Int: WooTerm] = [:]
    var tags: [Int: WooTerm] = [:]
    var lastID = 10
    var lastMetaID = 1000
    var lastLineID = 100
    var usedNonces: Set<String> = []
    var requests: [String: Int] = [:]
    /// Answers to lists of orders, good until an order changes: so that serving them again costs next to nothing.
    var pages: [String: HTTPResponse] = [:]
    /// Seconds until maintenance ends; nil while the shop is open.
    var maintenanceSeconds: Int?
    var now = Instant(milliseconds: 0)

    init(configuration: WooConfiguration) {
        self.configuration = configuration
        let id = nextID()
        categories[id] = WooTerm(id: id, name: "Uncategorized", slug: "uncategorized")
    }

    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    mutating func answer(_ request: HTTPRequest, at instant: Instant) -> HTTPResponse {
        now = instant
        guard let call = WooCall(request, home: configuration.home) else {
            return dated(WooAnswer.page(404, "Not Found"))
        }
        if let seconds = maintenanceSeconds { return dated(maintenance(call, seconds)) }
        guard let route = route(of: call) else { return dated(outside(call)) }
        do throws(WooRefusal) {
            let key = try permission(for: call)
            let pageKey =
                call.method == .get && route == "/wc/v3/orders" && key != nil
                ? call.query.filter { !$0.name.hasPrefix("oauth_") }.map { $0.name + "=" + $0.value }.joined(
                    separator: "&") : nil
            count(call, route)
            if let pageKey, let kept = pages[pageKey] { return dated(kept) }
            let answer = try answer(call, route: route, key: key)
            let response = answer.response(isHead: call.method == .head)
            if let pageKey {
                if pages.count > 20_000 { pages = [:] }
                pages[pageKey] = response
            }
            return dated(response)
        } catch {
            return dated(WooAnswer(error.json, status: error.status).response())
        }
    }

    private func dated(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.headers["Date"] = Self.httpDate(now)
        return response
    }

    private func maintenance(_ call: WooCall, _ seconds: Int) -> HTTPResponse {
        let retry: HTTPHeaders = ["Retry-After": String(seconds)]
        guard call.wantsJSON else { return WooAnswer.page(503, "Maintenance", headers: retry) }
        let body: JSON = [
            "code": "wp_die",
            "message": "Briefly unavailable for scheduled maintenance. Check back in a minute.",
            "data": ["status": 503], "additional_errors": [],
        ]
        return WooAnswer(body, status: 503, headers: retry).response()
    }

    /// The route a request means; nil for an address that is none of the API's (fact 29).
    private func route(of call: WooCall) -> String? {
        if let asked = call["rest_route"] {
            let known = call.path == "/" || call.path == "/index.php" || call.path == "/wp-json/wc/"
            return known ? Self.trimmed(asked) : nil
        }
        guard configuration.hasPrettyPermalinks else { return nil }
        for prefix in ["/wp-json", "/index.php/wp-json"] where call.path.hasPrefix(prefix) {
            let rest = String(call.path.dropFirst(prefix.count))
            if rest.isEmpty || rest.hasPrefix("/") { return Self.trimmed(rest) }
        }
        return nil
    }

    private static func trimmed(_ route: String) -> String {
        route.count > 1 && route.hasSuffix("/") ? String(route.dropLast()) : route.isEmpty ? "/" : route
    }

    private func outside(_ call: WooCall) -> HTTPResponse {
        if call.path.hasPrefix("/wp-json") {
            // With plain permalinks it redirects to itself for ever.
            return WooAnswer.page(
                301, "Moved Permanently", headers: ["Location": configuration.home + "/wp-json/"])
        }
        return call.path == "/"
            ? WooAnswer.page(200, configuration.name) : WooAnswer.page(404, "Page not found")
    }

    private mutating func count(_ call: WooCall, _ route: String) {
        let kind = route.split(separator: "/").dropFirst(2).map { $0.allSatisfy(\.isNumber) ? "#" : $0 }
        requests[call.method.rawValue + " " + kind.joined(separator: "/"), default: 0] += 1
    }

    private mutating func answer(
        _ call: WooCall, route: String, key: WooConfiguration.Key?
    ) throws(WooRefusal) -> WooAnswer {
        if route == "/" { return WooAnswer(index(call)) }
        let parts = route.split(separator: "/").map(String.init)
        guard configuration.isWooCommerce, parts.count >= 2, parts[0] == "wc", parts[1] == "v3" else {
            throw .noRoute
        }
        guard key != nil else { throw Self.notSignedIn(call.method) }
        let body = try body(of: call)
        let rest = Array(parts.dropFirst(2))
        switch rest.first {
        case nil: return WooAnswer(["namespace": "wc/v3", "routes": [:]])
        case "products":
            if rest.count >= 2, rest[1] == "categories" || rest[1] == "tags" {
                return try terms(call, rest[1] == "tags", Array(rest.dropFirst(2)), body)
            }
            if rest.count >= 3, rest[2] == "variations", let parent = Int(rest[1]) {
                return try variations(call, of: parent, Array(rest.dropFirst(3)), body)
            }
            return try products(call, Array(rest.dropFirst()), body)
        case "orders": return try orders(call, Array(rest.dropFirst()), body)
        case "customers": return try customers(call, Array(rest.dropFirst()), body)
        case "coupons":
            return try WooAnswer.listed([], call, keeps: configuration.profile)
        case "system_status": return WooAnswer(picked(systemStatus, by: call))
        case "settings": return try settings(call, Array(rest.dropFirst()))
        case "reports" where rest == ["reports", "orders", "totals"]: return WooAnswer(statusTotals)
        default: throw .noRoute
        }
    }

    private func body(of call: WooCall) throws(WooRefusal) -> JSON {
        guard !call.body.isEmpty else { return [:] }
        do throws(JSONFailure) { return try JSON(call.body) } catch {
            throw WooRefusal(
                status: 400, code: "rest_invalid_json", message: "Invalid JSON body passed.",
                more: [JSON.Member("json_error_message", "Syntax error")])
        }
    }

    private static func notSignedIn(_ method: HTTPRequest.Method) -> WooRefusal {
        switch method {
        case .get, .head:
            WooRefusal(
                status: 401, code: "woocommerce_rest_cannot_view",
                message: "Sorry, you cannot list resources.")
        default:
            WooRefusal(
                status: 401, code: "woocommerce_rest_cannot_create",
                message: "Sorry, you are not allowed to create resources.")
        }
    }

    /// Of `_fields`, which only reaches members of objects (fact 31).
    func picked(_ json: JSON, by call: WooCall) -> JSON {
        guard let wanted = call.list("_fields") else { return json }
        return Self.picked(json, wanted)
    }

    static func picked(_ json: JSON, _ wanted: [String]) -> JSON {
        .object(
            json.members.compactMap { member in
                if wanted.contains(member.name) { return member }
                let inner = wanted.filter { $0.hasPrefix(member.name + ".") }
                    .map { String($0.dropFirst(member.name.count + 1)) }
                guard !inner.isEmpty, member.value.isObject else { return nil }
                return JSON.Member(member.name, picked(member.value, inner))
            })
    }

    /// As RFC 9110, 5.6.7 writes a moment.
    static func httpDate(_ instant: Instant) -> String {
        let text = instant.description
        let day = CalendarDay(String(text.prefix(10))) ?? CalendarDay(daysSince1970: 0)
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = names[((day.days(since: CalendarDay(daysSince1970: 0)) % 7) + 7) % 7]
        return "\(weekday), \(text.dropFirst(8).prefix(2)) \(months[day.month - 1]) \(text.prefix(4)) "
            + "\(text.dropFirst(11).prefix(8)) GMT"
    }
}
