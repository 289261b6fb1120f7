import Commerce
import Foundation
import HTTP

extension WooShop {
    private static let productStatuses = ["draft", "pending", "private", "publish", "future", "auto-draft"]

    /// What a single request checks and a batch does not (facts 12 and 18).
    func check(_ body: JSON) throws(WooRefusal) {
        for name in ["name", "slug", "description", "sku", "regular_price", "sale_price", "weight"]
        where !body[name].isNull && body[name].string == nil {
            throw .invalid(name, "\(name) is not of type string.")
        }
        if !body["manage_stock"].isNull, body["manage_stock"].bool == nil {
            throw .invalid("manage_stock", "manage_stock is not of type boolean.")
        }
        let stock = body["stock_quantity"]
        if !stock.isNull, stock.integer == nil {
            throw .invalid("stock_quantity", "stock_quantity is not of type integer.")
        }
        if let status = body["status"].string, !Self.productStatuses.contains(status) {
            throw .invalid(
                "status", "status is not one of \(Self.productStatuses.joined(separator: ", ")).",
                code: "rest_not_in_enum")
        }
    }

    /// Writes what the body names of a product or a variation.
    mutating func write(_ body: JSON, to id: Int) throws(WooRefusal) {
        guard var item = items[id] else { throw .unknown("product_", status: 400) }
        try checkSKU(body, of: item)
        if let text = body["name"].text { item.name = WooText.cleanedName(text) }
        if let text = body["description"].text { item.description = text }
        if let text = body["short_description"].text { item.shortDescription = text }
        if let text = body["slug"].text { item.slug = WooText.slug(text) }
        if let text = body["sku"].text { item.sku = text }
        if configuration.profile == .v9_9, let text = body["global_unique_id"].text {
            item.barcode = try barcode(text, of: item)
        }
        if let text = body["status"].string { item.status = text }
        if item.parent == 0, let text = body["type"].string { item.type = text }
        if let text = body["weight"].text { item.weight = text }
        if let flag = body["virtual"].bool { item.isVirtual = flag }
        if let flag = body["downloadable"].bool { item.isDownloadable = flag }
        writePrices(body, to: &item)
        writeStock(body, to: &item)
        if body["attributes"].isArray { item.attributes = attributes(body["attributes"], of: item) }
        if body["categories"].isArray {
            item.categories = body["categories"].items.compactMap { $0["id"].integer }.filter {
                categories[$0] != nil
            }
        }
        if body["tags"].isArray {
            item.tags = body["tags"].items.compactMap { $0["id"].integer }.filter { tags[$0] != nil }
        }
        if body["images"].isArray { item.images = try images(body["images"]) }
        mergeMeta(body["meta_data"], into: &item.meta)
        items[id] = item
        if !item.sku.isEmpty, skuOwners[item.sku]?.contains(id) != true {
            skuOwners[item.sku, default: []].append(id)
        }
        touch(id)
    }

    private func checkSKU(_ body: JSON, of item: WooItem) throws(WooRefusal) {
        guard let sku = body["sku"].text, !sku.isEmpty else { return }
        let owners = (skuOwners[sku] ?? []).compactMap { items[$0] }
        guard let other = owners.first(where: { $0.sku == sku && $0.id != item.id })
        else { return }
        if other.status == "trash" {
            if configuration.profile == .v7_9 { return }
            throw WooRefusal(
                status: 400, code: "woocommerce_rest_product_not_created",
                message:
                    "The product with SKU (\(sku)) you are trying to insert is already present in the lookup table"
            )
        }
        throw WooRefusal(
            status: 400, code: "product_invalid_sku", message: "Invalid or duplicated SKU.",
            more: [
                JSON.Member("resource_id", JSON(other.id)), JSON.Member("unique_sku", JSON(sku + "-1")),
            ])
    }

    /// Figures and dashes are kept, the rest is dropped; two products have no barcode in common.
    private func barcode(_ text: String, of item: WooItem) throws(WooRefusal) -> String {
        let plain = text.filter { $0 == "-" || $0.isASCII && $0.isNumber }
        guard plain.isEmpty || !items.values.contains(where: { $0.barcode == plain && $0.id != item.id })
        else {
            throw WooRefusal(
                status: 400, code: "product_invalid_global_unique_id",
                message: "Invalid or duplicated GTIN, UPC, EAN or ISBN.")
        }
        return plain
    }

    private func writePrices(_ body: JSON, to item: inout WooItem) {
        if let text = body["regular_price"].text { item.regularPrice = WooText.cleanedPrice(text) }
        if let text = body["sale_price"].text { item.salePrice = WooText.cleanedPrice(text) }
        let regular = try? DecimalText.parse(item.regularPrice, scale: 6)  // An empty price is none.
        let sale = try? DecimalText.parse(item.salePrice, scale: 6)  // The same.
        if let sale, let regular, sale < regular { return }
        item.salePrice = ""
    }

    private func writeStock(_ body: JSON, to item: inout WooItem) {
        if let manages = body["manage_stock"].bool { item.managesStock = manages }
        if item.managesStock {
            let sent = body["stock_quantity"]
            if sent.isNull {
                // Sent as null it is zero, not sent it stays.
                if body.members.contains(where: { $0.name == "stock_quantity" }) { item.stock = 0 }
            } else {
                // A batch takes anything: a fraction is cut, a word is zero.
                let text = sent.text ?? ""
                item.stock = Int(text) ?? Int(text.prefix { $0 != "." }) ?? 0
            }
            if item.stock == nil { item.stock = 0 }
            item.stockStatus = (item.stock ?? 0) > 0 ? "instock" : "outofstock"
        } else {
            item.stock = nil
            if let status = body["stock_status"].string { item.stockStatus = status }
        }
    }

    private func attributes(_ json: JSON, of item: WooItem) -> [WooItem.Attribute] {
        json.items.map { row in
            var attribute = WooItem.Attribute(
                name: row["name"].string ?? "",
                options: item.parent == 0
                    ? row["options"].items.compactMap(\.text) : [row["option"].text ?? ""])
            attribute.id = row["id"].integer ?? 0
            attribute.isForVariations = item.parent != 0 || row["variation"].bool == true
            return attribute
        }
    }

    /// Merged by identifier or by key; null takes away, numbers and truths become text (fact 22).
    mutating func mergeMeta(_ json: JSON, into meta: inout [WooMeta]) {
        for row in json.items {
            let key = row["key"].string ?? ""
            let place =
                meta.firstIndex { $0.id == row["id"].integer } ?? meta.firstIndex { $0.key == key }
            if row["value"].isNull {
                if let place { meta.remove(at: place) }
                continue
            }
            let value = Self.stored(row["value"])
            if let place {
                meta[place].value = value
            } else if !key.isEmpty {
                lastMetaID += 1
                meta.append(WooMeta(id: lastMetaID, key: key, value: value))
            }
        }
    }

    private static func stored(_ value: JSON) -> JSON {
        switch value {
        case .number(let text): JSON(text)
        case .bool(let flag): JSON(flag ? "1" : "")
        // PHP cannot tell an empty map from an empty list.
        case .object(let members) where members.isEmpty: []
        default: value
        }
    }

    /// Notes the moment of a change; a variation's is its product's too (fact 5).
    mutating func touch(_ id: Int) {
        guard items[id] != nil else { return }
        let whole = WooMoment.whole(now)
        let local = WooMoment.local(whole, in: configuration.zone)
        items[id]?.modified = whole
        items[id]?.modifiedLocal = local
        guard let parent = items[id]?.parent, parent != 0 else { return }
        items[parent]?.modified = whole
        items[parent]?.modifiedLocal = local
    }
}
