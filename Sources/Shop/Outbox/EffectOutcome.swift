import Commerce
import GRDB

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
        case .createVariant(let creation):
            if let local, let made = answer.product, let variant = made.variants.first,
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM variants WHERE id = ?)", arguments: [local])
                    == true
            {
                try bind(variant, sent: creation.variant, to: local, of: made.id, item.connection)
            }
        case .removeVariant: if let local { try Gone.note(variant: local, item.connection, db) }
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
        let images = sent.images.map {
            ListingImage(key: $0.own, url: $0.url, alt: ListingImages.plain($0.alt))
        }
        let answered = made.images.map(\.line)
        let isWhole = images.count == answered.count
        for (image, there) in zip(images, answered) where isWhole {
            try ImageBindings(connection, product: made.id, db).bind(
                String(there.key.dropFirst()), to: Int64(image.key) ?? 0, url: image.url)
        }
        try bases.setImages(
            of: product, remote: made.id, sent: ListingImages.text(images), answered: answered, at: now)
        for (place, variant) in made.variants.enumerated() where place < sent.variants.count {
            guard let own = try local(sent.variants[place], of: product) else { continue }
            try bind(variant, sent: sent.variants[place], to: own, of: made.id, connection)
        }
    }

    private func bind(
        _ made: ChannelVariant, sent: ChannelVariant, to own: Int64, of product: String,
        _ connection: ConnectionID
    ) throws {
        let theirClock = now.milliseconds + (try Connection.fetch(connection, db).condition.clockOffset)
        let extra = VariantBinding(stockItem: made.stockItem, firstSeen: theirClock)
        try Bindings(connection, db).bind("variant", made.id, to: own, parent: product, extra: extra.text)
        let bases = Bases(connection, db)
        let ours = ChannelValues.ofVariant(sent)
        for (field, value) in ChannelValues.ofVariant(made) {
            try bases.set(field, of: own, ours: ours[field], theirs: value, at: now)
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
