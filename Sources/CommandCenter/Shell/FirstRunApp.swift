import Commerce
import Shop
package import Terminal

/// The first screen of somebody who has no shop yet: three answers that are guessed, and four ways to go on.
package struct FirstRunApp: TerminalApp {
    package typealias Message = Never

    package enum Effect: Hashable, Sendable {
        case choose(FirstRun.Choice)
        case repaint, suspend
    }

    enum Way: CaseIterable {
        case lookAround, connect, importFile, empty

        var title: String {
            switch self {
            case .lookAround: "Look around a furnished shop"
            case .connect: "Connect a channel"
            case .importFile: "Import a file"
            case .empty: "Start empty"
            }
        }

        var help: String {
            switch self {
            case .lookAround: "nothing real is touched; q leaves it"
            case .connect: "it is read first: nothing changes there until you say so"
            case .importFile: "products or orders, CSV of any shop"
            case .empty: "n in Sell writes the first product"
            }
        }
    }

    let path: String
    let guess: FirstRun.Guess
    let look: Look
    package var theme: Theme
    var fields: [TextFieldState]
    /// Which field has the keys; nil while the ways have them.
    var focus: Int?
    var list = ListState(count: Way.allCases.count, height: Way.allCases.count)
    var note = ""
    /// Whether the seller has chosen the currency: the country no longer does.
    private var ownCurrency = false

    package init(path: String, guess: FirstRun.Guess, look: Look = .unicode, theme: Theme = .dark) {
        self.path = path
        self.guess = guess
        self.look = look
        self.theme = theme
        fields = [
            TextFieldState("My shop"), TextFieldState(guess.currency(guess.country) ?? "EUR"),
            TextFieldState(guess.country),
        ]
    }

    private static let labels = ["Name", "Currency", "Country"]

    private var name: String { fields[0].text }
    private var currency: String { fields[1].text.uppercased() }
    private var country: String { fields[2].text.uppercased() }

    // MARK: Events

    package mutating func update(_ event: AppEvent<Never>, now: ContinuousClock.Instant) -> [Effect] {
        switch event {
        case .input(.key(let key)): return press(key)
        case .input(.paste(let text)):
            if let focus { _ = fields[focus].paste(text) }
            return []
        case .terminate: return [.choose(.leave)]
        default: return []
        }
    }

    private mutating func press(_ key: Key) -> [Effect] {
        note = ""
        if key == .ctrl("l") { return [.repaint] }
        if key == .ctrl("z") { return [.suspend] }
        guard let focus else { return pressInList(key) }
        switch key {
        case .down, .enter:
            self.focus = nil
            return []
        default: break
        }
        switch fields[focus].take(key) {
        case .changed: fieldChanged(focus)
        case .next: self.focus = focus + 1 < fields.count ? focus + 1 : nil
        case .previous: self.focus = focus > 0 ? focus - 1 : nil
        case .leave, .save: self.focus = nil
        case .moved, .ignored: break
        }
        return []
    }

    private mutating func fieldChanged(_ field: Int) {
        if field == 1 { ownCurrency = true }
        guard field == 2, !ownCurrency, country.utf8.count == 2, let usual = guess.currency(country) else {
            return
        }
        fields[1].set(usual)
    }

    private mutating func pressInList(_ key: Key) -> [Effect] {
        switch key.inLatinPlace {
        case .character("q"), .escape, .ctrl("c"): return [.choose(.leave)]
        case .tab, .character("e"): focus = 0
        case .backTab: focus = fields.count - 1
        case .up where list.cursor == 0, .character("k") where list.cursor == 0: focus = 0
        case .enter: return choose(Way.allCases[list.cursor])
        default: _ = list.take(key)
        }
        return []
    }

    private mutating func choose(_ way: Way) -> [Effect] {
        switch way {
        case .lookAround: return [.choose(.lookAround)]
        case .connect, .importFile, .empty:
            if let wrong = wrongField {
                focus = wrong.field
                note = wrong.reason
                return []
            }
            return [
                .choose(
                    .start(
                        name: name, currency: currency, country: country, timeZone: guess.timeZone(country),
                        next: way == .connect ? .connect : way == .importFile ? .importFile : .start))
            ]
        }
    }

    private var wrongField: (field: Int, reason: String)? {
        if name.allSatisfy(\.isWhitespace) { return (0, "A shop needs a name.") }
        if Currency(code: currency) == nil { return (1, "“\(currency)” is no currency such as EUR.") }
        if country.utf8.count != 2 || !country.allSatisfy({ $0.isASCII && $0.isLetter }) {
            return (2, "“\(country)” is no country such as DE.")
        }
        return nil
    }

    // MARK: Drawing

    package func view(_ size: Size) -> Frame {
        var frame = Frame(size, look: look)
        guard size.columns >= ShellLayout.smallest.columns, size.rows >= ShellLayout.smallest.rows else {
            frame.put(
                "Mercer needs 40×10; this is \(size.columns)×\(size.rows)", at: Point(0, 0),
                width: size.columns)
            return frame
        }
        let (body, footer) = Rect(size).cutBottom(1)
        let isTall = size.rows >= 20
        let area = body.inset(columns: 1, rows: isTall ? 1 : 0)
        drawTitle(into: &frame, in: area)
        let rest = drawFields(into: &frame, in: area.cutTop(isTall ? 3 : 1).rest)
        drawWays(into: &frame, in: rest.cutTop(isTall ? 1 : 0).rest)
        if !note.isEmpty {
            frame.put(note, at: Point(area.column, body.endRow - 1), width: area.columns, role: .care)
        }
        let hints: [FooterBar.Hint] =
            focus == nil
            ? [
                .init("Enter", "go on"), .init("j k", "choose"), .init("Tab", "the three answers"),
                .init("q", "leave"),
            ]
            : [.init("Enter", "done"), .init("Tab", "next"), .init("Esc", "back")]
        FooterBar(hints: hints).draw(into: &frame, in: footer)
        return frame
    }

    private func drawTitle(into frame: inout Frame, in area: Rect) {
        let words = "Mercer keeps a shop in one file on this machine."
        let end = frame.put(words, at: area.origin, width: area.columns, role: .strong)
        let room = area.endColumn - end - 3
        if room > 12 {
            frame.put(path, at: Point(end + 3, area.row), width: room, role: .quiet, align: .right)
        } else if area.rows >= 12 {
            frame.put(path, at: Point(area.column, area.row + 1), width: area.columns, role: .quiet)
        }
    }

    /// Side by side where there is room, else one under the other; answers what is left below them.
    private func drawFields(into frame: inout Frame, in area: Rect) -> Rect {
        let widths = [24, 7, 6]
        var row = area.row
        var column = area.column + 2
        let isWide = area.columns >= 76
        for (index, label) in Self.labels.enumerated() {
            let end = frame.put(label, at: Point(column, row), role: focus == index ? .strong : .quiet)
            let start = isWide ? end + 2 : area.column + 12
            TextField(isFocused: focus == index).draw(
                fields[index], into: &frame,
                in: Rect(column: start, row: row, columns: widths[index], rows: 1))
            column = isWide ? start + widths[index] + 4 : area.column + 2
            if !isWide { row += 1 }
        }
        let zone =
            guess.timeZone(country).split(separator: "/").last.map { $0.replacing("_", with: " ") } ?? "UTC"
        let words = "days end at midnight in \(zone)"
        if isWide {
            let fits = area.endColumn - column > words.count
            let place = fits ? Point(column, row) : Point(area.column + 2, row + 1)
            frame.put(words, at: place, width: max(0, area.endColumn - place.column), role: .quiet)
            return area.cutTop(place.row - area.row + 1).rest
        }
        frame.put(words, at: Point(area.column + 2, row), width: area.columns - 2, role: .quiet)
        return area.cutTop(4).rest
    }

    private func drawWays(into frame: inout Frame, in area: Rect) {
        let isWide = area.columns >= 76
        let table = Table(
            columns: isWide
                ? [Column("", minimum: 30), Column("", minimum: 20, maximum: 100)]
                : [Column("", minimum: 30, maximum: 100)], hasHeader: false, isFocused: focus == nil
        ) { index in
            let way = Way.allCases[index]
            return .cells([
                StyledLine(way.title, .strong), StyledLine(way.help, .quiet),
            ])
        }
        var list = list
        list.resize(count: Way.allCases.count, height: max(1, min(area.rows, Way.allCases.count)))
        let caret = (frame.cursor, frame.showsCaret)
        table.draw(into: &frame, in: area.cutTop(Way.allCases.count).top, state: list)
        if focus != nil { (frame.cursor, frame.showsCaret) = caret }
        let line = area.cutTop(Way.allCases.count + 1).rest
        guard !isWide, !line.isEmpty else { return }
        frame.put(
            Way.allCases[list.cursor].help, at: Point(line.column + 2, line.row), width: line.columns - 2,
            role: .quiet)
    }
}
