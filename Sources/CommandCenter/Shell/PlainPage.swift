import Terminal

/// A page of words for what is not built yet: what it will do, what works today, and with which key.
package struct PlainPage: Sendable {
    let title: String
    let lines: [String]
    /// Keys that go where something works today.
    let ways: [(key: String, words: String)]

    func draw(into frame: inout Frame, in rect: Rect) {
        let area = rect.inset(columns: 2, rows: rect.rows >= 14 ? 1 : 0)
        var row = area.row
        func put(_ words: String, _ role: Role, indent: Int = 0) {
            for line in Self.wrapped(words, to: min(78, area.columns - indent)) where row < area.endRow {
                frame.put(
                    line, at: Point(area.column + indent, row), width: area.columns - indent, role: role)
                row += 1
            }
        }
        put(title, .strong)
        row += 1
        for line in lines {
            put(line, .text)
            if area.rows >= 16 { row += 1 }
        }
        if area.rows < 16 { row += 1 }
        for way in ways where row < area.endRow {
            frame.put(way.key, at: Point(area.column, row), width: 4, role: .strong)
            frame.put(
                way.words, at: Point(area.column + 4, row), width: max(0, area.columns - 4), role: .quiet)
            row += 1
        }
    }

    /// Lines of at most so many cells, broken between words.
    static func wrapped(_ words: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words.split(separator: " ") {
            if !line.isEmpty, DisplayText.width(of: line) + 1 + DisplayText.width(of: String(word)) > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
