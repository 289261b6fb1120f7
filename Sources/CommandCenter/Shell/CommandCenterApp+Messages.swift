import Commerce
import Shop
import Terminal

extension CommandCenterApp {
    mutating func take(_ message: ShellMessage) -> [ShellEffect] {
        switch message {
        case .answer(let load, let result):
            let context = context()
            guard let effects = panes[load.place]?.receive(result, to: load, context) else { return [] }
            return perform(effects, from: load.place)
        case .done(let errand, let result):
            working[errand.number] = nil
            return finish(errand, result)
        case .progress(let number, let progress):
            working[number]?.progress = progress
            return []
        case .found(let things, let number):
            show(things, number)
            return []
        case .filters(let filters):
            savedFilters = filters
            return []
        case .settings(let settings): return take(settings)
        case .configured(let appearance): return take(appearance)
        case .changed(let notice): return take(notice)
        case .standings(let standings):
            let before = sync.standings.map(\.connection)
            sync.standings = standings
            guard before != standings.map(\.connection) else { return [] }
            return Place.allCases.filter { opened.contains($0) }.flatMap { tell($0, .connectionsChanged) }
        case .sync(let event): return take(event)
        case .called(let call, let result):
            guard calling.removeValue(forKey: call.number) != nil else { return [] }
            return tell(call.place, .called(tag: call.tag, result))
        case .edited(let place, let tag, .success(let text)):
            return tell(place, .edited(tag: tag, text))
        case .edited(let place, let tag, .failure(let failure)):
            complain(failure.reason)
            return tell(place, .left(tag: tag))
        case .failed(let reason):
            complain(reason)
            return []
        }
    }

    private mutating func finish(_ errand: Errand, _ result: Result<Errand.Done, Refused>) -> [ShellEffect] {
        switch result {
        case .success(let done):
            trouble = nil
            if let rest = done.offersRest {
                askForRest(rest)
                return []
            }
            if let step = done.asksFor {
                askForUndo(step)
                return []
            }
            if !errand.isQuiet, !done.summary.isEmpty {
                say(done.canUndo ? "\(done.summary) · \(keymap.spelling(of: "undo")) undo" : done.summary)
            }
            guard let entry = done.entry else { return tell(errand.place, .kept(tag: errand.tag)) }
            return tell(errand.place, .performed(tag: errand.tag, entry: entry, outcome: done.outcome))
        case .failure(let refused):
            if refused.isOfFile { trouble = refused.reason }
            complain(refused.reason)
            return tell(errand.place, .refused(tag: errand.tag, reason: refused.reason))
        }
    }

    /// Only what has been opened shows anything that could be stale.
    private mutating func take(_ notice: ChangeNotice) -> [ShellEffect] {
        if notice.sync, notice.entries.isEmpty {
            syncDue = syncDue ?? moment.advanced(by: .milliseconds(500))
            return []
        }
        let told = Place.allCases.filter { opened.contains($0) }.flatMap { tell($0, .changed(notice)) }
        return (notice.other ? told + [.readFilters, .readSettings] : told) + [.readStandings]
    }

    private mutating func take(_ settings: ShopSettings) -> [ShellEffect] {
        guard settings != self.settings else { return [] }
        self.settings = settings
        zone = ShopZone(identifier: settings.timeZone) ?? zone
        return Place.allCases.filter { opened.contains($0) }.flatMap { tell($0, .settingsChanged) }
    }

    private mutating func take(_ appearance: Appearance) -> [ShellEffect] {
        theme = appearance.theme
        look = appearance.look
        keymap = appearance.keymap
        let isNew = appearance.problems != configurationProblems
        configurationProblems = appearance.problems
        if isNew {
            if let wrong = appearance.problems.first {
                complain(wrong)
            } else {
                say("the configuration is right now")
            }
        }
        var effects: [ShellEffect] = []
        if usesMouse != appearance.usesMouse {
            usesMouse = appearance.usesMouse
            effects.append(.useMouse(usesMouse))
        }
        return effects + Place.allCases.filter { opened.contains($0) }.flatMap { tell($0, .settingsChanged) }
    }

    // MARK: Undo

    /// - Parameter leavingMoved: whether what has changed since is left, and the rest is taken back.
    mutating func undo(_ entry: EntryID, leavingMoved: Bool = false) -> ShellEffect {
        errand(place) { shop, proceed in
            try Self.undo(entry, leavingMoved: leavingMoved, on: shop, proceed)
        }
    }

    mutating func undoLast() -> ShellEffect {
        let began = began
        return errand(place) { shop, proceed in
            guard let step = try shop.nextUndo() else {
                throw Refusal("nothing-to-undo", "There is nothing to undo.")
            }
            if step.at < began { return Errand.Done(summary: "", asksFor: step) }
            return try Self.undo(step.entry, leavingMoved: false, on: shop, proceed)
        }
    }

    private static func undo(
        _ entry: EntryID, leavingMoved: Bool, on shop: Shop, _ proceed: @Sendable (RunProgress) -> Bool
    ) throws -> Errand.Done {
        do {
            let report = try shop.undo(entry, leavingMoved: leavingMoved, proceed: proceed)
            let left =
                report.left.isEmpty
                ? "" : "; left as changed since: \(report.left.prefix(3).joined(separator: ", "))"
            return Errand.Done(summary: report.summary + left, entry: report.entries.last, canUndo: false)
        } catch let refusal as Refusal where refusal.code == "moved-on" && !leavingMoved {
            return Errand.Done(summary: "", offersRest: .init(entry: entry, reason: refusal.reason))
        }
    }

    private mutating func askForRest(_ rest: Errand.Rest) {
        push(
            .question(
                QuestionLayer(
                    Question(
                        title: "Undo the rest?",
                        items: PlainPage.wrapped(rest.reason, to: 68).map { .init(StyledLine($0)) }
                            + [.init(StyledLine("what has changed since stays as it is now", .quiet))],
                        deed: "undo the rest"), .undoRest(rest.entry))))
    }

    mutating func redoLast() -> ShellEffect {
        errand(place) { shop, proceed in
            let report = try shop.redo(proceed: proceed)
            return Errand.Done(summary: report.summary, entry: report.entries.last)
        }
    }

    private mutating func askForUndo(_ step: UndoStep) {
        let when = Moments(now: clock(), zone: zone).ago(step.at)
        push(
            .question(
                QuestionLayer(
                    Question(
                        title: "Undo what was done before this sitting?",
                        items: [
                            .init(StyledLine(step.summary, .strong)),
                            .init(StyledLine("done \(when), before Mercer was opened this time")),
                        ], deed: "undo it"), .undo(step.entry))))
    }
}
