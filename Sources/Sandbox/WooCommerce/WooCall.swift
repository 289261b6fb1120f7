import Foundation
import HTTP

/// A request taken apart as WordPress would.
struct WooCall {
    var method: HTTPRequest.Method
    /// From the address, without the query: `https://shop.example/wp-json/wc/v3/orders`.
    var base: String
    /// Below the site's home: `/wp-json/wc/v3/orders`.
    var path: String
    var query: [(name: String, value: String)]
    var headers: HTTPHeaders
    var body: Data
    var isTLS: Bool

    /// Nil where the address lies outside the home.
    init?(_ request: HTTPRequest, home: String) {
        let parts = request.url.split(separator: "#")[0].split(separator: "?", maxSplits: 1)
        base = String(parts[0])
        guard let begin = base.range(of: "://"), let slash = home.range(of: "://") else { return nil }
        let address = base[begin.upperBound...]
        let authority = address.prefix { $0 != "/" }
        let homeRest = home[slash.upperBound...]
        let homePath = String(homeRest.drop { $0 != "/" })
        let whole = String(address.dropFirst(authority.count))
        guard whole.hasPrefix(homePath) else { return nil }
        path = String(whole.dropFirst(homePath.count))
        if path.isEmpty { path = "/" }
        method = request.method
        headers = request.headers
        body = request.body.bytes
        isTLS = base.lowercased().hasPrefix("https")
        query = parts.count < 2 ? [] : parts[1].split(separator: "&").map(Self.pair)
    }

    private static func pair(_ text: Substring) -> (name: String, value: String) {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (decoded(halves[0]), halves.count > 1 ? decoded(halves[1]) : "")
    }

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }

    subscript(name: String) -> String? { query.last { $0.name == name }?.value }

    /// A list, as `a,b`, `name[]=a` or `name[0]=a`.
    func list(_ name: String) -> [String]? {
        let values = query.filter { $0.name == name || $0.name.hasPrefix(name + "[") }.map(\.value)
        guard !values.isEmpty else { return nil }
        return values.flatMap { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    func flag(_ name: String) -> Bool? {
        self[name].map { $0 == "true" || $0 == "1" }
    }

    var wantsJSON: Bool { headers["Accept"]?.contains("application/json") ?? false }
}
