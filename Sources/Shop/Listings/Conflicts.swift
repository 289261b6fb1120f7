package import Commerce
import GRDB

package enum ConflictSubject {}
package typealias ConflictID = Identifier<ConflictSubject>

/// A field that both sides changed apart: both are kept until the seller chooses.
package struct Conflict: Hashable, Sendable, Codable, Identifiable {
    package let id: ConflictID
    package let connection: ConnectionID
    package let channel: String
    package let product: ProductID
    package let title: String
    /// Nil for a field of the product.
    package let variant: VariantID?
    package let variantName: String
    package let field: ListingField
    package let ours: String
    /// What was agreed on before, as we said it.
    package let before: String
    package let theirs: String
    package let at: Instant
    package let theirsAt: Instant?
    /// Who changed ours last and when, where the journal knows.
    package let oursBy: String
    package let oursAt: Instant?
    /// What is kept of each price, in whole per cent: ours, before, theirs. Nil without a cost.
    package let keeps: [Int?]
}

/// How a conflict is settled. As text `ours`, `theirs`, or another value behind an equals sign.
package enum ConflictSide: Hashable, Sendable, Codable, RawRepresentable, CaseIterable {
    case ours, theirs
    /// Something else, canonically.
    case other(String)

    package static var allCases: [ConflictSide] { [.ours, .theirs] }

    package init?(rawValue: String) {
        switch rawValue {
        case "ours": self = .ours
        case "theirs": self = .theirs
        case _ where rawValue.hasPrefix("="): self = .other(String(rawValue.dropFirst()))
        default: return nil
        }
    }

    package var rawValue: String {
        switch self {
        case .ours: "ours"
        case .theirs: "theirs"
        case .other(let text): "=" + text
        }
    }
}

struct Conflicts {
    private let transaction: Transaction
    private var db: Database { transaction.db }

    init(_ transaction: Transaction) { self.transaction = transaction }

    /// Opens a card, or brings the open one up to date.
    ///
    /// - Returns: whether it is a new one.
    func open(
        _ connection: ConnectionID, product: Int64, _ field: ListingField, _ local: Int64, ours: String,
        base: FieldBase?, theirs: String, theirsAt: Instant
    ) throws -> Bool {
        let isThere = try isOpen(connection, field, local)
        let id: ConflictID = transaction.nextID()
        try transaction.execute(
            """
            INSERT INTO conflicts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, NULL)
            ON CONFLICT (connection_id, subject, local_id, field) DO UPDATE SET id = iif(settled_by IS NULL, id, excluded.id),
                ours = excluded.ours, theirs = excluded.theirs, theirs_at = excluded.theirs_at,
                base_ours = excluded.base_ours, base_theirs = excluded.base_theirs,
                at = iif(settled_by IS NULL, at, excluded.at), settled_by = NULL
            """,
            [
                id.rawValue, connection.rawValue, product, Bases.Subject(field).rawValue, local,
                field.rawValue,
                ours, base?.ours, base?.theirs ?? "", theirs, transaction.now.milliseconds,
                theirsAt.milliseconds,
            ])
        return !isThere
    }

    func isOpen(_ connection: ConnectionID, _ field: ListingField, _ local: Int64) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM conflicts WHERE connection_id = ? AND subject = ? AND local_id = ?
                    AND field = ? AND settled_by IS NULL)
                    """),
            arguments: [
                connection.rawValue, Bases.Subject(field).rawValue, local, field.rawValue,
            ]) ?? false
    }

    /// The two sides agree by themselves: there is nothing to ask.
    func close(_ connection: ConnectionID, _ field: ListingField, _ local: Int64) throws {
        try transaction.execute(
            """
            DELETE FROM conflicts WHERE connection_id = ? AND subject = ? AND local_id = ? AND field = ?
            AND settled_by IS NULL
            """,
            [connection.rawValue, Bases.Subject(field).rawValue, local, field.rawValue])
        guard db.changesCount > 0 else { return }
        // What it kept back may go now.
        let product =
            field.isOfVariant
            ? try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT product_id FROM variants WHERE id = ?"), arguments: [local])
            : local
        if let product {
            try DueMarks.mark(
                product, on: connection.rawValue, .fields, at: transaction.now, mark: transaction.mark, db)
        }
    }

    /// A settlement is taken back: both sides stand against each other again, as they did.
    ///
    /// - Throws: a ``Refusal`` where what was settled has gone out.
    func reopen(settledBy entry: EntryID, _ summary: String) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT conflicts.connection_id, conflicts.local_id, conflicts.field, base_ours, base_theirs,
                        bases.sent IS NOT NULL OR bases.at > entries.at, product_id
                    FROM conflicts JOIN entries ON entries.id = settled_by
                    LEFT JOIN bases ON bases.connection_id = conflicts.connection_id
                        AND bases.subject = conflicts.subject AND bases.local_id = conflicts.local_id
                        AND bases.field = conflicts.field
                    WHERE settled_by = ?
                    """), arguments: [entry.rawValue])
        for row in rows {
            guard !(row[5] as Bool) else {
                throw Refusal(
                    "has-left",
                    "“\(summary)” cannot be taken back: it is on its channel by now. Change it there anew.")
            }
            guard let field = ListingField(rawValue: row[2]) else { continue }
            if field == .stock {
                // Orders have moved its base since: what stands there is read anew.
                try DueMarks.mark(
                    row[6], on: row[0], .read, at: transaction.now, mark: transaction.mark, db)
                continue
            }
            try Bases(ConnectionID(rawValue: row[0]), db).set(
                field, of: row[1], ours: row[3], theirs: row[4], at: .init(milliseconds: 0))
        }
        try transaction.execute(
            "UPDATE conflicts SET settled_by = NULL WHERE settled_by = ?", [entry.rawValue])
    }
}

