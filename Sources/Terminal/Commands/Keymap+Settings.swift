extension Keymap {
    /// The commands' own keys with what the settings' `[keys]` table changes: `"fulfill.advance" = [">", "F5"]`,
    /// a single key without the list, `[]` for none.
    ///
    /// An entry that is wrong, or that would give a key two meanings, is left out and reported; the rest holds.
    package static func read(
        _ commands: [CommandEntry], settings: SettingsFile
    ) -> (keymap: Keymap, problems: [SettingsProblem]) {
        var reader = KeySettings(commands: commands)
        for entry in settings.entries(under: "keys") { reader.take(entry) }
        reader.refuseConflicts()
        let problems = reader.problems.sorted { ($0.line, $0.keyPath) < ($1.line, $1.keyPath) }
        return (Keymap(commands, keys: reader.keys), problems)
    }

    /// Pairs of commands that one key would do in one place, among the commands' own keys. A command of a
    /// certain place may have the key of one that applies everywhere: there it narrows it.
    package static func conflicts(among commands: [CommandEntry]) -> [String] {
        var result: [String] = []
        for (index, first) in commands.enumerated() {
            if first.keys.contains(where: { $0.keys.isEmpty }) {
                result.append("\(first.id) has a key that cannot be read")
            }
            for second in commands.dropFirst(index + 1) {
                guard first.contexts.isEmpty == second.contexts.isEmpty, first.meets(second),
                    let key = KeySettings.shared(first.keys, second.keys)
                else { continue }
                result.append("\(key) is \(first.id) and \(second.id)")
            }
        }
        return result
    }
}

extension CommandEntry {
    /// Whether there is a place where both apply.
    fileprivate func meets(_ other: CommandEntry) -> Bool {
        contexts.isEmpty || other.contexts.isEmpty || contexts.contains { other.contexts.contains($0) }
    }
}

private struct KeySettings {
    let commands: [CommandEntry]
    var keys: [String: [KeySequence]]
    var problems: [SettingsProblem] = []
    private var changed: [(id: String, entry: SettingsFile.Entry)] = []

    init(commands: [CommandEntry]) {
        self.commands = commands
        keys = Dictionary(commands.map { ($0.id, $0.keys) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func take(_ entry: SettingsFile.Entry) {
        let id = entry.path.dropFirst().joined(separator: ".")
        guard keys[id] != nil else {
            let near = nearest(to: id).map { " Is it “\($0)”?" } ?? ""
            return problems.append(entry.problem("there is no such command.\(near)"))
        }
        let words: [String]
        switch entry.value {
        case .string(let word): words = [word]
        case .list(let list):
            words = list.compactMap { value in if case .string(let word) = value { word } else { nil } }
            guard words.count == list.count else {
                return problems.append(entry.problem("keys are texts, such as [\">\", \"F5\"]"))
            }
        default: return problems.append(entry.problem("keys are texts, such as [\">\", \"F5\"]"))
        }
        var sequences: [KeySequence] = []
        for word in words {
            guard let sequence = KeySequence(spelling: word) else {
                return problems.append(
                    entry.problem(
                        "“\(DisplayText(word).string)” is no key: write g, yy, Ctrl-d, Alt-x, F5, Enter, Space, PgDn"
                    ))
            }
            sequences.append(sequence)
        }
        keys[id] = sequences
        changed.append((id, entry))
    }

    /// Takes back, last first, what would give a key a second meaning. What is taken back may
    /// itself stand in another's way, so it looks again until nothing does.
    mutating func refuseConflicts() {
        while let (index, key, other) = firstConflict() {
            let (id, entry) = changed.remove(at: index)
            keys[id] = commands.first { $0.id == id }?.keys ?? []
            problems.append(
                entry.problem("\(key) is already “\(other.word)” (\(other.id)): give that another key first"))
        }
    }

    private func firstConflict() -> (index: Int, key: KeySequence, other: CommandEntry)? {
        for index in changed.indices.reversed() {
            guard let command = commands.first(where: { $0.id == changed[index].id }) else { continue }
            for other in commands where other.id != command.id && command.meets(other) {
                guard let key = KeySettings.shared(keys[command.id] ?? [], keys[other.id] ?? []) else {
                    continue
                }
                // Both had it from the start: one narrows the other.
                if KeySettings.shared([key], command.keys) != nil,
                    KeySettings.shared([key], other.keys) != nil
                {
                    continue
                }
                return (index, key, other)
            }
        }
        return nil
    }

    /// A key of the first that is one of the second, or begins one, or begins with one.
    static func shared(_ first: [KeySequence], _ second: [KeySequence]) -> KeySequence? {
        first.first { one in
            second.contains { other in
                !one.keys.isEmpty && !other.keys.isEmpty
                    && (one.keys.starts(with: other.keys) || other.keys.starts(with: one.keys))
            }
        }
    }

    /// A command whose name differs by little: a slip of the finger.
    private func nearest(to id: String) -> String? {
        let best = commands.map { ($0.id, KeySettings.distance(Array(id), Array($0.id))) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= 3 else { return nil }
        return best.0
    }

    private static func distance(_ first: [Character], _ second: [Character]) -> Int {
        guard first.count < 80 else { return 80 }
        var row = Array(0...second.count)
        for (index, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in second.enumerated() {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (letter == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[second.count]
    }
}
