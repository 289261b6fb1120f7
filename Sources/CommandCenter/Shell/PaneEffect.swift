package import Commerce
package import Shop
package import Sync
package import Terminal

/// What a pane wants done. Only the runner does it; the result comes back as a ``PaneEvent``.
package enum PaneEffect<Request: Hashable & Sendable>: Sendable {
    /// Read this. A newer load in the same slot makes one that has not begun superfluous: it is never answered.
    case load(Request, slot: String?, lane: Lane)
    case shell(ShellRequest)
}

/// Which reader does it.
package enum Lane: Hashable, Sendable {
    /// What the screen waits for; a few milliseconds.
    case front
    /// Counts and whole lists of identifiers, which may follow.
    case background
}

/// What a pane asks of the shell.
package enum ShellRequest: Sendable {
    /// Do it, off the main thread, in order with all others.
    case perform(any Action, tag: String, isQuiet: Bool)
    /// A work of several parts, with progress in the header; the answer is what the toast says.
    case work(title: String, tag: String, @Sendable (Shop, @Sendable (RunProgress) -> Bool) throws -> String)
    /// Take this entry back.
    case undo(EntryID)
    /// Tell the pane `.rested` once nothing was pressed for a moment: for what need not follow every key.
    case rest
    /// Bookkeeping that is no Action, such as letting a problem rest; `.answered` follows with the tag.
    case keep(tag: String, @Sendable (Shop) throws -> Void)
    /// Ask the channels, or what computes for them, on no thread of the screen's; `.called` follows with the tag. The
    /// service is nil where this Mercer has none.
    case call(tag: String, @Sendable (SyncService?, Shop) async throws -> any Sendable)
    /// Look at all connections now.
    case syncNow
    /// Choose between the sides of these conflicts, by the card.
    case compare([Conflict], tag: String)
    case go(Place, Target?)
    case ask(Question, tag: String)
    case fill(FormSheet, tag: String)
    case review(ReviewSheet, tag: String)
    /// The review that is open, after an edit or a choice.
    case reviewAgain(ReviewSheet)
    /// Hand the text to `$EDITOR`; the suffix tells it the kind, such as `.toml`.
    case edit(String, suffix: String, tag: String)
    case copy(String, what: String)
    case toast(String)
    case error(String)
    /// Keep a word about this pane for the next start (`context.memory`); nil forgets it.
    case remember(String, String?)
    /// Keep what is being written (`context.drafts`), through a crash too; nil drops it.
    case draft(String, String?)
    /// Narrow the view by these words, as if typed after `/`.
    case filter(String)
    /// Run one of the shell's or a pane's commands by its identifier.
    case run(String)
}

extension PaneEffect {
    package static func load(_ request: Request) -> Self { .load(request, slot: nil, lane: .front) }
    package static func load(_ request: Request, slot: String) -> Self {
        .load(request, slot: slot, lane: .front)
    }
    package static func loadBehind(_ request: Request, slot: String) -> Self {
        .load(request, slot: slot, lane: .background)
    }

    /// The footer says the Action's summary and that `u` takes it back; with `isQuiet` it says nothing.
    package static func perform(_ action: any Action, tag: String = "", isQuiet: Bool = false) -> Self {
        .shell(.perform(action, tag: tag, isQuiet: isQuiet))
    }
    package static func work(
        _ title: String, tag: String = "",
        _ body: @escaping @Sendable (Shop, @Sendable (RunProgress) -> Bool) throws -> String
    ) -> Self { .shell(.work(title: title, tag: tag, body)) }
    package static func keep(_ tag: String, _ body: @escaping @Sendable (Shop) throws -> Void) -> Self {
        .shell(.keep(tag: tag, body))
    }
    package static func call(
        _ tag: String, _ body: @escaping @Sendable (SyncService?, Shop) async throws -> any Sendable
    ) -> Self { .shell(.call(tag: tag, body)) }
    package static var syncNow: Self { .shell(.syncNow) }
    package static func compare(_ conflicts: [Conflict], tag: String = "conflicts") -> Self {
        .shell(.compare(conflicts, tag: tag))
    }
    package static var rest: Self { .shell(.rest) }
    package static func undo(_ entry: EntryID) -> Self { .shell(.undo(entry)) }
    package static func go(_ place: Place, _ target: Target? = nil) -> Self { .shell(.go(place, target)) }
    package static func ask(_ question: Question, tag: String) -> Self { .shell(.ask(question, tag: tag)) }
    package static func fill(_ form: FormSheet, tag: String) -> Self { .shell(.fill(form, tag: tag)) }
    package static func review(_ sheet: ReviewSheet, tag: String) -> Self {
        .shell(.review(sheet, tag: tag))
    }
    package static func reviewAgain(_ sheet: ReviewSheet) -> Self { .shell(.reviewAgain(sheet)) }
    package static func edit(_ text: String, suffix: String, tag: String) -> Self {
        .shell(.edit(text, suffix: suffix, tag: tag))
    }
    package static func copy(_ text: String, what: String) -> Self { .shell(.copy(text, what: what)) }
    package static func toast(_ words: String) -> Self { .shell(.toast(words)) }
    package static func error(_ words: String) -> Self { .shell(.error(words)) }
    package static func remember(_ key: String, _ text: String?) -> Self { .shell(.remember(key, text)) }
    package static func draft(_ key: String, _ text: String?) -> Self { .shell(.draft(key, text)) }
    package static func filter(_ words: String) -> Self { .shell(.filter(words)) }
    package static func run(_ command: String) -> Self { .shell(.run(command)) }
}
