/// How one cell looks: colours, nil for the terminal's own, and what is laid over them.
package struct Style: Hashable, Sendable {
    package var foreground: Colour?
    package var background: Colour?
    package var attributes: Emphasis

    package init(foreground: Colour? = nil, background: Colour? = nil, attributes: Emphasis = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// The look of every role. It sets both the ground colours or neither: a fixed colour on an unknown
/// ground is what makes programs unreadable on the other half of the world's terminals.
package struct Theme: Hashable, Sendable {
    package var name: String
    /// Words and ground of a plain cell; nil leaves the terminal its own.
    package var ground: Ground?
    /// By `Role.rawValue`.
    private var styles: [Style]

    package struct Ground: Hashable, Sendable {
        package var foreground: Colour
        package var background: Colour

        package init(foreground: Colour, background: Colour) {
            self.foreground = foreground
            self.background = background
        }
    }

    package init(name: String, ground: Ground? = nil, styles: [Role: Style] = [:]) {
        self.name = name
        self.ground = ground
        self.styles = Role.allCases.map { styles[$0] ?? Style() }
    }

    /// A role's look, the ground's colours where it names none.
    package subscript(role: Role) -> Style {
        get {
            var style = styles[Int(role.rawValue)]
            if let ground {
                style.foreground = style.foreground ?? ground.foreground
                style.background = style.background ?? ground.background
            }
            return style
        }
        set { styles[Int(role.rawValue)] = newValue }
    }

    /// What the theme itself says about a role, nothing filled in.
    func plainStyle(of role: Role) -> Style { styles[Int(role.rawValue)] }

    package func style(of cell: Cell) -> Style {
        var style = self[cell.role]
        style.attributes.formUnion(cell.emphasis)
        if cell.emphasis.contains(.selected) && cell.role != .active {
            let cursor = styles[Int(Role.cursor.rawValue)]
            if let background = cursor.background { style.background = background }
            if cell.role == .text, let foreground = cursor.foreground { style.foreground = foreground }
            style.attributes.formUnion(cursor.attributes)
        }
        style.attributes.remove(.selected)
        return style
    }

    /// The same theme on a terminal with fewer colours. A theme of fine shades becomes the one made
    /// for sixteen rather than its nearest neighbours, which are often hard to read.
    package func adapted(to depth: ColourDepth) -> Theme {
        switch depth {
        case .truecolour: return self
        case .none: return .monochrome
        case .sixteen where !usesOnlyTerminalColours: return .sixteen
        case .sixteen, .indexed:
            var theme = self
            theme.ground = ground.map { ground in
                Ground(
                    foreground: ground.foreground.adapted(to: depth) ?? ground.foreground,
                    background: ground.background.adapted(to: depth) ?? ground.background)
            }
            theme.styles = styles.map { style in
                Style(
                    foreground: style.foreground?.adapted(to: depth),
                    background: style.background?.adapted(to: depth), attributes: style.attributes)
            }
            return theme
        }
    }

    private var usesOnlyTerminalColours: Bool {
        let colours =
            styles.flatMap { [$0.foreground, $0.background] } + [ground?.foreground, ground?.background]
        return colours.allSatisfy { colour in
            if case .ansi? = colour { return true }
            return colour == nil
        }
    }
}
