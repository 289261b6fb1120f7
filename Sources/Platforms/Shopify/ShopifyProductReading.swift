import Commerce
import Connectors
import Foundation
import HTTP

extension ShopifyChannel {
    /// A product with all of its variants and pictures, however many there are.
    func pulled(
        product node: JSON, location: Location, currency: Currency
    ) async throws(ChannelFailure) -> Pulled<ChannelProduct> {
        let id = node["id"].string ?? ""
        var reading = ShopifyProductReading(product: node, currency: currency)
        if node["variants"]["pageInfo"]["hasNextPage"].bool == true {
            reading.variants = try await rest(
                of: node["variants"], document: .productVariants,
                variables: [.init("id", .string(id)), .init("location", .string(location.id))],
                at: ["product", "variants"])
        }
        if node["media"]["pageInfo"]["hasNextPage"].bool == true {
            reading.media = try await rest(
                of: node["media"], document: .productMedia, variables: [.init("id", .string(id))],
                at: ["product", "media"])
        }
        do throws(UnreadableItem) {
            return Pulled(id: id, item: .success(try reading.product()), raw: reading.evidence)
        } catch {
            return Pulled(id: id, item: .failure(error), raw: reading.evidence)
        }
    }
}

/// Makes a product of what Shopify says.
struct ShopifyProductReading {
    let node: JSON
    let currency: Currency
    var variants: [JSON]
    var media: [JSON]

    init(product node: JSON, currency: Currency) {
        self.node = node
        self.currency = currency
        variants = node["variants"]["nodes"].items
        media = node["media"]["nodes"].items
    }

    /// The bytes, with what was read on put in its place.
    var evidence: Data {
        JSON.object(
            node.members.map { member in
                switch member.name {
                case "variants": JSON.Member("variants", .array(variants))
                case "media": JSON.Member("media", .array(media))
                default: member
                }
            }
        ).data
    }

    func product() throws(UnreadableItem) -> ChannelProduct {
        guard let id = node["id"].string else { throw UnreadableItem(reason: "it has no identifier") }
        guard !variants.isEmpty else { throw UnreadableItem(reason: "it has no variants") }
        var read: [ChannelVariant] = []
        for variant in variants { read.append(try self.variant(variant)) }
        let options = node["options"].items.compactMap { $0["name"].string }
        // Shopify's form of a product without variants: one option of that name with one value.
        let isPlain = options == ["Title"] && read.count == 1 && read[0].options == ["Default Title"]
        if isPlain { read[0].options = [] }
        return ChannelProduct(
            id: id, title: node["title"].string ?? "", handle: node["handle"].string ?? "",
            description: node["descriptionHtml"].string ?? "", vendor: node["vendor"].string ?? "",
            state: Self.state(node["status"].string), categories: Self.categories(node["productType"].string),
            tags: node["tags"].items.compactMap(\.string), options: isPlain ? [] : options, images: images,
            variants: read, url: node["onlineStoreUrl"].string ?? "",
            modifiedAt: node["updatedAt"].string.flatMap(Instant.init), kind: kind,
            isAssembled: node["hasVariantsThatRequiresComponents"].bool ?? false)
    }

    private var images: [ChannelImage] {
        media.compactMap(Self.image)
    }

    /// Nil for a film or a model. Until Shopify has taken a picture in it has no address.
    static func image(_ medium: JSON) -> ChannelImage? {
        guard let id = medium["id"].string, id.contains("/MediaImage/") else { return nil }
        let status = medium["status"].string ?? "READY"
        return ChannelImage(
            id: id, url: medium["image"]["url"].string ?? "", alt: medium["alt"].string ?? "",
            isReady: status == "READY",
            problem: status == "FAILED" ? "Shopify could not take in this picture from its address" : "")
    }

    private var kind: ProductKind {
        let ships = variants.contains { $0["inventoryItem"]["requiresShipping"].bool ?? true }
        return ships && node["isGiftCard"].bool != true ? .physical : .digital
    }

