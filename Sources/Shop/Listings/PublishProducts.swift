package import Commerce
import GRDB

/// Lists products on a channel, on sale or paused; what is there already changes its state.
///
/// What is not there yet is made there: an effect, held like any other.
package struct PublishProducts: PartAction {
    package let products: [ProductID]
    package let connection: ConnectionID
    package let wanted: ListingState

    package init(_ products: [ProductID], on connection: ConnectionID, wanted: ListingState = .onSale) {
        self.products = products
        self.connection = connection
        self.wanted = wanted
    }

    package struct Outcome: Codable, Sendable {
        package var products: BulkOutcome<ProductID>
        package var channel: String
        package var name: String
    }

    package var subjectCount: Int { products.count }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let connection = try Connection.fetch(connection, transaction.db)
        guard wanted != .withdrawn else {
            throw Refusal("bad-state", "A listing is on sale or paused; x takes it off.")
        }
        var done = BulkOutcome<ProductID>()
        var name = ""
        func publish(_ product: ProductID) throws {
            name = try list(product, on: connection, in: transaction)
        }
        if products.count == 1 {
            try publish(products[0])
            done.done = products
        } else {
            for product in products { try done.attempt(product) { try publish(product) } }
        }
        return Outcome(products: done, channel: connection.name, name: name)
    }

    private func list(
        _ product: ProductID, on connection: Connection, in transaction: Transaction
    ) throws -> String {
        let db = transaction.db
        let writer = try CatalogWriter(transaction)
        let title = try writer.title(of: product)
        let unpriced = try Int.fetchOne(
            db.cachedStatement(
                sql: "SELECT count(*) FROM variants WHERE product_id = ? AND unit_price IS NULL"),
            arguments: [product.rawValue])
        guard unpriced == 0 else {
            throw Refusal("no-price", "“\(title)” has no price yet. e on Price sets it.")
        }
        let pair = [connection.id.rawValue, product.rawValue]
        let chain = "product/\(pair[0])/\(pair[1])"
        // A removal that has not left is not meant any more.
        try Outbox(transaction).withdraw(
            "chain = ? AND chain <> '' AND kind = 'removeProduct'", [chain], reason: "listed again")
        guard try !isLeaving(chain, db) else {
            throw Refusal(
                "being-removed",
                "“\(title)” is just being taken off \(connection.name). List it once that is done.")
        }
        try transaction.execute(
            "UPDATE listings SET wanted = ? WHERE connection_id = ? AND product_id = ? AND wanted <> ?1",
            [wanted.rawValue, pair[0], pair[1]])
        let isListed = try Bool.fetchOne(
            db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM listings WHERE connection_id = ? AND product_id = ?)"),
            arguments: [pair[0], pair[1]])
        if isListed != true {
            let id: ListingID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO listings VALUES (?, ?, ?, ?)", [id.rawValue, pair[0], pair[1], wanted.rawValue])
        }
        guard try !Bindings.isBound(product.rawValue, "product", on: pair[0], db) else {
            try VariantEffects(transaction).makeMissing(of: product.rawValue, on: connection)
            return title
        }
        guard try !isBeingMade(pair, db) else { return title }
        guard
            let sheet = try ListingSheet.fetch(
                product.rawValue, on: connection, currency: writer.currency, db),
            let draft = try ProductDraftForChannel(sheet, currency: writer.currency, db).product
        else { return title }
        transaction.effects.append(
            PendingEffect(
                connection: connection.id, effect: .createProduct(ProductCreation(product: draft)),
                product: product.rawValue, chain: "product/\(pair[0])/\(pair[1])",
                summary: "new on \(connection.name): \(title)",
                hold: try transaction.settings().holdChangeSeconds))
        return title
    }

    private func isLeaving(_ chain: String, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM outbox WHERE chain = ? AND chain <> '' AND kind = 'removeProduct'
                    AND state IN ('sending', 'inDoubt'))
                    """), arguments: [chain]) ?? false
    }

    private func isBeingMade(_ pair: [Int64], _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM outbox WHERE chain = ? AND chain <> '' AND kind = 'createProduct'
                    AND state IN ('held', 'queued', 'sending', 'blocked', 'inDoubt'))
                    """), arguments: ["product/\(pair[0])/\(pair[1])"]) ?? false
    }

    package func summary(of outcome: Outcome) -> String {
        let count = outcome.products.done.count
        let what = products.count == 1 ? outcome.name : count == 1 ? "1 product" : "\(count) products"
        let refused = outcome.products.refused.count
        return "\(what): \(wanted == .onSale ? "on sale" : "paused") on \(outcome.channel)"
            + (refused == 0 ? "" : ", \(refused) refused")
    }
}

