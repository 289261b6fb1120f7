import Commerce
import HTTP

/// Variants that come and go while their product stays.
extension ShopifyState {
    /// All or none of them: a combination of options is there once.
    mutating func createVariants(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        let type = "ProductVariantsBulkCreatePayload"
        guard let id = Self.number(arguments["productId"].string, "Product"), var product = products[id]
        else {
            return payload(
                type, nil, [],
                [.init(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")])
        }
        var problems: [UserProblem] = []
        var made: [ShopifyVariantRecord] = []
        for (index, input) in arguments["variants"].items.enumerated() {
            let path = ["variants", String(index)]
            let variant = try newVariant(ofProduct: product, input)
            if variant.options.count != product.options.count {
                problems.append(
                    .init(
                        path, "You need to add option values for \(product.options.joined(separator: ", "))",
                        code: "NEED_TO_ADD_OPTION_VALUES"))
            } else if (product.variants + made).contains(where: { $0.options == variant.options }) {
                problems.append(
                    .init(
                        path, "The variant '\(variant.options.joined(separator: " / "))' already exists.",
                        code: "VARIANT_ALREADY_EXISTS"))
            } else {
                made.append(variant)
            }
        }
        guard problems.isEmpty else { return payload(type, nil, [], problems) }
        product.variants += made
        product.updatedAt = now
        products[id] = product
        for variant in made { productOfVariant[variant.id] = id }
        return payload(type, product, made, [])
    }

    mutating func deleteVariants(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        let type = "ProductVariantsBulkDeletePayload"
        guard let id = Self.number(arguments["productId"].string, "Product"), var product = products[id]
        else {
            return payload(
                type, nil, [],
                [.init(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")])
        }
        let gids = arguments["variantsIds"].items.compactMap(\.string)
        guard Set(gids).isSubset(of: product.variants.map(\.gid)) else {
            return payload(
                type, nil, [],
                [
                    .init(
                        ["variantsIds", "0"], "At least one variant does not belong to the product",
                        code: "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT")
                ])
        }
        guard product.variants.count > gids.count else {
            return payload(
                type, nil, [],
                [
                    .init(
                        ["variantsIds"], "Cannot delete the last variant", code: "CANNOT_DELETE_LAST_VARIANT")
                ])
        }
        for variant in product.variants where gids.contains(variant.gid) {
            productOfVariant[variant.id] = nil
        }
        product.variants.removeAll { gids.contains($0.gid) }
        product.updatedAt = now
        products[id] = product
        return payload(type, product, [], [])
    }

    private func payload(
        _ type: String, _ product: ShopifyProductRecord?, _ made: [ShopifyVariantRecord],
        _ problems: [UserProblem]
    ) -> PlainObject {
        PlainObject(
            type,
            [
                "product": product.map { .object(ProductObject(product: $0)) } ?? .null,
                "productVariants": product.map { product in
                    .list(made.map { VariantObject(product: product, variant: $0) })
                } ?? .null,
                "userErrors": UserProblem.list(problems),
            ])
    }

    private mutating func newVariant(
        ofProduct product: ShopifyProductRecord, _ input: JSON
    ) throws(GraphQLFailure) -> ShopifyVariantRecord {
        try input.only(
            [
                "optionValues", "barcode", "inventoryItem", "price", "compareAtPrice", "inventoryQuantities",
                "mediaId", "metafields",
            ], "ProductVariantsBulkInput")
        let item = input["inventoryItem"]
        let options = product.options.compactMap { name in
            input["optionValues"].items.first { $0["optionName"].string == name }?["name"].string
        }
        let level = input["inventoryQuantities"][0]
        if input.has("inventoryQuantities") {
            try level.only(["availableQuantity", "locationId"], "InventoryLevelInput")
        }
        var variant = ShopifyVariantRecord(
            id: newID(), sku: item["sku"].string ?? "", barcode: input["barcode"].string ?? "",
            price: input["price"].text.flatMap(amount) ?? .zero(currency),
            compareAt: input["compareAtPrice"].text.flatMap(amount), options: options,
            available: level["availableQuantity"].integer ?? 0, isTracked: item["tracked"].bool ?? false,
            isStocked: true, weight: "0.0", weightUnit: "KILOGRAMS")
        take(item["measurement"], into: &variant)
        return variant
    }
}
