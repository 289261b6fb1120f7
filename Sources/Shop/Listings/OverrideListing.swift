package import Commerce
import GRDB

/// Sets what a listing says otherwise than its product.
package struct OverrideListing: Action {
    package let product: ProductID
    package let connection: ConnectionID
    package let changes: [Change]

    package struct Change: Hashable, Sendable, Codable {
        /// Nil for a field of the product.
        package let variant: VariantID?
        package let field: ListingField
        /// Nil goes back to the product's own.
        package let value: String?

        package init(_ field: ListingField, of variant: VariantID? = nil, to value: String?) {
            self.variant = variant
            self.field = field
            self.value = value
        }
    }

    package init(_ product: ProductID, on connection: ConnectionID, _ changes: [Change]) {
        self.product = product
        self.connection = connection
        self.changes = changes
    }

    package func perform(in transaction: Transaction) throws -> String {
        let db = transaction.db
        let writer = try CatalogWriter(transaction)
        let title = try writer.title(of: product)
        let connection = try Connection.fetch(connection, db)
        let listing = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM listings WHERE connection_id = ? AND product_id = ?"),
            arguments: [connection.id.rawValue, product.rawValue])
        guard let listing else {
            throw Refusal("not-listed", "“\(title)” is not on \(connection.name). P lists it there.")
        }
        guard !changes.isEmpty else {
            throw Refusal("no-change", "Nothing is said of what it is to say there.")
        }
        for change in changes {
            try Overrides.set(
                change.field, of: listing, variant: change.variant?.rawValue,
                to: try canonical(change, writer), byChannel: false, in: transaction)
        }
        return "\(title) on \(connection.name)"
    }

    private func canonical(_ change: Change, _ writer: CatalogWriter) throws -> String? {
        let field = change.field
        guard field != .stock else {
            throw Refusal("stock", "Stock comes from the ledger; a buffer holds pieces back on a channel.")
        }
        guard field != .images else {
            throw Refusal("images", "The images are the product's: they are the same on every channel.")
        }
        guard field.isOfVariant == (change.variant != nil) else {
            throw Refusal(
                "which-variant",
                "The \(field.word) is \(field.isOfVariant ? "each variant's" : "the product's").")
        }
        if let variant = change.variant, try writer.product(of: variant) != product {
            throw Refusal("no-such-variant", "There is no variant \(variant) of that product.")
        }
        guard let value = change.value else { return nil }
        if field == .title, value.trimmed.isEmpty {
            throw Refusal("no-title", "A title on a channel has a word or two.")
        }
        guard field.isPrice else { return value }
        let price = ListingText.price(
            try CatalogValue.price(value, field == .price ? .price : .compareAt, writer.currency))
        if field == .price, price.isEmpty {
            throw Refusal("no-price", "A price on a channel is an amount, such as 24.50.")
        }
        return price
    }

    package func summary(of what: String) -> String {
        guard let change = changes.first, changes.count == 1 else {
            return "\(what): \(changes.count) fields"
        }
        return change.value.map { "\(what): \(change.field.word) \($0.prefix(60))" }
            ?? "\(what): \(change.field.word) as here"
    }
}

/// What a listing says, and what it would say without its own words: for a form.
package struct ListingWording: Hashable, Sendable {
    package let product: ProductID
    package let connection: ConnectionID
    package let channel: String
    package let title: Words
    package let description: Words
    package let prices: [Price]

    package struct Words: Hashable, Sendable {
        /// The product's, by the connection's rules.
        package let here: String
        /// The listing's own; nil where it says the same.
        package let own: String?
    }

    package struct Price: Hashable, Sendable {
        package let variant: VariantID
        package let name: String
        package let words: Words
    }
}

extension Shop {
    /// What a listing says otherwise; nil where the product is not listed there.
    package func listingWording(of product: ProductID, on connection: ConnectionID) throws -> ListingWording?
    {
        try read { db in
            let connection = try Connection.fetch(connection, db)
            let currency = try ShopSettings.fetch(db).currency
            func sheet(_ isPlain: Bool) throws -> ListingSheet? {
                try ListingSheet.fetch(
                    product.rawValue, on: connection, currency: currency, withOverrides: !isPlain, db)
            }
            guard let plain = try sheet(true), let own = try sheet(false) else { return nil }
            func words(_ here: String?, _ there: String?) -> ListingWording.Words {
                .init(here: here ?? "", own: here == there ? nil : there)
            }
            return ListingWording(
                product: product, connection: connection.id, channel: connection.name,
                title: words(plain.fields[.title], own.fields[.title]),
                description: words(plain.fields[.description], own.fields[.description]),
                prices: zip(plain.variants, own.variants).map { plain, own in
                    .init(
                        variant: plain.variant, name: plain.name,
                        words: words(plain.fields[.price], own.fields[.price]))
                })
        }
    }
}
