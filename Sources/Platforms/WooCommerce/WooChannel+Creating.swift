import Commerce
import Connectors
import HTTP

extension WooChannel {
    /// Makes a product. One with variants is a draft until all of them are there, so that no buyer sees half of it;
    /// a second call with the same key goes on where the first one ended.
    func create(_ product: ChannelProduct, _ key: String) async throws(ChannelFailure) -> EffectAnswer {
        let facts = try await client.facts()
        let isVariable = !product.options.isEmpty
        guard product.variants.count == 1 || isVariable, !product.variants.isEmpty else {
            throw .rejected(reason: "variants need an option by which they differ")
        }
        let found = try await search(key)
        let id: Int
        if let row = found.row, let number = row["id"].integer {
            id = number
        } else {
            let body = try await body(of: product, key, facts, isVariable: isVariable)
            let call = WooClient.Call(
                method: .post, route: "products", query: [("_fields", "id")], body: body,
                label: "a new product")
            guard let made = try await client.send(call).json()["id"].integer else {
                throw .unreadable(reason: "the shop does not say which product it made")
            }
            id = made
        }
        guard isVariable else { return try await answer(id, order: []) }
        do throws(ChannelFailure) {
            let order = try await addVariations(to: id, product, key, facts)
            if product.state == .onSale {
                let call = WooClient.Call(
                    method: .put, route: "products/\(id)", query: [("_fields", "id,status")],
                    body: ["status": "publish"], label: "product \(id) on sale")
                _ = try await client.send(call)
            }
            return try await answer(id, order: order)
        } catch {
            // Refused halfway it is taken back whole; nobody has seen it, as it was never published.
            if case .rejected = error {
                let call = WooClient.Call(
                    method: .delete, route: "products/\(id)", query: [("force", "true"), ("_fields", "id")],
                    label: "half of a product")
                _ = try? await client.send(call)  // The refusal is what the seller has to know.
                throw error
            }
            throw error.leavesDoubt ? error : .unanswered(reason: "the product was begun; then: \(error)")
        }
    }

    private func body(
        of product: ChannelProduct, _ key: String, _ facts: WooFacts, isVariable: Bool
    ) async throws(ChannelFailure) -> JSON {
        var fields: [ListingField: String] = [.title: product.title]
        if !product.description.isEmpty { fields[.description] = product.description }
        var members = try Self.members(fields, facts)
        let isShown = product.state == .onSale && !isVariable
        members += [
            .init("type", isVariable ? "variable" : "simple"), .init("status", isShown ? "publish" : "draft"),
            .init("meta_data", [["key": JSON(WooReference.key), "value": JSON(key)]]),
        ]
        if product.kind != .physical { members.append(.init("virtual", true)) }
        let categories = try await categoryIDs(product.categories)
        if !categories.isEmpty {
            members.append(.init("categories", .array(categories.map { ["id": JSON($0)] })))
        }
        let tags = try await tagIDs(product.tags)
        if !tags.isEmpty { members.append(.init("tags", .array(tags.map { ["id": JSON($0)] }))) }
        let images = product.images.filter { !$0.url.isEmpty }
        if !images.isEmpty {
            members.append(.init("images", WooListingBody.images(images)))
        }
        if isVariable {
            let attributes = product.options.enumerated().map { place, name -> JSON in
                var values: [JSON] = []
                for variant in product.variants where place < variant.options.count {
                    let value = JSON(WooText.encodedTitle(variant.options[place]))
                    if !values.contains(value) { values.append(value) }
                }
                return [
                    "name": JSON(WooText.encodedTitle(name)), "visible": true, "variation": true,
                    "options": .array(values),
                ]
            }
            members.append(.init("attributes", .array(attributes)))
        } else {
            members += try Self.members(of: product.variants[0], facts)
        }
        return .object(members)
    }

    private static func members(
        _ fields: [ListingField: String], _ facts: WooFacts
    ) throws(ChannelFailure) -> [JSON.Member] {
        var body = WooListingBody(facts: facts)
        do throws(WooWriteRefusal) { try body.add(fields, current: nil) } catch {
            throw .rejected(reason: error.reason)
        }
        return body.members
    }

    static func members(
        of variant: ChannelVariant, _ facts: WooFacts
    ) throws(ChannelFailure) -> [JSON.Member] {
        var fields: [ListingField: String] = [
            .price: WooValue.canonical(variant.price), .compareAt: WooValue.canonical(variant.compareAt),
        ]
        if !variant.sku.isEmpty { fields[.sku] = variant.sku }
        if facts.keepsBarcodes, !variant.barcode.isEmpty { fields[.barcode] = variant.barcode }
        if let grams = variant.weightGrams, WooValue.milligrams(facts.weightUnit) != nil {
            fields[.weight] = String(grams)
        }
        var members = try members(fields, facts)
        if let stock = variant.stock {
            members += [.init("manage_stock", true), .init("stock_quantity", JSON(stock))]
        }
        return members
    }

