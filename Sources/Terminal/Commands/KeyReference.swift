/// docs/KEYS.md, written from the command list so that it cannot be wrong.
package enum KeyReference {
    /// Groups in the order in which they first come, commands in the order of the list.
    package static func markdown(_ keymap: Keymap) -> String {
        var result = """
            # Keys

            Written by `mercer keys --markdown` from the list of commands; do not edit.
            Every key can be changed in the configuration's `[keys]` table by the command's name.
            """
        var groups: [String] = []
        for command in keymap.commands where !groups.contains(command.group) { groups.append(command.group) }
        for group in groups {
            result += "\n\n## \(group)\n\n| Keys | Command | What it does | Name |\n|---|---|---|---|\n"
            let rows = keymap.commands.filter { $0.group == group }.map { command in
                let keys = keymap.keys(of: command.id).map { code($0.description) }.joined(separator: " ")
                let place = command.contexts.isEmpty ? "" : " (\(command.contexts.joined(separator: ", ")))"
                let asks = command.asks ? " …" : ""
                return
                    "| \(keys) | \(escaped(command.word))\(asks) | \(escaped(command.help + place)) | `\(command.id)` |"
            }
            result += rows.joined(separator: "\n")
        }
        return result + "\n"
    }

    /// Plain lines for a terminal: `mercer keys`.
    package static func text(_ keymap: Keymap) -> String {
        keymap.commands.map { command in
            let keys = keymap.keys(of: command.id).map(\.description).joined(separator: " ")
            return [keys.padded(16), command.word.padded(22), command.help].joined(separator: "  ")
        }.joined(separator: "\n") + "\n"
    }

    private static func code(_ key: String) -> String {
        let bar = key.contains("`") ? "``" : "`"
        let space = key.contains("`") ? " " : ""
        return bar + space + key.replacing("|", with: "\\|") + space + bar
    }

    private static func escaped(_ words: String) -> String { words.replacing("|", with: "\\|") }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - DisplayText.width(of: self)))
    }
}
