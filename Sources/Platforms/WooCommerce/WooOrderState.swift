import Commerce
import Connectors
import HTTP

/// What WooCommerce's one status says on our axes. The status itself is kept beside it, whatever it is.
enum WooOrderState {
    static func set(of order: inout ChannelOrder, _ json: JSON, shippedAt: Instant?) throws(UnreadableItem) {
        let isPaid = order.paidAt != nil
        switch order.status {
        case "pending": order.payment = isPaid ? .paid : .awaiting
        case "on-hold":
            // A transfer or a cheque is awaited, which holds the goods by itself; held after payment it is the
            // seller's doing.
            order.payment = isPaid ? .paid : .awaiting
            order.isOnHold = isPaid
        case "processing": order.payment = paid(isPaid, json)
        case "completed":
            // It left the shop's hands. Nobody says that it arrived.
            order.payment = paid(isPaid, json)
            order.fulfillment = .shipped
        case "cancelled":
            order.payment = isPaid ? .paid : .voided
            order.cancellation = .yes
        case "failed":
            order.payment = .voided
            order.cancellation = .yes
            order.cancelReason = "the payment failed"
        case "refunded":
            order.payment = .refunded
            order.fulfillment = shippedAt == nil ? .unallocated : .shipped
        case "trash":
            order.payment = isPaid ? .paid : .voided
            order.cancellation = .yes
            order.cancelReason = "it lies in the shop's bin"
        default:
            // A plugin's own: the dates say what the word does not.
            order.payment = isPaid ? .paid : .awaiting
            order.fulfillment = shippedAt == nil ? .unallocated : .shipped
        }
        if order.fulfillment == .unallocated, !order.parcels.isEmpty { order.fulfillment = .partShipped }
        // These take the goods off the shop's count; a plugin's own status does once it is paid.
        switch order.status {
        case "processing", "completed", "on-hold", "refunded": order.hasTakenStock = true
        case "pending", "cancelled", "failed", "trash": order.hasTakenStock = false
        default: order.hasTakenStock = isPaid
        }
        try setRefunded(&order)
    }

    /// Cash on delivery is promised, not paid: the goods may leave.
    private static func paid(_ isPaid: Bool, _ json: JSON) -> PaymentState {
        if isPaid { return .paid }
        return json["payment_method"].string == "cod" ? .authorized : .paid
    }

    private static func setRefunded(_ order: inout ChannelOrder) throws(UnreadableItem) {
        guard !order.refunds.isEmpty, order.payment != .refunded else { return }
        do throws(MoneyError) {
            let back = try Money.sum(of: order.refunds.map(\.amount), in: order.currency)
            guard back.isPositive else { return }
            order.payment = try back.isLess(than: order.total) ? .partRefunded : .refunded
        } catch { throw UnreadableItem(reason: "its refunds: \(error)") }
    }
}
