import Commerce
import GRDB

/// What of the channels waits for the seller.
enum ChannelProblems {
    /// No list of problems is longer than this a kind.
    private static let most = 50

    /// Whether there is any, for the question that every start asks.
    static let exist = """
        EXISTS (SELECT 1 FROM connections WHERE state IN ('signIn', 'failing') AND ended_at IS NULL)
            OR EXISTS (SELECT 1 FROM conflicts WHERE settled_by IS NULL)
            OR EXISTS (SELECT 1 FROM outbox WHERE state IN ('inDoubt', 'rejected'))
            OR EXISTS (SELECT 1 FROM unmatched WHERE candidates <> 'new' AND candidates NOT LIKE 'is:%')
            OR EXISTS (SELECT 1 FROM unreadable)
        """

    /// Money and promises that are in the air.
    static func urgent(_ db: Database) throws -> [Problem] { try signIns(db) + effects(db) }

    static func others(_ db: Database) throws -> [Problem] {
        try conflicts(db) + unmatched(db) + unreadable(db)
    }

    private static func signIns(_ db: Database) throws -> [Problem] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT connections.id, name, state, reason, state_since,
                        (SELECT count(*) FROM outbox WHERE connection_id = connections.id
                            AND outbox.state IN ('held', 'queued', 'blocked'))
                        + (SELECT count(*) FROM due WHERE connection_id = connections.id AND kind <> 'read')
                    FROM connections WHERE state IN ('signIn', 'failing') AND ended_at IS NULL ORDER BY id
                    """)
        ).map { row in
            let waiting: Int = row[5]
            let kept =
                waiting == 0
                ? "" : "; \(waiting == 1 ? "1 change waits" : "\(waiting) changes wait"), none is lost"
            return Problem(
                key: "connection/\(row[0] as Int64)/\(row[2] as String)", kind: .signIn,
                subject: .connection(ConnectionID(rawValue: row[0])), what: row[1],
                why: "\(row[3] as String)\(kept)", since: Instant(milliseconds: row[4]))
        }
    }

    private static func effects(_ db: Database) throws -> [Problem] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: OutboxItem.columns + """

                    WHERE outbox.state IN ('inDoubt', 'rejected') ORDER BY moves_money DESC, outbox.id LIMIT \(most)
                    """)
        ).map { row in
            let item = try OutboxItem(row)
            return Problem(
                key: "effect/\(item.id)/\(item.state.rawValue)",
                kind: item.state == .inDoubt ? .inDoubt : .rejected, subject: .effect(item.id),
                what: item.summary, why: item.reason.isEmpty ? "\(item.channel) did not answer" : item.reason,
                since: item.sentAt ?? item.madeAt)
        }
    }

    private static func conflicts(_ db: Database) throws -> [Problem] {
        let currency = try ShopSettings.fetch(db).currency
        return try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT product_id, products.title, group_concat(DISTINCT field), min(at), max(connections.name),
                        count(*), max(ours), max(theirs), max(coalesce(base_ours, base_theirs)), count(DISTINCT connection_id)
                    FROM conflicts JOIN connections ON connections.id = connection_id
                    JOIN products ON products.id = product_id
                    WHERE settled_by IS NULL GROUP BY product_id ORDER BY min(at) LIMIT \(most)
                    """)
        ).map { row in
            let fields = (row[2] as String).split(separator: ",").map {
                ListingField(rawValue: String($0))?.word ?? String($0)
            }
            let isOne = row[5] as Int == 1
            let isPrice = isOne && ListingField(rawValue: row[2])?.isPrice == true
            func short(_ text: String) -> String {
                let text = ListingImages.words(text)
                // A price that a platform holds and nobody can read is shown as it is.
                if isPrice, let millionths = try? DecimalText.parse(text, scale: UnitPrice.scale) {
                    return UnitPrice(millionths: millionths, currency: currency).description
                }
                let line = text.split(separator: "\n").first.map(String.init) ?? "nothing"
                return line.count > 28 ? line.prefix(27) + "…" : line
            }
            // The platform says enough where its shop is called as this one is.
            let channel = (row[4] as String).split(separator: " · ").first.map(String.init) ?? row[4]
            let why =
                isOne
                ? "yours \(short(row[6])), \(channel) \(short(row[7])), before \(short(row[8]))"
                : "\(row[5] as Int) fields, " + (row[9] as Int == 1 ? channel : "on several channels")
            return Problem(
                key: "conflict/\(row[0] as Int64)/\(row[3] as Int64)", kind: .conflict,
                subject: .product(ProductID(rawValue: row[0])),
                what: "\(row[1] as String): \(fields.joined(separator: ", "))", why: why,
                since: Instant(milliseconds: row[3]))
        }
    }

    private static func unmatched(_ db: Database) throws -> [Problem] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT connection_id, remote_id, title, unmatched.reason, at, name FROM unmatched
                    JOIN connections ON connections.id = connection_id
                    WHERE candidates <> 'new' AND candidates NOT LIKE 'is:%' ORDER BY at, remote_id LIMIT \(most)
                    """)
        ).map { row in
            Problem(
                key: "match/\(row[0] as Int64)/\(row[1] as String)", kind: .unmatched,
                subject: .match(ConnectionID(rawValue: row[0]), row[1]),
                what: "\(row[2] as String), \(row[5] as String)",
                why: row[3], since: Instant(milliseconds: row[4]))
        }
    }

    private static func unreadable(_ db: Database) throws -> [Problem] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT connection_id, name, count(*), min(at), max(unreadable.reason), stream FROM unreadable
                    JOIN connections ON connections.id = connection_id GROUP BY connection_id, stream ORDER BY 1, 6
                    """)
        ).map { row in
            let count: Int = row[2]
            let stream: String = row[5]
            return Problem(
                key: "unreadable/\(row[0] as Int64)/\(stream)/\(count)", kind: .unreadable,
                subject: .connection(ConnectionID(rawValue: row[0])),
                what: stream == Unreadable.lostVariants
                    ? "\(row[1] as String): \(count == 1 ? "a variant was" : "\(count) variants were") deleted there"
                    : "\(row[1] as String): \(count) of its \(stream) could not be taken in",
                why: row[4], since: Instant(milliseconds: row[3]))
        }
    }
}
