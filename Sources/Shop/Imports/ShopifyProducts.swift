/// Reads Shopify's product CSV, in the layouts with and without markets and the one of 2025.
///
/// A product begins with a row that has its title; further variants and pictures follow in rows with the same handle
/// that leave the product's columns empty.
struct ShopifyProducts {
    private let table: FileTable
    private let handle, title, body, vendor, type, category, tags, published, status: Int?
    private let optionNames: [Int?]
    private let options: [Int?]
    private let sku, grams, weight, weightUnit, tracker, quantity, price, compareAt, cost, barcode: Int?
    private let needsShipping, giftCard, image, imagePosition, imageAlt, variantImage: Int?
    /// Columns Mercer has no place for, by whether they tell of a variant.
    private let otherOfProduct: [Int]
    private let otherOfVariant: [Int]

    init(_ table: FileTable) {
        self.table = table
        handle = table.place("Handle", "URL handle")
        title = table.place("Title")
        body = table.place("Body (HTML)", "Description")
        vendor = table.place("Vendor")
        type = table.place("Type", "Custom Product Type")
        category = table.place("Product Category", "Standardized Product Type")
        tags = table.place("Tags")
        published = table.place("Published", "Published on online store")
        status = table.place("Status")
        optionNames = (1...3).map { table.place("Option\($0) Name") }
        options = (1...3).map { table.place("Option\($0) Value") }
        sku = table.place("Variant SKU", "SKU")
        grams = table.place("Variant Grams", "Weight value (grams)")
        weight = table.place("Variant Weight")
        weightUnit = table.place("Variant Weight Unit", "Weight unit for display")
        tracker = table.place("Variant Inventory Tracker", "Inventory tracker")
        quantity = table.place("Variant Inventory Qty", "Inventory quantity")
        price = table.place("Variant Price", "Price")
        compareAt = table.place("Variant Compare At Price", "Compare-at price")
        cost = table.place("Cost per item", "Variant Cost")
        barcode = table.place("Variant Barcode", "Barcode")
        needsShipping = table.place("Variant Requires Shipping", "Requires shipping")
        giftCard = table.place("Gift Card")
        image = table.place("Image Src", "Product image URL")
        imagePosition = table.place("Image Position")
        imageAlt = table.place("Image Alt Text")
        variantImage = table.place("Variant Image", "Variant image URL")
        let taken: [Int?] =
            [
                handle, title, body, vendor, tags, status, sku, grams, quantity, price, compareAt, cost,
                barcode, image, imagePosition, imageAlt, variantImage,
            ] + optionNames + options
        let used = Set((taken + [tracker, published]).compactMap { $0 })
        var product: [Int] = []
        var variant: [Int] = []
        for (place, name) in table.headers.enumerated()
        where !used.contains(place) && !name.isEmpty
            && name != BadRowFile.reasonColumn
        {
            if name.hasPrefix("Variant ") || place == weightUnit || place == needsShipping {
                variant.append(place)
            } else {
                product.append(place)
            }
        }
        otherOfProduct = product
        otherOfVariant = variant
    }

    /// What the row at hand tells.
    func draft(currency: String) throws(RowRefusal) -> ProductDraft {
        try table.check()
        var draft = ProductDraft(line: table.reader.line)
        draft.handle = table.said(handle)
        draft.title = table.said(title)
        guard draft.handle != nil || draft.title != nil else {
            throw RowRefusal(
                (handle ?? 0) + 1, "the handle is missing: it says which product the row belongs to")
        }
        draft.handle = draft.handle ?? ProductHandle.made(from: draft.title ?? "")
        try readProduct(&draft)
        if let url = table.said(image) {
            let position = try table.whole(imagePosition, .point) ?? 0
            draft.images = [
                ImageDraft(
                    url: url, alt: table.text(imageAlt), position: Int(clamping: max(0, position)))
            ]
        }
        let hasVariant =
            !table.isEmpty(options[0]) || !table.isEmpty(sku) || !table.isEmpty(price)
            || !table.isEmpty(barcode)
        if hasVariant { draft.variants = [try variant(currency: currency, draft: &draft)] }
        return draft
    }

