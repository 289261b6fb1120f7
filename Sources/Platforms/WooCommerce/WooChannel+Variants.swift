import Commerce
import Connectors
import HTTP

/// Variations that come and go while their product stays.
extension WooChannel {
    /// Makes a variation, once: one with our reference or our SKU is it already.
    func create(_ creation: VariantCreation, _ key: String) async throws(ChannelFailure) -> EffectAnswer {
        if let there = try await findVariant(creation, key) { return there }
        let facts = try await client.facts()
        let attributes = zip(creation.options, creation.variant.options).map { name, value -> JSON in
            ["name": JSON(WooText.encodedTitle(name)), "option": JSON(WooText.encodedTitle(value))]
        }
        let body: [JSON.Member] =
            try Self.members(of: creation.variant, facts) + [
                .init("attributes", .array(attributes)),
                .init("meta_data", [["key": JSON(WooReference.key), "value": JSON(key)]]),
            ]
        try await addChoices(of: creation)
        let call = WooClient.Call(
            method: .post, route: "products/\(creation.product)/variations", body: .object(body),
            label: "a new variant of product \(creation.product)")
        return try await answer(try await client.send(call).json(), creation)
    }

    /// The variation that an effect of that key made, or that has the SKU; nil where there is none.
    func findVariant(_ creation: VariantCreation, _ key: String) async throws(ChannelFailure) -> EffectAnswer?
    {
        guard let product = Int(creation.product) else {
            throw .gone(reason: "“\(creation.product)” is no product’s number")
        }
        let sku = creation.variant.sku
        // One that cannot be read is none of ours.
        let rows = try await variations(of: product).compactMap { try? $0.json.get() }
        let found =
            rows.first { Self.reference(in: $0) == key }
            ?? (sku.isEmpty ? nil : rows.first { $0["sku"].text == sku })
        guard let found else { return nil }
        return try await answer(found, creation)
    }

    private func answer(_ row: JSON, _ creation: VariantCreation) async throws(ChannelFailure) -> EffectAnswer
    {
        guard let id = row["id"].text else {
            throw .unreadable(reason: "the shop does not say which variant it made")
        }
        let reading = WooProductReading(facts: try await client.facts(), categories: [:])
        let variant = reading.variant(row, options: creation.variant.options)
        return EffectAnswer(
            id: id, product: ChannelProduct(id: creation.product, title: creation.title, variants: [variant]))
    }

    /// A value of an option that the product does not have yet is added to it: without, no buyer could choose the
    /// variation. The list of attributes replaces what is there, so all of it goes back.
    private func addChoices(of creation: VariantCreation) async throws(ChannelFailure) {
        let route = "products/" + creation.product
        let read = WooClient.Call(
            route: route, query: [("context", "edit"), ("_fields", "id,type,attributes")],
            label: "options of product \(creation.product)")
        let product = try await client.send(read).json()
        guard WooProductReading.isVariable(product) else {
            throw .rejected(
                reason:
                    "the product has no variants there, and WooCommerce gives it none; take it off and list it anew"
            )
        }
        var isNew = false
        var missing = Dictionary(
            zip(creation.options, creation.variant.options).map { ($0.lowercased(), $1) },
            uniquingKeysWith: { one, _ in one })
        let attributes = product["attributes"].items.map { row -> JSON in
            let name = WooText.decoded(row["name"].string ?? "").lowercased()
            guard row["variation"].bool == true, let value = missing.removeValue(forKey: name) else {
                return Self.written(row, row["options"].items)
            }
            let options = row["options"].items
            let isThere = options.contains { WooText.decoded($0.text ?? "") == value }
            if !isThere { isNew = true }
            return Self.written(row, isThere ? options : options + [JSON(WooText.encodedTitle(value))])
        }
        guard missing.isEmpty else {
            throw .rejected(
                reason: "the product has no option “\(missing.keys.sorted().joined(separator: "”, “"))” there"
            )
        }
        guard isNew else { return }
        let call = WooClient.Call(
            method: .put, route: route, query: [("_fields", "id")], body: ["attributes": .array(attributes)],
            label: "options of product \(creation.product)")
        _ = try await client.send(call)
    }

    private static func written(_ row: JSON, _ options: [JSON]) -> JSON {
        var members = ["id", "name", "position", "visible", "variation"].compactMap { name -> JSON.Member? in
            row[name].isNull ? nil : JSON.Member(name, row[name])
        }
        members.append(.init("options", .array(options)))
        return .object(members)
    }

    /// Deletes a variation for good, as WooCommerce has no bin for them; what has another SKU by now stays.
    func remove(_ removal: VariantRemoval) async throws(ChannelFailure) -> EffectAnswer {
        guard removal.variant != removal.product else {
            throw .rejected(reason: "it is the product itself there; take the product off")
        }
        guard let there = try await variation(removal) else { return EffectAnswer(id: removal.variant) }
        let sku = there["sku"].text ?? ""
        guard removal.sku.isEmpty || sku == removal.sku else {
            throw .rejected(
                reason:
                    "the variant there has the SKU \(sku.isEmpty ? "taken away" : sku) by now, not \(removal.sku); it stays"
            )
        }
        let call = WooClient.Call(
            method: .delete, route: "products/\(removal.product)/variations/\(removal.variant)",
            query: [("force", "true"), ("_fields", "id")], label: "variant \(removal.variant)")
        do throws(ChannelFailure) { _ = try await client.send(call) } catch {
            // Somebody was quicker.
            guard case .gone = error else { throw error }
        }
        return EffectAnswer(id: removal.variant)
    }

    /// The variation as it is now; nil where there is none any more.
    func variation(_ removal: VariantRemoval) async throws(ChannelFailure) -> JSON? {
        guard Int(removal.product) != nil, Int(removal.variant) != nil else { return nil }
        let call = WooClient.Call(
            route: "products/\(removal.product)/variations/\(removal.variant)",
            query: [("context", "edit"), ("_fields", "id,sku")], label: "variant \(removal.variant)")
        do throws(ChannelFailure) { return try await client.send(call).json() } catch {
            guard case .gone = error else { throw error }
            return nil
        }
    }
}
