/// The last line: what makes sense now, each as a key and a word, and how much is marked or about to go out.
package struct FooterBar: Hashable, Sendable {
    package struct Hint: Hashable, Sendable {
        /// The key's spelling, as `Keymap.spelling(of:)` gives it.
        package var key: String
        package var word: String
        /// Stays when others have to go, as `?` does.
        package var isKept: Bool
        /// The command it runs when clicked.
        package var command: String?

        package init(_ key: String, _ word: String, isKept: Bool = false, command: String? = nil) {
            self.key = key
            self.word = word
            self.isKept = isKept
            self.command = command
        }
    }

    package var hints: [Hint]
    package var status: StyledLine
    /// A result or an error; it takes the hints' place.
    package var toast: Toast?

    package init(hints: [Hint], status: StyledLine = .empty, toast: Toast? = nil) {
        self.hints = hints
        self.status = status
        self.toast = toast
    }

    package func draw(into frame: inout Frame, in rect: Rect) {
        let row = rect.line(0)
        guard !row.isEmpty else { return }
        frame.clipped(to: row) { frame in
            let shownStatus = min(status.width, row.columns / 2)
            if shownStatus > 0 {
                frame.put(
                    status, at: Point(row.endColumn - shownStatus - 1, row.row), width: shownStatus,
                    align: .right)
            }
            if let toast {
                frame.put(
                    toast.line, at: Point(row.column + 1, row.row), width: row.columns - shownStatus - 3)
                return
            }
            for place in places(in: row) {
                let hint = place.hint
                let end = frame.put(hint.key, at: Point(place.column, row.row), role: .strong)
                frame.put(hint.word, at: Point(end + 1, row.row), role: .quiet)
            }
        }
    }

    /// Which hint a click hit.
    package func hint(at point: Point, in rect: Rect) -> Hint? {
        guard rect.line(0).contains(point), toast == nil else { return nil }
        return places(in: rect.line(0)).first { point.column >= $0.column && point.column < $0.end }?.hint
    }

    private struct Place {
        let hint: Hint
        let column: Int
        let end: Int
    }

    private func places(in row: Rect) -> [Place] {
        let room = row.columns - 2 - (status.width > 0 ? min(status.width, row.columns / 2) + 2 : 0)
        var shown = hints
        func width(_ hint: Hint) -> Int {
            DisplayText.width(of: hint.key) + 1 + DisplayText.width(of: hint.word)
        }
        func total(_ gap: Int) -> Int { shown.reduce(0) { $0 + width($1) } + gap * max(0, shown.count - 1) }
        while !shown.isEmpty, total(2) > room {
            shown.remove(at: shown.lastIndex { !$0.isKept } ?? shown.count - 1)
        }
        let gap = total(3) <= room ? 3 : 2
        var column = row.column + 1
        return shown.map { hint in
            let place = Place(hint: hint, column: column, end: column + width(hint))
            column = place.end + gap
            return place
        }
    }
}

/// What a command came to, in the footer's place.
package struct Toast: Hashable, Sendable {
    package var line: StyledLine
    /// An error stays until Esc; a result until the next key or its time is over.
    package var isError: Bool

    package init(_ words: String) {
        line = StyledLine(words)
        isError = false
    }

    package init(error words: String) {
        line = StyledLine(words, .bad)
        isError = true
    }
}
