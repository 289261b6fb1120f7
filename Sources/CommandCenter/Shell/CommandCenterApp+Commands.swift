import Terminal

extension CommandCenterApp {
    /// Runs a command as its key would.
    mutating func run(_ id: String) -> [ShellEffect] {
        pressed = []
        if let move = ShellCommands.moves[id] { return tell(place, .move(move)) }
        if let place = ShellCommands.places[id] { return open(place) }
        if let effects = runOfShell(id) { return effects }
        guard keymap.command(id) != nil else { return [] }
        if case .no(let reason) = pane.availability(of: id, context()) {
            complain(reason)
            return []
        }
        if keymap.command(id)?.isQuiet == false { lastCommand = id }
        return tell(place, .command(id))
    }

    /// The shell's own commands; nil when it is none of them.
    private mutating func runOfShell(_ id: String) -> [ShellEffect]? {
        switch id {
        case "open": return tell(place, .open)
        case "mark": return tell(place, .mark)
        case "mark.range": return tell(place, .markRange)
        case "mark.all": return tell(place, .markAll)
        case "view.next": return turnView(by: 1)
        case "view.previous": return turnView(by: -1)
        case "filter":
            guard pane.views(context()).isFilterable else {
                say("there is nothing to narrow here")
                return []
            }
            filterField = TextFieldState(pasted ?? memory[filterKey] ?? "")
            return pasted.map { narrow(to: $0) } ?? []
        case "settings":
            push(.form(FormLayer(ShopSettingsForm.sheet(settings), .settings, drafts)))
            return []
        case "palette": return openPalette()
        case "help":
            push(.help(HelpLayer(title: pane.contexts.first ?? place.rawValue)))
            return []
        case "filters.save": return askFilterName()
        case "filters.pick":
            push(.filters(FilterMenu(filters: filtersHere)))
            return []
        case "filters.none": return narrow(to: "") + [remember(filterKey, nil)]
        case "undo": return [undoLast()]
        case "redo": return [redoLast()]
        case "sync.now": return syncNow()
        case "sync.cable": return pullCable()
        case "repeat": return lastCommand.map { run($0) } ?? []
        case "back.place": return previous.map { open($0) } ?? []
        case "back": return goBack(leaving: false)
        case "close": return goBack(leaving: true)
        default: return runFilter(id)
        }
    }

    /// Esc and q: one step back; q leaves from the top.
    private mutating func goBack(leaving: Bool) -> [ShellEffect] {
        if toast != nil, !leaving {
            toast = nil
            return []
        }
        if !pane.isAtTop { return tell(place, .back) }
        if leaving { return [.quit] }
        guard memory[filterKey] != nil else { return tell(place, .back) }
        return narrow(to: "") + [remember(filterKey, nil)]
    }

    private mutating func turnView(by step: Int) -> [ShellEffect] {
        let views = pane.views(context())
        guard views.views.count > 1 else { return [] }
        return choose(view: (views.chosen + step + views.views.count) % views.views.count)
    }
}
