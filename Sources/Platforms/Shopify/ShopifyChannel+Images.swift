import Commerce
import Connectors
import HTTP

/// A product's pictures. They are read first, so that only what differs is written: what is there is never fetched again.
extension ShopifyChannel {
    /// How often the job that puts them in order is asked after, a second apart each time.
    private static let orderPolls = 10

    func write(images write: ListingWrite) async throws(ChannelFailure) -> WriteAnswer {
        let product = write.address.product
        let data = try await connection.run(
            .productMedia, ["id": .string(product), "after": .null]
        ).data["product"]
        guard data.isObject else { return .gone }
        let all = try await rest(
            of: data["media"], document: .productMedia, variables: [.init("id", .string(product))],
            at: ["product", "media"])
        let there = all.compactMap(ShopifyProductReading.image)
        let change = ShopifyImageChange(wanted: write.images, there: there)
        // Somebody took one of them out meanwhile.
        guard change.missing.isEmpty else { return .stale(now: nil) }
        var ids = all.compactMap { $0["id"].string }
        var made: [String] = []
        if !change.kinds.isEmpty {
            let answer = try await connection.run(
                .imageChanges(change.kinds), .object([.init("product", .string(product))] + change.variables)
            ).data
            if let refusal = Self.refusal(answer) { return refusal }
            ids.removeAll(where: change.removed.contains)
            if change.kinds.contains(.add) {
                let nodes = answer["added"]["product"]["media"]["nodes"].items.compactMap { $0["id"].string }
                made = nodes.filter { !ids.contains($0) }
                guard made.count == change.added.count else {
                    throw .unreadable(reason: "Shopify does not say which pictures it made.")
                }
                ids += made
            }
        }
        let images = change.named(made)
        try await arrange(images.map(\.id), among: ids, of: product)
        return .accepted([.images: ListingImages.text(images.map(\.line))])
    }

    /// What the mutations' user errors say; nil where they say nothing.
    private static func refusal(_ answer: JSON) -> WriteAnswer? {
        let errors =
            answer["removed"]["mediaUserErrors"].items + answer["updated"]["mediaUserErrors"].items
            + answer["added"]["userErrors"].items
        guard !errors.isEmpty else { return nil }
        // Still being taken in, or gone by now: looked at again.
        let passing = ["NON_READY_MEDIA", "MEDIA_CANNOT_BE_MODIFIED", "MEDIA_DOES_NOT_EXIST"]
        if errors.contains(where: { passing.contains($0["code"].string ?? "") }) { return .stale(now: nil) }
        let words = errors.map { $0["message"].string ?? "Shopify names no reason." }
        return .refused(reason: words.joined(separator: " "), field: .images)
    }

    /// Puts pictures in their order; films and models keep their places between them.
    private func arrange(
        _ wanted: [String], among ids: [String], of product: String
    ) async throws(ChannelFailure) {
        var queue = wanted[...]
        let order = ids.map { wanted.contains($0) ? queue.popFirst() ?? $0 : $0 }
        guard order != ids else { return }
        var now = ids
        var moves: [JSON] = []
        for (place, id) in order.enumerated() where now[place] != id {
            guard let from = now.firstIndex(of: id) else { continue }
            now.insert(now.remove(at: from), at: place)
            moves.append(["id": .string(id), "newPosition": .string(String(place))])
        }
        let payload = try await connection.run(
            .reorderImages, ["product": .string(product), "moves": .array(moves)]
        ).data["productReorderMedia"]
        let errors = payload["mediaUserErrors"].items.compactMap { $0["message"].string }
        guard errors.isEmpty else {
            throw .unanswered(
                reason: "The pictures are there and not in order: \(errors.joined(separator: " "))")
        }
        // The order is the new one once the job is done; what is read before is neither.
        for _ in 0..<Self.orderPolls {
            let job = try await connection.run(.jobState, ["job": payload["job"]["id"]]).data["job"]
            if job["done"].bool ?? true { return }
            do { try await sleep(1) } catch { throw .cancelled }
        }
        throw .unanswered(reason: "Shopify is still putting the pictures in order.")
    }
}

/// What differs between the pictures that are to be there and those that are.
struct ShopifyImageChange {
    let wanted: [ChannelImage]
    let removed: [String]
    let updated: [ChannelImage]
    let added: [ChannelImage]
    /// Those that are not there any more.
    let missing: [String]

    init(wanted: [ChannelImage], there: [ChannelImage]) {
        self.wanted = wanted
        let known = Dictionary(there.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let kept = Set(wanted.map(\.id))
        removed = there.map(\.id).filter { !kept.contains($0) }
        added = wanted.filter(\.id.isEmpty)
        missing = wanted.map(\.id).filter { !$0.isEmpty && known[$0] == nil }
        // Those that are none of ours are named without their text.
        updated = wanted.filter { image in
            !image.own.isEmpty && known[image.id].map { ListingImages.plain($0.alt) != image.alt } ?? false
        }
    }

    var kinds: Set<ShopifyDocument.ImageChange> {
        var kinds: Set<ShopifyDocument.ImageChange> = []
        if !removed.isEmpty { kinds.insert(.remove) }
        if !updated.isEmpty { kinds.insert(.update) }
        if !added.isEmpty { kinds.insert(.add) }
        return kinds
    }

    var variables: [JSON.Member] {
        var members: [JSON.Member] = []
        if !removed.isEmpty { members.append(.init("removed", .array(removed.map(JSON.string)))) }
        if !updated.isEmpty {
            let inputs = updated.map { image -> JSON in
                ["id": .string(image.id), "alt": .string(image.alt)]
            }
            members.append(.init("updated", .array(inputs)))
        }
        if !added.isEmpty {
            let inputs = added.map { image -> JSON in
                [
                    "originalSource": .string(image.url), "alt": .string(image.alt),
                    "mediaContentType": "IMAGE",
                ]
            }
            members.append(.init("added", .array(inputs)))
        }
        return members
    }

    /// All of them, the new ones by the identifiers that they were given, in their order.
    func named(_ made: [String]) -> [ChannelImage] {
        var queue = made[...]
        return wanted.map { image in
            ChannelImage(
                id: image.id.isEmpty ? queue.popFirst() ?? "" : image.id,
                url: image.own.isEmpty ? image.url : "", alt: image.alt)
        }
    }
}
