package import Commerce
import GRDB

/// Writes whole products as the editor left them: what differs from what the editor was given, and nothing else.
package struct RewriteProducts: Action {
    package struct Rewrite: Codable, Hashable, Sendable {
        /// Nil for a product that is new.
        package let product: ProductID?
        /// What the editor was given. A field that the file has changed since is refused.
        package let was: ProductSheet?
        package let sheet: ProductSheet

        package init(_ product: ProductID?, was: ProductSheet?, sheet: ProductSheet) {
            self.product = product
            self.was = was
            self.sheet = sheet
        }
    }

    package let rewrites: [Rewrite]

    package init(_ rewrites: [Rewrite]) { self.rewrites = rewrites }

    package struct Refused: Codable, Sendable {
        package let title: String
        package let refusal: Refusal
    }

    package struct Outcome: Codable, Sendable {
        package var done: [ProductID] = []
        package var refused: [Refused] = []
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let writer = try CatalogWriter(transaction)
        var outcome = Outcome()
        for rewrite in rewrites {
            do {
                outcome.done.append(try writer.write(rewrite))
            } catch let refusal as Refusal {
                guard rewrites.count > 1 else { throw refusal }
                outcome.refused.append(Refused(title: rewrite.sheet.title, refusal: refusal))
            }
        }
        return outcome
    }

    package func summary(of outcome: Outcome) -> String {
        let count = outcome.done.count
        let what = rewrites.count == 1 ? rewrites[0].sheet.title : "\(count) products"
        return "\(what): rewritten" + (outcome.refused.isEmpty ? "" : ", \(outcome.refused.count) refused")
    }
}

extension CatalogWriter {
    func write(_ rewrite: RewriteProducts.Rewrite) throws -> ProductID {
        guard let product = rewrite.product else { return try insert(rewrite.sheet) }
        guard let was = rewrite.was else {
            throw Refusal(
                "no-before",
                "A rewrite of “\(rewrite.sheet.title)” needs the sheet that it began from in “was”.")
        }
        let db = transaction.db
        guard let here = try ProductSheet.fetch(product, currency: currency, db) else {
            throw Refusal("no-such-product", "“\(was.title)” was deleted meanwhile.")
        }
        let wanted = SheetDifference.between(was, rewrite.sheet)
        let moved = SheetDifference.between(was, here).filter { other in
            wanted.contains { $0.place == other.place && $0.willBe != other.willBe }
        }
        if let first = moved.first {
            throw Refusal(
                "changed-since",
                "The \(first.words) of “\(here.title)” became “\(first.willBe)” meanwhile. Open it again.")
        }
        // What the editor did not touch stays as the file has it by now.
        let sheet = rewrite.sheet.keeping(here, whereSameAs: was)
        try check(sheet, of: product)
        try checkImages(sheet.images, of: product)
        guard Set(sheet.variants.compactMap(\.id)).count == sheet.variants.count(where: { $0.id != nil })
        else { throw Refusal("twice", "A variant of “\(sheet.title)” is named twice; name each once.") }
        let kept = Set(sheet.variants.compactMap(\.id))
        let gone = here.variants.filter { $0.id.map { !kept.contains($0) } ?? false }
        for variant in gone {
            if let id = variant.id { try checkRemovable(id, "\(here.title) \(variant.name)") }
        }
        try writeFields(of: product, sheet)
        try setImages(sheet.images, of: product)
        for variant in gone { if let id = variant.id { try remove(id) } }
        for (index, variant) in sheet.variants.enumerated() {
            try write(variant, of: product, at: index, sheet.options.count)
        }
        return product
    }

    private func writeFields(of product: ProductID, _ sheet: ProductSheet) throws {
        let options = sheet.options + Array(repeating: "", count: max(0, 3 - sheet.options.count))
        try transaction.execute(
            """
            UPDATE products SET title = ?, handle = ?, kind = ?, status = ?, vendor = ?, category_id = ?, tags = ?,
                option1 = ?, option2 = ?, option3 = ?, description = ? WHERE id = ?
            """,
            [
                CatalogValue.trimmed(sheet.title), sheet.handle.isEmpty ? nil : sheet.handle,
                sheet.kind.rawValue, sheet.status.rawValue, sheet.vendor, try category(sheet.category),
                Tag.text(Tag.set(sheet.tags)), options[0], options[1], options[2], sheet.description,
                product.rawValue,
            ])
    }

    private func write(
        _ sheet: VariantSheet, of product: ProductID, at position: Int, _ optionCount: Int
    ) throws {
        guard let id = sheet.id else {
            try insert(sheet, of: product, at: position, rewriting: true)
            return
        }
        let options = sheet.options + Array(repeating: "", count: max(0, 3 - sheet.options.count))
        try transaction.execute(
            """
            UPDATE variants SET position = ?, sku = ?, barcode = ?, option1 = ?, option2 = ?, option3 = ?,
                unit_price = ?, unit_compare_at = ?, unit_cost = ?, weight_grams = ?, low_stock = ?, tracked = ?
            WHERE id = ? AND product_id = ?
            """,
            [
                position, sheet.sku, sheet.barcode, options[0], options[1], options[2],
                sheet.price?.millionths, sheet.compareAt?.millionths, sheet.cost?.millionths,
                sheet.weightGrams, sheet.lowStock, sheet.isTracked, id.rawValue, product.rawValue,
            ])
        if let stock = sheet.stock { try move(id, by: Int64(stock) - onHand(id), cause: .count) }
    }
}
