/// The words of refused moves, by what stands in the way.
struct RefusalWords {
    let code: MoveRefusal.Code
    let sentence: String
    let mend: MoveRefusal.Mend?

    private init(_ code: MoveRefusal.Code, _ sentence: String, _ mend: MoveRefusal.Mend? = nil) {
        self.code = code
        self.sentence = sentence
        self.mend = mend
    }

    static let onHold = RefusalWords(.onHold, "it is on hold; wake it first", .wake)
    static let noParcel = RefusalWords(
        .noParcel, "there is no parcel; enter its tracking number, or ship it without one", .track)
    static let noticeHasLeft = RefusalWords(
        .noticeHasLeft,
        "the buyer has been told that it shipped; write to them, then take it back as a return",
        .message)
    static let nothingToRefund = RefusalWords(
        .nothingToRefund, "all that was paid has gone back already; there is nothing left to refund")
    static let deliveryWithoutReason = RefusalWords(
        .reasonMissing, "the carrier has not said so; give a reason to mark it delivered by hand", .giveReason
    )
    static let cancelWithoutReason = RefusalWords(
        .reasonMissing, "goods have left already; give a reason to cancel it, or take it back as a return",
        .giveReason)

    static func alreadyDone(_ move: OrderMove) -> RefusalWords {
        switch move {
        case .wake: return RefusalWords(.notOnHold, "it is not on hold; there is nothing to wake")
        case .reopen: return RefusalWords(.notCancelled, "it is not cancelled; there is nothing to reopen")
        case .declineCancel:
            return RefusalWords(.noCancelRequest, "nobody asks to cancel it; there is nothing to decline")
        case .declineReturn:
            return RefusalWords(.noReturn, "nobody asks to return it; there is nothing to decline")
        case .unpack: return RefusalWords(.notPacked, "it is not packed; there is nothing to unpack")
        case .recallFromSupplier:
            return RefusalWords(.alreadyDone, "no supplier has it; there is nothing to recall")
        default: return RefusalWords(.alreadyDone, "\(state(after: move)); there is nothing to do")
        }
    }

    /// How an order stands once the move is made.
    private static func state(after move: OrderMove) -> String {
        switch OrderRule.of(move).outcome {
        case .payment(.awaiting): "it is not paid yet"
        case .payment(.authorized): "its payment is authorized already"
        case .payment(.paid): "it is paid already"
        case .payment(.partRefunded): "a part is refunded already"
        case .payment(.refunded): "it is refunded already"
        case .payment(.voided): "its payment is voided already"
        case .fulfillment(.unallocated): "nothing of it is packed"
        case .fulfillment(.allocated): "it is packed already"
        case .fulfillment(.sentToSupplier): "the supplier has it already"
        case .fulfillment(.partShipped): "a part has shipped already"
        case .fulfillment(.shipped): "it has shipped already"
        case .fulfillment(.partDelivered): "a part is delivered already"
        case .fulfillment(.delivered): "it is delivered already"
        case .fulfillment(.exception): "the carrier's trouble is noted already"
        case .returning(.none): "there is no return"
        case .returning(.requested): "a return is asked for already"
        case .returning(.inTransit): "the return is on its way already"
        case .returning(.received): "the return is here already"
        case .returning(.closed): "the return is closed already"
        case .cancellation(.no): "nobody asks to cancel it"
        case .cancellation(.requested): "the wish to cancel is noted already"
        case .cancellation(.yes): "it is cancelled already"
        case .onHold(true): "it is on hold already"
        case .onHold(false): "it is not on hold"
        }
    }

