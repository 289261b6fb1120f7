/// One thing a seller can do. Keys, footer, help, palette, remapping and docs/KEYS.md all come from the list of these.
package struct CommandEntry: Hashable, Sendable {
    /// "area.verb", such as "fulfill.advance"; what the configuration names. Stable between releases.
    package let id: String
    package let keys: [KeySequence]
    /// Where it applies, as tags the program gives its places; empty is everywhere.
    package let contexts: [String]
    /// The word in the footer and the palette.
    package let word: String
    /// One sentence for help and docs/KEYS.md.
    package let help: String
    /// Its heading there.
    package let group: String
    /// Whether it asks or shows a review first; drawn with "…".
    package let asks: Bool
    /// Not offered in palette or footer, as cursor movement is not.
    package let isQuiet: Bool

    package init(
        _ id: String, keys: [KeySequence], contexts: [String] = [], word: String, help: String, group: String,
        asks: Bool = false, isQuiet: Bool = false
    ) {
        self.id = id
        self.keys = keys
        self.contexts = contexts
        self.word = word
        self.help = help
        self.group = group
        self.asks = asks
        self.isQuiet = isQuiet
    }
}

/// Whether a command can be done now, in the app's judgement.
package enum Availability: Hashable, Sendable {
    case yes
    /// With what the seller can do about it, such as "mark two orders first".
    case no(String)
}
