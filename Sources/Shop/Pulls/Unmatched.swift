package import Commerce
import GRDB

/// A product of a channel that could not be matched by itself: which one here is meant, or none?
package struct UnmatchedEntry: Hashable, Sendable, Codable {
    package let connection: ConnectionID
    package let channel: String
    package let remoteID: String
    package let title: String
    package let skus: String
    package let reason: String
    package let candidates: [Candidate]
    package let at: Instant

    package struct Candidate: Hashable, Sendable, Codable {
        package let product: ProductID
        package let title: String
    }

    /// In place of candidates, once the seller has said that it is a new one.
    static let newWord = "new"
}

extension Shop {
    /// What waits for the seller's word; not what has been said and will be read again.
    package func unmatched(limit: Int = 200) throws -> [UnmatchedEntry] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT connection_id, name, remote_id, title, skus, unmatched.reason, candidates, at
                    FROM unmatched JOIN connections ON connections.id = connection_id
                    WHERE candidates <> ? ORDER BY at, remote_id LIMIT ?
                    """, arguments: [UnmatchedEntry.newWord, limit]
            ).map { row in
                let ids = (row[6] as String).split(separator: ",").compactMap { Int64($0) }
                let candidates = try ids.compactMap { id in
                    try String.fetchOne(
                        db.cachedStatement(sql: "SELECT title FROM products WHERE id = ?"), arguments: [id]
                    ).map { UnmatchedEntry.Candidate(product: ProductID(rawValue: id), title: $0) }
                }
                return UnmatchedEntry(
                    connection: ConnectionID(rawValue: row[0]), channel: row[1], remoteID: row[2],
                    title: row[3], skus: row[4], reason: row[5], candidates: candidates,
                    at: Instant(milliseconds: row[7]))
            }
        }
    }

    /// Products of the channel that the seller has spoken about since they were read.
    package func settledMatches(of connection: ConnectionID) throws -> [String] {
        try read { db in
            try String.fetchAll(
                db, sql: "SELECT remote_id FROM unmatched WHERE connection_id = ? AND candidates = ?",
                arguments: [connection.rawValue, UnmatchedEntry.newWord])
        }
    }
}

/// Says which product here one of a channel is; nil for none of them: it is a new one.
package struct SettleMatch: Action {
    package static let hasUndo = false

    package let connection: ConnectionID
    package let remoteID: String
    package let product: ProductID?

    package init(_ remoteID: String, of connection: ConnectionID, is product: ProductID?) {
        self.connection = connection
        self.remoteID = remoteID
        self.product = product
    }

    package func perform(in transaction: Transaction) throws -> String {
        let connection = try Connection.fetch(connection, transaction.db)
        let title = try String.fetchOne(
            transaction.db, sql: "SELECT title FROM unmatched WHERE connection_id = ? AND remote_id = ?",
            arguments: [connection.id.rawValue, remoteID])
        guard let title else { throw Refusal("settled", "That product is matched already.") }
        let pair: [any DatabaseValueConvertible] = [connection.id.rawValue, remoteID]
        guard let product else {
            try transaction.execute(
                "UPDATE unmatched SET candidates = 'new' WHERE connection_id = ? AND remote_id = ?",
                StatementArguments(pair) ?? [])
            return "\(title): a new product"
        }
        let mine = try CatalogWriter(transaction).title(of: product)
        guard try !Bindings.isBound(product.rawValue, "product", on: connection.id.rawValue, transaction.db)
        else {
            throw Refusal("bound", "“\(mine)” is another product on \(connection.name) already.")
        }
        try Bindings(connection.id, transaction.db).bind("product", remoteID, to: product.rawValue)
        try transaction.execute(
            "DELETE FROM unmatched WHERE connection_id = ? AND remote_id = ?", StatementArguments(pair) ?? [])
        let id: ListingID = transaction.nextID()
        try transaction.execute(
            """
            INSERT INTO listings SELECT ?1, ?2, ?3, 'onSale'
            WHERE NOT EXISTS (SELECT 1 FROM listings WHERE connection_id = ?2 AND product_id = ?3)
            """, [id.rawValue, connection.id.rawValue, product.rawValue])
        try DueMarks.mark(
            product.rawValue, on: connection.id.rawValue, .read, at: transaction.now, mark: transaction.mark,
            transaction.db)
        return "\(title) on \(connection.name) is \(mine)"
    }

    package func summary(of words: String) -> String { words }
}
