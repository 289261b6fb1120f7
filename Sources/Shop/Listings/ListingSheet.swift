package import Commerce
import GRDB

/// What a listing is to say on its channel: the product, the connection's rules and the listing's own overrides
/// turned into canonical values. Nothing of it is stored; it is computed whenever it is asked for.
package struct ListingSheet: Sendable {
    package let listing: ListingID
    package let connection: ConnectionID
    package let product: ProductID
    package let title: String
    package let wanted: ListingState
    /// Product fields under the product, variant fields under each variant.
    package var fields: [ListingField: String]
    package var variants: [Variant]
    /// Whether the product itself is active here.
    package let isActive: Bool
    /// Pictures that lie on this machine, where no platform can fetch them.
    package let unsentImages: Int

    package struct Variant: Sendable {
        package let variant: VariantID
        package let sku: String
        package let name: String
        package var fields: [ListingField: String]
        /// Nil where its stock is not counted.
        package let available: Int?
        package let cost: UnitPrice?
        /// Whether its price is what a rule makes of the product's.
        package let isPriceRuled: Bool
    }

    /// Nil where the product is not listed there.
    static func fetch(
        _ product: Int64, on connection: Connection, currency: Currency, withOverrides: Bool = true,
        _ db: Database
    ) throws -> ListingSheet? {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT listings.id, wanted, title, description, vendor, tags, status,
                            coalesce(path, ''), option1
                        FROM listings JOIN products ON products.id = product_id
                        LEFT JOIN categories ON categories.id = category_id
                        WHERE connection_id = ? AND product_id = ?
                        """), arguments: [connection.id.rawValue, product])
        else { return nil }
        let id: Int64 = row[0]
        let rules = connection.rules
        let overrides = try withOverrides ? Overrides(listing: id, db) : Overrides()
        let isActive = row[6] as String == ProductStatus.active.rawValue
        let wanted = ListingState(rawValue: row[1]) ?? .paused
        let category: String = row[7]
        let mapped = category.isEmpty ? "" : rules.categories[category] ?? category
        var fields: [ListingField: String] = [
            .title: row[2], .description: ListingText.text(row[3]), .vendor: row[4],
            .tags: ListingField.setText(Tag.set(row[5] as String)), .categories: mapped,
        ]
        let images = try images(of: product, db)
        // What lies on this machine no platform can fetch.
        let sent = images.filter { $0.url.hasPrefix("http://") || $0.url.hasPrefix("https://") }
        fields[.images] = ListingImages.text(sent)
        let variants = try variants(of: product, rules: rules, overrides: overrides, currency: currency, db)
        let isSoldOut =
            rules.pausesAtZero && !variants.isEmpty
            && variants.allSatisfy { $0.available.map { $0 - rules.buffer <= 0 } ?? false }
        fields[.state] =
            (wanted == .onSale && isActive && !isSoldOut ? ListingState.onSale : .paused).rawValue
        for (field, value) in overrides.ofProduct { fields[field] = value }
        return ListingSheet(
            listing: ListingID(rawValue: id), connection: connection.id,
            product: ProductID(rawValue: product), title: row[2], wanted: wanted, fields: fields,
            variants: variants, isActive: isActive, unsentImages: images.count - sent.count)
    }

    private static func images(of product: Int64, _ db: Database) throws -> [ListingImage] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT id, url, alt FROM images WHERE product_id = ? ORDER BY position, id"),
            arguments: [product]
        ).map {
            ListingImage(key: String($0[0] as Int64), url: $0[1], alt: ListingImages.plain($0[2] as String))
        }
    }

    private static func variants(
        of product: Int64, rules: ConnectionRules, overrides: Overrides, currency: Currency, _ db: Database
    ) throws -> [Variant] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, sku, barcode, option1, option2, option3, unit_price, unit_compare_at, unit_cost,
                        weight_grams, tracked, coalesce(on_hand, 0) - coalesce(reserved, 0)
                    FROM variants LEFT JOIN stock_levels ON variant_id = id
                    WHERE product_id = ? ORDER BY position, id
                    """), arguments: [product]
        ).map { row in
            let id: Int64 = row[0]
            func price(_ column: Int) -> UnitPrice? {
                (row[column] as Int64?).map { UnitPrice(millionths: $0, currency: currency) }
            }
            // A rule that makes more of a price than can be held makes none: the plan says that it has no price.
            let listed = price(6).flatMap { try? rules.price.price($0) }
            let compared = price(7).flatMap { try? rules.price.price($0) }
            let tracked: Bool = row[10]
            let available: Int = row[11]
            var fields: [ListingField: String] = [
                .sku: row[1], .barcode: row[2], .price: ListingText.price(listed),
                .compareAt: ListingText.price(compared),
                .weight: (row[9] as Int64?).map(String.init) ?? "",
            ]
            if tracked { fields[.stock] = String(max(0, available - rules.buffer)) }
            let own = overrides.ofVariants[id] ?? [:]
            for (field, value) in own { fields[field] = value }
            return Variant(
                variant: VariantID(rawValue: id), sku: row[1],
                name: [row[3] as String, row[4], row[5]].filter { !$0.isEmpty }.joined(separator: ", "),
                fields: fields, available: tracked ? available : nil, cost: price(8),
                isPriceRuled: !rules.price.isPlain && own[.price] == nil)
        }
    }
}

/// What a listing says otherwise than its product: by the seller for this channel, or edited there.
struct Overrides {
    var ofProduct: [ListingField: String] = [:]
    var ofVariants: [Int64: [ListingField: String]] = [:]
    /// Those that were edited on the channel.
    var byChannel: Set<Key> = []

    struct Key: Hashable {
        var variant: Int64?
        var field: ListingField
    }

    init() {}

    init(listing: Int64, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT variant_id, field, value, by_channel FROM overrides WHERE listing_id = ?"),
            arguments: [listing])
        for row in rows {
            guard let field = ListingField(rawValue: row[1]) else { continue }
            let variant: Int64? = row[0]
            if let variant {
                ofVariants[variant, default: [:]][field] = row[2]
            } else {
                ofProduct[field] = row[2]
            }
            if row[3] as Bool { byChannel.insert(Key(variant: variant, field: field)) }
        }
    }

    /// Sets an override, or takes it away where the value is nil.
    static func set(
        _ field: ListingField, of listing: Int64, variant: Int64?, to value: String?, byChannel: Bool,
        in transaction: Transaction
    ) throws {
        guard let value else {
            return try transaction.execute(
                "DELETE FROM overrides WHERE listing_id = ? AND field = ? AND variant_id IS ?",
                [listing, field.rawValue, variant])
        }
        try transaction.execute(
            """
            UPDATE overrides SET value = ?4, by_channel = ?5
            WHERE listing_id = ?1 AND field = ?2 AND variant_id IS ?3 AND (value <> ?4 OR by_channel <> ?5)
            """, [listing, field.rawValue, variant, value, byChannel])
        let isThere = try Bool.fetchOne(
            transaction.db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM overrides
                    WHERE listing_id = ? AND field = ? AND variant_id IS ?)
                    """), arguments: [listing, field.rawValue, variant])
        guard isThere != true else { return }
        let id = transaction.nextID(Never.self).rawValue
        try transaction.execute(
            "INSERT INTO overrides VALUES (?, ?, ?, ?, ?, ?)",
            [id, listing, variant, field.rawValue, value, byChannel])
    }
}
