/// A product's tags as the file keeps them: in the seller's order, each once, joined by ", ".
///
/// A comma ends a tag everywhere (files of other shops have it so too), so no tag holds one.
package struct TagList: Hashable, Sendable {
    package private(set) var tags: [String]

    package init(_ tags: some Sequence<String> = []) {
        self.tags = []
        add(tags)
    }

    /// Reads the text of the column, a field or a file's cell.
    package init(text: String) {
        self.init(text.split(separator: ",").map(String.init))
    }

    /// As the column keeps it.
    package var text: String { tags.joined(separator: ", ") }

    /// Adds what is not there yet, whatever its letters' case.
    package mutating func add(_ more: some Sequence<String>) {
        var known = Set(tags.map { $0.lowercased() })
        for piece in more {
            for part in piece.split(separator: ",") {
                let tag = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                if !tag.isEmpty, known.insert(tag.lowercased()).inserted { tags.append(tag) }
            }
        }
    }

    package mutating func remove(_ others: some Sequence<String>) {
        let gone = Set(TagList(others).tags.map { $0.lowercased() })
        tags.removeAll { gone.contains($0.lowercased()) }
    }
}
