import HTTP

extension WooShop {
    /// Categories or tags.
    mutating func terms(
        _ call: WooCall, _ areTags: Bool, _ rest: [String], _ body: JSON
    ) throws(WooRefusal) -> WooAnswer {
        if rest == ["batch"] {
            return try batch(call, body) { shop, kind, row throws(WooRefusal) in
                guard kind == "create" else { throw .noRoute }
                return try shop.addTerm(row, areTags)
            }
        }
        guard rest.isEmpty else { throw .noRoute }
        switch call.method {
        case .get, .head:
            let listing = try WooListing(
                call, orders: ["slug", "term_group", "description", "count"], standard: "name")
            let search = call["search"]?.lowercased()
            let rows = (areTags ? tags : categories).values.sorted { $0.id < $1.id }
                .filter { term in search.map { term.name.lowercased().contains($0) } ?? true }
            let ids = listing.page(of: rows.map(\.id), include: nil, seed: configuration.seed) { id in
                (areTags ? tags : categories)[id]?.name ?? ""
            }
            let found = ids.compactMap { (areTags ? tags : categories)[$0] }
            return WooAnswer(
                .array(found.map { picked(Self.term($0), by: call) }),
                headers: listing.headers(total: rows.count, call))
        case .post: return WooAnswer(try addTerm(body, areTags), status: 201)
        default: throw .noRoute
        }
    }

    mutating func addTerm(_ body: JSON, _ areTags: Bool) throws(WooRefusal) -> JSON {
        guard let text = body["name"].text, !text.isEmpty else { throw .missing("name") }
        let name = WooText.cleanedName(text)
        let parent = areTags ? 0 : body["parent"].integer ?? 0
        let all = areTags ? tags : categories
        if let same = all.values.first(where: {
            $0.name.lowercased() == name.lowercased() && $0.parent == parent
        }) {
            throw WooRefusal(
                status: 400, code: "term_exists",
                message: "A term with the name provided already exists with this parent.",
                more: [JSON.Member("resource_id", JSON(same.id))])
        }
        let term = WooTerm(id: nextID(), name: name, slug: WooText.slug(text), parent: parent)
        if areTags { tags[term.id] = term } else { categories[term.id] = term }
        return Self.term(term)
    }

    private static func term(_ term: WooTerm) -> JSON {
        [
            "id": JSON(term.id), "name": JSON(term.name), "slug": JSON(term.slug),
            "parent": JSON(term.parent), "description": "", "count": 0,
        ]
    }
}
