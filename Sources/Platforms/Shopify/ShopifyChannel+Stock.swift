package import Commerce
package import Connectors
import HTTP

extension ShopifyChannel {
    /// Sets counts. One that is stale makes Shopify refuse the whole call: those named are answered so, and the others
    /// are sent again without them.
    package func writeStock(_ writes: [StockWrite], key: String) async throws(ChannelFailure) -> [WriteAnswer]
    {
        guard !writes.isEmpty else { return [] }
        let location = try await location()
        var answers: [Int: WriteAnswer] = [:]
        for (place, write) in writes.enumerated() where write.address.stockItem.isEmpty {
            answers[place] = .refused(reason: "Shopify keeps no stock of it.", field: .stock)
        }
        var left = writes.indices.filter { answers[$0] == nil }
        var stale: [Int] = []
        while !left.isEmpty {
            let part = Array(left.prefix(250))
            let errors = try await setStock(
                part.map { writes[$0] }, location: location, key: key, places: part)
            if errors.isEmpty {
                for place in part { answers[place] = .accepted([.stock: String(writes[place].quantity)]) }
                left.removeFirst(part.count)
                continue
            }
            var named: Set<Int> = []
            for error in errors {
                let path = error["field"].items.compactMap(\.string)
                guard let index = path.lazy.compactMap({ Int($0) }).first, part.indices.contains(index) else {
                    throw .rejected(reason: error["message"].string ?? "Shopify names no reason.")
                }
                let place = part[index]
                named.insert(place)
                let answer = Self.answer(to: error, location: location)
                answers[place] = answer
                if case .stale = answer { stale.append(place) }
            }
            left.removeAll { named.contains($0) }
        }
        try await fillIn(stale, of: writes, location: location, into: &answers)
        return writes.indices.map {
            answers[$0] ?? .refused(reason: "Shopify names no outcome.", field: .stock)
        }
    }

    /// One call; its user errors. The key follows from ours and from what is in the call, so that the same call again
    /// is the same to Shopify, and another is not.
    private func setStock(
        _ writes: [StockWrite], location: Location, key: String, places: [Int]
    ) async throws(ChannelFailure) -> [JSON] {
        let quantities = writes.map { write -> JSON in
            [
                "inventoryItemId": .string(write.address.stockItem), "locationId": .string(location.id),
                "quantity": JSON(write.quantity),
                // Null says on purpose that whatever is there may be overwritten; leaving it out is an error.
                "changeFromQuantity": write.expected.map { JSON($0) } ?? .null,
            ]
        }
        let input: JSON = [
            "name": "available", "reason": "correction",
            "referenceDocumentUri": .string("mercer://stock/\(ShopifyKey.uuid(of: key))"),
            "quantities": .array(quantities),
        ]
        let callKey = ShopifyKey.uuid(of: "\(key)/\(places.map { String($0) }.joined(separator: ","))")
        let data = try await connection.run(.setStock, ["input": input, "key": .string(callKey)]).data
        let payload = data["inventorySetQuantities"]
        guard payload.isObject else {
            throw .unreadable(reason: "Shopify's answer says nothing of the counts.")
        }
        return payload["userErrors"].items
    }

    private static func answer(to error: JSON, location: Location) -> WriteAnswer {
        let code = error["code"].string ?? ""
        // Called COMPARE_QUANTITY_STALE before 2026-04.
        if code.hasSuffix("_STALE") { return .stale(now: nil) }
        if code == "INVALID_INVENTORY_ITEM" { return .gone }
        if code == "ITEM_NOT_STOCKED_AT_LOCATION" {
            return .refused(
                reason: "It is not stocked at “\(location.name)”: add the location to it in Shopify's admin.",
                field: .stock)
        }
        return .refused(reason: error["message"].string ?? "Shopify names no reason.", field: .stock)
    }

    /// Asks what is there now, where what we expected was not.
    private func fillIn(
        _ stale: [Int], of writes: [StockWrite], location: Location, into answers: inout [Int: WriteAnswer]
    ) async throws(ChannelFailure) {
        guard !stale.isEmpty else { return }
        let ids = stale.map { JSON.string(writes[$0].address.stockItem) }
        let data: JSON
        do throws(ChannelFailure) {
            data = try await connection.run(
                .stockLevels, ["ids": .array(ids), "location": .string(location.id)]
            ).data
        } catch {
            // The writes are answered; only the present counts stay unknown, and the next pull brings them.
            return
        }
        for (place, node) in zip(stale, data["nodes"].items) {
            answers[place] = .stale(now: ShopifyProductReading.stock(node))
        }
    }
}

/// Shopify's idempotency keys are UUIDs; ours become them, always the same one.
enum ShopifyKey {
    /// A name-based UUID (RFC 9562, version 8: by our own hash).
    static func uuid(of key: String) -> String {
        var bytes = Array(KeyedHash.sha256(key, secret: "mercer.shopify").prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        var text = ""
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { text.append("-") }
            text.append(digit)
        }
        return text
    }
}
