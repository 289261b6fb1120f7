/// Reads WooCommerce's product CSV.
///
/// A `variable` row is the product, its `variation` rows stand anywhere and name it by SKU or `id:44`. Columns carry
/// their unit in the name (`Weight (lbs)`), decimals may begin with the point, categories are `A > B, C`.
final class WooProducts {
    private let table: FileTable
    private let id, type, sku, name, published, shortDescription, description, stock, lowStock: Int?
    private let salePrice, regularPrice, categories, tags, images, parent, barcode, brand: Int?
    private let cost: Int?
    private let weight: Int?
    private let weightUnit: WeightUnit
    private let attributes: [(name: Int, values: Int)]
    private let others: [Int]
    /// Handles of the products so far by their number, as a variation may name either.
    private var handles: [String: String] = [:]

    init(_ table: FileTable) {
        self.table = table
        id = table.place("ID")
        type = table.place("Type")
        sku = table.place("SKU")
        name = table.place("Name")
        published = table.place("Published")
        shortDescription = table.place("Short description")
        description = table.place("Description")
        stock = table.place("Stock")
        lowStock = table.place("Low stock amount")
        salePrice = table.place("Sale price")
        regularPrice = table.place("Regular price")
        categories = table.place("Categories")
        tags = table.place("Tags")
        images = table.place("Images")
        parent = table.place("Parent")
        barcode = table.place("GTIN, UPC, EAN, or ISBN")
        brand = table.place("Brands")
        cost = table.place("Cost of goods")
        let weightColumn = table.headers.firstIndex { $0.lowercased().hasPrefix("weight") }
        weight = weightColumn
        weightUnit = Self.unit(in: weightColumn.map { table.headers[$0] } ?? "")
        var attributes: [(Int, Int)] = []
        for number in 1...99 {
            guard let name = table.place("Attribute \(number) name"),
                let values = table.place("Attribute \(number) value(s)")
            else { break }
            attributes.append((name, values))
        }
        self.attributes = attributes
        let taken: [Int?] = [
            sku, name, description, stock, lowStock, salePrice, regularPrice, tags, images, parent, barcode,
            brand, weight, cost,
        ]
        let used = Set(taken.compactMap { $0 })
        others = table.headers.indices.filter {
            !used.contains($0) && !table.headers[$0].isEmpty && table.headers[$0] != BadRowFile.reasonColumn
        }
    }

    private static func unit(in header: String) -> WeightUnit {
        let lower = header.lowercased()
        if lower.contains("(lb") { return .pounds }
        if lower.contains("(oz") { return .ounces }
        return lower.contains("(g)") ? .grams : .kilograms
    }

    /// What the row at hand tells.
    func draft(currency: String) throws(RowRefusal) -> ProductDraft {
        try table.check()
        var draft = ProductDraft(line: table.reader.line)
        let types = Set(table.text(type).lowercased().split(separator: ",").map { $0.wooTrimmed })
        let known: Set<String> = [
            "simple", "variable", "variation", "grouped", "external", "virtual", "downloadable",
        ]
        if let type, !types.isSubset(of: known) {
            throw table.refusal(
                type, .unknown(table.text(type), allowed: "simple, variable, variation, grouped, external"))
        }
        if types.contains("variation") {
            guard let owner = table.said(parent) else {
                throw RowRefusal(
                    (parent ?? 0) + 1, "Parent is missing: it says which product the variation is of")
            }
            draft.parent = handle(ofReference: owner)
            draft.variants = [try variant(currency: currency, draft: &draft)]
            draft.extra = [:]
            return draft
        }
        draft.title = table.said(name)
        guard draft.title != nil else { throw RowRefusal((name ?? 0) + 1, "Name is missing") }
        draft.handle = handle
        if let number = table.said(id) { handles[number] = draft.handle }
        try readProduct(&draft, types: types)
        if types.contains("variable") {
            for (place, attribute) in attributes.prefix(3).enumerated() {
                draft.optionNames[place] = table.said(attribute.name)
            }
            if let sku, let text = table.said(sku) { draft.extra[table.headers[sku]] = text }
        } else {
            draft.variants = [try variant(currency: currency, draft: &draft)]
            draft.variants[0].options = ["", "", ""]
            draft.variants[0].image = nil
        }
        return draft
    }

