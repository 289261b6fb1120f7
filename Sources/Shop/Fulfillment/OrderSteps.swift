import Commerce
import GRDB

/// An order's way over the board: what each move needs, refuses and writes.
struct OrderSteps {
    let transaction: Transaction
    var db: Database { transaction.db }

    /// What the seller says along with a step.
    struct Say {
        var withoutTracking = false
        var reason = ""
        /// The lines a step is narrowed to; empty for all.
        var lines: Set<Int64> = []
    }

    /// Takes the order one step on from the stage the seller sees it in; nil for wherever it is.
    ///
    /// - Returns: its number and what was done, as "packed".
    func advance(_ id: OrderID, from stage: Stage?, say: Say) throws -> (number: String, done: String) {
        var order = try OrderState.fetch(id, db)
        let stage = try shown(order, stage)
        guard let move = order.axes.next(in: stage) else {
            throw Refusal("at-its-end", "\(order.number) is delivered; there is no step after that.")
        }
        switch move {
        // Marked lines ship as they are; the rest of the order stays to be packed.
        case .pack where try isPart(order, say): return (order.number, try ship(&order, say))
        case .pack: return (order.number, try pack(&order))
        case .ship: return (order.number, try ship(&order, say))
        case .deliver: return (order.number, try deliver(&order, say))
        default:
            try order.make(move, facts: OrderFacts(), in: transaction)
            return (order.number, Self.words[move] ?? move.title)
        }
    }

    /// Takes the order one step back.
    func takeBack(_ id: OrderID, from stage: Stage?) throws -> (number: String, done: String) {
        var order = try OrderState.fetch(id, db)
        let stage = try shown(order, stage)
        guard let move = order.axes.previous(in: stage) else {
            throw Refusal("at-its-start", "\(order.number) is new; there is no step before that.")
        }
        let effects = OrderEffects(transaction)
        let facts = try OrderFacts(
            noticeHasLeft: move == .takeBackShipment && effects.noticeHasLeft(id.rawValue))
        try order.make(move, facts: facts, in: transaction)
        switch move {
        case .takeBackShipment:
            try effects.takeBackShipment(id.rawValue)
            try Shipping(transaction).takeBack(order)
        case .takeBackDelivery:
            try transaction.execute(
                "UPDATE parcels SET delivered_at = NULL WHERE order_id = ?", [id.rawValue])
        default: break
        }
        return (order.number, Self.words[move] ?? move.title)
    }

    private func shown(_ order: OrderState, _ stage: Stage?) throws -> Stage {
        guard let now = order.axes.stage else {
            throw Refusal(
                "closed",
                order.axes.cancellation == .yes
                    ? "\(order.number): it is cancelled; reopen it first."
                    : "\(order.number): its return is closed; it has left the board.")
        }
        if let stage, stage != now {
            throw Refusal("moved-on", "\(order.number) is in \(now.title) by now; look again.")
        }
        return now
    }

    /// What the rules ask beside the axes.
    func facts(_ order: OrderState, _ lines: [OrderLineState]) throws -> OrderFacts {
        let short = lines.contains { $0.short > 0 }
        return OrderFacts(
            attention: try Attention(db).all(of: order.facts, short: short ? "short" : nil),
            needsShipping: lines.contains { $0.isCarried && $0.kind == "product" })
    }

    private func pack(_ order: inout OrderState) throws -> String {
        var lines = try OrderLineState.all(of: order.id.rawValue, db)
        var facts = try facts(order, lines)
        if !facts.needsShipping, order.axes.payment.coversGoods {
            // Files and services need no box: the step is their delivery. What stops packing stops it too.
            try order.check(.pack, facts: facts)
            return try deliverDigital(&order, facts)
        }
        try order.check(.pack, facts: facts)
        if order.movesStock {
            // Only now, that nothing else refuses it, is something put by; what is short refuses it after all.
            try transaction.db.inSavepoint {
                try Reservations(transaction).reserve(order.id.rawValue)
                lines = try OrderLineState.all(of: order.id.rawValue, db)
                return lines.contains { $0.short > 0 } ? .rollback : .commit
            }
            if lines.contains(where: { $0.short > 0 }) { facts.attention.insert(.short) }
        }
        try order.make(.pack, facts: facts, in: transaction)
        return "packed"
    }

