package import Commerce
package import Connectors
import Foundation
import HTTP

extension WooChannel {
    /// One row of a list: its number and its bytes.
    struct Row: Sendable {
        var id: Int
        var json: Result<JSON, UnreadableItem>
        var raw: Data
    }

    struct RowPage: Sendable {
        var rows: [Row]
        var next: String?
        var total: Int?
        var serverTime: Instant?
    }

    package func orders(_ ask: PullAsk) async throws(ChannelFailure) -> PulledPage<ChannelOrder> {
        let page = try await rows(
            "orders", ask, since: ask.since, query: [("_fields", WooOrderReading.fields)])
        return PulledPage(
            items: try await orders(of: page.rows), next: page.next, total: page.total,
            serverTime: page.serverTime)
    }

    package func products(_ ask: PullAsk) async throws(ChannelFailure) -> PulledPage<ChannelProduct> {
        let page = try await rows(
            "products", ask, since: ask.since,
            query: [("context", "edit"), ("_fields", WooProductReading.fields)])
        return PulledPage(
            items: try await products(of: page.rows), next: page.next, total: page.total,
            serverTime: page.serverTime)
    }

    /// All of them whatever is asked: the shop passes over a date here without a word (OBSERVED 4).
    package func customers(_ ask: PullAsk) async throws(ChannelFailure) -> PulledPage<ChannelCustomer> {
        let page = try await rows("customers", ask, since: nil, query: [])
        let items = page.rows.map { row in
            Pulled(id: String(row.id), item: row.json.map(WooCustomerReading.customer), raw: row.raw)
        }
        return PulledPage(items: items, next: page.next, total: page.total, serverTime: page.serverTime)
    }

    package func identifiers(
        of stream: PullStream, cursor: String?
    ) async throws(ChannelFailure) -> IdentifierPage {
        let ask = PullAsk(cursor: cursor)
        let page = try await rows(stream.rawValue, ask, since: nil, query: [("_fields", "id")])
        return IdentifierPage(ids: page.rows.map { String($0.id) }, next: page.next, total: page.total)
    }

    package func orders(ids: [String]) async throws(ChannelFailure) -> [Pulled<ChannelOrder>] {
        try await orders(
            of: try await rows("orders", ids: ids, query: [("_fields", WooOrderReading.fields)]))
    }

    package func products(ids: [String]) async throws(ChannelFailure) -> [Pulled<ChannelProduct>] {
        try await products(
            of: try await rows(
                "products", ids: ids, query: [("context", "edit"), ("_fields", WooProductReading.fields)]))
    }

    /// These rows as they are now, a hundred in a request; what is gone or in the bin is left out.
    func rows(
        _ route: String, ids: [String], query: [(String, String)]
    ) async throws(ChannelFailure) -> [Row] {
        var found: [Row] = []
        var rest = ids.filter { Int($0) != nil }[...]
        while !rest.isEmpty {
            let some = rest.prefix(100)
            rest = rest.dropFirst(100)
            let call = WooClient.Call(
                route: route,
                query: [
                    ("include", some.joined(separator: ",")), ("per_page", "100"), ("orderby", "id"),
                    ("order", "asc"),
                ] + query, label: "\(some.count) \(route)")
            found += try Self.read(try await client.send(call).body)
        }
        return found
    }

    /// One page of a list in order of identifier: the only order in which pages lose nothing (OBSERVED 11).
    func rows(
        _ route: String, _ ask: PullAsk, since: Instant?, query: [(String, String)]
    ) async throws(ChannelFailure) -> RowPage {
        let size = max(2, min(Self.capabilities.pageSize, ask.limit ?? Self.capabilities.pageSize))
        let cursor = try ask.cursor.map { text throws(ChannelFailure) in try WooCursor(text) }
        let last = cursor?.last ?? 0
        var offset = max(0, (cursor?.offset ?? 0) - 1)
        // A list that shifts under every look is none; no real one takes more than a few.
        for _ in 0..<200 {
            let call = WooClient.Call(
                route: route, query: listQuery(size, offset, since) + query,
                label: "\(route), from \(offset + 1)")
            let answer = try await client.send(call)
            let all = try Self.read(answer.body)
            let first = all.first { $0.id > 0 }?.id
            if offset >= 50, let cursor, first == cursor.first {
                throw .unreadable(reason: "the shop answers every page of its \(route) with the first one")
            }
            if offset > 0, (first ?? .max) > last {
                // Rows in front have vanished: back until the last one read is in sight.
                offset = max(0, offset - size + 1)
                continue
            }
            let fresh = all.filter { $0.id > last || $0.id == 0 }
            let end = offset + all.count
            let isEnd = answer.total.map { end >= $0 } ?? fresh.isEmpty
            if fresh.isEmpty, !isEnd, all.count > 1 {
                // Only rows that came in front since; an empty page would look like the end.
                offset = end - 1
                continue
            }
            let next = WooCursor(
                offset: end, last: fresh.last { $0.id > 0 }?.id ?? last, first: cursor?.first ?? first ?? 0)
            return RowPage(
                rows: fresh, next: isEnd || fresh.isEmpty ? nil : next.text, total: answer.total,
                serverTime: answer.serverTime)
        }
        throw .unreadable(reason: "the shop's list of \(route) does not hold still")
    }

    /// The filter is exclusive and whole seconds are its grain: two seconds of overlap find what changed in the very
    /// second of the watermark (OBSERVED 2 and 3).
    private func listQuery(_ size: Int, _ offset: Int, _ since: Instant?) -> [(String, String)] {
        var query = [
            ("per_page", String(size)), ("offset", String(offset)), ("orderby", "id"), ("order", "asc"),
        ]
        if let since {
            query += [
                ("modified_after", WooValue.text(since.adding(seconds: -2))), ("dates_are_gmt", "true"),
            ]
        }
        return query
    }

    static func read(_ body: Data) throws(ChannelFailure) -> [Row] {
        guard let rows = WooRows.split(body) else {
            throw .unreadable(reason: "the shop's list is no JSON, or breaks off")
        }
        return try rows.map { raw throws(ChannelFailure) in
            let json: JSON
            do throws(JSONFailure) { json = try JSON(raw) } catch {
                return Row(
                    id: number(in: raw), json: .failure(UnreadableItem(reason: error.description)), raw: raw)
            }
            if let id = json["id"].integer { return Row(id: id, json: .success(json), raw: raw) }
            // The shop writes no such bytes: something on the way did, and nobody knows which row was meant.
            guard String(validating: raw, as: UTF8.self) != nil else {
                throw .unreadable(reason: "the shop's list holds bytes that are no text")
            }
            return Row(id: 0, json: .failure(UnreadableItem(reason: "it has no number")), raw: raw)
        }
    }

    /// The number of a row that cannot be read otherwise: it stands first.
    private static func number(in raw: Data) -> Int {
        let start = String(decoding: raw.prefix(40), as: UTF8.self)
        guard let colon = start.firstIndex(of: ":") else { return 0 }
        return Int(start[start.index(after: colon)...].drop { $0 == " " }.prefix { $0.isNumber }) ?? 0
    }
}
