import Commerce
import GRDB

/// What a changed set of variants asks of the channels that their product is on: a new one is made there, one that is
/// removed here is taken off there, each once.
///
/// Derived from the rows that an Action left behind, so that an edit, an import, a pull from another channel and an undo
/// all come to the same.
struct VariantEffects {
    private let transaction: Transaction
    private var db: Database { transaction.db }

    init(_ transaction: Transaction) { self.transaction = transaction }

    static func derive(_ touched: Touched, in transaction: Transaction) throws {
        let effects = VariantEffects(transaction)
        for (product, variants) in touched.newVariants.sorted(by: { $0.key < $1.key }) {
            for connection in try effects.connections(of: product) {
                try effects.make(variants.sorted(), of: product, on: connection)
            }
        }
        for (product, variants) in touched.goneVariants.sorted(by: { $0.key < $1.key }) {
            let connections = try effects.connections(of: product)
            for variant in variants.sorted() {
                for connection in connections { try effects.remove(variant, of: product, on: connection) }
                try effects.forget(variant, except: connections)
            }
        }
    }

    /// Makes those that are not there, which the seller asks for by listing the product again.
    func makeMissing(of product: Int64, on connection: Connection) throws {
        let variants = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM variants WHERE product_id = ? ORDER BY position, id"),
            arguments: [product])
        try make(variants, of: product, on: connection)
    }

    /// Where a product is listed, and is there.
    private func connections(of product: Int64) throws -> [Connection] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT listings.connection_id FROM listings
                    JOIN connections ON connections.id = listings.connection_id AND ended_at IS NULL
                    WHERE product_id = ? ORDER BY 1
                    """), arguments: [product]
        ).filter { try Bindings.isBound(product, "product", on: $0, db) }
            .map { try Connection.fetch(ConnectionID(rawValue: $0), db) }
    }

    private func make(_ variants: [Int64], of product: Int64, on connection: Connection) throws {
        let id = connection.id.rawValue
        let missing = try variants.filter { variant in
            try !Bindings.isBound(variant, "variant", on: id, db)
                && !Self.isOpen("createVariant", variant, Self.chain(id, product), db)
        }
        guard !missing.isEmpty else { return }
        let draft = try VariantDraftForChannel(product, on: connection, db)
        for variant in missing {
            guard let creation = draft?.creation(of: variant) else { continue }
            try Outbox(transaction).withdraw(
                "chain = ? AND chain <> '' AND kind = 'createVariant' AND local_id = ?",
                [Self.chain(id, product), variant], reason: "asked for anew")
            try Unreadable.forget(id, Unreadable.lostVariants, String(variant), db)
            transaction.effects.append(
                PendingEffect(
                    connection: connection.id, effect: .createVariant(creation), product: product,
                    local: variant, chain: Self.chain(id, product),
                    summary: "new variant on \(connection.name): \(creation.name)", hold: try hold()))
        }
    }

    private func remove(_ variant: Int64, of product: Int64, on connection: Connection) throws {
        let id = connection.id.rawValue
        let chain = Self.chain(id, product)
        try Unreadable.forget(id, Unreadable.lostVariants, String(variant), db)
        try Outbox(transaction).withdraw(
            "chain = ? AND chain <> '' AND kind = 'createVariant' AND local_id = ?", [chain, variant],
            reason: "removed again")
        guard let bound = try Bindings(connection.id, db).remote("variant", variant), !bound.parent.isEmpty,
            try !Self.isOpen("removeVariant", variant, chain, db)
        else { return }
        let sku = try Bases(connection.id, db).all(.variant, variant)[.sku]?.base.theirs ?? ""
        let title =
            try String.fetchOne(
                db.cachedStatement(sql: "SELECT title FROM products WHERE id = ?"), arguments: [product])
            ?? ""
        let removal = VariantRemoval(
            product: bound.parent, variant: bound.id, sku: sku,
            name: sku.isEmpty ? title : "\(title), \(sku)")
        transaction.effects.append(
            PendingEffect(
                connection: connection.id, effect: .removeVariant(removal), product: product, local: variant,
                chain: chain, summary: "\(removal.name) off \(connection.name)", hold: try hold()))
    }

    /// Where the product is not listed nothing is left of it; elsewhere its binding stays until it is gone there, so that
    /// it is not read in anew meanwhile, and an undo finds it again.
    private func forget(_ variant: Int64, except connections: [Connection]) throws {
        let kept = Set(connections.map(\.id.rawValue))
        let bound = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT connection_id FROM bindings INDEXED BY bindings_by_local
                    WHERE kind = 'variant' AND local_id = ?
                    """), arguments: [variant])
        for connection in bound where !kept.contains(connection) {
            try Gone.note(variant: variant, ConnectionID(rawValue: connection), db)
        }
    }

    private func hold() throws -> Int {
        transaction.author.isPerson ? try transaction.settings().holdChangeSeconds : 0
    }

    // MARK: Where they stand

    static func chain(_ connection: Int64, _ product: Int64) -> String { "product/\(connection)/\(product)" }

    /// Whether such an effect of the variant is on its way, or waits to be.
    static func isOpen(_ kind: String, _ variant: Int64, _ chain: String, _ db: Database) throws -> Bool {
        switch try state(kind, variant, chain, db)?.state {
        case .held?, .queued?, .sending?, .blocked?, .inDoubt?: true
        case .confirmed?, .rejected?, .withdrawn?, .superseded?, nil: false
        }
    }

    private static func state(
        _ kind: String, _ variant: Int64, _ chain: String, _ db: Database
    ) throws -> (state: EffectState, reason: String)? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT state, reason FROM outbox WHERE chain = ? AND chain <> '' AND kind = ? AND local_id = ?
                    ORDER BY id DESC LIMIT 1
                    """), arguments: [chain, kind, variant])
        return row.map { (EffectState(rawValue: $0[0]) ?? .sending, $0[1]) }
    }

    /// Why a variant that is not bound is not there.
    static func standing(
        of variant: Int64, of product: Int64, on connection: Connection, _ db: Database
    ) throws -> ListingDifference.Wait.Reason {
        let chain = chain(connection.id.rawValue, product)
        if try isOpen("createVariant", variant, chain, db) { return .underWay("it is being made there") }
        if let last = try state("createVariant", variant, chain, db), last.state == .rejected {
            return .unfit("\(connection.name) did not take it: \(last.reason)")
        }
        return try Unreadable.isNoted(
            connection.id.rawValue, Unreadable.lostVariants, String(variant), db)
            ? .unfit("this variant was deleted on \(connection.name); P makes it anew, or remove it here")
            : .unfit("this variant is not on \(connection.name); P makes it there")
    }

    /// Whether a variant there is one that was removed here, and is still to be taken off.
    static func isLeaving(_ variant: Int64, of product: Int64, on connection: Int64, _ db: Database) throws
        -> Bool
    {
        switch try state("removeVariant", variant, chain(connection, product), db)?.state {
        case .withdrawn?, .superseded?, nil: false
        default: true
        }
    }

    /// Refuses to remove what is just being made somewhere: nobody would know of it.
    static func checkNotBeingMade(_ variant: Int64, of product: Int64, _ name: String, _ db: Database) throws
    {
        let channel = try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT name FROM listings JOIN connections ON connections.id = listings.connection_id
                    JOIN outbox ON chain = 'product/' || listings.connection_id || '/' || listings.product_id
                        AND chain <> '' AND (outbox.kind = 'createProduct'
                            OR (outbox.kind = 'createVariant' AND outbox.local_id = ?))
                        AND outbox.state IN ('sending', 'inDoubt')
                    WHERE listings.product_id = ? LIMIT 1
                    """), arguments: [variant, product])
        guard let channel else { return }
        throw Refusal(
            "being-made", "“\(name)” is just being made on \(channel). Remove it once that is done.")
    }
}

extension VariantCreation {
    /// Such as `Mug, Blue`.
    var name: String { ([title] + variant.options.filter { !$0.isEmpty }).joined(separator: ", ") }
}

/// What a channel is given to make a variant of, from what the product is now.
struct VariantDraftForChannel {
    private let product: ChannelProduct
    private let remote: String
    private let places: [Int64: Int]

    /// Nil where the product is not there, or not listed.
    init?(_ product: Int64, on connection: Connection, _ db: Database) throws {
        let currency = try ShopSettings.fetch(db).currency
        guard let remote = try Bindings(connection.id, db).remote("product", product),
            let sheet = try ListingSheet.fetch(product, on: connection, currency: currency, db),
            let draft = try ProductDraftForChannel(sheet, currency: currency, db).product
        else { return nil }
        self.product = draft
        self.remote = remote.id
        places = Dictionary(
            sheet.variants.enumerated().map { ($0.element.variant.rawValue, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Nil where the variant is gone.
    func creation(of variant: Int64) -> VariantCreation? {
        guard let place = places[variant], place < product.variants.count else { return nil }
        return VariantCreation(
            product: remote, title: product.title, kind: product.kind, options: product.options,
            variant: product.variants[place])
    }
}
