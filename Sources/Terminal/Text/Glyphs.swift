/// The signs that Mercer draws with. No sign of the Unicode set is two cells wide or has an emoji form.
package struct Glyphs: Hashable, Sendable {
    package var good: Unicode.Scalar = "●"
    package var unsent: Unicode.Scalar = "◐"
    package var busy: Unicode.Scalar = "↻"
    package var off: Unicode.Scalar = "○"
    package var bad: Unicode.Scalar = "✗"
    package var care: Unicode.Scalar = "!"
    package var cursor: Unicode.Scalar = "▌"
    package var mark: Unicode.Scalar = "*"
    package var open: Unicode.Scalar = "["
    package var close: Unicode.Scalar = "]"
    package var horizontal: Unicode.Scalar = "─"
    package var vertical: Unicode.Scalar = "│"
    package var topLeft: Unicode.Scalar = "┌"
    package var topRight: Unicode.Scalar = "┐"
    package var bottomLeft: Unicode.Scalar = "└"
    package var bottomRight: Unicode.Scalar = "┘"
    package var teeDown: Unicode.Scalar = "┬"
    package var teeUp: Unicode.Scalar = "┴"
    package var teeRight: Unicode.Scalar = "├"
    package var teeLeft: Unicode.Scalar = "┤"
    package var cross: Unicode.Scalar = "┼"
    package var more: Unicode.Scalar = "…"
    package var taken: Unicode.Scalar = "✓"
    package var left: Unicode.Scalar = "–"
    package var folded: Unicode.Scalar = "▸"
    package var unfolded: Unicode.Scalar = "▾"
    package var arrow: Unicode.Scalar = "→"
    package var separator: Unicode.Scalar = "·"
    package var barFull: Unicode.Scalar = "█"
    package var barShade: Unicode.Scalar = "░"
    /// Columns of a spark or a bar, lowest first: eight of them, or as many as the set can tell apart.
    package var rises: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    /// Parts of a cell from the left, an eighth to seven eighths.
    package var fills: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    package var hasBraille = true

    package static let unicode = Glyphs()

    package static let ascii = Glyphs(
        good: "=", unsent: "~", busy: "%", off: "-", bad: "x", care: "!", cursor: ">", mark: "*", open: "[",
        close: "]", horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
        bottomRight: "+", teeDown: "+", teeUp: "+", teeRight: "+", teeLeft: "+", cross: "+", more: "~",
        taken: "+", left: "-", folded: ">", unfolded: "v", arrow: ">", separator: ".", barFull: "#",
        barShade: ".", rises: ["_", "-", "=", "#"], fills: [], hasBraille: false)

    /// The glyph that goes before a state's words; nil for roles that have none.
    package func sign(of role: Role) -> Unicode.Scalar? {
        switch role {
        case .good: good
        case .unsent: unsent
        case .busy: busy
        case .off: off
        case .bad: bad
        case .care: care
        case .cursor: cursor
        case .mark: mark
        default: nil
        }
    }
}