    static func payment(_ state: PaymentState, _ move: OrderMove) -> RefusalWords {
        switch state {
        case .awaiting:
            RefusalWords(
                .unpaid, "it is not paid; ask the buyer to pay, or mark it as paid", .collectPayment)
        case .authorized:
            RefusalWords(
                .notPaid, "the card has promised the money but it is not taken; take it or void it",
                .collectPayment)
        case .paid:
            RefusalWords(.paymentStands, "it is paid; refund it to give money back", .refund)
        case .partRefunded:
            RefusalWords(.paymentStands, "a part has been refunded; refund the rest to end it", .refund)
        case .refunded:
            RefusalWords(.refunded, "all its money has gone back; cancel it, or take a new order")
        case .voided:
            RefusalWords(
                .voided, "its payment was voided; ask the buyer to pay anew, or cancel it", .collectPayment)
        }
    }

    static func fulfillment(_ state: FulfillmentState, _ move: OrderMove) -> RefusalWords {
        if move == .clearException {
            return RefusalWords(.noTrouble, "the carrier reports no trouble; there is nothing to clear")
        }
        return fulfillment(state)
    }

    private static func fulfillment(_ state: FulfillmentState) -> RefusalWords {
        switch state {
        case .unallocated: RefusalWords(.notPacked, "it is not packed; pack it first", .pack)
        case .allocated: RefusalWords(.notShipped, "it is packed and has not shipped; ship it first", .ship)
        case .sentToSupplier:
            RefusalWords(
                .withSupplier, "the supplier has it; wait for the parcel, or recall it first", .takeBack)
        case .partShipped:
            RefusalWords(.alreadyShipped, "a part has shipped; ship the rest, or take that part back", .ship)
        case .shipped:
            RefusalWords(.alreadyShipped, "it has shipped; take the shipment back first", .takeBack)
        case .partDelivered:
            RefusalWords(
                .alreadyDelivered, "a part has been delivered; handle what comes back as a return",
                .handleReturn)
        case .delivered:
            RefusalWords(
                .alreadyDelivered, "it has been delivered; take the delivery back first, or open a return",
                .takeBack)
        case .exception:
            RefusalWords(
                .carrierTrouble, "the carrier reports trouble; clear it, or take the shipment back first",
                .takeBack)
        }
    }

    static func cancellation(_ state: CancellationState, _ move: OrderMove) -> RefusalWords {
        switch state {
        case .yes: RefusalWords(.cancelled, "it is cancelled; reopen it first", .reopen)
        case .requested:
            RefusalWords(
                .cancelRequested, "the buyer asks to cancel it; cancel it or decline first", .answerCancel)
        case .no:
            move == .reopen
                ? RefusalWords(.notCancelled, "it is not cancelled; there is nothing to reopen")
                : RefusalWords(.noCancelRequest, "nobody asks to cancel it; there is nothing to decline")
        }
    }

    static func returning(_ state: ReturnState) -> RefusalWords {
        switch state {
        case .none: RefusalWords(.noReturn, "there is no return; open one first", .handleReturn)
        case .requested:
            RefusalWords(.returnOpen, "a return is asked for; agree to it or decline first", .handleReturn)
        case .inTransit:
            RefusalWords(.returnOpen, "a return is on its way; take it in first", .handleReturn)
        case .received:
            RefusalWords(.returnOpen, "a return is here; check and close it first", .handleReturn)
        case .closed:
            RefusalWords(
                .returnClosed, "its return is closed; open a new one if more comes back", .handleReturn)
        }
    }

    /// Nil for what does not keep goods from leaving.
    static func attention(_ reason: AttentionReason) -> RefusalWords? {
        switch reason {
        case .short:
            RefusalWords(
                .short, "there is not enough in stock; order it from the supplier, or ship what is here",
                .orderFromSupplier)
        case .cancelRequested: cancellation(.requested, .pack)
        case .addressProblem:
            RefusalWords(.addressProblem, "its address cannot be shipped to; mend the address", .editAddress)
        case .twin:
            RefusalWords(
                .twin, "it looks like a twin of another order; join them, or say that it is none", .join)
        case .unpaid: payment(.awaiting, .pack)
        case .onHold: onHold
        case .late, .carrierTrouble, .noScan, .returnWaits, .totalsDiffer: nil
        }
    }
}
