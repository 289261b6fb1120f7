import Terminal

/// Text that goes to a terminal or a file: harmless, one line.
enum Plain {
    static func line(_ text: String) -> String { DisplayText(text).string }

    /// The same, cut to so many cells.
    static func cut(_ text: String, to cells: Int) -> String {
        DisplayText(text).truncated(to: cells, mark: "…").string
    }
}

/// Rows in columns, each as wide as its widest cell, measured in cells of the terminal.
struct TextTable {
    struct Column {
        let title: String
        var isNumber = false
        /// Whether it gives way where the terminal is too narrow for all.
        var shrinks = false

        static func text(_ title: String) -> Column { Column(title: title) }
        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
        static func long(_ title: String) -> Column { Column(title: title, shrinks: true) }
    }

    private let columns: [Column]
    private var rows: [[DisplayText]] = []

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ cells: [String]) { rows.append(cells.map { DisplayText($0) }) }

    /// The header and the rows; empty where there are none.
    func text(width: Int?) -> String {
        guard !rows.isEmpty else { return "" }
        let titles = columns.map { DisplayText($0.title) }
        let all = [titles] + rows
        var widths = columns.indices.map { column in all.map { $0[column].width }.max() ?? 0 }
        if let width { shrink(&widths, to: width) }
        return all.map { line($0, widths) }.joined(separator: "\n") + "\n"
    }

    private func shrink(_ widths: inout [Int], to width: Int) {
        let over = widths.reduce(0, +) + 2 * (columns.count - 1) - width
        guard over > 0,
            let widest = columns.indices.filter({ columns[$0].shrinks }).max(by: { widths[$0] < widths[$1] })
        else { return }
        widths[widest] = max(8, widths[widest] - over)
    }

    private func line(_ cells: [DisplayText], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let cell = cell.truncated(to: widths[index], mark: "…")
            let blanks = String(repeating: " ", count: max(0, widths[index] - cell.width))
            let isLast = index == cells.count - 1
            if columns[index].isNumber {
                line += blanks + cell.string
            } else {
                line += cell.string + (isLast ? "" : blanks)
            }
            if !isLast { line += "  " }
        }
        return line
    }
}
