package import Commerce
import GRDB

/// Makes one customer of several: orders and notes go to the one that stays, which takes what it lacks from the others.
package struct MergeCustomers: Action {
    package let into: CustomerID
    package let others: [CustomerID]

    package init(into: CustomerID, others: [CustomerID]) {
        self.into = into
        self.others = others
    }

    package struct Outcome: Codable, Sendable {
        package let name: String
        package let others: [String]
        package let orders: Int
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let gone = Array(Set(others)).filter { $0 != into }.sorted()
        guard !gone.isEmpty else {
            throw Refusal("nothing-to-merge", "Name the one that stays and at least one other.")
        }
        var staying = try Self.fetch(into, transaction)
        var names: [String] = []
        var orders = 0
        for id in gone {
            let other = try Self.fetch(id, transaction)
            names.append([other.name, other.email].first { !$0.isEmpty } ?? id.description)
            try transaction.execute(
                "UPDATE orders SET customer_id = ? WHERE customer_id = ?", [into.rawValue, id.rawValue])
            orders += transaction.db.changesCount
            try transaction.execute(
                "UPDATE notes SET customer_id = ? WHERE customer_id = ?", [into.rawValue, id.rawValue])
            // Deleted first: its handle is free then.
            try transaction.execute("DELETE FROM customers WHERE id = ?", [id.rawValue])
            staying.take(from: other)
        }
        try transaction.execute(
            """
            UPDATE customers SET handle = ?, name = ?, email = ?, phone = ?, company = ?, address = ?, country = ?,
                tags = ? WHERE id = ?
            """,
            [
                staying.handle, staying.name, staying.email, staying.phone, staying.company, staying.address,
                staying.country, staying.tags, into.rawValue,
            ])
        let name = [staying.name, staying.email].first { !$0.isEmpty } ?? into.description
        return Outcome(name: name, others: names, orders: orders)
    }

    package func summary(of outcome: Outcome) -> String {
        let orders = outcome.orders == 1 ? "1 order" : "\(outcome.orders) orders"
        return "\(outcome.others.joined(separator: ", ")) merged into \(outcome.name), with \(orders)"
    }

    private struct Fields {
        var handle: String?
        var name: String
        var email: String
        var phone: String
        var company: String
        var address: String
        var country: String
        var tags: String

        mutating func take(from other: Fields) {
            if handle == nil { handle = other.handle }
            if name.isEmpty { name = other.name }
            if email.isEmpty { email = other.email }
            if phone.isEmpty { phone = other.phone }
            if company.isEmpty { company = other.company }
            if address.isEmpty { address = other.address }
            if country.isEmpty { country = other.country }
            tags = Tag.text(Tag.set([tags, other.tags].filter { !$0.isEmpty }.joined(separator: ",")))
        }
    }

    private static func fetch(_ id: CustomerID, _ transaction: Transaction) throws -> Fields {
        let row = try Row.fetchOne(
            transaction.db,
            sql:
                "SELECT handle, name, email, phone, company, address, country, tags FROM customers WHERE id = ?",
            arguments: [id.rawValue])
        guard let row else {
            throw Refusal(
                "no-such-customer", "One of them is gone. `mercer customers list` shows who is there.")
        }
        return Fields(
            handle: row[0], name: row[1], email: row[2], phone: row[3], company: row[4], address: row[5],
            country: row[6], tags: row[7])
    }
}
