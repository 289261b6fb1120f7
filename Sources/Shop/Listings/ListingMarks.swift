package import Commerce
import GRDB

/// How a product stands on a channel, as one sign.
package enum ListingMark: String, Hashable, Sendable, Codable {
    case inStep
    /// Something of it waits to go out, or it is being made there.
    case waits
    case paused
    /// A conflict, or something the channel refused.
    case care
    /// It is to be there, and is not.
    case missing
}

/// A product on one channel, with all there is to say about it.
package struct ListingStanding: Hashable, Sendable {
    package let connection: Connection
    /// Nil where it is not listed there.
    package let mark: ListingMark?
    package let isListed: Bool
    package let wanted: ListingState
    package let url: String
    package let changes: [Change]
    package let waits: [Wait]
    package let conflicts: [Conflict]
    /// When the channel took our count last.
    package let stockTakenAt: Instant?
    /// The variant that is likeliest to be sold twice there; nil where none can be.
    package let oversell: OversellStanding?
    /// What keeps it from being listed there; empty where nothing does.
    package let lacks: [String]

    package struct Change: Hashable, Sendable {
        package let variantName: String
        package let field: ListingField
        package let there: String
        package let willBe: String
        package let because: String
        package let heldUntil: Instant?
    }

    package struct Wait: Hashable, Sendable {
        package let variantName: String
        package let local: Int64
        package let field: ListingField?
        package let value: String
        package let there: String
        package let reason: ListingDifference.Wait.Reason
    }
}

extension Shop {
    /// The marks of a page of products, those that are not listed left out: a few lookups by index a product.
    package func listingMarks(of products: [ProductID]) throws -> [ProductID: [ConnectionID: ListingMark]] {
        try read { db in
            var marks: [ProductID: [ConnectionID: ListingMark]] = [:]
            let statement = try db.cachedStatement(sql: Self.marksOfProduct)
            for product in products {
                for row in try Row.fetchAll(statement, arguments: [product.rawValue]) {
                    marks[product, default: [:]][ConnectionID(rawValue: row[0])] = Self.mark(row)
                }
            }
            return marks
        }
    }

    /// By connection: what is wanted, whether it is bound, in conflict, due, and the newest effect of its making.
    private static let marksOfProduct = """
        SELECT listings.connection_id, wanted,
            EXISTS (SELECT 1 FROM bindings INDEXED BY bindings_by_local WHERE kind = 'product' AND local_id = listings.product_id
                AND connection_id = listings.connection_id),
            EXISTS (SELECT 1 FROM conflicts WHERE conflicts.product_id = listings.product_id
                AND conflicts.connection_id = listings.connection_id AND settled_by IS NULL),
            EXISTS (SELECT 1 FROM due WHERE due.connection_id = listings.connection_id
                AND due.product_id = listings.product_id AND kind IN ('fields', 'stock')),
            (SELECT state FROM outbox WHERE chain = 'product/' || listings.connection_id || '/' || listings.product_id
                AND chain <> '' ORDER BY id DESC LIMIT 1),
            (SELECT theirs FROM bases WHERE bases.connection_id = listings.connection_id AND subject = 1
                AND local_id = listings.product_id AND field = 'state'),
            (SELECT status FROM products WHERE id = listings.product_id)
        FROM listings JOIN connections ON connections.id = listings.connection_id AND ended_at IS NULL
        WHERE product_id = ?
        """

    private static func mark(_ row: Row) -> ListingMark {
        let isBound: Bool = row[2]
        let making = (row[5] as String?).flatMap(EffectState.init(rawValue:))
        if row[3] as Bool || making == .rejected || making == .inDoubt { return .care }
        if !isBound { return making.map { !$0.isOver } == true ? .waits : .missing }
        if row[4] as Bool { return .waits }
        let isOnSale = row[1] as String == ListingState.onSale.rawValue && row[7] as String? == "active"
        let there: String? = row[6]
        return isOnSale && there != ListingState.paused.rawValue ? .inStep : .paused
    }

    /// How a product stands on every channel there is.
    package func listingStandings(of product: ProductID) throws -> [ListingStanding] {
        let open = try conflicts(of: product)
        let now = now
        return try read { db in
            let marks = try Row.fetchAll(
                db.cachedStatement(sql: Self.marksOfProduct), arguments: [product.rawValue])
            let currency = try ShopSettings.fetch(db).currency
            let all = try Connection.fetchAll(db)
            return try all.map { connection in
                let row = marks.first { $0[0] as Int64 == connection.id.rawValue }
                return try Self.standing(
                    product, on: connection, row, open.filter { $0.connection == connection.id },
                    try row == nil
                        ? nil : OversellStanding.fetch(product, on: connection, among: all, now: now, db),
                    currency: currency, now: now, db)
            }
        }
    }

