package import Commerce

/// One thing that differs between two versions of a product, in the seller's words: a row of a review.
package struct SheetDifference: Hashable, Sendable {
    /// Which thing of the product: its own field, a variant's, its images.
    package enum Place: Hashable, Sendable {
        case field(CatalogField)
        case options
        case images
        case variant(VariantID, CatalogField)
        case variantOptions(VariantID)
        case variantOrder
        case removed(VariantID)
        /// By its place in the new version.
        case added(Int)
    }

    package let place: Place
    /// The variant it is about; empty for the product's own.
    package let variant: String
    package let field: String
    package let here: String
    package let willBe: String

    package var words: String { variant.isEmpty ? field : "\(field) of \(variant)" }

    package static func between(_ old: ProductSheet, _ new: ProductSheet) -> [SheetDifference] {
        var found: [SheetDifference] = []
        func add(_ place: Place, _ variant: String, _ field: String, _ here: String, _ willBe: String) {
            guard here != willBe else { return }
            found.append(
                SheetDifference(place: place, variant: variant, field: field, here: here, willBe: willBe))
        }
        for field in CatalogField.allCases where !field.isOfVariants && field != .featured {
            add(.field(field), "", field.rawValue, old.written(field), new.written(field))
        }
        add(
            .options, "", "options", old.options.joined(separator: ", "), new.options.joined(separator: ", "))
        add(.images, "", "images", words(old.images), words(new.images))
        let before = Dictionary(old.variants.compactMap { v in v.id.map { ($0, v) } }) { first, _ in first }
        for (index, variant) in new.variants.enumerated() {
            guard let id = variant.id, let was = before[id] else {
                add(.added(index), variant.name, "variant", "", "new: " + summary(variant))
                continue
            }
            for field in CatalogField.allCases where field.isOfVariants {
                add(
                    .variant(id, field), new.variants.count > 1 ? was.name : "", field.rawValue,
                    was.written(field), variant.written(field))
            }
            add(
                .variantOptions(id), was.name, "options", was.options.joined(separator: " / "),
                variant.options.joined(separator: " / "))
        }
        let after = Set(new.variants.compactMap(\.id))
        for variant in old.variants {
            guard let id = variant.id, !after.contains(id) else { continue }
            add(.removed(id), variant.name, "variant", summary(variant), "removed")
        }
        let order = new.variants.compactMap(\.id)
        let orderBefore = old.variants.compactMap(\.id).filter { after.contains($0) }
        if order.filter({ before[$0] != nil }) != orderBefore {
            add(.variantOrder, "", "variants", "in their order", "in another order")
        }
        return found
    }

    private static func words(_ images: [ImageSheet]) -> String {
        images.map { $0.alt.isEmpty ? $0.url : "\($0.url) (\($0.alt))" }.joined(separator: ", ")
    }

    private static func summary(_ variant: VariantSheet) -> String {
        let price = variant.price.map { "at \($0)" } ?? "without a price"
        return (variant.name.isEmpty ? "" : variant.name + " ") + price
    }
}

extension ProductSheet {
    /// The field as the seller writes it.
    package func written(_ field: CatalogField) -> String {
        switch field {
        case .title: title
        case .handle: handle
        case .kind: kind.rawValue
        case .status: status.rawValue
        case .vendor: vendor
        case .category: CatalogWriter.plainPath(category)
        case .tags: Tag.text(Tag.set(tags))
        case .description: description
        default: ""
        }
    }

    /// This one, with what is the same as in `was` taken from the newer state of the file.
    func keeping(_ here: ProductSheet, whereSameAs was: ProductSheet) -> ProductSheet {
        func keep<Value: Equatable>(_ path: WritableKeyPath<ProductSheet, Value>, _ sheet: inout ProductSheet)
        {
            if sheet[keyPath: path] == was[keyPath: path] { sheet[keyPath: path] = here[keyPath: path] }
        }
        var sheet = self
        keep(\.title, &sheet)
        keep(\.handle, &sheet)
        keep(\.kind, &sheet)
        keep(\.status, &sheet)
        keep(\.vendor, &sheet)
        keep(\.category, &sheet)
        keep(\.tags, &sheet)
        keep(\.options, &sheet)
        keep(\.description, &sheet)
        keep(\.images, &sheet)
        let before = Dictionary(was.variants.compactMap { v in v.id.map { ($0, v) } }) { first, _ in first }
        let now = Dictionary(here.variants.compactMap { v in v.id.map { ($0, v) } }) { first, _ in first }
        for index in sheet.variants.indices {
            guard let id = sheet.variants[index].id, let old = before[id], let newer = now[id] else {
                continue
            }
            sheet.variants[index] = sheet.variants[index].keeping(newer, whereSameAs: old)
        }
        // A variant that came meanwhile is not removed because the editor never saw it.
        let known = Set(before.keys)
        sheet.variants += here.variants.filter { $0.id.map { !known.contains($0) } ?? false }
        // One that went meanwhile is gone.
        sheet.variants.removeAll { $0.id.map { now[$0] == nil } ?? false }
        return sheet
    }
}

