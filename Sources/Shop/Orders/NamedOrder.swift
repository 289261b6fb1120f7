package import Commerce
import GRDB

extension Shop {
    /// The order the seller calls so: by its number, `channel/number` where two channels use it, or its identifier.
    ///
    /// - Throws: a ``Refusal`` when there is none, or when it could be two.
    package func orderNamed(_ name: String) throws -> OrderID {
        try read { db in
            let numbers = name.hasPrefix("#") ? [name, String(name.dropFirst())] : [name, "#" + name]
            for number in numbers {
                let ids = try Int64.fetchAll(
                    db, sql: "SELECT id FROM orders WHERE number = ? LIMIT 2", arguments: [number])
                if ids.count > 1 {
                    throw Refusal(
                        "ambiguous", "Two channels have an order “\(number)”. Name it as channel/\(number).")
                }
                if let id = ids.first { return OrderID(rawValue: id) }
            }
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            if parts.count == 2,
                let id = try Int64.fetchOne(
                    db, sql: "SELECT id FROM orders WHERE number = ? AND channel = ? COLLATE NOCASE",
                    arguments: [parts[1], parts[0]])
            {
                return OrderID(rawValue: id)
            }
            let id = try Int64(name).flatMap {
                try Int64.fetchOne(db, sql: "SELECT id FROM orders WHERE id = ?", arguments: [$0])
            }
            guard let id else {
                throw Refusal(
                    "no-such-order", "There is no order “\(name)”. `mercer orders list` shows them.")
            }
            return OrderID(rawValue: id)
        }
    }
}
