package import Commerce
import GRDB

/// Takes in orders as a channel has them, each exactly once: by the platform's identifier, whatever is read twice.
///
/// A new order puts its stock by in the same transaction (LESSONS 4), and marks the other channels' counts due at once.
package struct ApplyOrders: PartAction {
    package static let name = "ApplyOrders"

    package let connection: ConnectionID
    package let channel: String
    package let readAt: Instant
    let items: [PulledItem<ChannelOrder>]
    private let ids: [String]

    private enum CodingKeys: String, CodingKey { case connection, channel, readAt, ids }

    package init(_ items: [PulledItem<ChannelOrder>], of connection: Connection, readAt: Instant) {
        self.items = items
        self.connection = connection.id
        channel = connection.name
        self.readAt = readAt
        ids = items.map(\.item.id)
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        connection = try values.decode(ConnectionID.self, forKey: .connection)
        channel = try values.decode(String.self, forKey: .channel)
        readAt = try values.decode(Instant.self, forKey: .readAt)
        ids = try values.decode([String].self, forKey: .ids)
        items = []
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(connection, forKey: .connection)
        try values.encode(channel, forKey: .channel)
        try values.encode(readAt, forKey: .readAt)
        try values.encode(ids, forKey: .ids)
    }

    package var subjectCount: Int { items.count }

    package func perform(in transaction: Transaction) throws -> PullCounts {
        let found = try Connection.fetch(connection, transaction.db)
        var reception = try OrderReception(found, in: transaction)
        var counts = PullCounts()
        for pulled in items {
            // An order that we placed there ourselves comes back as an echo (LESSONS 18).
            if pulled.item.isOurs { continue }
            do {
                // One bad order never stops the others, and never stays half written (LESSONS 44).
                try transaction.db.inSavepoint {
                    // A copy: what it remembers of an order that is rolled back must not outlive it.
                    var trial = reception
                    var counted = counts
                    try trial.take(pulled.item, &counted)
                    reception = trial
                    counts = counted
                    try Payloads.keep(
                        pulled.raw, kind: "order", id: pulled.item.id, connection: connection.rawValue,
                        at: readAt, transaction.db)
                    return .commit
                }
            } catch let refusal as Refusal {
                try refuse(pulled.item, refusal.reason, &counts, transaction.db)
            } catch let error as MoneyError {
                try refuse(pulled.item, "\(error)", &counts, transaction.db)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                try refuse(
                    pulled.item, "it does not fit what is here (\(error.message ?? "a rule of the file"))",
                    &counts,
                    transaction.db)
            }
        }
        return counts
    }

    private func refuse(
        _ order: ChannelOrder, _ reason: String, _ counts: inout PullCounts, _ db: Database
    ) throws {
        counts.refused += 1
        try Unreadable.note(
            UnreadableEntry(
                connection: connection, stream: "orders", remoteID: order.id,
                reason: "order \(order.number): \(reason)", at: readAt), db)
    }

    package func summary(of counts: PullCounts) -> String {
        "\(channel): \(items.count == 1 ? "1 order" : "\(items.count) orders") read, \(counts.words)"
    }
}
