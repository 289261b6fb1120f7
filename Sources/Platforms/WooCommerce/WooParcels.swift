import Commerce
import HTTP

/// The keys under which our references stand in the shop's `meta_data`, hidden from its admin by their underscore.
enum WooReference {
    /// Of a refund or a product that an effect of ours made.
    static let key = "_mercer_ref"
    /// Of the cancellation of an order.
    static let cancellation = "_mercer_cancel_ref"
    static let cancelReason = "_mercer_cancel_reason"
    /// The parcels that were reported by us, with lines, which the tracking plugin does not keep.
    static let parcels = "_mercer_parcels"
    /// Where the plugin Shipment Tracking, and most that read its data, keep parcels.
    static let tracking = "_wc_shipment_tracking_items"
    /// Of an order that Mercer itself placed.
    static let order = "_mercer_order"
}

/// Parcels, which WooCommerce itself does not know: kept in an order's `meta_data`.
enum WooParcels {
    static func read(_ meta: JSON, shippedAt: Instant?) -> [ChannelParcel] {
        let ours = WooValue.meta(WooReference.parcels, in: meta).items
        let theirs = WooValue.meta(WooReference.tracking, in: meta).items
        guard !ours.isEmpty || !theirs.isEmpty else { return [] }
        var parcels = ours.map { row in
            ChannelParcel(
                id: row["id"].text ?? "", carrier: row["carrier"].text ?? "",
                number: row["number"].text ?? "",
                shippedAt: row["at"].integer.map { Instant(seconds: Int64($0)) } ?? shippedAt,
                lines: row["lines"].items.compactMap { line in
                    guard let id = line["id"].text, let quantity = line["quantity"].integer else {
                        return nil
                    }
                    return ChannelLineQuantity(lineID: id, quantity: quantity)
                }, reference: row["ref"].text ?? "")
        }
        let known = Set(parcels.map(\.id))
        for row in theirs {
            let id = row["tracking_id"].text ?? ""
            guard !known.contains(id) || id.isEmpty else { continue }
            let provider = row["tracking_provider"].text ?? ""
            parcels.append(
                ChannelParcel(
                    id: id,
                    carrier: provider.isEmpty ? row["custom_tracking_provider"].text ?? "" : provider,
                    number: row["tracking_number"].text ?? "",
                    shippedAt: row["date_shipped"].integer.map { Instant(seconds: Int64($0)) } ?? shippedAt))
        }
        return parcels
    }

    /// The reference's own 32 letters, as the plugin's identifiers are.
    static func identifier(_ key: String) -> String {
        let letters = key.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return String((letters + String(repeating: "0", count: 32)).prefix(32))
    }

    /// What has to be written into an order so that it has this parcel too.
    static func entries(adding notice: ShipmentNotice, key: String, to meta: JSON, at: Instant) -> JSON {
        let id = identifier(key)
        let seconds = at.milliseconds / 1000
        let lines = notice.lines.map { line -> JSON in
            ["id": JSON(line.lineID), "quantity": JSON(line.quantity)]
        }
        let own: JSON = [
            "id": JSON(id), "ref": JSON(key), "carrier": JSON(notice.carrier), "number": JSON(notice.number),
            "at": JSON(Int(seconds)), "lines": .array(lines),
        ]
        let ours = WooValue.meta(WooReference.parcels, in: meta).items + [own]
        var entries: [JSON] = [["key": JSON(WooReference.parcels), "value": .array(ours)]]
        if !notice.number.isEmpty {
            let item: JSON = [
                "tracking_provider": "", "custom_tracking_provider": JSON(notice.carrier),
                "custom_tracking_link": JSON(notice.url), "tracking_number": JSON(notice.number),
                "date_shipped": JSON(String(seconds)), "tracking_id": JSON(id),
            ]
            let theirs = WooValue.meta(WooReference.tracking, in: meta).items + [item]
            entries.append(["key": JSON(WooReference.tracking), "value": .array(theirs)])
        }
        return .array(entries)
    }
}
