import Commerce
import HTTP

struct ProductObject: GraphQLObject {
    let typeName = "Product"
    static let arguments: [String: Set<String>] = [
        "options": ["first"], "media": ["first", "after"], "variants": ["first", "after"],
        "metafield": ["namespace", "key"],
    ]
    let product: ShopifyProductRecord

    func field(
        _ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState
    ) throws(GraphQLFailure) -> GraphQLAnswer? {
        switch name {
        case "id": .text(product.gid)
        case "title": .text(product.title)
        case "handle": .text(product.handle)
        case "descriptionHtml": .text(product.descriptionHtml)
        case "vendor": .text(product.vendor)
        case "productType": .text(product.productType)
        case "status": .text(product.status)
        case "tags": .texts(product.tags)
        case "createdAt": .text(ShopifyState.time(product.createdAt))
        case "updatedAt": .text(ShopifyState.time(product.updatedAt))
        case "onlineStoreUrl":
            product.status == "ACTIVE" && product.isPublished
                ? .text("https://\(shop.domain)/products/\(product.handle)") : .null
        case "isGiftCard", "hasVariantsThatRequiresComponents": .flag(false)
        case "options":
            .list(
                product.options.prefix(arguments.first ?? 3).map {
                    PlainObject("ProductOption", ["name": .text($0)])
                })
        case "media":
            .object(
                try Connection(
                    "MediaConnection",
                    product.images.enumerated().map { (placeKey($0.offset), ImageObject(image: $0.element)) },
                    arguments))
        case "variants":
            .object(
                try Connection(
                    "ProductVariantConnection",
                    product.variants.enumerated().map {
                        (placeKey($0.offset), VariantObject(product: product, variant: $0.element))
                    }, arguments))
        case "metafield":
            metafield(arguments)
        default: nil
        }
    }

    private func metafield(_ arguments: GraphQLArguments) -> GraphQLAnswer {
        let key = "\(arguments["namespace"].string ?? "custom").\(arguments["key"].string ?? "")"
        return product.metafields[key].map { .object(PlainObject("Metafield", ["value": .text($0)])) }
            ?? .null
    }
}

/// A place as text that sorts as the number does.
func placeKey(_ place: Int) -> String {
    let digits = String(place)
    return String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits
}

struct ImageObject: GraphQLObject {
    let typeName = "MediaImage"
    let image: ShopifyProductRecord.Image

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        switch name {
        case "id": .text(image.gid)
        case "alt": .text(image.alt)
        case "status": .text(status(shop))
        case "image":
            status(shop) == "READY" ? .object(PlainObject("Image", ["url": .text(image.url)])) : .null
        default: nil
        }
    }

    private func status(_ shop: ShopifyState) -> String {
        if let ready = image.readyAt, ready > shop.now { return "PROCESSING" }
        return image.hasFailed ? "FAILED" : "READY"
    }
}

struct VariantObject: GraphQLObject {
    let typeName = "ProductVariant"
    let product: ShopifyProductRecord
    let variant: ShopifyVariantRecord

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        switch name {
        case "id": .text(variant.gid)
        case "sku": .text(variant.sku)
        case "barcode": .text(variant.barcode)
        case "price": .text(variant.price.amountText)
        case "compareAtPrice": .text(variant.compareAt?.amountText)
        case "selectedOptions":
            .list(
                zip(product.options, variant.options).map {
                    PlainObject("SelectedOption", ["name": .text($0), "value": .text($1)])
                })
        case "inventoryItem": .object(InventoryItemObject(variant: variant))
        default: nil
        }
    }
}

struct InventoryItemObject: GraphQLObject {
    let typeName = "InventoryItem"
    static let arguments: [String: Set<String>] = ["inventoryLevel": ["locationId"]]
    let variant: ShopifyVariantRecord

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        switch name {
        case "id": return .text(variant.inventoryItemID)
        case "sku": return .text(variant.sku)
        case "tracked": return .flag(variant.isTracked)
        case "requiresShipping": return .flag(true)
        case "measurement":
            let weight = PlainObject(
                "Weight", ["unit": .text(variant.weightUnit), "value": .value(.number(variant.weight))])
            return .object(PlainObject("InventoryItemMeasurement", ["weight": .object(weight)]))
        case "inventoryLevel":
            guard variant.isStocked, arguments["locationId"].string == shop.locationGID else { return .null }
            return .object(InventoryLevelObject(variant: variant))
        default: return nil
        }
    }
}

struct InventoryLevelObject: GraphQLObject {
    let typeName = "InventoryLevel"
    static let arguments: [String: Set<String>] = ["quantities": ["names"]]
    let variant: ShopifyVariantRecord

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        guard name == "quantities" else { return nil }
        return .list(
            arguments["names"].items.compactMap { wanted in
                guard wanted.string == "available" else { return nil }
                return PlainObject(
                    "InventoryQuantity", ["name": .text("available"), "quantity": .number(variant.available)])
            })
    }
}
