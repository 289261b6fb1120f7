import TOMLKit

/// What is wrong with a settings or theme file, and where; the reader can go there and mend it.
package struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1; 0 when the file as a whole is meant.
    package var line: Int
    /// Such as "keys.fulfill.advance"; empty for a syntax error.
    package var keyPath: String
    package var message: String

    package init(line: Int, keyPath: String = "", _ message: String) {
        self.line = line
        self.keyPath = keyPath
        self.message = message
    }

    package var description: String {
        let place = [line > 0 ? "line \(line)" : "", keyPath].filter { !$0.isEmpty }.joined(separator: ", ")
        return place.isEmpty ? message : "\(place): \(message)"
    }
}

/// A TOML file as a flat list of what it sets, each with its line. Whoever reads it takes what it knows and
/// reports the rest; one wrong entry takes nothing else with it.
package struct SettingsFile: Sendable {
    package indirect enum Value: Hashable, Sendable {
        case string(String)
        case integer(Int)
        case boolean(Bool)
        case list([Value])
        /// Dates, fractions and what else no setting of ours is.
        case other(String)
    }

    package struct Entry: Hashable, Sendable {
        /// "keys", "fulfill.advance": as the file's tables nest, dots within quotes kept.
        package var path: [String]
        package var value: Value
        package var line: Int

        package var keyPath: String { path.joined(separator: ".") }

        /// A problem with this entry.
        package func problem(_ message: String) -> SettingsProblem {
            SettingsProblem(line: line, keyPath: keyPath, message)
        }
    }

    /// In the order of the file.
    package let entries: [Entry]

    /// Reads TOML. Throws the one syntax error that the parser found first.
    package init(_ text: String) throws(SettingsProblem) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw SettingsProblem(line: error.source.begin.line, error.description)
        } catch {
            throw SettingsProblem(line: 0, "it cannot be read as TOML: \(error)")
        }
        let lines = SettingsLines(text)
        var entries: [Entry] = []
        SettingsFile.collect(table, at: [], lines: lines, into: &entries)
        self.entries = entries.enumerated().sorted {
            ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
        }
        .map(\.element)
    }

    /// The entries under a table, their paths without its name.
    package func entries(under table: String) -> [Entry] {
        entries.filter { $0.path.first == table && $0.path.count > 1 }
    }

    package func entry(_ path: String...) -> Entry? {
        entries.first { $0.path == path }
    }

    private static func collect(
        _ table: TOMLTable, at path: [String], lines: SettingsLines, into entries: inout [Entry]
    ) {
        for key in table.keys {
            guard let node = table[key] else { continue }
            if let inner = node.table {
                collect(inner, at: path + [key], lines: lines, into: &entries)
            } else {
                let here = path + [key]
                entries.append(Entry(path: here, value: value(of: node), line: lines.line(of: here)))
            }
        }
    }

    private static func value(of node: any TOMLValueConvertible) -> Value {
        if let string = node.string { return .string(string) }
        if let boolean = node.bool { return .boolean(boolean) }
        if let integer = node.int { return .integer(integer) }
        if let list = node.array { return .list(list.map { value(of: $0) }) }
        return .other(node.debugDescription)
    }
}
