package import Commerce
import GRDB

/// Takes in products as a channel has them: new ones are matched or made, known ones are merged field by field.
package struct ApplyProducts: PartAction {
    package static let name = "ApplyProducts"

    private let head: PullHead
    let items: [PulledItem<ChannelProduct>]
    /// What the channel keeps at all; other fields are not compared.
    let fields: Set<ListingField>

    package init(
        _ items: [PulledItem<ChannelProduct>], of connection: Connection, readAt: Instant,
        fields: Set<ListingField>
    ) {
        self.items = items
        self.fields = fields
        head = PullHead(connection, readAt: readAt, ids: items.map(\.item.id))
    }

    package init(from decoder: any Decoder) throws {
        head = try PullHead(from: decoder)
        items = []
        fields = []
    }

    package func encode(to encoder: any Encoder) throws { try head.encode(to: encoder) }

    package var subjectCount: Int { items.count }

    package func perform(in transaction: Transaction) throws -> PullCounts {
        let found = try Connection.fetch(head.connection, transaction.db)
        let reception = try ProductReception(
            found, readAt: head.readAt, fields: fields, in: transaction)
        let packing = Packing()
        var counts = PullCounts()
        for pulled in items {
            do {
                // One that cannot be taken in never stops the others, and never stays half written.
                try transaction.db.inSavepoint {
                    var counted = counts
                    try reception.take(pulled.item, &counted)
                    try Payloads.keep(
                        pulled.raw, kind: "product", id: pulled.item.id, connection: head.connection.rawValue,
                        at: head.readAt, by: packing, transaction.db)
                    counts = counted
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
        _ product: ChannelProduct, _ reason: String, _ counts: inout PullCounts, _ db: Database
    ) throws {
        counts.refused += 1
        try Unreadable.note(
            .init(
                connection: head.connection, stream: "products", remoteID: product.id,
                reason: "\(product.title): \(reason)", at: head.readAt), db)
    }

    package func summary(of counts: PullCounts) -> String {
        "\(head.channel): \(items.count == 1 ? "1 product" : "\(items.count) products") read, \(counts.words)"
    }
}
