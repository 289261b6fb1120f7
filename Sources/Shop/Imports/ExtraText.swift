import Foundation

/// The `extra` columns: what a file says that Mercer has no column for, as JSON with sorted names.
enum ExtraText {
    static func encode(_ values: [String: String]) -> String {
        if values.isEmpty { return "" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Text to text can always be written as JSON.
        return (try? encoder.encode(values)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Nil where the text is not what ``encode(_:)`` writes.
    static func decode(_ text: String) -> [String: String]? {
        if text.isEmpty { return [:] }
        // Whatever is wrong with the text, the caller says that it is.
        return try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }
}
