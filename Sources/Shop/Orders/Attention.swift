import Commerce
import GRDB

/// Finds what keeps an open order from moving by itself: what only the file knows beside what its axes say.
struct Attention {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// The one that waiting costs most; nil when nothing is in the way.
    func first(
        of facts: OrderCards.Facts, short: String?
    ) throws -> (reason: AttentionReason, detail: String)? {
        if let short { return (.short, short) }
        if facts.axes.cancellation == .requested { return (.cancelRequested, facts.cancelReason) }
        if facts.axes.stage == .new || facts.axes.stage == .processing {
            if let wrong = facts.addressProblem { return (.addressProblem, wrong) }
        }
        if facts.axes.stage == .new, let twin = try twin(of: facts) { return (.twin, twin) }
        guard let reason = facts.axes.attention.subtracting([.unpaid]).min() else { return nil }
        return (reason, reason == .onHold ? facts.holdReason : "")
    }

    /// Every reason that keeps the goods here, for the rule that decides a move.
    func all(of facts: OrderCards.Facts, short: String?) throws -> Set<AttentionReason> {
        var reasons = facts.axes.attention
        if short != nil { reasons.insert(.short) }
        if facts.addressProblem != nil { reasons.insert(.addressProblem) }
        if facts.axes.stage == .new, try twin(of: facts) != nil { reasons.insert(.twin) }
        return reasons
    }

    /// Digital goods and till sales have no address, and need none.
    static func addressProblem(_ shipTo: String) -> String? {
        guard !shipTo.isEmpty else { return nil }
        return problem(PostalAddress(columnText: shipTo))
    }

    /// - Parameter address: nil where it cannot be read.
    static func problem(_ address: PostalAddress?) -> String? {
        address.map(\.problemWords) ?? "cannot be read"
    }

    /// The number of another standing order of the same buyer with the same lines, placed shortly before.
    func twin(of facts: OrderCards.Facts) throws -> String? {
        guard let customer = facts.customerID, !facts.extra.contains("\"notTwin\"") else { return nil }
        var statement = try DirectStatement(
            db,
            """
            SELECT id, number, placed_at FROM orders
            WHERE customer_id = ? AND placed_at BETWEEN ? AND ? AND id <> ?
                AND coalesce(platform_total, total) = ?
                AND joined_into IS NULL AND cancellation <> 'yes' AND kind = 'sale'
            ORDER BY placed_at DESC, id DESC
            """)
        statement.add(customer)
        statement.add(facts.placed - Self.window)
        statement.add(facts.placed)
        statement.add(facts.id)
        statement.add(facts.total)
        var earlier: [(id: Int64, number: String, placed: Int64)] = []
        try statement.each { row in
            earlier.append((row.integer(0), row.text(1), row.integer(2)))
            return true
        }
        guard !earlier.isEmpty else { return nil }
        let ours = try basket(facts.id)
        guard !ours.isEmpty else { return nil }
        // Of two placed in the same millisecond, the one made first is the original.
        return try earlier.first {
            try basket($0.id) == ours && ($0.placed != facts.placed || $0.id < facts.id)
        }?.number
    }

    /// Orders of the same buyer placed shortly after it, for as much: they may be its twins.
    func laterLikeIt(_ facts: OrderCards.Facts) throws -> [Int64] {
        guard let customer = facts.customerID else { return [] }
        var statement = try DirectStatement(
            db,
            """
            SELECT id FROM orders
            WHERE customer_id = ? AND placed_at BETWEEN ? AND ? AND id <> ?
                AND coalesce(platform_total, total) = ?
            """)
        statement.add(customer)
        statement.add(facts.placed)
        statement.add(facts.placed + Self.window)
        statement.add(facts.id)
        statement.add(facts.total)
        var later: [Int64] = []
        try statement.each { row in
            later.append(row.integer(0))
            return true
        }
        return later
    }

    private static let window = Int64(TwinRule().windowMinutes) * 60_000

    private func basket(_ order: Int64) throws -> [String] {
        try String.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT coalesce(variant_id, sku || title) || '×' || quantity FROM order_lines
                    WHERE order_id = ? AND kind = 'product' ORDER BY 1
                    """), arguments: [order])
    }
}
