/// What drawing has to know about the terminal besides its size: which signs it shows, and whether
/// the reader listens rather than looks.
package struct Look: Hashable, Sendable {
    package var glyphs: Glyphs
    /// No lines and no bars, states in words, one thing a line.
    package var isAccessible: Bool
    /// Line charts in braille dots rather than blocks, where the glyphs have them.
    package var prefersBraille: Bool

    package init(glyphs: Glyphs = .unicode, isAccessible: Bool = false, prefersBraille: Bool = false) {
        self.glyphs = glyphs
        self.isAccessible = isAccessible
        self.prefersBraille = prefersBraille && glyphs.hasBraille && !isAccessible
    }

    package static let unicode = Look()
    package static let ascii = Look(glyphs: .ascii)
    package static let accessible = Look(glyphs: .ascii, isAccessible: true)

    /// The mark of text that was cut.
    package var more: DisplayText {
        DisplayText(clean: String(Character(glyphs.more)), width: 1, isASCII: glyphs.more.isASCII)
    }
}