    /// Makes those variants that are not there yet; the numbers of all, in the order in which they were sent.
    private func addVariations(
        to id: Int, _ product: ChannelProduct, _ key: String, _ facts: WooFacts
    ) async throws(ChannelFailure) -> [Int] {
        var numbers: [Int: Int] = [:]
        for row in try await variations(of: id) {
            guard let json = try? row.json.get() else { continue }  // Not one of ours, then.
            let reference = Self.reference(in: json)
            guard reference.hasPrefix(key + "/") else { continue }
            numbers[Int(reference.dropFirst(key.count + 1)) ?? -1] = row.id
        }
        var missing = product.variants.indices.filter { numbers[$0] == nil }[...]
        while !missing.isEmpty {
            let some = Array(missing.prefix(100))
            missing = missing.dropFirst(100)
            let rows = try some.map { place throws(ChannelFailure) -> JSON in
                let variant = product.variants[place]
                let attributes = zip(product.options, variant.options).map { name, value -> JSON in
                    ["name": JSON(WooText.encodedTitle(name)), "option": JSON(WooText.encodedTitle(value))]
                }
                return .object(
                    try Self.members(of: variant, facts) + [
                        .init("attributes", .array(attributes)),
                        .init(
                            "meta_data",
                            [["key": JSON(WooReference.key), "value": JSON("\(key)/\(place)")]]),
                    ])
            }
            let call = WooClient.Call(
                method: .post, route: "products/\(id)/variations/batch", body: ["create": .array(rows)],
                label: "\(rows.count) variants of product \(id)")
            let made = try await client.send(call).json()["create"].items
            guard made.count == some.count else {
                throw .unreadable(reason: "the shop did not answer for each of the variants")
            }
            for (place, row) in zip(some, made) {
                if let refusal = WooRefusal(row["error"], status: 400) {
                    let name = product.variants[place].options.joined(separator: ", ")
                    throw .rejected(reason: "the variant \(name): \(refusal.message)")
                }
                numbers[place] = row["id"].integer
            }
        }
        return product.variants.indices.compactMap { numbers[$0] }
    }

    /// The product as the shop has it now, its variants in the order in which they were sent.
    private func answer(_ id: Int, order: [Int]) async throws(ChannelFailure) -> EffectAnswer {
        guard let pulled = try await products(ids: [String(id)]).first, var product = try? pulled.item.get()
        else { return EffectAnswer(id: String(id)) }
        let places = Dictionary(
            order.enumerated().map { (String($0.element), $0.offset) }, uniquingKeysWith: { one, _ in one })
        product.variants.sort { places[$0.id] ?? .max < places[$1.id] ?? .max }
        return EffectAnswer(id: String(id), product: product)
    }

    func findProduct(_ product: ChannelProduct, _ key: String) async throws(ChannelFailure) -> EffectFinding {
        let found = try await search(key)
        guard let id = found.row?["id"].integer else {
            return found.isWhole
                ? .notDone : .unclear(reason: "too many products are newer than the one looked for")
        }
        guard !product.options.isEmpty else { return .done(try await answer(id, order: [])) }
        var order: [Int: Int] = [:]
        for row in try await variations(of: id) {
            guard let json = try? row.json.get() else { continue }  // Not one of ours, then.
            let place = Int(Self.reference(in: json).dropFirst(key.count + 1)) ?? -1
            order[place] = row.id
        }
        let all = product.variants.indices.compactMap { order[$0] }
        // Begun and not ended: sent again, it goes on from there.
        guard all.count == product.variants.count else { return .notDone }
        if product.state == .onSale, found.row?["status"].string != "publish" { return .notDone }
        return .done(try await answer(id, order: all))
    }

    /// The product with our reference among the newest, and whether all that can be it were looked at: lists cannot be
    /// asked by `meta_data`. An effect in doubt is days old at most.
    private func search(_ key: String) async throws(ChannelFailure) -> (row: JSON?, isWhole: Bool) {
        let oldest = WooValue.text(client.now().adding(days: -7))
        for page in 0..<10 {
            let call = WooClient.Call(
                route: "products",
                query: [
                    ("per_page", "100"), ("offset", String(page * 100)), ("orderby", "id"), ("order", "desc"),
                    ("_fields", "id,status,date_created_gmt,meta_data"),
                ], label: "newest products")
            let rows = try await client.send(call).json().items
            if let row = rows.first(where: { Self.reference(in: $0) == key }) { return (row, true) }
            guard rows.count == 100, (rows.last?["date_created_gmt"].string ?? "") >= oldest else {
                return (nil, true)
            }
        }
        return (nil, false)
    }
}
