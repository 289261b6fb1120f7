package import Commerce
import GRDB

/// One customer with what they bought.
package struct CustomerDetail: Sendable, Codable {
    package struct Order: Hashable, Sendable, Codable {
        package let id: OrderID
        package let number: String
        package let channel: String
        /// `sale`, `return` and so on.
        package let kind: String
        package let placedAt: Instant
        package let total: Money
        package let isCancelled: Bool
    }

    package struct Note: Hashable, Sendable, Codable {
        package let text: String
        package let at: Instant
    }

    package let id: CustomerID
    package let sheet: CustomerSheet
    package let createdAt: Instant
    /// The newest first, at most two hundred.
    package let orders: [Order]
    package let orderCount: Int
    /// What they spent less what went back, in each currency they paid in.
    package let totals: [Money]
    package let notes: [Note]
}

extension Shop {
    /// The customer and what stands around them; nil where they are gone.
    package func customerDetail(_ id: CustomerID) throws -> CustomerDetail? {
        try read { db in
            guard
                let row = try Row.fetchOne(
                    db, sql: "SELECT * FROM customers WHERE id = ?", arguments: [id.rawValue])
            else { return nil }
            let address: String = row["address"]
            let tags: String = row["tags"]
            let sheet = CustomerSheet(
                name: row["name"], email: row["email"], phone: row["phone"], company: row["company"],
                address: address, country: row["country"],
                tags: Tag.set(tags))
            return CustomerDetail(
                id: id, sheet: sheet, createdAt: Instant(milliseconds: row["created_at"]),
                orders: try CustomerDetail.orders(of: id, db),
                orderCount: try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM orders WHERE customer_id = ?", arguments: [id.rawValue])
                    ?? 0,
                totals: try CustomerDetail.totals(of: id, db), notes: try CustomerDetail.notes(of: id, db))
        }
    }
}

extension CustomerDetail {
    fileprivate static func orders(of id: CustomerID, _ db: Database) throws -> [Order] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, number, channel, kind, placed_at, coalesce(platform_total, total), currency,
                    cancellation = 'yes' FROM orders
                WHERE customer_id = ? ORDER BY placed_at DESC, id DESC LIMIT 200
                """, arguments: [id.rawValue]
        ).compactMap { row in
            guard let currency = Currency(code: row[6]) else { return nil }
            return Order(
                id: OrderID(rawValue: row[0]), number: row[1], channel: row[2], kind: row[3],
                placedAt: Instant(milliseconds: row[4]),
                total: Money(minorUnits: row[5], currency: currency), isCancelled: row[7])
        }
    }

    /// An order that was joined into another is counted there.
    fileprivate static func totals(of id: CustomerID, _ db: Database) throws -> [Money] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT currency, sum(coalesce(platform_total, total)
                    - (SELECT coalesce(sum(amount), 0) FROM refunds WHERE order_id = orders.id))
                FROM orders WHERE customer_id = ? AND cancellation <> 'yes' AND joined_into IS NULL
                GROUP BY currency ORDER BY currency
                """, arguments: [id.rawValue]
        ).compactMap { row in
            Currency(code: row[0]).map { Money(minorUnits: row[1], currency: $0) }
        }
    }

    fileprivate static func notes(of id: CustomerID, _ db: Database) throws -> [Note] {
        try Row.fetchAll(
            db, sql: "SELECT text, at FROM notes WHERE customer_id = ? ORDER BY at DESC, id DESC",
            arguments: [id.rawValue]
        ).map { Note(text: $0[0], at: Instant(milliseconds: $0[1])) }
    }
}
