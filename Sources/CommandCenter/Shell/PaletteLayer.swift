import Commerce
import Shop
import Terminal

/// The `:` line: finds commands, places, orders, products and customers.
struct PaletteLayer: Sendable {
    var state: PaletteState
    var items: [PaletteItem] = []
    var found: [FoundThing] = []
    /// Which search the found things answer.
    var search = 0

    func draw(into frame: inout Frame, over area: Rect) {
        let items = items
        Palette { index in items[index].shown }.draw(state, into: &frame, over: area)
    }
}

struct PaletteItem: Sendable {
    enum Deed: Sendable {
        case command(String)
        case verb(String, String)
        case thing(FoundThing.Kind)
        /// Said when it is chosen: it works in another place.
        case elsewhere(String)
    }

    let deed: Deed
    /// What Tab puts in the line.
    let completion: String
    let shown: Palette.Item

    /// How well a name fits what is typed: 0 it begins so, 1 one of its words does, 2 its description has a word
    /// that does; nil not at all.
    static func rank(_ name: String, _ detail: String, for words: String) -> Int? {
        if words.isEmpty { return 1 }
        let name = name.lowercased()
        if name.hasPrefix(words) { return 0 }
        if name.contains(" " + words) { return 1 }
        return (" " + detail.lowercased()).contains(" " + words) ? 2 : nil
    }
}

extension CommandCenterApp {
    private static let historyKey = "palette"

    mutating func openPalette() -> [ShellEffect] {
        let history = (memory[Self.historyKey] ?? "").split(separator: "\n").map(String.init)
        var palette = PaletteLayer(state: PaletteState(history: history))
        fit(&palette)
        push(.palette(palette))
        return []
    }

    mutating func press(_ key: Key, in palette: PaletteLayer) -> [ShellEffect] {
        var palette = palette
        switch palette.state.take(key) {
        case .changed: return search(palette)
        case .complete(let item):
            palette.state.complete(with: palette.items[item].completion)
            return search(palette)
        case .leave: return []
        case .pending: layers.append(.palette(palette))
        case .run(let item):
            let line = palette.state.field.text
            let kept = keepInHistory(line)
            return kept
                + runLine(line, item.flatMap { palette.items.indices.contains($0) ? palette.items[$0] : nil })
        }
        return []
    }

    /// Shows what fits the words, and looks for things of that name.
    mutating func search(_ palette: PaletteLayer) -> [ShellEffect] {
        var palette = palette
        palette.search += 1
        palette.found = []
        fit(&palette)
        layers.append(.palette(palette))
        let words = palette.state.field.text
        return words.count < 2 ? [] : [.find(words, number: palette.search)]
    }

    mutating func show(_ things: [FoundThing], _ number: Int) {
        guard case .palette(var palette) = layers.last, palette.search == number else { return }
        palette.found = things
        fit(&palette)
        layers[layers.count - 1] = .palette(palette)
    }

    private mutating func keepInHistory(_ line: String) -> [ShellEffect] {
        guard !line.isEmpty, !line.contains("\n") else { return [] }
        let history = (memory[Self.historyKey] ?? "").split(separator: "\n").map(String.init).filter {
            $0 != line
        }
        return [remember(Self.historyKey, (history + [line]).suffix(50).joined(separator: "\n"))]
    }

    // MARK: What fits

    private func fit(_ palette: inout PaletteLayer) {
        let line = palette.state.field.text
        let words = line.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        palette.items = verbs(line) + commands(words) + things(palette.found)
        palette.state.show(count: palette.items.count)
    }

    /// The shell's own verbs, which take no words after them or only a few.
    private static let shellVerbs = [
        PaneVerb("q", help: "leave Mercer"), PaneVerb("w", help: "says that all is saved"),
        PaneVerb("requests", help: "the requests that were made of channels, newest first"),
        PaneVerb("stop", help: "stops what is working, after the part it is in"),
        PaneVerb("mouse", help: "turns the mouse off, again on"),
    ]

