import GRDB

/// Whether what orders say of themselves agrees with their rows: what a change of single rows, such as the undo of an
/// older entry, could break without a conflict in any one of them.
enum OrderSense {
    /// Those of the orders that contradict themselves: money that went back of what counts as paid in full, goods that
    /// left of what counts as here, and the like.
    static func contradictions(among orders: Set<Int64>, _ db: Database) throws -> Set<Int64> {
        guard !orders.isEmpty else { return [] }
        let statement = try db.cachedStatement(sql: sql)
        return try orders.filter { try Bool.fetchOne(statement, arguments: [$0]) ?? false }
    }

    private static let sql = """
        SELECT (payment IN ('awaiting', 'authorized', 'paid')
                AND EXISTS (SELECT 1 FROM refunds WHERE order_id = orders.id AND amount > 0))
            OR (payment = 'paid'
                AND (SELECT sum(amount) FROM payments WHERE order_id = orders.id)
                    < coalesce(platform_total, total))
            OR (payment = 'refunded'
                AND (SELECT sum(amount) FROM refunds WHERE order_id = orders.id)
                    < (SELECT sum(amount) FROM payments WHERE order_id = orders.id))
            OR (fulfillment IN ('unallocated', 'allocated')
                AND EXISTS (SELECT 1 FROM parcels WHERE order_id = orders.id AND shipped_at IS NOT NULL))
        FROM orders WHERE id = ?
        """
}