/// Settles conflicts, each by one side or by something else.
package struct SettleConflicts: Action {
    package struct Choice: Codable, Hashable, Sendable {
        package let conflict: ConflictID
        package let side: ConflictSide

        package init(_ conflict: ConflictID, _ side: ConflictSide) {
            self.conflict = conflict
            self.side = side
        }
    }

    package let choices: [Choice]

    package init(_ choices: [Choice]) { self.choices = choices }

    package struct Outcome: Codable, Sendable {
        package var conflicts: BulkOutcome<ConflictID>
        package var words: [String]
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        var done = BulkOutcome<ConflictID>()
        var words: [String] = []
        func settle(_ choice: Choice) throws {
            words.append(try Self.settle(choice, in: transaction))
        }
        if choices.count == 1 {
            try settle(choices[0])
            done.done = [choices[0].conflict]
        } else {
            for choice in choices { try done.attempt(choice.conflict) { try settle(choice) } }
        }
        let settled = done.done
        transaction.afterEntry.append { entry in
            for id in settled {
                try transaction.execute(
                    "UPDATE conflicts SET settled_by = ? WHERE id = ?", [entry.rawValue, id.rawValue])
            }
        }
        return Outcome(conflicts: done, words: words)
    }

    private static func settle(_ choice: Choice, in transaction: Transaction) throws -> String {
        let db = transaction.db
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT connection_id, product_id, subject, local_id, field, ours, base_ours, theirs
                        FROM conflicts WHERE id = ? AND settled_by IS NULL
                        """), arguments: [choice.conflict.rawValue]),
            let field = ListingField(rawValue: row[4])
        else { throw Refusal("settled", "That conflict is settled already.") }
        let connection = try Connection.fetch(ConnectionID(rawValue: row[0]), db)
        let product: Int64 = row[1]
        let local: Int64 = row[3]
        let theirs: String = row[7]
        let title = try CatalogWriter(transaction).title(of: ProductID(rawValue: product))
        if field == .images, case .other = choice.side {
            throw Refusal(
                "two-sides", "Images are settled by one side; arrange them at the product afterwards.")
        }
        let merge = try ProductMerge(connection, readAt: transaction.now, fields: [field], in: transaction)
        let value = ProductMerge.Value(local: local, field: field, theirs: theirs)
        let listing = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM listings WHERE connection_id = ? AND product_id = ?"),
            arguments: [connection.id.rawValue, product])
        guard let listing else {
            throw Refusal("not-listed", "“\(title)” is not on \(connection.name) any more.")
        }
        let bases = Bases(connection.id, db)
        // Before the entry's own moment, so that what goes out later is told from it.
        let moment = Instant(milliseconds: 0)
        if field == .stock {
            try settleStock(choice.side, local, theirs: theirs, connection, in: transaction)
        } else {
            switch choice.side {
            case .ours where field == .images:
                let base = ListingImages.standing(row[6] ?? "", against: theirs)
                try bases.set(field, of: local, ours: base, theirs: theirs, at: moment)
            case .ours:
                try bases.set(field, of: local, ours: row[6], theirs: theirs, at: moment)
            case .theirs:
                try merge.take(value, into: product, listing: listing)
                // Pictures get theirs with their new names.
                guard field != .images else { break }
                try bases.set(field, of: local, ours: theirs, theirs: theirs, at: moment)
            case .other(let text):
                try Overrides.set(
                    field, of: listing, variant: field.isOfVariant ? local : nil, to: text, byChannel: false,
                    in: transaction)
                try bases.set(field, of: local, ours: row[6], theirs: theirs, at: moment)
            }
        }
        let hold = try transaction.settings().holdChangeSeconds
        try DueMarks.mark(
            product, on: connection.id.rawValue, .fields, at: transaction.now.adding(seconds: hold),
            mark: transaction.mark, db)
        let side =
            switch choice.side {
            case .ours: "yours"
            case .theirs: connection.name + "’s"
            case .other: "another"
            }
        return "\(title), \(field.word): \(side)"
    }

    /// Ours: the ledger's figure goes out. Theirs: the ledger gets the difference, as a correction.
    private static func settleStock(
        _ side: ConflictSide, _ variant: Int64, theirs: String, _ connection: Connection,
        in transaction: Transaction
    ) throws {
        let bases = Bases(connection.id, transaction.db)
        let moment = Instant(milliseconds: 0)
        switch side {
        case .ours: try bases.set(.stock, of: variant, ours: nil, theirs: theirs, at: moment)
        case .other:
            throw Refusal(
                "stock", "Stock is settled by the ledger or by the channel's count; count anew for another.")
        case .theirs:
            guard let there = Int64(theirs) else { return }
            let free =
                try Int64.fetchOne(
                    transaction.db.cachedStatement(
                        sql: "SELECT on_hand - reserved FROM stock_levels WHERE variant_id = ?"),
                    arguments: [variant]) ?? 0
            try CatalogWriter(transaction).move(
                VariantID(rawValue: variant), by: there + Int64(connection.rules.buffer) - free,
                cause: .correction, note: "as \(connection.name) counted it")
            try bases.set(.stock, of: variant, ours: theirs, theirs: theirs, at: moment)
        }
    }

    package func summary(of outcome: Outcome) -> String {
        outcome.words.count == 1 ? outcome.words[0] : "\(outcome.words.count) conflicts settled"
    }
}

extension Shop {
    /// The open conflicts, the oldest first; those of one product stand together.
    package func conflicts(of product: ProductID? = nil, limit: Int = 500) throws -> [Conflict] {
        let currency = try settings().currency
        return try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT conflicts.id, connection_id, connections.name, conflicts.product_id, title, subject,
                        local_id, field, ours, base_ours, base_theirs, theirs, at, theirs_at,
                        variants.option1, variants.option2, variants.option3, unit_cost, connections.handle
                    FROM conflicts JOIN connections ON connections.id = connection_id
                    JOIN products ON products.id = conflicts.product_id
                    LEFT JOIN variants ON subject = 2 AND variants.id = local_id
                    WHERE settled_by IS NULL AND (?1 IS NULL OR conflicts.product_id = ?1)
                    ORDER BY at, conflicts.product_id, conflicts.id LIMIT ?2
                    """, arguments: [product?.rawValue, limit]
            ).compactMap { try Self.conflict($0, currency, db) }
        }
    }

    private static func conflict(_ row: Row, _ currency: Currency, _ db: Database) throws -> Conflict? {
        guard let field = ListingField(rawValue: row[7]) else { return nil }
        func words(_ text: String) -> String { field == .images ? ListingImages.words(text) : text }
        let ours = words(row[8])
        let before = words(row[9] ?? row[10])
        let theirs = words(row[11])
        let cost: Int64? = row[17]
        func keep(_ text: String) -> Int? {
            guard field == .price, let cost,
                let price = try? DecimalText.parse(text, scale: UnitPrice.scale)
            else { return nil }
            return PriceGuard.kept(price, cost)
        }
        let last = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT author, at FROM touched JOIN entries ON entries.id = entry_id
                    WHERE subject = 1 AND row_id = ? AND by_person = 1 ORDER BY entry_id DESC LIMIT 1
                    """), arguments: [row[3] as Int64])
        let options = [row[14] as String?, row[15], row[16]].compactMap { $0 }.filter { !$0.isEmpty }
        return Conflict(
            id: ConflictID(rawValue: row[0]), connection: ConnectionID(rawValue: row[1]), channel: row[2],
            product: ProductID(rawValue: row[3]), title: row[4],
            variant: row[5] as Int == 2 ? VariantID(rawValue: row[6]) : nil,
            variantName: options.joined(separator: ", "), field: field, ours: ours, before: before,
            theirs: theirs, at: Instant(milliseconds: row[12]),
            theirsAt: (row[13] as Int64?).map(Instant.init(milliseconds:)), oursBy: last?[0] ?? "",
            oursAt: (last?[1] as Int64?).map(Instant.init(milliseconds:)),
            keeps: [keep(ours), keep(before), keep(theirs)])
    }
}