    private func verbs(_ line: String) -> [PaletteItem] {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        let first = parts.first.map { $0.lowercased() } ?? ""
        let rest = parts.count > 1 ? String(parts[1]) : ""
        return (pane.verbs + Self.shellVerbs).compactMap { verb in
            guard verb.name == first || (rest.isEmpty && !first.isEmpty && verb.name.hasPrefix(first)) else {
                return nil
            }
            return PaletteItem(
                deed: .verb(verb.name, rest), completion: verb.name + " ",
                shown: .init(
                    StyledLine(rest.isEmpty ? verb.name : "\(verb.name) \(rest)", .strong),
                    detail: StyledLine(verb.help, .quiet)))
        }
    }

    private func commands(_ words: String) -> [PaletteItem] {
        let contexts = pane.contexts
        let context = context()
        var ranked: [(rank: Int, item: PaletteItem)] = []
        for command in keymap.commands where !command.isQuiet || command.group == "Places" {
            if command.id == "palette" { continue }
            let isHere = command.applies(in: contexts)
            let word = isHere ? pane.word(for: command.id, context) ?? command.word : command.word
            guard var rank = PaletteItem.rank(word, command.help, for: words) else { continue }
            // What works elsewhere is only offered by its name: its description says little here.
            if !isHere, rank > 1 || words.isEmpty { continue }
            if !isHere { rank += 10 }
            ranked.append((rank, item(command, word, isHere: isHere, context)))
        }
        return ranked.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .map(\.element.item)
    }

    private func item(_ command: CommandEntry, _ word: String, isHere: Bool, _ context: PaneContext)
        -> PaletteItem
    {
        var detail = StyledLine(command.help, .quiet)
        var deed = PaletteItem.Deed.command(command.id)
        if !isHere {
            let place = panes.values.first { $0.commands.contains { $0.id == command.id } }?.place
            let reason =
                place == self.place ? "works in another view" : "works in \(place?.name ?? "another place")"
            detail = StyledLine("\(look.glyphs.left) \(reason)", .off)
            deed = .elsewhere("\(word): \(reason)")
        } else if !command.contexts.isEmpty, case .no(let reason) = pane.availability(of: command.id, context)
        {
            detail = StyledLine("\(look.glyphs.left) \(reason)", .off)
        }
        let name = word + (command.asks ? " \(look.more.string)" : "")
        return PaletteItem(
            deed: deed, completion: word,
            shown: .init(StyledLine(name), detail: detail, key: keymap.spelling(of: command.id)))
    }

    private func things(_ found: [FoundThing]) -> [PaletteItem] {
        found.map { thing in
            let kind =
                switch thing.kind {
                case .order: "order"
                case .product: "product"
                case .customer: "customer"
                }
            let detail = thing.detail.isEmpty ? kind : "\(kind), \(thing.detail)"
            return PaletteItem(
                deed: .thing(thing.kind), completion: thing.name,
                shown: .init(StyledLine(thing.name), detail: StyledLine(detail, .quiet)))
        }
    }

    // MARK: Running

    private mutating func stopWork() -> [ShellEffect] {
        let numbers = working.keys.sorted()
        if numbers.isEmpty { say("nothing is working") }
        return numbers.map { .stop($0) }
    }

    private mutating func runLine(_ line: String, _ item: PaletteItem?) -> [ShellEffect] {
        guard let item else {
            if !line.isEmpty { complain("“\(line)” is no command, and nothing has this name") }
            return []
        }
        switch item.deed {
        case .command(let id): return run(id)
        case .elsewhere(let words):
            complain(words)
            return []
        case .thing(.order(let id)): return open(.fulfill, .order(id))
        case .thing(.product(let id)): return open(.sell, .product(id))
        case .thing(.customer(let id)): return open(.fulfill, .customer(id))
        case .verb("q", _): return [.quit]
        case .verb("w", _):
            say("all is saved as it is done; there is nothing to write")
            return []
        case .verb("requests", _): return open(.today, .view("requests"))
        case .verb("stop", _): return stopWork()
        case .verb("mouse", _):
            usesMouse.toggle()
            say(usesMouse ? "the mouse is on" : "the mouse is off: the terminal selects text")
            return [.useMouse(usesMouse)]
        case .verb(let name, let rest): return tell(place, .verb(name, rest))
        }
    }
}
