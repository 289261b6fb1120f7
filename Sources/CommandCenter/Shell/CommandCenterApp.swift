package import Commerce
import Shop
import Sync
package import Terminal

/// The whole command center as a value: the frame, the panes, and whatever lies over them.
package struct CommandCenterApp: TerminalApp {
    package typealias Message = ShellMessage
    package typealias Effect = ShellEffect

    var size: Size
    var look: Look
    package var theme: Theme
    var keymap: Keymap
    var settings: ShopSettings
    var zone: ShopZone
    let clock: @Sendable () -> Instant
    /// When this sitting began: what was done before it is asked about before it is undone.
    let began: Instant

    var panes: [Place: any HostedPane]
    var place: Place
    var previous: Place?
    var opened: Set<Place> = []
    var memory: [String: String]
    var drafts: [String: String]
    /// What the footer said in this sitting, newest last: Activity shows it too.
    var said: [Said] = []
    var savedFilters: [SavedFilter]

    /// The keys of a command that is not whole yet.
    var pressed: [Key] = []
    /// What lies over the pane, the uppermost last.
    var layers: [Layer] = []
    /// The open `/` field.
    var filterField: TextFieldState?
    var toast: TimedToast?
    /// What keeps the file from being written, as a line across the top until a write succeeds.
    var trouble: String?
    /// What was pasted with no field open: a form of one field that opens next takes it.
    var pasted: String?
    var lastCommand: String?
    var lastClick: Point?
    var usesMouse: Bool
    /// What is wrong in the configuration's files, a line each.
    var configurationProblems: [String]
    var nextErrand = 1
    /// Errands under way, by number.
    var working: [Int: Work] = [:]
    package var questionsAsked = 0
    /// How the connections stand.
    var sync: SyncView
    /// Calls that were not answered yet, by number.
    package var calling: [Int: SyncCall] = [:]
    /// When what sync has noted is read: many notes in a moment are read once.
    var syncDue: ContinuousClock.Instant?
    /// When the seconds in the footer are others; nil while nothing is held.
    var holdTick: ContinuousClock.Instant?
    /// The monotonic moment of the event in hand.
    var moment: ContinuousClock.Instant

    struct TimedToast {
        var toast: Toast
        /// Nil stays until Esc.
        var until: ContinuousClock.Instant?
    }

    struct Work {
        let title: String
        let since: ContinuousClock.Instant
        var progress: RunProgress?
    }

    /// A pane that wants to know when nothing more is pressed.
    var rest: Rest?

    struct Rest {
        let place: Place
        let until: ContinuousClock.Instant
    }

    package init(
        _ start: StartState, size: Size, appearance: Appearance = Appearance(), sync: SyncView = SyncView(),
        clock: @escaping @Sendable () -> Instant, moment: ContinuousClock.Instant = .now
    ) {
        self.size = size
        look = appearance.look
        theme = appearance.theme
        keymap = appearance.keymap
        usesMouse = appearance.usesMouse
        configurationProblems = appearance.problems
        self.settings = start.settings
        self.zone = ShopZone(identifier: start.settings.timeZone) ?? .utc
        self.clock = clock
        self.began = clock()
        self.memory = start.memory
        self.drafts = start.drafts
        self.savedFilters = start.filters
        self.moment = moment
        self.sync = sync
        let all = Panes.all()
        panes = Dictionary(all.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
        place = start.needsSeller ? .today : start.memory["place"].flatMap(Place.init(rawValue:)) ?? .fulfill
    }

    package var deadline: ContinuousClock.Instant? {
        [toast?.until, rest?.until, syncDue, holdTick].compactMap { $0 }.min()
    }

    /// The effects with which it begins: called once, before the first frame.
    package mutating func begin(at place: Place? = nil, target: Target? = nil) -> [ShellEffect] {
        let first = place ?? self.place
        self.place = first
        // The header counts what waits, so today is kept up to date wherever the seller is.
        if let wrong = configurationProblems.first { complain(wrong) }
        let counting = first == .today ? [] : tell(.today, .opened(nil))
        opened.insert(.today)
        if first == .today { opened.remove(.today) }
        return [.readStandings] + counting + open(first, target)
    }

    package mutating func update(_ event: AppEvent<ShellMessage>, now: ContinuousClock.Instant)
        -> [ShellEffect]
    {
        moment = now
        let saidYes = yesDoesSomething
        defer {
            if yesDoesSomething, !saidYes { questionsAsked += 1 }
            holdTick = nextHoldTick
        }
        switch event {
        case .input(let input): return take(input)
        case .message(let message): return take(message)
        case .tick:
            if let until = toast?.until, until <= now { toast = nil }
            let effects = tickSync(now)
            guard let rest, rest.until <= now else { return effects }
            self.rest = nil
            return effects + tell(rest.place, .rested)
        case .terminate: return [.quit]
        }
    }

    /// Whether `y` alone is a command where the seller is, as in a sheet of a pane's own: what was typed before it was
    /// drawn must not reach it.
    private var yesDoesSomething: Bool {
        if case .command = keymap.match([.character("y")], in: pane.contexts) { return true }
        return false
    }

    private mutating func take(_ input: InputEvent) -> [ShellEffect] {
        switch input {
        case .key(let key): return press(key)
        case .paste(let text): return paste(text)
        case .mouse(let mouse): return point(mouse)
        case .resize(let size):
            self.size = size
            return tell(place, .resized)
        case .focus: return []
        }
    }

    // MARK: Panes

    var pane: any HostedPane { panes[place]! }

    func context(for size: Size? = nil) -> PaneContext {
        PaneContext(
            now: clock(), settings: settings, zone: zone,
            rect: ShellLayout(size ?? self.size, look: look).pane,
            look: look, keymap: keymap, memory: memory, drafts: drafts, said: said, pasted: pasted,
            configurationProblems: configurationProblems, sync: sync)
    }

    /// Gives a pane an event and takes what it asks for.
    mutating func tell(_ place: Place, _ event: PaneEvent) -> [ShellEffect] {
        var context = context()
        context.isShown = place == self.place
        guard let effects = panes[place]?.update(event, context) else { return [] }
        return perform(effects, from: place)
    }

    /// Goes to a place, and tells it so.
    mutating func open(_ place: Place, _ target: Target? = nil) -> [ShellEffect] {
        var effects: [ShellEffect] = []
        if place != self.place {
            previous = self.place
            self.place = place
            effects.append(remember("place", place.rawValue))
        }
        filterField = nil
        pressed = []
        let isFirst = opened.insert(place).inserted
        if case .filter(let words) = target { memory[filterKey] = words }
        effects += tell(place, .opened(target))
        if isFirst || target != nil { effects += tellFilter(evenEmpty: target != nil) }
        return effects
    }

    mutating func remember(_ key: String, _ text: String?) -> ShellEffect {
        memory[key] = text
        return .remember(key, text)
    }

    // MARK: What panes ask for

    mutating func perform(_ effects: [HostedEffect], from place: Place) -> [ShellEffect] {
        effects.flatMap { effect -> [ShellEffect] in
            switch effect {
            case .load(let load): [.load(load)]
            case .shell(let request): perform(request, from: place)
            }
        }
    }

    private mutating func perform(_ request: ShellRequest, from place: Place) -> [ShellEffect] {
        switch request {
        case .perform(let action, let tag, let isQuiet):
            return [errand(place, tag: tag, isQuiet: isQuiet) { shop, _ in try action.done(in: shop) }]
        case .work(let title, let tag, let body):
            return [
                errand(place, tag: tag, title: title) { shop, proceed in
                    Errand.Done(summary: try body(shop, proceed))
                }
            ]
        case .undo(let entry): return [undo(entry)]
        case .rest: rest = Rest(place: place, until: moment.advanced(by: .milliseconds(180)))
        case .keep(let tag, let body):
            return [
                errand(place, tag: tag, isQuiet: true) { shop, _ in
                    try body(shop)
                    return Errand.Done(summary: "")
                }
            ]
        case .call(let tag, let body):
            let call = SyncCall(number: nextErrand, place: place, tag: tag, run: body)
            nextErrand += 1
            calling[call.number] = call
            return [.call(call)]
        case .syncNow: return syncNow()
        case .compare(let conflicts, let tag):
            guard !conflicts.isEmpty else { break }
            push(.conflicts(ConflictLayer(conflicts, .pane(place, tag: tag))))
        case .go(let place, let target): return open(place, target)
        case .ask(let question, let tag): push(.question(QuestionLayer(question, .pane(place, tag: tag))))
        case .fill(let form, let tag):
            var layer = FormLayer(form, .pane(place, tag: tag), drafts)
            if let pasted, form.fields.count == 1 { layer.offer(pasted) }
            pasted = nil
            push(.form(layer))
        case .review(let sheet, let tag): push(.review(ReviewLayer(sheet, .pane(place, tag: tag))))
        case .reviewAgain(let sheet): reviewAgain(sheet)
        case .edit(let text, let suffix, let tag):
            return [.edit(text, suffix: suffix, place: place, tag: tag)]
        case .copy(let text, let what):
            say("\(what) copied")
            return [.copy(text)]
        case .toast(let words): say(words)
        case .error(let words): complain(words)
        case .remember(let key, let text): return [remember(key, text)]
        case .draft(let key, let text):
            drafts[key] = text
            return [.draft(key, text)]
        case .filter(let words):
            memory[filterKey] = words.isEmpty ? nil : words
            return [.remember(filterKey, memory[filterKey])] + tell(place, .filter(words))
        case .run(let command): return run(command)
        }
        return []
    }

    mutating func errand(
        _ place: Place, tag: String = "", isQuiet: Bool = false, title: String = "",
        _ run: @escaping @Sendable (Shop, @Sendable (RunProgress) -> Bool) throws -> Errand.Done
    ) -> ShellEffect {
        let number = nextErrand
        nextErrand += 1
        working[number] = Work(title: title, since: moment)
        return .errand(
            Errand(number: number, place: place, tag: tag, isQuiet: isQuiet, title: title, run: run))
    }

    // MARK: What is said in the footer

    mutating func say(_ words: String) {
        toast = TimedToast(toast: Toast(words), until: moment.advanced(by: .seconds(4)))
    }

    private mutating func keepSaid(_ words: String) {
        said.append(Said(at: clock(), words: words))
        if said.count > 200 { said.removeFirst(said.count - 200) }
    }

    mutating func complain(_ words: String) {
        toast = TimedToast(toast: Toast(error: words), until: nil)
        keepSaid(words)
    }
}

extension Action {
    /// Does it and keeps what panes and the footer want to know.
    func done(in shop: Shop) throws -> Errand.Done {
        let receipt = try shop.perform(self)
        return Errand.Done(summary: receipt.summary, entry: receipt.entry, outcome: receipt.outcome)
    }
}
