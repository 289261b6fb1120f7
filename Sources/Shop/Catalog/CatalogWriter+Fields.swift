import Commerce
import GRDB

extension CatalogWriter {
    /// Sets one field as an edit says.
    ///
    /// - Returns: whether anything is another now.
    @discardableResult
    func apply(_ edit: CatalogEdit) throws -> Bool {
        let value = try CatalogValue(edit.value, for: edit.field, currency: currency)
        guard edit.field.isOfVariants else {
            try title(of: edit.product)
            return try set(edit.field, of: edit.product, to: value, edit)
        }
        let targets: [VariantID]
        if let variant = edit.variant {
            guard try product(of: variant) == edit.product else {
                throw Refusal("no-such-variant", "There is no variant \(variant) of that product.")
            }
            targets = [variant]
        } else {
            targets = try variants(of: edit.product)
        }
        guard !targets.isEmpty else { throw Refusal("no-variants", "The product has no variants to change.") }
        if edit.field == .sku || edit.field == .barcode || edit.field == .stock, targets.count > 1 {
            throw Refusal(
                "which-variant",
                "It has \(targets.count) variants, each with its own \(edit.field.rawValue). Enter opens them."
            )
        }
        var changed = false
        for target in targets { try check(edit, target, value) }
        for target in targets where try set(edit.field, of: target, to: value) { changed = true }
        return changed
    }

    /// What the field holds, as the seller would write it; nil for a product or variant that is not there.
    func written(_ field: CatalogField, product: ProductID, variant: VariantID?) throws -> String? {
        switch field {
        case .category:
            return try String.fetchOne(
                transaction.db.cachedStatement(
                    sql: """
                        SELECT coalesce(path, '') FROM products
                        LEFT JOIN categories ON categories.id = category_id WHERE products.id = ?
                        """), arguments: [product.rawValue])
        case .stock:
            guard let variant else { return nil }
            return String(try onHand(variant))
        default:
            guard let column = field.column else { return nil }
            let table = field.isOfVariants ? "variants" : "products"
            let id = field.isOfVariants ? variant?.rawValue : product.rawValue
            guard
                let row = try Row.fetchOne(
                    transaction.db.cachedStatement(sql: "SELECT \(column) FROM \(table) WHERE id = ?"),
                    arguments: [id])
            else { return nil }
            let words = Self.words(row[0], field, currency)
            return field == .tags ? Tag.text(Tag.set(words)) : words
        }
    }

    static func words(_ value: DatabaseValue, _ field: CatalogField, _ currency: Currency) -> String {
        switch value.storage {
        case .int64(let number) where field.isPrice:
            UnitPrice(millionths: number, currency: currency).amountText
        case .int64(let number) where field == .tracked: number == 0 ? "no" : "yes"
        case .int64(let number): String(number)
        case .string(let text): text
        default: ""
        }
    }

    private func set(
        _ field: CatalogField, of product: ProductID, to value: CatalogValue, _ edit: CatalogEdit
    ) throws -> Bool {
        try checkExpected(edit, nil)
        if field == .status, case .text("active") = value { try checkSellable(product) }
        switch (field, value) {
        case (.category, .text(let path)):
            return try update("products", "category_id", category(path), product.rawValue)
        case (.handle, .text(let handle)):
            try checkHandle(handle, for: product)
            return try update("products", "handle", handle.isEmpty ? nil : handle, product.rawValue)
        case (_, .text(let text)):
            return try update("products", field.column ?? "", text, product.rawValue)
        case (_, .number(let number)):
            return try update("products", field.column ?? "", number, product.rawValue)
        }
    }

    /// What is on sale has a price.
    private func checkSellable(_ product: ProductID) throws {
        let unpriced = try Int.fetchOne(
            transaction.db.cachedStatement(
                sql: "SELECT count(*) FROM variants WHERE product_id = ? AND unit_price IS NULL"),
            arguments: [product.rawValue])
        guard unpriced == 0 else {
            throw Refusal("no-price", "“\(try title(of: product))” has no price yet. e on Price sets it.")
        }
    }

    private func check(_ edit: CatalogEdit, _ variant: VariantID, _ value: CatalogValue) throws {
        try checkExpected(edit, variant)
        if edit.field == .sku, case .text(let sku) = value { try checkSKU(sku, for: variant) }
    }

    private func set(_ field: CatalogField, of variant: VariantID, to value: CatalogValue) throws -> Bool {
        switch (field, value) {
        case (.stock, .number(let count)):
            let difference = try (count ?? 0) - onHand(variant)
            try move(variant, by: difference, cause: .count)
            return difference != 0
        case (_, .text(let text)):
            return try update("variants", field.column ?? "", text, variant.rawValue)
        case (_, .number(let number)):
            return try update("variants", field.column ?? "", number, variant.rawValue)
        }
    }

    private func checkExpected(_ edit: CatalogEdit, _ variant: VariantID?) throws {
        guard let expected = edit.expected else { return }
        let here = try written(edit.field, product: edit.product, variant: variant)
        guard here != expected else { return }
        let name = try title(of: edit.product)
        throw Refusal(
            "changed-since",
            "The \(edit.field.rawValue) of “\(name)” was “\(expected)” when you looked and is “\(here ?? "")” now. Look again."
        )
    }

    /// Writes only what differs: an edit that changes nothing leaves no trace.
    private func update(
        _ table: String, _ column: String, _ value: (any DatabaseValueConvertible)?, _ id: Int64
    ) throws -> Bool {
        try transaction.execute(
            "UPDATE \(table) SET \(column) = ?1 WHERE id = ?2 AND \(column) IS NOT ?1", [value, id])
        return transaction.db.changesCount > 0
    }
}
