import Commerce
import GRDB

/// Merges the pictures of a product with the channel's, one by one. They are the product's own, so that what is changed
/// on one channel is changed here.
struct ImageMerge {
    private let merge: ProductMerge
    private let product: Int64
    /// Those that have an address, or are known.
    private let there: [ChannelImage]
    private let bindings: ImageBindings
    private var db: Database { merge.db }

    init(_ merge: ProductMerge, _ theirs: ChannelProduct, of product: Int64) throws {
        self.merge = merge
        self.product = product
        bindings = ImageBindings(merge.connection.id, product: theirs.id, merge.db)
        there = theirs.images
    }

    private var lines: [ListingImage] { get throws { try bindings.lines(there.map(\.line)) } }

    // MARK: First sight

    /// Those that are surely the same are bound. What else stands there stays, as the channel's own; a product that has
    /// none here takes them in.
    func begin(ours: String) throws {
        let mine = ListingImages.images(ours)
        for image in mine {
            guard let same = there.first(where: { $0.url == image.url }) else { continue }
            try bindings.bind(same.id, to: Int64(image.key) ?? 0, url: image.url)
        }
        try bindings.adopt(mine, among: there.map(\.line).filter { !$0.url.isEmpty })
        var ours = ours
        if mine.isEmpty, try !hasImages() {
            for image in there where image.isReady { _ = try insert(image.line) }
            ours = ListingImages.text(try lines.filter { !$0.isForeign })
        }
        try merge.bases.set(
            .images, of: product, ours: ours, theirs: ListingImages.text(lines), at: merge.readAt)
    }

    private func hasImages() throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM images WHERE product_id = ?)"),
            arguments: [product]) ?? false
    }

    // MARK: Later sights

    func merge(ours: String, _ outcome: inout ProductMerge.Outcome) throws {
        guard let known = try merge.bases.all(.product, product)[.images] else {
            return try begin(ours: ours)
        }
        if known.at >= merge.readAt, known.at <= merge.transaction.now, known.at.milliseconds > 0 {
            return try readAgain()
        }
        var base = known.base
        if let sent = known.sent { base = try settle(base, sent: ListingImages.images(sent)) }
        let theirs = try seen(base)
        try noteProblems(ours)
        let text = ListingImages.text(theirs)
        let found = FieldMerge(.images, ours: ours, base: base, theirs: text)
        if found == .same || found == .push { return try closeCard() }
        // Gone there, it is another picture where it comes again.
        try bindings.keep(only: Set(there.map(\.id)))
        // A shop that has lost all its pictures is not to take them from here too.
        let isEmptied = theirs.isEmpty && !ListingImages.images(ours).isEmpty && found != .agreed
        if isEmptied { return try ask(base, ours, text, &outcome) }
        guard case .conflict = found else {
            try closeCard()
            try take(theirs, base, ours: ours)
            outcome.hasChanged = true
            return
        }
        switch merge.connection.rules.conflicts[.images] ?? .ask {
        case .ask: try ask(base, ours, text, &outcome)
        case .ours:
            let before = ListingImages.standing(base.ours ?? "", against: text)
            try merge.bases.set(.images, of: product, ours: before, theirs: text, at: merge.readAt)
            try merge.mark(product)
        case .theirs:
            try take(theirs, base, ours: ours)
            outcome.hasChanged = true
        }
    }

    private func closeCard() throws {
        try merge.conflicts.close(merge.connection.id, .images, product)
    }

    private func readAgain() throws {
        try DueMarks.mark(
            product, on: merge.connection.id.rawValue, .read, at: merge.transaction.now.adding(seconds: 5),
            mark: merge.transaction.mark, db)
    }

    /// It left without a whole answer: what stands there now tells how much of it was done.
    private func settle(_ base: FieldBase, sent: [ListingImage]) throws -> FieldBase {
        let before = Set(ListingImages.images(base.theirs).map(\.identity))
        try bindings.adopt(sent, among: there.map(\.line), except: before)
        let now = try lines
        let ours = ListingImages.settled(
            base.ours.map(ListingImages.images) ?? [], sent: sent, theirs: now)
        let theirs = ListingImages.settled(ListingImages.images(base.theirs), sent: sent, theirs: now)
        let settled = FieldBase(ours: ListingImages.text(ours), theirs: ListingImages.text(theirs))
        try merge.bases.set(
            .images, of: product, ours: settled.ours, theirs: settled.theirs, at: merge.readAt)
        return settled
    }

    /// What is there; one that is new and that the platform is still taking in counts once it is done.
    private func seen(_ base: FieldBase) throws -> [ListingImage] {
        let known = Set(ListingImages.images(base.theirs).map(\.identity))
        let unready = Set(there.filter { !$0.isReady }.map(\.line.key))
        let all = try lines
        let seen = all.filter { !unready.contains($0.key) || known.contains($0.identity) }
        if seen.count < all.count { try readAgain() }
        return seen
    }

    /// A picture of ours that the platform could not take in is still ours: the plan says what is wrong with it.
    private func noteProblems(_ ours: String) throws {
        let known = try bindings.all()
        for image in there where !image.problem.isEmpty {
            guard let bound = known[image.id] else { continue }
            let name = ListingImage(key: "", url: bound.url, alt: "").name
            try db.cachedStatement(
                sql: """
                    INSERT INTO refusals VALUES (?, 1, ?, 'images', ?, ?, ?)
                    ON CONFLICT (connection_id, subject, local_id, field) DO UPDATE
                        SET value = excluded.value, reason = excluded.reason, at = excluded.at
                    """
            ).execute(arguments: [
                merge.connection.id.rawValue, product, ours, "\(name): \(image.problem)",
                merge.readAt.milliseconds,
            ])
            try merge.mark(product)
        }
    }

    private func ask(
        _ base: FieldBase, _ ours: String, _ theirs: String, _ outcome: inout ProductMerge.Outcome
    ) throws {
        let isNew = try merge.conflicts.open(
            merge.connection.id, product: product, .images, product, ours: ours, base: base, theirs: theirs,
            theirsAt: merge.readAt)
        if isNew { outcome.conflicts += 1 }
    }

    // MARK: Taking

    private func take(_ theirs: [ListingImage], _ base: FieldBase, ours: String) throws {
        try Self.take(theirs, base, ours: ours, into: product, bindings, merge)
    }

    /// What they changed is done to the product's pictures: taken in, taken out, put in their order.
    static func take(
        _ theirs: [ListingImage], _ base: FieldBase, ours: String, into product: Int64,
        _ bindings: ImageBindings, _ merge: ProductMerge
    ) throws {
        let before = ListingImages.images(base.theirs)
        let known = Set(before.map(\.identity))
        let adding = ImageRows(merge, product: product, bindings)
        let named = try theirs.map { image in
            image.isForeign && !known.contains(image.identity) ? try adding.insert(image) : image
        }
        let mine = ListingImages.images(ours)
        let wanted = ListingImages.carry(from: before, to: named, onto: mine).filter { !$0.isForeign }
        try adding.arrange(wanted, from: mine)
        let oursBefore = base.ours.map(ListingImages.images) ?? []
        let agreed = ListingImages.carry(from: before, to: named, onto: oursBefore)
        try merge.bases.set(
            .images, of: product, ours: ListingImages.text(agreed.filter { !$0.isForeign }),
            theirs: ListingImages.text(named), at: merge.readAt)
    }

    private func insert(_ image: ListingImage) throws -> ListingImage {
        try ImageRows(merge, product: product, bindings).insert(image)
    }
}

