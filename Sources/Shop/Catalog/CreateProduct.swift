package import Commerce
import GRDB

/// Adds a product with its variants, images and first stock.
package struct CreateProduct: Action {
    package let product: ProductSheet

    package init(_ product: ProductSheet) { self.product = product }

    package func perform(in transaction: Transaction) throws -> ProductID {
        try CatalogWriter(transaction).insert(product)
    }

    package func summary(of id: ProductID) -> String {
        "\(product.title): new" + (product.status == .draft ? ", a draft" : "")
    }
}

/// Makes a product like another: a draft without SKUs, barcodes, handle and stock, which cannot be shared.
package struct DuplicateProduct: Action {
    package let product: ProductID
    /// Nil for the old title with "copy" behind it.
    package let title: String?

    package init(_ product: ProductID, title: String? = nil) {
        self.product = product
        self.title = title
    }

    package struct Outcome: Codable, Sendable {
        package let product: ProductID
        package let title: String
        package let from: String
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        let from = try writer.title(of: product)
        guard
            var sheet = try ProductSheet.fetch(product, currency: writer.currency, transaction.db)
        else { throw Refusal("no-such-product", "There is no product \(product).") }
        sheet = sheet.asNew()
        sheet.title = title ?? "\(from), copy"
        return Outcome(product: try writer.insert(sheet), title: sheet.title, from: from)
    }

    package func summary(of outcome: Outcome) -> String { "\(outcome.title): new from \(outcome.from)" }
}

extension ProductSheet {
    /// The same as a draft of another product: without what only one product can have.
    package func asNew() -> ProductSheet {
        var copy = self
        copy.status = .draft
        copy.handle = ""
        for index in copy.variants.indices {
            copy.variants[index].id = nil
            copy.variants[index].sku = ""
            copy.variants[index].barcode = ""
            copy.variants[index].stock = nil
        }
        for index in copy.images.indices {
            copy.images[index].id = nil
            copy.images[index].variant = nil
        }
        return copy
    }
}

extension CatalogWriter {
    func insert(_ sheet: ProductSheet) throws -> ProductID {
        try check(sheet, of: nil)
        let product: ProductID = transaction.nextID()
        let options = sheet.options + Array(repeating: "", count: max(0, 3 - sheet.options.count))
        try transaction.execute(
            "INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, '')",
            [
                product.rawValue, sheet.handle.isEmpty ? nil : sheet.handle,
                CatalogValue.trimmed(sheet.title),
                sheet.kind.rawValue, sheet.status.rawValue, sheet.description, sheet.vendor,
                try category(sheet.category), Tag.text(Tag.set(sheet.tags)), options[0], options[1],
                options[2],
                transaction.now.milliseconds,
            ])
        let variants = sheet.variants.isEmpty ? [VariantSheet()] : sheet.variants
        for (index, variant) in variants.enumerated() { try insert(variant, of: product, at: index) }
        for (index, image) in sheet.images.enumerated() {
            var image = image
            image.variant = nil
            try insert(image, of: product, at: index)
        }
        return product
    }

    /// What must hold of a whole product before anything of it is written.
    func check(_ sheet: ProductSheet, of product: ProductID?) throws {
        guard !CatalogValue.trimmed(sheet.title).isEmpty else {
            throw Refusal("no-title", "A product needs a title.")
        }
        guard sheet.options.count <= 3 else {
            throw Refusal(
                "too-many-options", "“\(sheet.title)” has \(sheet.options.count) options; three is the most.")
        }
        try checkHandle(sheet.handle, for: product)
        var skus: Set<String> = []
        var names: Set<[String]> = []
        for variant in sheet.variants {
            try check(variant)
            if !variant.sku.isEmpty, !skus.insert(variant.sku).inserted {
                throw Refusal(
                    "duplicate-sku", "The SKU \(variant.sku) is given to two variants of “\(sheet.title)”.")
            }
            try checkSKU(variant.sku, for: variant.id, rewriting: product)
            if sheet.variants.count > 1, !names.insert(variant.options).inserted {
                throw Refusal(
                    "same-variant",
                    "“\(sheet.title)” has two variants “\(variant.name)”; their options must differ.")
            }
        }
        for image in sheet.images { try Self.check(image) }
    }
}
