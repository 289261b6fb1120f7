import Commerce
import GRDB

/// Keeps a mapping under a name, for the next file of the same program; another of that name is replaced.
package struct SaveMapping: Action {
    package let name: String
    package let mapping: ColumnMapping

    package init(name: String, mapping: ColumnMapping) {
        self.name = name
        self.mapping = mapping
    }

    package static let name = "SaveMapping"

    package func perform(in transaction: Transaction) throws -> Bool {
        guard !name.isEmpty else { throw Refusal("mapping-name", "A mapping needs a name.") }
        if let lack = mapping.lack {
            throw Refusal("mapping-lack", "The mapping is of no use yet: it needs \(lack).")
        }
        let text = try JSONText.encode(mapping)
        let known = try Int64.fetchOne(
            transaction.db, sql: "SELECT id FROM saved_mappings WHERE name = ?", arguments: [name])
        if let known {
            try transaction.execute("UPDATE saved_mappings SET mapping = ? WHERE id = ?", [text, known])
        } else {
            try transaction.execute(
                "INSERT INTO saved_mappings VALUES (?, ?, ?)",
                [transaction.nextID(Never.self).rawValue, name, text])
        }
        return known != nil
    }

    package func summary(of replaced: Bool) -> String {
        "\(replaced ? "Changed" : "Saved") the mapping “\(name.visible)”"
    }
}

/// Forgets a saved mapping.
package struct ForgetMapping: Action {
    package let name: String

    package init(name: String) { self.name = name }

    package static let name = "ForgetMapping"

    package func perform(in transaction: Transaction) throws -> Bool {
        try transaction.execute("DELETE FROM saved_mappings WHERE name = ?", [name])
        guard transaction.db.changesCount > 0 else {
            throw Refusal("mapping-missing", "There is no saved mapping “\(name.visible)”.")
        }
        return true
    }

    package func summary(of outcome: Bool) -> String { "Forgot the mapping “\(name.visible)”" }
}

extension Shop {
    /// The saved mappings by name.
    package func savedMappings() throws -> [(name: String, mapping: ColumnMapping)] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT name, mapping FROM saved_mappings ORDER BY name").map {
                ($0[0], try JSONText.decode(ColumnMapping.self, from: $0[1]))
            }
        }
    }

    /// The mapping of that name; throws a ``Refusal`` naming those there are.
    package func savedMapping(named name: String) throws -> ColumnMapping {
        let all = try savedMappings()
        guard let found = all.first(where: { $0.name == name }) else {
            let names = all.map(\.name).joined(separator: ", ")
            throw Refusal(
                "mapping-missing",
                "There is no saved mapping “\(name.visible)”. "
                    + (names.isEmpty ? "None has been saved yet." : "There are: \(names)."))
        }
        return found.mapping
    }
}
