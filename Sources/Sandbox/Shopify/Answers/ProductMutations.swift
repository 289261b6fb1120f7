import Commerce
import HTTP

extension ShopifyState {
    mutating func updateProduct(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        let input = arguments["product"]
        try input.only(
            ["id", "title", "descriptionHtml", "vendor", "productType", "status", "tags", "handle"],
            "ProductUpdateInput")
        guard let id = Self.number(input["id"].string, "Product"), var product = products[id] else {
            return payload("ProductUpdatePayload", product: nil, [.init(["id"], "Product does not exist")])
        }
        var problems: [UserProblem] = []
        if let title = input["title"].string {
            if title.allSatisfy(\.isWhitespace) { problems.append(.init(["title"], "Title can't be blank")) }
            if title.count > 255 {
                problems.append(.init(["title"], "Title is too long (maximum is 255 characters)"))
            }
            product.title = title
        }
        if let text = input["descriptionHtml"].string { product.descriptionHtml = text }
        if let text = input["vendor"].string { product.vendor = text }
        if let text = input["productType"].string { product.productType = text }
        if let status = input["status"].string {
            guard ["ACTIVE", "DRAFT", "ARCHIVED"].contains(status) else {
                throw GraphQLFailure("Invalid ProductStatus \(status)", code: "INVALID_VARIABLE")
            }
            product.status = status
        }
        if input["tags"].isArray { product.tags = Self.tags(input["tags"]) }
        guard problems.isEmpty else { return payload("ProductUpdatePayload", product: nil, problems) }
        product.images += try newImages(arguments["media"])
        product.updatedAt = now
        products[id] = product
        return payload("ProductUpdatePayload", product: product, [])
    }

    /// The platform keeps tags once each, whatever their case, in alphabetical order.
    static func tags(_ json: JSON) -> [String] {
        var seen: Set<String> = []
        return json.items.compactMap(\.string).filter { !$0.isEmpty && seen.insert($0.lowercased()).inserted }
            .sorted()
    }

    private func payload(
        _ type: String, product: ShopifyProductRecord?, _ problems: [UserProblem]
    ) -> PlainObject {
        PlainObject(
            type,
            [
                "product": product.map { .object(ProductObject(product: $0)) } ?? .null,
                "userErrors": UserProblem.list(problems),
            ])
    }

    // MARK: Variants