    private static func standing(
        _ product: ProductID, on connection: Connection, _ row: Row?, _ conflicts: [Conflict],
        _ oversell: OversellStanding?, currency: Currency, now: Instant, _ db: Database
    ) throws -> ListingStanding {
        let lacks = try row == nil ? Self.lacks(product, db) : []
        let pair: StatementArguments = [connection.id.rawValue, product.rawValue]
        let hold = try Int64.fetchOne(
            db.cachedStatement(
                sql:
                    "SELECT max(not_before) FROM due WHERE connection_id = ? AND product_id = ? AND kind <> 'read'"
            ),
            arguments: pair
        ).map(Instant.init(milliseconds:))
        let difference = try ListingDifference.fetch(
            product.rawValue, on: connection, limits: .open, currency: currency, mark: 0, notBefore: now,
            now: now, stockOnly: false, db)
        let held = hold.flatMap { $0 > now ? $0 : nil }
        let changes =
            (difference?.changes ?? []).map {
                ListingStanding.Change(
                    variantName: $0.variantName, field: $0.field, there: $0.there, willBe: $0.value,
                    because: $0.because, heldUntil: held)
            }
            + (difference?.stock ?? []).map {
                ListingStanding.Change(
                    variantName: $0.variantName, field: .stock, there: String($0.expected),
                    willBe: String($0.quantity), because: $0.because, heldUntil: held)
            }
        let waits = (difference?.waits ?? []).map {
            ListingStanding.Wait(
                variantName: $0.variantName, local: $0.local, field: $0.field, value: $0.value,
                there: $0.there, reason: $0.reason)
        }
        let taken = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT max(at) FROM bases JOIN variants ON variants.id = local_id
                    WHERE connection_id = ? AND subject = 2 AND field = 'stock' AND product_id = ? AND at > 0
                    """), arguments: pair)
        return ListingStanding(
            connection: connection, mark: row.map(mark), isListed: row != nil,
            wanted: row.flatMap { ListingState(rawValue: $0[1]) } ?? .paused,
            url: connection.url, changes: changes, waits: waits, conflicts: conflicts,
            stockTakenAt: taken.map(Instant.init(milliseconds:)), oversell: oversell, lacks: lacks)
    }

    /// What a product has to have before a channel takes it.
    private static func lacks(_ product: ProductID, _ db: Database) throws -> [String] {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT (SELECT count(*) FROM variants WHERE product_id = products.id AND unit_price IS NULL),
                        (SELECT count(*) FROM images WHERE product_id = products.id),
                        description, status
                    FROM products WHERE id = ?
                    """), arguments: [product.rawValue])
        guard let row else { return [] }
        var lacks: [String] = []
        if row[0] as Int > 0 { lacks.append("a price") }
        if row[1] as Int == 0 { lacks.append("an image") }
        if (row[2] as String).isEmpty { lacks.append("a description") }
        if row[3] as String != "active" { lacks.append("being active") }
        return lacks
    }
}

/// A channel that products could be listed on, and what stands in the way.
package struct PublishingCandidate: Hashable, Sendable {
    package let connection: ConnectionID
    package let name: String
    /// How many of the products are listed there.
    package let listed: Int
    /// What some of them lack, such as "a price: 2".
    package let lacks: [String]
    package let pushes: Bool
}

extension Shop {
    package func publishingCandidates(of products: [ProductID]) throws -> [PublishingCandidate] {
        try read { db in
            var lacking: [String: Int] = [:]
            for product in products {
                for lack in try Self.lacks(product, db) { lacking[lack, default: 0] += 1 }
            }
            let words = lacking.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { lack, count in
                products.count == 1 ? lack : "\(lack): \(count)"
            }
            let statement = try db.cachedStatement(
                sql: "SELECT count(*) FROM listings WHERE connection_id = ? AND product_id = ?")
            return try Connection.fetchAll(db).map { connection in
                let listed = try products.reduce(0) { count, product in
                    try count
                        + (Int.fetchOne(statement, arguments: [connection.id.rawValue, product.rawValue]) ?? 0)
                }
                return PublishingCandidate(
                    connection: connection.id, name: connection.name, listed: listed, lacks: words,
                    pushes: connection.rules.pushes)
            }
        }
    }
}
