/// One picture of a listing, on either side.
package struct ListingImage: Hashable, Sendable {
    /// The image's identifier here; for one that is not ours `@` and the channel's identifier.
    package var key: String
    /// Where the picture came from. One of ours with another address is another picture.
    package var url: String
    package var alt: String

    package init(key: String, url: String, alt: String) {
        self.key = key
        self.url = url
        self.alt = alt
    }

    package var isForeign: Bool { key.hasPrefix("@") }

    /// What tells it from others: a channel may give its own pictures new addresses at any time.
    package var identity: String { isForeign ? key : key + " " + url }

    /// The last part of the address, such as `mug-side.jpg`.
    package var name: String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        return path.split(separator: "/").last.map(String.init) ?? "a picture of the channel's"
    }

    /// Whether a platform's address may be that of this picture: platforms keep the file's name, and put figures behind it
    /// where it was taken.
    package func isLikely(at address: String) -> Bool {
        let own = Self.stem(name)
        let there = Self.stem(ListingImage(key: "", url: address, alt: "").name)
        guard !own.isEmpty, there.hasPrefix(own) else { return false }
        let rest = there.dropFirst(own.count)
        guard let mark = rest.first else { return true }
        return rest == "-scaled" || (mark == "-" && rest.allSatisfy { $0 == "-" || $0.isHexDigit })
    }

    /// A file's name without its ending, with one dash for whatever is neither letter nor figure, as platforms write it.
    private static func stem(_ name: String) -> String {
        let plain = name.replacing("%20", with: " ").lowercased()
        let stem = plain.lastIndex(of: ".").map { plain[..<$0] } ?? plain[...]
        return stem.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }
}

/// A listing's pictures in their order, as text of one a line, and how the two sides' changes are brought together:
/// picture by picture, by what was agreed on before.
package enum ListingImages {
    package static func text(_ images: [ListingImage]) -> String {
        images.map { "\($0.key)\t\($0.url)\t\(plain($0.alt))" }.joined(separator: "\n")
    }

    package static func images(_ text: String) -> [ListingImage] {
        text.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            return ListingImage(
                key: String(parts[0]), url: parts.count > 1 ? String(parts[1]) : "",
                alt: parts.count > 2 ? String(parts[2]) : "")
        }
    }

    /// An alternative text on one line.
    package static func plain(_ alt: String) -> String {
        String(alt.map { $0 == "\t" || $0.isNewline ? " " : $0 }).trimmed
    }

    /// What became of `base` in `changed`, done to another list: what was taken out goes, what was put in follows the
    /// picture it stands behind, texts and the order where they changed. Doing it twice does nothing more.
    package static func carry(
        from base: [ListingImage], to changed: [ListingImage], onto other: [ListingImage]
    ) -> [ListingImage] {
        let before = byIdentity(base)
        let after = byIdentity(changed)
        var result = other.filter { before[$0.identity] == nil || after[$0.identity] != nil }
        for place in result.indices {
            let identity = result[place].identity
            if let old = before[identity], let new = after[identity], old.alt != new.alt {
                result[place].alt = new.alt
            }
        }
        if hasMoved(base, changed) { result = arranged(result, as: changed) }
        for (place, image) in changed.enumerated() where before[image.identity] == nil {
            guard !result.contains(where: { $0.identity == image.identity }) else { continue }
            let earlier = changed[..<place].reversed().lazy.compactMap { one in
                result.firstIndex { $0.identity == one.identity }
            }.first
            result.insert(image, at: earlier.map { $0 + 1 } ?? 0)
        }
        return result
    }

    /// Whether two sides changed one thing differently: a picture's text, its being there at all, or the order.
    package static func areApart(
        ours: [ListingImage], _ oursBefore: [ListingImage], theirs: [ListingImage],
        _ theirsBefore: [ListingImage]
    ) -> Bool {
        let (o, ob) = (byIdentity(ours), byIdentity(oursBefore))
        let (t, tb) = (byIdentity(theirs), byIdentity(theirsBefore))
        for (identity, was) in ob {
            guard let wasThere = tb[identity] else { continue }
            let (one, two) = (o[identity], t[identity])
            let (weChanged, theyChanged) = (one?.alt != was.alt, two?.alt != wasThere.alt)
            if weChanged, theyChanged, one?.alt != two?.alt { return true }
        }
        guard hasMoved(oursBefore, ours), hasMoved(theirsBefore, theirs) else { return false }
        return hasMoved(ours, theirs)
    }

    /// The base after a part of what was sent has visibly arrived there.
    package static func settled(
        _ base: [ListingImage], sent: [ListingImage], theirs: [ListingImage]
    ) -> [ListingImage] {
        let (known, asked, there) = (byIdentity(base), byIdentity(sent), byIdentity(theirs))
        var result = base.filter { asked[$0.identity] != nil || there[$0.identity] != nil }
        result += sent.filter { known[$0.identity] == nil && there[$0.identity] != nil }
        for place in result.indices {
            let identity = result[place].identity
            if let alt = asked[identity]?.alt, alt == there[identity]?.alt { result[place].alt = alt }
        }
        return hasMoved(sent, theirs) ? result : arranged(result, as: sent)
    }

    /// The base by which what we have and they took out goes there anew, where ours is to stand.
    package static func standing(_ base: String, against theirs: String) -> String {
        let there = Set(images(theirs).map(\.identity))
        return text(images(base).filter { there.contains($0.identity) })
    }

    /// `a.jpg, b.jpg`; text that is words already stays as it is.
    package static func words(_ text: String) -> String {
        guard text.contains("\t") else { return text }
        return images(text).map(\.name).joined(separator: ", ")
    }

    /// What is done to the pictures there: `side.jpg added, old.jpg removed, another order`.
    package static func words(from old: String, to new: String) -> String {
        let (before, after) = (images(old), images(new))
        let (known, kept) = (byIdentity(before), byIdentity(after))
        var words = after.filter { known[$0.identity] == nil }.map { "\($0.name) added" }
        words += before.filter { kept[$0.identity] == nil }.map { "\($0.name) removed" }
        let texts = after.filter { image in known[image.identity].map { $0.alt != image.alt } ?? false }
        words += texts.map { "\($0.name): “\($0.alt)”" }
        if hasMoved(before, after) { words.append("order " + after.map(\.name).joined(separator: ", ")) }
        return words.joined(separator: ", ")
    }

    /// Whether those that are in both stand in another order.
    private static func hasMoved(_ one: [ListingImage], _ two: [ListingImage]) -> Bool {
        let (first, second) = (Set(one.map(\.identity)), Set(two.map(\.identity)))
        return one.map(\.identity).filter(second.contains) != two.map(\.identity).filter(first.contains)
    }

    /// The list with those that the model has in the model's order; others keep their places.
    private static func arranged(_ images: [ListingImage], as model: [ListingImage]) -> [ListingImage] {
        let own = byIdentity(images)
        let wanted = model.map(\.identity)
        var queue = wanted.compactMap { own[$0] }[...]
        let isMeant = Set(wanted)
        return images.map { isMeant.contains($0.identity) ? queue.popFirst() ?? $0 : $0 }
    }

    private static func byIdentity(_ images: [ListingImage]) -> [String: ListingImage] {
        Dictionary(images.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
