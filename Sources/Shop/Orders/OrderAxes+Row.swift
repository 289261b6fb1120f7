import Commerce
import GRDB

extension OrderAxes {
    /// The columns of `orders` that the initializer below reads, in its order.
    static let columns =
        "orders.payment, orders.fulfillment, orders.return_state, orders.cancellation, orders.on_hold"

    /// The axes as the orders table keeps them, from the column of that place on.
    init(_ row: Row, at place: Int) throws {
        guard let payment = PaymentState(rawValue: row[place]),
            let fulfillment = FulfillmentState(rawValue: row[place + 1]),
            let returning = ReturnState(rawValue: row[place + 2]),
            let cancellation = CancellationState(rawValue: row[place + 3])
        else { throw ShopError.damaged(reason: "an order is in no known state") }
        self.init(
            payment: payment, fulfillment: fulfillment, returning: returning, cancellation: cancellation,
            onHold: row[place + 4])
    }
}
