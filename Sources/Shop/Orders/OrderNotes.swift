package import Commerce
import GRDB

struct OrderNotes {
    let transaction: Transaction

    init(_ transaction: Transaction) { self.transaction = transaction }

    func add(_ text: String, to order: OrderID) throws {
        let id: NoteID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO notes VALUES (?, ?, NULL, NULL, ?, ?)",
            [id.rawValue, order.rawValue, text, transaction.now.milliseconds])
    }
}

/// Writes a note on orders.
package struct AddNote: Action {
    package let orders: [OrderID]
    package let text: String

    package init(orders: [OrderID], text: String) {
        self.orders = orders
        self.text = text
    }

    package func perform(in transaction: Transaction) throws -> OrdersOutcome {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal("empty-note", "A note needs a word or two.")
        }
        var outcome = OrdersOutcome()
        for id in orders {
            try outcome.attempt(id) {
                let order = try OrderState.fetch(id, transaction.db)
                try OrderNotes(transaction).add(text, to: id)
                return (order.number, "noted")
            }
        }
        return try outcome.refusingAlone()
    }

    package func summary(of outcome: OrdersOutcome) -> String {
        outcome.done.count == 1 ? "\(outcome.summary): \(text.prefix(60))" : outcome.summary
    }
}
