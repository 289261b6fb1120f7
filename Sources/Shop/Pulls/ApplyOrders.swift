package import Commerce
import GRDB

/// Takes in orders as a channel has them, each exactly once: by the platform's identifier, whatever is read twice.
///
/// A new order puts its stock by in the same transaction (LESSONS 4), and marks the other channels' counts due at once.
package struct ApplyOrders: PartAction {
    package static let name = "ApplyOrders"

    private let head: PullHead
    let items: [PulledItem<ChannelOrder>]
    /// How far the read has come with them; nil where that is not known yet.
    let state: PullState?

    /// - Parameter state: kept in the same transaction: so far the read has come then.
    package init(
        _ items: [PulledItem<ChannelOrder>], of connection: Connection, readAt: Instant,
        then state: PullState? = nil
    ) {
        self.items = items
        self.state = state
        head = PullHead(connection, readAt: readAt, ids: items.map(\.item.id))
    }

    package init(from decoder: any Decoder) throws {
        head = try PullHead(from: decoder)
        items = []
        state = nil
    }

    package func encode(to encoder: any Encoder) throws { try head.encode(to: encoder) }

    package var subjectCount: Int { items.count }

    package func perform(in transaction: Transaction) throws -> PullCounts {
        let counts = try takeAll(in: transaction)
        try state?.keep(head.connection.rawValue, transaction.db)
        return counts
    }

    private func takeAll(in transaction: Transaction) throws -> PullCounts {
        // An order that we placed there ourselves comes back as an echo (LESSONS 18).
        let items = items.filter { !$0.item.isOurs }
        let reception = try OrderReception(Connection.fetch(head.connection, transaction.db), in: transaction)
        // Nearly always all of them are good, and a savepoint around each costs as much as some of its rows.
        let (whole, refusal) = try take(items, by: reception, in: transaction)
        guard refusal != nil else { return whole.counts }
        var good = (reception: reception, counts: PullCounts())
        for item in items {
            // One bad order never stops the others, and never stays half written (LESSONS 44).
            let (taken, refusal) = try take([item], by: good.reception, in: transaction)
            if let refusal {
                try refuse(item.item, refusal, &good.counts, transaction.db)
                good.reception.noteUnreadable(item.item)
            } else {
                good = (taken.reception, good.counts + taken.counts)
            }
        }
        return good.counts
    }

    /// Takes them in, all or none.
    ///
    /// - Returns: what the reception remembers then; else why the first of them is refused, with nothing written.
    private func take(
        _ items: [PulledItem<ChannelOrder>], by reception: OrderReception, in transaction: Transaction
    ) throws -> (taken: (reception: OrderReception, counts: PullCounts), refusal: String?) {
        // A copy: what it remembers of an order that is rolled back must not outlive it, nor what that one sends out.
        var trial = reception
        var counts = PullCounts()
        let (effects, afterEntry) = (transaction.effects, transaction.afterEntry)
        do {
            try transaction.db.inSavepoint {
                for pulled in items {
                    let isFirst = try trial.take(pulled.item, &counts)
                    try Payloads.keep(
                        pulled.raw, kind: "order", id: pulled.item.id, connection: head.connection.rawValue,
                        at: head.readAt, isFirst: isFirst, by: trial.packing, transaction.db)
                }
                return .commit
            }
            return ((trial, counts), nil)
        } catch {
            guard let reason = Self.refusal(error) else { throw error }
            (transaction.effects, transaction.afterEntry) = (effects, afterEntry)
            return ((reception, PullCounts()), reason)
        }
    }

    /// Why an order is not taken in; nil for what is wrong with more than the order.
    private static func refusal(_ error: any Error) -> String? {
        switch error {
        case let refusal as Refusal: refusal.reason
        case let error as MoneyError: "\(error)"
        case let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT:
            "it does not fit what is here (\(error.message ?? "a rule of the file"))"
        default: nil
        }
    }

    private func refuse(
        _ order: ChannelOrder, _ reason: String, _ counts: inout PullCounts, _ db: Database
    ) throws {
        counts.refused += 1
        try Unreadable.note(
            UnreadableEntry(
                connection: head.connection, stream: "orders", remoteID: order.id,
                reason: "order \(order.number): \(reason)", at: head.readAt), db)
    }

    package func summary(of counts: PullCounts) -> String {
        "\(head.channel): \(items.count == 1 ? "1 order" : "\(items.count) orders") read, \(counts.words)"
    }
}
