/// Whether the money is there.
package enum PaymentState: String, CaseIterable, Codable, Sendable {
    case awaiting, authorized, paid, partRefunded, refunded, voided

    /// Whether goods may leave: the money is there or its card has promised it, and it has not gone back.
    package var coversGoods: Bool { self == .authorized || self == .paid || self == .partRefunded }
}

/// Where the goods are.
package enum FulfillmentState: String, CaseIterable, Codable, Sendable {
    case unallocated
    /// Packed: stock is put by for it.
    case allocated
    case sentToSupplier, partShipped, shipped, partDelivered, delivered
    /// The carrier reports trouble: lost, damaged, refused, sent back.
    case exception

    /// Whether some of the goods have left.
    package var hasLeft: Bool {
        switch self {
        case .unallocated, .allocated, .sentToSupplier: false
        case .partShipped, .shipped, .partDelivered, .delivered, .exception: true
        }
    }
}

/// Whether the goods come back.
package enum ReturnState: String, CaseIterable, Codable, Sendable {
    case none, requested, inTransit, received, closed
}

/// Whether the sale is called off.
package enum CancellationState: String, CaseIterable, Codable, Sendable {
    case no
    /// The buyer asks; the seller has not answered.
    case requested
    case yes
}

/// Where an order stands, on four axes that move apart from each other, and whether it rests (LESSONS, order axes).
///
/// The board's four stages are a projection of it: see ``stage``. Every combination can be held, as platforms report
/// what happened: delivered and cancelled, shipped and part delivered.
package struct OrderAxes: Hashable, Codable, Sendable {
    package var payment: PaymentState
    package var fulfillment: FulfillmentState
    package var returning: ReturnState
    package var cancellation: CancellationState
    /// An order on hold lets nothing out.
    package var onHold: Bool

    package init(
        payment: PaymentState = .awaiting, fulfillment: FulfillmentState = .unallocated,
        returning: ReturnState = .none, cancellation: CancellationState = .no, onHold: Bool = false
    ) {
        self.payment = payment
        self.fulfillment = fulfillment
        self.returning = returning
        self.cancellation = cancellation
        self.onHold = onHold
    }

    /// Where it stands on the board; nil for what has left it: cancelled, or its return is closed.
    package var stage: Stage? {
        guard cancellation != .yes, returning != .closed else { return nil }
        switch fulfillment {
        case .unallocated: return .new
        case .allocated, .sentToSupplier, .partShipped: return .processing
        case .shipped, .partDelivered, .exception: return .shipped
        case .delivered: return .delivered
        }
    }

    /// Counted on the board but not shown there: its clock starts with the payment.
    package var isUnpaid: Bool { stage != nil && !fulfillment.hasLeft && !payment.coversGoods }

    /// What the axes alone say needs the seller; the Shop adds what it knows of stock, addresses, twins and time.
    package var attention: Set<AttentionReason> {
        guard cancellation != .yes else { return [] }
        var reasons: Set<AttentionReason> = []
        if isUnpaid { reasons.insert(.unpaid) }
        if onHold { reasons.insert(.onHold) }
        if cancellation == .requested { reasons.insert(.cancelRequested) }
        if fulfillment == .exception { reasons.insert(.carrierTrouble) }
        if returning == .requested || returning == .received { reasons.insert(.returnWaits) }
        return reasons
    }

    /// The move that brings it on from that stage, which `>` does; nil where it is not in that stage or at its end.
    ///
    /// A return under way goes on before anything else.
    package func next(in stage: Stage) -> OrderMove? {
        guard self.stage == stage else { return nil }
        switch returning {
        case .requested: return .sendReturn
        case .inTransit: return .receiveReturn
        case .received: return .closeReturn
        case .none, .closed: break
        }
        switch stage {
        case .new: return .pack
        case .processing: return .ship
        case .shipped: return .deliver
        case .delivered: return nil
        }
    }

    /// The move that takes it back to the stage before, which `<` does.
    package func previous(in stage: Stage) -> OrderMove? {
        guard self.stage == stage else { return nil }
        switch fulfillment {
        case .unallocated: return nil
        case .allocated: return .unpack
        case .sentToSupplier: return .recallFromSupplier
        case .partShipped, .shipped, .exception: return .takeBackShipment
        case .partDelivered, .delivered: return .takeBackDelivery
        }
    }
}

/// A column of the board.
package enum Stage: String, CaseIterable, Codable, Comparable, Sendable {
    case new, processing, shipped, delivered

    package var title: String {
        switch self {
        case .new: "New"
        case .processing: "Processing"
        case .shipped: "Shipped"
        case .delivered: "Delivered"
        }
    }

    private var place: Int {
        switch self {
        case .new: 0
        case .processing: 1
        case .shipped: 2
        case .delivered: 3
        }
    }

    package static func < (left: Stage, right: Stage) -> Bool { left.place < right.place }
}
