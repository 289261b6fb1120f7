package import Commerce

/// What became of an Action on orders: what was done, why not where it was not, and the words for the Activity.
package struct OrdersOutcome: Codable, Sendable {
    package private(set) var bulk = BulkOutcome<OrderID>()
    /// The number of the first order that was done, and what was done to each, as "packed".
    private var first = ""
    private var words: [String: Int] = [:]

    package var done: [OrderID] { bulk.done }
    package var refused: [BulkOutcome<OrderID>.Refused] { bulk.refused }

    /// Does one order's part; the body answers its number and what was done.
    mutating func attempt(_ id: OrderID, _ body: () throws -> (number: String, done: String)) throws {
        try bulk.attempt(id) {
            let (number, done) = try body()
            if first.isEmpty { first = number }
            words[done, default: 0] += 1
        }
    }

    /// On one order alone a refusal is the Action's own.
    func refusingAlone() throws -> OrdersOutcome {
        if bulk.done.isEmpty, bulk.refused.count == 1 { throw bulk.refused[0].refusal }
        return self
    }

    /// "W-1042 packed", "12 packed, 2 refused".
    package var summary: String {
        let done = words.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
            .map { bulk.done.count == 1 ? $0.key : "\($0.value) \($0.key)" }.joined(separator: ", ")
        let subject = bulk.done.count == 1 ? "\(first) \(done)" : done.isEmpty ? "nothing done" : done
        return bulk.refused.isEmpty ? subject : "\(subject), \(bulk.refused.count) refused"
    }
}
