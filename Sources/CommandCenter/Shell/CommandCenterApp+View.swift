import Shop
package import Terminal

extension CommandCenterApp {
    package func view(_ size: Size) -> Frame {
        var frame = Frame(size, look: look)
        let layout = ShellLayout(size, look: look)
        guard !layout.isTooSmall else {
            frame.put(
                "Mercer needs 40×10; this is \(size.columns)×\(size.rows)", at: Point(0, 0),
                width: size.columns)
            return frame
        }
        header.draw(into: &frame, in: layout.header)
        drawRule(layout.headerRule, into: &frame)
        drawTrouble(into: &frame, layout)
        drawViews(into: &frame, in: layout.views)
        let context = context(for: size)
        frame.clipped(to: layout.pane) { pane.draw(in: layout.pane, of: &$0, context) }
        drawRule(layout.footerRule, into: &frame)
        footer.draw(into: &frame, in: layout.footer)
        // A reader who listens hears only what has the keys.
        if look.isAccessible, !layers.isEmpty { frame.fill(frame.bounds) }
        for layer in look.isAccessible ? layers.suffix(1) : layers[...] { draw(layer, into: &frame, layout) }
        return frame
    }

    private func drawRule(_ rule: Rect, into frame: inout Frame) {
        guard !rule.isEmpty else { return }
        frame.horizontalLine(at: rule.origin, length: rule.columns)
    }

    /// What keeps the file from being written stands across the top, over the header's rule.
    private func drawTrouble(into frame: inout Frame, _ layout: ShellLayout) {
        guard let trouble else { return }
        let line = layout.headerRule.isEmpty ? layout.header : layout.headerRule
        frame.fill(line)
        frame.put(
            "\(look.glyphs.bad) \(trouble)", at: Point(line.column + 1, line.row),
            width: max(0, line.columns - 2),
            role: .bad)
    }

    // MARK: Header

    var header: HeaderBar {
        HeaderBar(
            title: settings.name,
            panes: Place.numbered.enumerated().map { .init(String($0.offset + 1), $0.element.name) },
            chosen: Place.numbered.firstIndex(of: place),
            status: headerStatus(columns: size.columns))
    }

    // MARK: Views

    var tabs: Tabs {
        let views = pane.views(context())
        return Tabs(
            views.views.map { .init($0.title, $0.detail) }, chosen: views.chosen,
            status: filterLine(views) + views.status)
    }

    private func filterLine(_ views: PaneViews) -> StyledLine {
        guard views.isFilterable, filterField == nil, let words = memory[filterKey] else { return .empty }
        return StyledLine("/ ", .quiet) + StyledLine(words, .strong) + StyledLine("   ")
    }

    /// While words are being typed, their field stands between the views and how things stand.
    private func drawViews(into frame: inout Frame, in rect: Rect) {
        var tabs = tabs
        guard let field = filterField else { return tabs.draw(into: &frame, in: rect) }
        let status = tabs.status
        tabs.status = .empty
        let shown = min(status.width, rect.columns / 3)
        let (rest, right) = rect.cutRight(shown)
        let (left, box) = rest.cutRight(max(16, min(40, rect.columns / 3)))
        tabs.draw(into: &frame, in: left)
        frame.put(status, at: right.origin, width: shown, align: .right)
        frame.put("/", at: Point(box.column + 1, box.row), role: .strong)
        TextField(isBare: true).draw(field, into: &frame, in: box.cutLeft(3).rest.cutRight(2).rest)
    }

    // MARK: Footer

    /// How far the oldest work is, once it takes long enough to say so.
    var workStatus: StyledLine? {
        guard let work = working.min(by: { $0.key < $1.key })?.value, let progress = work.progress else {
            return nil
        }
        let figures = Progress(
            work.title, done: progress.done, total: progress.total, elapsed: work.since.duration(to: moment)
        ).figures
        return StyledLine("\(work.title.isEmpty ? "Undo" : work.title)  ", .busy)
            + StyledLine(figures, .quiet)
    }

    var footer: FooterBar {
        let context = context()
        let status = footerStatus(context)
        if !pressed.isEmpty { return FooterBar(hints: whatMayFollow(context), status: status) }
        // What lies over the pane has its keys in its own frame.
        guard layers.isEmpty else { return FooterBar(hints: [], status: status, toast: toast?.toast) }
        var hints = pane.hints(context).compactMap { id -> FooterBar.Hint? in
            guard pane.availability(of: id, context) == .yes else { return nil }
            return hint(id, word: pane.word(for: id, context))
        }
        hints += [hint("palette", isKept: true), hint("help", isKept: true)].compactMap { $0 }
        return FooterBar(hints: hints, status: status, toast: toast?.toast)
    }

    /// After a prefix: the keys that make a command of it.
    private func whatMayFollow(_ context: PaneContext) -> [FooterBar.Hint] {
        let direct = keymap.continuations(of: pressed, in: pane.contexts)
        let all =
            direct.isEmpty ? keymap.continuations(of: pressed.map(\.inLatinPlace), in: pane.contexts) : direct
        let hints = all.compactMap { next in
            word(after: next.command, context).map {
                FooterBar.Hint(next.key.description, $0, command: next.command.id)
            }
        }
        let prefix = FooterBar.Hint(KeySequence(pressed).description, String(look.glyphs.left), isKept: true)
        return [prefix] + (hints.isEmpty ? [.init("Esc", "nothing can be done with it now")] : hints)
    }

