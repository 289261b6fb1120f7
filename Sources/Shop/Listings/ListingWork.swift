package import Commerce
import GRDB

/// What sync takes from the shop and gives back: differences to send, and what became of them.
extension Shop {
    /// The differences that may go out now, those whose stock an order took first.
    package func dueDifferences(
        of connection: Connection, limits: ListingLimits, stockOnly: Bool, limit: Int
    ) throws -> [ListingDifference] {
        try differences(
            of: connection, limits: limits, kind: stockOnly ? .stock : .fields, upTo: now, limit: limit)
    }

    /// All that differs, whether it may go out now or not: what the plan shows.
    package func allDifferences(of connection: Connection, limits: ListingLimits, limit: Int = 100_000) throws
        -> [ListingDifference]
    {
        let stock = try differences(of: connection, limits: limits, kind: .stock, upTo: nil, limit: limit)
        let fields = try differences(of: connection, limits: limits, kind: .fields, upTo: nil, limit: limit)
        let known = Set(fields.map(\.product))
        return stock.filter { !known.contains($0.product) } + fields
    }

    private func differences(
        of connection: Connection, limits: ListingLimits, kind: DueMarks.Kind, upTo moment: Instant?,
        limit: Int
    ) throws -> [ListingDifference] {
        let now = now
        return try read { db in
            let currency = try ShopSettings.fetch(db).currency
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT product_id, mark, not_before FROM due
                        WHERE connection_id = ? AND kind = ? AND not_before <= ? ORDER BY not_before LIMIT ?
                        """),
                arguments: [
                    connection.id.rawValue, kind.rawValue, moment?.milliseconds ?? .max, limit,
                ])
            return try rows.map { row in
                try ListingDifference.fetch(
                    row[0], on: connection, limits: limits, currency: currency, mark: row[1],
                    notBefore: Instant(milliseconds: row[2]), now: now, stockOnly: kind == .stock, db)
                    ?? ListingDifference(
                        connection: connection.id, product: ProductID(rawValue: row[0]), title: "",
                        mark: row[1], notBefore: Instant(milliseconds: row[2]), changes: [], stock: [],
                        waits: [], needsReading: false)
            }
        }
    }

    /// When the next difference of the connection may go out; nil when there is none.
    package func nextDue(of connection: ConnectionID) throws -> Instant? {
        try read { db in
            try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT min(moment) FROM (
                            SELECT min(not_before) AS moment FROM due WHERE connection_id = ?1 AND kind = 'fields'
                            UNION ALL SELECT min(not_before) FROM due WHERE connection_id = ?1 AND kind = 'stock'
                            UNION ALL SELECT min(not_before) FROM due WHERE connection_id = ?1 AND kind = 'read'
                            UNION ALL SELECT min(next_at) FROM outbox
                                WHERE connection_id = ?1 AND state = 'inDoubt'
                            UNION ALL SELECT min(next_at) FROM outbox
                                WHERE connection_id = ?1 AND state IN ('held', 'queued') AND kept_back = 0
                                    AND NOT EXISTS (SELECT 1 FROM outbox AS before
                                        WHERE before.chain = outbox.chain AND before.chain <> ''
                                            AND before.id < outbox.id
                                            AND before.state IN ('held', 'queued', 'sending', 'blocked', 'inDoubt')))
                        """), arguments: [connection.rawValue])
        }.map(Instant.init(milliseconds:))
    }

    /// The products to be read again, by the platform's identifiers.
    package func dueReads(of connection: ConnectionID, limit: Int) throws -> [(
        product: ProductID, remote: String, mark: Int64
    )] {
        let now = now.milliseconds
        return try read { db in
            try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT product_id, coalesce(remote_id, ''), mark FROM due
                        LEFT JOIN bindings ON bindings.connection_id = due.connection_id
                            AND bindings.kind = 'product' AND local_id = product_id
                        WHERE due.connection_id = ? AND due.kind = 'read' AND not_before <= ? LIMIT ?
                        """), arguments: [connection.rawValue, now, limit]
            ).map { (ProductID(rawValue: $0[0]), $0[1], $0[2]) }
        }
    }

    package func noteRead(_ reads: [(product: ProductID, mark: Int64)], of connection: ConnectionID) throws {
        guard !reads.isEmpty else { return }
        try sync { db in
            for read in reads { try Self.clear(read.product, "read", read.mark, connection, db) }
        }
    }

    private static func clear(
        _ product: ProductID, _ kind: String, _ mark: Int64, _ connection: ConnectionID, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: "DELETE FROM due WHERE connection_id = ? AND product_id = ? AND kind = ? AND mark = ?"
        ).execute(arguments: [connection.rawValue, product.rawValue, kind, mark])
    }

    /// Whether something of the product is still to go out, or waits, after what was sent has its answers.
    package func stillDiffers(
        _ difference: ListingDifference, on connection: Connection, limits: ListingLimits
    ) throws -> Bool {
        let now = now
        return try read { db in
            let fresh = try ListingDifference.fetch(
                difference.product.rawValue, on: connection, limits: limits,
                currency: try ShopSettings.fetch(db).currency, mark: difference.mark,
                notBefore: difference.notBefore, now: now, stockOnly: false, db)
            return fresh.map { !$0.isEmpty } ?? false
        }
    }

    /// Marks a product as to be looked at now.
    package func noteDue(_ product: ProductID, on connection: ConnectionID) throws {
        let now = now
        try sync { db in
            try DueMarks.add(product.rawValue, on: connection.rawValue, .fields, at: now, db)
        }
    }

    // MARK: Sending

    /// Notes what is about to leave: after a kill before its answer, what stands there tells whether it was done.
    package func noteSending(
        _ changes: [ListingDifference.Change], stock: [ListingDifference.StockChange] = [],
        to connection: ConnectionID
    ) throws {
        try sync { db in
            let bases = Bases(connection, db)
            for change in changes { try bases.noteSent(change.field, of: change.local, change.value) }
            for change in stock {
                try bases.noteSent(.stock, of: change.variant.rawValue, String(change.quantity))
            }
        }
    }

    /// What became of what was sent, one for one.
    package func noteAnswers(_ answers: [SentAnswer], of connection: ConnectionID) throws {
        let now = now
        try sync { db in
            let bases = Bases(connection, db)
            for answer in answers {
                switch answer.outcome {
                case .accepted(let theirs) where answer.field == .images:
                    try Self.noteImages(answer, theirs, bases, connection, at: now)
                    try Self.forgetWords(answer, connection, db)
                case .accepted(let theirs):
                    try bases.set(answer.field, of: answer.local, ours: answer.value, theirs: theirs, at: now)
                    try Self.forgetWords(answer, connection, db)
                case .notDone: try bases.forgetSent(answer.field, of: answer.local)
                case .refused(let reason):
                    try bases.forgetSent(answer.field, of: answer.local)
                    try db.cachedStatement(
                        sql: """
                            INSERT INTO refusals VALUES (?, ?, ?, ?, ?, ?, ?)
                            ON CONFLICT (connection_id, subject, local_id, field) DO UPDATE
                                SET value = excluded.value, reason = excluded.reason, at = excluded.at
                            """
                    ).execute(arguments: [
                        connection.rawValue, Bases.Subject(answer.field).rawValue, answer.local,
                        answer.field.rawValue, answer.value, reason, now.milliseconds,
                    ])
                case .open: break
                }
            }
        }
    }

    private static func noteImages(
        _ answer: SentAnswer, _ theirs: String, _ bases: Bases, _ connection: ConnectionID, at now: Instant
    ) throws {
        guard let remote = try Bindings(connection, bases.db).remote("product", answer.local) else { return }
        try bases.setImages(
            of: answer.local, remote: remote.id, sent: answer.value, answered: ListingImages.images(theirs),
            at: now)
    }

    /// What was said about the field before has its answer.
    private static func forgetWords(
        _ answer: SentAnswer, _ connection: ConnectionID, _ db: Database
    ) throws {
        for table in ["approvals", "refusals"] {
            try db.cachedStatement(
                sql: """
                    DELETE FROM \(table)
                    WHERE connection_id = ? AND subject = ? AND local_id = ? AND field = ?
                    """
            ).execute(arguments: [
                connection.rawValue, Bases.Subject(answer.field).rawValue, answer.local,
                answer.field.rawValue,
            ])
        }
    }

    /// Which products are done, and when the others are to be looked at again.
    package func settleDue(
        _ done: [(product: ProductID, mark: Int64)], kind stockOnly: Bool, of connection: ConnectionID,
        later: [(product: ProductID, mark: Int64, at: Instant)] = [], read: [ProductID] = []
    ) throws {
        let now = now
        try sync { db in
            let kind = stockOnly ? "stock" : "fields"
            for item in done {
                try Self.clear(item.product, kind, item.mark, connection, db)
                // Whoever looked at all fields has looked at the stock too.
                if !stockOnly { try Self.clear(item.product, "stock", item.mark, connection, db) }
            }
            for item in later {
                try db.cachedStatement(
                    sql: """
                        UPDATE due SET not_before = ? WHERE connection_id = ? AND product_id = ? AND kind = ? AND mark = ?
                        """
                ).execute(arguments: [
                    item.at.milliseconds, connection.rawValue, item.product.rawValue, kind, item.mark,
                ])
            }
            for product in read {
                try DueMarks.add(product.rawValue, on: connection.rawValue, .read, at: now, db)
            }
        }
    }

    /// Other keys may do what the old ones might not: what was refused is tried once more.
    package func forgetRefusals(of connection: ConnectionID) throws {
        let now = now.milliseconds
        try sync { db in
            try db.execute(
                sql: "DELETE FROM refusals WHERE connection_id = ?", arguments: [connection.rawValue])
            try db.execute(
                // Those that were put off; what is in its hold stays in it.
                sql: "UPDATE due SET not_before = ?1 WHERE connection_id = ?2 AND not_before > ?1 + 3600000",
                arguments: [now, connection.rawValue])
        }
    }

    /// A listing that the platform no longer has: its binding goes, the product stays, and the seller is told.
    package func noteGone(_ product: ProductID, of connection: ConnectionID) throws {
        try sync { db in try Gone.note(product.rawValue, connection, db) }
    }
}

/// What became of one field that was sent.
package struct SentAnswer: Sendable {
    package enum Outcome: Sendable {
        /// With what the platform says it has now.
        case accepted(theirs: String)
        case notDone
        /// The platform will not have this value.
        case refused(String)
        /// It may have been done: the next read tells.
        case open
    }

    package let local: Int64
    package let field: ListingField
    package let value: String
    package let outcome: Outcome

    package init(local: Int64, field: ListingField, value: String, outcome: Outcome) {
        self.local = local
        self.field = field
        self.value = value
        self.outcome = outcome
    }
}

/// What is gone on a channel.
enum Gone {
    /// Their keys begin with the connection: named one by one, no table is looked through.
    private static let ofAnyChannel = "connection_id IN (SELECT id FROM connections)"

    /// Of a variant that is removed here nothing is to be asked any more. What it is bound to is settled by
    /// ``VariantEffects``.
    static func forget(variant: Int64, _ db: Database) throws {
        for sql in [
            "DELETE FROM stock_doubts WHERE \(ofAnyChannel) AND variant_id = ?",
            "DELETE FROM conflicts WHERE \(ofAnyChannel) AND subject = 2 AND local_id = ?",
        ] { try db.cachedStatement(sql: sql).execute(arguments: [variant]) }
    }

    /// A variant that the platform no longer has: its binding goes.
    static func note(variant: Int64, _ connection: ConnectionID, _ db: Database) throws {
        try db.cachedStatement(
            sql:
                "DELETE FROM bindings INDEXED BY bindings_by_local WHERE kind = 'variant' AND local_id = ? AND connection_id = ?"
        ).execute(arguments: [variant, connection.rawValue])
        try Bases(connection, db).remove(.variant, variant)
    }

    static func note(_ product: Int64, _ connection: ConnectionID, _ db: Database) throws {
        let id = connection.rawValue
        let variants = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM variants WHERE product_id = ?"), arguments: [product])
        for variant in variants { try note(variant: variant, connection, db) }
        if let remote = try Bindings(connection, db).remote("product", product) {
            try ImageBindings(connection, product: remote.id, db).keep(only: [])
        }
        try db.cachedStatement(
            sql:
                "DELETE FROM bindings INDEXED BY bindings_by_local WHERE kind = 'product' AND local_id = ? AND connection_id = ?"
        ).execute(arguments: [product, id])
        try Bases(connection, db).remove(.product, product)
        try db.cachedStatement(
            sql: "DELETE FROM conflicts WHERE connection_id = ? AND product_id = ? AND settled_by IS NULL"
        ).execute(arguments: [id, product])
    }
}

/// Lets a change out that a guard holds back: exactly this value, once.
package struct ApproveChanges: Action {
    package static let hasUndo = false

    package struct Approved: Codable, Hashable, Sendable {
        package let connection: ConnectionID
        package let product: ProductID
        package let local: Int64
        package let field: ListingField
        package let value: String

        package init(
            connection: ConnectionID, product: ProductID, local: Int64, field: ListingField, value: String
        ) {
            self.connection = connection
            self.product = product
            self.local = local
            self.field = field
            self.value = value
        }
    }

    package let changes: [Approved]

    package init(_ changes: [Approved]) { self.changes = changes }

    package func perform(in transaction: Transaction) throws -> Int {
        for change in changes {
            _ = try Connection.fetch(change.connection, transaction.db)
            try transaction.execute(
                """
                INSERT INTO approvals VALUES (?, ?, ?, ?, ?) ON CONFLICT (connection_id, subject, local_id, field)
                DO UPDATE SET value = excluded.value
                """,
                [
                    change.connection.rawValue, Bases.Subject(change.field).rawValue, change.local,
                    change.field.rawValue, change.value,
                ])
            try DueMarks.mark(
                change.product.rawValue, on: change.connection.rawValue, .fields, at: transaction.now,
                mark: transaction.mark, transaction.db)
        }
        return changes.count
    }

    package func summary(of count: Int) -> String {
        count == 1 ? "meant so: \(changes[0].field.word) \(changes[0].value)" : "\(count) changes meant so"
    }
}

/// Leaves products out of what goes to a channel, until a moment; or takes them in again.
package struct LeaveOut: Action {
    package static let hasUndo = false

    package let products: [ProductID]
    package let connection: ConnectionID
    /// Nil takes them in again.
    package let until: Instant?
    package let reason: String

    package init(_ products: [ProductID], of connection: ConnectionID, until: Instant?, reason: String = "") {
        self.products = products
        self.connection = connection
        self.until = until
        self.reason = reason
    }

    package func perform(in transaction: Transaction) throws -> String {
        let connection = try Connection.fetch(connection, transaction.db)
        for product in products {
            if let until {
                try transaction.execute(
                    """
                    INSERT INTO left_out VALUES (?, ?, ?, ?) ON CONFLICT (connection_id, product_id) DO UPDATE
                        SET until = excluded.until, reason = excluded.reason
                    """, [connection.id.rawValue, product.rawValue, until.milliseconds, reason])
            } else {
                try transaction.execute(
                    "DELETE FROM left_out WHERE connection_id = ? AND product_id = ?",
                    [connection.id.rawValue, product.rawValue])
            }
            try DueMarks.mark(
                product.rawValue, on: connection.id.rawValue, .fields, at: until ?? transaction.now,
                mark: transaction.mark, transaction.db)
        }
        return connection.name
    }

    package func summary(of channel: String) -> String {
        let what = products.count == 1 ? "1 product" : "\(products.count) products"
        return until == nil ? "\(what): in again on \(channel)" : "\(what): left out on \(channel)"
    }
}
