import Commerce
import GRDB

/// What a channel's count says beside what we last published there.
///
/// The difference is explained by its orders, cancellations and restocks: these move the base as they are read. While
/// its orders are not read up to the moment of the count, nothing is pushed for it; what stays unexplained is a card,
/// neither taken nor overwritten.
struct StockMerge {
    private let merge: ProductMerge
    private var db: Database { merge.db }
    private var connection: Int64 { merge.connection.id.rawValue }

    init(_ merge: ProductMerge) { self.merge = merge }

    func merge(
        _ value: ProductMerge.Value, _ known: Bases.Entry?, ours: String?, product: Int64,
        _ outcome: inout ProductMerge.Outcome
    ) throws {
        guard let theirs = Int(value.theirs) else { return }
        guard let known, let base = Int(known.base.theirs) else {
            try merge.bases.set(.stock, of: value.local, ours: nil, theirs: value.theirs, at: merge.readAt)
            return try merge.mark(product)
        }
        if let sent = known.sent {
            if value.theirs == sent {
                try merge.bases.set(.stock, of: value.local, ours: sent, theirs: sent, at: merge.readAt)
                return try forgetDoubt(value.local)
            }
            try merge.bases.forgetSent(.stock, of: value.local)
        }
        guard theirs != base else {
            try forgetDoubt(value.local)
            return try merge.conflicts.close(merge.connection.id, .stock, value.local)
        }
        guard value.theirs != ours else {
            // It says what we say, by whatever way it came there.
            try merge.bases.set(.stock, of: value.local, ours: ours, theirs: value.theirs, at: merge.readAt)
            try forgetDoubt(value.local)
            return try merge.conflicts.close(merge.connection.id, .stock, value.local)
        }
        let difference = theirs - base
        if try isStillUnexplained(value.local, difference) {
            let isNew = try merge.conflicts.open(
                merge.connection.id, product: product, .stock, value.local, ours: ours ?? "",
                base: known.base,
                theirs: value.theirs, theirsAt: merge.readAt)
            if isNew { outcome.conflicts += 1 }
            try forgetDoubt(value.local)
            return
        }
        // A card that is open already asks about the newest count.
        if try merge.conflicts.isOpen(merge.connection.id, .stock, value.local) {
            _ = try merge.conflicts.open(
                merge.connection.id, product: product, .stock, value.local, ours: ours ?? "",
                base: known.base,
                theirs: value.theirs, theirsAt: merge.readAt)
            return
        }
        try merge.transaction.execute(
            """
            INSERT INTO stock_doubts VALUES (?, ?, ?, ?, ?) ON CONFLICT (connection_id, variant_id) DO UPDATE
                SET difference = excluded.difference, seen = excluded.seen, read_at = excluded.read_at
            """, [connection, value.local, difference, theirs, merge.readAt.milliseconds])
        try DueMarks.mark(
            product, on: connection, .read, at: merge.transaction.now, mark: merge.transaction.mark, db)
    }

    /// Whether the same difference was there before, and the orders were read from after that read on.
    private func isStillUnexplained(_ variant: Int64, _ difference: Int) throws -> Bool {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT difference, read_at FROM stock_doubts WHERE connection_id = ? AND variant_id = ?"
            ),
            arguments: [connection, variant])
        guard let row, row[0] as Int == difference else { return false }
        let began = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT began_at FROM pulls
                    WHERE connection_id = ? AND stream = 'orders' AND finished_at IS NOT NULL AND cursor IS NULL
                    """), arguments: [connection])
        return (began ?? 0) > row[1] as Int64
    }

    private func forgetDoubt(_ variant: Int64) throws {
        try merge.transaction.execute(
            "DELETE FROM stock_doubts WHERE connection_id = ? AND variant_id = ?", [connection, variant])
    }
}
