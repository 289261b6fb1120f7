import Commerce
import Shop
import Terminal

/// The saved filters of a place as a card: Enter narrows by one, `x` drops it.
struct FilterMenu: Sendable {
    let filters: [SavedFilter]
    var list: ListState

    init(filters: [SavedFilter]) {
        self.filters = filters
        list = ListState(count: filters.count, height: 12)
    }

    func draw(into frame: inout Frame, over area: Rect) {
        let card = area.centered(
            Size(columns: min(60, area.columns), rows: min(max(1, filters.count), 12) + 2))
        let inside = frame.box(card, title: "Saved filters", footer: "Enter narrows   x drops   Esc leaves")
        Terminal.List(
            emptyNote: StyledLine("None yet: / narrows a list, fn saves the words.", .quiet)
        ) { index in
            StyledLine(filters[index].name, .strong) + StyledLine("   ")
                + StyledLine(filters[index].text, .quiet)
        }.draw(into: &frame, in: inside, state: list)
    }
}

extension CommandCenterApp {
    var filtersHere: [SavedFilter] { savedFilters.filter { $0.view == place.rawValue } }

    mutating func press(_ key: Key, in menu: FilterMenu) -> [ShellEffect] {
        var menu = menu
        let chosen = menu.filters.indices.contains(menu.list.cursor) ? menu.filters[menu.list.cursor] : nil
        switch key.inLatinPlace {
        case .escape, .ctrl("c"), .character("q"): return []
        case .enter: return chosen.map { narrowAndKeep($0.text) } ?? []
        case .character("x"):
            guard let chosen else { break }
            return [errand(place) { shop, _ in try DeleteFilter(id: chosen.id).done(in: shop) }]
        default: _ = menu.list.take(key)
        }
        layers.append(.filters(menu))
        return []
    }

    /// `f1` to `f9`; nil for any other command.
    mutating func runFilter(_ id: String) -> [ShellEffect]? {
        guard let digit = ShellCommands.digit(ofFilter: id) else { return nil }
        let filters = filtersHere
        guard filters.indices.contains(digit - 1) else {
            say("there is no saved filter \(digit) here; fn saves one")
            return []
        }
        return narrowAndKeep(filters[digit - 1].text)
    }

    mutating func askFilterName() -> [ShellEffect] {
        guard let words = memory[filterKey] else {
            say("there is no filter to save: / narrows the list first")
            return []
        }
        let form = FormSheet(
            title: "Save the filter “\(words)”",
            fields: [.init("Name", check: { $0.isEmpty ? .wrong("a name") : nil })], deed: "save it")
        push(.form(FormLayer(form, .saveFilter(view: place.rawValue, text: words), drafts)))
        return []
    }

    private mutating func narrowAndKeep(_ words: String) -> [ShellEffect] {
        guard pane.views(context()).isFilterable else { return [] }
        return narrow(to: words) + [remember(filterKey, words)]
    }
}
