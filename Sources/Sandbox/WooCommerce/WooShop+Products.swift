import Commerce
import HTTP

extension WooShop {
    mutating func products(
        _ call: WooCall, _ rest: [String], _ body: JSON
    ) throws(WooRefusal) -> WooAnswer {
        if rest == ["batch"] {
            return try batch(call, body) { shop, kind, row throws(WooRefusal) in
                try shop.batched(kind, row, parent: 0)
            }
        }
        guard let word = rest.first else {
            switch call.method {
            case .get, .head: return try listProducts(call)
            case .post:
                try check(body)
                let id = try addItem(body, parent: 0)
                return WooAnswer(json(of: id, edits: true), status: 201)
            default: throw .noRoute
            }
        }
        guard rest.count == 1, let id = Int(word) else { throw .noRoute }
        switch call.method {
        case .get, .head:
            guard items[id] != nil else { throw .unknown("product_", status: 404) }
            return WooAnswer(picked(json(of: id, edits: call["context"] == "edit"), by: call))
        case .put, .patch, .post:
            try check(body)
            // A body's identifier beats the address's (fact 17).
            let target = body["id"].integer ?? id
            guard let item = items[target] else { throw .unknown("product_", status: 400) }
            guard item.parent == 0 else {
                throw WooRefusal(
                    status: 404, code: "woocommerce_rest_invalid_product_id", message: "Invalid product.")
            }
            try write(body, to: target)
            return WooAnswer(json(of: target, edits: true))
        case .delete: return WooAnswer(try removeItem(id, for: call.flag("force") == true, parent: 0))
        }
    }

    mutating func variations(
        _ call: WooCall, of parent: Int, _ rest: [String], _ body: JSON
    ) throws(WooRefusal) -> WooAnswer {
        if rest == ["batch"] {
            return try batch(call, body) { shop, kind, row throws(WooRefusal) in
                try shop.batched(kind, row, parent: parent)
            }
        }
        guard let word = rest.first else {
            switch call.method {
            case .get, .head: return try listVariations(call, of: parent)
            case .post:
                try check(body)
                let id = try addItem(body, parent: parent)
                return WooAnswer(json(of: id, edits: true), status: 201)
            default: throw .noRoute
            }
        }
        guard rest.count == 1, let id = Int(word) else { throw .noRoute }
        switch call.method {
        case .get, .head:
            guard items[id]?.parent == parent else { throw .unknown("product_variation_", status: 404) }
            return WooAnswer(picked(json(of: id, edits: call["context"] == "edit"), by: call))
        case .put, .patch, .post:
            try check(body)
            guard items[id]?.parent == parent else { throw .unknown("product_variation_", status: 400) }
            try write(body, to: id)
            return WooAnswer(json(of: id, edits: true))
        case .delete:
            guard call.flag("force") == true else { throw .needsForce }
            return WooAnswer(try removeItem(id, for: true, parent: parent))
        }
    }

    private mutating func batched(_ kind: String, _ row: JSON, parent: Int) throws(WooRefusal) -> JSON {
        let word = parent == 0 ? "product_" : "product_variation_"
        switch kind {
        case "create":
            let id = try addItem(row, parent: parent)
            return json(of: id, edits: true)
        case "update":
            guard let id = row["id"].integer, items[id]?.parent == parent else {
                throw .unknown(word, status: 400)
            }
            try write(row, to: id)
            return json(of: id, edits: true)
        default:
            guard let id = row.integer ?? row["id"].integer, items[id]?.parent == parent else {
                throw .unknown(word, status: 404)
            }
            return try removeItem(id, for: true, parent: parent)
        }
    }

    mutating func addItem(_ body: JSON, parent: Int) throws(WooRefusal) -> Int {
        if parent != 0, items[parent] == nil {
            throw WooRefusal(
                status: 404, code: "woocommerce_rest_product_invalid_id", message: "Invalid product ID.")
        }
        let id = nextID()
        var item = WooItem(id: id, at: WooMoment.whole(now))
        item.parent = parent
        item.type = parent == 0 ? "simple" : "variation"
        if parent == 0 { item.name = "Product" }
        items[id] = item
        do throws(WooRefusal) { try write(body, to: id) } catch {
            items[id] = nil
            throw error
        }
        if parent == 0, items[id]?.slug.isEmpty == true, items[id]?.status != "draft" {
            let name = items[id]?.name ?? ""
            items[id]?.slug = WooText.slug(name)
        }
        if parent == 0, items[id]?.categories.isEmpty == true, let first = categories.keys.min() {
            items[id]?.categories = [first]
        }
        if parent != 0 { items[parent]?.variations.append(id) }
        return id
    }

