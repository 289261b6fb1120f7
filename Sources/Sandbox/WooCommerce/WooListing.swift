import Commerce
import HTTP

/// What lists have in common: pages, orders of rows, headers.
struct WooListing {
    var page: Int
    var perPage: Int
    var offset: Int?
    var orderBy: String
    var ascends: Bool

    /// - Parameter orders: What the list may be ordered by beside date, id and include.
    init(_ call: WooCall, orders: [String] = ["modified", "title", "slug"], standard: String = "date")
        throws(WooRefusal)
    {
        page = try Self.number(call, "page", from: 1, to: .max) ?? 1
        perPage = try Self.number(call, "per_page", from: 1, to: 100) ?? 10
        offset = try Self.number(call, "offset", from: 0, to: .max)
        orderBy = call["orderby"] ?? standard
        let allowed = [standard, "date", "id", "include"] + orders
        guard allowed.contains(orderBy), !(orderBy == "date" && standard != "date") else {
            throw .invalid(
                "orderby", "orderby is not one of \(allowed.joined(separator: ", ")).",
                code: "rest_not_in_enum")
        }
        let direction = call["order"] ?? (standard == "date" ? "desc" : "asc")
        guard direction == "asc" || direction == "desc" else {
            throw .invalid("order", "order is not one of asc and desc.", code: "rest_not_in_enum")
        }
        ascends = direction == "asc"
    }

    private static func number(
        _ call: WooCall, _ name: String, from least: Int, to most: Int
    ) throws(WooRefusal) -> Int? {
        guard let text = call[name] else { return nil }
        guard let value = Int(text) else {
            throw .invalid(name, "\(name) is not of type integer.")
        }
        guard value >= least, value <= most else {
            throw .invalid(
                name, "\(name) must be between \(least) (inclusive) and \(most) (inclusive)",
                code: "rest_out_of_bounds")
        }
        return value
    }

    var first: Int { offset ?? (page - 1) * perPage }

    /// The identifiers of the page, out of all in ascending order.
    ///
    /// Rows of one date come in an order that differs from page to page: the real lists break no ties, so that
    /// reading page by page loses rows and repeats others (fact 11).
    func page(
        of ids: [Int], include: [String]?, seed: UInt64, date: (Int) -> String
    ) -> [Int] {
        switch orderBy {
        case "id": return slice(ascends ? ids : ids.reversed())
        case "include":
            let wanted = (include ?? []).compactMap { Int($0) }
            let there = Set(ids)
            return slice(wanted.filter(there.contains))
        default:
            let salt = seed &+ UInt64(first)
            let rows = ids.map { (id: $0, date: date($0), chance: Self.mixed(UInt64($0) &+ salt &* 0x9E37)) }
            let sorted = rows.sorted { one, other in
                if one.date != other.date { return (one.date < other.date) == ascends }
                return one.chance < other.chance
            }
            return slice(sorted.map(\.id))
        }
    }

    private func slice(_ ids: [Int]) -> [Int] {
        guard first < ids.count else { return [] }
        return Array(ids[first..<min(ids.count, first + perPage)])
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    func headers(total: Int, _ call: WooCall) -> HTTPHeaders {
        let pages = (total + perPage - 1) / perPage
        var headers: HTTPHeaders = ["X-WP-Total": String(total), "X-WP-TotalPages": String(pages)]
        guard page < pages else { return headers }
        // It repeats the request's query, secrets and all (fact 9).
        let query = call.query.filter { $0.name != "page" } + [("page", String(page + 1))]
        let text = query.map { $0.name + "=" + $0.value }.joined(separator: "&")
        headers.add("Link", "<\(call.base)?\(text)>; rel=\"next\"")
        return headers
    }
}

extension WooAnswer {
    /// Rows already in their order, without anything to filter by.
    static func listed(
        _ rows: [JSON], _ call: WooCall, keeps profile: WooConfiguration.Profile
    ) throws(WooRefusal) -> WooAnswer {
        let listing = try WooListing(call)
        let slice = rows.dropFirst(listing.first).prefix(listing.perPage)
        return WooAnswer(.array(Array(slice)), headers: listing.headers(total: rows.count, call))
    }
}
