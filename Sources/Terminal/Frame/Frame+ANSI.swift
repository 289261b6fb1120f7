extension Frame {
    /// It as text with colour escapes, a line a row, for `mercer screen` and pagers. `.none` gives plain text.
    package func ansi(_ theme: Theme, depth: ColourDepth = .truecolour) -> String {
        guard depth != .none else { return text }
        let theme = theme.adapted(to: depth)
        var result = ""
        for row in 0..<size.rows {
            var current: Style?
            for column in 0..<size.columns {
                let cell = cells[row * size.columns + column]
                if cell.isWideTail { continue }
                let style = theme.style(of: cell)
                if style != current {
                    result += Frame.escape(style)
                    current = style
                }
                if let scalar = Unicode.Scalar(cell.scalar) { result.unicodeScalars.append(scalar) }
                result.unicodeScalars.append(contentsOf: marks(of: cell))
            }
            result += "\u{1B}[0m\n"
        }
        return result
    }

    private static func escape(_ style: Style) -> String {
        var codes = ["0"]
        if style.attributes.contains(.bold) { codes.append("1") }
        if style.attributes.contains(.dim) { codes.append("2") }
        if style.attributes.contains(.underline) { codes.append("4") }
        if style.attributes.contains(.reverse) { codes.append("7") }
        if let colour = style.foreground { codes.append(code(colour, base: 30)) }
        if let colour = style.background { codes.append(code(colour, base: 40)) }
        return "\u{1B}[\(codes.joined(separator: ";"))m"
    }

    private static func code(_ colour: Colour, base: Int) -> String {
        switch colour {
        case .ansi(let index): index < 8 ? "\(base + Int(index))" : "\(base + 52 + Int(index))"
        case .indexed(let index): "\(base + 8);5;\(index)"
        case .rgb(let red, let green, let blue): "\(base + 8);2;\(red);\(green);\(blue)"
        }
    }
}
