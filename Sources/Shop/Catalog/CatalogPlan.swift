package import Commerce
import GRDB

/// What a change of many products would do, row by row, before anything is done.
package struct CatalogPlan: Sendable {
    package struct Row: Hashable, Sendable {
        package let product: ProductID
        package let title: String
        /// The variant it is about, where the product has several; else empty.
        package let variant: String
        package let field: CatalogField
        package let here: String
        package private(set) var willBe: String
        /// What is odd about it; such a row starts left out.
        package private(set) var warnings: [String]
        package private(set) var edit: CatalogEdit
        let cost: UnitPrice?
        let compareAt: UnitPrice?

        /// The row with another value, read and doubted as any other.
        package func changed(to text: String, currency: Currency) throws(Refusal) -> Row {
            var row = self
            switch try CatalogValue(text, for: field, currency: currency) {
            case .text(let plain): row.willBe = plain
            case .number(let number):
                row.willBe = CatalogWriter.words(number.databaseValue, field, currency)
            }
            row.edit.value = row.willBe
            row.warnings = []
            if field == .price, let new = try CatalogValue.price(row.willBe, field, currency) {
                let old = try CatalogValue.price(here, field, currency)
                row.warnings = PriceDoubt.about(new, old: old, cost: cost, compareAt: compareAt).map(\.words)
            }
            return row
        }
    }

    package let title: String
    package var rows: [Row]
    /// Products that the command does not fit, with the reason.
    package let left: [Left]

    package struct Left: Hashable, Sendable {
        package let title: String
        package let reason: String
    }

    /// Above so many rows it is applied in parts.
    package static let wholeRows = 500
}

extension Shop {
    /// What the command would do to the products.
    package func plan(_ command: BulkCommand, for products: [ProductID]) throws -> CatalogPlan {
        try read { db in
            let currency = try ShopSettings.fetch(db).currency
            var planner = CatalogPlanner(command: command, currency: currency, db: db)
            for product in products { try planner.add(product) }
            return CatalogPlan(title: command.title, rows: planner.rows, left: planner.left)
        }
    }

    /// Does the rows that were taken: as one Action, or in parts when there are many, which one undo takes back.
    ///
    /// - Returns: how many rows were done, and what was refused.
    package func apply(
        _ rows: [CatalogPlan.Row], title: String, as author: Author = .seller,
        proceed: (RunProgress) -> Bool = { _ in true }
    ) throws -> RunReport? {
        let edits = rows.map(\.edit)
        guard edits.count > CatalogPlan.wholeRows else {
            try perform(EditCatalog(edits, title: title), as: author)
            return nil
        }
        var rest = edits[...]
        return try run(title, total: edits.count, as: author, proceed: proceed) { count in
            guard !rest.isEmpty else { return nil as EditCatalog? }
            let part = rest.prefix(count)
            rest = rest.dropFirst(count)
            return EditCatalog(Array(part), title: title)
        }
    }
}

/// Works out the rows of a plan, a product at a time.
private struct CatalogPlanner {
    let command: BulkCommand
    let currency: Currency
    let db: Database
    var rows: [CatalogPlan.Row] = []
    var left: [CatalogPlan.Left] = []

    mutating func add(_ product: ProductID) throws {
        guard let sheet = try ProductSheet.fetch(product, currency: currency, db) else { return }
        let before = rows.count
        do {
            switch command {
            case .price(let field, let change): try price(field, change, product, sheet)
            case .tag(let adding, let removing):
                let tags = Tag.changed(sheet.tags, adding: adding, removing: removing)
                add(product, sheet, nil, .tags, sheet.written(.tags), Tag.text(tags))
            case .set(let field, let value): try set(field, value, product, sheet)
            case .replace(let field, let old, let new): replace(field, old, new, product, sheet)
            }
        } catch let refusal as Refusal {
            left.append(CatalogPlan.Left(title: sheet.title, reason: refusal.reason))
            return
        } catch let error as MoneyError {
            left.append(
                CatalogPlan.Left(title: sheet.title, reason: "the price would be too large (\(error))"))
            return
        }
        if rows.count == before {
            left.append(CatalogPlan.Left(title: sheet.title, reason: "stays as it is"))
        }
    }

    private mutating func price(
        _ field: CatalogField, _ change: BulkCommand.PriceChange, _ product: ProductID, _ sheet: ProductSheet
    ) throws {
        for variant in sheet.variants {
            let old = field == .cost ? variant.cost : variant.price
            var cost = variant.cost
            if case .to(_, let newCost?) = change {
                cost = newCost
                add(product, sheet, variant, .cost, variant.written(.cost), newCost.amountText)
            }
            guard let new = try change.applied(to: old) else { continue }
            guard !new.isNegative else {
                throw Refusal("negative-price", "it would be \(new), below zero")
            }
            let doubts =
                field == .cost
                ? [] : PriceDoubt.about(new, old: old, cost: cost, compareAt: variant.compareAt)
            add(
                product, sheet, variant, field, variant.written(field), new.amountText,
                warnings: doubts.map(\.words))
        }
    }

    private mutating func set(
        _ field: CatalogField, _ value: String, _ product: ProductID, _ sheet: ProductSheet
    ) throws {
        let plain: String
        switch try CatalogValue(value, for: field, currency: currency) {
        case .text(let text): plain = field == .category ? CatalogWriter.plainPath(text) : text
        case .number(let number):
            plain = CatalogWriter.words(number.databaseValue, field, currency)
        }
        guard field.isOfVariants else {
            let here = field == .featured ? try featured(product) : sheet.written(field)
            add(product, sheet, nil, field, here, plain)
            return
        }
        if field == .sku || field == .barcode, sheet.variants.count > 1 {
            throw Refusal(
                "which-variant",
                "it has \(sheet.variants.count) variants, each with its own \(field.rawValue)")
        }
        for variant in sheet.variants {
            var warnings: [String] = []
            if field == .price, let new = try CatalogValue.price(value, field, currency) {
                warnings = PriceDoubt.about(
                    new, old: variant.price, cost: variant.cost, compareAt: variant.compareAt
                ).map(\.words)
            }
            add(product, sheet, variant, field, variant.written(field), plain, warnings: warnings)
        }
    }

    private func featured(_ product: ProductID) throws -> String {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT featured FROM products WHERE id = ?"),
            arguments: [product.rawValue]
        ).map { String($0) } ?? ""
    }

    private mutating func replace(
        _ field: CatalogField, _ old: String, _ new: String, _ product: ProductID, _ sheet: ProductSheet
    ) {
        guard field.isOfVariants else {
            let here = sheet.written(field)
            add(product, sheet, nil, field, here, here.replacing(old, with: new))
            return
        }
        for variant in sheet.variants {
            let here = variant.written(field)
            add(product, sheet, variant, field, here, here.replacing(old, with: new))
        }
    }

    private mutating func add(
        _ product: ProductID, _ sheet: ProductSheet, _ variant: VariantSheet?, _ field: CatalogField,
        _ here: String, _ willBe: String, warnings: [String] = []
    ) {
        guard here != willBe else { return }
        rows.append(
            CatalogPlan.Row(
                product: product, title: sheet.title,
                variant: sheet.variants.count > 1 ? variant?.name ?? "" : "", field: field, here: here,
                willBe: willBe, warnings: warnings,
                edit: CatalogEdit(product, variant: variant?.id, field, willBe, expected: here),
                cost: variant?.cost, compareAt: variant?.compareAt))
    }
}
