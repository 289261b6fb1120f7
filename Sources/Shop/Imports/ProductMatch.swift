import Commerce
import GRDB

/// How a product of a file stands to the shop: what is there already, and what would be written.
struct ProductMatch {
    /// Nil where the product is new.
    var product: Int64?
    /// Columns of `products` to write, by name.
    var columns: [(name: String, value: any DatabaseValueConvertible)] = []
    /// The category's path, where it changes; the row is made when it is written.
    var category: String?
    var changedVariants: [(id: Int64, columns: [(name: String, value: (any DatabaseValueConvertible)?)])] = []
    var newVariants: [VariantDraft] = []
    /// Differences to book so that the shop has what the file counts.
    var counts: [(variant: Int64, difference: Int64)] = []
    var newImages: [ImageDraft] = []
    var nextPosition = 0
    var changes: [PlanChange] = []
    /// Whether it only adds variants to a product that the same file makes.
    var isOfNew = false
    /// Variants left out, and why.
    var questions: [(line: Int, sku: String, note: String)] = []

    var state: PlanRow.State {
        product == nil ? .created : changes.isEmpty ? .same : .changed
    }
}

/// Finds what a file's products are in the shop. One for a whole pass, as it remembers which SKUs the file has had.
final class ProductMatcher {
    private let currency: FileCurrency
    /// SKUs the file has had, with the line and the product they belong to.
    private var seen: [String: (line: Int, key: String)] = [:]
    /// Products the file makes, for variations that name them before anything is written.
    private var made: Set<String> = []

    init(currency: FileCurrency) { self.currency = currency }

    /// Throws a ``RowRefusal`` where the rows make no product.
    func match(_ draft: ProductDraft, _ db: Database) throws -> ProductMatch {
        var match = ProductMatch()
        let key = draft.handle ?? draft.parent ?? draft.variants.first?.sku ?? draft.title ?? ""
        let variants = takeSeen(draft, key: key, &match)
        match.product = try find(draft, db)
        if match.product == nil {
            if let parent = draft.parent, !made.contains(parent) {
                throw RowRefusal(
                    0, "its product “\(parent.visible)” is neither in the shop nor above in the file")
            }
            guard draft.title != nil || draft.parent != nil else {
                throw RowRefusal(0, "the title is missing, and no product “\(key.visible)” is in the shop")
            }
            if let handle = draft.handle { made.insert(handle) }
            match.isOfNew = draft.parent != nil
            match.newVariants = try variants.filter { try isFree($0, of: nil, &match, db) }
            match.newImages = draft.images
            return match
        }
        match.isOfNew = draft.parent.map(made.contains) ?? false
        try compareProduct(draft, &match, db)
        try compareVariants(variants, &match, db)
        try compareImages(draft, &match, db)
        return match
    }

    /// The draft's variants without those whose SKU the file has had for another.
    private func takeSeen(_ draft: ProductDraft, key: String, _ match: inout ProductMatch) -> [VariantDraft] {
        draft.variants.filter { variant in
            guard !variant.sku.isEmpty else { return true }
            if let before = seen[variant.sku], before.line != variant.line {
                match.questions.append(
                    (
                        variant.line, variant.sku,
                        "\(variant.sku), also on line \(before.line): the first is taken"
                    ))
                return false
            }
            seen[variant.sku] = (variant.line, key)
            return true
        }
    }

    private func find(_ draft: ProductDraft, _ db: Database) throws -> Int64? {
        for handle in [draft.handle, draft.parent] {
            guard let handle else { continue }
            let found = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT id FROM products WHERE handle = ?"), arguments: [handle])
            if let found { return found }
            // Our own export names a product without a handle by its identifier.
            if handle.hasPrefix("#"), let id = Int64(handle.dropFirst()),
                let found = try Int64.fetchOne(
                    db.cachedStatement(sql: "SELECT id FROM products WHERE id = ? AND handle IS NULL"),
                    arguments: [id])
            {
                return found
            }
        }
        guard draft.parent == nil else { return nil }
        for variant in draft.variants where !variant.sku.isEmpty {
            let found = try Int64.fetchOne(
                db.cachedStatement(
                    sql: "SELECT product_id FROM variants WHERE sku = ? AND sku <> '' ORDER BY id LIMIT 1"),
                arguments: [variant.sku])
            if let found { return found }
        }
        return nil
    }

