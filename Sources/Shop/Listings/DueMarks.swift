import Commerce
import GRDB

/// Where sync has to look, and not before when. Never the truth: what goes out is the difference, computed anew.
enum DueMarks {
    enum Kind: String {
        /// Fields, held for a moment so that `u` still stops them.
        case fields
        /// Stock that an order took: at once.
        case stock
        /// To be read again from the channel.
        case read
    }

    /// Marks what an Action touched, in its own transaction: by the same path for an edit, an import, an undo and a pull.
    static func mark(_ touched: Touched, in transaction: Transaction) throws {
        if touched.tables.contains(.connectionRules) { try markAll(in: transaction) }
        guard !touched.products.isEmpty else { return }
        let relevant: Set<JournaledTable> = [
            .products, .variants, .images, .stockEntries, .reservations, .listings, .overrides, .categories,
        ]
        guard !touched.tables.isDisjoint(with: relevant) else { return }
        let isByOrder =
            touched.tables.contains(.orders) || touched.tables.contains(.orderLines)
            || touched.tables.contains(.parcels)
        let hold = try transaction.author.isPerson ? transaction.settings().holdChangeSeconds : 0
        let later = transaction.now.adding(seconds: hold).milliseconds
        let statement = try transaction.db.cachedStatement(
            sql: """
                INSERT INTO due SELECT connection_id, product_id, ?2, ?3, ?4 FROM listings WHERE product_id = ?1
                ON CONFLICT (connection_id, product_id, kind) DO UPDATE
                    SET not_before = excluded.not_before, mark = excluded.mark
                """)
        for product in touched.products {
            if isByOrder {
                try statement.execute(arguments: [
                    product, Kind.stock.rawValue, transaction.now.milliseconds, transaction.mark,
                ])
            } else {
                try statement.execute(arguments: [product, Kind.fields.rawValue, later, transaction.mark])
            }
        }
    }

    /// After a rule of a connection has changed.
    private static func markAll(in transaction: Transaction) throws {
        let hold = try transaction.settings().holdChangeSeconds
        try transaction.execute(
            """
            INSERT INTO due SELECT connection_id, product_id, 'fields', ?1, ?2 FROM listings WHERE true
            ON CONFLICT (connection_id, product_id, kind) DO UPDATE
                SET not_before = excluded.not_before, mark = excluded.mark
            """, [transaction.now.adding(seconds: hold).milliseconds, transaction.mark])
    }

    /// Marks it where it is not marked yet: a hold that runs stays as long as it is.
    static func add(
        _ product: Int64, on connection: Int64, _ kind: Kind, at moment: Instant, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO due VALUES (?, ?, ?, ?, 0) ON CONFLICT (connection_id, product_id, kind) DO NOTHING
                """
        ).execute(arguments: [connection, product, kind.rawValue, moment.milliseconds])
    }

    static func mark(
        _ product: Int64, on connection: Int64, _ kind: Kind, at moment: Instant, mark: Int64, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO due VALUES (?, ?, ?, ?, ?) ON CONFLICT (connection_id, product_id, kind) DO UPDATE
                    SET not_before = excluded.not_before, mark = excluded.mark
                """
        ).execute(arguments: [connection, product, kind.rawValue, moment.milliseconds, mark])
    }
}
