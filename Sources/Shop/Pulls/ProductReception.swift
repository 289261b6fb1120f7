import Commerce
import GRDB

/// Takes one product of a channel in: by its binding, else by its SKUs, else as a new product.
///
/// Never by a guess: where SKUs lead to several products, or to one that is listed under another identifier already,
/// it is kept aside with its candidates for the seller to say (LESSONS 45).
struct ProductReception {
    let connection: Connection
    let readAt: Instant
    let transaction: Transaction
    let currency: Currency
    let bindings: Bindings
    let bases: Bases
    let merge: ProductMerge
    private var db: Database { transaction.db }

    init(
        _ connection: Connection, readAt: Instant, fields: Set<ListingField>, in transaction: Transaction
    ) throws {
        self.connection = connection
        self.readAt = readAt
        self.transaction = transaction
        currency = try transaction.settings().currency
        bindings = Bindings(connection.id, transaction.db)
        bases = Bases(connection.id, transaction.db)
        merge = try ProductMerge(connection, readAt: readAt, fields: fields, in: transaction)
    }

    /// The other side's clock at the read.
    private var theirClock: Int64 { readAt.milliseconds + connection.condition.clockOffset }

    func take(_ theirs: ChannelProduct, _ counts: inout PullCounts) throws {
        try Unreadable.forget(connection.id.rawValue, "products", theirs.id, db)
        if let local = try bindings.local("product", theirs.id) {
            try takeKnown(theirs, as: local, &counts)
            return
        }
        // What is in the bin there and was never here is nobody's business.
        guard theirs.state != .withdrawn else { return counts.same += 1 }
        switch try settled(theirs) ?? match(theirs) {
        case .one(let local):
            try bind(theirs, to: local)
            counts.changed += 1
        case .none:
            try create(theirs)
            counts.created += 1
        case .unclear(let reason, let candidates):
            try keepAside(theirs, reason, candidates)
            counts.questions += 1
        }
    }

    // MARK: Known

