package import Commerce
import GRDB

extension Shop {
    /// The order that a scanned or typed text names: by its number, else by a parcel's. Nil where it names none.
    package func orderScanned(_ text: String) throws -> OrderID? {
        let words = text.trimmed
        return try read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT order_id FROM order_cards WHERE kind = 'sale' AND number = ?")
            for number in [words, words.uppercased(), "#" + words] {
                if let id = try Int64.fetchOne(statement, arguments: [number]) {
                    return OrderID(rawValue: id)
                }
            }
            guard !words.isEmpty else { return nil }
            let parcel = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT order_id FROM parcels WHERE tracking_number = ? AND tracking_number <> ''
                        ORDER BY id DESC LIMIT 1
                        """), arguments: [words.uppercased()])
            return parcel.map(OrderID.init(rawValue:))
        }
    }
}
