/// The parameters of a URL's query or of a form, in their order; a name may come several times.
package struct Query: Hashable, Sendable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
    package private(set) var items: [Item] = []

    package struct Item: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    /// Takes apart what stands after the question mark, or a form's body. Plus signs are blanks.
    package init(parsing text: some StringProtocol) {
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            add(
                PercentEncoding.decode(pair[0], plusIsBlank: true),
                pair.count == 2 ? PercentEncoding.decode(pair[1], plusIsBlank: true) : "")
        }
    }

    /// The first of that name; nil for none. Setting replaces all of that name, nil removes them.
    package subscript(name: String) -> String? {
        get { items.first { $0.name == name }?.value }
        set {
            items.removeAll { $0.name == name }
            if let newValue { add(name, newValue) }
        }
    }

    package mutating func add(_ name: String, _ value: String) {
        items.append(Item(name: name, value: value))
    }

    /// Percent-encoded, blanks as `%20`, which is right in a URL and in a form alike.
    package var description: String {
        items.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }

    /// The URL with these parameters after those it has.
    package func appended(to url: String) -> String {
        guard !items.isEmpty else { return url }
        let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let base = String(parts[0])
        let joint = !base.contains("?") ? "?" : base.hasSuffix("?") || base.hasSuffix("&") ? "" : "&"
        return base + joint + description + (parts.count == 2 ? "#\(parts[1])" : "")
    }
}
