package import Commerce
package import Connectors
import HTTP

extension WooChannel {
    package func perform(
        _ effect: ChannelEffect, key: String
    ) async throws(ChannelFailure) -> EffectAnswer {
        switch effect {
        case .ship(let notice): try await ship(notice, key)
        case .cancel(let notice): try await cancel(notice, key)
        case .refund(let notice): try await refund(notice, key)
        case .note(let notice): try await addNote(notice)
        case .createProduct(let creation): try await create(creation.product, key)
        case .removeProduct(let removal): try await remove(removal)
        case .createVariant(let creation): try await create(creation, key)
        case .removeVariant(let removal): try await remove(removal)
        }
    }

    package func lookUp(
        _ effect: ChannelEffect, key: String
    ) async throws(ChannelFailure) -> EffectFinding {
        do throws(ChannelFailure) {
            switch effect {
            case .ship(let notice):
                let meta = try await order(notice.order, fields: "id,status,meta_data")["meta_data"]
                return Self.parcel(key, in: meta).map(EffectFinding.done) ?? .notDone
            case .cancel(let notice):
                let order = try await order(notice.order, fields: "id,status,meta_data")
                return order["status"].string == "cancelled"
                    ? .done(EffectAnswer(id: notice.order)) : .notDone
            case .refund(let notice):
                let found = try await refunds(of: notice.order).first { Self.reference(in: $0) == key }
                return found.map { .done(EffectAnswer(id: $0["id"].text ?? "")) } ?? .notDone
            case .note(let notice): return try await findNote(notice)
            case .createProduct(let creation): return try await findProduct(creation.product, key)
            case .createVariant(let creation):
                return try await findVariant(creation, key).map(EffectFinding.done) ?? .notDone
            case .removeVariant(let removal):
                return try await variation(removal) == nil
                    ? .done(EffectAnswer(id: removal.variant)) : .notDone
            case .removeProduct(let removal):
                let call = WooClient.Call(
                    route: "products/" + removal.product, query: [("_fields", "id,status")],
                    label: "product \(removal.product)")
                let status = try await client.send(call).json()["status"].string
                return status == "trash" ? .done(EffectAnswer(id: removal.product)) : .notDone
            }
        } catch {
            guard case .gone(let reason) = error else { throw error }
            if case .removeProduct(let removal) = effect { return .done(EffectAnswer(id: removal.product)) }
            if case .createVariant = effect { return .notDone }
            return .unclear(reason: "the order is not in the shop any more: \(reason)")
        }
    }

    /// An order as it is now.
    func order(_ id: String, fields: String) async throws(ChannelFailure) -> JSON {
        guard Int(id) != nil else { throw .gone(reason: "“\(id)” is no order's number there") }
        let call = WooClient.Call(route: "orders/" + id, query: [("_fields", fields)], label: "order \(id)")
        return try await client.send(call).json()
    }

    static func reference(in json: JSON) -> String {
        WooValue.meta(WooReference.key, in: json["meta_data"]).text ?? ""
    }

    private static func parcel(_ key: String, in meta: JSON) -> EffectAnswer? {
        WooParcels.read(meta, shippedAt: nil).first { $0.reference == key }.map { EffectAnswer(id: $0.id) }
    }

    /// Reads the order's parcels, which are one list, and writes them back with the new one and the status in one
    /// request: so either all of it happened or nothing.
    private func ship(_ notice: ShipmentNotice, _ key: String) async throws(ChannelFailure) -> EffectAnswer {
        let order = try await order(notice.order, fields: "id,status,meta_data")
        let status = order["status"].string ?? ""
        if let done = Self.parcel(key, in: order["meta_data"]) { return done }
        guard !["cancelled", "refunded", "failed", "trash"].contains(status) else {
            throw .rejected(
                reason: "the order is \(status) in the shop; nothing of it can be reported as shipped")
        }
        let entries = WooParcels.entries(
            adding: notice, key: key, to: order["meta_data"], at: client.now())
        var body: [JSON.Member] = [.init("meta_data", entries)]
        if notice.isRest, status != "completed" { body.append(.init("status", "completed")) }
        let call = WooClient.Call(
            method: .put, route: "orders/" + notice.order, query: [("_fields", "id,status,meta_data")],
            body: .object(body), label: "parcel of order \(notice.order)")
        let answer = try await client.send(call).json()
        guard let done = Self.parcel(key, in: answer["meta_data"]) else {
            throw .rejected(reason: "the shop did not keep the parcel’s number")
        }
        return done
    }

    private func cancel(
        _ notice: CancellationNotice, _ key: String
    ) async throws(ChannelFailure) -> EffectAnswer {
        guard !notice.refunds else {
            throw .rejected(
                reason:
                    "WooCommerce gives no money back with a cancellation; refund the order, then cancel it")
        }
        let order = try await order(notice.order, fields: "id,status")
        if order["status"].string == "cancelled" { return EffectAnswer(id: notice.order) }
        var entries: [JSON] = [["key": JSON(WooReference.cancellation), "value": JSON(key)]]
        if !notice.reason.isEmpty {
            entries.append(["key": JSON(WooReference.cancelReason), "value": JSON(notice.reason)])
        }
        let call = WooClient.Call(
            method: .put, route: "orders/" + notice.order, query: [("_fields", "id,status")],
            body: ["status": "cancelled", "meta_data": .array(entries)],
            label: "cancellation of order \(notice.order)")
        let answer = try await client.send(call).json()
        guard answer["status"].string == "cancelled" else {
            throw .rejected(reason: "the shop keeps the order as \(answer["status"].string ?? "it was")")
        }
        return EffectAnswer(id: notice.order)
    }

    private func addNote(_ notice: NoteNotice) async throws(ChannelFailure) -> EffectAnswer {
        guard Int(notice.order) != nil else {
            throw .gone(reason: "“\(notice.order)” is no order’s number there")
        }
        let call = WooClient.Call(
            method: .post, route: "orders/\(notice.order)/notes",
            body: ["note": JSON(notice.text), "customer_note": .bool(notice.isForBuyer)],
            label: "note on order \(notice.order)")
        return EffectAnswer(id: try await client.send(call).json()["id"].text ?? "")
    }

    /// Notes carry no reference, but are kept letter by letter.
    private func findNote(_ notice: NoteNotice) async throws(ChannelFailure) -> EffectFinding {
        let call = WooClient.Call(
            route: "orders/\(notice.order)/notes", label: "notes of order \(notice.order)")
        let same = try await client.send(call).json().items.filter { row in
            row["note"].string?.trimmed == notice.text.trimmed
                && row["customer_note"].bool == notice.isForBuyer
        }
        guard let newest = same.max(by: { ($0["id"].integer ?? 0) < ($1["id"].integer ?? 0) }) else {
            return .notDone
        }
        return .done(EffectAnswer(id: newest["id"].text ?? ""))
    }

    private func remove(_ removal: ProductRemoval) async throws(ChannelFailure) -> EffectAnswer {
        guard Int(removal.product) != nil else {
            throw .gone(reason: "“\(removal.product)” is no product’s number")
        }
        let call = WooClient.Call(
            method: .delete, route: "products/" + removal.product, query: [("_fields", "id")],
            label: "product \(removal.product) into the bin")
        do throws(ChannelFailure) { _ = try await client.send(call) } catch {
            // What lies in the bin already, or is gone for good, is where it should be.
            guard case .gone = error else { throw error }
        }
        return EffectAnswer(id: removal.product)
    }
}