/// A product's pictures as rows, written by what a channel says.
private struct ImageRows {
    private let transaction: Transaction
    private let product: Int64
    private let bindings: ImageBindings

    init(_ merge: ProductMerge, product: Int64, _ bindings: ImageBindings) {
        transaction = merge.transaction
        self.product = product
        self.bindings = bindings
    }

    /// Takes a picture of the channel's in, and answers it by our name; one without an address stays the channel's own.
    func insert(_ image: ListingImage) throws -> ListingImage {
        guard image.url.hasPrefix("http") else { return image }
        let id: ImageID = transaction.nextID()
        try transaction.execute(
            """
            INSERT INTO images VALUES (?1, ?2, NULL,
                (SELECT coalesce(max(position) + 1, 0) FROM images WHERE product_id = ?2), ?3, ?4)
            """, [id.rawValue, product, image.url, image.alt])
        try bindings.bind(String(image.key.dropFirst()), to: id.rawValue, url: image.url)
        return ListingImage(key: String(id.rawValue), url: image.url, alt: image.alt)
    }

    /// Those that no channel knows stay behind the others, in their order.
    func arrange(_ wanted: [ListingImage], from mine: [ListingImage]) throws {
        let kept = Set(wanted.map(\.key))
        for image in mine where !kept.contains(image.key) {
            try transaction.execute("DELETE FROM images WHERE id = ?", [Int64(image.key)])
        }
        let rest = try Int64.fetchAll(
            transaction.db.cachedStatement(
                sql: "SELECT id FROM images WHERE product_id = ? ORDER BY position, id"), arguments: [product]
        ).filter { !kept.contains(String($0)) }
        let alts = Dictionary(mine.map { ($0.key, $0.alt) }, uniquingKeysWith: { first, _ in first })
        for (place, image) in wanted.enumerated() {
            try transaction.execute(
                "UPDATE images SET position = ?1 WHERE id = ?2 AND position <> ?1", [place, Int64(image.key)])
            if let alt = alts[image.key], alt != image.alt {
                try transaction.execute(
                    "UPDATE images SET alt = ? WHERE id = ?", [image.alt, Int64(image.key)])
            }
        }
        for (place, id) in rest.enumerated() {
            try transaction.execute(
                "UPDATE images SET position = ?1 WHERE id = ?2 AND position <> ?1",
                [wanted.count + place, id]
            )
        }
    }
}
