package import Commerce
import GRDB

/// Changes fields of one customer, each as the seller writes it. Orders that were placed keep what they were placed with.
package struct ChangeCustomer: Action {
    package struct Change: Hashable, Codable, Sendable {
        package let field: CustomerField
        /// Empty clears it.
        package let value: String

        package init(_ field: CustomerField, _ value: String) {
            self.field = field
            self.value = value
        }
    }

    package let customer: CustomerID
    package let changes: [Change]

    package init(_ customer: CustomerID, _ changes: [Change]) {
        self.customer = customer
        self.changes = changes
    }

    package struct Outcome: Codable, Sendable {
        package let name: String
        /// The fields that became others.
        package let changed: [String]
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        guard
            let row = try Row.fetchOne(
                transaction.db,
                sql: "SELECT name, email, phone, company, country, tags, address FROM customers WHERE id = ?",
                arguments: [customer.rawValue])
        else {
            throw Refusal("no-such-customer", "That customer is gone. `mercer customers list` shows them.")
        }
        var values: [CustomerField: String] = [:]
        for field in CustomerField.allCases { values[field] = row[field.rawValue] }
        let old = values
        for change in changes {
            values[change.field] = try CustomerValue.checked(change.value, for: change.field)
        }
        try CustomerValue.checkKnown(
            name: values[.name] ?? "", email: values[.email] ?? "", phone: values[.phone] ?? "",
            company: values[.company] ?? "")
        if values[.email] != old[.email] {
            try CustomerEmail.checkFree(values[.email] ?? "", except: customer, in: transaction)
        }
        var changed: [String] = []
        for field in CustomerField.allCases where values[field] != old[field] {
            try transaction.execute(
                "UPDATE customers SET \(field.rawValue) = ? WHERE id = ?", [values[field], customer.rawValue])
            changed.append(field.rawValue)
        }
        let name = [values[.name], values[.company], values[.email]].compactMap(\.self).first { !$0.isEmpty }
        return Outcome(name: name ?? "", changed: changed)
    }

    package func summary(of outcome: Outcome) -> String {
        "\(outcome.name): \(outcome.changed.isEmpty ? "nothing changed" : outcome.changed.joined(separator: ", "))"
    }
}

/// Writes a note on a customer.
package struct NoteOnCustomer: Action {
    package let customer: CustomerID
    package let text: String

    package init(_ customer: CustomerID, text: String) {
        self.customer = customer
        self.text = text
    }

    package func perform(in transaction: Transaction) throws -> String {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal("empty-note", "A note needs a word or two.")
        }
        let name = try String.fetchOne(
            transaction.db, sql: "SELECT coalesce(nullif(name, ''), email) FROM customers WHERE id = ?",
            arguments: [customer.rawValue])
        guard let name else {
            throw Refusal("no-such-customer", "That customer is gone. `mercer customers list` shows them.")
        }
        let id: NoteID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO notes VALUES (?, NULL, NULL, ?, ?, ?)",
            [id.rawValue, customer.rawValue, text, transaction.now.milliseconds])
        return name
    }

    package func summary(of name: String) -> String { "\(name): \(text.prefix(60))" }
}
