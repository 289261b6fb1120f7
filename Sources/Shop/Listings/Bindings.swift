import Commerce
import GRDB

/// Which thing here is which thing there: by the platform's identifiers, never by a SKU (LESSONS 46).
struct Bindings {
    let connection: Int64
    let db: Database

    init(_ connection: ConnectionID, _ db: Database) {
        self.connection = connection.rawValue
        self.db = db
    }

    func local(_ kind: String, _ remote: String) throws -> Int64? {
        var statement = try DirectStatement(
            db, "SELECT local_id FROM bindings WHERE connection_id = ? AND kind = ? AND remote_id = ?")
        statement.add(connection)
        statement.add(kind)
        statement.add(remote)
        return try statement.integer()
    }

    /// The variant that is bound to it and still there.
    func variant(_ remote: String) throws -> Int64? {
        var statement = try DirectStatement(
            db,
            """
            SELECT local_id FROM bindings WHERE connection_id = ? AND kind = 'variant' AND remote_id = ?
            AND EXISTS (SELECT 1 FROM variants WHERE id = local_id)
            """)
        statement.add(connection)
        statement.add(remote)
        return try statement.integer()
    }

    func remote(_ kind: String, _ local: Int64) throws -> (id: String, parent: String, extra: String)? {
        var statement = try DirectStatement(
            db,
            """
            SELECT remote_id, parent_id, extra FROM bindings INDEXED BY bindings_by_local
            WHERE kind = ? AND local_id = ? AND connection_id = ?
            """)
        statement.add(kind)
        statement.add(local)
        statement.add(connection)
        return try statement.first { ($0.text(0), $0.text(1), $0.text(2)) }
    }

    /// Binds the two; a binding of either that was there before gives way.
    func bind(_ kind: String, _ remote: String, to local: Int64, parent: String = "", extra: String = "")
        throws
    {
        if kind == "product" || kind == "variant" {
            try db.cachedStatement(
                sql: """
                    DELETE FROM bindings INDEXED BY bindings_by_local WHERE kind = ? AND local_id = ? AND connection_id = ? AND remote_id <> ?
                    """
            ).execute(arguments: [kind, local, connection, remote])
        }
        var statement = try DirectStatement(
            db,
            """
            INSERT INTO bindings VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (connection_id, kind, remote_id) DO UPDATE
                SET local_id = excluded.local_id, parent_id = excluded.parent_id, extra = excluded.extra
            """)
        statement.add(connection)
        statement.add(kind)
        statement.add(remote)
        statement.add(local)
        statement.add(parent)
        statement.add(extra)
        try statement.run()
    }

    func unbind(_ kind: String, _ remote: String) throws {
        try db.cachedStatement(
            sql: "DELETE FROM bindings WHERE connection_id = ? AND kind = ? AND remote_id = ?"
        ).execute(arguments: [connection, kind, remote])
    }

    static func isBound(_ local: Int64, _ kind: String, on connection: Int64, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM bindings INDEXED BY bindings_by_local WHERE kind = ? AND local_id = ? AND connection_id = ?)
                    """), arguments: [kind, local, connection]) ?? false
    }
}

/// What the binding of a variant remembers beside the identifiers.
struct VariantBinding: Codable {
    /// Where the platform keeps its stock under another identifier.
    var stockItem = ""
    /// By the other side's clock, when its stock was first seen: orders placed before are in that figure already.
    var firstSeen: Int64 = 0
    /// Whether our own count was taken from there.
    var isImported = false
    /// Whether its stock is made up of others' and never pushed.
    var isAssembled = false

    init(stockItem: String = "", firstSeen: Int64 = 0, isImported: Bool = false, isAssembled: Bool = false) {
        self.stockItem = stockItem
        self.firstSeen = firstSeen
        self.isImported = isImported
        self.isAssembled = isAssembled
    }

    init(_ text: String) throws {
        if text.isEmpty {
            self.init()
        } else if let binding = VariantBinding(flat: text) {
            self = binding
        } else {
            self = try JSONText.decode(VariantBinding.self, from: text)
        }
    }

    /// Every line of an order that is read asks for it; nil where ``text`` has an escape.
    private init?(flat text: String) {
        guard let members = FlatJSON.members(of: text), members.count == 4 else { return nil }
        for member in members {
            switch (member.name, member.value) {
            case ("stockItem", .text(let value)): stockItem = value
            case ("firstSeen", .bare(let value)):
                guard let value = Int64(value) else { return nil }
                firstSeen = value
            case ("isImported", .bare(let value)):
                guard let value = Bool(value) else { return nil }
                isImported = value
            case ("isAssembled", .bare(let value)):
                guard let value = Bool(value) else { return nil }
                isAssembled = value
            default: return nil
            }
        }
    }

    var text: String { get throws { try JSONText.encode(self) } }
}

/// What was last agreed on, field by field. See ``FieldBase``.
struct Bases {
    let connection: Int64
    let db: Database

    /// What `local_id` names.
    enum Subject: Int, Codable {
        case product = 1
        case variant = 2

        init(_ field: ListingField) { self = field.isOfVariant ? .variant : .product }
    }

    struct Entry {
        var base: FieldBase
        /// On its way, and not answered yet.
        var sent: String?
        var at: Instant
    }

    init(_ connection: ConnectionID, _ db: Database) {
        self.connection = connection.rawValue
        self.db = db
    }

    func all(_ subject: Subject, _ local: Int64) throws -> [ListingField: Entry] {
        var found: [ListingField: Entry] = [:]
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT field, ours, theirs, sent, at FROM bases
                    WHERE connection_id = ? AND subject = ? AND local_id = ?
                    """), arguments: [connection, subject.rawValue, local])
        for row in rows {
            guard let field = ListingField(rawValue: row[0]) else { continue }
            found[field] = Entry(
                base: FieldBase(ours: row[1], theirs: row[2]), sent: row[3],
                at: Instant(milliseconds: row[4]))
        }
        return found
    }

    func set(
        _ field: ListingField, of local: Int64, ours: String?, theirs: String, at moment: Instant
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO bases VALUES (?, ?, ?, ?, ?, ?, NULL, ?)
                ON CONFLICT (connection_id, subject, local_id, field) DO UPDATE
                    SET ours = excluded.ours, theirs = excluded.theirs, sent = NULL, at = excluded.at
                """
        ).execute(arguments: [
            connection, Subject(field).rawValue, local, field.rawValue, ours, theirs, moment.milliseconds,
        ])
    }

    /// Notes what is about to be sent, so that a kill before the answer is not taken for somebody's edit.
    func noteSent(_ field: ListingField, of local: Int64, _ value: String) throws {
        try db.cachedStatement(
            sql: """
                UPDATE bases SET sent = ? WHERE connection_id = ? AND subject = ? AND local_id = ? AND field = ?
                """
        ).execute(arguments: [value, connection, Subject(field).rawValue, local, field.rawValue])
    }

    func forgetSent(_ field: ListingField, of local: Int64) throws {
        try db.cachedStatement(
            sql: """
                UPDATE bases SET sent = NULL
                WHERE connection_id = ? AND subject = ? AND local_id = ? AND field = ?
                """
        ).execute(arguments: [connection, Subject(field).rawValue, local, field.rawValue])
    }

    func remove(_ subject: Subject, _ local: Int64) throws {
        try db.cachedStatement(
            sql: "DELETE FROM bases WHERE connection_id = ? AND subject = ? AND local_id = ?"
        ).execute(arguments: [connection, subject.rawValue, local])
    }
}
