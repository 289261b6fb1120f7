import Commerce
import GRDB

/// Writes what ``ProductMatcher`` found.
struct ProductWriter {
    private let transaction: Transaction
    private var categories: [String: Int64] = [:]

    init(_ transaction: Transaction) { self.transaction = transaction }

    mutating func write(_ draft: ProductDraft, _ match: ProductMatch) throws {
        let product = try match.product ?? insert(draft)
        if match.product != nil {
            for (name, value) in match.columns {
                try transaction.execute(
                    "UPDATE products SET \(name) = ? WHERE id = ?", [value, product])
            }
            if let path = match.category {
                let category = try category(path)
                try transaction.execute(
                    "UPDATE products SET category_id = ? WHERE id = ?", [category, product])
            }
        }
        for (variant, columns) in match.changedVariants {
            for (name, value) in columns {
                try transaction.execute("UPDATE variants SET \(name) = ? WHERE id = ?", [value, variant])
            }
        }
        var position = match.nextPosition
        var variants = match.newVariants
        // A product that no row gives a variant still has one to sell, unless its variations follow elsewhere.
        if match.product == nil, variants.isEmpty, match.questions.isEmpty,
            draft.optionNames.allSatisfy({ $0 == nil })
        {
            variants = [VariantDraft(line: draft.line)]
        }
        var pictures: [(variant: Int64, url: String)] = []
        for variant in variants {
            let id = try insert(variant, of: product, at: position)
            position += 1
            if let url = variant.image { pictures.append((id, url)) }
        }
        for count in match.counts { try book(count.difference, of: count.variant) }
        try writeImages(match.newImages, pictures: pictures, of: product, isNew: match.product == nil)
    }

    private mutating func insert(_ draft: ProductDraft) throws -> Int64 {
        let id = transaction.nextID(Never.self).rawValue
        let names = draft.optionNames.map { $0 ?? "" }
        try transaction.execute(
            "INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)",
            [
                id, draft.handle, draft.title ?? draft.name, draft.kind ?? "physical",
                draft.status ?? "active",
                draft.description ?? "", draft.vendor ?? "", try draft.category.map { try category($0) },
                draft.tags ?? "", names[0], names[1], names[2], transaction.now.milliseconds,
                ExtraText.encode(draft.extra),
            ])
        return id
    }

    private mutating func category(_ path: String) throws -> Int64 {
        if let known = categories[path] { return known }
        let found = try Int64.fetchOne(
            transaction.db.cachedStatement(sql: "SELECT id FROM categories WHERE path = ?"), arguments: [path]
        )
        let id =
            try found
            ?? {
                let id = transaction.nextID(Never.self).rawValue
                try transaction.execute("INSERT INTO categories VALUES (?, ?)", [id, path])
                return id
            }()
        categories[path] = id
        return id
    }

    private func insert(_ variant: VariantDraft, of product: Int64, at position: Int) throws -> Int64 {
        let id = transaction.nextID(Never.self).rawValue
        try transaction.execute(
            "INSERT INTO variants VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                id, product, position, variant.sku, variant.barcode ?? "", variant.options[0],
                variant.options[1], variant.options[2], variant.price, variant.compareAt, variant.cost,
                variant.weight, variant.lowStock, variant.tracked ?? true, ExtraText.encode(variant.extra),
            ])
        if let stock = variant.stock, stock != 0 { try book(stock, of: id) }
        return id
    }

    /// A file's figure is a count: the difference goes into the ledger.
    private func book(_ difference: Int64, of variant: Int64) throws {
        let id = transaction.nextID(Never.self).rawValue
        try transaction.execute(
            "INSERT INTO stock_entries VALUES (?, ?, ?, 'count', NULL, ?, 'counted by an imported file')",
            [id, variant, difference, transaction.now.milliseconds])
    }

    private func writeImages(
        _ images: [ImageDraft], pictures: [(variant: Int64, url: String)], of product: Int64, isNew: Bool
    ) throws {
        var next =
            isNew
            ? 1
            : try Int.fetchOne(
                transaction.db.cachedStatement(
                    sql: "SELECT coalesce(max(position), 0) + 1 FROM images WHERE product_id = ?"),
                arguments: [product]) ?? 1
        for image in images {
            let position = isNew && image.position > 0 ? image.position : next
            next = max(next, position) + 1
            try insert(image.url, alt: image.alt, of: product, variant: nil, at: position)
        }
        for picture in pictures {
            try insert(picture.url, alt: "", of: product, variant: picture.variant, at: next)
            next += 1
        }
    }

    private func insert(
        _ url: String, alt: String, of product: Int64, variant: Int64?, at position: Int
    ) throws {
        try transaction.execute(
            "INSERT INTO images VALUES (?, ?, ?, ?, ?, ?)",
            [transaction.nextID(Never.self).rawValue, product, variant, position, url, alt])
    }
}
