import Terminal

/// Names and values, one a line; a value that is empty is left out.
struct FieldList {
    private var fields: [(name: String, value: String)] = []

    mutating func add(_ name: String, _ value: String) {
        if !value.isEmpty { fields.append((name, value)) }
    }

    var text: String {
        let widest = fields.map { DisplayText.width(of: $0.name) }.max() ?? 0
        return fields.map { name, value in
            name + String(repeating: " ", count: widest - DisplayText.width(of: name) + 2) + Plain.line(value)
                + "\n"
        }.joined()
    }

    /// Text of several lines, each made harmless.
    static func paragraph(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { Plain.line(String($0)) }
            .joined(separator: "\n")
    }
}
