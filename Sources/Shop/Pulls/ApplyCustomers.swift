package import Commerce
import GRDB

/// Takes in customers as a channel has them: found by their number there or their e-mail, else new ones. What is known
/// of one here stays.
package struct ApplyCustomers: PartAction {
    package static let name = "ApplyCustomers"

    package let connection: ConnectionID
    package let channel: String
    package let readAt: Instant
    let items: [PulledItem<ChannelCustomer>]

    private enum CodingKeys: String, CodingKey { case connection, channel, readAt }

    package init(_ items: [PulledItem<ChannelCustomer>], of connection: Connection, readAt: Instant) {
        self.items = items
        self.connection = connection.id
        channel = connection.name
        self.readAt = readAt
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        connection = try values.decode(ConnectionID.self, forKey: .connection)
        channel = try values.decode(String.self, forKey: .channel)
        readAt = try values.decode(Instant.self, forKey: .readAt)
        items = []
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(connection, forKey: .connection)
        try values.encode(channel, forKey: .channel)
        try values.encode(readAt, forKey: .readAt)
    }

    package var subjectCount: Int { items.count }

    package func perform(in transaction: Transaction) throws -> PullCounts {
        let connection = try Connection.fetch(connection, transaction.db)
        var counts = PullCounts()
        var memory: [String: Int64] = [:]
        for pulled in items {
            let theirs = pulled.item
            var draft = CustomerDraft()
            draft.handle = theirs.id
            draft.name = theirs.name
            draft.email = Contact.matchingEmail(theirs.email) ?? theirs.email
            draft.phone = theirs.phone
            draft.company = theirs.company
            draft.country = theirs.address?.country?.code ?? ""
            draft.address = theirs.address?.lines().joined(separator: "\n") ?? ""
            draft.tags = Tag.text(Tag.set(theirs.tags))
            guard !draft.isGuest else { continue }
            let known = try CustomerWriter.find(draft, channel: connection.handle, transaction.db)
            if known == nil { counts.created += 1 } else { counts.same += 1 }
            _ = try CustomerWriter.customer(
                draft, channel: connection.handle, memory: &memory, in: transaction)
        }
        return counts
    }

    package func summary(of counts: PullCounts) -> String {
        "\(channel): \(items.count == 1 ? "1 customer" : "\(items.count) customers") read, \(counts.words)"
    }
}
