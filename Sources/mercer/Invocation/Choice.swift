import Commerce

/// A word of an argument that is one of a few.
enum Choice {
    /// The word without the minus that turns it.
    static func plain(_ text: String) -> String { text.hasPrefix("-") ? String(text.dropFirst()) : text }

    static func read<Value: RawRepresentable & CaseIterable>(_ text: String, _ option: String) throws -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure.misused("\(option) “\(text)” is none of: \(all).")
        }
        return value
    }
}

/// What `--where` takes.
enum Filter {
    static func read(_ text: String, _ vocabulary: FilterVocabulary) throws -> FilterExpression {
        do {
            return try FilterExpression(text, vocabulary: vocabulary)
        } catch {
            throw Failure.misused("--where “\(text)”: \(error.description).")
        }
    }
}
