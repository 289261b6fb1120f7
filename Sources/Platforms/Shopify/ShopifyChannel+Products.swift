import Commerce
import Connectors
import HTTP

extension ShopifyChannel {
    /// Creates it in one step with all variants; our reference is a metafield of it. One that is on sale is then
    /// published on the shop's sales channels: by being active alone it is seen nowhere.
    func create(_ creation: ProductCreation, key: String) async throws(ChannelFailure) -> EffectAnswer {
        let location = try await location()
        let currency = try await currency()
        let product = creation.product
        guard product.variants.count <= capabilities.maxVariants, product.options.count <= 3 else {
            throw .rejected(reason: "Shopify takes at most 2,048 variants and 3 options.")
        }
        let input = ShopifyProductInput(product: product, location: location.id, key: key).input
        let data = try await connection.run(
            .createProduct, ["input": input, "location": .string(location.id)]
        ).data
        try check(data["productSet"])
        if product.state == .onSale, let id = data["productSet"]["product"]["id"].string { await publish(id) }
        let pulled = try await pulled(
            product: data["productSet"]["product"], location: location, currency: currency)
        do throws(UnreadableItem) {
            return EffectAnswer(id: pulled.id, product: Self.inOrder(of: product, try pulled.item.get()))
        } catch {
            throw .unreadable(reason: "The product was made and cannot be read: \(error)")
        }
    }

    /// The product is there whatever becomes of this, so that a failure here is none of the creation: without the
    /// scope ``identify()`` says so beforehand, and afterwards the product has no address in the shop.
    private func publish(_ id: String) async {
        do throws(ChannelFailure) {
            let nodes = try await connection.run(.publications).data["publications"]["nodes"].items
            let input = nodes.map { node -> JSON in ["publicationId": node["id"]] }
            guard !input.isEmpty else { return }
            _ = try await connection.run(.publishProduct, ["id": .string(id), "input": .array(input)])
        } catch {
            return
        }
    }

    /// The platform's product with its variants in the order in which ours were sent.
    private static func inOrder(of sent: ChannelProduct, _ product: ChannelProduct) -> ChannelProduct {
        var result = product
        var left = product.variants
        result.variants = sent.variants.compactMap { variant in
            guard let place = left.firstIndex(where: { $0.options == variant.options }) else { return nil }
            return left.remove(at: place)
        }
        result.variants += left
        return result
    }

    /// Puts it into Shopify's archive. Deleting cannot be taken back there and would tear old orders from their
    /// product, so that stays for a person in Shopify's admin.
    func remove(_ removal: ProductRemoval) async throws(ChannelFailure) -> EffectAnswer {
        let product: JSON = ["id": .string(removal.product), "status": "ARCHIVED"]
        let payload = try await connection.run(.archiveProduct, ["product": product]).data["productUpdate"]
        if payload["userErrors"].items.contains(where: {
            $0["field"].items.last?.string == "id" && $0["message"].string?.contains("does not exist") == true
        }) {
            throw .gone(reason: "Shopify has no such product any more.")
        }
        try check(payload)
        return EffectAnswer(id: removal.product)
    }

    func lookUp(removal: ProductRemoval) async throws(ChannelFailure) -> EffectFinding {
        let product = try await connection.run(.productState, ["id": .string(removal.product)]).data[
            "product"]
        let isDone = product.isNull || product["status"].string == "ARCHIVED"
        return isDone ? .done(EffectAnswer(id: removal.product)) : .notDone
    }

    /// Looks through the newest products for our reference. Shopify's own search finds a metafield only where the shop
    /// has defined it, and later than the product is there.
    func lookUp(creation key: String) async throws(ChannelFailure) -> EffectFinding {
        var cursor: String?
        for _ in 0..<5 {
            let page = try await connection.run(
                .recentProducts, ["after": cursor.map(JSON.string) ?? .null]
            ).data["products"]
            for node in page["nodes"].items where node["metafield"]["value"].string == key {
                guard let id = node["id"].string else { continue }
                let product = try await products(ids: [id]).first
                do throws(UnreadableItem) {
                    return .done(EffectAnswer(id: id, product: try product?.item.get()))
                } catch {
                    return .unclear(reason: "The product is there and cannot be read: \(error)")
                }
            }
            cursor = try next(of: page, after: cursor)
            if cursor == nil { return .notDone }
        }
        return .unclear(reason: "It is not among the shop's newest 1,000 products.")
    }
}

/// A product of ours as `productSet` takes it.
struct ShopifyProductInput {
    let product: ChannelProduct
    let location: String
    let key: String

    var input: JSON {
        let optionNames = product.options.isEmpty ? ["Title"] : product.options
        var members: [JSON.Member] = [
            .init("title", .string(product.title)), .init("descriptionHtml", .string(product.description)),
            .init("vendor", .string(product.vendor)),
            .init("status", .string(ShopifyProductReading.word(product.state))),
            .init("productType", .string(product.categories.first ?? "")),
            .init("tags", .array(product.tags.map(JSON.string))),
            .init(
                "metafields",
                [
                    [
                        "namespace": "mercer", "key": "reference", "type": "single_line_text_field",
                        "value": .string(key),
                    ]
                ]),
            .init("productOptions", .array(optionNames.indices.map { option(optionNames, $0) })),
            .init("variants", .array(product.variants.map { variant($0, optionNames) })),
        ]
        if !product.handle.isEmpty { members.append(.init("handle", .string(product.handle))) }
        if !product.images.isEmpty {
            members.append(
                .init(
                    "files",
                    .array(
                        product.images.map {
                            [
                                "originalSource": .string($0.url), "alt": .string($0.alt),
                                "contentType": "IMAGE",
                            ]
                        })))
        }
        return .object(members)
    }

    private func values(_ variant: ChannelVariant) -> [String] {
        product.options.isEmpty ? ["Default Title"] : variant.options
    }

    /// An option with each of its values once, in the order in which they appear.
    private func option(_ names: [String], _ place: Int) -> JSON {
        var seen: Set<String> = []
        let all = product.variants.compactMap { variant -> JSON? in
            let values = values(variant)
            guard values.indices.contains(place), seen.insert(values[place]).inserted else { return nil }
            return ["name": .string(values[place])]
        }
        return ["name": .string(names[place]), "position": JSON(place + 1), "values": .array(all)]
    }

    private func variant(_ variant: ChannelVariant, _ optionNames: [String]) -> JSON {
        var members = ShopifyVariantInput.members(
            of: variant, options: zip(optionNames, values(variant)), kind: product.kind)
        if let stock = variant.stock {
            let quantity: JSON = [
                "locationId": .string(location), "name": "available", "quantity": JSON(stock),
            ]
            members.append(.init("inventoryQuantities", .array([quantity])))
        }
        return .object(members)
    }
}
