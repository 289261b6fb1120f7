import Commerce
import Terminal

/// What lies over a pane and has the keys.
enum Layer: Sendable {
    case question(QuestionLayer)
    case form(FormLayer)
    case review(ReviewLayer)
    case conflicts(ConflictLayer)
    case palette(PaletteLayer)
    case help(HelpLayer)
    case filters(FilterMenu)
}

/// Who is told of an answer.
enum Asker: Sendable {
    case pane(Place, tag: String)
    /// The shell's own: undo of what is older than this sitting.
    case undo(EntryID)
    /// The shell's own: undo of what has not changed since.
    case undoRest(EntryID)
    /// The shell's own: its settings.
    case settings
    /// The shell's own: a name for the filter with these words.
    case saveFilter(view: String, text: String)
}

struct QuestionLayer: Sendable {
    let question: Question
    var state: QuestionState
    let asker: Asker

    init(_ question: Question, _ asker: Asker) {
        self.question = question
        self.asker = asker
        state = QuestionState(question)
    }
}

struct FormLayer: Sendable {
    let sheet: FormSheet
    var state: FormState
    /// Enter was pressed once: what is empty and must not be is said from then on.
    var wasTried = false
    /// Enter was pressed on something odd: now it wants `y`.
    var wantsYes = false
    let asker: Asker

    init(_ sheet: FormSheet, _ asker: Asker, _ drafts: [String: String]) {
        self.sheet = sheet
        self.asker = asker
        let kept = sheet.draftKey.flatMap { drafts[$0] }.map(DraftText.fields) ?? []
        state = FormState(
            sheet.fields.enumerated().map { index, field in
                index < kept.count && kept.count == sheet.fields.count ? kept[index] : field.text
            })
    }

    var texts: [String] { state.fields.map(\.text) }

    /// Puts what was pasted before into an empty field.
    mutating func offer(_ pasted: String) {
        if state.fields[0].text.isEmpty { _ = state.paste(pasted) }
    }

    /// The fields as they are drawn: of a secret only how long it is.
    func shown(_ look: Look) -> FormState {
        var shown = state
        let dot = look == .unicode ? "•" : "*"
        for (index, field) in sheet.fields.enumerated() where field.isSecret {
            let text = state.fields[index]
            shown.fields[index].set(String(repeating: dot, count: text.text.count))
            for _ in text.caret..<text.text.count { _ = shown.fields[index].take(.left) }
        }
        return shown
    }

    func note(_ field: Int) -> FieldNote? { sheet.fields[field].check(state.fields[field].text) }
}

struct ReviewLayer: Sendable {
    var sheet: ReviewSheet
    var state: ReviewState
    /// The field that `e` opened on the row under the cursor.
    var field: TextFieldState?
    let asker: Asker

    init(_ sheet: ReviewSheet, _ asker: Asker) {
        self.sheet = sheet
        self.asker = asker
        state = ReviewState(count: sheet.rows.count, height: 20)
        if let first = sheet.rows.firstIndex(where: \.isItem) { state.list.move(to: first) }
    }

    func item(_ row: Int) -> ReviewSheet.Item? {
        guard sheet.rows.indices.contains(row), case .item(let item) = sheet.rows[row] else { return nil }
        return item
    }

    func isTaken(_ row: Int) -> Bool {
        item(row).map { state.isTaken(row, proposed: $0.isTaken) } ?? false
    }

    var answer: ReviewAnswer {
        var choices: [Int: Int] = [:]
        for (row, entry) in sheet.rows.enumerated() {
            if case .item(let item) = entry, item.choices > 1 { choices[row] = item.choice }
        }
        return ReviewAnswer(taken: sheet.rows.indices.filter(isTaken), choices: choices)
    }
}

extension ReviewSheet.Row {
    var isItem: Bool {
        if case .item = self { return true }
        return false
    }

    var canTurn: Bool {
        if case .item(let item) = self { return item.canTurn }
        return false
    }
}

/// The texts of a form's fields as one draft.
enum DraftText {
    /// Never typed into a field.
    private static let separator: Character = "\u{1F}"

    static func text(of fields: [String]) -> String { fields.joined(separator: String(separator)) }

    static func fields(_ text: String) -> [String] {
        text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
