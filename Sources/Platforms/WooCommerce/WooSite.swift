import Connectors
import Foundation

/// Where a shop's API is, found out from whatever address the seller pastes.
struct WooSite: Hashable, Sendable {
    /// Where requests go, without a slash at the end: `https://shop.example/store`.
    var base: String
    /// What the site calls itself: signatures are made over it, whatever name it was called by.
    var home: String
    /// Whether the API is reached by `rest_route`, as with plain permalinks.
    var isPlain: Bool
    var isSigned: Bool

    /// Addresses that may be the site's, the likeliest first: the one given, then each folder above it, as sellers
    /// paste the address of their shop's page.
    static func candidates(_ pasted: String) throws(ChannelFailure) -> [String] {
        var text = pasted.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { throw .rejected(reason: "there is no address of the shop") }
        if !text.lowercased().hasPrefix("http://"), !text.lowercased().hasPrefix("https://") {
            guard !text.contains("://") else {
                throw .rejected(reason: "the shop's address begins with https://, not as \(text.prefix(20))")
            }
            text = "https://" + text
        }
        text = String(text.prefix { $0 != "?" && $0 != "#" })
        for word in ["/wp-admin", "/wp-login", "/wp-json", "/index.php", "/my-account"] {
            if let range = text.range(of: word) { text = String(text[..<range.lowerBound]) }
        }
        while text.hasSuffix("/") { text.removeLast() }
        guard let mark = text.range(of: "://") else { throw .rejected(reason: "this is no address") }
        let scheme = text[..<mark.lowerBound].lowercased()
        var parts = text[mark.upperBound...].split(separator: "/", omittingEmptySubsequences: true)
        guard let host = parts.first, !host.contains(where: { $0.isWhitespace || $0 == "@" }) else {
            throw .rejected(reason: "the shop's address names no host, such as https://shop.example")
        }
        parts[0] = Substring(host.lowercased())
        var found: [String] = []
        while !parts.isEmpty {
            found.append(scheme + "://" + parts.joined(separator: "/"))
            parts.removeLast()
        }
        return found
    }

    /// Where a site has moved that sends its visitors on: to TLS, or to its name with or without `www`. Nil for anywhere
    /// else: the keys would follow.
    static func moved(_ base: String, to location: String) -> String? {
        guard let next = try? candidates(location).first, next != base else { return nil }  // None is none.
        func parts(_ text: String) -> (scheme: String, rest: String) {
            let halves = text.components(separatedBy: "://")
            let rest = halves[halves.count - 1]
            return (halves[0], rest.hasPrefix("www.") ? String(rest.dropFirst(4)) : rest)
        }
        let (from, to) = (parts(base), parts(next))
        guard from.rest == to.rest, to.scheme == "https" || from.scheme == "http" else { return nil }
        return next
    }

    /// The address of a route below `/wc/v3`, and what has to stand in its query because of it.
    func address(of route: String) -> (path: String, query: [(String, String)]) {
        // The check of keys looks for `wp-json/wc/` in the address, so that `/?rest_route=` alone stays a stranger's.
        isPlain
            ? ("/wp-json/wc/", [("rest_route", "/wc/v3/" + route)]) : ("/wp-json/wc/v3/" + route, [])
    }
}
