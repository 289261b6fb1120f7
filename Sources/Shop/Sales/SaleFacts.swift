package import Commerce
import GRDB

/// One order as the figures need it: a sale that stands, or a return document with its negative total.
package struct SaleFact: Sendable, Hashable {
    package let at: Instant
    package let channel: String
    package let total: Money
    package let isReturn: Bool

    package init(at: Instant, channel: String, total: Money, isReturn: Bool) {
        self.at = at
        self.channel = channel
        self.total = total
        self.isReturn = isReturn
    }
}

/// Money given back on an order that otherwise stands.
package struct RefundFact: Sendable, Hashable {
    package let at: Instant
    package let channel: String
    package let amount: Money

    package init(at: Instant, channel: String, amount: Money) {
        self.at = at
        self.channel = channel
        self.amount = amount
    }
}

/// What one product sold.
package struct ProductSales: Sendable, Hashable {
    package let sku: String
    package let title: String
    package let units: Int
    /// Lines after their discounts, rounded once.
    package let revenue: Money
    /// What the units cost at today's cost; nil where no cost is known.
    package let cost: Money?
}

extension Shop {
    /// When the first sale was placed; nil before there is one.
    package func firstSale() throws -> Instant? {
        try read { db in
            try Int64.fetchOne(db, sql: "SELECT placed_at FROM orders ORDER BY placed_at LIMIT 1")
                .map(Instant.init(milliseconds:))
        }
    }

    /// The sales that were placed in the span and were not cancelled, and the returns that were written in it.
    package func saleFacts(in span: Range<Instant>) throws -> [SaleFact] {
        try read { db in
            var facts: [SaleFact] = []
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT placed_at, channel, currency, coalesce(platform_total, total), kind FROM orders
                    WHERE placed_at >= ? AND placed_at < ? AND kind IN ('sale', 'return')
                        AND cancellation <> 'yes' AND payment <> 'voided' AND joined_into IS NULL
                    """, arguments: [span.lowerBound.milliseconds, span.upperBound.milliseconds])
            while let row = try rows.next() {
                facts.append(
                    SaleFact(
                        at: Instant(milliseconds: row[0]), channel: row[1],
                        total: Money(minorUnits: row[3], currency: try currency(row[2])),
                        isReturn: row[4] == "return"))
            }
            return facts
        }
    }

    /// Refunds made in the span, on orders that were not cancelled: a cancelled order is not counted at all.
    package func refundFacts(in span: Range<Instant>) throws -> [RefundFact] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT refunds.at, channel, currency, amount FROM refunds JOIN orders ON orders.id = order_id
                    WHERE refunds.at >= ? AND refunds.at < ? AND cancellation <> 'yes' AND kind = 'sale'
                    """, arguments: [span.lowerBound.milliseconds, span.upperBound.milliseconds]
            ).map { row in
                RefundFact(
                    at: Instant(milliseconds: row[0]), channel: row[1],
                    amount: Money(minorUnits: row[3], currency: try currency(row[2])))
            }
        }
    }

    /// The products that sold best in the span, in one currency, by revenue.
    package func productSales(
        in span: Range<Instant>, currency: Currency, limit: Int
    ) throws -> [ProductSales] {
        try read { db in
            // What the shop pays is in its own currency: beside sales in another one it says nothing.
            let hasOwnCurrency = try ShopSettings.fetch(db).currency == currency
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT max(line.sku), max(line.title), sum(line.quantity), sum(line.quantity * line.unit_price),
                        sum(line.discount), sum(line.quantity * unit_cost), count(*) = count(unit_cost)
                    FROM orders JOIN order_lines AS line ON line.order_id = orders.id
                    LEFT JOIN variants ON variants.id = line.variant_id
                    WHERE placed_at >= ? AND placed_at < ? AND orders.kind = 'sale' AND cancellation <> 'yes'
                        AND joined_into IS NULL AND currency = ? AND line.kind = 'product'
                    GROUP BY coalesce(line.variant_id, line.sku || line.title)
                    ORDER BY 4 DESC LIMIT ?
                    """,
                arguments: [
                    span.lowerBound.milliseconds, span.upperBound.milliseconds, currency.code, limit,
                ]
            ).map { row in
                // Beyond 64 bits SQLite answers with a floating-point number, which is no amount.
                guard let sum = Int64.fromDatabaseValue(row[3]) else { throw MoneyError.overflow }
                let lines = try UnitPrice(millionths: sum, currency: currency).money(rounding: .halfEven)
                let cost: Int64? = hasOwnCurrency && row[6] as Bool ? Int64.fromDatabaseValue(row[5]) : nil
                return ProductSales(
                    sku: row[0], title: row[1], units: row[2],
                    revenue: try lines.subtracting(Money(minorUnits: row[4], currency: currency)),
                    cost: try cost.map {
                        try UnitPrice(millionths: $0, currency: currency).money(rounding: .halfEven)
                    })
            }
        }
    }
}

private func currency(_ code: String) throws -> Currency {
    guard let currency = Currency(code: code) else {
        throw ShopError.damaged(reason: "“\(code)” is no currency")
    }
    return currency
}
