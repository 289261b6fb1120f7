import Commerce
import GRDB

/// How a customer of a list stands to the shop.
struct CustomerMatch {
    let draft: CustomerDraft
    let channel: String
    let customer: Int64?
    private(set) var columns: [(name: String, value: String)] = []
    private(set) var changes: [PlanChange] = []

    init(_ draft: CustomerDraft, channel: String, _ db: Database) throws {
        self.draft = draft
        self.channel = channel
        var found = try CustomerWriter.find(draft, channel: channel, db)
        if found == nil, draft.isGuest {
            // Without number or e-mail only the same name at the same address is the same customer.
            found = try Int64.fetchOne(
                db.cachedStatement(
                    sql:
                        "SELECT id FROM customers WHERE name = ? AND company = ? AND address = ? ORDER BY id LIMIT 1"
                ),
                arguments: [draft.name, draft.company, draft.address])
        }
        customer = found
        guard let found,
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql:
                        "SELECT name, email, phone, company, address, country, tags FROM customers WHERE id = ?"
                ),
                arguments: [found])
        else { return }
        let fields = [
            ("name", draft.name), ("email", draft.email), ("phone", draft.phone), ("company", draft.company),
            ("address", draft.address), ("country", draft.country), ("tags", draft.tags),
        ]
        for (place, (name, inFile)) in fields.enumerated() where !inFile.isEmpty {
            let here: String = row[place]
            guard here != inFile else { continue }
            columns.append((name, inFile))
            changes.append(PlanChange(field: name, here: here, inFile: inFile))
        }
    }

    var state: PlanRow.State { customer == nil ? .created : changes.isEmpty ? .same : .changed }

    func apply(in transaction: Transaction) throws -> PlanRow.State {
        if let customer {
            for (name, value) in columns {
                try transaction.execute("UPDATE customers SET \(name) = ? WHERE id = ?", [value, customer])
            }
        } else {
            let id = try CustomerWriter.insert(draft, channel: channel, in: transaction)
            if !draft.note.isEmpty {
                try transaction.execute(
                    "INSERT INTO notes VALUES (?, NULL, NULL, ?, ?, ?)",
                    [
                        transaction.nextID(Never.self).rawValue, id, draft.note, transaction.now.milliseconds,
                    ])
            }
        }
        return state
    }
}
