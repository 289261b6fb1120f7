package import Commerce
import GRDB

/// The steps of an effect on its way out. Each is one guarded statement: it happens only from the state it starts in,
/// so that two who try do it once.
extension Shop {
    /// After a start: what was being sent when the program ended is in doubt.
    package func doubtWhatWasSending(of connection: ConnectionID) throws {
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'inDoubt', reason = 'Mercer ended before the answer came', next_at = ?2
                    WHERE connection_id = ?1 AND state = 'sending'
                    """, arguments: [connection.rawValue, now.milliseconds])
        }
    }

    /// Lets go what was held long enough.
    package func releaseHeld(of connection: ConnectionID) throws {
        let now = now.milliseconds
        let isAny = try read { db in
            try Bool.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM outbox WHERE connection_id = ? AND state = 'held'
                        AND hold_until <= ? AND kept_back = 0)
                        """), arguments: [connection.rawValue, now]) ?? false
        }
        guard isAny else { return }
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'queued' WHERE connection_id = ? AND state = 'held'
                    AND hold_until <= ? AND kept_back = 0
                    """, arguments: [connection.rawValue, now])
        }
    }

    /// The next effect that may leave: nothing before it in its chain is still open.
    package func nextEffect(of connection: ConnectionID) throws -> OutboxItem? {
        let now = now.milliseconds
        return try read { db in
            try Row.fetchOne(
                db.cachedStatement(
                    sql: OutboxItem.columns + """

                        WHERE connection_id = ? AND outbox.state = 'queued' AND next_at <= ? AND kept_back = 0
                            AND NOT EXISTS (SELECT 1 FROM outbox AS before
                                WHERE before.chain = outbox.chain AND before.chain <> '' AND before.id < outbox.id
                                AND before.state IN ('held', 'queued', 'sending', 'blocked', 'inDoubt'))
                        ORDER BY next_at, outbox.id LIMIT 1
                        """), arguments: [connection.rawValue, now]
            ).map(OutboxItem.init)
        }
    }

    /// Takes it for sending; nil where somebody was quicker, or took it back. What brings a product into being is made
    /// anew from what the product is now.
    package func claim(_ id: EffectID) throws -> OutboxItem? {
        let now = now.milliseconds
        return try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'sending', sent_at = ?2, attempts = attempts + 1, looked_at = NULL
                    WHERE id = ?1 AND state = 'queued' AND kept_back = 0
                    """, arguments: [id.rawValue, now])
            guard db.changesCount == 1 else { return nil }
            if try Self.isCreationWithoutListing(id, db) {
                try db.execute(
                    sql:
                        "UPDATE outbox SET state = 'withdrawn', reason = 'not wanted there any more' WHERE id = ?",
                    arguments: [id.rawValue])
                return nil
            }
            if let fresh = try Self.freshCreation(id, db) {
                try db.execute(
                    sql: "UPDATE outbox SET effect = ? WHERE id = ?",
                    arguments: [try JSONText.encode(fresh), id.rawValue])
            }
            return try Row.fetchOne(
                db, sql: OutboxItem.columns + " WHERE outbox.id = ?", arguments: [id.rawValue]
            ).map(OutboxItem.init)
        }
    }

    private static func isCreationWithoutListing(_ id: EffectID, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT kind = 'createProduct' AND NOT EXISTS (SELECT 1 FROM listings
                    WHERE listings.connection_id = outbox.connection_id
                    AND listings.product_id = outbox.product_id)
                FROM outbox WHERE id = ?
                """, arguments: [id.rawValue]) ?? false
    }

    private static func freshCreation(_ id: EffectID, _ db: Database) throws -> ChannelEffect? {
        guard
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT connection_id, product_id FROM outbox
                    WHERE id = ? AND kind = 'createProduct' AND attempts = 1
                    """, arguments: [id.rawValue]), let product: Int64 = row[1]
        else { return nil }
        let currency = try ShopSettings.fetch(db).currency
        let connection = try Connection.fetch(ConnectionID(rawValue: row[0]), db)
        guard let sheet = try ListingSheet.fetch(product, on: connection, currency: currency, db),
            let draft = try ProductDraftForChannel(sheet, currency: currency, db).product
        else { return nil }
        return .createProduct(ProductCreation(product: draft))
    }

    /// It was done.
    package func confirm(_ item: OutboxItem, _ answer: EffectAnswer) throws {
        let now = now
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = 'confirmed', settled_at = ?2, reason = '', answer = ?3
                    WHERE id = ?1 AND (state IN ('sending', 'inDoubt')
                        OR (attempts = ?4 AND state IN ('queued', 'rejected', 'withdrawn')))
                    """,
                arguments: [
                    item.id.rawValue, now.milliseconds, try JSONText.encode(answer), item.attempts,
                ])
            guard db.changesCount == 1 else { return }
            try EffectOutcome(db, now: now).take(item, answer)
        }
    }

    /// The platform will not do it.
    package func reject(_ item: OutboxItem, reason: String) throws {
        try settle(item, "rejected", reason: reason, from: "'sending', 'inDoubt'")
    }

    /// Surely not done: it is sent again by itself, later.
    package func requeue(_ item: OutboxItem, at moment: Instant, reason: String) throws {
        try settle(item, "queued", reason: reason, from: "'sending', 'inDoubt'", next: moment)
    }

    /// The keys no longer work: it waits for new ones.
    package func block(_ item: OutboxItem, reason: String) throws {
        try settle(item, "blocked", reason: reason, from: "'sending', 'inDoubt'")
    }

    /// It left, and nobody knows whether it was done.
    ///
    /// - Parameter wasLookedUp: whether the platform was asked, and said that it was not done: only then may a person send
    ///   again what moves money.
    package func doubt(
        _ item: OutboxItem, reason: String, lookAt moment: Instant, wasLookedUp: Bool = false
    ) throws {
        try settle(
            item, "inDoubt", reason: reason, from: "'sending', 'inDoubt'", next: moment,
            wasLookedUp: wasLookedUp)
    }

    private func settle(
        _ item: OutboxItem, _ state: String, reason: String, from states: String, next: Instant? = nil,
        wasLookedUp: Bool = false
    ) throws {
        let now = now.milliseconds
        try sync { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = ?2, reason = ?3, next_at = coalesce(?4, next_at),
                        settled_at = iif(?2 = 'rejected', ?5, settled_at),
                        looked_at = iif(?6, ?5, looked_at), sent_at = iif(?2 = 'queued', NULL, sent_at)
                    WHERE id = ?1 AND state IN (\(states))
                    """,
                arguments: [item.id.rawValue, state, reason, next?.milliseconds, now, wasLookedUp])
        }
    }

    /// What is in doubt and may be looked for now.
    package func doubtful(of connection: ConnectionID) throws -> [OutboxItem] {
        let now = now.milliseconds
        return try read { db in
            try Row.fetchAll(
                db.cachedStatement(
                    sql: OutboxItem.columns
                        + " WHERE connection_id = ? AND outbox.state = 'inDoubt' AND next_at <= ? ORDER BY outbox.id"
                ),
                arguments: [connection.rawValue, now]
            ).map(OutboxItem.init)
        }
    }
}

