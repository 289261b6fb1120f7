import GRDB

/// One line of an order with what has become of it: what is put by, has shipped, and went back.
struct OrderLineState {
    let id: Int64
    let kind: String
    let variant: Int64?
    let sku: String
    let barcode: String
    let title: String
    let quantity: Int64
    /// Whether its stock is counted at all.
    let tracked: Bool
    /// Goods that are carried, as opposed to files and services.
    let isCarried: Bool
    let reserved: Int64
    let short: Int64
    let shipped: Int64
    /// In parcels that have not left yet.
    let inParcels: Int64
    let refunded: Int64

    /// What still has to leave. What was refunded before it left does not.
    var toShip: Int64 { kind == "product" ? max(0, quantity - shipped - refunded) : 0 }

    /// Whether its goods come off the ledger.
    var movesStock: Bool { tracked && variant != nil && kind == "product" && quantity > 0 }

    static func all(of order: Int64, _ db: Database) throws -> [OrderLineState] {
        var statement = try DirectStatement(db, sql)
        statement.add(order)
        var lines: [OrderLineState] = []
        try statement.each { row in
            lines.append(OrderLineState(row))
            return true
        }
        return lines
    }

    private static let sql = """
        SELECT line.id, line.kind, line.variant_id, line.sku, coalesce(barcode, ''), line.title, line.quantity,
            coalesce(tracked, 0), coalesce(products.kind, 'physical') = 'physical',
            coalesce(reservations.quantity, 0), coalesce(short, 0),
            coalesce((SELECT sum(part.quantity) FROM parcel_lines AS part JOIN parcels ON parcels.id = parcel_id
                WHERE part.order_line_id = line.id AND shipped_at IS NOT NULL), 0),
            coalesce((SELECT sum(part.quantity) FROM parcel_lines AS part JOIN parcels ON parcels.id = parcel_id
                WHERE part.order_line_id = line.id AND shipped_at IS NULL), 0),
            coalesce((SELECT sum(part.quantity) FROM refund_lines AS part WHERE part.order_line_id = line.id), 0)
        FROM order_lines AS line
        LEFT JOIN variants ON variants.id = line.variant_id
        LEFT JOIN products ON products.id = variants.product_id
        LEFT JOIN reservations ON reservations.order_line_id = line.id
        WHERE line.order_id = ? ORDER BY line.position
        """

    private init(_ row: DirectRow) {
        id = row.integer(0)
        kind = row.text(1)
        variant = row.optional(2)
        sku = row.text(3)
        barcode = row.text(4)
        title = row.text(5)
        quantity = row.integer(6)
        tracked = row.isTrue(7)
        isCarried = row.isTrue(8)
        reserved = row.integer(9)
        short = row.integer(10)
        shipped = row.integer(11)
        inParcels = row.integer(12)
        refunded = row.integer(13)
    }

    /// Its title, or what else names it.
    var name: String { title.isEmpty ? sku : title }
}
