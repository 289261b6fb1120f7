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
        try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [order]).map(OrderLineState.init)
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

    private init(_ row: Row) {
        id = row[0]
        kind = row[1]
        variant = row[2]
        sku = row[3]
        barcode = row[4]
        title = row[5]
        quantity = row[6]
        tracked = row[7]
        isCarried = row[8]
        reserved = row[9]
        short = row[10]
        shipped = row[11]
        inParcels = row[12]
        refunded = row[13]
    }

    /// Its title, or what else names it.
    var name: String { title.isEmpty ? sku : title }
}
