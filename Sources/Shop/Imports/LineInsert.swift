import GRDB

/// Inserts lines of orders: half a million of them are most of an import.
struct LineInsert {
    private var statement: DirectStatement

    init(_ db: Database) throws {
        statement = try DirectStatement(
            db, "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    }

    mutating func insert(_ line: LineDraft, id: Int64, order: Int64, position: Int, variant: Int64?) throws {
        statement.add(id)
        statement.add(order)
        statement.add(position)
        statement.add(line.kind.rawValue)
        statement.add(variant)
        statement.add(line.sku)
        statement.add(line.title)
        statement.add(line.quantity)
        statement.add(line.unitPrice)
        statement.add(line.discount)
        statement.add(line.taxRate)
        statement.add(line.tax)
        statement.add(line.at)
        try statement.run()
    }
}
