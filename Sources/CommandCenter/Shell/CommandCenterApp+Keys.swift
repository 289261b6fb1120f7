import Commerce
import Terminal

extension CommandCenterApp {
    /// One key, wherever it belongs: to what lies on top, to an open field, or to a command.
    mutating func press(_ key: Key) -> [ShellEffect] {
        if key == .ctrl("l") { return [.repaint] }
        if key == .ctrl("z") { return [.suspend] }
        if let toast {
            if !toast.toast.isError {
                self.toast = nil
            } else if key == .escape {
                self.toast = nil
                return []
            }
        }
        if let effects = pressInLayer(key) { return effects }
        if filterField != nil { return pressInFilter(key) }
        if pane.isTyping { return tell(place, .key(key)) }
        return pressCommand(key)
    }

    private mutating func pressCommand(_ key: Key) -> [ShellEffect] {
        let keys = pressed + [key]
        pressed = []
        if key == .escape, keys.count > 1 { return [] }
        switch keymap.match(keys, in: pane.contexts) {
        case .command(let id):
            defer { pasted = nil }
            return run(id)
        case .prefix:
            pressed = keys
            return []
        case .none:
            explain(keys)
            return []
        }
    }

    /// A key that does nothing here is told which key does what was perhaps meant.
    private mutating func explain(_ keys: [Key]) {
        let spelled = KeySequence(keys).description
        if let hint = ShellCommands.vimHand(keys[0], keymap) {
            say("\(spelled) does nothing here: \(hint)")
            return
        }
        let elsewhere = keymap.commands.first { command in
            !command.contexts.isEmpty && keymap.keys(of: command.id).contains(KeySequence(keys))
        }
        guard let elsewhere else {
            if keys.count > 1 { say("\(spelled) is no command; \(keymap.spelling(of: "help")) lists all") }
            return
        }
        say("\(spelled) – \(elsewhere.word): not here")
    }

    // MARK: The filter

    var filterKey: String {
        let views = pane.views(context())
        let view = views.views.indices.contains(views.chosen) ? views.views[views.chosen].id : ""
        return "filter/\(place.rawValue).\(view)"
    }

    /// Tells the pane the words that narrow the view it shows now.
    mutating func tellFilter(evenEmpty: Bool) -> [ShellEffect] {
        guard pane.views(context()).isFilterable else { return [] }
        let words = memory[filterKey] ?? ""
        return words.isEmpty && !evenEmpty ? [] : tell(place, .filter(words))
    }

    private mutating func pressInFilter(_ key: Key) -> [ShellEffect] {
        guard var field = filterField else { return [] }
        let outcome = field.take(key)
        filterField = field
        switch outcome {
        case .changed: return narrow(to: field.text)
        case .save, .next, .previous:
            filterField = nil
            return [remember(filterKey, field.text.isEmpty ? nil : field.text)]
        case .leave:
            filterField = nil
            return narrow(to: "") + [remember(filterKey, nil)]
        case .moved: return []
        case .ignored:
            // Arrows go through the list while the words are being typed.
            switch key {
            case .down: return tell(place, .move(.down))
            case .up: return tell(place, .move(.up))
            default: return []
            }
        }
    }

    mutating func narrow(to words: String) -> [ShellEffect] {
        memory[filterKey] = words.isEmpty ? nil : words
        return tell(place, .filter(words))
    }

    // MARK: Paste

    /// With no field open a paste runs nothing.
    mutating func paste(_ text: String) -> [ShellEffect] {
        if let effects = pasteInLayer(text) { return effects }
        if var field = filterField {
            _ = field.paste(text)
            filterField = field
            return narrow(to: field.text)
        }
        if pane.isTyping { return tell(place, .paste(text)) }
        pressed = []
        offerPaste(text)
        return []
    }

    /// Says what could be done with what was pasted.
    private mutating func offerPaste(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        pasted = nil
        guard words.count == 1, let word = words.first, word.utf8.count <= 200 else {
            say("a paste runs nothing here")
            return
        }
        let reading = TrackingReading(String(word))
        if let best = reading.best, best.isChecked,
            case .command(let id) = keymap.match([.character("t")], in: pane.contexts)
        {
            pasted = String(word)
            say("a number of \(best.carrierName): \(keymap.spelling(of: id)) puts it in")
            return
        }
        pasted = String(word)
        say("a paste runs nothing here: \(keymap.spelling(of: "filter")) opens a field that takes it")
    }

    // MARK: The mouse

    mutating func point(_ mouse: MouseEvent) -> [ShellEffect] {
        let layout = ShellLayout(size, look: look)
        switch mouse.kind {
        case .wheelUp, .wheelDown:
            let steps = mouse.kind == .wheelDown ? 3 : -3
            guard layers.isEmpty else { return pressInLayer(steps > 0 ? .down : .up) ?? [] }
            return layout.pane.contains(mouse.point) ? tell(place, .mouse(.wheel(steps, mouse.point))) : []
        case .press(.left): return click(mouse.point, layout)
        default: return []
        }
    }

    /// No click says yes: what lies over the pane is answered with keys alone.
    private mutating func click(_ point: Point, _ layout: ShellLayout) -> [ShellEffect] {
        guard layers.isEmpty else { return [] }
        let isSecond = lastClick == point
        lastClick = isSecond ? nil : point
        if let index = header.pane(at: point, in: layout.header) { return open(Place.numbered[index]) }
        if let hint = footer.hint(at: point, in: layout.footer), let command = hint.command {
            return run(command)
        }
        if let index = tabs.tab(at: point, in: layout.views) { return choose(view: index) }
        guard layout.pane.contains(point) else { return [] }
        return tell(place, .mouse(isSecond ? .secondClick(point) : .click(point)))
    }

    mutating func choose(view index: Int) -> [ShellEffect] {
        filterField = nil
        return tell(place, .view(index)) + tellFilter(evenEmpty: true)
    }
}
