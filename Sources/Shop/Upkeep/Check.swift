import Commerce
import GRDB

/// What `mercer check` found.
package struct CheckReport: Sendable, Codable {
    /// One thing that does not hold, in words.
    package struct Finding: Sendable, Codable, Equatable {
        /// Which check: `integrity`, `foreign-keys`, `search`, `totals`, `stock`, `derived`.
        package let check: String
        package let what: String
    }

    package var findings: [Finding] = []
    package var checked: [String] = []
    package var isSound: Bool { findings.isEmpty }
}

extension Shop {
    /// Looks at the whole file: SQLite's own integrity, foreign keys, the search indices, orders' lines against
    /// their totals, the stock levels against their ledger, and what lists read against what it is derived from.
    package func check() throws -> CheckReport {
        try ShopError.translating(path: path) {
            try pool.writeWithoutTransaction { db in
                var report = CheckReport()
                for (name, sql, words) in Self.checks {
                    report.checked.append(name)
                    for row in try Row.fetchAll(db, sql: sql).prefix(100) {
                        if let what = words(row) { report.findings.append(.init(check: name, what: what)) }
                    }
                }
                report.checked.append("totals")
                report.findings += try Self.totalsThatDiffer(db)
                report.checked.append("search")
                for table in ["product_search", "order_search"] {
                    do {
                        try db.execute(
                            sql: "INSERT INTO \(table)(\(table), rank) VALUES ('integrity-check', 1)")
                    } catch let error as DatabaseError {
                        report.findings.append(.init(check: "search", what: "\(table): \(error.resultCode)"))
                    }
                }
                return report
            }
        }
    }

    private static let checks: [(String, String, @Sendable (Row) -> String?)] = [
        ("integrity", "PRAGMA integrity_check", { $0[0] == "ok" ? nil : "\($0[0] as String)" }),
        (
            "foreign-keys", "PRAGMA foreign_key_check",
            { "a row of \($0[0] as String) names a missing row of \($0[2] as String)" }
        ),
        (
            "stock",
            """
            SELECT variants.sku, coalesce(level.on_hand, 0), coalesce(ledger.sum, 0) FROM variants
            LEFT JOIN stock_levels AS level ON level.variant_id = variants.id
            LEFT JOIN (SELECT variant_id, sum(quantity) AS sum FROM stock_entries GROUP BY variant_id) AS ledger
                ON ledger.variant_id = variants.id
            WHERE coalesce(level.on_hand, 0) <> coalesce(ledger.sum, 0)
            """,
            { "\($0[0] as String): the level says \($0[1] as Int64), the ledger \($0[2] as Int64)" }
        ),
        (
            "derived",
            """
            SELECT 'product', title FROM products WHERE id NOT IN (SELECT product_id FROM catalog_lines)
            UNION ALL SELECT 'order', number FROM orders WHERE id NOT IN (SELECT order_id FROM order_cards)
            UNION ALL SELECT 'list row', cast(product_id AS TEXT) FROM catalog_lines
                WHERE product_id NOT IN (SELECT id FROM products)
            UNION ALL SELECT 'card', number FROM order_cards WHERE order_id NOT IN (SELECT id FROM orders)
            """,
            { "the \($0[0] as String) \($0[1] as String) is not in its list" }
        ),
    ]

    /// Orders whose lines do not come to their total. A minor unit a line may be lost to rounding, no more.
    private static func totalsThatDiffer(_ db: Database) throws -> [CheckReport.Finding] {
        var findings: [CheckReport.Finding] = []
        for code in try String.fetchAll(db, sql: "SELECT DISTINCT currency FROM orders") {
            guard let currency = Currency(code: code) else {
                findings.append(.init(check: "totals", what: "“\(code)” is no currency"))
                continue
            }
            let scale = (0..<(6 - currency.exponent)).reduce(Int64(1)) { scale, _ in scale * 10 }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT number, total, ours, lines FROM (
                        SELECT number, total, count(line.id) AS lines,
                            shipping - orders.discount + (CASE tax_included WHEN 0 THEN orders.tax ELSE 0 END)
                                - coalesce(sum(line.discount), 0) AS beside,
                            coalesce(sum(quantity * unit_price), 0) AS ours
                        FROM orders LEFT JOIN order_lines AS line ON order_id = orders.id
                        WHERE currency = ? GROUP BY orders.id)
                    WHERE abs((total - beside) * ? - ours) > (1 + lines) * ? LIMIT 100
                    """, arguments: [code, scale, scale])
            findings += rows.map { row in
                .init(check: "totals", what: "order \(row[0] as String): its lines do not come to its total")
            }
        }
        return findings
    }
}
