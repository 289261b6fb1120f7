import Commerce
import GRDB

/// Merges what a channel says of a product with what we say and what was agreed (ARCHITECTURE, rules of the merge).
struct ProductMerge {
    let connection: Connection
    let readAt: Instant
    /// What the channel keeps at all.
    let fields: Set<ListingField>
    let transaction: Transaction
    let currency: Currency
    let bases: Bases
    let conflicts: Conflicts
    var db: Database { transaction.db }

    struct Outcome {
        var hasChanged = false
        var conflicts = 0
    }

    init(
        _ connection: Connection, readAt: Instant, fields: Set<ListingField>, in transaction: Transaction
    ) throws {
        self.connection = connection
        self.readAt = readAt
        self.fields = fields
        self.transaction = transaction
        currency = try transaction.settings().currency
        bases = Bases(connection.id, transaction.db)
        conflicts = Conflicts(transaction)
    }

    /// One value of a channel, and where it belongs.
    struct Value {
        let local: Int64
        let field: ListingField
        let theirs: String
    }

    // MARK: First sight

    /// Begins to keep a product in step: what stands there is the base, and where we say otherwise the listing's own.
    func begin(_ theirs: ChannelProduct, with local: Int64) throws {
        let ours = try own(local)
        if fields.contains(.images) { try ImageMerge(self, theirs, of: local).begin(ours: ours.images) }
        for value in try values(of: theirs, local: local) {
            if value.field == .stock {
                // Ours is the ledger's: nothing is known to be agreed unless our own count came from there.
                let isAgreed = ours.value(value) == value.theirs
                try bases.set(
                    .stock, of: value.local, ours: isAgreed ? value.theirs : nil, theirs: value.theirs,
                    at: readAt)
                continue
            }
            if let mine = ours.value(value), mine != value.theirs {
                if FieldMerge(value.field, ours: mine, base: nil, theirs: value.theirs) == .push {
                    try bases.set(value.field, of: value.local, ours: "", theirs: "", at: readAt)
                    try mark(local)
                    continue
                }
                try take(value, into: local, listing: ours.listing)
            }
            try bases.set(value.field, of: value.local, ours: value.theirs, theirs: value.theirs, at: readAt)
        }
    }

    // MARK: Later sights

    func merge(_ theirs: ChannelProduct, into local: Int64) throws -> Outcome {
        var outcome = Outcome()
        // Off the channel by the seller's word here, and the removal is on its way.
        guard let ours = try ownIfListed(local) else { return outcome }
        for value in try values(of: theirs, local: local) {
            let known = try bases.all(Bases.Subject(value.field), value.local)[value.field]
            // Written since this read began: it says nothing about now.
            if let known, known.at >= readAt, known.at <= transaction.now, known.at.milliseconds > 0 {
                try DueMarks.mark(
                    local, on: connection.id.rawValue, .read, at: transaction.now.adding(seconds: 5),
                    mark: transaction.mark, db)
                continue
            }
            if value.field == .stock {
                try StockMerge(self).merge(value, known, ours: ours.value(value), product: local, &outcome)
            } else {
                try merge(value, known, ours, product: local, &outcome)
            }
        }
        if fields.contains(.images) {
            try ImageMerge(self, theirs, of: local).merge(ours: ours.images, &outcome)
        }
        return outcome
    }