    /// Whether no other product has the variant's SKU; where one has, it is a question.
    private func isFree(
        _ variant: VariantDraft, of product: Int64?, _ match: inout ProductMatch, _ db: Database
    ) throws -> Bool {
        guard !variant.sku.isEmpty else { return true }
        let other = try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT title FROM variants JOIN products ON products.id = product_id
                    WHERE sku = ? AND sku <> '' AND product_id IS NOT ? LIMIT 1
                    """), arguments: [variant.sku, product])
        guard let other else { return true }
        match.questions.append((variant.line, variant.sku, "\(variant.sku) is the SKU of “\(other)” here"))
        return false
    }

    private func compareProduct(_ draft: ProductDraft, _ match: inout ProductMatch, _ db: Database) throws {
        guard draft.parent == nil,
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT title, kind, status, description, vendor, tags, option1, option2, option3, extra,
                            coalesce(path, '')
                        FROM products LEFT JOIN categories ON categories.id = category_id WHERE products.id = ?
                        """), arguments: [match.product])
        else { return }
        let fields: [(String, String?)] = [
            ("title", draft.title), ("kind", draft.kind), ("status", draft.status),
            ("description", draft.description), ("vendor", draft.vendor), ("tags", draft.tags),
            ("option1", draft.optionNames[0]), ("option2", draft.optionNames[1]),
            ("option3", draft.optionNames[2]),
            ("extra", draft.extra.isEmpty ? nil : try merged(draft.extra, into: row[9])),
        ]
        for (place, (name, inFile)) in fields.enumerated() {
            let here: String = row[place]
            guard let inFile, inFile != here else { continue }
            match.columns.append((name, inFile))
            match.changes.append(
                name == "extra"
                    ? PlanChange(field: "other columns", here: "", inFile: "changed")
                    : PlanChange(field: name, here: here, inFile: inFile))
        }
        let path: String = row[10]
        if let category = draft.category, category != path {
            match.category = category
            match.changes.append(PlanChange(field: "category", here: path, inFile: category))
        }
    }

    /// What the shop keeps for other programs, with what this file says.
    private func merged(_ extra: [String: String], into text: String) throws -> String {
        ExtraText.encode((ExtraText.decode(text) ?? [:]).merging(extra) { _, new in new })
    }

    private func compareVariants(
        _ variants: [VariantDraft], _ match: inout ProductMatch, _ db: Database
    ) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, sku, barcode, option1, option2, option3, unit_price, unit_compare_at, unit_cost,
                        weight_grams, low_stock, tracked, extra, coalesce(on_hand, 0), position
                    FROM variants LEFT JOIN stock_levels ON variant_id = id
                    WHERE product_id = ? ORDER BY position, id
                    """), arguments: [match.product])
        match.nextPosition = (rows.map { $0[14] as Int }.max() ?? -1) + 1
        var taken: Set<Int64> = []
        for variant in variants {
            let row = Self.row(of: variant, in: rows, taken: taken, alone: variants.count == 1)
            guard let row else {
                if try isFree(variant, of: match.product, &match, db) {
                    match.newVariants.append(variant)
                    let name = Self.name(variant)
                    match.changes.append(PlanChange(field: "variant", here: "", inFile: name))
                }
                continue
            }
            taken.insert(row[0])
            try compare(variant, row, &match, db)
        }
    }

    private static func row(
        of variant: VariantDraft, in rows: [Row], taken: Set<Int64>, alone: Bool
    ) -> Row? {
        let free = rows.filter { !taken.contains($0[0]) }
        if !variant.sku.isEmpty, let row = free.first(where: { $0[1] == variant.sku }) { return row }
        let sameOptions = free.first { row in
            (0..<3).allSatisfy { row[3 + $0] == variant.options[$0] }
                && (variant.sku.isEmpty || (row[1] as String).isEmpty)
        }
        if let sameOptions { return sameOptions }
        let isPlain = variant.options.allSatisfy(\.isEmpty) && variant.sku.isEmpty
        return alone && isPlain && rows.count == 1 ? free.first : nil
    }

    static func name(_ variant: VariantDraft) -> String {
        let options = variant.options.filter { !$0.isEmpty }.joined(separator: " / ")
        return [options, variant.sku].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private func compare(
        _ variant: VariantDraft, _ row: Row, _ match: inout ProductMatch, _ db: Database
    ) throws {
        let id: Int64 = row[0]
        var columns: [(name: String, value: (any DatabaseValueConvertible)?)] = []
        let prefix = Self.name(variant)
        func changed(_ field: String, _ here: String, _ inFile: String) {
            let name = prefix.isEmpty ? field : "\(prefix): \(field)"
            match.changes.append(PlanChange(field: name, here: here, inFile: inFile))
        }
        let texts: [(String, Int, String?)] = [
            ("sku", 1, variant.sku.isEmpty ? nil : variant.sku), ("barcode", 2, variant.barcode),
            ("option1", 3, variant.options[0].isEmpty ? nil : variant.options[0]),
            ("option2", 4, variant.options[1].isEmpty ? nil : variant.options[1]),
            ("option3", 5, variant.options[2].isEmpty ? nil : variant.options[2]),
        ]
        for (name, place, inFile) in texts {
            guard let inFile, inFile != row[place] as String else { continue }
            columns.append((name, inFile))
            changed(name, row[place], inFile)
        }
        let numbers: [(String, String, Int, Int64?)] = [
            ("unit_price", "price", 6, variant.price),
            ("unit_compare_at", "compare at", 7, variant.compareAt),
            ("unit_cost", "cost", 8, variant.cost), ("weight_grams", "weight", 9, variant.weight),
            ("low_stock", "low stock", 10, variant.lowStock),
        ]
        for (name, words, place, inFile) in numbers {
            let here: Int64? = row[place]
            guard let inFile, inFile != here else { continue }
            columns.append((name, inFile))
            let isMoney = place <= 8
            changed(
                words, here.map { isMoney ? money($0) : "\($0)" } ?? "", isMoney ? money(inFile) : "\(inFile)"
            )
        }
        if let tracked = variant.tracked, tracked != row[11] as Bool {
            columns.append(("tracked", tracked))
            changed("tracked", tracked ? "no" : "yes", tracked ? "yes" : "no")
        }
        if !variant.extra.isEmpty {
            let extra = try merged(variant.extra, into: row[12])
            if extra != row[12] as String {
                columns.append(("extra", extra))
                changed("other columns", "", "changed")
            }
        }
        if !columns.isEmpty { match.changedVariants.append((id, columns)) }
        if let stock = variant.stock, stock != row[13] as Int64 {
            let here: Int64 = row[13]
            match.counts.append((id, stock - here))
            changed("stock", "\(here)", "\(stock)")
        }
    }

    private func compareImages(_ draft: ProductDraft, _ match: inout ProductMatch, _ db: Database) throws {
        guard !draft.images.isEmpty else { return }
        let here = try Set(
            String.fetchAll(
                db.cachedStatement(sql: "SELECT url FROM images WHERE product_id = ?"),
                arguments: [match.product]))
        match.newImages = draft.images.filter { !here.contains($0.url) }
        for image in match.newImages {
            match.changes.append(PlanChange(field: "image", here: "", inFile: image.url))
        }
    }

    private func money(_ millionths: Int64) -> String {
        guard let currency = Currency(code: currency.code) else { return "\(millionths)" }
        return UnitPrice(millionths: millionths, currency: currency).description
    }

    /// What the review says of a new product: `€29.00, 3 variants`.
    func words(ofNew draft: ProductDraft) -> String {
        let prices = draft.variants.compactMap(\.price)
        var parts: [String] = []
        if let low = prices.min() { parts.append(low == prices.max() ? money(low) : "from \(money(low))") }
        if draft.variants.count > 1 { parts.append("\(draft.variants.count) variants") }
        return parts.joined(separator: ", ")
    }
}
