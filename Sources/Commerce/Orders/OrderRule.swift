/// One row of the table of moves: from which states a move may start, and what it makes of them.
package struct OrderRule: Sendable {
    /// A condition on something other than the axes.
    package enum Condition: String, CaseIterable, Sendable {
        /// Nothing the Shop found stands in the way: short, address, twin.
        case nothingInTheWay
        /// As above, but a shortfall is no obstacle: the part that is here goes.
        case nothingButShort
        case parcel
        case noticeNotSent
        case refundable
        /// By hand it wants a reason.
        case reasonByHand
        /// Once goods have left it wants a reason.
        case reasonOnceLeft
    }

    /// What the move sets.
    package enum Outcome: Hashable, Sendable {
        case payment(PaymentState)
        case fulfillment(FulfillmentState)
        case returning(ReturnState)
        case cancellation(CancellationState)
        case onHold(Bool)
    }

    package let move: OrderMove
    package let payment: Set<PaymentState>
    package let fulfillment: Set<FulfillmentState>
    /// Also allowed for orders with nothing to ship.
    package let fulfillmentOfDigital: Set<FulfillmentState>
    package let returning: Set<ReturnState>
    package let cancellation: Set<CancellationState>
    /// Whether an order on hold refuses it.
    package let needsAwake: Bool
    package let conditions: [Condition]
    package let outcome: Outcome

    private init(
        _ move: OrderMove, sets outcome: Outcome,
        payment: Set<PaymentState> = Set(PaymentState.allCases),
        fulfillment: Set<FulfillmentState> = Set(FulfillmentState.allCases),
        digital: Set<FulfillmentState> = [],
        returning: Set<ReturnState> = Set(ReturnState.allCases),
        cancellation: Set<CancellationState> = Set(CancellationState.allCases),
        needsAwake: Bool = false, conditions: [Condition] = []
    ) {
        self.move = move
        self.payment = payment
        self.fulfillment = fulfillment
        fulfillmentOfDigital = digital
        self.returning = returning
        self.cancellation = cancellation
        self.needsAwake = needsAwake
        self.conditions = conditions
        self.outcome = outcome
    }

    private static let covered: Set<PaymentState> = [.authorized, .paid, .partRefunded]

    /// Every move once.
    package static let table: [OrderRule] = money + goods + calledOff + comingBack

    private static let money: [OrderRule] = [
        OrderRule(.authorize, sets: .payment(.authorized), payment: [.awaiting]),
        // Money can arrive for what was voided or cancelled: it is a fact, and shows as such.
        OrderRule(.pay, sets: .payment(.paid), payment: [.awaiting, .authorized, .voided]),
        OrderRule(.voidPayment, sets: .payment(.voided), payment: [.awaiting, .authorized]),
        OrderRule(
            .refundPart, sets: .payment(.partRefunded), payment: [.paid, .partRefunded],
            conditions: [.refundable]),
        OrderRule(
            .refund, sets: .payment(.refunded), payment: [.paid, .partRefunded], conditions: [.refundable]),
    ]

    private static let goods: [OrderRule] = [
        OrderRule(
            .pack, sets: .fulfillment(.allocated), payment: covered, fulfillment: [.unallocated],
            cancellation: [.no], needsAwake: true, conditions: [.nothingInTheWay]),
        OrderRule(.unpack, sets: .fulfillment(.unallocated), fulfillment: [.allocated]),
        OrderRule(
            .sendToSupplier, sets: .fulfillment(.sentToSupplier), payment: covered,
            fulfillment: [.unallocated, .allocated], cancellation: [.no], needsAwake: true,
            conditions: [.nothingButShort]),
        OrderRule(.recallFromSupplier, sets: .fulfillment(.unallocated), fulfillment: [.sentToSupplier]),
        OrderRule(
            .shipPart, sets: .fulfillment(.partShipped), payment: covered,
            fulfillment: [.unallocated, .allocated, .sentToSupplier, .partShipped], cancellation: [.no],
            needsAwake: true, conditions: [.nothingButShort, .parcel]),
        OrderRule(
            .ship, sets: .fulfillment(.shipped), payment: covered,
            fulfillment: [.allocated, .sentToSupplier, .partShipped], cancellation: [.no], needsAwake: true,
            conditions: [.nothingInTheWay, .parcel]),
        OrderRule(
            .takeBackShipment, sets: .fulfillment(.allocated),
            fulfillment: [.partShipped, .shipped, .exception],
            conditions: [.noticeNotSent]),
        OrderRule(
            .deliverPart, sets: .fulfillment(.partDelivered),
            fulfillment: [.shipped, .partDelivered, .exception], conditions: [.reasonByHand]),
        // The carrier's word counts also for what was cancelled on the way.
        OrderRule(
            .deliver, sets: .fulfillment(.delivered), fulfillment: [.shipped, .partDelivered, .exception],
            digital: [.unallocated, .allocated], conditions: [.reasonByHand]),
        OrderRule(
            .takeBackDelivery, sets: .fulfillment(.shipped), fulfillment: [.partDelivered, .delivered]),
        OrderRule(
            .raiseException, sets: .fulfillment(.exception),
            fulfillment: [.partShipped, .shipped, .partDelivered, .delivered]),
        OrderRule(.clearException, sets: .fulfillment(.shipped), fulfillment: [.exception]),
        OrderRule(.hold, sets: .onHold(true), cancellation: [.no, .requested]),
        OrderRule(.wake, sets: .onHold(false)),
    ]

    private static let calledOff: [OrderRule] = [
        OrderRule(.requestCancel, sets: .cancellation(.requested), cancellation: [.no]),
        OrderRule(.declineCancel, sets: .cancellation(.no), cancellation: [.requested]),
        // Also after delivery: marketplaces cancel what has arrived, and refund it.
        OrderRule(
            .cancel, sets: .cancellation(.yes), cancellation: [.no, .requested], conditions: [.reasonOnceLeft]
        ),
        OrderRule(.reopen, sets: .cancellation(.no), cancellation: [.yes]),
    ]

    private static let comingBack: [OrderRule] = [
        OrderRule(
            .requestReturn, sets: .returning(.requested),
            fulfillment: [.partShipped, .shipped, .partDelivered, .delivered, .exception],
            returning: [.none, .closed]),
        OrderRule(.declineReturn, sets: .returning(.none), returning: [.requested]),
        OrderRule(.sendReturn, sets: .returning(.inTransit), returning: [.requested]),
        // Parcels come back unannounced.
        OrderRule(
            .receiveReturn, sets: .returning(.received),
            fulfillment: [.partShipped, .shipped, .partDelivered, .delivered, .exception],
            returning: [.none, .requested, .inTransit]),
        OrderRule(.closeReturn, sets: .returning(.closed), returning: [.received]),
    ]

    private static let byMove: [OrderMove: OrderRule] = Dictionary(
        table.map { ($0.move, $0) }, uniquingKeysWith: { first, _ in first })

    package static func of(_ move: OrderMove) -> OrderRule {
        guard let rule = byMove[move] else { preconditionFailure("the table has a row for every move") }
        return rule
    }
}
