import Commerce
import GRDB

/// An effect that an Action asks for, before it has an entry.
struct PendingEffect {
    let connection: ConnectionID
    let effect: ChannelEffect
    /// What it is about here: an order, a product, and the parcel or refund itself.
    var order: Int64?
    var product: Int64?
    var local: Int64?
    /// Effects of one chain leave one after the other, in the order in which they were asked for.
    let chain: String
    /// Such as "shipped notice for W-1042".
    let summary: String
    /// Seconds for which `u` still stops it; what was asked about is not held.
    let hold: Int
}

/// Where an effect stands on its way out.
package enum EffectState: String, Hashable, Sendable, Codable, CaseIterable {
    /// `u` still stops it.
    case held
    case queued, sending
    case confirmed
    /// The platform refused it.
    case rejected
    /// It waits for new keys.
    case blocked
    /// It left, and nobody knows whether it was done.
    case inDoubt
    case withdrawn, superseded

    /// Whether nothing of it has left, so that it can simply be taken back.
    package var isHere: Bool { self == .held || self == .queued || self == .blocked || self == .rejected }
    package var isOver: Bool { self == .confirmed || self == .withdrawn || self == .superseded }

    package var word: String { self == .inDoubt ? "in doubt" : rawValue }
}

/// What goes out once: entered with the Action that asks for it, in its transaction.
struct Outbox {
    private let transaction: Transaction
    private var db: Database { transaction.db }

    init(_ transaction: Transaction) { self.transaction = transaction }

    func enter(_ effects: [PendingEffect], of entry: EntryID) throws {
        let now = transaction.now
        for pending in effects {
            let id: EffectID = transaction.nextID()
            let until = now.adding(seconds: pending.hold).milliseconds
            try transaction.execute(
                """
                INSERT INTO outbox(id, connection_id, kind, effect, key, state, entry_id, order_id, product_id,
                    local_id, chain, summary, moves_money, made_at, hold_until, next_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    id.rawValue, pending.connection.rawValue, Self.kind(of: pending.effect),
                    try JSONText.encode(pending.effect), "mercer-\(id.rawValue)",
                    pending.hold > 0 ? EffectState.held.rawValue : EffectState.queued.rawValue,
                    entry.rawValue,
                    pending.order, pending.product, pending.local, pending.chain, pending.summary,
                    pending.effect.movesMoney, now.milliseconds, until, until,
                ])
        }
        if !effects.isEmpty {
            try transaction.execute("UPDATE clock SET last = ?", [transaction.mark])
        }
    }

    static func kind(of effect: ChannelEffect) -> String {
        switch effect {
        case .ship: "ship"
        case .cancel: "cancel"
        case .refund: "refund"
        case .note: "note"
        case .createProduct: "createProduct"
        case .removeProduct: "removeProduct"
        case .createVariant: "createVariant"
        case .removeVariant: "removeVariant"
        }
    }

    // MARK: Undo

    /// Takes the effects of an entry that was taken back with it; those whose cause still stands (a row that had moved
    /// on and was left) stay.
    ///
    /// - Throws: a ``Refusal`` that names the opposite where one has left.
    func withdraw(entry: EntryID, _ summary: String) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT id, kind, state FROM outbox WHERE entry_id = ? AND \(Self.causeIsGone)"),
            arguments: [entry.rawValue])
        for row in rows {
            let state = EffectState(rawValue: row[2]) ?? .sending
            guard state.isHere || state == .withdrawn || state == .superseded else {
                throw Refusal(
                    "has-left",
                    "“\(summary)” cannot be taken back: \(Self.word(row[1])) \(state == .confirmed ? "is out" : "is on its way"). \(Self.opposite(of: row[1]))"
                )
            }
            try withdraw("id = ?", [row[0] as Int64], reason: "undone")
        }
    }

    private static let causeIsGone = """
        CASE kind
        WHEN 'ship' THEN NOT EXISTS (SELECT 1 FROM parcels WHERE id = local_id AND shipped_at IS NOT NULL)
        WHEN 'cancel' THEN NOT EXISTS (SELECT 1 FROM orders WHERE id = order_id AND cancellation = 'yes')
        WHEN 'refund' THEN NOT EXISTS (SELECT 1 FROM refunds WHERE id = local_id)
        WHEN 'createProduct' THEN NOT EXISTS (SELECT 1 FROM listings
            WHERE listings.product_id = outbox.product_id AND listings.connection_id = outbox.connection_id)
        WHEN 'createVariant' THEN NOT EXISTS (SELECT 1 FROM variants WHERE id = local_id)
        WHEN 'removeVariant' THEN EXISTS (SELECT 1 FROM variants WHERE id = local_id)
        ELSE 1 END
        """

    /// Lets the effects of an entry stand again, when its undo is taken back; none of them has ever left.
    func revive(entry: EntryID) throws {
        let hold = try transaction.settings().holdNoticeSeconds
        try transaction.execute(
            """
            UPDATE outbox SET state = 'held', reason = '', settled_at = NULL, hold_until = ?2, next_at = ?2
            WHERE entry_id = ?1 AND state = 'withdrawn' AND reason = 'undone' AND sent_at IS NULL
            """, [entry.rawValue, transaction.now.adding(seconds: hold).milliseconds])
    }

    func withdraw(_ condition: String, _ arguments: StatementArguments, reason: String) throws {
        let first: StatementArguments = [transaction.now.milliseconds, reason]
        try transaction.execute(
            """
            UPDATE outbox SET state = 'withdrawn', settled_at = ?, reason = ?
            WHERE (\(condition)) AND state IN ('held', 'queued', 'blocked', 'rejected')
            """, first + arguments)
    }

    private static func word(_ kind: String) -> String {
        switch kind {
        case "ship": "the shipped notice"
        case "cancel": "the cancellation"
        case "refund": "the refund"
        case "note": "the note"
        case "createProduct": "the new listing"
        case "createVariant": "the new variant"
        default: "the removal"
        }
    }

    /// What undoes it once it is out.
    private static func opposite(of kind: String) -> String {
        switch kind {
        case "ship": "The buyer knows by now: write to them, and correct the shipment on the channel."
        case "cancel": "Reopen the order on the channel, or write a new one."
        case "refund": "The money is on its way back: for good."
        case "note": "Write another that corrects it."
        case "createProduct": "x on its channel takes the listing off."
        case "createVariant": "Remove the variant: it is taken off there too."
        case "removeVariant": "Add the variant anew: it is made there too."
        default: "P lists it anew."
        }
    }
}
