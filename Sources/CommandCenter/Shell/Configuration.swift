package import Terminal

/// What the seller's own `config.toml` says about looks and keys. What a rule reads is in the shop's file instead.
package struct Configuration: Sendable {
    package var theme = "dark"
    /// Nil lets the locale decide.
    package var glyphs: Glyphs?
    package var isAccessible = false
    package var prefersBraille = false
    package var usesMouse = true
    package var keymap: Keymap
    /// What is wrong, by key path and line; the rest holds.
    package var problems: [SettingsProblem] = []

    /// Every command there is, in the order of key tables and help: a pane's own first.
    package static var commands: [CommandEntry] { Panes.all().flatMap(\.commands) + ShellCommands.all }

    /// What holds with no file.
    package init() { keymap = Keymap(Self.commands) }

    package init(_ file: SettingsFile) {
        let read = Keymap.read(Self.commands, settings: file)
        keymap = read.keymap
        problems = read.problems
        // What [network] says is read by what asks the network.
        for entry in file.entries where entry.path.first != "keys" && entry.path.first != "network" {
            take(entry)
        }
    }

    private mutating func take(_ entry: SettingsFile.Entry) {
        switch (entry.keyPath, entry.value) {
        case ("theme", .string(let name)): theme = name
        case ("glyphs", .string("unicode")): glyphs = .unicode
        case ("glyphs", .string("ascii")): glyphs = .ascii
        case ("accessible", .boolean(let isOn)): isAccessible = isOn
        case ("braille", .boolean(let isOn)): prefersBraille = isOn
        case ("mouse", .boolean(let isOn)): usesMouse = isOn
        case ("theme", _): problems.append(entry.problem("a theme is named by a text, such as \"light\""))
        case ("glyphs", _): problems.append(entry.problem("glyphs are \"unicode\" or \"ascii\""))
        case ("accessible", _), ("braille", _), ("mouse", _):
            problems.append(entry.problem("it is true or false"))
        default:
            problems.append(
                entry.problem(
                    "there is no such setting. There are: theme, glyphs, accessible, braille, mouse, [keys] and [network]"
                ))
        }
    }
}

/// What the configuration comes to: all that the app draws and reads keys with.
package struct Appearance: Sendable {
    package var theme: Theme
    package var look: Look
    package var keymap: Keymap
    package var usesMouse: Bool
    /// A line for each thing that is wrong in a file, with the file's name.
    package var problems: [String]

    /// What holds with no configuration.
    package init(theme: Theme = .dark, look: Look = .unicode) {
        self.theme = theme
        self.look = look
        let plain = Configuration()
        keymap = plain.keymap
        usesMouse = true
        problems = []
    }
}
