import Foundation

/// An address as a column of `orders` keeps it, read for the search: the values of a JSON object.
struct PostalAddress {
    let searchText: String
    let problemWords: String? = nil

    init?(columnText: String) {
        // Text that is no JSON object has no address in it; the card says so.
        guard let values = try? JSONText.decode([String: String].self, from: columnText) else { return nil }
        searchText = values.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ")
    }
}

enum SearchText {
    static func folded(_ text: String) -> String { text.lowercased() }
}