    private func readProduct(_ draft: inout ProductDraft) throws(RowRefusal) {
        draft.description = table.said(body)
        draft.vendor = table.said(vendor)
        draft.category = table.said(type) ?? table.said(category)
        draft.tags = table.said(tags)
        if let status, let text = table.said(status) {
            let plain = text.lowercased()
            guard ["active", "draft", "archived", "unlisted"].contains(plain) else {
                throw table.refusal(status, .unknown(text, allowed: "active, draft, archived"))
            }
            draft.status = plain == "unlisted" ? "active" : plain
            // Kept only where it says something else than the status.
            if let published, let isPublished = try table.flag(published), isPublished != (plain == "active")
            {
                draft.extra[table.headers[published]] = table.text(published)
            }
        } else if let isPublished = try table.flag(published) {
            draft.status = isPublished ? "active" : "draft"
        }
        for place in 0..<3 { draft.optionNames[place] = table.said(optionNames[place]) }
        if try table.flag(giftCard) == true { draft.kind = "digital" }
        for place in otherOfProduct {
            if let text = table.said(place) { draft.extra[table.headers[place]] = text }
        }
    }

    private func variant(currency: String, draft: inout ProductDraft) throws(RowRefusal) -> VariantDraft {
        var variant = VariantDraft(line: table.reader.line)
        variant.sku = table.text(sku)
        variant.barcode = table.said(barcode)
        for place in 0..<3 { variant.options[place] = table.text(options[place]) }
        // What Shopify writes for a product without options.
        if variant.options[0] == "Default Title" {
            variant.options[0] = ""
            draft.optionNames[0] = nil
        }
        variant.price = try table.millionths(price, .point, currency: currency)
        variant.compareAt = try table.millionths(compareAt, .point, currency: currency)
        variant.cost = try table.millionths(cost, .point, currency: currency)
        variant.weight = try readWeight()
        variant.stock = try table.whole(quantity, .point)
        if tracker != nil {
            variant.tracked = !table.isEmpty(tracker)
            // Kept where another service counts.
            if let tracker, let text = table.said(tracker), text != "shopify" {
                variant.extra[table.headers[tracker]] = text
            }
            // Without a tracker the figure means nothing to Shopify; it goes back as it came.
            if variant.tracked == false, let quantity, let text = table.said(quantity) {
                variant.extra[table.headers[quantity]] = text
                variant.stock = nil
            }
        }
        variant.image = table.said(variantImage)
        if try table.flag(needsShipping) == false { draft.kind = draft.kind ?? "digital" }
        for place in otherOfVariant {
            if let text = table.said(place) { variant.extra[table.headers[place]] = text }
        }
        return variant
    }

    /// Grams: from the column in grams, else from the weight and its unit.
    private func readWeight() throws(RowRefusal) -> Int64? {
        if let given = try table.millionths(grams, .point, currency: "") {
            return WeightUnit.grams.grams(of: given)
        }
        guard let weight, let given = try table.millionths(weight, .point, currency: "") else { return nil }
        let unit = WeightUnit(rawValue: table.text(weightUnit).lowercased()) ?? .kilograms
        guard let grams = unit.grams(of: given) else {
            throw table.refusal(weight, .tooLarge(table.text(weight)))
        }
        return grams
    }
}

/// The units shops weigh in.
enum WeightUnit: String {
    case grams = "g"
    case kilograms = "kg"
    case pounds = "lb"
    case ounces = "oz"

    /// Whole grams, halves up, of an amount in millionths of the unit; nil where it is beyond all weighing.
    func grams(of millionths: Int64) -> Int64? {
        guard millionths >= 0, millionths <= 1_000_000_000_000 else { return nil }
        // Exact by the international pound of 1959: hundred-thousandths of a gram.
        let factor: Int64 =
            switch self {
            case .grams: 100_000
            case .kilograms: 100_000_000
            case .pounds: 45_359_237
            case .ounces: 2_834_952
            }
        let (high, low) = millionths.multipliedFullWidth(by: factor)
        let divisor: Int64 = 100_000_000_000
        guard high < divisor / 4 else { return nil }
        let (quotient, remainder) = divisor.dividingFullWidth((high, low))
        return remainder * 2 >= divisor ? quotient + 1 : quotient
    }
}

/// The name of a product in addresses and files.
enum ProductHandle {
    /// Lower-case letters and digits with hyphens between, as platforms make it from a title.
    static func made(from title: String) -> String {
        var handle = ""
        for scalar in title.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                handle.unicodeScalars.append(scalar)
            } else if !handle.isEmpty, handle.last != "-" {
                handle.append("-")
            }
        }
        return handle.hasSuffix("-") ? String(handle.dropLast()) : handle
    }
}
