import Commerce
import Connectors
import HTTP

extension WooChannel {
    /// The numbers of categories by their paths; those that are missing are made.
    func categoryIDs(_ paths: [String]) async throws(ChannelFailure) -> [Int] {
        guard !paths.isEmpty else { return [] }
        var known = await client.memory.categories ?? [:]
        if !Set(paths).isSubset(of: Set(known.keys)) { known = try await readCategories() }
        var ids: [Int] = []
        for path in paths {
            var parent = 0
            var walked: [String] = []
            for name in path.split(separator: " > ").map(String.init) {
                walked.append(name)
                let place = walked.joined(separator: " > ")
                if let id = known[place] {
                    parent = id
                } else {
                    parent = try await makeCategory(name, in: parent)
                    known[place] = parent
                }
            }
            if parent != 0 { ids.append(parent) }
        }
        await client.memory.keep(categories: known)
        return ids
    }

    private func makeCategory(_ name: String, in parent: Int) async throws(ChannelFailure) -> Int {
        // Made in a batch, as its answer names the category that is there already, and so a repeat is harmless.
        var row: [JSON.Member] = [.init("name", JSON(WooText.encodedTitle(name)))]
        if parent != 0 { row.append(.init("parent", JSON(parent))) }
        return try await makeTerms("categories", [.object(row)])[0]
    }

    /// The numbers of tags by name; those that are missing are made.
    func tagIDs(_ names: [String]) async throws(ChannelFailure) -> [Int] {
        let known = await client.memory.tags
        let missing = names.filter { known[$0] == nil }
        var rest = missing[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(100))
            rest = rest.dropFirst(100)
            let ids = try await makeTerms("tags", some.map { ["name": JSON(WooText.encodedTitle($0))] })
            for (name, id) in zip(some, ids) { await client.memory.keep(tag: name, id: id) }
        }
        let all = await client.memory.tags
        return names.compactMap { all[$0] }
    }

    /// One number for each row: of the new term, or of the one that has the name already.
    private func makeTerms(_ route: String, _ rows: [JSON]) async throws(ChannelFailure) -> [Int] {
        let call = WooClient.Call(
            method: .post, route: "products/\(route)/batch", body: ["create": .array(rows)],
            label: "\(rows.count) \(route)")
        let made = try await client.send(call).json()["create"].items
        guard made.count == rows.count else {
            throw .unreadable(reason: "the shop did not answer for each of the \(route)")
        }
        return try made.map { row throws(ChannelFailure) in
            if let id = row["id"].integer, id > 0 { return id }
            let refusal = WooRefusal(row["error"], status: 400)
            if let there = refusal?.resource { return there }
            throw .rejected(reason: refusal?.message ?? "the shop did not make one of the \(route)")
        }
    }
}