    func variant(_ node: JSON) throws(UnreadableItem) -> ChannelVariant {
        guard let id = node["id"].string else { throw UnreadableItem(reason: "a variant has no identifier") }
        let item = node["inventoryItem"]
        return ChannelVariant(
            id: id, sku: node["sku"].string ?? item["sku"].string ?? "",
            barcode: node["barcode"].string ?? "",
            options: node["selectedOptions"].items.compactMap { $0["value"].string },
            price: try price(node["price"]), compareAt: try price(node["compareAtPrice"]),
            stock: Self.stock(item), weightGrams: Self.grams(item["measurement"]["weight"]),
            stockItem: item["id"].string ?? "")
    }

    private func price(_ value: JSON) throws(UnreadableItem) -> UnitPrice? {
        guard let text = value.text else { return nil }
        do throws(DecimalTextError) {
            let millionths = try DecimalText.parse(text, scale: UnitPrice.scale)
            return UnitPrice(millionths: millionths, currency: currency)
        } catch {
            throw UnreadableItem(reason: "the price “\(text)” cannot be read: \(error)")
        }
    }

    /// What is available at our location; nil where the item is not counted, or not kept there.
    static func stock(_ item: JSON) -> Int? {
        guard item["tracked"].bool != false else { return nil }
        return item["inventoryLevel"]["quantities"].items.first { $0["name"].string == "available" }?[
            "quantity"
        ]
        .integer
    }

    static func state(_ word: String?) -> ListingState {
        switch word {
        case "ACTIVE": .onSale
        case "ARCHIVED": .withdrawn
        // A word that nobody knows yet is surely not “on sale” as we know it.
        default: .paused
        }
    }

    static func word(_ state: ListingState) -> String {
        switch state {
        case .onSale: "ACTIVE"
        case .paused: "DRAFT"
        case .withdrawn: "ARCHIVED"
        }
    }

    /// The product's type is the one plain category that a seller may write freely; the taxonomy's are Shopify's own.
    static func categories(_ type: String?) -> [String] {
        type.flatMap { $0.isEmpty ? nil : [$0] } ?? []
    }

    /// Whole grams, rounded half up; nil where no weight is kept.
    static func grams(_ weight: JSON) -> Int? {
        guard let text = weight["value"].text,
            // A weight that is no number is none: it moves no money and stops no product.
            let millionths = try? DecimalText.parse(text, scale: 6), millionths > 0
        else { return nil }
        let perUnit: Int128 =
            switch weight["unit"].string {
            case "GRAMS": 1_000_000
            case "KILOGRAMS": 1_000_000_000
            case "OUNCES": 28_349_523
            case "POUNDS": 453_592_370
            default: 0
            }
        guard perUnit > 0 else { return nil }
        return Int(exactly: (Int128(millionths) * perUnit + 500_000_000_000) / 1_000_000_000_000)
    }
}

enum ShopifyCustomerReading {
    static func customer(_ node: JSON) -> ChannelCustomer? {
        guard let id = node["id"].string else { return nil }
        let address = address(node["defaultAddress"])
        return ChannelCustomer(
            id: id, name: node["displayName"].string ?? "",
            email: node["defaultEmailAddress"]["emailAddress"].string ?? "",
            phone: node["defaultPhoneNumber"]["phoneNumber"].string ?? "", company: address?.company ?? "",
            address: address, tags: node["tags"].items.compactMap(\.string),
            modifiedAt: node["updatedAt"].string.flatMap(Instant.init))
    }

    static func address(_ node: JSON) -> PostalAddress? {
        guard node.isObject else { return nil }
        let code = node["countryCodeV2"].string ?? ""
        return PostalAddress(
            name: node["name"].string ?? "", company: node["company"].string ?? "",
            street: node["address1"].string ?? "", extra: node["address2"].string ?? "",
            city: node["city"].string ?? "", province: node["province"].string ?? "",
            postcode: node["zip"].string ?? "", country: CountryCode(code: code),
            countryText: node["country"].string ?? code, phone: node["phone"].string ?? "")
    }
}