    /// WooCommerce's file has no handle: the SKU serves, else the number.
    private var handle: String {
        if let text = table.said(sku) { return text }
        if let text = table.said(id) { return "id:" + text }
        return ProductHandle.made(from: table.text(name))
    }

    private func handle(ofReference text: String) -> String {
        guard text.lowercased().hasPrefix("id:") else { return text }
        let number = String(text.dropFirst(3)).wooTrimmed
        return handles[number] ?? "id:" + number
    }

    private func readProduct(_ draft: inout ProductDraft, types: Set<String>) throws(RowRefusal) {
        draft.description = table.said(description)
        draft.vendor = table.said(brand)
        if let text = table.said(categories) {
            draft.category = Self.list(text).first
        }
        draft.tags = table.said(tags).map { Self.list($0).joined(separator: ", ") }
        if types.contains("downloadable") {
            draft.kind = "digital"
        } else if types.contains("virtual") {
            draft.kind = "service"
        }
        if let published, let text = table.said(published) {
            draft.status = text == "1" ? "active" : "draft"
            guard ["1", "0", "-1"].contains(text) else {
                throw table.refusal(published, .unknown(text, allowed: "1, 0, -1"))
            }
        }
        draft.images =
            table.said(images).map(Self.list)?.enumerated().map {
                ImageDraft(url: $0.element, alt: "", position: $0.offset + 1)
            } ?? []
        for place in others {
            if let text = table.said(place) { draft.extra[table.headers[place]] = text }
        }
    }

    private func variant(currency: String, draft: inout ProductDraft) throws(RowRefusal) -> VariantDraft {
        var variant = VariantDraft(line: table.reader.line)
        variant.sku = table.text(sku)
        variant.barcode = table.said(barcode)
        let regular = try table.millionths(regularPrice, .point, currency: currency)
        let sale = try table.millionths(salePrice, .point, currency: currency)
        variant.price = sale ?? regular
        variant.compareAt = sale == nil ? nil : regular
        variant.cost = try table.millionths(cost, .point, currency: currency)
        if let weight, let given = try table.millionths(weight, .point, currency: "") {
            guard let grams = weightUnit.grams(of: given) else {
                throw table.refusal(weight, .tooLarge(table.text(weight)))
            }
            variant.weight = grams
        }
        // `parent` stands where the product counts for all its variations.
        if table.text(stock).lowercased() != "parent" { variant.stock = try table.whole(stock, .point) }
        variant.tracked = variant.stock != nil
        variant.lowStock = try table.whole(lowStock, .point)
        if draft.parent != nil {
            for (place, attribute) in attributes.prefix(3).enumerated() {
                draft.optionNames[place] = table.said(attribute.name)
                variant.options[place] = table.text(attribute.values)
            }
            variant.image = table.said(images).map(Self.list)?.first
            variant.extra["Name"] = table.said(name)
            variant.extra["Description"] = table.said(description)
            for place in others {
                if let text = table.said(place) { variant.extra[table.headers[place]] = text }
            }
        }
        return variant
    }

    /// Splits at commas; `\,` is a comma within a name.
    static func list(_ text: String) -> [String] {
        var items: [String] = []
        var item = ""
        var escaped = false
        for character in text {
            if escaped {
                if character != "," { item.append("\\") }
                item.append(character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else if character == "," {
                items.append(item)
                item = ""
            } else {
                item.append(character)
            }
        }
        if escaped { item.append("\\") }
        items.append(item)
        return items.map(\.wooTrimmed).filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    fileprivate var wooTrimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }
}