    private func takeKnown(_ theirs: ChannelProduct, as local: Int64, _ counts: inout PullCounts) throws {
        let isHere = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM products WHERE id = ?)"), arguments: [local]
        )
        guard isHere == true else {
            try bindings.unbind("product", theirs.id)
            return try take(theirs, &counts)
        }
        try takeVariants(theirs, of: local)
        let outcome = try merge.merge(theirs, into: local)
        if outcome.conflicts > 0 { counts.questions += outcome.conflicts }
        if outcome.hasChanged { counts.changed += 1 } else { counts.same += 1 }
    }

    /// Variants that came there since: bound by their SKU, else added here.
    private func takeVariants(_ theirs: ChannelProduct, of local: Int64) throws {
        for variant in theirs.variants where try bindings.variant(variant.id) == nil {
            // Removed here, and still to be taken off there.
            if let removed = try bindings.local("variant", variant.id),
                try VariantEffects.isLeaving(removed, of: local, on: connection.id.rawValue, db)
            {
                continue
            }
            if let own = try unbound(like: variant, of: local) {
                try bind(variant, of: theirs, to: own, isImported: false)
                continue
            }
            let count =
                try Int.fetchOne(
                    db.cachedStatement(
                        sql: "SELECT coalesce(max(position) + 1, 0) FROM variants WHERE product_id = ?"),
                    arguments: [local]) ?? 0
            let id = try insert(variant, of: local, at: count)
            try bind(variant, of: theirs, to: id, isImported: true)
        }
        // Those that are gone there stay here, and are bound no more.
        let there = Set(theirs.variants.map(\.id))
        let bound = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT remote_id, local_id FROM variants
                    CROSS JOIN bindings INDEXED BY bindings_by_local ON bindings.kind = 'variant' AND local_id = variants.id
                    WHERE product_id = ? AND connection_id = ?
                    """), arguments: [local, connection.id.rawValue])
        for row in bound where !there.contains(row[0]) {
            try bindings.unbind("variant", row[0])
            try bases.remove(.variant, row[1])
            try noteLost(row[1], theirs)
        }
    }

    /// Our variant that this one is, by its SKU, or by its options where not both have one.
    private func unbound(like variant: ChannelVariant, of local: Int64) throws -> Int64? {
        let options = Array((variant.options + ["", "", ""]).prefix(3))
        let found = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id FROM variants WHERE product_id = ?1 AND ((sku = ?2 AND sku <> '')
                        OR (option1 = ?3 AND option2 = ?4 AND option3 = ?5 AND option1 <> ''
                            AND (sku = '' OR ?2 = '')))
                    ORDER BY sku = ?2 DESC, position, id
                    """),
            arguments: [local, variant.sku, options[0], options[1], options[2]])
        return try found.first { try !Bindings.isBound($0, "variant", on: connection.id.rawValue, db) }
    }

    /// Somebody deleted it there. It is not made anew by itself: the seller sees it and says.
    private func noteLost(_ variant: Int64, _ theirs: ChannelProduct) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT sku, option1, option2, option3 FROM variants WHERE id = ?"),
            arguments: [variant])
        guard let row else { return }
        let options: [String] = [row[1], row[2], row[3]]
        let named = options.filter { !$0.isEmpty }.joined(separator: ", ")
        let name: String = named.isEmpty ? row[0] : named
        try Unreadable.note(
            .init(
                connection: connection.id, stream: Unreadable.lostVariants, remoteID: String(variant),
                reason: "\(theirs.title), \(name) was deleted there; P makes it anew, or remove it here",
                at: readAt), db)
        if let product = try bindings.local("product", theirs.id) { try merge.mark(product) }
    }

    // MARK: Matching

    private enum Match {
        case one(Int64)
        case none
        case unclear(String, [Int64])
    }

    /// What the seller has said of it: which one here it is, or that it is a new one.
    private func settled(_ theirs: ChannelProduct) throws -> Match? {
        let word = try String.fetchOne(
            db.cachedStatement(
                sql: "SELECT candidates FROM unmatched WHERE connection_id = ? AND remote_id = ?"),
            arguments: [connection.id.rawValue, theirs.id])
        if let word, word.hasPrefix(UnmatchedEntry.isWord),
            let id = Int64(word.dropFirst(UnmatchedEntry.isWord.count)),
            try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM products WHERE id = ?)"),
                arguments: [id])
                == true
        {
            return .one(id)
        }
        return word == UnmatchedEntry.newWord ? .some(.none) : nil
    }

    private func match(_ theirs: ChannelProduct) throws -> Match {
        let skus = theirs.variants.map(\.sku).filter { !$0.isEmpty }
        guard Set(skus).count == skus.count else {
            return .unclear("two of its variants have one SKU there", try products(of: skus))
        }
        guard !skus.isEmpty else { return try matchByTitle(theirs) }
        let candidates = try products(of: skus)
        guard let only = candidates.first else { return .none }
        guard candidates.count == 1 else {
            return .unclear("its SKUs are on \(candidates.count) products here", candidates)
        }
        if let other = try bindings.remote("product", only), other.id != theirs.id {
            return .unclear("its SKU is on a product that is listed there under another number", candidates)
        }
        return .one(only)
    }

    /// Without a SKU nothing proves that two are one; a product of the same name is only proposed.
    private func matchByTitle(_ theirs: ChannelProduct) throws -> Match {
        let same = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT product_id FROM catalog_lines
                    WHERE status IN ('active', 'draft', 'archived') AND title_key = ? ORDER BY product_id LIMIT 5
                    """), arguments: [theirs.title.lowercased()])
        let free = try same.filter {
            try !Bindings.isBound($0, "product", on: connection.id.rawValue, db)
        }
        return free.isEmpty ? .none : .unclear("it has no SKU, and there is one of that name here", free)
    }

    private func products(of skus: [String]) throws -> [Int64] {
        var found: [Int64] = []
        let statement = try db.cachedStatement(
            sql:
                "SELECT DISTINCT product_id FROM variants WHERE sku = ? AND sku <> '' ORDER BY product_id LIMIT 5"
        )
        for sku in skus {
            for id in try Int64.fetchAll(statement, arguments: [sku]) where !found.contains(id) {
                found.append(id)
            }
        }
        return found
    }

    private func keepAside(_ theirs: ChannelProduct, _ reason: String, _ candidates: [Int64]) throws {
        try transaction.execute(
            """
            INSERT INTO unmatched VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (connection_id, remote_id) DO UPDATE SET title = excluded.title, skus = excluded.skus,
                reason = excluded.reason, candidates = excluded.candidates
            """,
            [
                connection.id.rawValue, theirs.id, theirs.title,
                theirs.variants.map(\.sku).filter { !$0.isEmpty }.joined(separator: ", "), reason,
                candidates.map(String.init).joined(separator: ","), transaction.now.milliseconds,
            ])
    }

    // MARK: Binding

    /// A product that is there and here: what stands on the channel stays as the listing's own until the seller says
    /// otherwise; stock is the ledger's and waits for the plan.
    func bind(_ theirs: ChannelProduct, to local: Int64) throws {
        try transaction.execute(
            "DELETE FROM unmatched WHERE connection_id = ? AND remote_id = ?",
            [connection.id.rawValue, theirs.id])
        try bindings.bind("product", theirs.id, to: local)
        try list(local, as: theirs.state)
        for variant in theirs.variants {
            let mine =
                try variant.sku.isEmpty
                ? nil
                : Int64.fetchOne(
                    db.cachedStatement(
                        sql: "SELECT id FROM variants WHERE sku = ? AND sku <> '' AND product_id = ? LIMIT 1"),
                    arguments: [variant.sku, local])
            let own = try mine ?? onlyVariant(of: local, against: theirs)
            if let own { try bind(variant, of: theirs, to: own, isImported: false) }
        }
        try takeVariants(theirs, of: local)
        try merge.begin(theirs, with: local)
    }

    /// Where both have one variant, they are each other's, whatever their SKUs.
    private func onlyVariant(of local: Int64, against theirs: ChannelProduct) throws -> Int64? {
        guard theirs.variants.count == 1 else { return nil }
        let mine = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM variants WHERE product_id = ? LIMIT 2"),
            arguments: [local])
        return mine.count == 1 ? mine[0] : nil
    }

    func bind(
        _ variant: ChannelVariant, of theirs: ChannelProduct, to local: Int64, isImported: Bool
    ) throws {
        let extra = VariantBinding(
            stockItem: variant.stockItem, firstSeen: theirClock, isImported: isImported,
            isAssembled: theirs.isAssembled)
        try bindings.bind("variant", variant.id, to: local, parent: theirs.id, extra: extra.text)
        try Unreadable.forget(connection.id.rawValue, Unreadable.lostVariants, String(local), db)
        try link(variant.id, to: local)
    }

    /// Lines that came before their product was known find it now, and open ones put their stock by.
    private func link(_ remote: String, to local: Int64) throws {
        let lines = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT order_lines.id, order_id FROM bindings JOIN order_lines ON order_lines.id = local_id
                    WHERE connection_id = ? AND bindings.kind = 'line' AND bindings.extra = ? AND bindings.extra <> ''
                        AND variant_id IS NULL
                    """), arguments: [connection.id.rawValue, remote])
        for line in lines {
            try transaction.execute(
                "UPDATE order_lines SET variant_id = ? WHERE id = ?", [local, line[0] as Int64])
            let order = try OrderState.fetchAny(OrderID(rawValue: line[1]), db)
            guard order.movesStock, order.facts.stands, order.axes.cancellation != .yes,
                !order.axes.fulfillment.hasLeft, order.axes.payment.coversGoods
            else { continue }
            try Reservations(transaction).reserve(line[1])
        }
    }

    private func list(_ product: Int64, as state: ListingState) throws {
        let wanted: ListingState = state == .onSale ? .onSale : .paused
        let there = try Bool.fetchOne(
            db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM listings WHERE connection_id = ? AND product_id = ?)"),
            arguments: [connection.id.rawValue, product])
        guard there != true else { return }
        let id: ListingID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO listings VALUES (?, ?, ?, ?)",
            [id.rawValue, connection.id.rawValue, product, wanted.rawValue])
    }

    // MARK: Making

    func create(_ theirs: ChannelProduct) throws {
        let id: ProductID = transaction.nextID()
        let writer = try CatalogWriter(transaction)
        let title =
            theirs.title.trimmed.isEmpty ? "No title (\(theirs.id))" : CatalogValue.trimmed(theirs.title)
        let options = Array((theirs.options + ["", "", ""]).prefix(3))
        let status: ProductStatus = theirs.state == .onSale ? .active : .draft
        try transaction.execute(
            "INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, '')",
            [
                id.rawValue, try freeHandle(theirs.handle), title, theirs.kind.rawValue, status.rawValue,
                theirs.description, theirs.vendor,
                try theirs.categories.first.map { try writer.category($0) } ?? nil,
                Tag.text(Tag.set(theirs.tags)), options[0], options[1], options[2],
                transaction.now.milliseconds,
            ])
        try bindings.bind("product", theirs.id, to: id.rawValue)
        try transaction.execute(
            "DELETE FROM unmatched WHERE connection_id = ? AND remote_id = ?",
            [connection.id.rawValue, theirs.id])
        for (place, variant) in theirs.variants.enumerated() {
            let local = try insert(variant, of: id.rawValue, at: place)
            try bind(variant, of: theirs, to: local, isImported: true)
        }
        for (place, image) in theirs.images.enumerated() where image.url.hasPrefix("http") {
            let picture: ImageID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO images VALUES (?, ?, NULL, ?, ?, ?)",
                [picture.rawValue, id.rawValue, place, image.url, image.alt])
        }
        try list(id.rawValue, as: theirs.state)
        try merge.begin(theirs, with: id.rawValue)
    }

    /// A handle is unique here; the other channel's product keeps its own.
    private func freeHandle(_ handle: String) throws -> String? {
        guard !handle.isEmpty else { return nil }
        let isTaken = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM products WHERE handle = ?)"),
            arguments: [handle])
        return isTaken == true ? nil : handle
    }

    private func insert(_ variant: ChannelVariant, of product: Int64, at position: Int) throws -> Int64 {
        let id: VariantID = transaction.nextID()
        let options = Array((variant.options + ["", "", ""]).prefix(3))
        let isTaken =
            try variant.sku.isEmpty
            ? false
            : Bool.fetchOne(
                db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM variants WHERE sku = ? AND sku <> '')"),
                arguments: [variant.sku])
        try transaction.execute(
            "INSERT INTO variants VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, NULL, ?, '')",
            [
                id.rawValue, product, position, isTaken == true ? "" : variant.sku, variant.barcode,
                options[0],
                options[1], options[2], variant.price.flatMap { $0.isNegative ? nil : $0.millionths },
                variant.compareAt.flatMap { $0.isNegative ? nil : $0.millionths }, variant.weightGrams,
                variant.stock != nil,
            ])
        if let stock = variant.stock, stock > 0 {
            let entry: StockChangeID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO stock_entries VALUES (?, ?, ?, 'imported', NULL, ?, ?)",
                [
                    entry.rawValue, id.rawValue, min(stock, StockBounds.pieces), transaction.now.milliseconds,
                    "as \(connection.name) counted it",
                ])
        }
        return id.rawValue
    }
}
