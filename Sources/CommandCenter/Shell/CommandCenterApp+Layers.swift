import Shop
import Terminal

extension CommandCenterApp {
    /// Lays something over the pane. What was typed ahead must not answer a question that nobody has seen; a field
    /// takes it, as the quick and the scanners type before it is drawn.
    mutating func push(_ layer: Layer) {
        layers.append(layer)
        switch layer {
        case .question, .review, .conflicts: questionsAsked += 1
        case .form, .palette, .help, .filters: break
        }
        pressed = []
    }

    /// Gives a key to the uppermost layer; false when there is none.
    mutating func pressInLayer(_ key: Key) -> [ShellEffect]? {
        guard let layer = layers.popLast() else { return nil }
        switch layer {
        case .question(var question):
            switch question.state.take(key, in: question.question) {
            case .pending:
                layers.append(.question(question))
                return []
            case .no: return answer(question.asker, nil)
            case .yes(let leftOut):
                return answer(question.asker, .confirmed(tag: question.asker.tag, leftOut: leftOut))
            }
        case .form(let form): return press(key, in: form)
        case .review(let review): return press(key, in: review)
        case .conflicts(let card): return press(key, in: card)
        case .palette(let palette): return press(key, in: palette)
        case .help(let help): return press(key, in: help)
        case .filters(let menu): return press(key, in: menu)
        }
    }

    mutating func pasteInLayer(_ text: String) -> [ShellEffect]? {
        guard let layer = layers.popLast() else { return nil }
        switch layer {
        case .form(var form):
            _ = form.state.paste(text)
            layers.append(.form(form))
            return keepDraft(of: form)
        case .review(var review):
            _ = review.field?.paste(text)
            layers.append(.review(review))
        case .conflicts(var card):
            _ = card.field?.paste(text)
            layers.append(.conflicts(card))
        case .palette(var palette):
            _ = palette.state.paste(text)
            return search(palette)
        case .help(var help):
            _ = help.field.paste(text)
            layers.append(.help(help))
        case .question, .filters: layers.append(layer)
        }
        return []
    }

    /// Tells the asker what was answered; nil is that nothing was.
    mutating func answer(_ asker: Asker, _ event: PaneEvent?) -> [ShellEffect] {
        switch asker {
        case .pane(let place, let tag): return tell(place, event ?? .left(tag: tag))
        case .undo(let entry): return event == nil ? [] : [undo(entry)]
        case .undoRest(let entry): return event == nil ? [] : [undo(entry, leavingMoved: true)]
        case .settings:
            guard case .filled(_, let texts) = event else { return [] }
            return ShopSettingsForm.changes(from: settings, to: texts).map { change in
                errand(place) { shop, _ in try change.done(in: shop) }
            }
        case .saveFilter(let view, let text):
            guard case .filled(_, let texts) = event, let name = texts.first else { return [] }
            return [
                errand(place, isQuiet: false) { shop, _ in
                    try SaveFilter(view: view, filterName: name, text: text).done(in: shop)
                }
            ]
        }
    }

    // MARK: Forms

    private mutating func press(_ key: Key, in form: FormLayer) -> [ShellEffect] {
        var form = form
        if form.wantsYes {
            form.wantsYes = false
            if key.inLatinPlace == .character("y") { return save(form) }
            layers.append(.form(form))
            return []
        }
        switch form.state.take(key) {
        case .save:
            form.wasTried = true
            let notes = form.sheet.fields.indices.map(form.note)
            if let wrong = notes.firstIndex(where: { if case .wrong = $0 { true } else { false } }) {
                _ = form.state.go(to: wrong)
            } else if notes.contains(where: { if case .odd = $0 { true } else { false } }) {
                form.wantsYes = true
                questionsAsked += 1
            } else {
                return save(form)
            }
            layers.append(.form(form))
            return []
        case .leave: return answer(form.asker, nil)
        case .changed:
            layers.append(.form(form))
            return keepDraft(of: form)
        case .moved, .ignored:
            layers.append(.form(form))
            return []
        }
    }

    private mutating func save(_ form: FormLayer) -> [ShellEffect] {
        var effects: [ShellEffect] = []
        if let key = form.sheet.draftKey {
            drafts[key] = nil
            effects.append(.draft(key, nil))
        }
        return effects + answer(form.asker, .filled(tag: form.asker.tag, form.texts))
    }

    private mutating func keepDraft(of form: FormLayer) -> [ShellEffect] {
        guard let key = form.sheet.draftKey else { return [] }
        let text = DraftText.text(of: form.texts)
        drafts[key] = text
        return [.draft(key, text)]
    }

    // MARK: Reviews

    private mutating func press(_ key: Key, in review: ReviewLayer) -> [ShellEffect] {
        var review = review
        if review.field != nil { return press(key, inFieldOf: review) }
        let row = review.state.list.cursor
        let item = review.item(row)
        let rows = review.sheet.rows
        switch review.state.take(key, canTurn: { rows[$0].canTurn }) {
        case .yes: return answer(review.asker, .reviewed(tag: review.asker.tag, review.answer))
        case .no: return answer(review.asker, nil)
        case .pending:
            layers.append(.review(review))
            return []
        case .other: break
        }
        let plain = key.inLatinPlace
        if plain == .character("e"), let text = item?.editable { review.field = TextFieldState(text) }
        guard let item, item.choices > 1 else {
            layers.append(.review(review))
            return []
        }
        let step =
            [Key.character("l"), .right].contains(plain)
            ? 1 : [.character("h"), .left].contains(plain) ? -1 : 0
        guard step != 0 else {
            layers.append(.review(review))
            return []
        }
        let choice = (item.choice + step + item.choices) % item.choices
        var turned = item
        turned.choice = choice
        review.sheet.rows[row] = .item(turned)
        layers.append(.review(review))
        return answer(review.asker, .reviewChose(tag: review.asker.tag, row: row, choice: choice))
    }

    private mutating func press(_ key: Key, inFieldOf review: ReviewLayer) -> [ShellEffect] {
        var review = review
        var field = review.field ?? TextFieldState()
        let outcome = field.take(key)
        review.field = field
        switch outcome {
        case .save, .next, .previous:
            review.field = nil
            layers.append(.review(review))
            let row = review.state.list.cursor
            return answer(review.asker, .reviewEdited(tag: review.asker.tag, row: row, text: field.text))
        case .leave: review.field = nil
        case .changed, .moved, .ignored: break
        }
        layers.append(.review(review))
        return []
    }

    /// The pane has worked out the open review anew: what was taken and left stays.
    mutating func reviewAgain(_ sheet: ReviewSheet) {
        guard
            let index = layers.lastIndex(where: { if case .review = $0 { true } else { false } }),
            case .review(var review) = layers[index]
        else { return }
        review.sheet = sheet
        let height = review.state.list.height
        review.state.list.resize(count: sheet.rows.count, height: height)
        layers[index] = .review(review)
    }
}

extension Asker {
    var tag: String {
        switch self {
        case .pane(_, let tag): tag
        case .undo, .undoRest, .saveFilter, .settings: ""
        }
    }
}