    private func merge(
        _ value: Value, _ known: Bases.Entry?, _ ours: Ours, product: Int64, _ outcome: inout Outcome
    ) throws {
        guard let mine = ours.value(value) else { return }
        var base = known?.base
        if let sent = known?.sent {
            // It left without an answer: what stands there now tells whether it was done.
            if value.theirs == sent {
                base = FieldBase(ours: sent, theirs: value.theirs)
                try bases.set(value.field, of: value.local, ours: sent, theirs: value.theirs, at: readAt)
            } else {
                try bases.forgetSent(value.field, of: value.local)
            }
        }
        switch FieldMerge(value.field, ours: mine, base: base, theirs: value.theirs) {
        case .same, .push:
            // Where it is not the channel's turn, an old card of it has nothing to ask any more.
            try conflicts.close(connection.id, value.field, value.local)
            guard base == nil else { break }
            try bases.set(value.field, of: value.local, ours: "", theirs: value.theirs, at: readAt)
            try mark(product)
        case .agreed:
            try conflicts.close(connection.id, value.field, value.local)
            try bases.set(value.field, of: value.local, ours: mine, theirs: value.theirs, at: readAt)
        case .take:
            if value.field == .price, ours.isPriceRuled(value.local), base != nil {
                try ask(value, base, mine, product: product, &outcome)
                return
            }
            try conflicts.close(connection.id, value.field, value.local)
            try take(value, into: product, listing: ours.listing)
            try bases.set(value.field, of: value.local, ours: value.theirs, theirs: value.theirs, at: readAt)
            outcome.hasChanged = true
        case .joined(let joined):
            try conflicts.close(connection.id, value.field, value.local)
            try Overrides.set(
                value.field, of: ours.listing, variant: variant(value), to: joined, byChannel: false,
                in: transaction)
            try bases.set(value.field, of: value.local, ours: base?.ours, theirs: value.theirs, at: readAt)
            outcome.hasChanged = true
        case .conflict:
            try settle(value, base, mine, ours, product: product, &outcome)
        }
    }

    /// By the connection's default for the field, or by a card.
    private func settle(
        _ value: Value, _ base: FieldBase?, _ mine: String, _ ours: Ours, product: Int64,
        _ outcome: inout Outcome
    ) throws {
        switch connection.rules.conflicts[value.field] ?? .ask {
        case .ask: try ask(value, base, mine, product: product, &outcome)
        case .ours:
            try bases.set(value.field, of: value.local, ours: base?.ours, theirs: value.theirs, at: readAt)
            try mark(product)
            outcome.hasChanged = true
        case .theirs:
            guard try mayTakeByItself(value) else {
                return try ask(value, base, mine, product: product, &outcome)
            }
            try take(value, into: product, listing: ours.listing)
            try bases.set(value.field, of: value.local, ours: value.theirs, theirs: value.theirs, at: readAt)
            outcome.hasChanged = true
        }
    }

    /// Never a price below the floor, below cost or of nothing, without a person's word.
    private func mayTakeByItself(_ value: Value) throws -> Bool {
        guard value.field == .price else { return true }
        let cost = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT unit_cost FROM variants WHERE id = ?"), arguments: [value.local])
        let price = try UnitPrice(
            millionths: value.theirs.isEmpty ? 0 : DecimalText.parse(value.theirs, scale: UnitPrice.scale),
            currency: currency)
        return PriceGuard(
            price, there: nil, cost: cost.map { UnitPrice(millionths: $0, currency: currency) },
            limitPercent: .max, floorPercent: connection.rules.floorPercent) == nil
    }

    private func ask(
        _ value: Value, _ base: FieldBase?, _ mine: String, product: Int64, _ outcome: inout Outcome
    ) throws {
        let isNew = try conflicts.open(
            connection.id, product: product, value.field, value.local, ours: mine, base: base,
            theirs: value.theirs, theirsAt: readAt)
        if isNew { outcome.conflicts += 1 }
    }

    func mark(_ product: Int64) throws {
        try DueMarks.mark(
            product, on: connection.id.rawValue, .fields, at: transaction.now, mark: transaction.mark, db)
    }

    // MARK: Taking

    /// An edit made there lands in the listing's own override, or in the product where the seller shares the field.
    func take(_ value: Value, into product: Int64, listing: Int64) throws {
        if value.field == .images { return try takeImages(value.theirs, into: product) }
        if connection.rules.shared.contains(value.field), try takeIntoProduct(value, product) {
            try Overrides.set(
                value.field, of: listing, variant: variant(value), to: nil, byChannel: true, in: transaction)
            return
        }
        try Overrides.set(
            value.field, of: listing, variant: variant(value), to: value.theirs, byChannel: true,
            in: transaction)
    }

