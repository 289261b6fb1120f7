/// Text that may be drawn: what a platform, a file or a clipboard sent, made harmless and measured.
///
/// Controls, escapes and bidirectional overrides are gone, tabs and line ends are blanks, the text is in NFC, an
/// emoji sequence is its first emoji, a flag is its two letters, and no character has more than
/// four marks (what a curses cell holds). What is stored in the shop stays as it came.
package struct DisplayText: Hashable, Sendable, ExpressibleByStringLiteral {
    package let string: String
    /// In cells.
    package let width: Int
    /// Whether one byte is one cell.
    let isASCII: Bool

    package init(_ raw: some StringProtocol) {
        if let known = DisplayText.plain(String(raw)) {
            self = known
        } else {
            self = Sanitizer.clean(String(raw))
        }
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    init(clean string: String, width: Int, isASCII: Bool) {
        self.string = string
        self.width = width
        self.isASCII = isASCII
    }

    package static let empty = DisplayText(clean: "", width: 0, isASCII: true)

    /// How many cells `text` takes once it is cleaned.
    package static func width(of text: String) -> Int {
        DisplayText(text).width
    }

    /// Nearly everything is printable ASCII, which needs no work: this finds out in one pass over the bytes.
    private static func plain(_ text: String) -> DisplayText? {
        var copy = text
        return copy.withUTF8 { bytes -> Bool in
            for byte in bytes where byte < 0x20 || byte > 0x7E { return false }
            return true
        } ? DisplayText(clean: copy, width: copy.utf8.count, isASCII: true) : nil
    }
}

extension DisplayText {
    /// The longest beginning of it that fits `cells`, never half a wide character.
    package func prefix(cells: Int) -> DisplayText {
        guard cells < width else { return self }
        guard cells > 0 else { return .empty }
        if isASCII {
            return DisplayText(clean: String(string.utf8.prefix(cells)) ?? "", width: cells, isASCII: true)
        }
        var taken = String.UnicodeScalarView()
        var used = 0
        for scalar in string.unicodeScalars {
            let wide = CharacterWidth.of(scalar)
            if used + wide > cells { break }
            used += wide
            taken.append(scalar)
        }
        return DisplayText(clean: String(taken), width: used, isASCII: false)
    }

    /// It, or as much of it as fits `cells` with `mark` at the end to say that there is more.
    package func truncated(to cells: Int, mark: DisplayText) -> DisplayText {
        guard cells < width else { return self }
        guard mark.width < cells else { return prefix(cells: cells) }
        let kept = prefix(cells: cells - mark.width)
        return DisplayText(
            clean: kept.string + mark.string, width: kept.width + mark.width, isASCII: isASCII && mark.isASCII
        )
    }
}