    private func deliverDigital(_ order: inout OrderState, _ facts: OrderFacts) throws -> String {
        try order.make(.deliver, facts: facts, in: transaction)
        return "delivered"
    }

    private func isPart(_ order: OrderState, _ say: Say) throws -> Bool {
        guard !say.lines.isEmpty else { return false }
        let lines = try OrderLineState.all(of: order.id.rawValue, db)
        return !Shipping(transaction).load(lines, marked: say.lines).isRest
    }

    private func ship(_ order: inout OrderState, _ say: Say) throws -> String {
        let lines = try OrderLineState.all(of: order.id.rawValue, db)
        let shipping = Shipping(transaction)
        let load = shipping.load(lines, marked: say.lines)
        guard !load.lines.isEmpty || say.lines.isEmpty else {
            throw Refusal(
                "already-shipped", "\(order.number): the marked lines have left already, or were refunded.")
        }
        var facts = try facts(order, lines)
        facts.hasParcel = say.withoutTracking ? true : try hasTrackedParcel(order.id)
        if !say.lines.isEmpty, !load.lines.contains(where: { $0.line.short > 0 }) {
            facts.attention.remove(.short)
        }
        let move: OrderMove = load.isRest ? .ship : .shipPart
        try order.check(move, facts: facts)
        if order.movesStock { try makeSure(load, of: order) }
        try order.make(move, facts: facts, in: transaction)
        try shipping.ship(load, of: order)
        return Self.words[move] ?? move.title
    }

    /// Puts by what leaves, and refuses what is not there: a shelf never goes below nothing.
    private func makeSure(_ load: Shipping.Load, of order: OrderState) throws {
        try transaction.db.inSavepoint {
            try Reservations(transaction).reserve(order.id.rawValue)
            let leaving = Set(load.lines.map(\.line.id))
            let now = try OrderLineState.all(of: order.id.rawValue, db)
            if let line = now.first(where: { leaving.contains($0.id) && $0.short > 0 }) {
                throw Refusal(
                    "short",
                    "\(order.number): of \(line.name), \(line.short) are not there; ship the other lines, or count anew."
                )
            }
            return .commit
        }
    }

    private func hasTrackedParcel(_ order: OrderID) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM parcels
                    WHERE order_id = ? AND shipped_at IS NULL AND tracking_number <> '')
                    """), arguments: [order.rawValue]) ?? false
    }

    private func deliver(_ order: inout OrderState, _ say: Say) throws -> String {
        let facts = OrderFacts(isByHand: true, reason: say.reason)
        try order.make(.deliver, facts: facts, in: transaction)
        try transaction.execute(
            """
            UPDATE parcels SET delivered_at = ?
            WHERE order_id = ? AND shipped_at IS NOT NULL AND delivered_at IS NULL
            """, [transaction.now.milliseconds, order.id.rawValue])
        try OrderNotes(transaction).add("delivered by hand: \(say.reason)", to: order.id)
        return "delivered"
    }

    /// What was done, after a number: "W-1042 packed".
    static let words: [OrderMove: String] = [
        .pack: "packed", .ship: "shipped", .shipPart: "shipped in part", .deliver: "delivered",
        .unpack: "taken back to New", .takeBackShipment: "taken back from shipping",
        .takeBackDelivery: "taken back from delivered", .recallFromSupplier: "recalled from the supplier",
        .sendToSupplier: "sent to the supplier", .hold: "on hold", .wake: "awake", .cancel: "cancelled",
        .reopen: "reopened", .requestCancel: "asked to be cancelled", .declineCancel: "kept",
        .requestReturn: "asked to be returned", .declineReturn: "return declined",
        .sendReturn: "return agreed", .receiveReturn: "return here", .closeReturn: "return closed",
        .raiseException: "in trouble with the carrier", .clearException: "on its way again",
        .authorize: "authorized", .voidPayment: "payment voided", .pay: "paid",
    ]
}
