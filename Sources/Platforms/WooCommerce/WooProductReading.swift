import Commerce
import Connectors
import HTTP

/// Reads products and variations as the shop writes them.
struct WooProductReading: Sendable {
    let facts: WooFacts
    /// Paths of categories by number; names alone where they could not be read.
    let categories: [Int: String]

    static let fields = [
        "id", "name", "slug", "permalink", "type", "status", "description", "sku", "regular_price",
        "sale_price", "on_sale", "price", "manage_stock", "stock_quantity", "weight", "virtual",
        "downloadable",
        "categories", "tags", "images", "attributes", "variations", "date_modified_gmt", "global_unique_id",
        "meta_data",
    ].joined(separator: ",")

    static let variationFields = [
        "id", "sku", "regular_price", "sale_price", "on_sale", "price", "manage_stock", "stock_quantity",
        "weight", "attributes", "global_unique_id", "meta_data",
    ].joined(separator: ",")

    /// Kinds whose stock is made up from others', or that are not sold here at all.
    static let assembled: Set<String> = [
        "grouped", "bundle", "composite", "external", "woosb", "yith_bundle",
    ]

    /// - Parameter variations: Of a variable product, in the shop's order.
    func product(_ json: JSON, variations: [JSON]) throws(UnreadableItem) -> ChannelProduct {
        guard let id = json["id"].text else { throw UnreadableItem(reason: "it has no number") }
        // A name that is missing is not an empty one.
        guard let name = json["name"].string else { throw UnreadableItem(reason: "it has no name") }
        let type = json["type"].string ?? "simple"
        var product = ChannelProduct(
            id: id, title: WooText.decoded(name), handle: json["slug"].string ?? "",
            description: json["description"].string ?? "", state: Self.state(json["status"].string ?? ""),
            tags: json["tags"].items.compactMap { $0["name"].string.map(WooText.decoded) },
            url: json["permalink"].string ?? "", modifiedAt: WooValue.instant(json["date_modified_gmt"]),
            kind: json["downloadable"].bool == true
                ? .digital : json["virtual"].bool == true ? .service : .physical,
            isAssembled: Self.assembled.contains(type))
        product.categories = json["categories"].items.map { row in
            row["id"].integer.flatMap { categories[$0] } ?? WooText.decoded(row["name"].string ?? "")
        }
        product.images = Self.images(json)
        guard Self.isVariable(json) else {
            product.variants = [variant(json, options: [])]
            return product
        }
        let names = json["attributes"].items.filter { $0["variation"].bool == true }
            .compactMap { $0["name"].string }
        product.options = names.map(WooText.decoded)
        product.variants = variations.map { row in variant(row, options: Self.values(row, of: names)) }
        if product.variants.isEmpty {
            // Nothing of it can be bought yet, and a count has nowhere to go.
            product.options = []
            product.variants = [ChannelVariant(id: id, sku: json["sku"].text ?? "")]
            product.isAssembled = true
        }
        return product
    }

    private static func images(_ json: JSON) -> [ChannelImage] {
        json["images"].items.compactMap { row in
            // The shop's stand-in for a product without pictures has the number 0.
            guard let id = row["id"].text, id != "0" else { return nil }
            return ChannelImage(
                id: id, url: row["src"].string ?? "", alt: WooText.decoded(row["alt"].string ?? ""))
        }
    }

    static func isVariable(_ json: JSON) -> Bool {
        let type = json["type"].string ?? ""
        return type == "variable" || type == "variable-subscription"
    }

    /// One value for each option; an option that the variation leaves open takes any.
    private static func values(_ row: JSON, of names: [String]) -> [String] {
        names.map { name in
            let found = row["attributes"].items.first {
                $0["name"].string?.lowercased() == name.lowercased()
            }
            let value = WooText.decoded(found?["option"].text ?? "")
            return value.isEmpty ? "Any" : value
        }
    }

    func variant(_ json: JSON, options: [String]) -> ChannelVariant {
        let (price, compareAt) = prices(json)
        return ChannelVariant(
            id: json["id"].text ?? "", sku: json["sku"].text ?? "",
            barcode: json["global_unique_id"].text ?? "", options: options, price: price,
            compareAt: compareAt,
            stock: Self.stock(json),
            weightGrams: WooValue.grams(json["weight"].text ?? "", unit: facts.weightUnit))
    }

    /// What a buyer pays, and while a sale is on, the regular price beside it.
    func prices(_ json: JSON) -> (price: UnitPrice?, compareAt: UnitPrice?) {
        let regular = WooValue.price(json["regular_price"].text ?? "", facts.currency)
        let sale = WooValue.price(json["sale_price"].text ?? "", facts.currency)
        // A sale that is planned for later has its price already, but not its effect.
        guard let sale, json["on_sale"].bool != false else { return (regular, nil) }
        return (sale, regular)
    }

    /// Nil where it is not counted here: not at all, or at the product for all its variations (`"parent"`).
    static func stock(_ json: JSON) -> Int? {
        guard json["manage_stock"].bool == true else { return nil }
        return json["stock_quantity"].integer ?? 0
    }

    static func state(_ status: String) -> ListingState {
        switch status {
        case "publish": .onSale
        case "trash": .withdrawn
        default: .paused
        }
    }

    /// The canonical text of a field, for the fields that were sent.
    func canonical(_ field: ListingField, _ json: JSON) -> String {
        switch field {
        case .title: WooText.decoded(json["name"].string ?? "")
        case .description: json["description"].string ?? ""
        case .state: Self.state(json["status"].string ?? "").rawValue
        case .tags:
            ListingField.setText(json["tags"].items.compactMap { $0["name"].string.map(WooText.decoded) })
        case .categories:
            ListingField.setText(
                json["categories"].items.map { row in
                    row["id"].integer.flatMap { categories[$0] } ?? WooText.decoded(row["name"].string ?? "")
                })
        case .price: WooValue.canonical(prices(json).price)
        case .compareAt: WooValue.canonical(prices(json).compareAt)
        case .sku: json["sku"].text ?? ""
        case .barcode: json["global_unique_id"].text ?? ""
        case .weight:
            WooValue.grams(json["weight"].text ?? "", unit: facts.weightUnit).map { String($0) } ?? ""
        case .stock: Self.stock(json).map { String($0) } ?? ""
        case .images: ListingImages.text(Self.images(json).map(\.line))
        case .vendor: ""
        }
    }
}
