/// How to open a screen; all that depends on the environment is decided here, so that it can be tested.
package struct ScreenOptions: Sendable {
    /// The process's environment, as the program's `World` gives it.
    package var environment: [String: String]
    /// From the configuration; nil finds out.
    package var depth: ColourDepth?
    package var usesMouse: Bool
    /// Where what libraries write to standard error goes while the screen is up; nil leaves it.
    package var errorFile: String?

    package init(
        environment: [String: String], depth: ColourDepth? = nil, usesMouse: Bool = true,
        errorFile: String? = nil
    ) {
        self.environment = environment
        self.depth = depth
        self.usesMouse = usesMouse
        self.errorFile = errorFile
    }

    var terminalName: String { environment["TERM"] ?? "" }

    /// NO_COLOR set to anything means none (no-color.org).
    var wantsNoColour: Bool { !(environment["NO_COLOR"] ?? "").isEmpty }

    var hasTrueColour: Bool {
        let claim = environment["COLORTERM"] ?? ""
        return (claim == "truecolor" || claim == "24bit") && TrueColour.fits(terminalName)
    }

    /// What the locale's character set can show: `LC_ALL`, `LC_CTYPE`, `LANG`, the first that is set. With none set,
    /// as over many ssh connections, the terminal is taken to be as modern as its siblings; the
    /// Linux console's font has no more than ASCII and a few lines.
    package var glyphs: Glyphs {
        if terminalName == "linux" { return .ascii }
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        return name.isEmpty || name.contains("utf-8") || name.contains("utf8") ? .unicode : .ascii
    }

    /// How long to wait after an Esc for the rest of a sequence; ESCDELAY rules, ssh makes lines slow.
    var escapeDelay: Duration {
        if let text = environment["ESCDELAY"], let milliseconds = Int(text), (1...2000).contains(milliseconds)
        {
            return .milliseconds(milliseconds)
        }
        return environment["SSH_TTY"] == nil ? .milliseconds(25) : .milliseconds(100)
    }

    /// Names to open, one after the other, until ncurses knows one.
    var candidates: [String] {
        (hasTrueColour && wantsTrueColour ? [TrueColour.name] : [])
            + (terminalName.isEmpty ? [] : [terminalName]) + ["xterm-256color", "xterm"]
    }

    private var wantsTrueColour: Bool { !wantsNoColour && (depth == nil || depth == .truecolour) }

    /// The depth to draw with, given how many colours the opened description has.
    func depth(colours: Int) -> ColourDepth {
        if wantsNoColour { return .none }
        let possible: ColourDepth =
            colours > 256 ? .truecolour : colours >= 256 ? .indexed : colours >= 8 ? .sixteen : .none
        guard let depth else { return possible }
        let order: [ColourDepth] = [.none, .sixteen, .indexed, .truecolour]
        let wanted = order.firstIndex(of: depth) ?? 0
        return wanted <= (order.firstIndex(of: possible) ?? 0) ? depth : possible
    }
}
