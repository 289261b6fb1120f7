package import Commerce
import GRDB

/// What would go out for one product on one channel, and what will not and why: computed from what we say, what was
/// agreed, and what is open. The plan shows it, sync does it.
package struct ListingDifference: Sendable {
    package let connection: ConnectionID
    package let product: ProductID
    package let title: String
    /// The due mark it was computed for; a newer one stays when this one is done.
    package let mark: Int64
    /// When it may go out: a change is held for a moment.
    package let notBefore: Instant
    package var changes: [Change]
    package var stock: [StockChange]
    package var waits: [Wait]
    /// Whether the channel has to be read again for it before anything is pushed.
    package var needsReading: Bool

    /// One field that goes out.
    package struct Change: Hashable, Sendable {
        package let address: ChannelAddress
        /// The product or the variant.
        package let local: Int64
        package let variantName: String
        package let field: ListingField
        package let value: String
        package let there: String
        /// Who changed it last, where the journal knows.
        package let because: String
        /// The other price of the pair, as it is on our side and there: platforms that keep the two as one need both.
        package var companions: [ListingField: String] = [:]
        /// Of pictures, all that are to be there.
        package var images: [ChannelImage] = []
    }

    package struct StockChange: Hashable, Sendable {
        package let address: ChannelAddress
        package let variant: VariantID
        package let variantName: String
        package let quantity: Int
        package let expected: Int
        package let because: String
    }

    /// What stays here, and why.
    package struct Wait: Hashable, Sendable {
        package enum Reason: Hashable, Sendable {
            case conflict
            case guarded(PriceGuard)
            /// Left out by the seller, until then.
            case leftOut(until: Instant, String)
            /// The platform will not take it as it is.
            case unfit(String)
            /// A count there is not explained yet: its orders are read first.
            case countInDoubt
            /// It is being made there, or its cancellation is on its way.
            case underWay(String)
            case notThere
        }

        package let local: Int64
        package let variantName: String
        /// Nil where it is the whole listing.
        package let field: ListingField?
        package let value: String
        package let there: String
        package let reason: Reason
    }

    package var isEmpty: Bool { changes.isEmpty && stock.isEmpty && waits.isEmpty && !needsReading }
}

extension ListingDifference {
    /// Nil where the product is not listed there any more.
    static func fetch(
        _ product: Int64, on connection: Connection, limits: ListingLimits, currency: Currency, mark: Int64,
        notBefore: Instant, now: Instant, stockOnly: Bool, _ db: Database
    ) throws -> ListingDifference? {
        guard let sheet = try ListingSheet.fetch(product, on: connection, currency: currency, db) else {
            return nil
        }
        var found = ListingDifference(
            connection: connection.id, product: sheet.product, title: sheet.title, mark: mark,
            notBefore: notBefore, changes: [], stock: [], waits: [], needsReading: false)
        let bindings = Bindings(connection.id, db)
        guard let there = try bindings.remote("product", product) else {
            found.waits.append(try notThere(sheet, connection, db))
            return found
        }
        if let leftOut = try leftOut(product, connection.id.rawValue, now, db) {
            found.waits.append(
                Wait(
                    local: product, variantName: "", field: nil, value: "", there: "",
                    reason: .leftOut(until: leftOut.until, leftOut.reason)))
            return found
        }
        let check = ListingCheck(connection, limits: limits, currency: currency, db)
        if !stockOnly {
            try check.fields(
                sheet.fields, of: product, address: ChannelAddress(product: there.id), name: "", cost: nil,
                &found)
            if sheet.unsentImages > 0, limits.fields.contains(.images) {
                found.waits.append(unsent(sheet, product, connection))
            }
        }
        for variant in sheet.variants {
            guard let bound = try bindings.remote("variant", variant.variant.rawValue) else {
                if !stockOnly {
                    found.waits.append(
                        Wait(
                            local: variant.variant.rawValue, variantName: variant.name, field: nil, value: "",
                            there: "",
                            reason: try VariantEffects.standing(
                                of: variant.variant.rawValue, of: product, on: connection, db)))
                }
                continue
            }
            let binding = try VariantBinding(bound.extra)
            let address = ChannelAddress(product: there.id, variant: bound.id, stockItem: binding.stockItem)
            if !stockOnly {
                try check.fields(
                    variant.fields, of: variant.variant.rawValue, address: address, name: variant.name,
                    cost: variant.cost, &found)
            }
            if !binding.isAssembled {
                try check.stock(variant, address: address, &found)
            }
        }
        return found
    }