extension VariantSheet {
    /// The field as the seller writes it.
    package func written(_ field: CatalogField) -> String {
        switch field {
        case .sku: sku
        case .barcode: barcode
        case .price: price?.amountText ?? ""
        case .compareAt: compareAt?.amountText ?? ""
        case .cost: cost?.amountText ?? ""
        case .stock: stock.map { String($0) } ?? ""
        case .weight: weightGrams.map { String($0) } ?? ""
        case .lowStock: lowStock.map { String($0) } ?? ""
        case .tracked: isTracked ? "yes" : "no"
        default: ""
        }
    }

    func keeping(_ here: VariantSheet, whereSameAs was: VariantSheet) -> VariantSheet {
        func keep<Value: Equatable>(_ path: WritableKeyPath<VariantSheet, Value>, _ sheet: inout VariantSheet)
        {
            if sheet[keyPath: path] == was[keyPath: path] { sheet[keyPath: path] = here[keyPath: path] }
        }
        var sheet = self
        keep(\.sku, &sheet)
        keep(\.barcode, &sheet)
        keep(\.options, &sheet)
        keep(\.price, &sheet)
        keep(\.compareAt, &sheet)
        keep(\.cost, &sheet)
        keep(\.weightGrams, &sheet)
        keep(\.lowStock, &sheet)
        keep(\.isTracked, &sheet)
        keep(\.stock, &sheet)
        return sheet
    }
}

extension ProductSheet {
    /// This product with only some of what differs in another version of it.
    package func taking(_ places: [SheetDifference.Place], from new: ProductSheet) -> ProductSheet {
        var sheet = self
        let fresh = Dictionary(new.variants.compactMap { v in v.id.map { ($0, v) } }) { first, _ in first }
        func change(_ id: VariantID, _ body: (inout VariantSheet, VariantSheet) -> Void) {
            guard let index = sheet.variants.firstIndex(where: { $0.id == id }), let other = fresh[id] else {
                return
            }
            body(&sheet.variants[index], other)
        }
        for place in places {
            switch place {
            case .field(let field): sheet.copy(field, from: new)
            case .options: sheet.options = new.options
            case .images: sheet.images = new.images
            case .variant(let id, let field): change(id) { $0.copy(field, from: $1) }
            case .variantOptions(let id): change(id) { $0.options = $1.options }
            case .removed(let id): sheet.variants.removeAll { $0.id == id }
            case .added(let index):
                if new.variants.indices.contains(index) { sheet.variants.append(new.variants[index]) }
            case .variantOrder: break
            }
        }
        if places.contains(.variantOrder) {
            let order = new.variants.compactMap(\.id)
            sheet.variants.sort { left, right in
                let one = left.id.flatMap { order.firstIndex(of: $0) } ?? order.count
                let other = right.id.flatMap { order.firstIndex(of: $0) } ?? order.count
                return one < other
            }
        }
        return sheet
    }

    private mutating func copy(_ field: CatalogField, from new: ProductSheet) {
        switch field {
        case .title: title = new.title
        case .handle: handle = new.handle
        case .kind: kind = new.kind
        case .status: status = new.status
        case .vendor: vendor = new.vendor
        case .category: category = new.category
        case .tags: tags = new.tags
        case .description: description = new.description
        default: break
        }
    }
}

extension VariantSheet {
    fileprivate mutating func copy(_ field: CatalogField, from new: VariantSheet) {
        switch field {
        case .sku: sku = new.sku
        case .barcode: barcode = new.barcode
        case .price: price = new.price
        case .compareAt: compareAt = new.compareAt
        case .cost: cost = new.cost
        case .stock: stock = new.stock
        case .weight: weightGrams = new.weightGrams
        case .lowStock: lowStock = new.lowStock
        case .tracked: isTracked = new.isTracked
        default: break
        }
    }
}
