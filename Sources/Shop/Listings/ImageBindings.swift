import Commerce
import GRDB

/// Which picture here is which there, for one product on one channel. A platform may show one picture at several
/// products, so that a binding names both.
struct ImageBindings {
    private let connection: ConnectionID
    /// The channel's identifier of the product.
    private let product: String
    private let db: Database
    private var bindings: Bindings { Bindings(connection, db) }

    struct Bound {
        let local: Int64
        /// Where ours came from when it was sent or read: another address is another picture.
        let url: String

        var identity: String { ListingImage(key: String(local), url: url, alt: "").identity }
    }

    init(_ connection: ConnectionID, product: String, _ db: Database) {
        self.connection = connection
        self.product = product
        self.db = db
    }

    /// By the channel's identifier.
    func all() throws -> [String: Bound] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT remote_id, local_id, extra FROM bindings INDEXED BY bindings_by_parent
                    WHERE connection_id = ? AND kind = 'image' AND parent_id = ?
                    """), arguments: [connection.rawValue, product])
        var found: [String: Bound] = [:]
        for row in rows {
            let id = (row[0] as String).dropFirst(product.count + 1)
            found[String(id)] = Bound(local: row[1], url: row[2])
        }
        return found
    }

    func bind(_ remote: String, to local: Int64, url: String) throws {
        for (old, bound) in try all() where bound.local == local && old != remote { try unbind(old) }
        try bindings.bind("image", product + "/" + remote, to: local, parent: product, extra: url)
    }

    func unbind(_ remote: String) throws { try bindings.unbind("image", product + "/" + remote) }

    /// What is gone there is bound no more.
    func keep(only remotes: Set<String>) throws {
        for remote in try all().keys where !remotes.contains(remote) { try unbind(remote) }
    }

    /// Pictures as the channel has them: ours by our names.
    func lines(_ images: [ListingImage]) throws -> [ListingImage] {
        let known = try all()
        return images.map { image in
            guard image.isForeign, let bound = known[String(image.key.dropFirst())] else { return image }
            return ListingImage(key: String(bound.local), url: bound.url, alt: image.alt)
        }
    }

    /// Pictures as the channel is to have them: those that are there by its own identifiers.
    func wanted(_ images: [ListingImage]) throws -> [ChannelImage] {
        let remotes = Dictionary(
            try all().map { ($0.value.identity, $0.key) }, uniquingKeysWith: { first, _ in first })
        return images.map { image in
            if image.isForeign { return ChannelImage(id: String(image.key.dropFirst()), url: image.url) }
            return ChannelImage(
                id: remotes[image.identity] ?? "", url: image.url, alt: image.alt, own: image.key)
        }
    }

    /// Finds pictures that were sent among those that are there and belong to nobody.
    ///
    /// - Parameters:
    ///   - known: those that were there before.
    ///   - isAnswer: whether it is the answer to that very write, whose new pictures stand in the order of ours. What is
    ///     read later is told by the file's name, and where a platform does not say it yet by number and order.
    func adopt(
        _ sent: [ListingImage], among there: [ListingImage], except known: Set<String> = [],
        isAnswer: Bool = false
    ) throws {
        let bound = try all()
        let done = Set(bound.values.map(\.identity))
        var free = there.filter {
            $0.isForeign && bound[String($0.key.dropFirst())] == nil && !known.contains($0.identity)
        }
        var open = sent.filter { !$0.isForeign && !done.contains($0.identity) }
        if !isAnswer || free.count != open.count {
            for image in open {
                guard let place = free.firstIndex(where: { image.isLikely(at: $0.url) }) else { continue }
                try bind(image, to: free.remove(at: place))
                open.removeAll { $0.identity == image.identity }
            }
            free = free.filter(\.url.isEmpty)
        }
        guard free.count == open.count else { return }
        for (image, found) in zip(open, free) { try bind(image, to: found) }
    }

    private func bind(_ image: ListingImage, to found: ListingImage) throws {
        try bind(String(found.key.dropFirst()), to: Int64(image.key) ?? 0, url: image.url)
    }
}

extension Bases {
    /// The pictures of a product that was just made or written there: what was sent and what was answered.
    func setImages(
        of product: Int64, remote: String, sent: String, answered: [ListingImage], at moment: Instant
    ) throws {
        let bindings = ImageBindings(ConnectionID(rawValue: connection), product: remote, db)
        try bindings.adopt(
            ListingImages.images(sent), among: answered, except: try known(product),
            isAnswer: true)
        try bindings.keep(only: Set(answered.map { String($0.key.dropFirst()) }))
        try set(
            .images, of: product, ours: sent, theirs: ListingImages.text(bindings.lines(answered)), at: moment
        )
    }

    /// What was there before is none of what was sent now.
    private func known(_ product: Int64) throws -> Set<String> {
        let before = try all(.product, product)[.images].map { ListingImages.images($0.base.theirs) } ?? []
        return Set(before.map(\.identity))
    }
}
