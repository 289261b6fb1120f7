/// A word that products or orders are put together by.
package enum Tag {
    /// The tags of a list in one text, as files have them: separated by commas, blanks around them dropped, each once
    /// (the first spelling stays), in their order.
    package static func set(_ text: String) -> [String] {
        set(text.split(separator: ",").map(String.init))
    }

    package static func set(_ tags: [String]) -> [String] {
        var seen: Set<String> = []
        var result: [String] = []
        for tag in tags {
            // A comma in a tag would make two of it in the next file.
            let clean = tag.replacing(",", with: " ").split(whereSeparator: \.isWhitespace).joined(
                separator: " ")
            guard !clean.isEmpty, seen.insert(clean.folded).inserted else { continue }
            result.append(clean)
        }
        return result
    }

    /// With one more; unchanged when it is there in another spelling.
    package static func adding(_ tag: String, to tags: [String]) -> [String] { set(tags + [tag]) }

    /// Without one, in whatever spelling.
    package static func removing(_ tag: String, from tags: [String]) -> [String] {
        let key = tag.folded
        return tags.filter { $0.folded != key }
    }

    /// As one text again.
    package static func text(_ tags: [String]) -> String { tags.joined(separator: ", ") }
}

/// A place in the tree of categories: `Kitchen > Cups > Mugs`.
package struct CategoryPath: Hashable, Codable, Sendable {
    /// From the widest to the narrowest; never empty, none of them empty.
    package let names: [String]

    /// Nil where nothing but separators and blanks is written.
    package init?(_ text: String) {
        self.init(names: text.split(separator: ">").map(String.init))
    }

    package init?(names: [String]) {
        let clean = names.map(\.trimmed).filter { !$0.isEmpty }
        guard !clean.isEmpty else { return nil }
        self.names = clean
    }

    package var leaf: String { names[names.count - 1] }

    package var parent: CategoryPath? { CategoryPath(names: names.dropLast()) }

    /// Equal for two spellings of one place.
    package var key: String { names.map(\.folded).joined(separator: ">") }

    /// Itself or a place below the other.
    package func isWithin(_ other: CategoryPath) -> Bool {
        names.count >= other.names.count
            && zip(names, other.names).allSatisfy { $0.folded == $1.folded }
    }
}

extension CategoryPath: CustomStringConvertible {
    package var description: String { names.joined(separator: " > ") }
}