    /// What may follow a prefix, in the word for it here; nil for what cannot be done now.
    private func word(after command: CommandEntry, _ context: PaneContext) -> String? {
        if let digit = ShellCommands.digit(ofFilter: command.id) {
            return filtersHere.indices.contains(digit - 1) ? filtersHere[digit - 1].name : nil
        }
        guard pane.availability(of: command.id, context) == .yes else { return nil }
        return pane.word(for: command.id, context) ?? command.word
    }

    private func hint(_ id: String, word: String? = nil, isKept: Bool = false) -> FooterBar.Hint? {
        guard let command = keymap.command(id) else { return nil }
        let key = keymap.spelling(of: id)
        guard !key.isEmpty else { return nil }
        let words = (word ?? command.word) + (command.asks ? " \(look.more.string)" : "")
        return FooterBar.Hint(key, words, isKept: isKept, command: id)
    }

    // MARK: Layers

    private func draw(_ layer: Layer, into frame: inout Frame, _ layout: ShellLayout) {
        let area = frame.bounds.inset(
            columns: frame.size.columns < 60 ? 0 : 2, rows: frame.size.rows < 16 ? 0 : 1)
        switch layer {
        case .question(let question): question.question.draw(question.state, into: &frame, over: area)
        case .form(let form): draw(form, into: &frame, over: area)
        case .review(let review): draw(review, into: &frame, layout)
        case .conflicts(let card): draw(card, into: &frame, over: area)
        case .palette(let palette): palette.draw(into: &frame, over: area)
        case .help(let help): draw(help, into: &frame, over: area)
        case .filters(let menu): menu.draw(into: &frame, over: area)
        }
    }

    private func draw(_ form: FormLayer, into frame: inout Frame, over area: Rect) {
        let words = form.sheet.lines.prefix(max(0, area.rows - form.sheet.fields.count - 4))
        let above = words.isEmpty ? 0 : words.count + 1
        let card = area.centered(
            Size(columns: min(76, area.columns), rows: form.sheet.fields.count + 4 + above))
        let foot =
            form.wantsYes
            ? "y saves it as it is   any other key goes back" : "Enter \(form.sheet.deed)   Esc leaves"
        let inside = frame.box(card, title: DisplayText(form.sheet.title), footer: DisplayText(foot))
        let fields = form.sheet.fields.enumerated().map { index, field in
            Form.Field(
                field.label, note: isUntouched(form, index) ? .empty : line(form.note(index)),
                placeholder: field.placeholder)
        }
        let (top, rest) = inside.inset(columns: 1, rows: 1).cutTop(above)
        for (index, line) in words.enumerated() {
            frame.put(line, at: top.line(index).origin, width: top.columns)
        }
        Form(fields).draw(form.shown(look), into: &frame, in: rest)
    }

    /// An empty field that nobody has been at yet is no fault.
    private func isUntouched(_ form: FormLayer, _ index: Int) -> Bool {
        !form.wasTried && form.sheet.fields[index].text.isEmpty && form.state.fields[index].text.isEmpty
    }

    private func line(_ note: FieldNote?) -> StyledLine {
        switch note {
        case nil: .empty
        case .good(let words): StyledLine(words, .quiet)
        case .odd(let words): StyledLine("\(look.glyphs.care) \(words)", .care)
        case .wrong(let words): StyledLine("\(look.glyphs.bad) \(words)", .bad)
        }
    }

    /// A review takes the pane's place, views' line included.
    private func draw(_ layer: ReviewLayer, into frame: inout Frame, _ layout: ShellLayout) {
        let area = Rect(
            column: 0, row: layout.views.row, columns: frame.size.columns,
            rows: layout.footerRule.row - layout.views.row)
        frame.fill(area)
        frame.fill(layout.footer)
        let taken = layer.sheet.rows.indices.count(where: layer.isTaken)
        frame.put(
            layer.sheet.title, at: Point(area.column + 1, area.row), width: area.columns - 20, role: .strong)
        frame.put("\(taken) taken", at: area.origin, width: area.columns - 1, role: .quiet, align: .right)
        var rest = area.cutTop(2).rest
        if layer.sheet.note.width > 0 {
            frame.put(layer.sheet.note, at: Point(rest.column + 2, rest.row), width: rest.columns - 3)
            rest = rest.cutTop(2).rest
        }
        let review = Review(columns: layer.sheet.columns) { row in
            switch layer.sheet.rows[row] {
            case .section(let title): .section(title)
            case .item(let item):
                .row(layer.isTaken(row) ? .taken : item.canTurn ? .left : .refused, item.cells)
            }
        }
        var state = layer.state
        state.list.resize(count: layer.sheet.rows.count, height: review.rows(in: rest))
        review.draw(state, into: &frame, in: rest)
        if let field = layer.field {
            frame.put("now", at: Point(layout.footer.column + 1, layout.footer.row), role: .quiet)
            TextField().draw(field, into: &frame, in: layout.footer.cutLeft(5).rest.cutRight(1).rest)
            return
        }
        let item = layer.item(layer.state.list.cursor)
        var hints: [FooterBar.Hint] = [
            .init("y", layer.sheet.deed, isKept: true), .init("Space", "take or leave"),
        ]
        if (item?.choices ?? 1) > 1 { hints.append(.init("h l", "side")) }
        if item?.editable != nil { hints.append(.init("e", "change")) }
        hints.append(.init("Esc", "leave all as it was", isKept: true))
        FooterBar(hints: hints, toast: toast?.toast).draw(into: &frame, in: layout.footer)
    }
}
