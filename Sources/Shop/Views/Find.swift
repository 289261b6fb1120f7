package import Commerce
import GRDB

/// Something of the shop that words point at.
package struct FoundThing: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case order(OrderID)
        case product(ProductID)
        case customer(CustomerID)
    }

    package let kind: Kind
    /// What it goes by: an order's number, a product's SKU, a customer's name.
    package let name: String
    /// What tells it from others of the name, such as "M. Prior, €35.00".
    package let detail: String
}

extension Shop {
    /// Orders, products and customers that the words point at: a few of each, whatever the size of the shop.
    package func find(_ words: String, limit: Int = 4) throws -> [FoundThing] {
        let terms = words.replacing("\0", with: " ").split(whereSeparator: \.isWhitespace).map(String.init)
        guard !terms.isEmpty else { return [] }
        // Each word quoted, so that nothing in it is an operator, and taken as a beginning.
        let match = terms.map { FullText.quote($0) + "*" }.joined(separator: " ")
        return try read { db in
            try Self.orders(match, limit, db) + Self.products(match, limit, db)
                + Self.customers(terms.joined(separator: " "), limit, db)
        }
    }

    private static func orders(_ match: String, _ limit: Int, _ db: Database) throws -> [FoundThing] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, number, customer_name, coalesce(platform_total, total), currency FROM orders WHERE id IN
                    (SELECT rowid FROM order_search WHERE order_search MATCH ? LIMIT ?)
                """, arguments: [match, limit]
        ).map { row in
            let amount =
                Currency(code: row[4]).map { Money(minorUnits: row[3], currency: $0).description } ?? ""
            let customer: String = row[2]
            return FoundThing(
                kind: .order(OrderID(rawValue: row[0])), name: row[1],
                detail: [customer, amount].filter { !$0.isEmpty }.joined(separator: ", "))
        }
    }

    private static func products(_ match: String, _ limit: Int, _ db: Database) throws -> [FoundThing] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT product_id, title, catalog_lines.sku FROM product_texts
                JOIN catalog_lines USING (product_id) WHERE product_id IN
                    (SELECT rowid FROM product_search WHERE product_search MATCH ? LIMIT ?)
                """, arguments: [match, limit]
        ).map { row in
            let title: String = row[1]
            let sku: String = row[2]
            return FoundThing(
                kind: .product(ProductID(rawValue: row[0])), name: sku.isEmpty ? title : sku, detail: title)
        }
    }

    /// By the beginning of the name as typed, or with a capital.
    private static func customers(_ words: String, _ limit: Int, _ db: Database) throws -> [FoundThing] {
        let capital = words.prefix(1).uppercased() + words.dropFirst()
        var found: [FoundThing] = []
        for beginning in Set([words, capital]).sorted() {
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, name, email FROM customers WHERE name >= ? AND name < ? ORDER BY name, id LIMIT ?
                    """, arguments: [beginning, beginning + "\u{10FFFF}", limit - found.count])
            found += rows.map {
                FoundThing(kind: .customer(CustomerID(rawValue: $0[0])), name: $0[1], detail: $0[2])
            }
        }
        return found
    }
}
