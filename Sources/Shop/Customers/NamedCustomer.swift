package import Commerce
import GRDB

extension Shop {
    /// The customer the seller calls so: by mail address, handle, exact name or identifier, in this order.
    ///
    /// - Throws: a ``Refusal`` when there is none, or when it could be two.
    package func customerNamed(_ name: String) throws -> CustomerID {
        try read { db in
            for question in [
                "email = ? AND email <> ''", "handle = ?", "name = ? AND name <> ''",
                "id = CAST(? AS INTEGER)",
            ] {
                let ids = try Int64.fetchAll(
                    db, sql: "SELECT id FROM customers WHERE \(question) LIMIT 2", arguments: [name])
                if ids.count > 1 {
                    throw Refusal(
                        "ambiguous",
                        "More than one customer is “\(name)”. Name one by identifier: `mercer customers list`, or merge them."
                    )
                }
                if let id = ids.first { return CustomerID(rawValue: id) }
            }
            throw Refusal(
                "no-such-customer", "There is no customer “\(name)”. `mercer customers list` shows them.")
        }
    }
}
