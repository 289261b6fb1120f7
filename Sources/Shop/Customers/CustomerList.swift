package import Commerce
import GRDB

/// Which customers, in which order.
package struct CustomerQuery: Hashable, Codable, Sendable {
    package enum Sort: String, CaseIterable, Hashable, Codable, Sendable {
        case name, created, orders, last
    }

    package var filter: FilterExpression
    package var sort: Sort
    package var isDescending: Bool

    package init(
        filter: FilterExpression = FilterExpression(), sort: Sort = .name, isDescending: Bool = false
    ) {
        self.filter = filter
        self.sort = sort
        self.isDescending = isDescending
    }

    /// What a filter of customers may say; plain words look through name, address and what they can be reached by.
    package static let vocabulary = FilterVocabulary(
        flags: ["repeat", "never"],
        fields: [
            "name": .text, "email": .text, "phone": .text, "company": .text, "country": .text, "tag": .text,
            "address": .text, "orders": .number,
        ],
        aliases: ["mail": "email", "tags": "tag", "city": "address"])
}

/// One line of the list.
package struct CustomerRow: Hashable, Codable, Sendable {
    package let id: CustomerID
    package let name: String
    package let email: String
    package let company: String
    package let country: String
    /// Sales that were not cancelled.
    package let orderCount: Int
    package let lastOrderAt: Instant?
}

extension Shop {
    /// The customers of a query in its order, at most so many from a place on.
    package func customers(_ query: CustomerQuery, after: Int = 0, limit: Int) throws -> [CustomerRow] {
        try read { db in
            let search = CustomerSearch(query)
            return try Row.fetchAll(
                db, sql: search.sql + " LIMIT ? OFFSET ?",
                arguments: StatementArguments(search.arguments + [limit.databaseValue, after.databaseValue])
            ).map { row in
                CustomerRow(
                    id: CustomerID(rawValue: row[0]), name: row[1], email: row[2], company: row[3],
                    country: row[4], orderCount: row[5],
                    lastOrderAt: (row[6] as Int64?).map(Instant.init(milliseconds:)))
            }
        }
    }
}

/// The statement behind the list.
private struct CustomerSearch {
    private(set) var arguments: [DatabaseValue] = []
    private var conditions: [String] = []
    private let query: CustomerQuery

    private static let orderCount = """
        (SELECT count(*) FROM orders WHERE customer_id = customers.id AND kind = 'sale' AND cancellation <> 'yes')
        """
    private static let lastOrder = "(SELECT max(placed_at) FROM orders WHERE customer_id = customers.id)"
    private static let allText = "name || ' ' || email || ' ' || phone || ' ' || company || ' ' || address"

    init(_ query: CustomerQuery) {
        self.query = query
        for term in query.filter.terms {
            guard let condition = condition(term.condition) else { continue }
            conditions.append(term.isNegated ? "NOT \(condition)" : condition)
        }
    }

    var sql: String {
        let order =
            switch query.sort {
            case .name: "customers.name"
            case .created: "customers.created_at"
            case .orders: "order_count"
            case .last: "last_order"
            }
        let way = query.isDescending ? " DESC" : ""
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return """
            SELECT id, name, email, company, country, \(Self.orderCount) AS order_count, \(Self.lastOrder) AS last_order
            FROM customers\(filter) ORDER BY \(order)\(way), customers.id\(way)
            """
    }

    private mutating func condition(_ condition: FilterTerm.Condition) -> String? {
        switch condition {
        case .word(let text), .phrase(let text): return contains(Self.allText, text)
        case .flag("repeat"): return "\(Self.orderCount) > 1"
        case .flag("never"): return "\(Self.orderCount) = 0"
        case .flag: return nil
        case .amount(let comparison, let number): return compare(comparison, number)
        case .field("orders", let comparison, .number(let number)): return compare(comparison, number)
        case .field("country", _, let value):
            arguments.append(value.text.uppercased().databaseValue)
            return "country = ?"
        case .field("tag", _, let value): return contains("tags", value.text)
        case .field(let name, _, let value): return contains(name, value.text)
        }
    }

    private mutating func contains(_ column: String, _ text: String) -> String {
        arguments.append(text.lowercased().databaseValue)
        // SQLite's own lower() knows ASCII alone.
        return "instr(swiftLowercaseString(\(column)), ?) > 0"
    }

    private mutating func compare(_ comparison: FilterTerm.Comparison, _ number: FilterNumber) -> String {
        arguments.append((number.millionths / 1_000_000).databaseValue)
        return "\(Self.orderCount) \(comparison == .matches ? "=" : comparison.rawValue) ?"
    }
}