    /// The channel's pictures, as a conflict names them.
    private func takeImages(_ theirs: String, into product: Int64) throws {
        guard let remote = try Bindings(connection.id, db).remote("product", product),
            let known = try bases.all(.product, product)[.images]
        else { return }
        try ImageMerge.take(
            ListingImages.images(theirs), known.base, ours: own(product).images, into: product,
            ImageBindings(connection.id, product: remote.id, db), self)
    }

    /// - Returns: whether the product can say it.
    private func takeIntoProduct(_ value: Value, _ product: Int64) throws -> Bool {
        let field: CatalogField
        switch value.field {
        case .title: field = .title
        case .description: field = .description
        case .tags: field = .tags
        case .vendor: field = .vendor
        case .categories: field = .category
        case .price: field = .price
        case .compareAt: field = .compareAt
        case .sku: field = .sku
        case .barcode: field = .barcode
        case .weight: field = .weight
        case .state, .stock, .images: return false
        }
        let text = value.field.isSet ? value.theirs.replacing("\n", with: ", ") : value.theirs
        let edit = CatalogEdit(
            ProductID(rawValue: product),
            variant: value.field.isOfVariant ? VariantID(rawValue: value.local) : nil, field, text)
        do {
            try CatalogWriter(transaction).apply(edit)
            return true
        } catch is Refusal {
            // What the catalog's rules refuse, such as a SKU that another product has, stays the listing's own.
            return false
        }
    }

    private func variant(_ value: Value) -> Int64? { value.field.isOfVariant ? value.local : nil }

    // MARK: Values

    /// What we say, by where it belongs.
    struct Ours {
        let listing: Int64
        fileprivate let product: Int64
        fileprivate let fields: [ListingField: String]
        fileprivate let variants: [Int64: ListingSheet.Variant]

        func value(_ value: Value) -> String? {
            value.field.isOfVariant ? variants[value.local]?.fields[value.field] : fields[value.field]
        }

        var images: String { fields[.images] ?? "" }

        func isPriceRuled(_ variant: Int64) -> Bool { variants[variant]?.isPriceRuled ?? false }
    }

    private func own(_ product: Int64) throws -> Ours {
        guard let ours = try ownIfListed(product) else {
            throw Refusal("not-listed", "That product is not listed on \(connection.name).")
        }
        return ours
    }

    private func ownIfListed(_ product: Int64) throws -> Ours? {
        guard let sheet = try ListingSheet.fetch(product, on: connection, currency: currency, db) else {
            return nil
        }
        return Ours(
            listing: sheet.listing.rawValue, product: product, fields: sheet.fields,
            variants: Dictionary(
                sheet.variants.map { ($0.variant.rawValue, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    /// A channel's product as canonical values, those of its bound variants with them.
    private func values(of theirs: ChannelProduct, local: Int64) throws -> [Value] {
        var values: [Value] = [
            Value(local: local, field: .title, theirs: theirs.title),
            Value(local: local, field: .description, theirs: ListingText.text(theirs.description)),
            Value(
                local: local, field: .state,
                theirs: (theirs.state == .onSale ? ListingState.onSale : .paused).rawValue),
            Value(local: local, field: .tags, theirs: ListingField.setText(theirs.tags)),
            Value(local: local, field: .categories, theirs: ListingField.setText(theirs.categories)),
            Value(local: local, field: .vendor, theirs: theirs.vendor),
        ]
        let bindings = Bindings(connection.id, db)
        for variant in theirs.variants {
            guard let id = try bindings.variant(variant.id) else { continue }
            values += [
                Value(local: id, field: .price, theirs: ListingText.price(variant.price)),
                Value(local: id, field: .compareAt, theirs: ListingText.price(variant.compareAt)),
                Value(local: id, field: .sku, theirs: variant.sku),
                Value(local: id, field: .barcode, theirs: variant.barcode),
                Value(local: id, field: .weight, theirs: variant.weightGrams.map(String.init) ?? ""),
            ]
            if let stock = variant.stock, !theirs.isAssembled {
                values.append(Value(local: id, field: .stock, theirs: String(stock)))
            }
        }
        return values.filter { fields.contains($0.field) }
    }
}
