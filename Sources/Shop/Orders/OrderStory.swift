import Commerce
import GRDB

extension OrderReading {
    /// What happened to the order, newest first: the journal's entries, and what a platform or a file told of times
    /// before them. A fact that an entry of the same moment wrote is told once.
    func story(
        channel: String, payments: [OrderDetail.Payment], refunds: [OrderDetail.Refund],
        _ parcels: [OrderDetail.Parcel], _ notes: [OrderDetail.Note]
    ) throws -> [OrderDetail.Event] {
        let entries = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT entries.at, entries.summary, entries.id FROM touched
                    JOIN entries ON entries.id = entry_id
                    WHERE subject = 2 AND row_id = ? AND by_person = 1 ORDER BY entry_id DESC LIMIT 100
                    """), arguments: [card.id.rawValue]
        ).map {
            OrderDetail.Event(
                at: Instant(milliseconds: $0[0]), what: plain($0[1]), entry: EntryID(rawValue: $0[2]))
        }
        let told = Set(entries.map(\.at))
        var events = entries
        func tell(_ at: Instant?, _ what: String) {
            guard let at, !told.contains(at) else { return }
            events.append(OrderDetail.Event(at: at, what: what, entry: nil))
        }
        tell(card.placed, channel.isEmpty ? "placed" : "arrived from \(channel)")
        for payment in payments {
            let how = [payment.method, payment.reference].filter { !$0.isEmpty }
            tell(payment.at, (["paid \(payment.amount)"] + how).joined(separator: ", "))
        }
        for refund in refunds {
            tell(
                refund.at,
                "\(refund.amount) refunded" + (refund.reason.isEmpty ? "" : ": \(refund.reason)"))
        }
        for parcel in parcels {
            let name = [parcel.carrier, parcel.tracking].filter { !$0.isEmpty }.joined(separator: " ")
            tell(parcel.shipped, "shipped" + (name.isEmpty ? "" : " with \(name)"))
            tell(parcel.delivered, "delivered")
        }
        for note in notes { tell(note.at, "note: \(note.text)") }
        return events.sorted {
            ($0.at, $0.entry?.rawValue ?? 0) > ($1.at, $1.entry?.rawValue ?? 0)
        }
    }

    /// An entry's words without the order's own number before them: the seller is looking at it.
    private func plain(_ summary: String) -> String {
        let number = card.number
        for start in ["\(number): ", "\(number) "] where summary.hasPrefix(start) {
            return String(summary.dropFirst(start.count))
        }
        return summary
    }
}
