import Commerce
import GRDB

/// Writes products and variants by the rules of the catalog, for every Action that does.
///
/// Each call checks all it is given before its first write.
struct CatalogWriter {
    let transaction: Transaction
    let currency: Currency

    init(_ transaction: Transaction) throws {
        self.transaction = transaction
        currency = try transaction.settings().currency
    }

    private var db: Database { transaction.db }

    // MARK: Finding

    /// The title, or a refusal where there is no such product.
    @discardableResult
    func title(of product: ProductID) throws -> String {
        guard
            let title = try String.fetchOne(
                db.cachedStatement(sql: "SELECT title FROM products WHERE id = ?"),
                arguments: [product.rawValue])
        else { throw Refusal("no-such-product", "There is no product \(product); it may have been deleted.") }
        return title
    }

    func variants(of product: ProductID) throws -> [VariantID] {
        try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM variants WHERE product_id = ? ORDER BY position, id"),
            arguments: [product.rawValue]
        ).map(VariantID.init(rawValue:))
    }

    func product(of variant: VariantID) throws -> ProductID {
        guard
            let id = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT product_id FROM variants WHERE id = ?"),
                arguments: [variant.rawValue])
        else { throw Refusal("no-such-variant", "There is no variant \(variant); it may have been removed.") }
        return ProductID(rawValue: id)
    }

    // MARK: Rules

    /// Refuses a SKU that another variant has, and names it.
    ///
    /// - Parameter product: its own variants do not count, where the product is rewritten as a whole.
    func checkSKU(_ sku: String, for variant: VariantID?, rewriting product: ProductID? = nil) throws {
        guard !sku.isEmpty else { return }
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT title, products.status FROM variants JOIN products ON products.id = product_id
                    WHERE sku = ? AND sku <> '' AND variants.id <> ? AND product_id <> ? LIMIT 1
                    """), arguments: [sku, variant?.rawValue ?? 0, product?.rawValue ?? 0])
        guard let row else { return }
        let archived = row[1] as String == "archived" ? ", which is archived" : ""
        throw Refusal(
            "duplicate-sku",
            "The SKU \(sku) is taken by “\(row[0] as String)”\(archived). Two would be mistaken for each other; choose another."
        )
    }

    func checkHandle(_ handle: String, for product: ProductID?) throws {
        guard !handle.isEmpty else { return }
        let title = try String.fetchOne(
            db.cachedStatement(sql: "SELECT title FROM products WHERE handle = ? AND id <> ?"),
            arguments: [handle, product?.rawValue ?? 0])
        if let title {
            throw Refusal(
                "duplicate-handle", "The handle \(handle) is taken by “\(title)”. Choose another.")
        }
    }

    func check(_ price: UnitPrice?, _ field: CatalogField) throws {
        guard let price else { return }
        guard price.currency == currency else {
            throw Refusal(
                "other-currency",
                "The \(field.rawValue) is in \(price.currency.code), the shop's currency is \(currency.code)."
            )
        }
        guard !price.isNegative else {
            throw Refusal("negative-price", "The \(field.rawValue) \(price) is below zero.")
        }
    }

    // MARK: Writing

    /// The category's identifier, made when it is new; nil for none.
    func category(_ path: String) throws -> Int64? {
        let path = Self.plainPath(path)
        guard !path.isEmpty else { return nil }
        let found = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM categories WHERE path = ?"), arguments: [path])
        if let found { return found }
        let id: CategoryID = transaction.nextID()
        try transaction.execute("INSERT INTO categories VALUES (?, ?)", [id.rawValue, path])
        return id.rawValue
    }

    /// `Kitchen>Mugs ` as `Kitchen > Mugs`.
    static func plainPath(_ path: String) -> String { CategoryPath(path)?.description ?? "" }

    /// One entry of the ledger; nothing where there is nothing to enter.
    func move(_ variant: VariantID, by quantity: Int64, cause: StockCause, note: String = "") throws {
        guard quantity != 0 else { return }
        let id: StockChangeID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO stock_entries VALUES (?, ?, ?, ?, NULL, ?, ?)",
            [
                id.rawValue, variant.rawValue, quantity, cause.rawValue, transaction.now.milliseconds, note,
            ])
    }

    func onHand(_ variant: VariantID) throws -> Int64 {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT on_hand FROM stock_levels WHERE variant_id = ?"),
            arguments: [variant.rawValue]) ?? 0
    }

    /// Adds a variant at that place, with its stock as a first count.
    @discardableResult
    func insert(
        _ sheet: VariantSheet, of product: ProductID, at position: Int, rewriting: Bool = false
    ) throws -> VariantID {
        try check(sheet)
        try checkSKU(sheet.sku, for: nil, rewriting: rewriting ? product : nil)
        let id: VariantID = transaction.nextID()
        let options = sheet.options + Array(repeating: "", count: max(0, 3 - sheet.options.count))
        try transaction.execute(
            "INSERT INTO variants VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
            [
                id.rawValue, product.rawValue, position, sheet.sku, sheet.barcode, options[0], options[1],
                options[2], sheet.price?.millionths, sheet.compareAt?.millionths, sheet.cost?.millionths,
                sheet.weightGrams, sheet.lowStock, sheet.isTracked,
            ])
        try move(id, by: Int64(sheet.stock ?? 0), cause: .count)
        return id
    }

    func check(_ sheet: VariantSheet) throws {
        try check(sheet.price, .price)
        try check(sheet.compareAt, .compareAt)
        try check(sheet.cost, .cost)
        _ = try CatalogValue.barcode(sheet.barcode)
        if let stock = sheet.stock { try StockBounds.check(stock) }
        for (field, number) in [("weight", sheet.weightGrams), ("low-stock", sheet.lowStock)] {
            guard let number, !(0...StockBounds.pieces).contains(number) else { continue }
            throw Refusal("bad-number", "\(field) “\(number)” is no whole number, such as 12.")
        }
        guard sheet.options.count <= 3 else {
            throw Refusal("too-many-options", "A product has at most three options.")
        }
    }

    func insert(_ image: ImageSheet, of product: ProductID, at position: Int) throws {
        let id: ImageID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO images VALUES (?, ?, ?, ?, ?, ?)",
            [id.rawValue, product.rawValue, image.variant?.rawValue, position, image.url, image.alt])
    }

    static func check(_ image: ImageSheet) throws {
        let isPage = image.url.hasPrefix("https://") || image.url.hasPrefix("http://")
        guard isPage || image.url.hasPrefix("/") || image.url.hasPrefix("file://") else {
            throw Refusal(
                "bad-image", "“\(image.url)” is no picture's address; it begins with https:// or a /.")
        }
    }
}
