/// Canonical forms of a listing's values, in which both sides are compared.
package enum ListingText {
    /// A price as its shortest decimal; empty for none.
    package static func price(_ price: UnitPrice?) -> String {
        guard let price else { return "" }
        return DecimalText.format(price.millionths, scale: UnitPrice.scale, keeping: 0)
    }

    package static func count(_ count: Int) -> String { String(count) }

    /// Text as a reader sees it: line ends alike, no blanks at the ends of lines or of the whole.
    package static func text(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                var line = line
                while line.last?.isWhitespace == true { line.removeLast() }
                return String(line)
            }
            .joined(separator: "\n").trimmed
    }
}
