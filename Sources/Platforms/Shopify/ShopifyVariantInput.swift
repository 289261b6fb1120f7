import Commerce
import HTTP

/// What a new variant is told to Shopify as, whichever mutation makes it; how many there are each says in its own way.
enum ShopifyVariantInput {
    static func members(
        of variant: ChannelVariant, options: some Sequence<(String, String)>, kind: ProductKind
    ) -> [JSON.Member] {
        let choices = options.map { name, value -> JSON in
            ["optionName": .string(name), "name": .string(value)]
        }
        var item: [JSON.Member] = [
            .init("sku", .string(variant.sku)), .init("tracked", .bool(variant.stock != nil)),
            .init("requiresShipping", .bool(kind == .physical)),
        ]
        if let grams = variant.weightGrams {
            let weight: JSON = ["value": JSON(grams), "unit": "GRAMS"]
            item.append(.init("measurement", ["weight": weight]))
        }
        var members: [JSON.Member] = [
            .init("optionValues", .array(choices)), .init("barcode", .string(variant.barcode)),
            .init("inventoryItem", .object(item)),
        ]
        if let price = variant.price { members.append(.init("price", .string(price.amountText))) }
        if let compareAt = variant.compareAt {
            members.append(.init("compareAtPrice", .string(compareAt.amountText)))
        }
        return members
    }
}
