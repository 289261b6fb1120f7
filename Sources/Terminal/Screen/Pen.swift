import CNcurses

/// Translates roles into what curses wants, and remembers it: 19 roles with 32 emphases are soon all known.
struct Pen {
    struct Ink {
        var attributes: attr_t
        var pair: Int32
    }

    private let theme: Theme
    private let depth: ColourDepth
    private let colours: Int
    private var known: [Ink?]

    init(theme: Theme, depth: ColourDepth, colours: Int) {
        self.theme = theme.adapted(to: depth)
        self.depth = depth
        self.colours = colours
        known = Array(repeating: nil, count: Role.allCases.count * 32)
    }

    mutating func ink(of cell: Cell) -> Ink {
        let index = Int(cell.role.rawValue) * 32 + Int(cell.emphasis.rawValue & 31)
        if let ink = known[index] { return ink }
        let ink = mixed(theme.style(of: cell))
        known[index] = ink
        return ink
    }

    private func mixed(_ style: Style) -> Ink {
        var attributes: attr_t = 0
        if style.attributes.contains(.bold) { attributes |= mercer_bold }
        if style.attributes.contains(.dim) { attributes |= mercer_dim }
        if style.attributes.contains(.underline) { attributes |= mercer_underline }
        if style.attributes.contains(.reverse) { attributes |= mercer_reverse }
        guard depth != .none else { return Ink(attributes: attributes, pair: 0) }
        // Eight colours have no bright half: grey is dim, the others are bold.
        if colours == 8, case .ansi(let index)? = style.foreground, index >= 8 {
            attributes |= index == 8 ? mercer_dim : mercer_bold
        }
        let foreground = number(of: style.foreground)
        let background = number(of: style.background)
        guard foreground >= 0 || background >= 0 else { return Ink(attributes: attributes, pair: 0) }
        return Ink(attributes: attributes, pair: max(0, alloc_pair(foreground, background)))
    }

    private func number(of colour: Colour?) -> Int32 {
        switch colour {
        case nil: return -1
        case .ansi(let index): return colours == 8 ? (index == 8 ? -1 : Int32(index & 7)) : Int32(index)
        case .indexed(let index): return Int32(index)
        case .rgb(let red, let green, let blue):
            let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
            // The first 256 numbers name the terminal's own colours: a shade of green makes no visible difference.
            return value < 256 ? value | 0x100 : value
        }
    }
}
