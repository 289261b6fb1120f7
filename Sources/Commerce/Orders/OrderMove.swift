/// A step of an order on one of its axes. What each may start from is in ``OrderRule/table``.
package enum OrderMove: String, CaseIterable, Codable, Sendable {
    case authorize, pay, voidPayment, refundPart, refund
    case pack, unpack, sendToSupplier, recallFromSupplier
    case shipPart, ship, takeBackShipment
    case deliverPart, deliver, takeBackDelivery
    case raiseException, clearException
    case requestCancel, declineCancel, cancel, reopen
    case requestReturn, declineReturn, sendReturn, receiveReturn, closeReturn
    case hold, wake

    /// The words of a menu or a story: `pack`, `take back the shipment`.
    package var title: String {
        switch self {
        case .authorize: "authorize the payment"
        case .pay: "mark as paid"
        case .voidPayment: "void the payment"
        case .refundPart: "refund a part"
        case .refund: "refund"
        case .pack: "pack"
        case .unpack: "unpack"
        case .sendToSupplier: "send to the supplier"
        case .recallFromSupplier: "recall from the supplier"
        case .shipPart: "ship a part"
        case .ship: "ship"
        case .takeBackShipment: "take back the shipment"
        case .deliverPart: "mark a part as delivered"
        case .deliver: "mark as delivered"
        case .takeBackDelivery: "take back the delivery"
        case .raiseException: "note the carrier's trouble"
        case .clearException: "clear the carrier's trouble"
        case .requestCancel: "note that the buyer asks to cancel"
        case .declineCancel: "decline to cancel"
        case .cancel: "cancel"
        case .reopen: "reopen"
        case .requestReturn: "note that a return is asked for"
        case .declineReturn: "decline the return"
        case .sendReturn: "agree to the return"
        case .receiveReturn: "take in the return"
        case .closeReturn: "close the return"
        case .hold: "put on hold"
        case .wake: "wake"
        }
    }
}

/// What the axes do not say and a move still depends on. The plain value lets everything pass.
package struct OrderFacts: Hashable, Sendable {
    /// What the Shop found in the way: see ``AttentionReason/stopsGoods``.
    package var attention: Set<AttentionReason>
    /// There is a parcel to ship, with or without a tracking number.
    package var hasParcel: Bool
    /// The buyer has been told that it shipped: the notice has gone out.
    package var noticeHasLeft: Bool
    /// Something that was captured has not been refunded.
    package var hasRefundable: Bool
    /// A person does it, not a carrier's or a platform's word.
    package var isByHand: Bool
    /// Why, in the seller's words.
    package var reason: String?
    /// False for digital goods and services only.
    package var needsShipping: Bool

    package init(
        attention: Set<AttentionReason> = [], hasParcel: Bool = true, noticeHasLeft: Bool = false,
        hasRefundable: Bool = true, isByHand: Bool = false, reason: String? = nil, needsShipping: Bool = true
    ) {
        self.attention = attention
        self.hasParcel = hasParcel
        self.noticeHasLeft = noticeHasLeft
        self.hasRefundable = hasRefundable
        self.isByHand = isByHand
        self.reason = reason
        self.needsShipping = needsShipping
    }

    var hasReason: Bool { reason?.contains { !$0.isWhitespace } == true }
}

/// Why a move is refused: for programs a code, for people a sentence, and what would mend it.
package struct MoveRefusal: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    package enum Code: String, CaseIterable, Codable, Sendable {
        case alreadyDone, unpaid, refunded, voided, notPaid, paymentStands, nothingToRefund
        case notPacked, notShipped, notDelivered, withSupplier, alreadyPacked, alreadyShipped
        case alreadyDelivered, carrierTrouble, noTrouble, noParcel, noticeHasLeft
        case cancelled, cancelRequested, noCancelRequest, notCancelled
        case noReturn, returnOpen, returnClosed, onHold, notOnHold
        case short, addressProblem, twin, reasonMissing
    }

    /// What would mend it; the screen puts the key beside it that the seller has for that.
    package enum Mend: String, CaseIterable, Codable, Sendable {
        case pack, ship, takeBack, track, orderFromSupplier, editAddress, join, wake, answerCancel, reopen
        case collectPayment, refund, giveReason, handleReturn, message
    }

    package let move: OrderMove
    package let code: Code
    /// What is wrong and what to do, without the order's number: “it is not paid; …”.
    package let sentence: String
    package let mend: Mend?

    package var description: String { sentence }
}
