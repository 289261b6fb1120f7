import Commerce
import Connectors
import HTTP

/// Variants that come and go while their product stays. Shopify has each combination of options once, so that a variant
/// is found by them.
extension ShopifyChannel {
    func create(_ creation: VariantCreation) async throws(ChannelFailure) -> EffectAnswer {
        let there = try await product(of: creation)
        if let known = Self.same(creation, in: there) { return Self.answer(known, creation) }
        guard there.options.count == creation.options.count, !creation.options.isEmpty else {
            throw .rejected(
                reason:
                    "The product has \(there.options.count) options at Shopify and \(creation.options.count) here; change them there first."
            )
        }
        let location = try await location()
        let data = try await connection.run(
            .createVariant,
            [
                "product": .string(creation.product), "location": .string(location.id),
                "variants": [Self.input(creation, options: there.options, location: location.id)],
            ]
        ).data
        let payload = data["productVariantsBulkCreate"]
        try check(payload)
        guard let node = payload["productVariants"].items.first else {
            throw .unreadable(reason: "Shopify's answer names no variant.")
        }
        let reading = ShopifyProductReading(product: .null, currency: try await currency())
        do throws(UnreadableItem) { return Self.answer(try reading.variant(node), creation) } catch {
            throw .unreadable(reason: "The variant was made and cannot be read: \(error)")
        }
    }

    func lookUp(_ creation: VariantCreation) async throws(ChannelFailure) -> EffectFinding {
        do throws(ChannelFailure) {
            let found = Self.same(creation, in: try await product(of: creation))
            return found.map { .done(Self.answer($0, creation)) } ?? .notDone
        } catch {
            guard case .gone = error else { throw error }
            return .notDone
        }
    }

    private func product(of creation: VariantCreation) async throws(ChannelFailure) -> ChannelProduct {
        guard let pulled = try await products(ids: [creation.product]).first else {
            throw .gone(reason: "Shopify has no such product any more.")
        }
        do throws(UnreadableItem) { return try pulled.item.get() } catch {
            throw .unreadable(reason: "The product cannot be read: \(error)")
        }
    }

    /// Ours, where it is there: the same options and no other SKU.
    private static func same(_ creation: VariantCreation, in product: ChannelProduct) -> ChannelVariant? {
        product.variants.first {
            $0.options == creation.variant.options && $0.sku == creation.variant.sku
        }
    }

    private static func answer(_ variant: ChannelVariant, _ creation: VariantCreation) -> EffectAnswer {
        EffectAnswer(
            id: variant.id,
            product: ChannelProduct(id: creation.product, title: creation.title, variants: [variant]))
    }

    private static func input(_ creation: VariantCreation, options: [String], location: String) -> JSON {
        let variant = creation.variant
        var members = ShopifyVariantInput.members(
            of: variant, options: zip(options, variant.options), kind: creation.kind)
        if let stock = variant.stock {
            let level: JSON = ["availableQuantity": JSON(stock), "locationId": .string(location)]
            members.append(.init("inventoryQuantities", [level]))
        }
        return .object(members)
    }

    /// Deletes a variant; what has another SKU by now stays.
    func remove(_ removal: VariantRemoval) async throws(ChannelFailure) -> EffectAnswer {
        guard let there = try await variant(removal) else { return EffectAnswer(id: removal.variant) }
        let sku = there["sku"].string ?? ""
        guard removal.sku.isEmpty || sku == removal.sku else {
            throw .rejected(
                reason: "The variant there has the SKU “\(sku)” by now, not “\(removal.sku)”; it stays.")
        }
        let payload = try await connection.run(
            .removeVariant,
            ["product": .string(removal.product), "variants": [.string(removal.variant)]]
        ).data["productVariantsBulkDelete"]
        let codes = payload["userErrors"].items.compactMap { $0["code"].string }
        // Somebody was quicker.
        if codes.contains("AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT") {
            return EffectAnswer(id: removal.variant)
        }
        try check(payload)
        return EffectAnswer(id: removal.variant)
    }

    func lookUp(_ removal: VariantRemoval) async throws(ChannelFailure) -> EffectFinding {
        try await variant(removal) == nil ? .done(EffectAnswer(id: removal.variant)) : .notDone
    }

    private func variant(_ removal: VariantRemoval) async throws(ChannelFailure) -> JSON? {
        let node = try await connection.run(.variantState, ["id": .string(removal.variant)]).data["node"]
        return node["id"].string == nil ? Optional<JSON>.none : node
    }
}
