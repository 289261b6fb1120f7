import Commerce
import Connectors
import Foundation
import HTTP

extension WooClient {
    /// What the site says of itself to anybody.
    struct Index: Sendable {
        var site: WooSite
        var name: String
        var url: String
        var timeZone: String
        var namespaces: [String]
        var serverTime: Instant?
    }

    /// Where the shop's API is; asked for once.
    func site() async throws(ChannelFailure) -> WooSite {
        if let known = await memory.site { return known }
        let index = try await index()
        await memory.keep(index.site)
        return index.site
    }

    /// Looks for the API at the address that was given and the folders above it, with pretty and plain permalinks.
    func index() async throws(ChannelFailure) -> Index {
        var first: ChannelFailure?
        for base in try WooSite.candidates(pasted) {
            for isPlain in [false, true] {
                do throws(ChannelFailure) {
                    return try await index(at: base, isPlain: isPlain, follows: true)
                } catch {
                    switch error {
                    case .unreadable, .gone, .rejected, .notAllowed: first = first ?? error
                    default: throw error
                    }
                }
            }
        }
        throw first ?? .unreadable(reason: "no WordPress answers at this address")
    }

    private func index(
        at base: String, isPlain: Bool, follows: Bool
    ) async throws(ChannelFailure) -> Index {
        var query = [("_fields", "name,url,home,timezone_string,gmt_offset,namespaces")]
        if isPlain { query.insert(("rest_route", "/"), at: 0) }
        let path = isPlain ? "/" : "/wp-json/"
        let request = HTTPRequest(
            .get, base + path + "?" + WooSignature.text(query), headers: ["Accept": "application/json"],
            isRepeatable: true, label: "the shop's index")
        let response = try await exchange(request, isWrite: false)
        guard response.isSuccess else {
            if follows, (300..<400).contains(response.status),
                let next = WooSite.moved(base, to: response.headers["Location"] ?? "")
            {
                return try await index(at: next, isPlain: isPlain, follows: false)
            }
            throw WooFailure.from(response, isWrite: false, hasRead: false)
        }
        guard let json = try? JSON(response.body), json["namespaces"].isArray else {  // Told here.
            throw .unreadable(reason: WooFailure.page(response))
        }
        let home = json["home"].string ?? json["url"].string ?? base
        let site = WooSite(
            base: base, home: home.hasSuffix("/") ? String(home.dropLast()) : home, isPlain: isPlain,
            isSigned: base.hasPrefix("http://"))
        let zone = json["timezone_string"].string ?? ""
        return Index(
            site: site, name: WooText.decoded(json["name"].string ?? ""),
            url: json["url"].string ?? home,
            timeZone: zone.isEmpty ? Self.zone(offset: json["gmt_offset"].text ?? "") : zone,
            namespaces: json["namespaces"].items.compactMap(\.string),
            serverTime: response.headers["Date"].flatMap(Self.instant(httpDate:)))
    }

    /// A zone's name for a shop that only set hours; POSIX counts them the other way round.
    private static func zone(offset: String) -> String {
        guard let hours = Int(offset), hours != 0 else { return offset == "0" ? "UTC" : "" }
        return "Etc/GMT" + (hours > 0 ? "-" : "+") + String(hours.magnitude)
    }

    /// The settings that reading products needs; asked for once.
    func facts() async throws(ChannelFailure) -> WooFacts {
        if let known = await memory.facts { return known }
        let general = try await settings("general")
        guard let code = general["woocommerce_currency"], let currency = Currency(code: code) else {
            throw .unreadable(reason: "the shop does not say in which currency its prices are")
        }
        let products = try await settings("products")
        let facts = WooFacts(
            currency: currency,
            decimals: general["woocommerce_price_num_decimals"].flatMap { Int($0) } ?? currency.exponent,
            weightUnit: products["woocommerce_weight_unit"] ?? "",
            country: String((general["woocommerce_default_country"] ?? "").prefix { $0 != ":" }),
            keepsBarcodes: keepsBarcodes)
        await memory.keep(facts)
        return facts
    }

    private func settings(_ group: String) async throws(ChannelFailure) -> [String: String] {
        let call = Call(
            route: "settings/" + group, query: [("_fields", "id,value")], label: "settings, \(group)")
        let rows = try await send(call).json().items
        return Dictionary(
            rows.compactMap { row in row["id"].string.flatMap { id in row["value"].text.map { (id, $0) } } },
            uniquingKeysWith: { $1 })
    }
}
