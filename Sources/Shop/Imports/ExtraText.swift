import Foundation

/// The `extra` columns: what a file says that Mercer has no column for, as JSON with sorted names.
enum ExtraText {
    static func encode(_ values: [String: String]) -> String {
        if values.isEmpty { return "" }
        var json = FlatJSON()
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { json.add(name, value) }
        return json.text
    }

    /// Nil where the text is not what ``encode(_:)`` writes.
    static func decode(_ text: String) -> [String: String]? {
        if text.isEmpty { return [:] }
        // Whatever is wrong with the text, the caller says that it is.
        return try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }
}
