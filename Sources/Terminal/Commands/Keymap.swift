/// Which keys do what, in effect: the commands' own keys, or what the configuration gave them.
package struct Keymap: Sendable {
    package let commands: [CommandEntry]
    private let byID: [String: CommandEntry]
    private(set) var keysByID: [String: [KeySequence]]
    /// In the order of `commands`.
    private var bindings: [KeySequence: [Binding]] = [:]
    private var prefixes: Set<KeySequence> = []

    struct Binding: Hashable, Sendable {
        let id: String
        let contexts: [String]
    }

    package init(_ commands: [CommandEntry]) {
        self.init(
            commands,
            keys: Dictionary(commands.map { ($0.id, $0.keys) }, uniquingKeysWith: { first, _ in first }))
    }

    init(_ commands: [CommandEntry], keys: [String: [KeySequence]]) {
        self.commands = commands
        self.byID = Dictionary(commands.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.keysByID = keys
        for command in commands {
            for sequence in keys[command.id] ?? [] where !sequence.keys.isEmpty {
                bindings[sequence, default: []].append(Binding(id: command.id, contexts: command.contexts))
                for length in 1..<max(1, sequence.keys.count) {
                    prefixes.insert(KeySequence(Array(sequence.keys.prefix(length))))
                }
            }
        }
    }

    package func command(_ id: String) -> CommandEntry? { byID[id] }

    /// A command's keys, the one to show first; empty when it has none.
    package func keys(of id: String) -> [KeySequence] { keysByID[id] ?? [] }

    /// The first key's spelling, for footers; "" when it has none.
    package func spelling(of id: String) -> String { keys(of: id).first?.description ?? "" }

    package enum Match: Hashable, Sendable {
        case command(String)
        /// More keys must follow; `continuations(of:in:)` says which.
        case prefix
        case none
    }

    /// What the keys pressed so far mean. `contexts` names where the seller is, the nearest place
    /// first; a command of a nearer place goes before one of a farther, and one without contexts goes last.
    package func match(_ pressed: [Key], in contexts: [String]) -> Match {
        if let found = exactMatch(pressed, in: contexts) { return found }
        let latin = pressed.map(\.inLatinPlace)
        return latin == pressed ? .none : exactMatch(latin, in: contexts) ?? .none
    }

    private func exactMatch(_ pressed: [Key], in contexts: [String]) -> Match? {
        let sequence = KeySequence(pressed)
        if let all = bindings[sequence] {
            for context in contexts {
                if let near = all.first(where: { $0.contexts.contains(context) }) { return .command(near.id) }
            }
            if let anywhere = all.first(where: { $0.contexts.isEmpty }) { return .command(anywhere.id) }
        }
        if prefixes.contains(sequence), !continuations(of: pressed, in: contexts).isEmpty { return .prefix }
        return nil
    }

    /// What may follow a prefix here: the key that comes next and the command it would do.
    package func continuations(of pressed: [Key], in contexts: [String]) -> [(
        key: Key, command: CommandEntry
    )] {
        commands.flatMap { command -> [(key: Key, command: CommandEntry)] in
            guard command.applies(in: contexts) else { return [] }
            return keys(of: command.id).compactMap { sequence in
                guard sequence.keys.count > pressed.count, sequence.keys.starts(with: pressed) else {
                    return nil
                }
                return (sequence.keys[pressed.count], command)
            }
        }
    }

    /// The commands that apply in a place, in the order of the list.
    package func commands(in contexts: [String]) -> [CommandEntry] {
        commands.filter { $0.applies(in: contexts) }
    }
}

extension CommandEntry {
    package func applies(in places: [String]) -> Bool {
        contexts.isEmpty || contexts.contains { places.contains($0) }
    }
}
