package import Commerce
import GRDB

/// Words that narrow a list, kept under a name.
package struct SavedFilter: Hashable, Sendable, Codable {
    package let id: FilterID
    /// The view it belongs to, such as `fulfill`.
    package let view: String
    package let name: String
    package let text: String
}

extension Shop {
    /// Every saved filter, by view and name.
    package func savedFilters() throws -> [SavedFilter] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT id, view, name, text FROM saved_filters ORDER BY view, name")
                .map {
                    SavedFilter(id: FilterID(rawValue: $0[0]), view: $0[1], name: $0[2], text: $0[3])
                }
        }
    }
}

/// Keeps the words of a filter under a name; a filter of that name in that view gets the new words.
package struct SaveFilter: Action {
    package let view: String
    package let filterName: String
    package let text: String

    package init(view: String, filterName: String, text: String) {
        self.view = view
        self.filterName = filterName
        self.text = text
    }

    package func perform(in transaction: Transaction) throws -> FilterID {
        let words = filterName.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { throw Refusal("no-name", "A saved filter needs a name.") }
        guard !text.isEmpty else {
            throw Refusal("no-filter", "There is no filter to save: / narrows the list first.")
        }
        let known = try Int64.fetchOne(
            transaction.db, sql: "SELECT id FROM saved_filters WHERE view = ? AND name = ?",
            arguments: [view, words])
        if let known {
            try transaction.execute("UPDATE saved_filters SET text = ? WHERE id = ?", [text, known])
            return FilterID(rawValue: known)
        }
        let id: FilterID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO saved_filters VALUES (?, ?, ?, ?)", [id.rawValue, view, words, text])
        return id
    }

    package func summary(of id: FilterID) -> String { "filter “\(filterName)” saved" }
}

/// Drops a saved filter.
package struct DeleteFilter: Action {
    package let id: FilterID

    package init(id: FilterID) { self.id = id }

    package func perform(in transaction: Transaction) throws -> String {
        guard
            let name = try String.fetchOne(
                transaction.db, sql: "SELECT name FROM saved_filters WHERE id = ?", arguments: [id.rawValue])
        else { throw Refusal("no-such-filter", "There is no such saved filter any more.") }
        try transaction.execute("DELETE FROM saved_filters WHERE id = ?", [id.rawValue])
        return name
    }

    package func summary(of name: String) -> String { "filter “\(name)” dropped" }
}
