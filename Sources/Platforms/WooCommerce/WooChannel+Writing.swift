package import Commerce
package import Connectors
import HTTP

extension WooChannel {
    package func write(_ writes: [ListingWrite]) async throws(ChannelFailure) -> [WriteAnswer] {
        guard !writes.isEmpty else { return [] }
        let facts = try await client.facts()
        var answers: [WriteAnswer?] = Array(repeating: nil, count: writes.count)
        let current = try await currentPrices(of: writes)
        // One row for each product or variation, whatever number of writes it serves.
        var rows: [Int: [Int: WooBatchRow]] = [:]
        for (place, write) in writes.enumerated() {
            guard let product = Int(write.address.product),
                let id = write.address.isProducts ? product : Int(write.address.variant)
            else {
                answers[place] = .gone
                continue
            }
            let parent = write.address.isProducts ? 0 : product
            do throws(WooWriteRefusal) {
                var making = WooListingBody(facts: facts)
                try making.add(write.fields, current: current[id])
                var row = rows[parent]?[id] ?? WooBatchRow(id: id)
                row.members += making.members
                if write.fields[.images] != nil {
                    row.members.append(.init("images", WooListingBody.images(write.images)))
                    row.isSlow = row.isSlow || write.images.contains(where: \.id.isEmpty)
                }
                row.places.append(place)
                rows[parent, default: [:]][id] = row
            } catch { answers[place] = error.answer }
        }
        try await resolveTerms(writes, &rows)
        var hasWritten = false
        for parent in rows.keys.sorted() {
            let some = (rows[parent] ?? [:]).values.filter { !$0.members.isEmpty }
                .sorted { ($0.isSlow ? 1 : 0, $0.id) < ($1.isSlow ? 1 : 0, $1.id) }
            let route = parent == 0 ? "products" : "products/\(parent)/variations"
            let results = try await update(route, some, hasWritten: &hasWritten)
            let reading = WooProductReading(facts: facts, categories: await pathsByID())
            for (row, result) in zip(some, results) {
                for place in row.places { answers[place] = Self.answer(to: writes[place], result, reading) }
            }
        }
        return answers.map { $0 ?? .accepted([:]) }
    }

    private static func answer(
        to write: ListingWrite, _ result: Result<JSON, WooRefusal>, _ reading: WooProductReading
    ) -> WriteAnswer {
        switch result {
        case .failure(let refusal): refusal.answer
        // The shop changes what lies in its bin too; for us it is gone.
        case .success(let json) where json["status"].string == "trash": .gone
        case .success(let json):
            .accepted(
                Dictionary(
                    uniqueKeysWithValues: write.fields.keys.map { ($0, reading.canonical($0, json)) }))
        }
    }

    private func pathsByID() async -> [Int: String] {
        Dictionary(
            (await client.memory.categories ?? [:]).map { ($0.value, $0.key) },
            uniquingKeysWith: { one, _ in one })
    }

    /// A price is half of a pair there: of those that change it, what the pair is now.
    private func currentPrices(of writes: [ListingWrite]) async throws(ChannelFailure) -> [Int: JSON] {
        let wanted = writes.filter { $0.fields[.price] == nil || $0.fields[.compareAt] == nil }
            .filter { $0.fields.keys.contains(where: \.isPrice) }
        return try await current(
            wanted.map(\.address), fields: "id,regular_price,sale_price,on_sale")
    }

    /// These products and variations as they are now, by number, in as few requests as can be.
    func current(_ addresses: [ChannelAddress], fields: String) async throws(ChannelFailure) -> [Int: JSON] {
        var found: [Int: JSON] = [:]
        let groups = Dictionary(grouping: addresses) { $0.isProducts ? "" : $0.product }
        for (parent, some) in groups.sorted(by: { $0.key < $1.key }) {
            guard parent.isEmpty || Int(parent) != nil else { continue }
            let route = parent.isEmpty ? "products" : "products/\(parent)/variations"
            let ids = Array(Set(some.map { parent.isEmpty ? $0.product : $0.variant })).sorted()
            for row in try await rows(route, ids: ids, query: [("context", "edit"), ("_fields", fields)]) {
                found[row.id] = try? row.json.get()  // One that cannot be read is not there for us.
            }
        }
        return found
    }

    /// Puts the numbers of categories and tags in the place of their names.
    private func resolveTerms(
        _ writes: [ListingWrite], _ rows: inout [Int: [Int: WooBatchRow]]
    ) async throws(ChannelFailure) {
        for id in (rows[0] ?? [:]).keys.sorted() {
            for place in rows[0]?[id]?.places ?? [] {
                if let text = writes[place].fields[.categories] {
                    let ids = try await categoryIDs(text.split(separator: "\n").map(String.init))
                    rows[0]?[id]?.members.append(.init("categories", .array(ids.map { ["id": JSON($0)] })))
                }
                if let text = writes[place].fields[.tags] {
                    let ids = try await tagIDs(text.split(separator: "\n").map(String.init))
                    rows[0]?[id]?.members.append(.init("tags", .array(ids.map { ["id": JSON($0)] })))
                }
            }
        }
    }

    package func writeStock(
        _ writes: [StockWrite], key: String
    ) async throws(ChannelFailure) -> [WriteAnswer] {
        guard !writes.isEmpty else { return [] }
        let now = try await current(
            writes.map(\.address), fields: "id,type,manage_stock,stock_quantity")
        var answers: [WriteAnswer?] = Array(repeating: nil, count: writes.count)
        var rows: [Int: [WooBatchRow]] = [:]
        for (place, write) in writes.enumerated() {
            guard let product = Int(write.address.product),
                let id = write.address.isProducts ? product : Int(write.address.variant), let json = now[id]
            else {
                answers[place] = .gone
                continue
            }
            if let refusal = Self.stockRefusal(json) {
                answers[place] = .refused(reason: refusal, field: .stock)
                continue
            }
            let there = WooProductReading.stock(json)
            if let expected = write.expected, there != expected {
                answers[place] = .stale(now: there)
                continue
            }
            if there == write.quantity {
                answers[place] = .accepted([.stock: String(write.quantity)])
                continue
            }
            // Without the flag the count is passed over in silence (OBSERVED 15).
            var row = WooBatchRow(id: id)
            row.members = [.init("manage_stock", true), .init("stock_quantity", JSON(write.quantity))]
            row.places = [place]
            rows[write.address.isProducts ? 0 : product, default: []].append(row)
        }
        var hasWritten = false
        for parent in rows.keys.sorted() {
            let some = rows[parent] ?? []
            let route = parent == 0 ? "products" : "products/\(parent)/variations"
            for (row, result) in zip(some, try await update(route, some, hasWritten: &hasWritten)) {
                switch result {
                case .failure(let refusal): answers[row.places[0]] = refusal.answer
                case .success(let json):
                    let count = WooProductReading.stock(json).map { String($0) } ?? ""
                    answers[row.places[0]] = .accepted([.stock: count])
                }
            }
        }
        return answers.map { $0 ?? .gone }
    }

    /// Why a count has no place at this product.
    private static func stockRefusal(_ json: JSON) -> String? {
        if json["manage_stock"].string == "parent" {
            return "its stock is counted at the product, for all its variations together"
        }
        let type = json["type"].string ?? ""
        guard WooProductReading.assembled.contains(type) else { return nil }
        return "the shop makes its stock up from other products (\(type))"
    }
}
