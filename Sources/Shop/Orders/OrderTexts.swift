import GRDB

/// What the search reads of orders, gathered and written together.
///
/// The index of words writes its part of the file anew whenever another statement of the transaction begins: a
/// statement an order made a hundred parts of one, each to be joined with the others later.
struct OrderTexts {
    struct Row {
        let order: Int64
        let number: String
        let customer: String
        let address: String
        let sku: String
    }

    private var rows: [Row] = []

    mutating func add(_ row: Row) { rows.append(row) }

    /// Writes those that changed. Statements of 64, 32 … 1 rows: as few, and as few kinds.
    mutating func write(_ db: Database) throws {
        var rest = rows[...]
        rows = []
        while !rest.isEmpty {
            let count = min(64, 1 << (Int.bitWidth - 1 - rest.count.leadingZeroBitCount))
            var statement = try DirectStatement(db, Self.sql(rows: count))
            for row in rest.prefix(count) {
                statement.add(row.order)
                statement.add(row.number)
                statement.add(row.customer)
                statement.add(row.address)
                statement.add(row.sku)
            }
            try statement.run()
            rest = rest.dropFirst(count)
        }
    }

    private static func sql(rows: Int) -> String {
        """
        INSERT INTO order_texts VALUES \(Array(repeating: "(?, ?, ?, ?, ?)", count: rows).joined(separator: ", "))
        ON CONFLICT (order_id) DO UPDATE SET number = excluded.number, customer = excluded.customer,
            address = excluded.address, sku = excluded.sku
        WHERE number <> excluded.number OR customer <> excluded.customer OR address <> excluded.address
            OR sku <> excluded.sku
        """
    }
}
