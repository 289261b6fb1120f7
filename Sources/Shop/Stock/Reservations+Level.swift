package import Commerce
import GRDB

/// How much of a variant there is.
package struct StockLevel: Hashable, Sendable, Codable {
    /// On the shelf.
    package var onHand: Int
    /// Of it, put by for orders.
    package var reserved: Int
    /// What orders want beyond what is there.
    package var short: Int

    package init(onHand: Int = 0, reserved: Int = 0, short: Int = 0) {
        self.onHand = onHand
        self.reserved = reserved
        self.short = short
    }

    package var available: Int { onHand - reserved }
}

extension Shop {
    package func stockLevel(of variant: VariantID) throws -> StockLevel {
        try read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT on_hand, reserved, short FROM stock_levels WHERE variant_id = ?"),
                arguments: [variant.rawValue])
            return row.map { StockLevel(onHand: $0[0], reserved: $0[1], short: $0[2]) } ?? StockLevel()
        }
    }
}
