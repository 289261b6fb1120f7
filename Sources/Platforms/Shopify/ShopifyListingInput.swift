import Commerce
import HTTP

/// Our fields as Shopify's inputs, and Shopify's answers as our canonical values.
enum ShopifyListingInput {
    struct Refusal: Error {
        var reason: String
        var field: ListingField
    }

    /// Our field by the name that a user error gives it.
    static let fields: [String: ListingField] = [
        "title": .title, "descriptionHtml": .description, "status": .state, "tags": .tags,
        "productType": .categories, "vendor": .vendor, "price": .price, "compareAtPrice": .compareAt,
        "sku": .sku, "barcode": .barcode, "weight": .weight,
    ]

    static func input(
        _ write: ListingWrite, kind: ShopifyDocument.ListingChange, currency: Currency
    ) -> Result<JSON, Refusal> {
        do throws(Refusal) {
            switch kind {
            case .product: return .success(try product(write))
            case .variants: return .success(try variant(write, currency: currency))
            }
        } catch {
            return .failure(error)
        }
    }

    private static func product(_ write: ListingWrite) throws(Refusal) -> JSON {
        var members: [JSON.Member] = [.init("id", .string(write.address.product))]
        for (field, value) in sorted(write.fields) {
            switch field {
            case .title: members.append(.init("title", .string(value)))
            case .description: members.append(.init("descriptionHtml", .string(value)))
            case .vendor: members.append(.init("vendor", .string(value)))
            case .tags: members.append(.init("tags", .array(lines(value).map(JSON.string))))
            case .categories: members.append(.init("productType", .string(lines(value).first ?? "")))
            case .state:
                guard let state = ListingState(rawValue: value) else {
                    throw Refusal(reason: "“\(value)” is no state of a listing.", field: .state)
                }
                members.append(.init("status", .string(ShopifyProductReading.word(state))))
            // Pictures have mutations of their own; see `ShopifyChannel+Images`.
            case .images, .price, .compareAt, .sku, .barcode, .weight, .stock: break
            }
        }
        return .object(members)
    }

    private static func variant(_ write: ListingWrite, currency: Currency) throws(Refusal) -> JSON {
        guard !write.address.variant.isEmpty else {
            throw Refusal(reason: "It is not said which variant is meant.", field: .price)
        }
        var members: [JSON.Member] = [.init("id", .string(write.address.variant))]
        var item: [JSON.Member] = []
        for (field, value) in sorted(write.fields) {
            switch field {
            case .price: members.append(.init("price", .string(try decimal(value, .price))))
            case .compareAt:
                let price: JSON = value.isEmpty ? .null : .string(try decimal(value, .compareAt))
                members.append(.init("compareAtPrice", price))
            case .barcode: members.append(.init("barcode", .string(value)))
            case .sku: item.append(.init("sku", .string(value)))
            case .weight:
                guard let grams = Int(value.isEmpty ? "0" : value), grams >= 0 else {
                    throw Refusal(reason: "“\(value)” is no weight in grams.", field: .weight)
                }
                let weight: JSON = ["value": JSON(grams), "unit": "GRAMS"]
                item.append(.init("measurement", ["weight": weight]))
            case .title, .description, .state, .tags, .categories, .vendor, .images, .stock: break
            }
        }
        if !item.isEmpty { members.append(.init("inventoryItem", .object(item))) }
        return .object(members)
    }

    private static func decimal(_ text: String, _ field: ListingField) throws(Refusal) -> String {
        do throws(DecimalTextError) {
            let millionths = try DecimalText.parse(text, scale: UnitPrice.scale)
            return DecimalText.format(millionths, scale: UnitPrice.scale, keeping: 2)
        } catch {
            throw Refusal(
                reason: text.isEmpty ? "A product needs a price." : "“\(text)” is no price.", field: field)
        }
    }

    static func values(product node: JSON) -> [ListingField: String] {
        var values: [ListingField: String] = [:]
        values[.title] = node["title"].string
        values[.description] = node["descriptionHtml"].string
        values[.vendor] = node["vendor"].string
        values[.state] = node["status"].string.map { ShopifyProductReading.state($0).rawValue }
        if node["tags"].isArray {
            values[.tags] = ListingField.setText(node["tags"].items.compactMap(\.string))
        }
        if let type = node["productType"].string {
            values[.categories] = ListingField.setText(ShopifyProductReading.categories(type))
        }
        return values
    }

    static func values(variant node: JSON, currency: Currency) -> [ListingField: String] {
        var values: [ListingField: String] = [:]
        if let price = node["price"].text { values[.price] = canonical(price) }
        values[.compareAt] = node["compareAtPrice"].text.map(canonical) ?? ""
        values[.barcode] = node["barcode"].string ?? ""
        values[.sku] = node["inventoryItem"]["sku"].string ?? ""
        values[.weight] =
            ShopifyProductReading.grams(node["inventoryItem"]["measurement"]["weight"]).map { String($0) }
            ?? ""
        return values
    }

    /// The shortest decimal with a point, as our fields are compared: `24.5`.
    private static func canonical(_ text: String) -> String {
        // What cannot be read is handed on as it is, for the comparison to show.
        guard let millionths = try? DecimalText.parse(text, scale: UnitPrice.scale) else { return text }
        return DecimalText.format(millionths, scale: UnitPrice.scale, keeping: 0)
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init)
    }

    private static func sorted(_ fields: [ListingField: String]) -> [(ListingField, String)] {
        fields.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
    }
}
