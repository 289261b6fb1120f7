import Commerce
import TestSupport
import Testing

@Suite struct OrderAxesTests {
    /// All 6 × 8 × 5 × 3 × 2 places an order can be in.
    private static let everyPlace: [OrderAxes] = PaymentState.allCases.flatMap { payment in
        FulfillmentState.allCases.flatMap { fulfillment in
            ReturnState.allCases.flatMap { returning in
                CancellationState.allCases.flatMap { cancellation in
                    [false, true].map {
                        OrderAxes(
                            payment: payment, fulfillment: fulfillment, returning: returning,
                            cancellation: cancellation, onHold: $0)
                    }
                }
            }
        }
    }

    @Test func `the table has every move once`() {
        #expect(
            OrderRule.table.map(\.move).sorted { $0.rawValue < $1.rawValue }
                == OrderMove.allCases.sorted { $0.rawValue < $1.rawValue })
    }

    @Test func `every move from every place is made on one axis or refused with words`() {
        let manyFacts = [
            OrderFacts(),
            OrderFacts(
                attention: Set(AttentionReason.allCases), hasParcel: false, noticeHasLeft: true,
                hasRefundable: false, isByHand: true),
            OrderFacts(isByHand: true, reason: "  ", needsShipping: false),
        ]
        for axes in Self.everyPlace {
            for move in OrderMove.allCases {
                for facts in manyFacts {
                    switch axes.applying(move, facts: facts) {
                    case .success(let moved):
                        let changes = [
                            moved.payment != axes.payment, moved.fulfillment != axes.fulfillment,
                            moved.returning != axes.returning, moved.cancellation != axes.cancellation,
                            moved.onHold != axes.onHold,
                        ].count { $0 }
                        #expect(changes <= 1, "\(move) from \(axes)")
                    case .failure(let refusal):
                        #expect(refusal.move == move)
                        #expect(refusal.sentence.contains(" "), "\(move) from \(axes)")
                    }
                }
            }
        }
    }

    @Test func `every place is in one stage, or off the board as cancelled or closed`() {
        for axes in Self.everyPlace {
            let isOff = axes.cancellation == .yes || axes.returning == .closed
            #expect((axes.stage == nil) == isOff, "\(axes)")
            for stage in Stage.allCases where axes.stage != stage {
                #expect(axes.next(in: stage) == nil)
            }
        }
    }

    @Test func `a paid order goes over the board by its next move, and back again`() throws {
        var axes = OrderAxes(payment: .paid)
        var seen: [Stage] = []
        while let stage = axes.stage, let move = axes.next(in: stage) {
            seen.append(stage)
            axes = try axes.applying(move).get()
        }
        #expect(seen == [.new, .processing, .shipped])
        #expect(axes.stage == .delivered)
        while let stage = axes.stage, let move = axes.previous(in: stage) {
            axes = try axes.applying(move).get()
        }
        #expect(axes == OrderAxes(payment: .paid))
    }

    @Test func `delivered and cancelled can be said, and shipped and part delivered too`() throws {
        let delivered = OrderAxes(payment: .paid, fulfillment: .delivered)
        let cancelled = try delivered.applying(.cancel, facts: OrderFacts(reason: "the marketplace did"))
            .get()
        #expect(cancelled.fulfillment == .delivered)
        #expect(cancelled.cancellation == .yes)
        let part = try OrderAxes(payment: .paid, fulfillment: .shipped).applying(.deliverPart).get()
        #expect(part.fulfillment == .partDelivered)
        #expect(part.stage == .shipped)
    }

    @Test(arguments: [
        (OrderAxes(), OrderMove.pack, OrderFacts(), MoveRefusal.Code.unpaid),
        (OrderAxes(payment: .refunded), .pack, OrderFacts(), .refunded),
        (OrderAxes(payment: .voided), .pack, OrderFacts(), .voided),
        (OrderAxes(payment: .paid, onHold: true), .pack, OrderFacts(), .onHold),
        (OrderAxes(payment: .paid, cancellation: .yes), .pack, OrderFacts(), .cancelled),
        (OrderAxes(payment: .paid, cancellation: .requested), .pack, OrderFacts(), .cancelRequested),
        (OrderAxes(payment: .paid), .pack, OrderFacts(attention: [.short]), .short),
        (OrderAxes(payment: .paid), .pack, OrderFacts(attention: [.addressProblem, .late]), .addressProblem),
        (OrderAxes(payment: .paid), .pack, OrderFacts(attention: [.twin]), .twin),
        (OrderAxes(payment: .paid), .ship, OrderFacts(), .notPacked),
        (OrderAxes(payment: .paid, fulfillment: .allocated), .pack, OrderFacts(), .alreadyDone),
        (OrderAxes(payment: .paid, fulfillment: .allocated), .deliver, OrderFacts(), .notShipped),
        (OrderAxes(payment: .paid, fulfillment: .allocated), .ship, OrderFacts(hasParcel: false), .noParcel),
        (OrderAxes(payment: .paid, fulfillment: .shipped), .pack, OrderFacts(), .alreadyShipped),
        (
            OrderAxes(payment: .paid, fulfillment: .shipped), .takeBackShipment,
            OrderFacts(noticeHasLeft: true),
            .noticeHasLeft
        ),
        (
            OrderAxes(payment: .paid, fulfillment: .shipped), .deliver, OrderFacts(isByHand: true),
            .reasonMissing
        ),
        (OrderAxes(payment: .paid, fulfillment: .delivered), .cancel, OrderFacts(), .reasonMissing),
        (OrderAxes(payment: .paid), .refund, OrderFacts(hasRefundable: false), .nothingToRefund),
        (OrderAxes(payment: .awaiting), .refund, OrderFacts(), .unpaid),
        (OrderAxes(payment: .paid), .pay, OrderFacts(), .alreadyDone),
        (OrderAxes(payment: .paid), .wake, OrderFacts(), .notOnHold),
        (OrderAxes(payment: .paid), .requestReturn, OrderFacts(), .notPacked),
        (OrderAxes(payment: .paid), .reopen, OrderFacts(), .notCancelled),
    ])
    func `a refused move says what stands first in the way`(
        axes: OrderAxes, move: OrderMove, facts: OrderFacts, code: MoveRefusal.Code
    ) throws {
        let result = axes.applying(move, facts: facts)
        guard case .failure(let refusal) = result else {
            Issue.record("\(move) was made: \(result)")
            return
        }
        #expect(refusal.code == code, "\(refusal.sentence)")
    }

    @Test func `a part can be shipped although another line is short`() throws {
        let axes = OrderAxes(payment: .paid)
        let facts = OrderFacts(attention: [.short])
        #expect(try axes.applying(.shipPart, facts: facts).get().fulfillment == .partShipped)
    }

    @Test func `digital goods are delivered without a shipment once they are paid`() throws {
        let facts = OrderFacts(needsShipping: false)
        #expect(try OrderAxes(payment: .paid).applying(.deliver, facts: facts).get().stage == .delivered)
        #expect(throws: MoveRefusal.self) { try OrderAxes().applying(.deliver, facts: facts).get() }
    }

    @Test func `a return goes from asked to closed and leaves the board`() throws {
        var axes = OrderAxes(payment: .paid, fulfillment: .delivered)
        for move in [OrderMove.requestReturn, .sendReturn, .receiveReturn] {
            axes = try axes.applying(move).get()
        }
        #expect(axes.attention == [.returnWaits])
        #expect(axes.next(in: .delivered) == .closeReturn)
        #expect(try axes.applying(.closeReturn).get().stage == nil)
    }
}
