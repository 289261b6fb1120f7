import Commerce
import HTTP

extension WooShop {
    /// A product or a variation as the API shows it.
    ///
    /// - Parameter edits: Whether text comes raw, as in `context=edit` and in the answers to writes.
    func json(of id: Int, edits: Bool) -> JSON {
        guard let item = items[id] else { return .null }
        return item.parent == 0 ? product(item, edits) : variation(item, edits)
    }

    private func product(_ item: WooItem, _ edits: Bool) -> JSON {
        var members = head(item)
        members += [
            .init("name", JSON(item.name)), .init("slug", JSON(item.slug)),
            .init("permalink", JSON(configuration.home + "/product/" + item.slug + "/")),
            .init("type", JSON(item.type)), .init("status", JSON(item.status)), .init("featured", false),
            .init("catalog_visibility", "visible"),
            .init("description", JSON(edits ? item.description : WooText.paragraphs(item.description))),
            .init(
                "short_description",
                JSON(edits ? item.shortDescription : WooText.paragraphs(item.shortDescription))),
        ]
        members += middle(item)
        members += [
            .init("parent_id", 0),
            .init("categories", .array(item.categories.compactMap { categories[$0] }.map(Self.reference))),
            .init("tags", .array(item.tags.compactMap { tags[$0] }.map(Self.reference))),
            .init("images", .array(item.images.map { image($0, of: item) })),
            .init(
                "attributes",
                .array(
                    item.attributes.enumerated().map { place, attribute in
                        [
                            "id": JSON(attribute.id), "name": JSON(attribute.name), "position": JSON(place),
                            "visible": true, "variation": .bool(attribute.isForVariations),
                            "options": .array(attribute.options.map { JSON($0) }),
                        ]
                    })),
            .init("default_attributes", []),
            .init("variations", .array(item.variations.map { JSON($0) })), .init("grouped_products", []),
            .init("menu_order", 0), .init("meta_data", .array(item.meta.map(\.json))),
        ]
        return .object(members)
    }

    private func variation(_ item: WooItem, _ edits: Bool) -> JSON {
        var members = head(item)
        if configuration.profile == .v9_9 {
            members += [
                .init("type", "variation"),
                .init("name", JSON(item.attributes.map { $0.options[0] }.joined(separator: ", "))),
                .init("parent_id", JSON(item.parent)),
            ]
        }
        members += [
            .init("status", JSON(item.status)),
            .init("description", JSON(edits ? item.description : WooText.paragraphs(item.description))),
        ]
        members += middle(item)
        members += [
            .init("image", item.images.first.map { image($0, of: item) } ?? .null),
            .init(
                "attributes",
                .array(
                    item.attributes.map { attribute in
                        [
                            "id": JSON(attribute.id), "name": JSON(attribute.name),
                            "option": JSON(attribute.options.first ?? ""),
                        ]
                    })),
            .init("menu_order", 0), .init("meta_data", .array(item.meta.map(\.json))),
        ]
        return .object(members)
    }

    private func head(_ item: WooItem) -> [JSON.Member] {
        [.init("id", JSON(item.id))] + dates("date_created", item.created)
            + dates("date_modified", item.modified)
    }

    private func middle(_ item: WooItem) -> [JSON.Member] {
        let own = item.managesStock
        let parent = items[item.parent]
        let isParents = !own && parent?.managesStock == true
        let stock = own ? item.stock : isParents ? parent?.stock : nil
        let barcode: [JSON.Member] =
            configuration.profile == .v9_9 ? [.init("global_unique_id", JSON(item.barcode))] : []
        return [
            .init("sku", JSON(item.sku)), .init("price", JSON(price(of: item))),
            .init("regular_price", JSON(item.regularPrice)), .init("sale_price", JSON(item.salePrice)),
            .init("date_on_sale_from", nil), .init("date_on_sale_to", nil),
            .init("on_sale", .bool(!item.salePrice.isEmpty)), .init("virtual", .bool(item.isVirtual)),
            .init("downloadable", .bool(item.isDownloadable)),
            .init("manage_stock", isParents ? "parent" : .bool(own)),
            .init("stock_quantity", stock.map { JSON($0) } ?? .null),
            .init("stock_status", JSON(item.stockStatus)), .init("backorders", "no"),
            .init("weight", JSON(item.weight)),
            .init("dimensions", ["length": "", "width": "", "height": ""]),
        ] + barcode
    }

    private func price(of item: WooItem) -> String {
        item.type == "variable" ? items[item.variations.first ?? 0]?.price ?? "" : item.price
    }

    private static func reference(_ term: WooTerm) -> JSON {
        ["id": JSON(term.id), "name": JSON(term.name), "slug": JSON(term.slug)]
    }

    /// The local moment of an image is shifted twice (fact 7).
    private func image(_ image: WooItem.Image, of item: WooItem) -> JSON {
        let offset = configuration.zone.offset(at: item.created)
        return [
            "id": JSON(image.id),
            "date_created": JSON(WooMoment.local(item.created, in: configuration.zone)),
            "date_created_gmt": JSON(WooMoment.utc(item.created.adding(seconds: -offset))),
            "src": JSON(image.source), "name": "", "alt": JSON(image.alt),
        ]
    }

    func dates(_ name: String, _ instant: Instant?) -> [JSON.Member] {
        [
            .init(name, instant.map { JSON(WooMoment.local($0, in: configuration.zone)) } ?? .null),
            .init(name + "_gmt", instant.map { JSON(WooMoment.utc($0)) } ?? .null),
        ]
    }
}