    /// Into the bin, or for good; the answer shows it as it was (fact 30).
    mutating func removeItem(_ id: Int, for good: Bool, parent: Int) throws(WooRefusal) -> JSON {
        guard let item = items[id], item.parent == parent else { throw .unknown("product_", status: 404) }
        let before = json(of: id, edits: true)
        if good {
            for variation in item.variations { items.removeValue(forKey: variation) }
            items[id] = nil
            if parent != 0 {
                items[parent]?.variations.removeAll { $0 == id }
                touch(parent)
            }
            return before
        }
        guard item.status != "trash" else {
            throw WooRefusal(
                status: 410, code: "woocommerce_rest_already_trashed",
                message: "The product has already been deleted.")
        }
        items[id]?.statusBeforeTrash = item.status
        items[id]?.status = "trash"
        touch(id)
        return before
    }

    private func listProducts(_ call: WooCall) throws(WooRefusal) -> WooAnswer {
        let listing = try WooListing(
            call, orders: ["modified", "title", "slug", "price", "popularity", "rating"])
        let status = call["status"] ?? "any"
        guard ["any", "future", "trash", "draft", "pending", "private", "publish"].contains(status) else {
            throw .invalid(
                "status", "status is not one of any, trash, draft, pending, private, publish.",
                code: "rest_not_in_enum")
        }
        let skus = call.list("sku").map(Set.init)
        let include = call.list("include")
        let wanted = include.map { Set($0.compactMap(Int.init)) }
        let search = call["search"]?.lowercased()
        let after = try modifiedAfter(call)
        var rows: [Int] = []
        let candidates = wanted.map { $0.filter { items[$0] != nil } } ?? Set(items.keys)
        for id in candidates.sorted() {
            guard let item = items[id] else { continue }
            // Variations are listed only where their SKU is asked for (fact 20).
            guard item.parent == 0 || skus != nil else { continue }
            guard status == "any" ? item.status != "trash" : item.status == status else { continue }
            if let skus, !skus.contains(item.sku) { continue }
            if let search, !item.name.lowercased().contains(search) { continue }
            if let type = call["type"], item.type != type { continue }
            if let after, !isModified(item, after: after, call) { continue }
            rows.append(id)
        }
        let page = listing.page(of: rows, include: include, seed: configuration.seed) { id in
            let item = items[id]
            return WooMoment.utc((listing.orderBy == "modified" ? item?.modified : item?.created) ?? now)
        }
        let edits = call["context"] == "edit"
        return WooAnswer(
            .array(page.map { picked(json(of: $0, edits: edits), by: call) }),
            headers: listing.headers(total: rows.count, call))
    }

    private func listVariations(_ call: WooCall, of parent: Int) throws(WooRefusal) -> WooAnswer {
        let listing = try WooListing(call)
        let include = call.list("include")
        let wanted = include.map { Set($0.compactMap(Int.init)) }
        let after = try modifiedAfter(call)
        let rows = (items[parent]?.variations ?? []).sorted().filter { id in
            guard let item = items[id], wanted?.contains(id) != false else { return false }
            return after.map { isModified(item, after: $0, call) } ?? true
        }
        let page = listing.page(of: rows, include: include, seed: configuration.seed) { id in
            WooMoment.utc(items[id]?.created ?? now)
        }
        let edits = call["context"] == "edit"
        return WooAnswer(
            .array(page.map { picked(json(of: $0, edits: edits), by: call) }),
            headers: listing.headers(total: rows.count, call))
    }

    func modifiedAfter(_ call: WooCall) throws(WooRefusal) -> WooMoment.Asked? {
        guard let text = call["modified_after"] else { return nil }
        guard let asked = WooMoment.Asked(text) else {
            throw .invalid("modified_after", "Invalid date.", code: "rest_invalid_date")
        }
        return asked
    }

    private func isModified(_ item: WooItem, after: WooMoment.Asked, _ call: WooCall) -> Bool {
        WooMoment.isAfter(
            after, utc: WooMoment.utc(item.modified), local: item.modifiedLocal,
            saysUTC: call.flag("dates_are_gmt") == true, hasOrderTables: false, zone: configuration.zone)
    }
}
