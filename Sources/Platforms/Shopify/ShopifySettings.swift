import Commerce
package import Connectors

/// Which shop, and the key to it.
package struct ShopifySettings: Hashable, Sendable, CustomStringConvertible {
    /// Without a slash at its end, such as `https://my-shop.myshopify.com`.
    package let base: String
    let token: String

    /// - Parameters:
    ///   - shop: What was pasted: a name, `my-shop.myshopify.com`, the admin's address in either form, or for a
    ///     sandbox on this machine `http://127.0.0.1:8080`.
    ///   - token: The Admin API access token.
    package init(shop: String, token: String) throws(ChannelFailure) {
        let key = token.filter { !$0.isWhitespace }
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .signIn(reason: "The Admin API access token is missing; it begins with shpat_.")
        }
        base = try Self.base(of: shop)
        self.token = key
    }

    /// Without a slash at its end.
    static func base(of text: String) throws(ChannelFailure) -> String {
        var rest = text.filter { !$0.isWhitespace }.lowercased()
        var isPlain = false
        if rest.hasPrefix("http://") {
            isPlain = true
            rest.removeFirst(7)
        } else if rest.hasPrefix("https://") {
            rest.removeFirst(8)
        }
        let host = String(rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" })
        let path = rest.dropFirst(host.count).prefix { $0 != "?" && $0 != "#" }
        // A token sent in the clear is a token given away: only this machine may be asked that way.
        if isPlain {
            let name = host.prefix { $0 != ":" }
            if name == "127.0.0.1" || name == "localhost" { return "http://" + host }
        }
        if host == "admin.shopify.com" {
            let parts = path.split(separator: "/")
            if parts.count >= 2, parts[0] == "store", isName(parts[1]) {
                return "https://\(parts[1]).myshopify.com"
            }
        } else if host.hasSuffix(".myshopify.com") {
            let name = host.dropLast(".myshopify.com".count)
            if isName(name) { return "https://" + host }
        } else if !host.contains("."), path.isEmpty, isName(Substring(host)) {
            return "https://\(host).myshopify.com"
        }
        throw .rejected(
            reason: "“\(text)” names no Shopify shop; give the address that ends in .myshopify.com, which"
                + " Shopify shows under Settings, Domains.")
    }

    private static func isName(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "-"), name.utf8.count <= 63 else {
            return false
        }
        return name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
    }

    var endpoint: String { "\(base)/admin/api/\(ShopifyDocument.version)/graphql.json" }

    /// Never the token.
    package var description: String { base }
}