    mutating func updateVariants(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        let inputs = arguments["variants"].items
        guard inputs.count <= 250 else {
            throw GraphQLFailure("Too many variants", code: "MAX_INPUT_SIZE_EXCEEDED")
        }
        guard let id = Self.number(arguments["productId"].string, "Product"), var product = products[id]
        else {
            return variantsPayload(
                [], nil, [.init(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")])
        }
        var problems: [UserProblem] = []
        var changed: [Int] = []
        for (index, input) in inputs.enumerated() {
            let path = ["variants", String(index)]
            guard
                let place = product.variants.firstIndex(where: { $0.gid == input["id"].string })
            else {
                problems.append(
                    .init(
                        path + ["id"], "Product variant does not exist",
                        code: "PRODUCT_VARIANT_DOES_NOT_EXIST"))
                continue
            }
            let (variant, found) = try updated(product.variants[place], by: input, path: path)
            problems += found
            if found.isEmpty {
                product.variants[place] = variant
                changed.append(place)
            }
        }
        // Without partial updates one bad variant stops all of them.
        if problems.isEmpty || arguments["allowPartialUpdates"].bool == true, !changed.isEmpty {
            product.updatedAt = now
            products[id] = product
            return variantsPayload(changed, product, problems)
        }
        return variantsPayload([], problems.isEmpty ? product : nil, problems)
    }

    private func variantsPayload(
        _ places: [Int], _ product: ShopifyProductRecord?, _ problems: [UserProblem]
    ) -> PlainObject {
        let variants = product.map { product in
            places.map { VariantObject(product: product, variant: product.variants[$0]) }
        }
        return PlainObject(
            "ProductVariantsBulkUpdatePayload",
            [
                "productVariants": variants.map { .list($0) } ?? .null,
                "userErrors": UserProblem.list(problems),
            ])
    }

    private func updated(
        _ variant: ShopifyVariantRecord, by input: JSON, path: [String]
    ) throws(GraphQLFailure) -> (ShopifyVariantRecord, [UserProblem]) {
        try input.only(
            ["id", "price", "compareAtPrice", "barcode", "inventoryItem"], "ProductVariantsBulkInput")
        var variant = variant
        var problems: [UserProblem] = []
        if input.has("price") {
            if let price = input["price"].text.flatMap(amount), !price.isNegative {
                variant.price = price
            } else {
                problems.append(
                    .init(path + ["price"], "Price must be greater than or equal to 0", code: "INVALID_INPUT")
                )
            }
        }
        if input.has("compareAtPrice") {
            let text = input["compareAtPrice"].text
            variant.compareAt = text.flatMap(amount)
            if text != nil, variant.compareAt == nil {
                problems.append(
                    .init(path + ["compareAtPrice"], "Compare at price is invalid", code: "INVALID_INPUT"))
            }
        }
        if let barcode = input["barcode"].string { variant.barcode = barcode }
        let item = input["inventoryItem"]
        if item.isObject {
            try item.only(
                ["sku", "measurement", "tracked", "requiresShipping", "cost"], "InventoryItemInput")
            if let sku = item["sku"].string {
                if sku.count > 255 {
                    problems.append(
                        .init(path + ["inventoryItem", "sku"], "SKU is too long", code: "TOO_LONG"))
                }
                variant.sku = sku
            }
            take(item["measurement"], into: &variant)
        }
        return (variant, problems)
    }

    func take(_ measurement: JSON, into variant: inout ShopifyVariantRecord) {
        guard let value = measurement["weight"]["value"].text, let unit = measurement["weight"]["unit"].string
        else {
            return
        }
        variant.weight = value
        variant.weightUnit = unit
    }

    mutating func publish(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        var problems: [UserProblem] = []
        for entry in arguments["input"].items {
            try entry.only(["publicationId", "publishDate"], "PublicationInput")
            if entry["publicationId"].string != Self.publicationGID {
                problems.append(.init(["input"], "Publication does not exist"))
            }
        }
        let id = Self.number(arguments["id"].string, "Product")
        if let id, products[id] != nil, problems.isEmpty {
            products[id]?.isPublished = true
        } else if problems.isEmpty {
            problems.append(.init(["id"], "Resource does not exist"))
        }
        return PlainObject("PublishablePublishPayload", ["userErrors": UserProblem.list(problems)])
    }

    // MARK: The whole product

    mutating func setProduct(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        let input = arguments["input"]
        try input.only(
            [
                "title", "descriptionHtml", "vendor", "productType", "status", "tags", "handle", "metafields",
                "productOptions", "variants", "files",
            ], "ProductSetInput")
        let problems = refusals(of: input)
        guard problems.isEmpty else {
            return payload("ProductSetPayload", product: nil, problems)
        }
        let title = input["title"].string ?? ""
        var product = ShopifyProductRecord(
            id: newID(), title: title, handle: freeHandle(input["handle"].string ?? title),
            descriptionHtml: input["descriptionHtml"].string ?? "",
            vendor: input["vendor"].string ?? name, productType: input["productType"].string ?? "",
            tags: Self.tags(input["tags"]), status: input["status"].string ?? "ACTIVE",
            options: input["productOptions"].items.compactMap { $0["name"].string }, images: [], variants: [],
            createdAt: now, updatedAt: now, isPublished: false, metafields: [:])
        for field in input["metafields"].items {
            try field.only(["namespace", "key", "type", "value"], "MetafieldInput")
            product.metafields["\(field["namespace"].string ?? "").\(field["key"].string ?? "")"] =
                field["value"].string
        }
        for file in input["files"].items {
            try file.only(["originalSource", "alt", "contentType"], "FileSetInput")
            product.images.append(newImage(file))
        }
        for variant in input["variants"].items { product.variants.append(try newVariant(variant)) }
        products[product.id] = product
        for variant in product.variants { productOfVariant[variant.id] = product.id }
        return payload("ProductSetPayload", product: product, [])
    }

    private func refusals(of input: JSON) -> [UserProblem] {
        var problems: [UserProblem] = []
        if (input["title"].string ?? "").allSatisfy(\.isWhitespace) {
            problems.append(.init(["input", "title"], "Title can't be blank", code: "BLANK"))
        }
        let options = input["productOptions"].items
        if options.count > 3 {
            problems.append(
                .init(["input", "productOptions"], "Can only specify 3 options", code: "OPTIONS_OVER_LIMIT"))
        }
        for (index, variant) in input["variants"].items.enumerated()
        where variant["optionValues"].items.count != options.count {
            problems.append(
                .init(
                    ["input", "variants", String(index), "optionValues"], "Option values are missing",
                    code: "INVALID_VARIANT"))
        }
        return problems
    }

    private mutating func newVariant(_ input: JSON) throws(GraphQLFailure) -> ShopifyVariantRecord {
        try input.only(
            [
                "optionValues", "barcode", "inventoryItem", "price", "compareAtPrice", "inventoryQuantities",
                "sku",
            ],
            "ProductVariantSetInput")
        let item = input["inventoryItem"]
        var variant = ShopifyVariantRecord(
            id: newID(), sku: item["sku"].string ?? "", barcode: input["barcode"].string ?? "",
            price: input["price"].text.flatMap(amount) ?? .zero(currency),
            compareAt: input["compareAtPrice"].text.flatMap(amount),
            options: input["optionValues"].items.compactMap { $0["name"].string },
            available: input["inventoryQuantities"][0]["quantity"].integer ?? 0,
            isTracked: item["tracked"].bool ?? false, isStocked: true, weight: "0.0", weightUnit: "KILOGRAMS")
        take(item["measurement"], into: &variant)
        return variant
    }

    func freeHandle(_ text: String) -> String {
        let plain = String(
            text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
        let taken = Set(products.values.map(\.handle))
        guard taken.contains(plain) else { return plain }
        return (1...).lazy.map { "\(plain)-\($0)" }.first { !taken.contains($0) } ?? plain
    }
}