/// Takes products off a channel: the listing there is removed, the product stays here.
package struct UnlistProducts: Action {
    package let products: [ProductID]
    package let connection: ConnectionID

    package init(_ products: [ProductID], from connection: ConnectionID) {
        self.products = products
        self.connection = connection
    }

    package typealias Outcome = PublishProducts.Outcome

    package func perform(in transaction: Transaction) throws -> Outcome {
        let connection = try Connection.fetch(connection, transaction.db)
        var done = BulkOutcome<ProductID>()
        var name = ""
        func unlist(_ product: ProductID) throws {
            let db = transaction.db
            name = try CatalogWriter(transaction).title(of: product)
            let chain = "product/\(connection.id.rawValue)/\(product.rawValue)"
            let remote = try String.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT remote_id FROM bindings INDEXED BY bindings_by_local WHERE kind = 'product' AND local_id = ? AND connection_id = ?
                        """), arguments: [product.rawValue, connection.id.rawValue])
            let listed = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT id FROM listings WHERE connection_id = ? AND product_id = ?"),
                arguments: [connection.id.rawValue, product.rawValue])
            guard remote != nil || listed != nil else {
                throw Refusal("not-listed", "“\(name)” is not on \(connection.name).")
            }
            let isBeingMade = try Bool.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM outbox WHERE chain = ? AND chain <> ''
                        AND kind = 'createProduct' AND state IN ('sending', 'inDoubt'))
                        """), arguments: [chain])
            guard isBeingMade != true else {
                throw Refusal(
                    "being-made",
                    "“\(name)” is just being made on \(connection.name). Take it off once that is done.")
            }
            try Outbox(transaction).withdraw(
                """
                chain = ? AND chain <> ''
                AND kind IN ('createProduct', 'removeProduct', 'createVariant', 'removeVariant')
                """, [chain], reason: "taken off again")
            if let listed {
                try transaction.execute("DELETE FROM overrides WHERE listing_id = ?", [listed])
                try transaction.execute("DELETE FROM listings WHERE id = ?", [listed])
            }
            guard let remote else { return }
            transaction.effects.append(
                PendingEffect(
                    connection: connection.id,
                    effect: .removeProduct(ProductRemoval(product: remote, title: name)),
                    product: product.rawValue, chain: chain,
                    summary: "\(name) off \(connection.name)", hold: 0))
        }
        if products.count == 1 {
            try unlist(products[0])
            done.done = products
        } else {
            for product in products { try done.attempt(product) { try unlist(product) } }
        }
        return Outcome(products: done, channel: connection.name, name: name)
    }

    package func summary(of outcome: Outcome) -> String {
        let count = outcome.products.done.count
        let what = products.count == 1 ? outcome.name : "\(count) products"
        return "\(what): off \(outcome.channel)"
    }
}

/// What a channel is given to make a product of.
struct ProductDraftForChannel {
    /// Nil where the product is gone.
    let product: ChannelProduct?

    init(_ sheet: ListingSheet, currency: Currency, _ db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT handle, kind, option1, option2, option3 FROM products WHERE id = ?"),
                arguments: [sheet.product.rawValue])
        else {
            product = nil
            return
        }
        let options = [row[2] as String, row[3], row[4]].filter { !$0.isEmpty }
        let images = ListingImages.images(sheet.fields[.images] ?? "").map {
            ChannelImage(url: $0.url, alt: $0.alt, own: $0.key)
        }
        let names = try Row.fetchAll(
            db.cachedStatement(
                sql:
                    "SELECT option1, option2, option3 FROM variants WHERE product_id = ? ORDER BY position, id"
            ),
            arguments: [sheet.product.rawValue]
        ).map { row in (0..<options.count).map { row[$0] as String } }
        func price(_ text: String?) throws -> UnitPrice? {
            guard let text, !text.isEmpty else { return nil }
            return UnitPrice(
                millionths: try DecimalText.parse(text, scale: UnitPrice.scale), currency: currency)
        }
        let variants = try zip(sheet.variants, names).map { variant, options in
            ChannelVariant(
                id: "", sku: variant.fields[.sku] ?? "", barcode: variant.fields[.barcode] ?? "",
                options: options, price: try price(variant.fields[.price]),
                compareAt: try price(variant.fields[.compareAt]),
                stock: variant.fields[.stock].flatMap { Int($0) },
                weightGrams: variant.fields[.weight].flatMap { Int($0) })
        }
        func lines(_ field: ListingField) -> [String] {
            (sheet.fields[field] ?? "").split(separator: "\n").map(String.init)
        }
        product = ChannelProduct(
            id: "", title: sheet.fields[.title] ?? "", handle: row[0] as String? ?? "",
            description: sheet.fields[.description] ?? "", vendor: sheet.fields[.vendor] ?? "",
            state: ListingState(rawValue: sheet.fields[.state] ?? "") ?? .paused,
            categories: lines(.categories), tags: lines(.tags), options: options, images: images,
            variants: variants, kind: ProductKind(rawValue: row[1]) ?? .physical)
    }
}
