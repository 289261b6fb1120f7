package import Commerce
import GRDB

/// Takes in customers as a channel has them: found by their number there or their e-mail, else new ones. What is known
/// of one here stays.
package struct ApplyCustomers: PartAction {
    package static let name = "ApplyCustomers"

    private let head: PullHead
    let items: [PulledItem<ChannelCustomer>]

    package init(_ items: [PulledItem<ChannelCustomer>], of connection: Connection, readAt: Instant) {
        self.items = items
        head = PullHead(connection, readAt: readAt, ids: items.map(\.item.id))
    }

    package init(from decoder: any Decoder) throws {
        head = try PullHead(from: decoder)
        items = []
    }

    package func encode(to encoder: any Encoder) throws { try head.encode(to: encoder) }

    package var subjectCount: Int { items.count }

    package func perform(in transaction: Transaction) throws -> PullCounts {
        let connection = try Connection.fetch(head.connection, transaction.db)
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
        "\(head.channel): \(items.count == 1 ? "1 customer" : "\(items.count) customers") read, \(counts.words)"
    }
}
