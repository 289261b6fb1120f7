import Commerce
import GRDB

/// What was last seen of an order on its channel: what differs from it is what changed there.
struct OrderView: Codable {
    var cancellation = CancellationState.no
    /// Nil before anything was seen.
    var payment: PaymentState?
    var isOnHold = false
    var shipTo = ""
    var billTo = ""
    var email = ""
    var phone = ""

    init() {}

    init(_ order: ChannelOrder) {
        cancellation = order.cancellation
        payment = order.payment
        isOnHold = order.isOnHold
        shipTo = OrderReception.text(order.shipTo)
        billTo = OrderReception.text(order.billTo)
        email = order.email
        phone = order.phone
    }

    static func fetch(_ local: Int64, _ connection: Int64, _ db: Database) throws -> OrderView? {
        let seen = try String.fetchOne(
            db.cachedStatement(sql: "SELECT seen FROM order_views WHERE connection_id = ? AND order_id = ?"),
            arguments: [connection, local])
        return try seen.map { try JSONText.decode(OrderView.self, from: $0) }
    }

    /// An older event never takes back what a newer one said; one of the same second may say more.
    static func isNewer(_ order: ChannelOrder, _ local: Int64, _ connection: Int64, _ db: Database) throws
        -> Bool
    {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT modified_at, status FROM order_views WHERE connection_id = ? AND order_id = ?"),
            arguments: [connection, local])
        guard let row else { return true }
        return order.modifiedAt.milliseconds >= row[0] as Int64
    }

    /// The same text that ``JSONText`` writes of it.
    var text: String {
        var json = FlatJSON()
        json.add("billTo", billTo)
        json.add("cancellation", cancellation.rawValue)
        json.add("email", email)
        json.add("isOnHold", isOnHold)
        if let payment { json.add("payment", payment.rawValue) }
        json.add("phone", phone)
        json.add("shipTo", shipTo)
        return json.text
    }

    static func keep(_ order: ChannelOrder, _ local: Int64, _ connection: Int64, _ db: Database) throws {
        var statement = try DirectStatement(
            db,
            """
            INSERT INTO order_views VALUES (?, ?, ?, ?, ?) ON CONFLICT (connection_id, order_id) DO UPDATE
                SET modified_at = excluded.modified_at, status = excluded.status, seen = excluded.seen
            """)
        statement.add(connection)
        statement.add(local)
        statement.add(order.modifiedAt.milliseconds)
        statement.add(order.status)
        statement.add(OrderView(order).text)
        try statement.run()
    }
}
