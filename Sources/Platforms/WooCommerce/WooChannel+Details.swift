import Commerce
import Connectors
import Foundation
import HTTP

extension WooChannel {
    /// Reads rows of orders; those with refunds are asked for them, as the row has their sums alone.
    func orders(of rows: [Row]) async throws(ChannelFailure) -> [Pulled<ChannelOrder>] {
        let refunded = rows.compactMap { row in
            (try? row.json.get())?["refunds"].items.isEmpty == false ? row.id : nil  // Else none.
        }
        let details = try await each(refunded) { id async throws(ChannelFailure) -> JSON in
            do throws(ChannelFailure) {
                let call = WooClient.Call(
                    route: "orders/\(id)/refunds", query: [("per_page", "100")],
                    label: "refunds of order \(id)")
                return try await client.send(call).json()
            } catch {
                // Gone between the two reads: the sums in the row have to do.
                if case .gone = error { return .null }
                throw error
            }
        }
        return rows.compactMap { row in
            if let json = try? row.json.get(), let status = json["status"].string,  // Told below.
                WooOrderReading.carts.contains(status)
            {
                return nil
            }
            let item = row.json.flatMap { json in
                Result { () throws(UnreadableItem) in
                    try WooOrderReading.order(json, refunds: details[row.id] ?? .null)
                }
            }
            return Pulled(id: String(row.id), item: item, raw: row.raw)
        }
    }

    /// Reads rows of products; variable ones are asked for their variations.
    func products(of rows: [Row]) async throws(ChannelFailure) -> [Pulled<ChannelProduct>] {
        guard !rows.isEmpty else { return [] }
        let reading = WooProductReading(
            facts: try await client.facts(), categories: try await categoryPaths(for: rows))
        let variable = rows.compactMap { row in
            (try? row.json.get()).map(WooProductReading.isVariable) == true ? row.id : nil  // The same.
        }
        let variations = try await each(variable) { id async throws(ChannelFailure) -> [Row] in
            try await self.variations(of: id)
        }
        return rows.map { row in
            let own = variations[row.id] ?? []
            let item = row.json.flatMap { json in
                Result { () throws(UnreadableItem) in
                    try reading.product(
                        json, variations: own.map { row throws(UnreadableItem) in try row.json.get() })
                }
            }
            return Pulled(id: String(row.id), item: item, raw: Self.evidence(row, own))
        }
    }

    /// A product's bytes, and its variations' behind them as a member more.
    private static func evidence(_ row: Row, _ variations: [Row]) -> Data {
        guard !variations.isEmpty, let end = row.raw.lastIndex(of: UInt8(ascii: "}")) else { return row.raw }
        var raw = Data(row.raw[..<end])
        raw += Data(",\"_variations\":[".utf8)
        for (place, variation) in variations.enumerated() {
            if place > 0 { raw.append(UInt8(ascii: ",")) }
            raw += variation.raw
        }
        return raw + Data("]}".utf8)
    }

    /// All variations of a product, in the order of their numbers.
    func variations(of product: Int) async throws(ChannelFailure) -> [Row] {
        var found: [Row] = []
        var cursor: String?
        repeat {
            let page = try await rows(
                "products/\(product)/variations", PullAsk(cursor: cursor), since: nil,
                query: [("context", "edit"), ("_fields", WooProductReading.variationFields)])
            found += page.rows
            cursor = page.next
            guard found.count <= 10_000 else {
                throw .unreadable(
                    reason: "the shop says that product \(product) has more than 10000 variations")
            }
        } while cursor != nil
        return found
    }

    /// Does something for each, four at a time, which is what shops bear; the first failure ends it.
    func each<Value: Sendable>(
        _ ids: [Int], _ act: @escaping @Sendable (Int) async throws(ChannelFailure) -> Value
    ) async throws(ChannelFailure) -> [Int: Value] {
        guard !ids.isEmpty else { return [:] }
        let outcome = await withTaskGroup(
            of: (Int, Result<Value, ChannelFailure>).self,
            returning: Result<[Int: Value], ChannelFailure>.self
        ) { group in
            var waiting = ids[...]
            func add(to group: inout TaskGroup<(Int, Result<Value, ChannelFailure>)>) {
                guard let id = waiting.popFirst() else { return }
                group.addTask {
                    do throws(ChannelFailure) { return (id, .success(try await act(id))) } catch {
                        return (id, .failure(error))
                    }
                }
            }
            for _ in 0..<4 { add(to: &group) }
            var found: [Int: Value] = [:]
            while let (id, result) = await group.next() {
                switch result {
                case .success(let value): found[id] = value
                case .failure(let failure):
                    group.cancelAll()
                    return .failure(failure)
                }
                add(to: &group)
            }
            return .success(found)
        }
        return try outcome.get()
    }

    /// Paths such as `Kitchen > Mugs` by number; read again where a row names one that is not known.
    private func categoryPaths(for rows: [Row]) async throws(ChannelFailure) -> [Int: String] {
        let wanted = Set(
            rows.flatMap { row in
                (try? row.json.get())?["categories"].items.compactMap { $0["id"].integer } ?? []  // The same.
            })
        var known = await client.memory.categories ?? [:]
        if !wanted.isSubset(of: Set(known.values)) { known = try await readCategories() }
        return Dictionary(known.map { ($0.value, $0.key) }, uniquingKeysWith: { one, _ in one })
    }

    /// All categories by path.
    func readCategories() async throws(ChannelFailure) -> [String: Int] {
        var rows: [JSON] = []
        var page = 1
        while true {
            let call = WooClient.Call(
                route: "products/categories",
                query: [
                    ("per_page", "100"), ("page", String(page)), ("orderby", "id"), ("order", "asc"),
                    ("_fields", "id,name,parent"),
                ], label: "categories, page \(page)")
            let some = try await client.send(call).json().items
            // A host that answers every page with the first one ends the read too.
            guard page == 1 || some.first?["id"] != rows.first?["id"] else { break }
            rows += some
            guard some.count == 100 else { break }
            page += 1
        }
        let byID = Dictionary(
            rows.compactMap { row in row["id"].integer.map { ($0, row) } },
            uniquingKeysWith: { one, _ in one })
        var paths: [String: Int] = [:]
        for (id, row) in byID {
            var names: [String] = []
            var next: JSON? = row
            // A tree that bites its own tail ends here.
            while let json = next, names.count < 20 {
                names.insert(WooText.decoded(json["name"].string ?? ""), at: 0)
                next = json["parent"].integer.flatMap { byID[$0] }
            }
            paths[names.joined(separator: " > ")] = id
        }
        await client.memory.keep(categories: paths)
        return paths
    }
}
