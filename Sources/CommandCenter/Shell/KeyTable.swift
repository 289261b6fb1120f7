package import Terminal

/// All commands of the command center, as a table: what `mercer keys` and docs/KEYS.md show.
package struct KeyTable: Sendable {
    package struct Row: Codable, Sendable {
        /// What the configuration names.
        package let id: String
        package let keys: [String]
        package let word: String
        package let help: String
        package let group: String
        /// Where it applies; empty is everywhere.
        package let contexts: [String]
        /// Whether it asks or shows a review first.
        package let asks: Bool
    }

    package let rows: [Row]

    /// - Parameter keymap: the keys in effect; nil for those Mercer comes with.
    package init(_ keymap: Keymap? = nil) {
        let commands = ShellCommands.all + Panes.all().flatMap(\.commands)
        let keymap = keymap ?? Keymap(commands)
        rows = commands.map { command in
            Row(
                id: command.id, keys: keymap.keys(of: command.id).map(\.description), word: command.word,
                help: command.help, group: command.group, contexts: command.contexts, asks: command.asks)
        }
    }

    /// The groups in the order in which the commands name them first.
    package var groups: [(name: String, rows: [Row])] {
        var order: [String] = []
        var byName: [String: [Row]] = [:]
        for row in rows {
            if byName[row.group] == nil { order.append(row.group) }
            byName[row.group, default: []].append(row)
        }
        return order.map { ($0, byName[$0] ?? []) }
    }
}