    private static func unsent(
        _ sheet: ListingSheet, _ product: Int64, _ connection: Connection
    ) -> Wait {
        let count = sheet.unsentImages
        let what = count == 1 ? "a picture lies" : "\(count) pictures lie"
        return Wait(
            local: product, variantName: "", field: .images, value: "", there: "",
            reason: .unfit(
                "\(what) on this machine, where \(connection.name) cannot fetch it; give it an address"))
    }

    private static func notThere(
        _ sheet: ListingSheet, _ connection: Connection, _ db: Database
    ) throws -> Wait {
        let state = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT state, reason FROM outbox WHERE chain = ? AND chain <> '' AND kind = 'createProduct'
                    ORDER BY id DESC LIMIT 1
                    """),
            arguments: ["product/\(connection.id.rawValue)/\(sheet.product.rawValue)"])
        let reason: Wait.Reason
        switch state.flatMap({ EffectState(rawValue: $0[0]) }) {
        case .held?, .queued?, .sending?, .blocked?, .inDoubt?: reason = .underWay("it is being made there")
        case .rejected?: reason = .unfit("\(connection.name) refused it: \(state?[1] ?? "")")
        default: reason = .notThere
        }
        return Wait(
            local: sheet.product.rawValue, variantName: "", field: nil, value: "", there: "", reason: reason)
    }

    private static func leftOut(_ product: Int64, _ connection: Int64, _ now: Instant, _ db: Database) throws
        -> (until: Instant, reason: String)?
    {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql:
                    "SELECT until, reason FROM left_out WHERE connection_id = ? AND product_id = ? AND until > ?"
            ),
            arguments: [connection, product, now.milliseconds])
        return row.map { (Instant(milliseconds: $0[0]), $0[1]) }
    }
}

/// Compares what a listing says with what was agreed, field by field.
struct ListingCheck {
    private let connection: Connection
    private let limits: ListingLimits
    private let currency: Currency
    private let db: Database

    init(_ connection: Connection, limits: ListingLimits, currency: Currency, _ db: Database) {
        self.connection = connection
        self.limits = limits
        self.currency = currency
        self.db = db
    }

    func fields(
        _ fields: [ListingField: String], of local: Int64, address: ChannelAddress, name: String,
        cost: UnitPrice?, _ found: inout ListingDifference
    ) throws {
        let subject: Bases.Subject = name.isEmpty && address.variant.isEmpty ? .product : .variant
        let bases = try Bases(connection.id, db).all(subject, local)
        for (field, value) in fields.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where field != .stock && limits.fields.contains(field) && Bases.Subject(field) == subject {
            guard let known = bases[field] else {
                found.needsReading = true
                continue
            }
            guard known.sent == nil else {
                // It left without an answer: what stands there is read before anything is sent over it.
                found.needsReading = true
                continue
            }
            if field == .images, known.base.ours == value {
                // It was taken, and turned out to be no picture afterwards.
                if let refused = try refusal(field, local, value) {
                    found.waits.append(
                        .init(
                            local: local, variantName: name, field: field, value: value,
                            there: known.base.theirs, reason: .unfit("\(connection.name): \(refused)")))
                }
                continue
            }
            guard known.base.ours != value else { continue }
            if known.base.theirs == value, known.base.ours == nil { continue }
            let there = try conflicting(field, local) ?? known.base.theirs
            if let reason = try wait(field, value, there: there, local: local, cost: cost) {
                found.waits.append(
                    .init(
                        local: local, variantName: name, field: field, value: value, there: there,
                        reason: reason))
                continue
            }
            found.changes.append(
                .init(
                    address: address, local: local, variantName: name, field: field, value: value,
                    there: there, because: try because(field, product: found.product.rawValue),
                    companions: Self.companions(of: field, fields, bases),
                    images: field == .images ? try images(value, known.base, address) : []))
        }
    }

    /// The pictures that are to be there: those that are, with what was changed here.
    private func images(
        _ value: String, _ base: FieldBase, _ address: ChannelAddress
    ) throws -> [ChannelImage] {
        let wanted = ListingImages.carry(
            from: base.ours.map(ListingImages.images) ?? [], to: ListingImages.images(value),
            onto: ListingImages.images(base.theirs))
        return try ImageBindings(connection.id, product: address.product, db).wanted(wanted)
    }

    /// The other one of price and compare-at, where it is agreed on and so does not go out by itself.
    private static func companions(
        of field: ListingField, _ fields: [ListingField: String], _ bases: [ListingField: Bases.Entry]
    ) -> [ListingField: String] {
        guard field.isPrice else { return [:] }
        let other: ListingField = field == .price ? .compareAt : .price
        guard let value = fields[other], let known = bases[other], known.sent == nil,
            known.base.ours == value
        else { return [:] }
        return [other: value]
    }

    private func wait(
        _ field: ListingField, _ value: String, there: String, local: Int64, cost: UnitPrice?
    ) throws -> ListingDifference.Wait.Reason? {
        if try conflicting(field, local) != nil { return .conflict }
        if let refused = try refusal(field, local, value) { return .unfit("\(connection.name): \(refused)") }
        if field == .title {
            if value.trimmed.isEmpty { return .unfit("it has no title") }
            if value.count > limits.titleCharacters {
                return .unfit(
                    "the title has \(value.count) characters, \(connection.name) takes \(limits.titleCharacters)"
                )
            }
        }
        guard field == .price, try !isApproved(field, local, value) else { return nil }
        guard let price = try price(value) else { return .unfit("it has no price") }
        return PriceGuard(
            price, there: try self.price(there), cost: cost, limitPercent: connection.rules.guardPercent,
            floorPercent: connection.rules.floorPercent
        ).map(ListingDifference.Wait.Reason.guarded)
    }

    /// What they have by now, where both sides changed it; nil where nothing is open.
    private func conflicting(_ field: ListingField, _ local: Int64) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT theirs FROM conflicts WHERE connection_id = ? AND subject = ? AND local_id = ?
                    AND field = ? AND settled_by IS NULL
                    """),
            arguments: [
                connection.id.rawValue, Bases.Subject(field).rawValue, local, field.rawValue,
            ])
    }

    /// What the platform said to exactly this value.
    private func refusal(_ field: ListingField, _ local: Int64, _ value: String) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT reason FROM refusals WHERE connection_id = ? AND subject = ? AND local_id = ?
                    AND field = ? AND value = ?
                    """),
            arguments: [
                connection.id.rawValue, Bases.Subject(field).rawValue, local, field.rawValue, value,
            ])
    }

    private func price(_ text: String) throws -> UnitPrice? {
        guard !text.isEmpty else { return nil }
        // A price that a platform holds and nobody can read is no price to compare with.
        guard let millionths = try? DecimalText.parse(text, scale: UnitPrice.scale) else { return nil }
        return UnitPrice(millionths: millionths, currency: currency)
    }

    private func isApproved(_ field: ListingField, _ local: Int64, _ value: String) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM approvals WHERE connection_id = ? AND subject = ? AND local_id = ?
                    AND field = ? AND value = ?)
                    """),
            arguments: [
                connection.id.rawValue, Bases.Subject(field).rawValue, local, field.rawValue, value,
            ]) ?? false
    }

    func stock(
        _ variant: ListingSheet.Variant, address: ChannelAddress, _ found: inout ListingDifference
    ) throws {
        guard limits.fields.contains(.stock), let text = variant.fields[.stock], let quantity = Int(text)
        else {
            return
        }
        let local = variant.variant.rawValue
        guard let known = try Bases(connection.id, db).all(.variant, local)[.stock],
            let there = Int(known.base.theirs)
        else {
            // Nothing is counted there, or it was not read yet.
            return
        }
        guard known.sent == nil else { return found.needsReading = true }
        guard known.base.ours != text else { return }
        if there == quantity, known.base.ours == nil { return }
        func wait(_ reason: ListingDifference.Wait.Reason) {
            found.waits.append(
                .init(
                    local: local, variantName: variant.name, field: .stock, value: text,
                    there: known.base.theirs, reason: reason))
        }
        let id = connection.id.rawValue
        if try exists(
            "conflicts WHERE connection_id = ? AND subject = 2 AND local_id = ? AND field = 'stock' AND settled_by IS NULL",
            [id, local])
        {
            return wait(.conflict)
        }
        if let refused = try refusal(.stock, local, text) {
            return wait(.unfit("\(connection.name): \(refused)"))
        }
        if try exists("stock_doubts WHERE connection_id = ? AND variant_id = ?", [id, local]) {
            found.needsReading = true
            return wait(.countInDoubt)
        }
        if try isCancellationOnItsWay(local) {
            return wait(.underWay("a cancellation on its way puts pieces back there"))
        }
        found.stock.append(
            .init(
                address: address, variant: variant.variant, variantName: variant.name, quantity: quantity,
                expected: there, because: try stockCause(local)))
    }

    private func exists(_ condition: String, _ arguments: StatementArguments) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM \(condition))"), arguments: arguments)
            ?? false
    }

    /// The platform puts the pieces of a cancelled order back by itself: until it has and was read, its count is not ours.
    private func isCancellationOnItsWay(_ variant: Int64) throws -> Bool {
        try exists(
            """
            outbox CROSS JOIN order_lines ON order_lines.order_id = outbox.order_id AND order_lines.variant_id = ?2
            JOIN stock_takes ON stock_takes.order_line_id = order_lines.id
                AND stock_takes.connection_id = outbox.connection_id AND stock_takes.quantity > 0
            WHERE outbox.connection_id = ?1 AND outbox.kind = 'cancel'
                AND (outbox.state IN ('held', 'queued', 'sending', 'inDoubt', 'blocked')
                    OR (outbox.state = 'confirmed' AND outbox.settled_at >= coalesce((SELECT began_at FROM pulls
                        WHERE pulls.connection_id = ?1 AND stream = 'orders'), 0)))
            """, [connection.id.rawValue, variant])
    }

    // MARK: Why

    private func because(_ field: ListingField, product: Int64) throws -> String {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT author, at FROM touched JOIN entries ON entries.id = entry_id
                    WHERE subject = 1 AND row_id = ? ORDER BY entry_id DESC LIMIT 1
                    """), arguments: [product])
        return row?[0] ?? ""
    }

    /// What moved the ledger last: the order or the count.
    private func stockCause(_ variant: Int64) throws -> String {
        let order = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT orders.number, reservations.quantity FROM reservations
                    JOIN order_lines ON order_lines.id = order_line_id JOIN orders ON orders.id = order_id
                    WHERE reservations.variant_id = ? ORDER BY order_line_id DESC LIMIT 1
                    """), arguments: [variant])
        let entry = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT cause, at FROM stock_entries WHERE variant_id = ? ORDER BY at DESC LIMIT 1"),
            arguments: [variant])
        if let order, entry == nil || (entry?[0] as String?) == "imported" {
            return "\(order[0] as String) took \(order[1] as Int64)"
        }
        return entry.flatMap { StockCause(rawValue: $0[0])?.word } ?? order.map { "\($0[0] as String)" } ?? ""
    }
}
