import Commerce
import GRDB

extension OrderAxes {
    /// The columns of `orders` that the initializer below reads, in its order.
    static let columns =
        "orders.payment, orders.fulfillment, orders.return_state, orders.cancellation, orders.on_hold"

    /// The axes as the orders table keeps them, from the column of that place on.
    init(_ row: Row, at place: Int) throws {
        try self.init(
            row[place], row[place + 1], row[place + 2], row[place + 3], onHold: row[place + 4])
    }

    init(_ row: DirectRow, at place: Int32) throws {
        try self.init(
            row.text(place), row.text(place + 1), row.text(place + 2), row.text(place + 3),
            onHold: row.isTrue(place + 4))
    }

    private init(
        _ payment: String, _ fulfillment: String, _ returning: String, _ cancellation: String, onHold: Bool
    ) throws {
        guard let payment = PaymentState(rawValue: payment),
            let fulfillment = FulfillmentState(rawValue: fulfillment),
            let returning = ReturnState(rawValue: returning),
            let cancellation = CancellationState(rawValue: cancellation)
        else { throw ShopError.damaged(reason: "an order is in no known state") }
        self.init(
            payment: payment, fulfillment: fulfillment, returning: returning, cancellation: cancellation,
            onHold: onHold)
    }
}
