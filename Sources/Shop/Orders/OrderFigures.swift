import Commerce
import GRDB

/// An order's money as our own arithmetic has it, from its rows.
struct OrderFigures {
    struct Line {
        let id: Int64
        let figures: LineFigures
    }

    let lines: [Line]
    let totals: OrderTotals

    static func fetch(_ order: Int64, _ currency: Currency, _ db: Database) throws -> OrderFigures {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT shipping, discount, tax_included, platform_total FROM orders WHERE id = ?
                        """), arguments: [order])
        else { throw Refusal("no-such-order", "There is no such order in this shop.") }
        let lines = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, unit_price, quantity, discount, tax_rate FROM order_lines
                    WHERE order_id = ? ORDER BY position
                    """), arguments: [order]
        ).map { row in
            Line(
                id: row[0],
                figures: LineFigures(
                    unitPrice: UnitPrice(millionths: row[1], currency: currency), quantity: row[2],
                    discount: Money(minorUnits: row[3], currency: currency),
                    taxRate: Rate(row[4] as String) ?? .zero))
        }
        let platform: Int64? = row[3]
        let totals = try OrderTotals(
            lines: lines.map(\.figures), currency: currency,
            orderDiscount: Money(minorUnits: row[1], currency: currency),
            shipping: Money(minorUnits: row[0], currency: currency),
            taxMode: row[2] ? .included : .added,
            platformTotal: platform.map { Money(minorUnits: $0, currency: currency) })
        return OrderFigures(lines: lines, totals: totals)
    }
}
