/// What a cell means. A theme says how each looks; no meaning hangs on the look alone.
package enum Role: UInt8, CaseIterable, Hashable, Sendable {
    /// Plain words.
    case text
    /// In step.
    case good
    /// Waits to go out.
    case unsent
    /// Works right now.
    case busy
    /// Off, paused or out of reach.
    case off
    /// Failed.
    case bad
    /// Needs the seller.
    case care
    /// The row or cell that keys act on.
    case cursor
    /// The view or pane that is chosen.
    case active
    /// Marked by the seller.
    case mark
    /// A row's first word.
    case strong
    /// Second lines and hints.
    case quiet
    /// Rules and boxes.
    case line
    /// Our side of a difference.
    case yours
    /// The other side of a difference.
    case theirs
    /// What goes away.
    case gone
    case chart1
    case chart2
    case chart3

    /// Its name in a theme file.
    package var name: String { String(describing: self) }

    package init?(name: some StringProtocol) {
        guard let role = Role.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }

    /// The letter that stands for it in `Frame.roleMap`.
    package var letter: Character {
        switch self {
        case .text: "."
        case .good: "g"
        case .unsent: "u"
        case .busy: "w"
        case .off: "o"
        case .bad: "b"
        case .care: "c"
        case .cursor: "C"
        case .active: "A"
        case .mark: "m"
        case .strong: "S"
        case .quiet: "q"
        case .line: "l"
        case .yours: "y"
        case .theirs: "t"
        case .gone: "x"
        case .chart1: "1"
        case .chart2: "2"
        case .chart3: "3"
        }
    }
}

/// What is laid over a role's look.
package struct Emphasis: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let bold = Emphasis(rawValue: 1)
    package static let underline = Emphasis(rawValue: 2)
    package static let reverse = Emphasis(rawValue: 4)
    package static let dim = Emphasis(rawValue: 8)
    /// On the cursor's row: keeps its own colour, and the theme lays the cursor's ground under it.
    package static let selected = Emphasis(rawValue: 16)
}