/// What a done effect leaves here: the platform's identifiers of what came into being.
struct EffectOutcome {
    private let db: Database
    private let now: Instant

    init(_ db: Database, now: Instant) {
        self.db = db
        self.now = now
    }

    func take(_ item: OutboxItem, _ answer: EffectAnswer) throws {
        let bindings = Bindings(item.connection, db)
        let local = try Int64.fetchOne(
            db, sql: "SELECT local_id FROM outbox WHERE id = ?", arguments: [item.id.rawValue])
        switch item.effect {
        case .ship(let notice):
            if let local, !answer.id.isEmpty {
                try bindings.bind("parcel", answer.id, to: local, parent: notice.order)
            }
        case .refund(let notice):
            if let local, !answer.id.isEmpty {
                try bindings.bind("refund", answer.id, to: local, parent: notice.order)
            }
        case .createProduct(let creation):
            if let product = item.product, let made = answer.product {
                try bind(made, sent: creation.product, to: product.rawValue, item.connection)
            }
        case .removeProduct:
            if let product = item.product { try Gone.note(product.rawValue, item.connection, db) }
        case .cancel, .note: break
        }
    }

    /// What was sent and what was answered is the base, whatever the product is by now.
    private func bind(
        _ made: ChannelProduct, sent: ChannelProduct, to product: Int64, _ connection: ConnectionID
    ) throws {
        let bindings = Bindings(connection, db)
        let bases = Bases(connection, db)
        try bindings.bind("product", made.id, to: product)
        let ours = ChannelValues.ofProduct(sent)
        for (field, value) in ChannelValues.ofProduct(made) {
            try bases.set(field, of: product, ours: ours[field], theirs: value, at: now)
        }
        for (place, variant) in made.variants.enumerated() where place < sent.variants.count {
            guard let own = try local(sent.variants[place], of: product) else { continue }
            let theirClock = now.milliseconds + (try Connection.fetch(connection, db).condition.clockOffset)
            let extra = VariantBinding(stockItem: variant.stockItem, firstSeen: theirClock)
            try bindings.bind("variant", variant.id, to: own, parent: made.id, extra: extra.text)
            let ours = ChannelValues.ofVariant(sent.variants[place])
            for (field, value) in ChannelValues.ofVariant(variant) {
                try bases.set(field, of: own, ours: ours[field], theirs: value, at: now)
            }
        }
    }

    /// The variant that was sent, as it is here by now: by its SKU, else by its options. Those of the product may have
    /// been added to or put in another order since.
    private func local(_ sent: ChannelVariant, of product: Int64) throws -> Int64? {
        if !sent.sku.isEmpty,
            let found = try Int64.fetchOne(
                db, sql: "SELECT id FROM variants WHERE sku = ? AND sku <> '' AND product_id = ?",
                arguments: [sent.sku, product])
        {
            return found
        }
        let options = Array((sent.options + ["", "", ""]).prefix(3))
        return try Int64.fetchOne(
            db,
            sql: """
                SELECT id FROM variants WHERE product_id = ? AND option1 = ? AND option2 = ? AND option3 = ?
                """, arguments: [product, options[0], options[1], options[2]])
    }
}

/// A channel's product as canonical values.
enum ChannelValues {
    static func ofProduct(_ product: ChannelProduct) -> [ListingField: String] {
        [
            .title: product.title, .description: ListingText.text(product.description),
            .state: (product.state == .onSale ? ListingState.onSale : .paused).rawValue,
            .tags: ListingField.setText(product.tags), .categories: ListingField.setText(product.categories),
            .vendor: product.vendor,
        ]
    }

    static func ofVariant(_ variant: ChannelVariant) -> [ListingField: String] {
        var values: [ListingField: String] = [
            .price: ListingText.price(variant.price), .compareAt: ListingText.price(variant.compareAt),
            .sku: variant.sku, .barcode: variant.barcode,
            .weight: variant.weightGrams.map(String.init) ?? "",
        ]
        if let stock = variant.stock { values[.stock] = String(stock) }
        return values
    }
}
